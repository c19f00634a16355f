"""From list to map: go to what is chosen, mark and flash it; and the tool that picks there."""

from __future__ import annotations

from typing import Sequence

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
    QgsSettings,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ..layers.crs import sound_crs, sound_transform
from .picking import PickTool

FOLLOW_SETTING = "strukturbild/map_follow"
ZOOM, PAN, STAY = "zoom", "pan", "stay"
FOLLOWS = (ZOOM, PAN, STAY)
MARGIN = 1.6
LEAST_M = 600.0
FINDING_COLOR, PLAN_COLOR, STRUCTURE_COLOR = "#d81b60", "#1e88e5", "#6a3d9a"


class MapLink(QObject):
    """Owns the marks on one canvas; `clear` and `close` take them away."""

    picked = pyqtSignal(str, int, int)  # as `PickTool` has it
    all_hidden = pyqtSignal()
    picking_ended = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.canvas = canvas
        self.bands: list[QgsRubberBand] = []
        self.tool: PickTool | None = None

    def follow(self) -> str:
        """What the map does when a row is chosen: zoom, pan or stay."""
        found = str(QgsSettings().value(FOLLOW_SETTING, ZOOM))
        return found if found in FOLLOWS else ZOOM

    def set_follow(self, follow: str) -> None:
        """Choose what the map does."""
        QgsSettings().setValue(FOLLOW_SETTING, follow)

    def show(
        self,
        finding: bytes | None,
        objects: Sequence[tuple[str, bytes]],
        crs: str,
        *,
        follow: bool = True,
    ) -> None:
        """Mark a finding and its objects (kind, WKB), go there, and flash all of them."""
        self.clear()
        reference = sound_crs(crs)
        shapes = []
        for kind, wkb in objects:
            shape = _geometry(wkb)
            if shape is not None:
                color = PLAN_COLOR if kind == "plan" else STRUCTURE_COLOR
                self._mark(shape, reference, color, 2, 0.08)
                shapes.append(shape)
        main = _geometry(finding) if finding else None
        if main is not None:
            self._mark(main, reference, FINDING_COLOR, 3, 0.12)
            shapes.insert(0, main)
        if not shapes:
            return
        if follow:
            self._go(shapes[0], reference)
        for kind in {shape.type() for shape in shapes}:  # QGIS flashes what is of the first's kind
            self.canvas.flashGeometries([s for s in shapes if s.type() == kind], reference)

    def zoom_to(self, wkb: bytes, crs: str) -> None:
        """Zoom to a geometry and flash it, whatever is set."""
        shape = _geometry(wkb)
        if shape is None:
            return
        reference = sound_crs(crs)
        box = self._box(shape, reference)
        if box is not None:
            self.canvas.setExtent(_wider(box, self._least()))
            self.canvas.refresh()
        self.canvas.flashGeometries([shape], reference)

    def clear(self) -> None:
        """Take the marks away."""
        for band in self.bands:
            band.reset(Qgis.GeometryType.Polygon)
            scene = self.canvas.scene()
            if scene is not None:
                scene.removeItem(band)
        self.bands = []

    def close(self) -> None:
        """Take marks and tool away."""
        self.stop_picking()
        self.clear()

    def start_picking(self, layers: Sequence[QgsVectorLayer]) -> None:
        """Let a click on the map choose a finding."""
        self.tool = PickTool(self.canvas, layers)
        self.tool.picked.connect(self.picked)
        self.tool.all_hidden.connect(self.all_hidden)
        self.tool.deactivated.connect(self._tool_left)
        self.canvas.setMapTool(self.tool)

    def stop_picking(self) -> None:
        """Give the map its tool back."""
        if self.tool is not None:
            self.canvas.unsetMapTool(self.tool)

    def _tool_left(self) -> None:
        """Another tool was taken, or this one put down."""
        self.tool = None
        self.picking_ended.emit()

    def _mark(
        self, shape: QgsGeometry, crs: QgsCoordinateReferenceSystem, name: str, width: int,
        opacity: float,
    ) -> None:  # fmt: skip
        band = QgsRubberBand(self.canvas, shape.type())
        line, fill = QColor(name), QColor(name)
        line.setAlphaF(0.9)
        fill.setAlphaF(opacity)
        band.setStrokeColor(line)
        band.setFillColor(fill)
        band.setSecondaryStrokeColor(QColor(255, 255, 255, 160))
        band.setWidth(width)
        band.setIconSize(12)
        band.setToGeometry(shape, crs)
        self.bands.append(band)

    def _go(self, shape: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        follow = self.follow()
        box = self._box(shape, crs)
        if box is None or follow == STAY:
            return
        if follow == ZOOM:
            self.canvas.setExtent(_wider(box, self._least()))
        elif not self.canvas.extent().contains(box):
            self.canvas.setCenter(box.center())
        self.canvas.refresh()

    def _least(self) -> float:
        """The narrowest view, in the map's units."""
        geographic = self.canvas.mapSettings().destinationCrs().isGeographic()
        return LEAST_M / 111_000 if geographic else LEAST_M

    def _box(self, shape: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> QgsRectangle | None:
        target = self.canvas.mapSettings().destinationCrs()
        transform = sound_transform(crs, target, QgsProject.instance().transformContext())
        try:
            return transform.transformBoundingBox(shape.boundingBox())
        except QgsCsException:
            return None


def _geometry(wkb: bytes) -> QgsGeometry | None:
    shape = QgsGeometry()
    shape.fromWkb(wkb)
    return None if shape.isNull() or shape.isEmpty() else shape


def _wider(box: QgsRectangle, least: float) -> QgsRectangle:
    made = QgsRectangle(box)
    made.scale(MARGIN)
    center = made.center()
    width, height = max(made.width(), least), max(made.height(), least)
    return QgsRectangle.fromCenterAndSize(center, width, height)
