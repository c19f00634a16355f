"""Entries from elsewhere that conflict with the log: they wait until someone settles it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Sequence

from ..alignment.identity.keys import digest
from ..alignment.problems import InputError, Problem
from .log import ENTRY_COLUMNS, by_finding, entry_of, insert_into, new_entry, row_of, undoing
from .merge import decisions_of, renumbered, restated
from .records import CONFIRMED, UNDO, Author, Change, Conflict, Entry, utc_now
from .store import ReviewStore

OURS, THEIRS = "ours", "theirs"


@dataclass(frozen=True)
class Settled:
    """What entered the log as a conflict was settled: what had waited, and what was said of it."""

    finding_id: str
    waited: Sequence[Entry]
    said: Sequence[Entry]

    @property
    def entries(self) -> Sequence[Entry]:
        """All of it, in the order of the log."""
        return (*self.waited, *self.said)


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
) -> Settled:
    """End a conflict: both versions enter the log, and what `keep` names holds ("ours", "theirs").

    Raises Conflict where the log has gone on since `expected`, InputError where nothing waits.
    """
    with store.backend.transaction(alone=True):
        change = Change(kind=CONFIRMED)
        log = _log_until(store, finding_id, expected, change)
        entries = waiting_entries(store, finding_id).get(finding_id, [])
        if not entries:
            raise InputError(Problem("review_nothing_waits", {"finding": finding_id}))
        waited = renumbered(entries, log)
        wanted = decisions_of(finding_id, log) if keep == OURS else {}
        again = restated(finding_id, [*log, *waited], wanted)
        said = _said(store, waited[-1], [again, change] if again else [change], author)
        store.insert_entries([*waited, *said])
        forget_waiting(store, [finding_id])
        store.set_to_confirm([finding_id], waits=False)
    return Settled(finding_id, waited, said)


def unsettle(
    store: ReviewStore, settled: Settled, expected: int, author: Author
) -> Sequence[Entry]:
    """Take a settling back: its entries are undone, what held before it holds, both wait again.

    The log keeps everything, so what waits are copies of what entered it, with ids of their own:
    they can enter it once more. Returns the entries added; raises Conflict where the log has gone
    on since `expected`.
    """
    finding_id = settled.finding_id
    with store.backend.transaction(alone=True):
        log = _log_until(store, finding_id, expected, undoing(settled.said[-1]))
        back = [undoing(entry) for entry in settled.entries if entry.change.kind != UNDO]
        added = _said(store, log[-1], back, author)
        if not _spoken_since(log, settled.said[-1].sequence):
            before = [e for e in log if e.sequence < settled.waited[0].sequence]
            wanted = decisions_of(finding_id, before)
            again = restated(finding_id, [*log, *added], wanted)
            added += _said(store, added[-1], [again] if again else [], author)
        store.insert_entries(added)
        let_wait(store, _copies(settled.waited, added[0].entry_id))
    return added


def _log_until(store: ReviewStore, finding_id: str, expected: int, mine: Change) -> Sequence[Entry]:
    """A finding's log; Conflict where it has gone on since a number."""
    log = store.history(finding_id)
    since = tuple(entry for entry in log if entry.sequence > expected)
    if since:
        raise Conflict(finding_id, mine, since)
    return log


def _said(
    store: ReviewStore, last: Entry, changes: Sequence[Change], author: Author
) -> list[Entry]:
    """What one act adds after a log's last entry."""
    run_seen, now = store.run_seen(last.finding_id), utc_now()
    return [
        new_entry(last.finding_id, number, change, author, run_seen, now)
        for number, change in enumerate(changes, start=last.sequence + 1)
    ]


def _spoken_since(log: Sequence[Entry], sequence: int) -> bool:
    """Whether a log says anything after a number that was not taken back."""
    undone = {entry.change.undoes for entry in log}
    return any(
        entry.sequence > sequence and entry.change.kind != UNDO and entry.entry_id not in undone
        for entry in log
    )


def _copies(entries: Sequence[Entry], of: str) -> list[Entry]:
    """Entries again, with new ids that they take each other back by."""
    ids = {entry.entry_id: digest("again", of, entry.entry_id) for entry in entries}
    return [
        replace(
            entry,
            entry_id=ids[entry.entry_id],
            change=replace(entry.change, undoes=ids.get(entry.change.undoes, entry.change.undoes)),
        )
        for entry in entries
    ]


def forget_waiting(store: ReviewStore, findings: Sequence[str]) -> None:
    """Let go of entries that have entered the log; inside a transaction."""
    store.backend.execute_many(
        "DELETE FROM waiting WHERE finding_id = ?", [(item,) for item in findings]
    )
