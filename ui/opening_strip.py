"""How far the opening of a case has come: reading in a worker, then layer by layer into the map."""

from __future__ import annotations

from typing import Iterator

from qgis.core import QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ..layers.project import add_in_steps
from .opening import READ, Opened, Opening

translate = QCoreApplication.translate
PATIENCE_MS = 300  # what is quicker needs no telling


class OpeningStrip(QWidget):
    """Shows what `Opening` reads and adds the layers of a case to the map, one a turn of the
    event loop; `filled` comes when all are there.
    """

    filled = pyqtSignal()

    def __init__(
        self, opening: Opening, canvas: QgsMapCanvas, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.opening, self.canvas = opening, canvas
        self.steps: Iterator[float] | None = None
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
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._step)
        opening.begun.connect(self._begun)
        opening.progressed.connect(self._progressed)
        opening.ended.connect(self._ended)
        self.hide()

    def fill(self, found: Opened) -> None:
        """Add the layers of an opened case to the project."""
        if found.layers is None:
            return
        self.steps = add_in_steps(found.layers, found.case, QgsProject.instance())
        title = translate("Strukturbild", "Adding layers to the map…")
        self._begun(title)
        self._turn.start()

    def cancel(self) -> None:
        """Add no more layers; those that are there stay."""
        self._turn.stop()
        self.steps = None
        self._ended()

    def _step(self) -> None:
        share = None if self.steps is None else next(self.steps, None)
        if share is not None:
            self.bar.setValue(round(READ + (100 - READ) * share))
            return
        self.cancel()
        self.canvas.zoomToFullExtent()
        self.filled.emit()

    def _begun(self, title: str) -> None:
        self.text.setText(title)
        self.bar.setAccessibleName(title)
        self._appear.start()

    def _progressed(self, share: float) -> None:
        self.bar.setValue(round(share))

    def _ended(self) -> None:
        self._appear.stop()
        self.hide()

    def _stop(self) -> None:
        self.opening.cancel()
        self.cancel()
