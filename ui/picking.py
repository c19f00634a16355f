"""The map tool that picks findings: the smallest first, the next one with each further click."""

from __future__ import annotations

from typing import Any, Sequence

from qgis.core import QgsGeometry, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapToolIdentify
from qgis.PyQt.QtCore import pyqtSignal


class PickTool(QgsMapToolIdentify):
    """A click on findings of the review layers tells one's id, its place among them, and how many
    lie there. Only layers that are shown count.
    """

    picked = pyqtSignal(str, int, int)
    all_hidden = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, layers: Sequence[QgsVectorLayer]) -> None:
        super().__init__(canvas)
        self.layer_ids = [layer.id() for layer in layers]
        self._hits: list[str] = []
        self._place = 0

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Look what lies there; where it is the same as last time, go on to the next."""
        layers = self._shown()
        if not layers:
            self.all_hidden.emit()
            return
        found: list[Any] = self.identify(
            int(event.pos().x()), int(event.pos().y()), layers,
            QgsMapToolIdentify.IdentifyMode.TopDownAll,
        )  # fmt: skip
        hits = [id_ for _, id_ in sorted({_rank(result.mFeature) for result in found})]
        self._place = (self._place + 1) % len(hits) if hits and hits == self._hits else 0
        self._hits = hits
        if hits:
            self.picked.emit(hits[self._place], self._place + 1, len(hits))

    def _shown(self) -> list[QgsVectorLayer]:
        root = QgsProject.instance().layerTreeRoot()
        nodes = [node for i in self.layer_ids if (node := root.findLayer(i)) is not None]
        return [node.layer() for node in nodes if node.isVisible() and node.layer() is not None]


def _rank(feature: Any) -> tuple[tuple[int, float], str]:
    """Points before lines before areas, the smaller before the larger."""
    shape: QgsGeometry = feature.geometry()
    return (int(shape.type().value), shape.area() or shape.length()), str(feature["finding_id"])
