"""Many findings decided in one go: one transaction, each line of the log checked for itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from ..alignment.problems import InputError, Problem
from .log import new_entry
from .records import CONFIRMED, DECISION, Author, Change, Conflict, Entry, utc_now
from .states import require_decision, require_responsible
from .store import ReviewStore

LAST = (
    "SELECT f.finding_id, f.last_run, COALESCE(MAX(d.sequence), 0) FROM finding f"
    " LEFT JOIN decision d ON d.finding_id = f.finding_id GROUP BY f.finding_id, f.last_run"
)


@dataclass(frozen=True)
class Wanted:
    """One entry to write: the finding, the last sequence that the author has seen, the change."""

    finding_id: str
    expected: int
    change: Change


@dataclass(frozen=True)
class BulkDone:
    """What was written, and where someone else had been first."""

    entries: Sequence[Entry]
    conflicts: Sequence[Conflict]


def write_many(
    store: ReviewStore, wanted: Sequence[Wanted], author: Author, unconfirm: Sequence[str] = ()
) -> BulkDone:
    """Write entries on findings, all in one transaction; conflicts are left out and told.

    The findings `unconfirm`, where they are written on, wait to be confirmed again: a confirmation
    is taken back.
    Raises InputError, and writes nothing, where a change lacks what it needs, a finding isn't
    there, or a conflict waits where something is confirmed.
    """
    for item in wanted:
        if item.change.kind == DECISION:
            require_decision(item.change.status, item.change.comment)
        require_responsible(item.change.responsible)
    made_at = utc_now()
    with store.backend.transaction(alone=True):
        last = {row[0]: (str(row[1]), int(row[2])) for row in store.backend.query(LAST)}
        entries, late = [], []
        for item in wanted:
            if item.finding_id not in last:
                params = {"finding": item.finding_id, "path": store.backend.name}
                raise InputError(Problem("review_finding_unknown", params))
            run, sequence = last[item.finding_id]
            if sequence != item.expected:
                late.append(item)
                continue
            entries.append(
                new_entry(item.finding_id, sequence + 1, item.change, author, run, made_at)
            )
            last[item.finding_id] = (run, sequence + 1)
        store.insert_entries(entries)
        store.end_confirming([e.finding_id for e in entries if e.change.kind == CONFIRMED])
        written = {entry.finding_id for entry in entries}
        store.set_to_confirm([item for item in unconfirm if item in written], waits=True)
    conflicts = [
        Conflict(item.finding_id, item.change, tuple(store.history(item.finding_id, item.expected)))
        for item in late
    ]
    return BulkDone(entries, conflicts)
