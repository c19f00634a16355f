"""Entries from elsewhere that conflict with the log: they wait until someone settles it."""

from __future__ import annotations

from typing import Sequence

from ..alignment.problems import InputError, Problem
from .log import ENTRY_COLUMNS, by_finding, entry_of, insert_into, new_entry, row_of
from .merge import decisions_of, renumbered, restated
from .records import CONFIRMED, Author, Change, Conflict, Entry
from .store import ReviewStore

OURS, THEIRS = "ours", "theirs"


def waiting_entries(store: ReviewStore, finding_id: str = "") -> dict[str, list[Entry]]:
    """Finding id -> the entries that wait, in the order in which they were written."""
    names = ", ".join(ENTRY_COLUMNS)
    statement = ("SELECT", names, "FROM waiting WHERE ? IN ('', finding_id) ORDER BY fid")
    rows = store.backend.query(" ".join(statement), (finding_id,))
    return by_finding(entry_of(row) for row in rows)


def let_wait(store: ReviewStore, entries: Sequence[Entry]) -> None:
    """Keep entries beside the log, and their findings to be confirmed; inside a transaction."""
    rows = [row_of(entry) for entry in entries]
    store.backend.execute_many(insert_into("waiting", ENTRY_COLUMNS), rows)
    store.set_to_confirm(sorted({entry.finding_id for entry in entries}), waits=True)


def settle(
    store: ReviewStore, finding_id: str, expected: int, keep: str, author: Author
) -> Sequence[Entry]:
    """End a conflict: both versions enter the log, and what `keep` names holds ("ours", "theirs").

    Returns the entries added. Raises Conflict where the log has gone on since `expected`,
    InputError where nothing waits.
    """
    with store.backend.transaction(alone=True):
        log = store.history(finding_id)
        since = [entry for entry in log if entry.sequence > expected]
        change = Change(kind=CONFIRMED)
        if since:
            raise Conflict(finding_id, change, tuple(since))
        entries = waiting_entries(store, finding_id).get(finding_id, [])
        if not entries:
            raise InputError(Problem("review_nothing_waits", {"finding": finding_id}))
        added = list(renumbered(entries, log))
        wanted = decisions_of(finding_id, log) if keep == OURS else {}
        again = restated(finding_id, [*log, *added], wanted)
        run_seen = store.run_seen(finding_id)
        for change in filter(None, (again, Change(kind=CONFIRMED))):
            number = added[-1].sequence + 1
            added.append(new_entry(finding_id, number, change, author, run_seen))
        store.insert_entries(added)
        forget_waiting(store, [finding_id])
        store.set_to_confirm([finding_id], waits=False)
    return added


def forget_waiting(store: ReviewStore, findings: Sequence[str]) -> None:
    """Let go of entries that have entered the log; inside a transaction."""
    store.backend.execute_many(
        "DELETE FROM waiting WHERE finding_id = ?", [(item,) for item in findings]
    )
