"""Joining the log of one finding from two stores: a three-way merge, never settled by the clock.

What both logs hold is the base. A field that only one side changed since takes that side's value;
one that both changed, differently, is a conflict, which people settle.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Mapping, Sequence

from ..alignment.identity.keys import digest
from .log import CLEARABLE, state_of
from .records import CLEARED, MERGED, UNDO, Change, Entry, State

STATUS = "status"


@dataclass(frozen=True)
class LogMerge:
    """`append` are entries to add, renumbered; `restate` what must be said after them so that
    the state is the merged one (None: nothing). With `conflicts` (names of fields) nothing may
    be added: `append` are then the entries that wait. `theirs` is field -> value of what the
    other side changed."""

    append: tuple[Entry, ...] = ()
    restate: Change | None = None
    conflicts: tuple[str, ...] = ()
    theirs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def merge_logs(ours: Sequence[Entry], theirs: Sequence[Entry]) -> LogMerge:
    """What it takes to bring the log `theirs` into `ours`; both whole and of one finding."""
    known = {entry.entry_id for entry in ours}
    new = [entry for entry in theirs if entry.entry_id not in known]
    if not new:
        return LogMerge()
    finding_id = new[0].finding_id
    there = {entry.entry_id for entry in theirs}
    base = [entry for entry in ours if entry.entry_id in there]
    before, mine, other = (
        _decided(state_of(finding_id, log)) for log in (base, list(ours), list(theirs))
    )
    conflicts = tuple(
        name
        for name in before
        if mine[name] != before[name] and other[name] not in (before[name], mine[name])
    )
    theirs_changed = {name: other[name] for name in before if other[name] != before[name]}
    if conflicts:
        return LogMerge(tuple(new), None, conflicts, theirs_changed)
    append = renumbered(new, ours)
    again = restated(finding_id, [*ours, *append], {**mine, **theirs_changed})
    return LogMerge(append, again, (), theirs_changed)


def renumbered(entries: Sequence[Entry], after: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries with the numbers that follow those of a log."""
    last = after[-1].sequence if after else 0
    return tuple(replace(entry, sequence=last + n) for n, entry in enumerate(entries, start=1))


def restated(
    finding_id: str, log: Sequence[Entry], wanted: Mapping[str, tuple[str, ...]]
) -> Change | None:
    """What to say after a log so that its state is the wanted one; None where it is."""
    now = _decided(state_of(finding_id, log))
    said = {name: value for name, value in wanted.items() if now[name] != value}
    return _stating(said) if said else None


def _stating(said: Mapping[str, tuple[str, ...]]) -> Change:
    change = Change(kind=MERGED)
    for name, value in said.items():
        if name == STATUS:
            change = replace(change, status=value[0], until=value[1])
        else:
            change = replace(change, **{name: value[0] or CLEARED})
    return change


def with_outcome(waiting: Sequence[Entry], theirs: Mapping[str, tuple[str, ...]]) -> list[Entry]:
    """Entries that wait, and after them what they come to where they take something back.

    That says nothing of what holds instead: after our own decisions it would change nothing.
    """
    if not any(entry.change.kind == UNDO for entry in waiting):
        return list(waiting)
    last = waiting[-1]
    change = replace(_stating(theirs), origin=last.change.origin)
    entry_id, number = outcome_id(last.entry_id), last.sequence + 1
    return [*waiting, replace(last, entry_id=entry_id, sequence=number, change=change)]


def outcome_id(entry_id: str) -> str:
    """The id of what `with_outcome` puts after an entry."""
    return digest("outcome", entry_id)


def decisions_of(finding_id: str, log: Sequence[Entry]) -> Mapping[str, tuple[str, ...]]:
    """What a log has decided, as `restated` wants it."""
    return _decided(state_of(finding_id, log))


def _decided(state: State) -> dict[str, tuple[str, ...]]:
    """Field -> value; how long an acceptance holds belongs to the state that it was said with."""
    fields: dict[str, tuple[str, ...]] = {name: (getattr(state, name),) for name in CLEARABLE}
    return {STATUS: (state.status, state.until), **fields}
