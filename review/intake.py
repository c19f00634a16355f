"""Taking logs from elsewhere into a store: what is new is added, what conflicts waits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Mapping, Sequence

from ..alignment.problems import InputError, Problem
from .log import by_finding, new_entry
from .merge import (
    LogMerge,
    decisions_of,
    merge_logs,
    outcome_id,
    renumbered,
    restated,
    with_outcome,
)
from .records import BY_PEOPLE, MERGED, Author, Change, Entry
from .store import ReviewStore
from .waiting import OURS, THEIRS, forget_waiting, let_wait, waiting_entries

WAIT = "wait"
ON_CONFLICT = (WAIT, OURS, THEIRS)


@dataclass(frozen=True)
class Disagreement:
    """A finding of which both sides changed the same thing: names of fields, what each side wrote
    since, and what it had decided then (field -> value).
    """

    finding_id: str
    fields: tuple[str, ...]
    ours: tuple[Entry, ...]
    theirs: tuple[Entry, ...]
    ours_decided: Mapping[str, tuple[str, ...]]
    theirs_decided: Mapping[str, tuple[str, ...]]


@dataclass
class Intake:
    """What came of taking logs in, in entries: added, already there, waiting; and conflicts."""

    added: int = 0
    known: int = 0
    conflicts: list[Disagreement] = field(default_factory=list)


def take_in_logs(
    store: ReviewStore,
    logs: Mapping[str, Sequence[Entry]],
    author: Author,
    on_conflict: str = WAIT,
) -> Intake:
    """Join logs (finding id -> whole log elsewhere) with the store's; inside a transaction.

    `on_conflict` says what becomes of conflicts: they wait to be settled, or one side holds; both
    versions are in the log then. Taking in the same logs again changes nothing. Raises InputError
    where an entry that is known says something else there.
    """
    ours = by_finding(store.log())
    held_back = waiting_entries(store)
    intake = Intake()
    to_add: list[Entry] = []
    to_wait: list[Entry] = []
    joined: list[str] = []
    for finding_id in sorted(logs):
        theirs, mine = logs[finding_id], ours.get(finding_id, [])
        waits = held_back.get(finding_id, [])
        _require_same([*mine, *waits], theirs)
        known = {entry.entry_id for entry in mine}
        intake.known += sum(entry.entry_id in known for entry in theirs)
        merge = merge_logs(mine, theirs)
        if merge.conflicts and on_conflict == WAIT:
            held = {entry.entry_id for entry in waits}
            new = [entry for entry in merge.append if entry.entry_id not in held]
            if new:
                to_wait += with_outcome(new, merge.theirs)
            intake.conflicts.append(_disagreement(finding_id, merge, mine, theirs))
            continue
        added = _joined(finding_id, mine, merge, on_conflict, author)
        to_add += added
        there = known | {entry.entry_id for entry in added}
        outcomes = {outcome_id(entry.entry_id) for entry in waits}  # only here, never in a log
        if waits and all(entry.entry_id in there | outcomes for entry in waits):
            joined.append(finding_id)
    intake.added = sum(entry.change.kind != MERGED for entry in to_add)
    store.insert_entries(to_add)
    let_wait(store, to_wait)
    forget_waiting(store, joined)
    return intake


def _joined(
    finding_id: str, mine: Sequence[Entry], merge: LogMerge, on_conflict: str, author: Author
) -> list[Entry]:
    """The entries that a merge adds, with what must be restated after them."""
    if not merge.append:
        return []
    added, again = list(merge.append), merge.restate
    if merge.conflicts:
        added = list(renumbered(added, mine))
        wanted = decisions_of(finding_id, mine) if on_conflict == OURS else merge.theirs
        again = restated(finding_id, [*mine, *added], wanted)
    if again is not None:
        number, run_id = added[-1].sequence + 1, added[-1].run_id
        added.append(new_entry(finding_id, number, again, author, run_id))
    return added


def _disagreement(
    finding_id: str, merge: LogMerge, ours: Sequence[Entry], theirs: Sequence[Entry]
) -> Disagreement:
    there = {entry.entry_id for entry in theirs}
    since = tuple(entry for entry in ours if entry.entry_id not in there)
    decided = (decisions_of(finding_id, log) for log in (ours, theirs))
    return Disagreement(finding_id, merge.conflicts, since, merge.append, *decided)


def _require_same(ours: Sequence[Entry], theirs: Sequence[Entry]) -> None:
    """An id stands for one entry: people's words under a known id must be the known ones."""
    known = {entry.entry_id: entry for entry in ours}
    for entry in theirs:
        same = known.get(entry.entry_id)
        if same is None:
            continue
        if same.finding_id != entry.finding_id or (
            entry.change.kind in BY_PEOPLE and _said(same.change) != _said(entry.change)
        ):
            raise InputError(Problem("exchange_entry_differs", {"entry": entry.entry_id}))


def _said(change: Change) -> Change:
    return replace(change, origin="")
