"""The list of a comparison as a view: its columns fit its width, whatever that is."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QTreeView, QWidget

from ...review.comparison_families import PERSISTING
from .model import DIFFERENCE, FINDING, MUNICIPALITY, StageModel

translate = QCoreApplication.translate
# widths in letters from which on a column is worth showing; what it says is below the list too
TWO_COLUMNS, THREE_COLUMNS = 60, 100


class StageList(QTreeView):
    """Never scrolls sideways: first the municipality goes, then what differs."""

    def __init__(self, model: StageModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stages = model
        self.setModel(model)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(translate("Strukturbild", "Findings of both stages"))
        self.header().setStretchLastSection(True)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Share the width out anew."""
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Share the width out among the columns that it has room for."""
        width = self.viewport().width()
        letters = width // max(1, self.fontMetrics().averageCharWidth())
        one_place = bool(self.stages.municipality)
        self.setColumnHidden(MUNICIPALITY, one_place or letters < THREE_COLUMNS)
        self.setColumnHidden(DIFFERENCE, letters < TWO_COLUMNS)
        shown = sum(not self.isColumnHidden(column) for column in (DIFFERENCE, MUNICIPALITY))
        self.setColumnWidth(FINDING, width if not shown else width // 2)
        if shown == 2:
            self.setColumnWidth(DIFFERENCE, width // 3)

    def unfold(self) -> None:
        """Open the groups, but for what persists; their names take the whole width."""
        self.fit_columns()
        for row, group in enumerate(self.stages.groups):
            index = self.stages.index(row, 0)
            self.setFirstColumnSpanned(row, index.parent(), True)
            self.setExpanded(index, group != PERSISTING)
