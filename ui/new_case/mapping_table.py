"""The table of what a plan's layers and values become; what had no code at first stands first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Sequence

from qgis.PyQt.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    pyqtSignal,
)
from qgis.PyQt.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ...alignment.mapping.fold import fold
from ...alignment.mapping.profile import Profile
from ..words import heading, number, word
from .draft import PlanDraft
from .layer_look import LayerLook
from .live_lines import GOOD, OPEN
from .mapping_rows import MappingRow, choices, propose, rows_of
from .plan_mapping import CHANGE, CODE_COLUMN, SUBCATEGORY, Target
from .regional import LISTS as REGIONAL_LISTS

translate = QCoreApplication.translate
LAYER, FIELD, VALUE, COUNT, BECOMES = range(5)
LISTS = {"category": "category", "theme": "theme", CHANGE: "change"}
ROOT = QModelIndex()


@dataclass(frozen=True)
class TableRow:
    """A row with the layer that it belongs to (its number in the plan) and what is proposed."""

    layer: int
    look: LayerLook
    row: MappingRow
    proposal: Target | None

    @property
    def is_open(self) -> bool:
        """Whether the row still waits for a code that it can have."""
        return self.row.target is None


def target_name(target: Target) -> str:
    """What a code is called, with what kind of thing it is."""
    regional = REGIONAL_LISTS.get((target.table, target.column))
    if regional is not None:
        return heading(word(regional, target.code))
    if target.table == "considerations":
        return str(translate("Strukturbild", "Consideration or national interest"))
    if target.column == "theme":
        text = translate("Strukturbild", "Development direction: {theme}")
        return str(text.format(theme=word("theme", target.code)))
    if target.column == SUBCATEGORY:
        return heading(word("development_subcategory", target.code))
    return heading(word(LISTS[target.column], target.code))


def table_rows(plan: PlanDraft, shipped: Sequence[Profile]) -> list[TableRow]:
    """All rows of a plan: those without a code first, then by layer, field and value."""
    found = []
    for number_, mapping in enumerate(plan.layers):
        for row in rows_of(mapping, shipped):
            proposal = propose(row, mapping.look) if row.target is None else None
            found.append(
                TableRow(number_, mapping.look, row, proposal if row.can_be_placed else None)
            )
    return open_first(found)


def open_first(rows: Sequence[TableRow]) -> list[TableRow]:
    """Rows in the order that they are shown in."""
    return sorted(
        rows,
        key=lambda r: (
            not r.is_open,
            r.row.column != "category",
            fold(r.look.name),
            r.row.field,
            -r.row.count,
            r.row.value,
        ),
    )


class MappingModel(QAbstractTableModel):
    """The rows of one plan. `placed(row, target)` asks for a change; the page makes it."""

    placed = pyqtSignal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[TableRow] = []

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Replace the rows; where only codes changed, every row stays where it is."""
        order = {_place(row): number_ for number_, row in enumerate(self.rows)}
        if set(order) == {_place(row) for row in rows}:
            self.rows = sorted(rows, key=lambda row: order[_place(row)])
            if rows:
                last = self.index(len(rows) - 1, BECOMES)
                self.dataChanged.emit(self.index(0, LAYER), last)
            return
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = ROOT) -> int:  # noqa: N802 - Qt's name
        """The number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = ROOT) -> int:  # noqa: N802
        """The number of columns."""
        return 0 if parent.isValid() else 5

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The headings."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            translate("Strukturbild", "Layer"),
            translate("Strukturbild", "Field"),
            translate("Strukturbild", "Value"),
            translate("Strukturbild", "Count"),
            translate("Strukturbild", "Becomes"),
        )[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, alignment and tooltips."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        entry = self.rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry, column)
        if role == Qt.ItemDataRole.EditRole:
            return entry.row.target
        if role == Qt.ItemDataRole.TextAlignmentRole and column == COUNT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(entry, column)
        return None

    def setData(  # noqa: N802
        self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Ask the page for a change."""
        if role != Qt.ItemDataRole.EditRole or index.column() != BECOMES:
            return False
        entry = self.rows[index.row()]
        if value == entry.row.target:
            return False
        self.placed.emit(entry, value)
        return True

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Codes can be changed, where there is a value to give one to."""
        flags = super().flags(index)
        if index.column() == BECOMES and self.rows[index.row()].row.can_be_placed:
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags

    @staticmethod
    def _text(entry: TableRow, column: int) -> str:
        row = entry.row
        if column == LAYER:
            return entry.look.title
        if column == FIELD:
            return row.field or str(translate("Strukturbild", "(whole layer)"))
        if column == VALUE:
            return row.value or (str(translate("Strukturbild", "(empty)")) if row.field else "")
        return number(row.count, 0) if column == COUNT else MappingModel._becomes(entry)

    @staticmethod
    def _becomes(entry: TableRow) -> str:
        row = entry.row
        if row.target is not None:
            return f"{GOOD}  {target_name(row.target)}"
        if entry.proposal is not None:
            text = translate("Strukturbild", "{name}, perhaps")
            return f"{OPEN}  {text.format(name=target_name(entry.proposal))}"
        return str(f"{OPEN}  " + translate("Strukturbild", "no code"))

    @staticmethod
    def _tip(entry: TableRow, column: int) -> str:
        if column == LAYER:
            return entry.look.source.uri
        if not entry.row.can_be_placed:
            return str(
                translate("Strukturbild", "Objects without a value can't be given a code here.")
            )
        if column == BECOMES:
            return str(translate("Strukturbild", "Double-click, or press Enter, to choose."))
        return MappingModel._text(entry, column)


def _place(entry: TableRow) -> tuple[str, str, str, str]:
    return (entry.look.source.uri, entry.row.field, entry.row.value, entry.row.column)


class SearchModel(QSortFilterProxyModel):
    """Rows that hold the words searched for, å ä ö folded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words: list[str] = []
        self.only_open = False

    def search(self, text: str) -> None:
        """Show the rows with all of the words."""
        self.words = fold(text).split()
        self.invalidateFilter()

    def show_only_open(self, only: bool) -> None:
        """Show rows without a code only, or all."""
        self.only_open = only
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:  # noqa: N802
        """Whether a row is shown."""
        model = self.sourceModel()
        if not isinstance(model, MappingModel):
            return True
        entry = model.rows[row]
        if self.only_open and not entry.is_open:
            return False
        texts = (MappingModel._text(entry, c) for c in (LAYER, FIELD, VALUE, BECOMES))
        text = fold(" ".join(texts))
        return all(wanted in text for wanted in self.words)


