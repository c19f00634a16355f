"""The map tool that draws one point, line or area."""

from __future__ import annotations

from typing import Mapping

from qgis.core import QgsGeometry, QgsPointLocator, QgsPointXY
from qgis.gui import (
    QgsMapCanvas,
    QgsMapMouseEvent,
    QgsMapTool,
    QgsRubberBand,
    QgsSnapIndicator,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent

from ...layers.drawn import GEOMETRY_TYPE, LEAST_POINTS, POINT, POLYGON, shape_of_points

LINE_COLOR = QColor(74, 127, 193, 230)  # the hue of findings drawn by hand
FILL_COLOR = QColor(74, 127, 193, 50)
HALO_COLOR = QColor(255, 255, 255, 170)
FINISHING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
BACK_KEYS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
ICON_SIZES: Mapping[str, int] = {"point": 14, "line": 6, "polygon": 6}


def make_band(canvas: QgsMapCanvas, shape: str) -> QgsRubberBand:
    """A rubber band in the colour of findings drawn by hand; whoever makes it removes it."""
    band = QgsRubberBand(canvas, GEOMETRY_TYPE[shape])
    band.setStrokeColor(LINE_COLOR)
    band.setFillColor(LINE_COLOR if shape == POINT else FILL_COLOR)
    band.setSecondaryStrokeColor(HALO_COLOR)
    band.setWidth(3)
    band.setIconSize(ICON_SIZES[shape])
    return band


def remove_item(canvas: QgsMapCanvas, item: object) -> None:
    """Take an item off a canvas; nothing where either is gone."""
    if sip.isdeleted(canvas) or sip.isdeleted(item):
        return
    scene = canvas.scene()
    if scene is not None:
        scene.removeItem(item)


class DrawTool(QgsMapTool):
    """Left click adds a vertex; right or double click or Enter finishes; Backspace takes the
    last back; Esc cancels. `drawn` brings the geometry in the canvas's CRS, `too_few`
    says that it can't be finished yet.
    """

    drawn = pyqtSignal(QgsGeometry)
    cancelled = pyqtSignal()
    too_few = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, shape: str) -> None:
        super().__init__(canvas)
        self.shape = shape
        self.points: list[QgsPointXY] = []
        self.cursor_at: QgsPointXY | None = None
        self.band: QgsRubberBand | None = None
        self.snap_mark: QgsSnapIndicator | None = None
        self.setCursor(Qt.CursorShape.CrossCursor)

    def activate(self) -> None:
        """Begin with nothing drawn, and take the keys."""
        super().activate()
        self.points, self.cursor_at = [], None
        self.band = make_band(self.canvas(), self.shape)
        self.snap_mark = QgsSnapIndicator(self.canvas())
        self.canvas().setFocus(Qt.FocusReason.OtherFocusReason)

    def deactivate(self) -> None:
        """Leave nothing on the map."""
        self.points, self.cursor_at = [], None
        self._take_away()
        super().deactivate()

    def _take_away(self) -> None:
        if self.band is not None:
            remove_item(self.canvas(), self.band)
            self.band = None
        if self.snap_mark is not None:
            if not sip.isdeleted(self.canvas()):
                self.snap_mark.setVisible(False)
            self.snap_mark = None

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Draw the line to the cursor, and show what it would snap to."""
        self.cursor_at = self._place(event.pos(), event.mapPoint())
        self._draw()

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Add a vertex, or finish."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.points.append(self._place(event.pos(), event.mapPoint()))
            self._draw()
            if self.shape == POINT:
                self.finish()
        elif event.button() == Qt.MouseButton.RightButton:
            self.finish()

    def canvasDoubleClickEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Finish; the first of the two clicks has added the last vertex."""
        if event.button() == Qt.MouseButton.LeftButton and self.shape != POINT:
            self.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc, Enter, Backspace; an ignored event is one that the canvas does not act on."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            event.ignore()
            self.cancelled.emit()
        elif key in FINISHING_KEYS:
            event.ignore()
            self.finish()
        elif key in BACK_KEYS:
            event.ignore()
            self.take_back()

    def take_back(self) -> None:
        """Take the last vertex back."""
        if self.points:
            self.points.pop()
            self._draw()

    def finish(self) -> None:
        """Hand the shape over; where there are too few vertices, say so and go on."""
        geometry = shape_of_points(self.points, self.shape)
        if geometry.isNull():
            if self.points:
                self.too_few.emit()
            else:
                self.cancelled.emit()
            return
        self.drawn.emit(geometry)

    def _place(self, pixel: QPoint, point: QgsPointXY) -> QgsPointXY:
        """Where the cursor is, or what it snaps to by the project's settings."""
        utils = self.canvas().snappingUtils()
        match = utils.snapToMap(pixel) if utils is not None else QgsPointLocator.Match()
        if self.snap_mark is not None:
            self.snap_mark.setMatch(match)
        return QgsPointXY(match.point()) if match.isValid() else QgsPointXY(point)

    def _draw(self) -> None:
        if self.band is None:
            return
        self.band.reset(GEOMETRY_TYPE[self.shape])
        shown = list(self.points)
        if self.cursor_at is not None and self.shape != POINT:
            shown.append(self.cursor_at)
        if self.shape == POLYGON and len(shown) < LEAST_POINTS[POLYGON]:
            self.band.reset(GEOMETRY_TYPE["line"])
        for number, point in enumerate(shown):
            self.band.addPoint(point, number == len(shown) - 1)
