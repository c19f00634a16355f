"""What SQLite's complaints mean to someone who works in a review file."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Callable, Mapping

from ..alignment.problems import InputError, Problem
from ..layers.atomic import hidden_name

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)
MEANING: Mapping[str, str] = {
    "locked": "review_busy",
    "busy": "review_busy",
    "readonly": "review_read_only",
    "disk is full": "review_disk_full",
    "no such table": "review_not_a_store",
    "not a database": "review_not_a_store",
}
DISK_TROUBLE = ("disk I/O", "unable to open")
PROBE_BYTES = 1024 * 1024  # more than a new store, or a day of decisions


def problem_of(error: sqlite3.Error, path: Path, writer: Callable[[], str]) -> Problem:
    """The sentence for a complaint; `writer` says who is writing, where somebody is.

    SQLite has one word for many faults of the disk: which it is, the folder is asked.
    """
    text, params = str(error), {"path": str(path)}
    code = next((code for words, code in MEANING.items() if words in text), "")
    if not code and any(words in text for words in DISK_TROUBLE):
        code = _disk_trouble(path)
    if code == "review_busy":
        return Problem(code, {**params, "who": writer()})
    if code == "file_unreadable":
        return Problem(code, {"file": str(path), "reason": text})
    return Problem(code, params) if code else Problem("review_trouble", {**params, "reason": text})


def _disk_trouble(path: Path) -> str:
    """What ails a file that SQLite can't open, read or write; "" where nothing is found."""
    if not path.is_file():
        return "file_missing"
    if not os.access(path, os.R_OK):
        return "file_unreadable"
    if not can_be_written(path):
        return "review_read_only"
    return "review_disk_full" if takes_no_more(path) else ""


def problem_of_new(error: OSError | sqlite3.Error | InputError, path: Path) -> Problem:
    """The sentence for a store that could not be made, while what was made of it still lies there.

    GDAL, which makes the first tables, does not always say why: the folder is asked here too.
    """
    params = {"folder": str(path.parent), "file": path.name}
    if not path.parent.is_dir():
        return Problem("output_folder_missing", params)
    if not os.access(path.parent, os.W_OK):
        return Problem("output_read_only", params)
    is_full = isinstance(error, OSError) and error.errno in FULL
    if is_full or "disk is full" in str(error) or takes_no_more(path):
        return Problem("review_disk_full", {"path": str(path)})
    reason = error.problems[0].code if isinstance(error, InputError) else str(error)
    return Problem("output_not_written", {**params, "reason": reason})


def can_be_written(path: Path) -> bool:
    """Whether file and folder let a store be changed (SQLite lays its journal beside it)."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def takes_no_more(path: Path) -> bool:
    """Whether disk, quota or file system leave a store no room to grow: tried, not computed."""
    probe = hidden_name(path)
    try:
        with probe.open("wb") as stream:
            stream.seek(path.stat().st_size if path.is_file() else 0)
            stream.write(bytes(PROBE_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        return error.errno in FULL
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return False


def identity_of(path: Path) -> tuple[int, int] | None:
    """What tells a file from another of its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
