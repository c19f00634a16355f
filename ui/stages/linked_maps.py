"""Two map canvases that show the same place: what moves one moves the other."""

from __future__ import annotations

from typing import Any, Iterator

from qgis.core import QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsVertexMarker
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, QTimer
from qgis.PyQt.QtGui import QColor

CROSS_COLOR = QColor(216, 27, 96, 210)
CROSS_SIZE, CROSS_WIDTH = 18, 2
SAME_PIXELS = 0.01


class LinkedMaps(QObject):
    """Centre, scale, rotation and CRS of `other` follow `main`, and `main` follows `other` but
    for the CRS. Where the cursor is on one, a cross is on the other.
    """

    def __init__(
        self, main: QgsMapCanvas, other: QgsMapCanvas, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.main, self.other = main, other
        self._moving = False
        self._size = other.viewport().size()
        self._crosses: dict[QgsMapCanvas, QgsVertexMarker] = {}
        self._after_resize = QTimer(self)
        self._after_resize.setSingleShot(True)
        self._after_resize.timeout.connect(self.follow_main)
        main.extentsChanged.connect(self.follow_main)
        main.rotationChanged.connect(self.follow_main)
        main.destinationCrsChanged.connect(self.follow_main)
        other.extentsChanged.connect(self._other_moved)
        other.rotationChanged.connect(self._other_moved)
        main.xyCoordinates.connect(self._cursor_on_main)
        other.xyCoordinates.connect(self._cursor_on_other)
        for canvas in (main, other):
            canvas.viewport().installEventFilter(self)
        self.follow_main()

    def close(self) -> None:
        """Let the two go their own ways, with nothing left on either."""
        self._after_resize.stop()
        for canvas in self._alive():
            for signal, slot in self._connections(canvas):
                signal.disconnect(slot)
            canvas.viewport().removeEventFilter(self)
            self._hide_cross(canvas)
        self._crosses = {}

    def _connections(self, canvas: QgsMapCanvas) -> Iterator[tuple[Any, Any]]:
        if canvas is self.main:
            yield canvas.extentsChanged, self.follow_main
            yield canvas.rotationChanged, self.follow_main
            yield canvas.destinationCrsChanged, self.follow_main
            yield canvas.xyCoordinates, self._cursor_on_main
        else:
            yield canvas.extentsChanged, self._other_moved
            yield canvas.rotationChanged, self._other_moved
            yield canvas.xyCoordinates, self._cursor_on_other

    def _alive(self) -> list[QgsMapCanvas]:
        return [canvas for canvas in (self.main, self.other) if not sip.isdeleted(canvas)]

    def go(self, box: QgsRectangle) -> None:
        """Show a place, in the maps' CRS, whole on both."""
        if len(self._alive()) < 2:
            return
        frames = [canvas.viewport().size() for canvas in self._alive()]
        if any(frame.isEmpty() for frame in frames):
            return
        unit = max(max(box.width() / f.width(), box.height() / f.height()) for f in frames)
        frame = frames[0]
        whole = QgsRectangle.fromCenterAndSize(
            box.center(), unit * frame.width(), unit * frame.height()
        )
        self.main.setExtent(whole)
        self.main.refresh()

    def follow_main(self, *_given: object) -> None:
        """Bring the other map to where the main one is."""
        self._copy(self.main, self.other)

    def _other_moved(self, *_given: object) -> None:
        if self._moving or len(self._alive()) < 2:
            return
        if self._after_resize.isActive() or self.other.viewport().size() != self._size:
            self._resized()  # only the frame has changed: the main map stays where it is
            return
        self._copy(self.other, self.main)

    def _resized(self) -> None:
        self._size = self.other.viewport().size()
        self._after_resize.start(0)

    def _copy(self, source: QgsMapCanvas, target: QgsMapCanvas) -> None:
        if self._moving or len(self._alive()) < 2:
            return
        self._moving = True
        try:
            crs = self.main.mapSettings().destinationCrs()
            if self.other.mapSettings().destinationCrs() != crs:
                self.other.setDestinationCrs(crs)
            if target.rotation() != source.rotation():
                target.setRotation(source.rotation())
            unit = source.mapUnitsPerPixel()
            frame = target.viewport().size()
            if unit <= 0 or frame.isEmpty():
                return
            box = QgsRectangle.fromCenterAndSize(
                source.center(), frame.width() * unit, frame.height() * unit
            )
            if not _same(box, target.extent(), unit * SAME_PIXELS):
                target.setExtent(box)
                target.refresh()
        finally:
            self._moving = False

    def _cursor_on_main(self, point: QgsPointXY) -> None:
        self._cross(self.other, self.main, point)

    def _cursor_on_other(self, point: QgsPointXY) -> None:
        self._cross(self.main, self.other, point)

    def _cross(self, canvas: QgsMapCanvas, own: QgsMapCanvas, point: QgsPointXY) -> None:
        if len(self._alive()) < 2:
            return
        self._hide_cross(own)
        cross = self._crosses.get(canvas)
        if cross is None:
            cross = QgsVertexMarker(canvas)
            cross.setIconType(QgsVertexMarker.IconType.ICON_CROSS)
            cross.setColor(CROSS_COLOR)
            cross.setIconSize(CROSS_SIZE)
            cross.setPenWidth(CROSS_WIDTH)
            self._crosses[canvas] = cross
        cross.setCenter(point)

    def _hide_cross(self, canvas: QgsMapCanvas) -> None:
        cross = self._crosses.pop(canvas, None)
        if cross is not None and not sip.isdeleted(cross) and canvas.scene() is not None:
            canvas.scene().removeItem(cross)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The cursor leaves a map, or the other map's frame changes."""
        kind = event.type()
        if kind == QEvent.Type.Leave:
            for canvas in self._alive():
                self._hide_cross(canvas)
        elif kind == QEvent.Type.Resize and not sip.isdeleted(self.other):
            if watched is self.other.viewport():
                self._resized()
        return False


def _same(one: QgsRectangle, two: QgsRectangle, distance: float) -> bool:
    pairs = (
        (one.xMinimum(), two.xMinimum()),
        (one.yMinimum(), two.yMinimum()),
        (one.xMaximum(), two.xMaximum()),
        (one.yMaximum(), two.yMaximum()),
    )
    return all(abs(a - b) <= distance for a, b in pairs)
