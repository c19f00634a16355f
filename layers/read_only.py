"""SQLite files that are only read: nothing is written beside them, and nobody is kept waiting."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection that can't write; sqlite3.Error where there is no file, or later where it is
    no database.
    """
    return sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True)
