"""The table of values and what they become, as a view; pages put their own controls around it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QAbstractItemModel, QCoreApplication, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from .mapping_table import BECOMES, TargetDelegate

translate = QCoreApplication.translate
ROW_LINES, LEAST_ROWS = 1.5, 5
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
COLUMN_LETTERS = (44, 14, 28, 8)  # the last column takes the rest


class MappingView(QTableView):
    """Rows are chosen as a whole; a code is chosen in the last column, by mouse or key."""

    def __init__(self, model: QAbstractItemModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegateForColumn(BECOMES, TargetDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names often differ at the end
        self.setTabKeyNavigation(False)
        self.setAccessibleName(translate("Strukturbild", "What layers and values become"))
        height = int(ROW_LINES * self.fontMetrics().height())
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(height)
        header = self.horizontalHeader()
        for column, letters in enumerate(COLUMN_LETTERS):
            header.resizeSection(column, letters * self.fontMetrics().averageCharWidth())
        header.setSectionResizeMode(BECOMES, QHeaderView.ResizeMode.Stretch)
        self.setMinimumHeight(LEAST_ROWS * height)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter chooses a code, and stays here: the wizard would take it for its next page."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)
            return
        event.accept()
        code = self.currentIndex().siblingAtColumn(BECOMES)
        editing = self.state() == QAbstractItemView.State.EditingState
        if not editing and code.flags() & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(code)
            self.edit(code)
