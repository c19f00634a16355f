"""The list of a comparison: groups, and in each its findings."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from qgis.PyQt.QtCore import QAbstractItemModel, QCoreApplication, QModelIndex, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QFont, QIcon, QPainter, QPixmap

from ...review.comparison import NEW
from ...review.comparison_families import BETTER, OTHER, PERSISTING, WORSE
from ..marks import paint_mark
from ..words import said_of
from .comparing import GONE, GROUPS, RESOLVED, StageRow

translate = QCoreApplication.translate
FINDING, DIFFERENCE, MUNICIPALITY = range(3)
COLUMNS = 3
ALWAYS_SHOWN = (NEW, WORSE, BETTER, PERSISTING, RESOLVED)
# told apart without colours
SIGNS: Mapping[str, str] = {
    NEW: "+",
    WORSE: "▲",
    BETTER: "▼",
    OTHER: "◆",
    PERSISTING: "=",
    RESOLVED: "✓",
    GONE: "○",
}
TOP = 0  # internal id of groups; findings have the number of their group and one
ICON_SIDE, ICON_RATIO = 16, 3


def group_names() -> dict[str, str]:
    """What the groups are called."""
    return {
        NEW: translate("Strukturbild", "New findings"),
        WORSE: translate("Strukturbild", "Changed for the worse"),
        BETTER: translate("Strukturbild", "Changed for the better"),
        OTHER: translate("Strukturbild", "Changed otherwise"),
        PERSISTING: translate("Strukturbild", "Persisting findings"),
        RESOLVED: translate("Strukturbild", "Resolved findings"),
        GONE: translate("Strukturbild", "Gone for other reasons"),
    }


class StageModel(QAbstractItemModel):
    """Lines of a comparison under their groups, of all municipalities or of one."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[StageRow] = ()
        self.municipality = ""
        self.groups: list[str] = []
        self.members: list[list[StageRow]] = []
        self._names = group_names()
        self._icons: dict[str, QIcon] = {}

    def set_rows(self, rows: Sequence[StageRow]) -> None:
        """Show another comparison, of all municipalities."""
        self.rows, self.municipality = rows, ""
        self._fill()

    def set_municipality(self, code: str) -> None:
        """Show one municipality's findings; "" for all."""
        if code != self.municipality:
            self.municipality = code
            self._fill()

    def _fill(self) -> None:
        self.beginResetModel()
        found: dict[str, list[StageRow]] = {group: [] for group in GROUPS}
        for row in self.rows:
            if self.municipality in ("", row.municipality_code):
                found[row.group].append(row)
        shown = [g for g in GROUPS if found[g] or g in ALWAYS_SHOWN] if self.rows else []
        self.groups = shown
        self.members = [found[group] for group in shown]
        self.endResetModel()

    def municipalities(self) -> list[tuple[str, str]]:
        """Code and name of those that have findings, by name."""
        found = {(row.municipality_code, row.municipality) for row in self.rows}
        return sorted(found, key=lambda place: (place[1], place[0]))

    def counts(self) -> dict[str, int]:
        """Number of findings by group, as shown."""
        return {group: len(own) for group, own in zip(self.groups, self.members)}

    def row_at(self, index: QModelIndex) -> StageRow | None:
        """The finding of an index; None for a group."""
        number = index.internalId() - 1
        if not index.isValid() or number < 0:
            return None
        return self.members[number][index.row()]

    # what Qt asks

    def index(self, row: int, column: int, parent: QModelIndex | None = None) -> QModelIndex:
        """The index of a group, or of a finding in one."""
        parent = parent or QModelIndex()
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, column, TOP)
        return self.createIndex(row, column, parent.row() + 1)

    def parent(self, index: QModelIndex) -> QModelIndex:
        """The group of a finding."""
        if not index.isValid() or index.internalId() == TOP:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, TOP)

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802
        """Number of groups, or of findings in one."""
        if parent is None or not parent.isValid():
            return len(self.groups)
        if parent.internalId() != TOP or parent.column() > 0:
            return 0
        return len(self.members[parent.row()])

    def columnCount(self, _parent: QModelIndex | None = None) -> int:  # noqa: N802
        """Finding, what differs, municipality."""
        return COLUMNS

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of the columns."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (
            translate("Strukturbild", "Finding"),
            translate("Strukturbild", "What differs"),
            translate("Strukturbild", "Municipality"),
        )
        return names[section]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, marks and tool tips."""
        if not index.isValid():
            return None
        row = self.row_at(index)
        if row is None:
            return self._group_data(index, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return _texts(row)[index.column()]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join(text for text in _texts(row) if text)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == FINDING:
            return self._icon(row.outcome)
        return None

    def _group_data(self, index: QModelIndex, role: int) -> Any:
        group, own = self.groups[index.row()], self.members[index.row()]
        if role == Qt.ItemDataRole.DisplayRole and index.column() == FINDING:
            return f"{SIGNS[group]}  {self._names[group]} ({len(own)})"
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _icon(self, outcome: str) -> QIcon:
        if outcome not in self._icons:
            pixmap = QPixmap(QSize(ICON_SIDE, ICON_SIDE) * ICON_RATIO)
            pixmap.setDevicePixelRatio(ICON_RATIO)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            paint_mark(painter, QRectF(2, 2, ICON_SIDE - 4, ICON_SIDE - 4), outcome)
            painter.end()
            self._icons[outcome] = QIcon(pixmap)
        return self._icons[outcome]


def finding_text(row: StageRow) -> str:
    """Rule, object and what is said of it, as the panel's list has it."""
    return f"{row.rule_id} {said_of(row.label, row.title)}".strip()


def _texts(row: StageRow) -> tuple[str, str, str]:
    told = row.told
    if row.to_confirm:
        told = f"{translate('Strukturbild', 'Uncertain match.')} {told}".strip()
    return finding_text(row), told, row.municipality
