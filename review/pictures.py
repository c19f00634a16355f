"""Pictures that log entries name: where they stand, and those that come with a package."""

from __future__ import annotations

from pathlib import Path

from .package import PICTURE_TYPES, Package
from .records import Entry
from .store import ReviewStore


def picture_file(store: ReviewStore, entry: Entry) -> Path | None:
    """The file of a picture entry; None where there is none, or it is no picture.

    What was written here names its file, from the store's folder on. An entry that came from
    elsewhere never reaches a file of this computer's: its picture stands where packages are laid.
    """
    if entry.change.origin:
        places = [pictures_folder(store) / f"{entry.entry_id}.{end}" for end in PICTURE_TYPES]
    else:
        places = [pictures_folder(store).parent / entry.change.target]
    for file in places:
        ending = file.suffix[1:].lower()
        if ending in PICTURE_TYPES and file.is_file() and _begins_as(file, PICTURE_TYPES[ending]):
            return file
    return None


def save_pictures(store: ReviewStore, package: Package) -> int:
    """Lay a package's pictures beside a file store; returns how many were not there yet."""
    saved = 0
    if not store.backend.is_file:
        return saved
    for entry_id, (ending, content) in sorted(package.pictures.items()):
        file = pictures_folder(store) / f"{entry_id}.{ending}"
        if file.exists():
            continue
        file.parent.mkdir(exist_ok=True)
        unfinished = file.with_name(f".{file.name}")
        unfinished.write_bytes(content)
        unfinished.replace(file)
        saved += 1
    return saved


def pictures_folder(store: ReviewStore) -> Path:
    """The folder beside a file store in which pictures from packages stand."""
    path = Path(store.backend.name)
    return path.with_name(f"{path.stem}.pictures")


def _begins_as(file: Path, magic: bytes) -> bool:
    with file.open("rb") as stream:
        return stream.read(len(magic)) == magic
