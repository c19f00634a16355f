"""Search, filters, grouping and saved filters above the list."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

from qgis.PyQt.QtCore import QCoreApplication, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAction,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..review.states import CHOSEN_BY_PEOPLE, REOPENED, RESOLVED
from .clear_field import ClearField
from .filters import GROUPINGS, OPEN, TO_CONFIRM, Filter, SavedFilter
from .flow import FlowLayout
from .records import GONE_STATUS, Records
from .words import heading, word

translate = QCoreApplication.translate
TYPING_MS = 60
SEVERITIES = (1, 2, 3)
OUTCOMES = (
    "supported", "partly", "conflicting", "missing", "undetermined", "blocked", "not_run",
    "not_applicable",
)  # fmt: skip


class ChoiceButton(QToolButton):
    """A button with a menu in which any number of things can be ticked."""

    changed = pyqtSignal()

    def __init__(self, title: str, parent: QWidget, *, single: bool = False) -> None:
        super().__init__(parent)
        self.title = title
        self.single = single
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.own = QMenu(self)
        self.own.triggered.connect(self._ticked)
        self.setMenu(self.own)
        self._told()

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer (code, words); what was ticked and is still there stays so."""
        before = self.chosen()
        self.own.clear()
        for code, words in choices:
            action = self.own.addAction(words)
            action.setCheckable(True)
            action.setData(code)
            action.setChecked(code in before)
        self.own.addSeparator()
        self.own.addAction(translate("Strukturbild", "All")).setData("")
        self._told()

    def chosen(self) -> frozenset[str]:
        """The codes ticked."""
        return frozenset(str(a.data()) for a in self.own.actions() if a.isChecked())

    def choose(self, codes: frozenset[str]) -> None:
        """Tick these, without a signal."""
        for action in self.own.actions():
            if action.isCheckable():
                action.setChecked(str(action.data()) in codes)
        self._told()

    def _ticked(self, action: QAction) -> None:
        for other in self.own.actions():
            unique = self.single and other is not action
            if not action.data() or unique:
                other.setChecked(False)
        self._told()
        self.changed.emit()

    def _told(self) -> None:
        words = [a.text() for a in self.own.actions() if a.isChecked()]
        shown = words[0] if len(words) == 1 else f"{self.title} ({len(words)})"
        self.setText(shown if words else self.title)
        font = self.font()
        font.setBold(bool(words))
        self.setFont(font)
        self.setAccessibleName(f"{self.title}: {', '.join(words)}" if words else self.title)


