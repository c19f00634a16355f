"""Reading zip files from elsewhere: only what is expected, never more than a limit, in memory.

Nothing is unpacked to disk, so that no name can lead out of a folder; sizes are counted while
reading, for a header may lie.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path
from typing import Callable, Iterator

from ..alignment.problems import InputError, Problem

BLOCK = 1 << 20
ENCRYPTED = 0x1
MOST_MEMBERS = 10_000
HARMLESS_SIZE = 10 * BLOCK
LARGEST_RATIO = 200  # real text and pictures shrink to a tenth or so
UNIX = 3  # the system that a member's mode bits speak of


def read_members(
    path: Path, limit_of: Callable[[str], int], total_limit: int
) -> Iterator[tuple[str, bytes]]:
    """The members of a zip, one at a time.

    `limit_of` says how many bytes a member of that name may have, 0 for names that don't belong
    here; together they have at most `total_limit`. Raises InputError where the file is no zip,
    damaged, locked by a password, or holds anything that was not expected.
    """
    if not path.is_file():
        raise InputError(Problem("file_missing", {"path": str(path)}))
    try:
        with zipfile.ZipFile(path) as archive:
            left = total_limit
            for member in _checked(archive, path, limit_of):
                limit = min(limit_of(member.filename), left)
                content = _content(archive, member, limit, path)
                left -= len(content)
                yield member.filename, content
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise InputError(Problem("zip_damaged", {"path": str(path)})) from error


def _checked(
    archive: zipfile.ZipFile, path: Path, limit_of: Callable[[str], int]
) -> list[zipfile.ZipInfo]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise InputError(Problem("zip_too_large", {"path": str(path), "name": f"{len(members)}"}))
    seen = set()
    for member in members:
        params = {"path": str(path), "name": member.filename}
        mode = member.external_attr >> 16
        link = member.create_system == UNIX and stat.S_ISLNK(mode)
        if link or not _is_plain(member.filename) or limit_of(member.filename) == 0:
            raise InputError(Problem("zip_name_refused", params))
        if member.filename in seen:
            raise InputError(Problem("zip_name_twice", params))
        bomb = member.file_size > LARGEST_RATIO * max(member.compress_size, 1)
        if bomb and member.file_size > HARMLESS_SIZE:
            raise InputError(Problem("zip_too_large", params))
        if member.flag_bits & ENCRYPTED:
            raise InputError(Problem("zip_encrypted", params))
        seen.add(member.filename)
    return members


def _is_plain(name: str) -> bool:
    """No way out of a folder, whatever system reads the name."""
    parts = name.replace("\\", "/").split("/")
    return all(part not in ("", ".", "..") for part in parts) and ":" not in name


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int, path: Path) -> bytes:
    params = {"path": str(path), "name": member.filename}
    if member.file_size > limit:
        raise InputError(Problem("zip_too_large", params))
    blocks: list[bytes] = []
    size = 0
    with archive.open(member) as stream:
        while True:
            block = stream.read(BLOCK)
            if not block:
                return b"".join(blocks)
            size += len(block)
            if size > limit:
                raise InputError(Problem("zip_too_large", params))
            blocks.append(block)
