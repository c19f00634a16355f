"""Writing a file whole or not at all: beside its place first, then renamed over it."""

from __future__ import annotations

import contextlib
import datetime
import errno
import glob
import os
import re
import shutil
import sqlite3
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from ..alignment.problems import InputError, Problem

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
ROOM_BYTES = 1_000_000  # less than any result: GDAL does not always say that the disk was full
STAMP, STAMPED = "%Y-%m-%d_%H%M%S", "????-??-??_??????"
COMPANIONS = ("-wal", "-shm", "-journal")
OLD_SECONDS = 24 * 3600.0  # clocks of file servers differ by minutes, not by a day


@dataclass(frozen=True)
class Written:
    """Where a file ended up; `notice` says so where that is not the place asked for."""

    path: Path
    notice: Problem | None = None


def write_atomically(path: Path, write: Callable[[Path], None]) -> Written:
    """Let `write` make the file under a temporary name, then put it in place of the old one.

    Where the old file is open in another program (Windows), the new one stands beside it under
    a name with the time, and `notice` says so. Raises `InputError` where the folder is missing
    or read-only, or the disk full; the old file is then as it was. What runs that were killed
    left behind is removed once it is a day old: another run may be writing.
    """
    require_place(path)
    _clear_leftovers(path)
    temporary = hidden_name(path)
    try:
        write(temporary)
        _flush(temporary)
        return _put_in_place(temporary, path)
    except (OSError, sqlite3.Error) as error:
        raise InputError(_why(error, path)) from error
    finally:
        _remove(temporary)


def hidden_name(path: Path) -> Path:
    """A name beside `path` that nobody has, hidden, by which leftovers are known."""
    return path.with_name(f".{path.stem}-{uuid.uuid4().hex[:8]}{path.suffix}")


def _clear_leftovers(path: Path) -> None:
    form = re.compile(rf"\.{re.escape(path.stem)}-[0-9a-f]{{8}}{re.escape(path.suffix)}(-\w+)?")
    before = time.time() - OLD_SECONDS
    with contextlib.suppress(OSError):  # what can't be removed harms nobody
        for entry in os.scandir(path.parent):
            if form.fullmatch(entry.name) and entry.stat().st_mtime < before:
                Path(entry.path).unlink()


def require_place(path: Path) -> None:
    """Raise InputError where no file can be written at `path`: its folder is missing or read-only,
    or it is a folder itself.
    """
    folder = path.parent
    if not folder.is_dir():
        code = "output_folder_is_file" if folder.exists() else "output_folder_missing"
        raise InputError(Problem(code, {"folder": str(folder), "file": path.name}))
    if path.is_dir():
        raise InputError(Problem("output_is_folder", {"path": str(path)}))
    if not os.access(folder, os.W_OK):
        raise InputError(Problem("output_read_only", {"folder": str(folder), "file": path.name}))


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _put_in_place(temporary: Path, path: Path) -> Written:
    try:
        temporary.replace(path)
    except PermissionError:
        stamp = datetime.datetime.now().astimezone().strftime(STAMP)
        beside = path.with_name(f"{path.stem}_{stamp}{path.suffix}")
        temporary.replace(beside)
        params = {"path": str(path), "beside": beside.name}
        return Written(beside, Problem("output_in_use", params))
    _sync_folder(path.parent)
    return Written(path)


def remove_beside(path: Path) -> None:
    """Remove what stands beside a file because that was open; not what is open itself by now."""
    for beside in path.parent.glob(f"{glob.escape(path.stem)}_{STAMPED}{path.suffix}"):
        with contextlib.suppress(PermissionError):
            beside.unlink()


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut, where the system lets a folder be opened."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # network folders can't
            raise
    finally:
        os.close(handle)


def _remove(temporary: Path) -> None:
    for name in (temporary.name, *(temporary.name + suffix for suffix in COMPANIONS)):
        temporary.with_name(name).unlink(missing_ok=True)


def _why(error: OSError | sqlite3.Error, path: Path) -> Problem:
    number = error.errno if isinstance(error, OSError) else None
    text = str(error) or type(error).__name__
    params = {"folder": str(path.parent), "file": path.name}
    if number in FULL or "disk is full" in text or (number is None and _no_room(path.parent)):
        return Problem("output_disk_full", params)
    if isinstance(error, PermissionError) or number == errno.EROFS or "readonly" in text:
        return Problem("output_read_only", params)
    return Problem("output_not_written", {**params, "reason": text})


def _no_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < ROOM_BYTES
    except OSError:
        return False
