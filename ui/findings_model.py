"""The list as a two-level model: groups, and in each the rows of the filter; nothing per row."""

from __future__ import annotations

from typing import Any, Mapping

import numpy as np
from qgis.PyQt.QtCore import QAbstractItemModel, QCoreApplication, QModelIndex, QObject, Qt

from ..processing.missing import missing_words
from .filters import Filter, in_order, matching
from .grouping import Group, group_keys
from .records import IntArray, Records
from .words import WITHOUT_FIGURE, figure, word

translate = QCoreApplication.translate
ROW_ROLE = int(Qt.ItemDataRole.UserRole)  # row number of the records; -1 for a group
GROUP_ROLE = ROW_ROLE + 1  # the Group of a group's row


class FindingsModel(QAbstractItemModel):
    """Groups (top level) and their rows; `set_records` and `set_filter` make it anew."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.records = Records()
        self.chosen = Filter()
        self.grouping = "municipality"
        self.groups: list[Group] = []
        self._sizes = [0]  # number of groups, then of each group's rows
        self.node_names: Mapping[str, str] = {}
        self.drafts: Mapping[str, int] = {}
        self._place: IntArray | None = None  # of each row its group and its number there
        self._keys: IntArray = np.zeros(0, np.int64)
        self._total = self._left = self._keys

    def set_records(self, records: Records, node_names: Mapping[str, str] | None = None) -> None:
        """Show other records."""
        self.beginResetModel()
        self.records = records
        if node_names is not None:
            self.node_names = node_names
        self._regroup()
        self.endResetModel()

    def set_filter(self, chosen: Filter) -> None:
        """Show the rows of another filter."""
        self.beginResetModel()
        self.chosen = chosen
        self._regroup()
        self.endResetModel()

    def set_grouping(self, grouping: str) -> None:
        """Group by municipality, rule, status or node."""
        self.beginResetModel()
        self.grouping = grouping
        self._regroup()
        self.endResetModel()

    def states_changed(self) -> None:
        """Take over states that people changed: rows stay where they are, headings are counted."""
        self._count(self._keys)
        counted = [self._counted(g.key, g.title, g.rows) for g in self.groups]
        self.groups = counted
        for place, group in enumerate(counted):
            top = self.index(place, 0)
            self.dataChanged.emit(top, top)
            if len(group.rows):
                first = self.index(0, 0, top)
                self.dataChanged.emit(first, self.index(len(group.rows) - 1, 0, top))

    def set_drafts(self, drafts: Mapping[str, int]) -> None:
        """Mark findings that something was typed for which is not written yet.

        `drafts` has, for each of them, how many findings it was typed for together.
        """
        changed = [item for item in {**self.drafts, **drafts} if item in self.records.row_of]
        changed = [i for i in changed if self.drafts.get(i) != drafts.get(i)]
        self.drafts = drafts
        for item in changed:
            index = self.index_of(self.records.row_of[item])
            self.dataChanged.emit(index, index)

    def _regroup(self) -> None:
        self._place = None
        rows = in_order(self.records, matching(self.records, self.chosen))
        self._keys, titles = group_keys(self.records, self.grouping, self.node_names)
        self._count(self._keys)
        own = self._keys[rows]
        order = np.argsort(own, kind="stable")
        rows, own = rows[order], own[order]
        starts = np.flatnonzero(np.r_[True, own[1:] != own[:-1]])[: len(own)].tolist()
        ends = [*starts[1:], len(own)]
        self.groups = [
            self._counted(str(own[a]), titles[int(own[a])], rows[a:b]) for a, b in zip(starts, ends)
        ]
        self._sizes = [len(self.groups), *(len(group.rows) for group in self.groups)]

    def _counted(self, key: str, title: str, rows: IntArray) -> Group:
        if self.grouping == "status":
            return Group(key, title, rows, 0, 0)
        number = int(key)
        return Group(key, title, rows, int(self._left[number]), int(self._total[number]))

    def _count(self, keys: IntArray) -> None:
        """Findings of every group, and those left to decide, whatever the filter shows."""
        present = self.records.is_finding & ~self.records.gone
        size = int(keys.max()) + 1 if len(keys) else 0
        self._total = np.bincount(keys[present], minlength=size)
        self._left = np.bincount(keys[self.records.open_rows()], minlength=size)

    # what Qt asks for

    # Qt lays out every row of an open group: `index` and `hasChildren` are called for each, so they
    # do the least, and `flags` is Qt's own.

    def index(self, row: int, column: int, parent: QModelIndex | None = None) -> QModelIndex:
        """A group (id 0) or a row of a group (id: the group's place + 1)."""
        place = -1 if parent is None else parent.row()  # of the root, -1
        if place >= 0 and parent is not None and parent.internalId():
            return QModelIndex()  # a row has none
        if column or not 0 <= row < self._sizes[place + 1]:
            return QModelIndex()
        return self.createIndex(row, 0, place + 1)

    def parent(self, index: QModelIndex | None = None) -> Any:
        """The group of a row; without an index, the owner of the model."""
        if index is None:
            return super().parent()
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self.createIndex(int(index.internalId()) - 1, 0, 0)

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802
        """Groups, or rows of a group."""
        if parent is None or not parent.isValid():
            return self._sizes[0]
        return 0 if parent.internalId() else self._sizes[parent.row() + 1]

    def columnCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802
        """One column: the delegate paints the row as a whole."""
        return 0 if parent is not None and parent.isValid() and parent.internalId() else 1

    def hasChildren(self, parent: QModelIndex | None = None) -> bool:  # noqa: N802
        """Groups have rows."""
        if parent is not None and parent.internalId():
            return False
        return self.rowCount(parent) > 0

    def data(self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Text for reading aloud and tool tips; the row's number for the delegate."""
        if not index.isValid():
            return None
        if not index.internalId():
            return self._group_data(self.groups[index.row()], role)
        row = self.row_at(index)
        if role == ROW_ROLE:
            return row
        if role in (
            int(Qt.ItemDataRole.DisplayRole),
            int(Qt.ItemDataRole.AccessibleTextRole),
            int(Qt.ItemDataRole.ToolTipRole),
        ):
            return self.row_text(row)
        return None

    def _group_data(self, group: Group, role: int) -> Any:
        if role == ROW_ROLE:
            return -1
        if role == GROUP_ROLE:
            return group
        shown = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
        return group.text if role in shown else None

    def row_at(self, index: QModelIndex) -> int:
        """The row of the records that an index of a row shows."""
        return int(self.groups[int(index.internalId()) - 1].rows[index.row()])

    def row_text(self, row: int) -> str:
        """A row in words: what a screen reader says."""
        texts = self.records.texts
        parts = [f"{texts['rule_id'][row]} {texts['title'][row]}"]
        if texts["label"][row]:
            parts[0] += f": {texts['label'][row]}"
        parts += [word("outcome", texts["outcome"][row]), self.figure_text(row)]
        parts += [self.state_text(row), self.draft_text(row)]
        return ", ".join(part for part in parts if part)

    def figure_text(self, row: int) -> str:
        """The row's figure against its threshold; what could not be judged has none."""
        records = self.records
        missing = records.missing.get(records.ids[row], "")
        if records.texts["outcome"][row] in WITHOUT_FIGURE:
            told = translate("Strukturbild", "{what} is missing")
            return told.format(what=missing_words(missing)) if missing else ""
        return figure(
            float(records.value[row]), float(records.threshold[row]), records.texts["unit"][row]
        )

    def state_text(self, row: int) -> str:
        """Where the row stands."""
        if not self.records.is_finding[row]:
            return word("outcome", self.records.texts["outcome"][row])
        if self.records.to_confirm[row]:
            return translate("Strukturbild", "to be confirmed")
        return word("status", self.records.status[row])

    def draft_text(self, row: int) -> str:
        """Whether something was typed for the row that is not written yet."""
        count = self.drafts.get(self.records.ids[row], 0)
        if count > 1:
            return translate("Strukturbild", "draft for {count} findings").format(count=count)
        return translate("Strukturbild", "draft") if count else ""

    def index_of(self, row: int) -> QModelIndex:
        """Where a row of the records is shown; an invalid index where it is not."""
        if self._place is None:
            self._place = np.full((2, len(self.records)), -1, np.int64)
            for place, group in enumerate(self.groups):
                self._place[0, group.rows] = place
                self._place[1, group.rows] = np.arange(len(group.rows))
        if not 0 <= row < self._place.shape[1] or self._place[0, row] < 0:
            return QModelIndex()
        place, number = self._place[:, row].tolist()
        return self.createIndex(number, 0, place + 1)

    def shown_rows(self) -> IntArray:
        """All rows shown, in the order of the list."""
        if not self.groups:
            return np.zeros(0, np.int64)
        return np.concatenate([group.rows for group in self.groups])
