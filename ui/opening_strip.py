"""How far the opening of a case has come: reading in a worker, then layer by layer into the map."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication, QTimer
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from .case_map import CaseMap
from .opening import Opening

translate = QCoreApplication.translate
PATIENCE_MS = 300  # what is quicker needs no telling


class OpeningStrip(QWidget):
    """Shows what `Opening` reads and what `CaseMap` brings, and lets them be stopped."""

    def __init__(self, opening: Opening, case_map: CaseMap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.opening, self.case_map = opening, case_map
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(self.fontMetrics().height() // 2)
        self.stop = QPushButton(translate("Strukturbild", "Stop"), self)
        self.stop.clicked.connect(self._stop)
        line = QHBoxLayout()
        line.addWidget(self.text, 1)
        line.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(line)
        layout.addWidget(self.bar)
        self._appear = QTimer(self)
        self._appear.setSingleShot(True)
        self._appear.setInterval(PATIENCE_MS)
        self._appear.timeout.connect(self.show)
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(0)
        self._leave.timeout.connect(self._leave_when_idle)
        for work in (opening, case_map):
            work.begun.connect(self._begun)
            work.ended.connect(self._leave.start)
        case_map.progressed.connect(self._progressed)
        self.hide()

    def _begun(self, title: str) -> None:
        self.text.setText(title)
        self.bar.setAccessibleName(title)
        if not self.case_map.active:
            self.bar.setValue(0)
        if self.isHidden() and not self._appear.isActive():
            self._appear.start()

    def _progressed(self, share: float) -> None:
        self.bar.setValue(round(share))

    def _leave_when_idle(self) -> None:
        """A case that was opened brings its map right away: the strip stays."""
        if not (self.opening.active or self.case_map.active):
            self._appear.stop()
            self.hide()

    def _stop(self) -> None:
        self.opening.cancel()
        self.case_map.stop()