class TargetDelegate(QStyledItemDelegate):
    """A list of codes in the last column."""

    def createEditor(  # noqa: N802
        self, parent: QWidget, _option: QStyleOptionViewItem, index: QModelIndex
    ) -> QWidget:
        """The list, with what is proposed on top."""
        entry = self._entry(index)
        combo = QComboBox(parent)
        combo.addItem(translate("Strukturbild", "no code"), None)
        for target in self._offered(entry):
            combo.addItem(target_name(target), target)
        combo.activated.connect(lambda _row: self._choose(combo))
        # open from the start: in a list that is closed, the first arrow key would choose
        opening = QTimer(combo)
        opening.setSingleShot(True)
        opening.timeout.connect(combo.showPopup)
        opening.start(0)
        return combo

    def setEditorData(self, editor: QWidget, index: QModelIndex) -> None:  # noqa: N802
        """Show what the row becomes now, or what is proposed."""
        entry = self._entry(index)
        wanted = entry.row.target or entry.proposal
        codes = [editor.itemData(row) for row in range(editor.count())]
        editor.setCurrentIndex(codes.index(wanted) if wanted in codes else 0)

    def setModelData(  # noqa: N802
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex
    ) -> None:
        """Hand the choice to the model."""
        model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)

    def _choose(self, combo: QComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)

    @staticmethod
    def _offered(entry: TableRow) -> list[Target]:
        known = "" if entry.row.target is None else entry.row.target.table
        table = entry.row.table or known or "land_use"
        return choices(entry.look.dimension, entry.row.column, table)

    @staticmethod
    def _entry(index: QModelIndex) -> TableRow:
        model = index.model()
        if isinstance(model, QSortFilterProxyModel):
            index = model.mapToSource(index)
            model = model.sourceModel()
        entry: TableRow = model.rows[index.row()]
        return entry


__all__ = ["CODE_COLUMN", "MappingModel", "SearchModel", "TableRow", "TargetDelegate",
           "table_rows", "target_name"]  # fmt: skip
