"""What the store holds, as plain records."""

from __future__ import annotations

import datetime
import getpass
from dataclasses import dataclass, field, fields
from typing import Sequence

DECISION, COMMENT, UNDO, CONFIRMED = "decision", "comment", "undo", "confirmed"
CARRIED, REOPENING, RESOLVING, RETURNED = "carried", "reopened", "resolved", "returned"
MERGED = "merged"  # restates what holds after the logs of two stores were joined
LINK, PICTURE, RESPONSE = "link", "picture", "response"
BY_PEOPLE = (DECISION, COMMENT, UNDO, CONFIRMED, LINK, PICTURE, RESPONSE)
BY_RUNS = (CARRIED, REOPENING, RESOLVING, RETURNED)
KINDS = (*BY_PEOPLE, *BY_RUNS, MERGED)
CLEARED = "-"  # written where a person, date or party is taken away again


@dataclass(frozen=True)
class Author:
    """Who writes: the login of the operating system or database, and a name to show."""

    login: str
    name: str = ""

    @classmethod
    def current(cls, name: str = "") -> Author:
        """The one who is logged in here."""
        try:
            login = getpass.getuser()
        except (OSError, KeyError, ImportError):  # a service without a user entry
            login = "unknown"
        return cls(login, name or login)


@dataclass(frozen=True)
class Change:
    """What an entry says; "" where it says nothing of a thing.

    `kind` is one of the constants above. `comment` holds the motive where the status needs one.
    `due_date` is ISO (yyyy-mm-dd); `until` the ISO date an acceptance runs out. `target` is the
    address of a link or the path of a picture. `reasons` are codes (why reopened), `undoes` the
    entry taken back, `origin` the package or workbook that an entry came with, `said_on` the ISO
    date that an answer bears. `CLEARED` takes a person, date or party away.
    """

    kind: str = DECISION
    status: str = ""
    comment: str = ""
    responsible: str = ""
    assigned: str = ""
    due_date: str = ""
    until: str = ""
    target: str = ""
    reasons: str = ""
    undoes: str = ""
    origin: str = ""
    said_on: str = ""


CHANGE_COLUMNS = tuple(item.name for item in fields(Change))


@dataclass(frozen=True)
class Entry:
    """One line of a finding's log; `sequence` counts from 1, `made_at` is UTC (ISO)."""

    entry_id: str
    finding_id: str
    sequence: int
    change: Change
    author: Author
    made_at: str
    run_id: str = ""


@dataclass(frozen=True)
class State:
    """Where a finding stands: a view of its log. `sequence` is that of the last entry (0: none)."""

    finding_id: str
    status: str
    sequence: int
    comment: str = ""
    responsible: str = ""
    assigned: str = ""
    due_date: str = ""
    until: str = ""
    author: str = ""
    made_at: str = ""


@dataclass
class Conflict(Exception):
    """Someone else wrote first: `theirs` are the entries since, `mine` what was to be written."""

    finding_id: str
    mine: Change
    theirs: Sequence[Entry] = field(default_factory=tuple)

    def __str__(self) -> str:
        names = ", ".join(sorted({entry.author.name for entry in self.theirs}))
        return f"{self.finding_id}: {names}"


def utc_now() -> str:
    """The time now, UTC, ISO with milliseconds."""
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")
