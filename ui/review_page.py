"""The review: summary, filters, list, details and decisions, wired to the session."""

from __future__ import annotations

import re
from typing import Sequence

from qgis.core import Qgis, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import (
    QApplication,
    QDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..alignment.problems import InputError
from .bulk import BulkPreview, plan_bulk
from .decision_bar import KEYS, NEXT, PREVIOUS, DecisionBar
from .detail_panel import DetailPanel
from .details import read_details
from .filter_bar import FilterBar
from .filters import Filter, SavedFilter
from .finding_list import FindingList
from .findings_model import FindingsModel
from .flow import FlowLayout
from .saved import load_saved, store_saved
from .session import ReviewSession
from .summary_bar import SummaryBar
from .words import local_time, when

translate = QCoreApplication.translate
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
SPLIT_SETTING = "strukturbild/dock_split"


class ReviewPage(QWidget):
    """Reads from the session, asks it to write, and keeps its place in the list."""

    zoom_asked = pyqtSignal(str)
    layers_asked = pyqtSignal()
    pick_toggled = pyqtSignal(bool)

    def __init__(self, session: ReviewSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.case_button = QToolButton(self)
        self.run_button = QPushButton(translate("Strukturbild", "Run the check"), self)
        self.last_run = QLabel(self)
        self.progress = QProgressBar(self)
        self.stop_button = QPushButton(translate("Strukturbild", "Stop"), self)
        self.summary = SummaryBar(self)
        self.filters = FilterBar(self)
        self.nothing = QLabel(self)
        self.list = FindingList(self)
        self.model = FindingsModel(self)
        self.detail = DetailPanel(self)
        self.decisions = DecisionBar(self)
        self.layers_button = QPushButton(
            translate("Strukturbild", "Show findings in the map"), self
        )
        self.pick_button = QToolButton(self)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.saved: list[SavedFilter] = []
        self.list.set_model(self.model)
        self.list.commands = frozenset(int(key) for key in KEYS)
        self._build()
        self._connect()
        self._run_state(False)

    def _build(self) -> None:
        self.case_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.case_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pick_button.setText(translate("Strukturbild", "Point in the map"))
        self.pick_button.setCheckable(True)
        self.pick_button.setToolTip(
            translate("Strukturbild", "Click a finding in the map to choose it in the list")
        )
        top = FlowLayout()
        for widget in (self.case_button, self.run_button, self.pick_button, self.last_run):
            top.addWidget(widget)
        self.list.setMinimumHeight(self.fontMetrics().height() * 5)
        run = FlowLayout()
        run.addWidget(self.progress)
        run.addWidget(self.stop_button)
        upper, lower = QWidget(self), QWidget(self)
        over = QVBoxLayout(upper)
        over.setContentsMargins(0, 0, 0, 0)
        over.addWidget(self.nothing)
        over.addWidget(self.list, 1)
        under = QVBoxLayout(lower)
        under.setContentsMargins(0, 2, 0, 0)
        under.addWidget(self.detail, 1)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(lower)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addLayout(run)
        layout.addWidget(self.summary)
        layout.addWidget(self.layers_button)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.decisions)
        self.layers_button.hide()
        state = QgsSettings().value(SPLIT_SETTING)
        if state is not None:
            self.splitter.restoreState(state)

    def _connect(self) -> None:
        session = self.session
        session.case_changed.connect(self._case_changed)
        session.records_changed.connect(self._records_changed)
        session.states_changed.connect(self._states_changed)
        session.current_changed.connect(self._show_details)
        session.conflict_met.connect(self.go_to)
        session.run_state_changed.connect(self._run_state)
        session.running.progressed.connect(self._progressed)
        self.run_button.clicked.connect(self._run)
        self.stop_button.clicked.connect(self._stop)
        self.layers_button.clicked.connect(self.layers_asked)
        self.pick_button.toggled.connect(self.pick_toggled)
        self.filters.filter_changed.connect(self._filtered)
        self.filters.grouping_changed.connect(self._grouped)
        self.filters.save_asked.connect(self._save_filter)
        self.filters.saved_removed.connect(self._remove_filter)
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

    def set_menu(self, menu: QMenu) -> None:
        """The menu of the case."""
        self.case_button.setMenu(menu)

    def offer_layers(self, offered: bool) -> None:
        """Offer to show the findings in the map where their layers are not there."""
        self.layers_button.setVisible(offered)

    def picking_ended(self) -> None:
        """The map has another tool."""
        self.pick_button.setChecked(False)

    def close_down(self) -> None:
        """Remember how the panel was divided."""
        QgsSettings().setValue(SPLIT_SETTING, self.splitter.saveState())

    # what the session says

    def _case_changed(self) -> None:
        case = self.session.case
        self.case_button.setText(case.name if case is not None else "")
        self.saved = load_saved(self.session.store)
        self.filters.set_saved(self.saved)
        self.decisions.clear()

    def _records_changed(self) -> None:
        session = self.session
        ids = [self.model.records.ids[row] for row in self.list.selected_rows()]
        self.summary.show_summary(session.summary)
        self.last_run.setText(self._last_run_text())
        self.filters.set_records(session.records)
        self.model.set_records(session.records, session.node_names)
        self.list.restore(ids, session.current)
        self._tell_nothing()
        self._show_details(session.current)

    def _last_run_text(self) -> str:
        summary, made = self.session.summary, self.session.last_run_at
        if not made or local_time(made) is None:
            return translate("Strukturbild", "Not run yet")
        told = translate("Strukturbild", "Last: {time}").format(time=when(made))
        if summary is not None:
            places = translate("Strukturbild", "{count} municipalities")
            told += " · " + places.format(count=summary.municipalities)
            if not summary.complete:
                told += " · " + translate("Strukturbild", "incomplete")
        return told

    def _tell_nothing(self) -> None:
        session = self.session
        text = ""
        if session.store is None and session.summary is None:
            text = translate(
                "Strukturbild", "Nothing is checked yet. Run the check to see what there is."
            )
        elif session.store is None:
            text = translate(
                "Strukturbild",
                "There is a result but no review store yet. Run the check again, or choose Take "
                "in the last result in the case's menu.",
            )
        elif not self.model.groups:
            empty = self.model.chosen.is_empty()
            text = (
                translate("Strukturbild", "The check found nothing to decide on.")
                if empty
                else translate("Strukturbild", "No finding matches the filter.")
            )
        self.nothing.setText(text)
        has_rows = len(session.records) > 0
        for widget in (self.filters, self.decisions, self.splitter.widget(1)):
            widget.setVisible(has_rows)
        self.nothing.setVisible(bool(text))
        self.list.setVisible(not text)

    def _states_changed(self, ids: list[str]) -> None:
        self.model.states_changed()
        self.list.viewport().update()
        if self.session.current in ids:
            self._show_details(self.session.current)
        self.decisions.set_undo(self.session.deciding.can_undo())

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
        self._selected()

    def _run_state(self, active: bool) -> None:
        self.progress.setVisible(active)
        self.stop_button.setVisible(active)
        self.run_button.setEnabled(not active)
        self.progress.setValue(0)
        self.progress.setFormat("%p %")

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
        self.decisions.forget_motive()
        self.session.set_current(records.ids[row] if row >= 0 else "")

    def _selected(self) -> None:
        rows = self._findings_selected()
        writable = self.session.store is not None and self.session.store.backend.writable
        self.decisions.set_count(len(rows) if writable else 0)
        self.decisions.set_undo(self.session.deciding.can_undo())

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

    def decide(self, status: str, comment: str, fields: dict[str, str]) -> bool:
        """Decide on what is selected; several only after a look at what will change."""
        rows = self.list.selected_rows()
        if not rows or not self._dates_read(fields):
            return False
        if len(rows) == 1:
            ids: Sequence[str] = [self.model.records.ids[rows[0]]]
        else:
            plan = plan_bulk(self.model, rows, status)
            preview = BulkPreview(self.model, plan, comment, self)
            if not self._accepted(preview):
                return False
            ids, comment = plan.ids, preview.motive()
        done = self.session.decide(ids, status, comment, **fields)
        if done:
            self.decisions.clear()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        return done

    def _accepted(self, preview: BulkPreview) -> bool:
        answer = preview.exec()
        preview.deleteLater()
        return bool(answer == int(QDialog.DialogCode.Accepted))

    def _dates_read(self, fields: dict[str, str]) -> bool:
        due = fields.get("due_date", "")
        if not due or DATE.fullmatch(due):
            return True
        told = translate("Strukturbild", "Write the due date as yyyy-mm-dd.")
        self.session.say(told, Qgis.MessageLevel.Warning)
        return False

    def _comment(self, text: str, fields: dict[str, str]) -> None:
        rows = self._findings_selected()
        if rows and self._dates_read(fields):
            done = [
                self.session.deciding.comment(self.model.records.ids[row], text, **fields)
                for row in rows
            ]
            if all(done):
                self.decisions.clear()

    def undo(self) -> None:
        """Take back the last step and go to where it was."""
        self.session.undo()
        self.go_to(self.session.current)
        self.decisions.set_undo(self.session.deciding.can_undo())

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
        self.session.confirm(self.session.current)

    def _settle(self, keep: str) -> None:
        self.session.settle(self.session.current, keep)

    def _keep_theirs(self) -> None:
        self.session.deciding.keep_theirs(self.session.current)

    def _write_anyway(self) -> None:
        self.session.deciding.write_anyway(self.session.current)

    def _save_filter(self) -> None:
        title = translate("Strukturbild", "Save this filter")
        name, given = QInputDialog.getText(self, title, translate("Strukturbild", "Name"))
        if given and name.strip():
            self.save_filter(name.strip())

    def save_filter(self, name: str) -> None:
        """Keep the filter as it is under a name, for everyone who opens the store."""
        kept = [item for item in self.saved if item.name != name]
        self._set_saved([*kept, SavedFilter(name, self.filters.chosen())])

    def _remove_filter(self, name: str) -> None:
        self._set_saved([item for item in self.saved if item.name != name])

    def _set_saved(self, saved: list[SavedFilter]) -> None:
        try:
            store_saved(self.session.store, saved)
        except InputError as error:
            self.session.tell(error)
            return
        self.saved = saved
        self.filters.set_saved(saved)

    # keys: QGIS has shortcuts of its own on some, so they are claimed while the panel has focus

    def event(self, event: QEvent) -> bool:
        """Claim the panel's keys before the main window's shortcuts do."""
        if event.type() == QEvent.Type.ShortcutOverride and self._is_own(event):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Act on the panel's keys."""
        if not self._is_own(event):
            super().keyPressEvent(event)
            return
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
            return
        self.act(KEYS[event.key()])

    def act(self, what: str) -> None:
        """Do what a key stands for."""
        if what in (NEXT, PREVIOUS):
            self.step(1 if what == NEXT else -1)
        elif self.decisions.buttons[what].isEnabled():
            self.decisions.decide(what)

    def _is_own(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or _typing(QApplication.focusWidget()):
            return False
        if event.matches(QKeySequence.StandardKey.Undo):
            return True
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        return plain and event.key() in KEYS


def _typing(widget: QObject | None) -> bool:
    if isinstance(widget, QTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QLineEdit)
