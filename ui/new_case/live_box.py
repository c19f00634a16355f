"""The box at the bottom of each page: "this is how it would be read"."""

from __future__ import annotations

from typing import Sequence

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import (
    QGroupBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from .live_lines import Line

translate = QCoreApplication.translate
ROWS_SHOWN, LEAST_ROWS = 6, 3


class LiveBox(QGroupBox):
    """Short lines with marks, and a thin bar while a dry run is under way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("Strukturbild", "This is how it would be read"), parent)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.title())
        height = self.fontMetrics().height()
        self.list.setMinimumHeight(int(LEAST_ROWS * 1.2 * height))
        self.list.setMaximumHeight(int((ROWS_SHOWN + 0.5) * 1.4 * height))
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(max(4, height // 4))
        keeps_place = self.bar.sizePolicy()
        keeps_place.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(keeps_place)
        self.bar.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(height // 2, 0, height // 2, height // 2)
        layout.setSpacing(height // 4)
        layout.addWidget(self.bar)
        layout.addWidget(self.list)

    def set_busy(self, busy: bool) -> None:
        """Show or hide the bar; the lines stay as they are meanwhile."""
        self.bar.setVisible(busy)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Replace what the box says."""
        self.list.clear()
        for line in lines:
            item = QListWidgetItem(f"{line.mark}  {line.text}")
            item.setToolTip(line.text)
            self.list.addItem(item)

    def lines(self) -> list[str]:
        """What the box says, mark first."""
        return [self.list.item(row).text() for row in range(self.list.count())]


def hint_label(text: str = "") -> QLabel:
    """A label of one or more lines beside what it explains."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
