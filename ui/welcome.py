"""The first page: what the panel does, in two sentences, and where to begin."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ..processing.locale import RESOURCES

translate = QCoreApplication.translate


class WelcomePage(QWidget):
    """Three ways in."""

    sample_asked = pyqtSignal()
    new_asked = pyqtSignal()
    open_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(translate("Strukturbild", "Does the plan support the structure map?"), self)
        title.setWordWrap(True)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        title.setFont(font)
        text = QLabel(
            translate(
                "Strukturbild",
                "Strukturbild compares the municipalities' comprehensive plans with the region's "
                "structure map and shows where they support each other, differ or are silent. "
                "Here you go through what was found, decide on each point, and keep your "
                "decisions when the plans change.",
            ),
            self,
        )
        text.setWordWrap(True)
        self.sample = self._button(
            translate("Strukturbild", "Open the sample county"), "sample", self.sample_asked
        )
        self.new = self._button(
            translate("Strukturbild", "New case…"), "strukturbild", self.new_asked
        )
        self.open = self._button(
            translate("Strukturbild", "Open a case…"), "checkcounty", self.open_asked
        )
        hint = QLabel(
            translate(
                "Strukturbild",
                "Never tried it? The sample county is made up and takes five minutes.",
            ),
            self,
        )
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(self.fontMetrics().height() // 2)
        layout.addWidget(title)
        layout.addWidget(text)
        layout.addSpacing(self.fontMetrics().height() // 2)
        for button in (self.sample, self.new, self.open):
            layout.addWidget(button)
        layout.addWidget(hint)
        layout.addStretch(1)

    def _button(self, text: str, icon: str, asked: object) -> QPushButton:
        button = QPushButton(QIcon(str(RESOURCES / "icons" / f"{icon}.svg")), text, self)
        height = self.fontMetrics().height()
        button.setIconSize(QSize(height, height) * 1.5)
        button.setMinimumHeight(height * 5 // 2)
        button.setStyleSheet("text-align: left; padding: 4px 10px;")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(asked)
        return button
