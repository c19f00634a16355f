"""What the panel has to say, in whole sentences: QGIS's message bar cuts them in a narrow panel."""

from __future__ import annotations

from typing import Mapping

from qgis.core import Qgis
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTimer
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

translate = QCoreApplication.translate
EDGES: Mapping[int, str] = {
    int(Qgis.MessageLevel.Info): "#4a7fc1",
    int(Qgis.MessageLevel.Success): "#2f8f6b",
    int(Qgis.MessageLevel.Warning): "#d98e04",
    int(Qgis.MessageLevel.Critical): "#c2273a",
}
STAYS = (int(Qgis.MessageLevel.Warning), int(Qgis.MessageLevel.Critical))
SECONDS = 8


class MessageStrip(QFrame):
    """One message at a time; warnings stay until they are closed or the next one comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strukturbildMessage")
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        closing = QToolButton(self)
        closing.setText("×")
        closing.setAutoRaise(True)
        closing.setAccessibleName(translate("Strukturbild", "Close the message"))
        closing.clicked.connect(self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 4, 4)
        layout.addWidget(self.text, 1)
        layout.addWidget(closing, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        self.hide()

    def say(self, text: str, level: int) -> None:
        """Show a message."""
        self.text.setText(text)
        self.text.setAccessibleName(text)
        edge = EDGES.get(level, EDGES[int(Qgis.MessageLevel.Info)])
        self.setStyleSheet(
            "#strukturbildMessage { border: 1px solid palette(mid); border-left: 4px solid "
            + edge
            + "; background: palette(base); }"
        )
        self.show()
        if level in STAYS:
            self._timer.stop()
        else:
            self._timer.start(SECONDS * 1000)

    def clear(self, *_clicked: object) -> None:
        """Take the message away."""
        self._timer.stop()
        self.hide()
