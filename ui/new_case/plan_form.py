"""What a plan is: whose, which kind, which stage, and its dates."""

from __future__ import annotations

from typing import Any, Sequence

from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal
from qgis.PyQt.QtGui import QIntValidator
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from ...alignment.model.codes import LAND_USE_CATEGORIES, PLAN_TYPES, STAGES
from ..words import heading, word
from .date_line import DateLine
from .draft import DRAFT_STAGES, PlanDraft
from .layer_look import Box

translate = QCoreApplication.translate
COLUMNS = 3
SHORTEST_CHOICE, SHORTEST_LINE = 16, 12  # letters
FIRST_YEAR, LAST_YEAR = 1990, 2200


class PlanForm(QWidget):
    """Three columns of fields. Emits `changed(dict)`: names of `PlanDraft` fields and values."""

    changed = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.municipality, self.kind = QComboBox(), _codes("plan_type", PLAN_TYPES)
        self.stage, self.residual = _codes("stage", STAGES), QComboBox()
        self.residual.addItem(translate("Strukturbild", "not stated"), "")
        for code in LAND_USE_CATEGORIES:
            self.residual.addItem(heading(word("category", code)), code)
        self.residual.setToolTip(
            translate(
                "Strukturbild",
                "The use that the plan itself declares for all land that no area covers.",
            )
        )
        self.name, self.year = QLineEdit(), QLineEdit()
        self.year.setValidator(QIntValidator(FIRST_YEAR, LAST_YEAR, self))
        self.year.setPlaceholderText(translate("Strukturbild", "for example 2040"))
        self.adopted, self.in_force, self.strategy = DateLine(), DateLine(), DateLine()
        self.coast = QCheckBox(translate("Strukturbild", "The municipality has sea"))
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        entries = (
            (translate("Strukturbild", "&Municipality"), self.municipality),
            (translate("Strukturbild", "&Kind of plan"), self.kind),
            (translate("Strukturbild", "&Name of the plan"), self.name),
            (translate("Strukturbild", "&Stage"), self.stage),
            (translate("Strukturbild", "Adopted on"), self.adopted),
            (translate("Strukturbild", "In force on"), self.in_force),
            (translate("Strukturbild", "Planning strategy on"), self.strategy),
            (translate("Strukturbild", "Use of the rest"), self.residual),  # under what is as wide
            (translate("Strukturbild", "Target year"), self.year),
        )
        for number, (text, widget) in enumerate(entries):
            self._add(number, text, widget)
        self.grid.addWidget(self.coast, len(entries) // COLUMNS, 1, 1, 2)
        for combo in (self.municipality, self.kind, self.stage, self.residual):
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.municipality.setMinimumContentsLength(SHORTEST_CHOICE)
        for line in (self.name, self.year, self.adopted, self.in_force, self.strategy):
            line.setMinimumWidth(SHORTEST_LINE * self.fontMetrics().averageCharWidth())
        self._connect()

    def _add(self, number: int, text: str, widget: QWidget) -> None:
        label = QLabel(text)
        label.setBuddy(widget)
        widget.setAccessibleName(text.replace("&", ""))
        row, column = divmod(number, COLUMNS)
        self.grid.addWidget(label, row, 2 * column)
        self.grid.addWidget(widget, row, 2 * column + 1)
        self.grid.setColumnStretch(2 * column + 1, 1)

    def _connect(self) -> None:
        self.municipality.activated.connect(self._municipality)
        self.kind.activated.connect(lambda _row: self._say(plan_type=self.kind.currentData()))
        self.stage.activated.connect(lambda _row: self._say(stage=self.stage.currentData()))
        self.residual.activated.connect(
            lambda _row: self._say(residual_use=self.residual.currentData())
        )
        self.name.textEdited.connect(lambda text: self._say(name=text.strip()))
        self.year.textEdited.connect(lambda _text: self._year())
        self.adopted.changed.connect(lambda text: self._say(adopted_on=text))
        self.in_force.changed.connect(lambda text: self._say(in_force_on=text))
        self.strategy.changed.connect(lambda text: self._say(planning_strategy_on=text))
        self.coast.clicked.connect(lambda checked: self._say(coast=bool(checked)))

    def _say(self, **changes: Any) -> None:
        self.changed.emit(changes)

    def _municipality(self, row: int) -> None:
        code = self.municipality.itemData(row)
        name = self.municipality.itemText(row).partition(" (")[0]
        self._say(municipality=code or "", municipality_name=name if code else "")

    def _year(self) -> None:
        self._say(horizon_year=int(self.year.text()) if self.year.hasAcceptableInput() else 0)

    def show_municipalities(self, municipalities: Sequence[tuple[str, str, Box]]) -> None:
        """Offer the municipalities of the borders layer."""
        self.municipality.clear()
        self.municipality.addItem(translate("Strukturbild", "choose municipality"), "")
        for code, name, _ in sorted(municipalities, key=lambda entry: entry[1]):
            self.municipality.addItem(f"{name} ({code})", code)

    def show_plan(self, plan: PlanDraft, coast: bool) -> None:
        """Show a plan; `coast` is whether its municipality counts as having sea."""
        self.municipality.setCurrentIndex(max(0, self.municipality.findData(plan.municipality)))
        self.kind.setCurrentIndex(self.kind.findData(plan.plan_type))
        self.stage.setCurrentIndex(self.stage.findData(plan.stage))
        self.residual.setCurrentIndex(self.residual.findData(plan.residual_use))
        if self.name.text().strip() != plan.name:
            self.name.setText(plan.name)
        if not self.year.hasFocus():
            self.year.setText(str(plan.horizon_year or ""))
        final = plan.stage not in DRAFT_STAGES
        self.adopted.setEnabled(final)
        self.in_force.setEnabled(plan.stage == "in_force")
        for line, text in (
            (self.adopted, plan.adopted_on),
            (self.in_force, plan.in_force_on),
            (self.strategy, plan.planning_strategy_on),
        ):
            line.show_date(text)
        self.coast.setChecked(coast)

    def wrong_dates(self) -> bool:
        """Whether something stands in a date field that is no date."""
        lines = (self.adopted, self.in_force, self.strategy)
        return any(line.is_wrong and line.isEnabled() for line in lines)


def _codes(kind: str, codes: Sequence[str]) -> QComboBox:
    combo = QComboBox()
    for code in codes:
        combo.addItem(heading(word(kind, code)), code)
    return combo
