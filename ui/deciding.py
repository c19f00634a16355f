"""What people write through a session: decisions, comments, undo, and conflicts with others."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Sequence

from qgis.core import Qgis
from qgis.PyQt.QtCore import QCoreApplication

from ..alignment.problems import InputError
from ..review.bulk import Wanted, write_many
from ..review.reading import (
    UNTOUCHED,
    counters,
    last_sequences,
    logged_standings,
    one_finding,
    waiting_ids,
)
from ..review.records import COMMENT, CONFIRMED, DECISION, Change, Conflict, Entry
from ..review.states import CHOSEN_BY_PEOPLE
from ..review.store import ReviewStore
from ..review.waiting import Settled, settle, unsettle
from .case_state import CaseState
from .links import kind_of_link
from .steps import Step, earlier_steps, step_text, taking_back

translate = QCoreApplication.translate
MANY = 50  # beyond, all states are read at once


class Deciding:
    """Writes to the session's store and keeps what can be undone."""

    def __init__(self, session: CaseState) -> None:
        self.session = session
        self.steps: list[Step] = []
        self._recalled = False
        self.conflicts: dict[str, Conflict] = {}

    def forget(self) -> None:
        """Another case is opened."""
        self.steps, self._recalled = [], False
        self.conflicts = {}

    def add_step(self, entries: Sequence[Entry]) -> None:
        """Entries that were written elsewhere as one act: it can be undone like any other."""
        self.steps.append(Step(entries))

    def undo_text(self) -> str:
        """What would be taken back now; "" for nothing."""
        return step_text(self.steps[-1], self.session.records) if self.steps else ""

    def recall(self) -> None:
        """Know the steps of earlier days: they are read from the log once."""
        session = self.session
        if self._recalled or session.store is None or not len(session.records):
            return
        self._recalled = True
        try:
            found = earlier_steps(session.store, session.author(), session.records)
        except InputError as error:
            session.tell(error)
            return
        self.steps = [*found, *self.steps]

    def decide(self, ids: Sequence[str], status: str, comment: str = "", **fields: str) -> bool:
        """One decision on one or many findings; False where nothing was written."""
        if status not in CHOSEN_BY_PEOPLE:
            return False
        change = Change(kind=DECISION, status=status, comment=comment.strip(), **fields)
        return self.write({finding: change for finding in ids})

    def comment(self, ids: Sequence[str], text: str, **fields: str) -> bool:
        """A comment, or a party, person, date or link, without a decision; on many, one step."""
        target = fields.get("target", "")
        kind = kind_of_link(target) if target else COMMENT
        change = Change(kind=kind, comment=text.strip(), **fields)
        return self.write({finding: change for finding in ids})

    def write(self, changes: dict[str, Change]) -> bool:
        """Write an entry on each finding as one step; conflicts are kept for the panel."""
        records = self.session.records
        rows = {f: records.row_of[f] for f in changes if f in records.row_of}
        wanted = [
            Wanted(finding, records.sequence[row], changes[finding])
            for finding, row in rows.items()
            if records.is_finding[row]
        ]
        return bool(wanted) and self._guarded(lambda store: self._write(store, wanted))

    def _write(self, store: ReviewStore, wanted: Sequence[Wanted]) -> bool:
        session = self.session
        if len(wanted) == 1:
            item = wanted[0]
            entries: Sequence[Entry] = ()
            conflicts: Sequence[Conflict] = ()
            try:
                entries = (
                    store.write(item.finding_id, item.expected, item.change, session.author()),
                )
            except Conflict as conflict:
                conflicts = (conflict,)
        else:
            done = write_many(store, wanted, session.author())
            entries, conflicts = done.entries, done.conflicts
        entries = (*entries, *self._confirmed_by(store, entries))
        if entries:
            self.steps.append(Step(entries))
        self.read_again(store, [entry.finding_id for entry in entries], len(entries))
        self._met(conflicts)
        return bool(entries)

    def _confirmed_by(self, store: ReviewStore, entries: Sequence[Entry]) -> Sequence[Entry]:
        """Who decides anew on what is to be confirmed need not confirm it as well."""
        records, author = self.session.records, self.session.author()
        decided = [
            entry
            for entry in entries
            if entry.change.kind == DECISION
            and records.to_confirm[records.row_of[entry.finding_id]]
        ]
        waiting = waiting_ids(store) if decided else frozenset()
        wanted = [
            Wanted(entry.finding_id, entry.sequence, Change(kind=CONFIRMED))
            for entry in decided
            if entry.finding_id not in waiting
        ]
        try:
            return write_many(store, wanted, author).entries if wanted else ()
        except InputError:  # the decisions are written; it is seen that this is left
            return ()

    def undo(self) -> bool:
        """Take back the last step, finding by finding; what others wrote on since is told."""
        self.recall()
        return bool(self.steps) and self._guarded(self._undo)

    def _undo(self, store: ReviewStore) -> bool:
        step = self.steps[-1]
        if step.settled is not None:
            return self._unsettle(store, step.settled)
        records = self.session.records
        confirmed = [e.finding_id for e in step.entries if e.change.kind == CONFIRMED]
        wanted: list[Wanted] = []
        numbers: dict[str, int] = {}
        for e in reversed(step.entries):
            row = records.row_of.get(e.finding_id, -1)
            if row >= 0:
                number = numbers.get(e.finding_id, records.sequence[row])
                wanted.append(Wanted(e.finding_id, number, taking_back(e, records)))
                numbers[e.finding_id] = number + 1
        done = write_many(store, wanted, self.session.author(), confirmed)
        self.steps.pop()
        self.read_again(store, [entry.finding_id for entry in done.entries], len(done.entries))
        self._met(done.conflicts)
        if len({entry.finding_id for entry in done.entries}) == 1:
            self.session.set_current(done.entries[0].finding_id)
        if done.entries and (step.earlier or len({e.finding_id for e in step.entries}) > 1):
            told = translate("Strukturbild", "Taken back: {what}")
            self.session.say(told.format(what=step_text(step, records)))
        return bool(done.entries)

    def _unsettle(self, store: ReviewStore, settled: Settled) -> bool:
        """Both versions wait again; a colleague's newer entry is shown first."""
        session, finding = self.session, settled.finding_id
        expected = session.records.sequence[session.records.row_of[finding]]
        try:
            added = unsettle(store, settled, expected, session.author())
        except Conflict as conflict:
            self.read_again(store, [finding])
            told = translate("Strukturbild", "{names} wrote meanwhile. Undo again to go on.")
            names = ", ".join(sorted({entry.author.name for entry in conflict.theirs}))
            session.say(told.format(names=names), Qgis.MessageLevel.Warning)
            return False
        self.steps.pop()
        self.read_again(store, [finding], len(added))
        self._know_what_waits(store)
        session.set_current(finding)
        return True

    def _know_what_waits(self, store: ReviewStore) -> None:
        """What waits is others now by our own doing: that is no news."""
        self.session.seen = replace(self.session.seen, waiting=counters(store).waiting)

    def confirm(self, finding_id: str) -> bool:
        """A carried decision belongs to the finding."""
        return self.write({finding_id: Change(kind=CONFIRMED)})

    def settle(self, finding_id: str, keep: str) -> bool:
        """Both versions enter the log, and what `keep` names holds."""
        row = self.session.records.row_of.get(finding_id, -1)
        if row < 0:
            return False

        def settled(store: ReviewStore) -> bool:
            expected = self.session.records.sequence[row]
            try:
                done = settle(store, finding_id, expected, keep, self.session.author())
            except Conflict as conflict:
                self.read_again(store, [finding_id])
                self._met([conflict])
                return False
            self.steps.append(Step(done.entries, done))
            self.read_again(store, [finding_id], len(done.entries))
            self._know_what_waits(store)
            return True

        return self._guarded(settled)

    def write_anyway(self, finding_id: str) -> bool:
        """Write mine after all, on top of what the other wrote."""
        conflict = self.conflicts.pop(finding_id, None)
        if conflict is None or self.write({finding_id: conflict.mine}):
            return conflict is not None
        self.conflicts.setdefault(finding_id, conflict)  # not written: it is still to be answered
        self.session.states_changed.emit([finding_id])
        return False

    def keep_theirs(self, finding_id: str) -> None:
        """Let mine go."""
        if self.conflicts.pop(finding_id, None) is not None:
            self.session.states_changed.emit([finding_id])

    def _met(self, conflicts: Sequence[Conflict]) -> None:
        for conflict in conflicts:
            self.conflicts[conflict.finding_id] = conflict
        if not conflicts:
            return
        store = self.session.store
        if store is not None:
            self.read_again(store, [conflict.finding_id for conflict in conflicts])
        names = {entry.author.name for conflict in conflicts for entry in conflict.theirs}
        if len(conflicts) > 1:  # one speaks for itself, in the details
            told = translate(
                "Strukturbild",
                "{names} wrote first on {count} findings. They are as they were; choose each to "
                "see both versions.",
            ).format(names=", ".join(sorted(names)) or "?", count=len(conflicts))
            self.session.say(told, Qgis.MessageLevel.Warning)
        self.session.conflict_met.emit(conflicts[0].finding_id)

    def read_again(self, store: ReviewStore, ids: Sequence[str] = (), written: int = 0) -> None:
        """Read what the logs of these findings now say, and what others wrote meanwhile.

        `written` are the entries that we have added ourselves since the last reading.
        """
        session, records = self.session, self.session.records
        now = counters(store).entries  # before the rows: what comes meanwhile is read again
        if now != session.seen.entries + written:
            known = last_sequences(store)
            if not all(finding in records.row_of for finding in known):
                session.reading_asked.emit()  # a colleague drew a finding
            rows = ((finding, records.row_of.get(finding, -1)) for finding in known)
            news = [f for f, row in rows if row >= 0 and records.sequence[row] != known[f]]
            ids = list(dict.fromkeys((*ids, *news)))
        session.seen = replace(session.seen, entries=now)
        if not ids:
            return
        many = logged_standings(store) if len(ids) > MANY else None
        for finding in ids:
            row = records.row_of.get(finding, -1)
            if row < 0:
                continue
            standing = many.get(finding, UNTOUCHED) if many is not None else store.state(finding)
            waits = bool(records.to_confirm[row])
            if many is None or waits:
                stored = one_finding(store, finding)
                waits = bool(stored is not None and stored.to_confirm)
            records.set_state(row, standing.status, standing.sequence, waits)
        session.states_changed.emit(list(ids))

    def _guarded(self, act: Callable[[ReviewStore], bool]) -> bool:
        """Faults as sentences; nothing is written while a run is being taken in."""
        session = self.session
        if session.store is None or not session.ready_to_write():
            return False
        try:
            return act(session.store)
        except InputError as error:
            session.tell(error)
            return False