class FilterBar(QWidget):
    """Emits the filter whenever it changes, and the grouping."""

    filter_changed = pyqtSignal(object)
    grouping_changed = pyqtSignal(str)
    save_asked = pyqtSignal()
    saved_removed = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = ClearField(self)
        self.search.setShowSearchIcon(True)
        self.search.setPlaceholderText(translate("Strukturbild", "Search place, rule, text"))
        self.search.setAccessibleName(translate("Strukturbild", "Search"))
        self.municipality = ChoiceButton(translate("Strukturbild", "Municipality"), self)
        self.part = ChoiceButton(translate("Strukturbild", "Part"), self)
        self.severity = ChoiceButton(translate("Strukturbild", "Severity"), self, single=True)
        self.status = ChoiceButton(translate("Strukturbild", "Status"), self)
        self.outcome = ChoiceButton(translate("Strukturbild", "Outcome"), self)
        self.only_new = self._switch(translate("Strukturbild", "New since last run"))
        self.ledger = self._switch(translate("Strukturbild", "All assessed"))
        self.ledger.setToolTip(
            translate("Strukturbild", "Show what is supported or could not be decided, too")
        )
        self.grouping = QComboBox(self)
        self.saved = QToolButton(self)
        self.choices = QWidget(self)
        self.unfold = self._switch("")
        self.low = False
        self._build()
        self.outcome.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self._emit)
        self._connect()

    def _switch(self, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setCheckable(True)
        return button

    def _build(self) -> None:
        self.severity.set_choices([(str(n), heading(word("severity", str(n)))) for n in SEVERITIES])
        statuses = [
            (OPEN, translate("Strukturbild", "To be decided")),
            (TO_CONFIRM, translate("Strukturbild", "To be confirmed")),
        ]
        codes = ("new", REOPENED, *CHOSEN_BY_PEOPLE, RESOLVED)
        statuses += [(code, heading(word("status", code))) for code in codes]
        statuses.append((GONE_STATUS, translate("Strukturbild", "Gone in the last run")))
        self.status.set_choices(statuses)
        self.outcome.set_choices([(code, heading(word("outcome", code))) for code in OUTCOMES])
        titles = {
            "municipality": translate("Strukturbild", "By municipality"),
            "rule": translate("Strukturbild", "By rule"),
            "status": translate("Strukturbild", "By status"),
            "node": translate("Strukturbild", "By node"),
        }
        for name in GROUPINGS:
            self.grouping.addItem(titles[name], name)
        self.grouping.setAccessibleName(translate("Strukturbild", "Group the list"))
        self.saved.setText(translate("Strukturbild", "Saved filters"))
        self.saved.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.saved.setMenu(QMenu(self.saved))
        row = FlowLayout(self.choices)
        for widget in (self.municipality, self.part, self.severity, self.status, self.outcome,
                       self.saved, self.grouping, self.only_new, self.ledger):  # fmt: skip
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.search, 1)
        top.addWidget(self.unfold)
        layout.addLayout(top)
        layout.addWidget(self.choices)
        self._fold()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._typed)
        self.unfold.toggled.connect(self._fold)
        for button in (self.municipality, self.part, self.severity, self.status, self.outcome):
            button.changed.connect(self._emit)
        self.only_new.toggled.connect(self._emit)
        self.ledger.toggled.connect(self._ledger_toggled)
        self.grouping.currentIndexChanged.connect(self._grouped)
        self.saved.menu().triggered.connect(self._saved_chosen)

    def set_low(self, low: bool) -> None:
        """Where height is scarce, what can be chosen unfolds when it is asked for."""
        self.low = low
        self._fold()

    def _fold(self, *_state: object) -> None:
        self.choices.setVisible(self.unfold.isChecked() or not self.low)
        self.unfold.setVisible(self.low)
        count = self.chosen().count()
        text = translate("Strukturbild", "Filter")
        self.unfold.setText(f"{text} ({count})" if count else text)
        font = self.font()
        font.setBold(bool(count))
        self.unfold.setFont(font)

    def set_records(self, records: Records) -> None:
        """Offer the municipalities and parts that there are."""
        if not len(records):
            self.municipality.set_choices([])
            self.part.set_choices([])
            return
        names = dict(zip(records.texts["municipality_code"], records.texts["municipality"]))
        found = sorted(((c, n) for c, n in names.items() if c), key=lambda pair: pair[1])
        self.municipality.set_choices(found)
        parts = [part for part in records.codes("part").values if part]
        self.part.set_choices([(part, heading(word("part", part))) for part in parts])

    def chosen(self) -> Filter:
        """The filter as it is set."""
        severity = self.severity.chosen()
        return Filter(
            text=self.search.text().strip(),
            municipalities=self.municipality.chosen(),
            parts=self.part.chosen(),
            outcomes=self.outcome.chosen(),
            statuses=self.status.chosen(),
            severity=int(next(iter(severity))) if severity else 0,
            only_new=self.only_new.isChecked(),
            ledger=self.ledger.isChecked(),
        )

    def choose(self, wanted: Filter) -> None:
        """Set the filter, with one signal."""
        self.blockSignals(True)
        self.search.setText(wanted.text)
        self.municipality.choose(wanted.municipalities)
        self.part.choose(wanted.parts)
        self.outcome.choose(wanted.outcomes)
        self.status.choose(wanted.statuses)
        self.severity.choose(frozenset({str(wanted.severity)} if wanted.severity else ()))
        self.only_new.setChecked(wanted.only_new)
        self.ledger.setChecked(wanted.ledger)
        self.blockSignals(False)
        self._emit()

    def set_saved(self, saved: Sequence[SavedFilter]) -> None:
        """Offer saved filters."""
        menu = self.saved.menu()
        menu.clear()
        for item in saved:
            menu.addAction(item.name).setData(item)
        if saved:
            menu.addSeparator()
        menu.addAction(translate("Strukturbild", "Show everything")).setData(Filter())
        menu.addAction(translate("Strukturbild", "Save this filter…")).setData("save")
        if saved:
            removal = menu.addMenu(translate("Strukturbild", "Remove"))
            for item in saved:
                removal.addAction(item.name).setData(item.name)

    def _saved_chosen(self, action: QAction) -> None:
        data = action.data()
        if isinstance(data, SavedFilter):
            self.choose(data.filter)
        elif isinstance(data, Filter):
            self.choose(replace(data, ledger=self.ledger.isChecked()))
        elif data == "save":
            self.save_asked.emit()
        elif data:
            self.saved_removed.emit(str(data))

    def _typed(self, _text: str) -> None:
        self._timer.start()

    def _emit(self, *_state: object) -> None:
        self._timer.stop()
        self._fold()
        self.filter_changed.emit(self.chosen())

    def _ledger_toggled(self, shown: bool) -> None:
        self.outcome.setVisible(shown)
        if not shown:
            self.outcome.choose(frozenset())
        self._emit()

    def _grouped(self, place: int) -> None:
        self.grouping_changed.emit(str(self.grouping.itemData(place)))
