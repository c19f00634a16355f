"""The review store: reading findings and their log, writing decisions. One for every backend."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Iterator, Mapping, Sequence

from ..alignment.identity.keys import digest
from ..alignment.problems import InputError, Problem
from .backend import Backend, DuplicateRow
from .log import ENTRY_COLUMNS, entry_of, insert_into, new_entry, row_of, undoing
from .records import (
    BY_PEOPLE,
    COMMENT,
    CONFIRMED,
    DECISION,
    UNDO,
    Author,
    Change,
    Conflict,
    Entry,
    State,
)
from .schema import FINDING_COPY, SHAPES, STATE_COLUMNS
from .states import PRESENT, require_decision, require_responsible

OWN_COLUMNS = (
    "finding_id", "finding_key", "parent_id", "origin", "presence", "to_confirm", "method",
    "confidence", "first_run", "last_run",
)  # fmt: skip
MANUAL = "manual"


@dataclass(frozen=True)
class StoredFinding:
    """A finding as it was last seen; `values` are the columns of `FINDING_COPY`.

    `origin` is "run" or "manual", `presence` says whether the last run had it (states.py).
    """

    finding_id: str
    finding_key: str
    parent_id: str
    origin: str
    presence: str
    to_confirm: bool
    method: str
    confidence: float
    first_run: str
    last_run: str
    values: Mapping[str, Any]


def stored_finding(row: Sequence[Any]) -> StoredFinding:
    """The finding of a row of `OWN_COLUMNS` and `FINDING_COPY`."""
    own: dict[str, Any] = dict(zip(OWN_COLUMNS, row))
    own["to_confirm"] = bool(own["to_confirm"])
    return StoredFinding(**own, values=dict(zip(FINDING_COPY, row[len(OWN_COLUMNS) :])))


class ReviewStore:
    """Findings, decisions and runs in one GeoPackage file or PostGIS schema."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend

    @contextmanager
    def closing(self) -> Iterator[ReviewStore]:
        """Close the connection at the end of a `with`."""
        try:
            yield self
        finally:
            self.backend.close()

    def meta(self, item: str) -> str:
        """A line of the store's own data; "" for none."""
        found = self.backend.query("SELECT content FROM review_meta WHERE item = ?", (item,))
        return str(found[0][0]) if found else ""

    def set_meta(self, item: str, content: str) -> None:
        """Write a line of the store's own data, inside a transaction."""
        self.backend.execute("DELETE FROM review_meta WHERE item = ?", (item,))
        self.backend.execute(
            "INSERT INTO review_meta (item, content) VALUES (?, ?)", (item, content)
        )

    def findings(self) -> list[StoredFinding]:
        """All findings, present or gone, sorted by id."""
        names = ", ".join((*OWN_COLUMNS, *FINDING_COPY))
        rows = self.backend.query(" ".join(("SELECT", names, "FROM finding ORDER BY finding_id")))
        return [stored_finding(row) for row in rows]

    def shapes(self) -> dict[str, tuple[str, bytes]]:
        """Finding id -> (polygon, line or point; WKB)."""
        return {
            finding: (shape, wkb) for shape in SHAPES for finding, wkb in self.backend.shapes(shape)
        }

    def states(self) -> dict[str, State]:
        """Where every finding stands, by id."""
        names = ", ".join(STATE_COLUMNS)
        rows = self.backend.query(" ".join(("SELECT", names, "FROM finding_state")))
        return {row[0]: State(*row) for row in rows}

    def state(self, finding_id: str) -> State:
        """Where a finding stands; InputError where there is none of that id."""
        names = ", ".join(STATE_COLUMNS)
        statement = ("SELECT", names, "FROM finding_state WHERE finding_id = ?")
        rows = self.backend.query(" ".join(statement), (finding_id,))
        if not rows:
            raise self._unknown(finding_id)
        return State(*rows[0])

    def history(self, finding_id: str, after: int = 0) -> list[Entry]:
        """A finding's log from the first entry on, or those after a sequence number."""
        names = ", ".join(ENTRY_COLUMNS)
        statement = (
            "SELECT", names, "FROM decision WHERE finding_id = ? AND sequence > ?",
            "ORDER BY sequence",
        )  # fmt: skip
        return [
            entry_of(row) for row in self.backend.query(" ".join(statement), (finding_id, after))
        ]

    def log(self) -> list[Entry]:
        """Every entry of every finding, sorted by finding and sequence."""
        names = ", ".join(ENTRY_COLUMNS)
        statement = ("SELECT", names, "FROM decision ORDER BY finding_id, sequence")
        return [entry_of(row) for row in self.backend.query(" ".join(statement))]

    def write(self, finding_id: str, expected: int, change: Change, author: Author) -> Entry:
        """Add one entry to a finding's log, in a transaction of its own.

        `expected` is the sequence of the last entry that the author had seen. Raises Conflict,
        with the others' entries, where the log has gone on since; InputError for a state that
        can't be chosen, a missing motive, or a finding that isn't there.
        """
        if change.kind == DECISION:
            require_decision(change.status, change.comment)
        require_responsible(change.responsible)
        try:
            with self.backend.transaction():
                return self._append(finding_id, expected, change, author)
        except DuplicateRow as error:
            theirs = tuple(self.history(finding_id, expected))
            raise Conflict(finding_id, change, theirs) from error

    def _append(self, finding_id: str, expected: int, change: Change, author: Author) -> Entry:
        last_run = self.run_seen(finding_id)
        theirs = self.history(finding_id, expected)
        if theirs:
            raise Conflict(finding_id, change, tuple(theirs))
        entry = new_entry(finding_id, expected + 1, change, author, last_run)
        self.insert_entries([entry])
        if change.kind == CONFIRMED:
            self.end_confirming([finding_id])
        return entry

    def undo(self, finding_id: str, expected: int, author: Author) -> Entry:
        """Take back the last thing that people wrote; the log keeps both.

        Raises InputError where there is nothing to take back.
        """
        entries = self.history(finding_id)
        undone = {entry.change.undoes for entry in entries}
        for entry in reversed(entries):
            if entry.change.kind not in BY_PEOPLE or entry.change.kind in (UNDO, CONFIRMED):
                continue
            if entry.entry_id not in undone:
                return self.write(finding_id, expected, undoing(entry), author)
        raise InputError(Problem("review_nothing_to_undo", {"finding": finding_id}))

    def comment(self, finding_id: str, expected: int, text: str, author: Author) -> Entry:
        """Add a comment; the state stays."""
        return self.write(finding_id, expected, Change(kind=COMMENT, comment=text), author)

    def confirm(self, finding_id: str, expected: int, author: Author, text: str = "") -> Entry:
        """Say that a carried decision belongs to this finding.

        Raises InputError where a conflict waits: that is settled (waiting.py), not confirmed.
        """
        return self.write(finding_id, expected, Change(kind=CONFIRMED, comment=text), author)

    def add_manual(self, values: Mapping[str, Any], shape: str, wkb: bytes, author: Author) -> str:
        """A finding drawn by hand; returns its id. It lives through every run.

        `values` are columns of `FINDING_COPY` (title, part, municipality_code, objects, ...).
        """
        finding_id = digest("manual", uuid.uuid4().hex)
        own = (finding_id, finding_id, "", MANUAL, PRESENT, 0, MANUAL, 1.0, "", "")
        copy = {**dict.fromkeys(FINDING_COPY), "kind": MANUAL, "outcome": MANUAL, **values}
        with self.backend.transaction():
            self.insert_findings([(*own, *(copy[name] for name in FINDING_COPY))])
            self.backend.put_shapes(shape, [(finding_id, wkb)])
            drawn = Change(kind=COMMENT)  # who and when; the title says the rest
            self.insert_entries([new_entry(finding_id, 1, drawn, author, "")])
        return finding_id

    def set_to_confirm(self, findings: Sequence[str], *, waits: bool) -> None:
        """Whether findings wait to be confirmed, inside a transaction."""
        self.backend.execute_many(
            "UPDATE finding SET to_confirm = ? WHERE finding_id = ?",
            [(int(waits), finding_id) for finding_id in findings],
        )

    def end_confirming(self, findings: Sequence[str]) -> None:
        """These findings were confirmed, inside a transaction.

        Raises InputError where a conflict waits: that is settled (waiting.py), not confirmed.
        """
        if not findings:
            return
        waiting = {row[0] for row in self.backend.query("SELECT finding_id FROM waiting")}
        for finding_id in findings:
            if finding_id in waiting:
                raise InputError(Problem("review_settle_first", {"finding": finding_id}))
        self.set_to_confirm(findings, waits=False)

    def insert_findings(self, rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows of own columns and the copy, inside a transaction."""
        names = (*OWN_COLUMNS, *FINDING_COPY)
        self.backend.execute_many(insert_into("finding", names), rows)

    def insert_entries(self, entries: Sequence[Entry]) -> None:
        """Insert log entries, inside a transaction; DuplicateRow where a sequence is taken."""
        rows = [row_of(entry) for entry in entries]
        self.backend.execute_many(insert_into("decision", ENTRY_COLUMNS), rows)

    def last_run(self) -> str:
        """The id of the run that came in last; "" for none."""
        own = "SELECT run_id FROM run WHERE imported = 0 ORDER BY fid DESC LIMIT 1"
        found = self.backend.query(own)
        return str(found[0][0]) if found else ""

    def vacuum(self, keep_runs: int = 10) -> int:
        """Drop what older runs found, but never decisions, nor what a decision was made upon.

        Returns the number of appearances dropped.
        """
        with self.backend.transaction(alone=True):
            own = "SELECT run_id FROM run WHERE imported = 0 ORDER BY fid DESC"
            kept = self.backend.query(own)[keep_runs:]
            before = self.backend.query("SELECT COUNT(*) FROM appearance")[0][0]
            for (run_id,) in kept:
                self.backend.execute(
                    "DELETE FROM appearance WHERE run_id = ? AND NOT EXISTS (SELECT 1 FROM"
                    " decision d WHERE d.finding_id = appearance.finding_id"
                    " AND d.run_id = appearance.run_id)",
                    (run_id,),
                )
            after = self.backend.query("SELECT COUNT(*) FROM appearance")[0][0]
        self.backend.shrink()
        return int(before - after)

    def run_seen(self, finding_id: str) -> str:
        """The run that a decision on a finding rests upon; InputError where there is none."""
        found = self.backend.query(
            "SELECT last_run FROM finding WHERE finding_id = ?", (finding_id,)
        )
        if not found:
            raise self._unknown(finding_id)
        return str(found[0][0])

    def _unknown(self, finding_id: str) -> InputError:
        params = {"finding": finding_id, "path": self.backend.name}
        return InputError(Problem("review_finding_unknown", params))
