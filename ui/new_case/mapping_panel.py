"""The mapping table with its search, its proposals, and where a layer's codes are read from."""

from __future__ import annotations

import dataclasses
from typing import Sequence

from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ...alignment.mapping.fold import fold
from ...alignment.mapping.profile import Profile
from ..clear_field import ClearField
from .draft import PlanDraft, with_placed
from .layer_look import LayerLook
from .mapping_table import MappingModel, SearchModel, TableRow, table_rows
from .mapping_view import MappingView
from .plan_mapping import LayerMapping, Target

translate = QCoreApplication.translate
MOST_CHOICES = 30
SEARCH_LETTERS, FIELD_LETTERS = 36, 20


class MappingPanel(QWidget):
    """Shows a plan's mapping and emits `changed(PlanDraft)` when the user changes it."""

    changed = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = PlanDraft()
        self.shipped: Sequence[Profile] = ()
        self.model = MappingModel(self)
        self.shown = SearchModel(self)
        self.shown.setSourceModel(self.model)
        self.search = ClearField(self)
        asked = translate("Strukturbild", "Search layers and values")
        self.search.setPlaceholderText(asked)
        self.search.setAccessibleName(asked)
        self.search.setMinimumWidth(SEARCH_LETTERS * self.fontMetrics().averageCharWidth())
        self.only_open = QCheckBox(translate("Strukturbild", "Only those without a code"))
        self.accept_all = QPushButton()
        self.table = MappingView(self.shown)
        self.use_field, self.change_field = QComboBox(), QComboBox()
        for combo in (self.use_field, self.change_field):
            combo.setMinimumContentsLength(FIELD_LETTERS)
        self.remove = QPushButton(translate("Strukturbild", "Remove the layer"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._row(self.search, self.only_open, None, self.accept_all))
        layout.addWidget(self.table, 1)
        self.use_label = QLabel(translate("Strukturbild", "&Use read from"))
        self.use_label.setBuddy(self.use_field)
        self.change_label = QLabel(translate("Strukturbild", "&Change read from"))
        self.change_label.setBuddy(self.change_field)
        layout.addLayout(
            self._row(self.use_label, self.use_field, self.change_label, self.change_field, None,
                      self.remove)
        )  # fmt: skip
        self.search.textChanged.connect(self.shown.search)
        self.only_open.toggled.connect(self.shown.show_only_open)
        self.accept_all.clicked.connect(self.accept_proposals)
        self.model.placed.connect(self._placed)
        self.use_field.activated.connect(lambda _row: self._set(field=self.use_field))
        self.change_field.activated.connect(lambda _row: self._set(change_field=self.change_field))
        self.remove.clicked.connect(self.remove_layer)
        self.table.selectionModel().currentRowChanged.connect(
            lambda _now, _old: self._layer_shown()
        )

    def show_plan(self, plan: PlanDraft, shipped: Sequence[Profile]) -> None:
        """Show a plan's layers; the layer that is worked on stays chosen."""
        number, layers = self.current_layer(), self.plan.layers
        look = layers[number].look if 0 <= number < len(layers) else None
        self.plan, self.shipped = plan, shipped
        self.model.show_rows(table_rows(plan, shipped))
        if look is not None and self.current_layer() < 0:
            self._choose(look)
        proposals = self.proposals()
        text = translate("Strukturbild", "Accept {count} proposals")
        self.accept_all.setText(text.format(count=proposals))
        self.accept_all.setVisible(proposals > 0)
        self._layer_shown()

    def proposals(self) -> int:
        """How many values have a code proposed."""
        return sum(row.proposal is not None for row in self.model.rows)

    def has_open_rows(self) -> bool:
        """Whether anything that can have a code of use lacks one."""
        return any(
            entry.is_open and entry.row.can_be_placed and entry.row.column == "category"
            for entry in self.model.rows
        )

    def accept_proposals(self) -> None:
        """Place every value that has a proposal."""
        plan = self.plan
        for entry in self.model.rows:
            if entry.proposal is not None:
                plan = with_placed(plan, entry.layer, _key(entry), entry.proposal)
        self.changed.emit(plan)

    def current_layer(self) -> int:
        """The number of the layer that the selected row belongs to; -1 for none."""
        index = self.shown.mapToSource(self.table.currentIndex())
        valid = index.isValid() and index.row() < len(self.model.rows)
        return self.model.rows[index.row()].layer if valid else -1

    def remove_layer(self) -> None:
        """Leave the selected row's layer out of the plan."""
        number = self.current_layer()
        if number >= 0:
            layers = [layer for n, layer in enumerate(self.plan.layers) if n != number]
            self.changed.emit(dataclasses.replace(self.plan, layers=tuple(layers)))

    def _placed(self, entry: TableRow, target: Target | None) -> None:
        self.changed.emit(with_placed(self.plan, entry.layer, _key(entry), target))

    def _set(self, **combos: QComboBox) -> None:
        number = self.current_layer()
        if number < 0:
            return
        changes = {name: combo.currentData() for name, combo in combos.items()}
        called = fold(self.plan.layers[number].look.name)
        layers = [
            _reread(layer, changes) if fold(layer.look.name) == called else layer
            for layer in self.plan.layers
        ]
        self.changed.emit(dataclasses.replace(self.plan, layers=tuple(layers)))

    def _choose(self, look: LayerLook) -> None:
        """Select the first row of a layer: other fields give it other rows."""
        rows = (n for n, entry in enumerate(self.model.rows) if entry.look == look)
        index = self.shown.mapFromSource(self.model.index(next(rows, -1), 0))
        if index.isValid():
            self.table.setCurrentIndex(index)

    def _layer_shown(self) -> None:
        number = self.current_layer()
        there = 0 <= number < len(self.plan.layers)
        for widget in (self.use_field, self.change_field, self.remove):
            widget.setEnabled(there)
        layer = self.plan.layers[number] if there else None
        whole = translate("Strukturbild", "(whole layer)")
        known = translate("Strukturbild", "(as recognised)")
        usual = known if layer is not None and layer.entries else whole
        _fill(self.use_field, layer, usual, "" if layer is None else layer.field)
        _fill(self.change_field, layer, known, "" if layer is None else layer.change_field)

    @staticmethod
    def _row(*widgets: QWidget | None) -> QHBoxLayout:
        row = QHBoxLayout()
        for widget in widgets:
            if widget is None:
                row.addStretch(1)
            else:
                row.addWidget(widget)
        return row


def _key(entry: TableRow) -> tuple[str, str, str]:
    return (entry.row.field, entry.row.value, entry.row.column)


def _reread(layer: LayerMapping, changes: dict[str, str]) -> LayerMapping:
    """The layer read from other fields; codes placed for the old one go."""
    column = "category" if "field" in changes else "change"
    placed = {key: target for key, target in layer.placed.items() if key[2] != column}
    changed = dataclasses.replace(layer, placed=placed)
    return dataclasses.replace(changed, **changes)  # type: ignore[arg-type]


def _fill(combo: QComboBox, layer: LayerMapping | None, first: str, current: str) -> None:
    combo.clear()
    combo.addItem(first, "")
    if layer is None:
        return
    for name, counts in layer.look.values.items():
        if len(counts) <= MOST_CHOICES:
            text = translate("Strukturbild", "{field} ({count})")
            combo.addItem(text.format(field=name, count=len(counts)), name)
    combo.setCurrentIndex(max(0, combo.findData(current)))
