"""New and resolved findings on the map: solid and dashed, so that hue is not all there is."""

from __future__ import annotations

from typing import Iterable

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsRectangle,
    QgsReferencedRectangle,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ...alignment.live import LiveDelta, LiveFinding
from ...layers.crs import sound_crs

NEW_COLOR, RESOLVED_COLOR = "#d55e00", "#0072b2"  # apart for colour-blind eyes too
LINE_MM = 0.7
FILL_ALPHA = 40
MARKED_AT_MOST = 200


def shape_of(finding: LiveFinding) -> QgsGeometry:
    """A finding's geometry; a null geometry where it has none."""
    shape = QgsGeometry()
    if finding.wkb:
        shape.fromWkb(finding.wkb)
    return shape


class LiveMarks:
    """Rubber bands for a delta; `clear` takes them away."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self.canvas = canvas
        self.bands: list[QgsRubberBand] = []

    def show(self, delta: LiveDelta, crs: str) -> None:
        """Mark what is new and what is resolved, in place of what was marked before."""
        self.clear()
        reference = sound_crs(crs)
        if not reference.isValid():
            return
        self._mark(delta.new, reference, NEW_COLOR, Qt.PenStyle.SolidLine)
        self._mark(delta.resolved, reference, RESOLVED_COLOR, Qt.PenStyle.DashLine)

    def _mark(
        self,
        findings: Iterable[LiveFinding],
        crs: QgsCoordinateReferenceSystem,
        color: str,
        style: Qt.PenStyle,
    ) -> None:
        for finding in list(findings)[:MARKED_AT_MOST]:
            shape = shape_of(finding)
            if shape.isEmpty():
                continue
            band = QgsRubberBand(self.canvas, shape.type())
            stroke, fill = QColor(color), QColor(color)
            fill.setAlpha(FILL_ALPHA if style == Qt.PenStyle.SolidLine else 0)
            band.setStrokeColor(stroke)
            band.setFillColor(fill)
            band.setWidth(max(2, round(self.canvas.logicalDpiX() / 25.4 * LINE_MM)))
            band.setLineStyle(style)
            band.addGeometry(shape, crs)
            self.bands.append(band)

    def clear(self) -> None:
        """Take all marks off the map."""
        for band in self.bands:
            band.reset(Qgis.GeometryType.Polygon)
            scene = self.canvas.scene()
            if scene is not None:
                scene.removeItem(band)
        self.bands = []

    def zoom_to(self, finding: LiveFinding, crs: str) -> None:
        """Show a finding on the map, with some land around it."""
        shape = shape_of(finding)
        if shape.isEmpty():
            return
        box: QgsRectangle = shape.boundingBox()
        box.grow(max(box.width(), box.height(), 200.0) * 0.25)
        reference = sound_crs(crs)
        self.canvas.setReferencedExtent(QgsReferencedRectangle(box, reference))
        self.canvas.refresh()
