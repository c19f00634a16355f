"""The list of findings: a tree view that keeps its place through every change."""

from __future__ import annotations

from typing import Any, Sequence

from qgis.PyQt.QtCore import (
    QCoreApplication,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    pyqtSignal,
)
from qgis.PyQt.QtGui import QKeyEvent, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QTreeView,
    QWidget,
)

from .finding_delegate import FindingDelegate
from .findings_model import GROUP_ROLE, FindingsModel
from .grouping import Group
from .list_selection import indexes_of, rows_of, selection_of, whole_groups

translate = QCoreApplication.translate
MOST_EXPANDED = 2000  # rows that are laid out at once; further groups open on demand


class FindingList(QTreeView):
    """The view: keeps selection by id and open groups by key through every change."""

    row_chosen = pyqtSignal(int)  # the current row, -1 for none
    selection_made = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strukturbildFindings")
        self.setAccessibleName(translate("Strukturbild", "Findings"))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIndentation(self.fontMetrics().height())
        self.setExpandsOnDoubleClick(True)
        self.setItemDelegate(FindingDelegate(self))
        self.commands: frozenset[int] = frozenset()
        self._closed: dict[str, set[str]] = {}
        self._restoring = False
        self.collapsed.connect(self._remember_closed)
        self.expanded.connect(self._remember_open)

    def findings(self) -> FindingsModel:
        """The model, typed."""
        model = self.model()
        if not isinstance(model, FindingsModel):
            raise TypeError(type(model))
        return model

    def set_model(self, model: FindingsModel) -> None:
        """Show a model."""
        self.setModel(model)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.selectionModel().selectionChanged.connect(self._selection_changed)

    def selected_rows(self) -> list[int]:
        """Rows of the records that are selected, in the order of the list."""
        return rows_of(self.findings(), self.selectionModel().selection()).tolist()

    def selectAll(self) -> None:  # noqa: N802
        """Select all rows of the open groups, in ranges."""
        model = self.findings()
        opened = [
            place
            for place, group in enumerate(model.groups)
            if self.isExpanded(model.index(place, 0))
        ]
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(whole_groups(model, opened), flags.ClearAndSelect)

    def current_row(self) -> int:
        """The row of the records that has the cursor; -1 for none."""
        index = self.currentIndex()
        if not index.isValid() or not index.internalId():
            return -1
        return self.findings().row_at(index)

    def restore(self, ids: Sequence[str], current: str) -> None:
        """After the model was made anew: open groups, selection and cursor by finding id."""
        model = self.findings()
        self._restoring = True
        self._expand_groups()
        selection = self.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        rows = [model.records.row_of.get(item, -1) for item in ids]
        selection.select(selection_of(indexes_of(model, rows)), flags.Select)
        index = model.index_of(model.records.row_of.get(current, -1))
        if index.isValid():
            selection.setCurrentIndex(index, flags.NoUpdate if ids else flags.ClearAndSelect)
            self.scrollTo(index)
        self._restoring = False

    def _expand_groups(self) -> None:
        model = self.findings()
        closed = self._closed.get(model.grouping, set())
        laid_out = 0
        self.setUpdatesEnabled(False)
        for place, group in enumerate(model.groups):
            if group.title in closed:
                continue
            laid_out += len(group.rows)
            if place and laid_out > MOST_EXPANDED:
                break
            self.expand(model.index(place, 0))
        self.setUpdatesEnabled(True)

    def go_to(self, row: int) -> bool:
        """Put cursor and selection on a row; False where the list does not show it."""
        index = self.findings().index_of(row)
        if not index.isValid():
            return False
        # not setCurrentIndex: while Ctrl is held, for Ctrl+Z, that would deselect the row
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        return True

    def select(self, rows: Sequence[int]) -> int:
        """Select just these rows; returns how many are shown (where none is, all stays)."""
        found = indexes_of(self.findings(), rows)
        selection, flags = self.selectionModel(), QItemSelectionModel.SelectionFlag
        if found and self.current_row() not in rows:
            selection.setCurrentIndex(found[0], flags.NoUpdate)
        if found:
            selection.select(selection_of(found), flags.ClearAndSelect)
            self.scrollTo(selection.currentIndex())
        return len(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys that are decisions go to the panel; the rest moves the cursor."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        if plain and event.key() in self.commands:
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Details that need more room leave the current row in sight."""
        super().resizeEvent(event)
        if event.size().height() < event.oldSize().height() and self.current_row() >= 0:
            self.scrollTo(self.currentIndex())

    def _group_key(self, index: QModelIndex) -> str:
        group = index.data(GROUP_ROLE)
        return group.title if isinstance(group, Group) else ""

    def _remember_closed(self, index: QModelIndex) -> None:
        if not self._restoring:
            self._closed.setdefault(self.findings().grouping, set()).add(self._group_key(index))

    def _remember_open(self, index: QModelIndex) -> None:
        if not self._restoring:
            closed = self._closed.setdefault(self.findings().grouping, set())
            closed.discard(self._group_key(index))

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._restoring:
            return
        known = current.isValid() and bool(current.internalId())
        self.row_chosen.emit(self.findings().row_at(current) if known else -1)

    def _selection_changed(self, *_changed: Any) -> None:
        if not self._restoring:
            self.selection_made.emit()
