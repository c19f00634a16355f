"""What a person wrote last, as far as it can be taken back: read from the log."""

from __future__ import annotations

from itertools import groupby
from typing import Sequence

from .log import ENTRY_COLUMNS, entry_of
from .records import COMMENT, CONFIRMED, DECISION, LINK, MERGED, PICTURE, UNDO, Author, Entry
from .store import MANUAL, ReviewStore

MOST = 500
TAKEN_BACK = (DECISION, COMMENT, CONFIRMED, LINK, PICTURE)
_MARKS = ", ".join("?" * len(TAKEN_BACK))
# written here and not undone; on its finding nobody else wrote since, nor a run, nor a package
_OWN = (
    "FROM decision d WHERE d.login = ? AND d.author = ? AND d.origin = ''",
    "AND d.kind IN (", _MARKS, ")",
    "AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.finding_id = d.finding_id",
    "AND u.undoes = d.entry_id)",
    "AND NOT EXISTS (SELECT 1 FROM decision o WHERE o.finding_id = d.finding_id",
    "AND o.sequence > d.sequence AND (o.login <> ? OR o.author <> ? OR o.origin <> ''",
    "OR o.kind NOT IN (", _MARKS, ", ?)))",
)  # fmt: skip
# what settled a conflict goes back with more than itself; a drawn finding with its drawing
_WHOLE = (
    "AND NOT (d.kind = ? AND EXISTS (SELECT 1 FROM decision p WHERE p.finding_id = d.finding_id",
    "AND p.sequence = d.sequence - 1 AND (p.kind = ? OR p.origin <> '')))",
    "AND NOT (d.sequence = 1 AND d.kind = ? AND EXISTS (SELECT 1 FROM finding f",
    "WHERE f.finding_id = d.finding_id AND f.origin = ?))",
    "ORDER BY d.fid DESC LIMIT ?",
)  # fmt: skip


def own_steps(store: ReviewStore, author: Author, most: int = MOST) -> list[Sequence[Entry]]:
    """The author's last acts that can be taken back, the last one last; of `most` entries.

    Entries of one act bear the same time.
    """
    who = (author.login, author.name)
    names = ", ".join(f"d.{name}" for name in ENTRY_COLUMNS)
    values = (*who, *TAKEN_BACK, *who, *TAKEN_BACK, UNDO)
    whole = (CONFIRMED, MERGED, COMMENT, MANUAL, most)
    rows = store.backend.query(" ".join(("SELECT", names, *_OWN, *_WHOLE)), (*values, *whole))
    found = [entry_of(row) for row in reversed(rows)]
    steps = [tuple(entries) for _, entries in groupby(found, key=lambda entry: entry.made_at)]
    return list(steps[1:] if len(found) == most else steps)  # the first may be cut off
