"""The review: what the frame's parts ask for goes to the session, and what it says to them."""

from __future__ import annotations

import re
from typing import Sequence

from qgis.core import Qgis
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QDialog, QWidget

from ..alignment.problems import InputError
from .bulk import BulkPreview, plan_bulk
from .decision_bar import NEXT, PREVIOUS
from .details import read_details
from .drafts import Subject
from .filters import Filter
from .links import can_be_linked
from .page_frame import PageFrame
from .page_texts import last_run_text, nothing_text
from .saved import SavedFilters
from .session import ReviewSession

translate = QCoreApplication.translate
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class ReviewPage(PageFrame):
    """Reads from the session, asks it to write, and keeps its place in the list."""

    def __init__(self, session: ReviewSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.saved_filters = SavedFilters(session, self.filters, self)
        self._connect()
        self._run_state(False)

    def _connect(self) -> None:
        session = self.session
        session.case_changed.connect(self._case_changed)
        session.records_changed.connect(self._records_changed)
        session.states_changed.connect(self._states_changed)
        session.current_changed.connect(self._show_details)
        session.conflict_met.connect(self.go_to)
        session.steps_recalled.connect(self._tell_undo)
        session.run_state_changed.connect(self._run_state)
        session.running.progressed.connect(self._progressed)
        self.run_button.clicked.connect(self._run)
        self.stop_button.clicked.connect(self._stop)
        self.layers_button.clicked.connect(self.layers_asked)
        self.pick_button.toggled.connect(self.pick_toggled)
        self.filters.filter_changed.connect(self._filtered)
        self.filters.grouping_changed.connect(self._grouped)
        self.list.row_chosen.connect(self._row_chosen)
        self.list.selection_made.connect(self._selected)
        self.detail.zoom_asked.connect(self.zoom_asked)
        self.detail.confirm_asked.connect(self._confirm)
        self.detail.settle_asked.connect(self._settle)
        self.detail.keep_theirs_asked.connect(self._keep_theirs)
        self.detail.write_anyway_asked.connect(self._write_anyway)
        self.decisions.decided.connect(self.decide)
        self.decisions.commented.connect(self._comment)
        self.decisions.undo_asked.connect(self.undo)
        self.decisions.step_asked.connect(self.step)
        self.decisions.sight_asked.connect(self.sight_asked)

        self.next_turn.timeout.connect(self._tell_nothing)

    # what the session says

    def _case_changed(self) -> None:
        case = self.session.case
        self.case_button.setText(case.name if case is not None else "")
        self.saved_filters.reload()

    def _records_changed(self) -> None:
        session = self.session
        ids = [self.model.records.ids[row] for row in self.list.selected_rows()]
        self.summary.show_summary(session.summary)
        self.tell_last_run(last_run_text(session))
        self.filters.set_records(session.records)
        self.model.set_records(session.records, session.node_names)
        self.list.restore(ids, session.current)
        if self.list.isHidden() and len(session.records):
            self.next_turn.start()  # its rows are laid out in a turn of their own
        else:
            self._tell_nothing()
        self._show_details(session.current)

    def _tell_nothing(self) -> None:
        text = nothing_text(self.session, self.model)
        self.nothing.setText(text)
        self.nothing.setVisible(bool(text))
        self.list.setVisible(not text)
        has_rows = len(self.session.records) > 0
        for widget in (self.filters, self.decisions, self.splitter.widget(1)):
            widget.setVisible(has_rows)

    def _states_changed(self, ids: list[str]) -> None:
        self.model.states_changed()
        self.list.viewport().update()
        if self.session.current in ids:
            self._show_details(self.session.current)
        self._tell_undo()

    def _show_details(self, item: str) -> None:
        session = self.session
        details = None
        if item and session.store is not None:
            try:
                details = read_details(session.store, item, session.result_path)
            except InputError as error:
                session.tell(error)
        if details is None:
            hint = translate("Strukturbild", "Choose a finding in the list to read about it.")
            self.detail.show_nothing(hint if self.model.groups else "")
            self.decisions.set_status("")
        else:
            writable = bool(session.store is not None and session.store.backend.writable)
            self.detail.show_details(details, session.deciding.conflicts.get(item), writable)
            self.decisions.set_status(details.state.status if details.state else "")
        self.make_room()
        self._selected()

    def _run_state(self, active: bool) -> None:
        self.progress.setVisible(active)
        self.stop_button.setVisible(active)
        self.run_button.setEnabled(not active)
        self.progress.setValue(0)
        self.progress.setFormat("%p %")
        self._tell_nothing()

    def _progressed(self, share: float, text: str) -> None:
        self.progress.setValue(int(share))
        if text:
            self.progress.setToolTip(text)

    # what people do

    def _run(self) -> None:
        self.session.run_check()

    def _stop(self) -> None:
        self.session.running.cancel()

    def _filtered(self, chosen: Filter) -> None:
        ids = [self.model.records.ids[row] for row in self.list.selected_rows()]
        self.session.set_ledger(chosen.ledger)
        self.model.set_filter(chosen)
        self.list.restore(ids, self.session.current)
        self._tell_nothing()
        self._selected()

    def _grouped(self, grouping: str) -> None:
        ids = [self.model.records.ids[row] for row in self.list.selected_rows()]
        self.model.set_grouping(grouping)
        self.list.restore(ids, self.session.current)

    def _row_chosen(self, row: int) -> None:
        records = self.model.records
        self.session.set_current(records.ids[row] if row >= 0 else "")

    def _selected(self) -> None:
        store, ids = self.session.store, self.model.records.ids
        writable = store is not None and store.backend.writable
        chosen = frozenset(ids[row] for row in self._findings_selected() if writable)
        self.decisions.set_subject(Subject(self.session.place, chosen))
        self.model.set_drafts(self.decisions.drafts.sizes(self.session.place))
        self._tell_undo()

    def _findings_selected(self) -> list[int]:
        is_finding = self.model.records.is_finding
        return [row for row in self.list.selected_rows() if is_finding[row]]

    def go_to(self, finding_id: str) -> bool:
        """Choose a finding in the list; where the filter hides it, the filter is emptied."""
        row = self.model.records.row_of.get(finding_id, -1)
        if row < 0:
            return False
        if not self.list.go_to(row):
            self.filters.choose(Filter(ledger=self.model.chosen.ledger))
            row = self.model.records.row_of.get(finding_id, -1)
            return row >= 0 and self.list.go_to(row)
        return True

    def select_findings(self, finding_ids: Sequence[str]) -> int:
        """Select findings in the list; returns how many of them the filter hides.

        Where it hides all of them, it is emptied.
        """
        rows = self._rows_of(finding_ids)
        shown = self.list.select(rows)
        if rows and not shown:
            self.filters.choose(Filter(ledger=self.model.chosen.ledger))
            shown = self.list.select(self._rows_of(finding_ids))
        return len(rows) - shown

    def _rows_of(self, finding_ids: Sequence[str]) -> list[int]:
        row_of = self.model.records.row_of
        return [row_of[item] for item in finding_ids if item in row_of]

    def decide(self, status: str, comment: str, fields: dict[str, str]) -> bool:
        """Decide on what is selected; several only after a look at what will change."""
        rows = self.list.selected_rows()
        if not rows or not self._fields_read(fields):
            return False
        if len(rows) == 1:
            ids: Sequence[str] = [self.model.records.ids[rows[0]]]
        else:
            plan = plan_bulk(self.model, rows, status)
            preview = BulkPreview(self.model, plan, comment, self)
            accepted = self._accepted(preview)
            ids, comment = plan.ids, preview.motive()
            if not accepted:
                self.decisions.comment.setText(comment)  # typed there, it stays with the selection
                return False
        subject = self.decisions.subject  # a conflict may lead elsewhere
        done = self.session.deciding.decide(ids, status, comment, **fields)
        if done:
            self.decisions.written(subject)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.sight_asked.emit(self.list)
        return done

    def _accepted(self, preview: BulkPreview) -> bool:
        answer = preview.exec()
        preview.deleteLater()
        return bool(answer == int(QDialog.DialogCode.Accepted))

    def _fields_read(self, fields: dict[str, str]) -> bool:
        """Whether date and link are such; says what they should be."""
        due, target = fields.get("due_date", ""), fields.get("target", "")
        if due and not DATE.fullmatch(due):
            told = translate("Strukturbild", "Write the due date as yyyy-mm-dd.")
        elif target and not can_be_linked(target):
            told = translate("Strukturbild", "Write a link as https://…, or choose a file.")
        else:
            return True
        self.session.say(told, Qgis.MessageLevel.Warning)
        return False

    def _comment(self, text: str, fields: dict[str, str]) -> None:
        rows = self._findings_selected()
        if rows and self._fields_read(fields):
            subject, ids = self.decisions.subject, [self.model.records.ids[row] for row in rows]
            if self.session.deciding.comment(ids, text, **fields):
                self.decisions.written(subject)

    def undo(self) -> None:
        """Take back the last step and go to where it was."""
        self.session.deciding.undo()
        self.go_to(self.session.current)
        self._tell_undo()

    def _tell_undo(self) -> None:
        self.decisions.set_undo(self.session.deciding.undo_text())

    def step(self, step: int) -> None:
        """To the next or previous finding that is shown, the first after a group's end too."""
        shown = self.model.shown_rows().tolist()
        if not shown:
            return
        here = self.list.current_row()
        place = shown.index(here) + step if here in shown else 0
        if 0 <= place < len(shown):
            self.list.go_to(shown[place])

    def _confirm(self) -> None:
        self.session.deciding.confirm(self.session.current)

    def _settle(self, keep: str) -> None:
        self.session.deciding.settle(self.session.current, keep)

    def _keep_theirs(self) -> None:
        finding, mine = self.session.current, self._mine()
        self.session.deciding.keep_theirs(finding)
        self._written_alone(finding, mine)

    def _write_anyway(self) -> None:
        finding, mine = self.session.current, self._mine()
        if self.session.deciding.write_anyway(finding):
            self._written_alone(finding, mine)

    def _mine(self) -> str:
        """The comment of what was to be written when a colleague was first."""
        conflict = self.session.deciding.conflicts.get(self.session.current)
        return "" if conflict is None else conflict.mine.comment

    def _written_alone(self, finding: str, comment: str) -> None:
        """A conflict has ended; what was typed since then is another matter and stays."""
        subject = Subject(self.session.place, frozenset([finding]))
        if subject == self.decisions.subject and self.decisions.comment.text().strip() == comment:
            self.decisions.written(subject)

    def act(self, what: str) -> None:
        """Do what a key stands for."""
        if what in (NEXT, PREVIOUS):
            self.step(1 if what == NEXT else -1)
        elif self.decisions.buttons[what].isEnabled():
            self.decisions.decide(what)
