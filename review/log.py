"""Entries of the log: as rows, as they are made, and the state that they add up to."""

from __future__ import annotations

import uuid
from dataclasses import astuple
from typing import Any, Iterable, Sequence

from ..alignment.identity.keys import digest
from .records import CHANGE_COLUMNS, CLEARED, UNDO, Author, Change, Entry, State, utc_now
from .states import NEW

ENTRY_COLUMNS = (
    "entry_id", "finding_id", "sequence", *CHANGE_COLUMNS, "login", "author", "made_at", "run_id",
)  # fmt: skip
CLEARABLE = ("responsible", "assigned", "due_date")


def row_of(entry: Entry) -> tuple[Any, ...]:
    """An entry as a row of `ENTRY_COLUMNS`."""
    own = (entry.entry_id, entry.finding_id, entry.sequence)
    author = (entry.author.login, entry.author.name)
    return (*own, *astuple(entry.change), *author, entry.made_at, entry.run_id)


def entry_of(row: Sequence[Any]) -> Entry:
    """The entry of a row of `ENTRY_COLUMNS`."""
    after = 3 + len(CHANGE_COLUMNS)
    change = Change(*row[3:after])
    login, name, made_at, run_id = row[after:]
    return Entry(row[0], row[1], int(row[2]), change, Author(login, name), made_at, run_id)


def by_finding(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Finding id -> its entries, in the order given."""
    logs: dict[str, list[Entry]] = {}
    for entry in entries:
        logs.setdefault(entry.finding_id, []).append(entry)
    return logs


def undoing(entry: Entry) -> Change:
    """The change that takes an entry back."""
    return Change(kind=UNDO, undoes=entry.entry_id)


def new_entry(
    finding_id: str,
    sequence: int,
    change: Change,
    author: Author,
    run_id: str,
    made_at: str = "",
) -> Entry:
    """An entry that a person makes now, with an id of its own.

    What one act writes bears the same time: the log tells by it what belongs together.
    """
    made_at = made_at or utc_now()
    entry_id = digest("entry", finding_id, str(sequence), author.login, made_at, uuid.uuid4().hex)
    return Entry(entry_id, finding_id, sequence, change, author, made_at, run_id)


def run_entry(finding_id: str, sequence: int, change: Change, author: Author, run_id: str) -> Entry:
    """What a run says of a finding: the same in every store that takes the run in."""
    entry_id = digest("entry", finding_id, run_id, change.kind, change.status, change.reasons)
    return Entry(entry_id, finding_id, sequence, change, author, utc_now(), run_id)


def state_of(finding_id: str, entries: Iterable[Entry]) -> State:
    """Where a log leaves its finding; the view `finding_state` says the same in SQL."""
    log = list(entries)
    undone = {entry.change.undoes for entry in log}
    said: dict[str, str] = {}
    for entry in log:
        if entry.entry_id in undone:
            continue
        change = entry.change
        found = {name: getattr(change, name) for name in (*CLEARABLE, "status", "comment")}
        said.update({name: value for name, value in found.items() if value})
        said.update(author=entry.author.name, made_at=entry.made_at)
        if change.status:
            said["until"] = change.until
    for name in CLEARABLE:
        if said.get(name) == CLEARED:
            said[name] = ""
    last = log[-1].sequence if log else 0
    return State(finding_id, said.pop("status", NEW), last, **said)


def insert_into(table: str, names: Sequence[str]) -> str:
    """An INSERT of one row with values to be given; names are constants of this project."""
    marks = ", ".join("?" * len(names))
    return " ".join(("INSERT INTO", table, "(", ", ".join(names), ") VALUES (", marks, ")"))
