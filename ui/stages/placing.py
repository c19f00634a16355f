"""Where the dock of two stages stands, and what both maps have to show."""

from __future__ import annotations

from typing import List, Sequence, Tuple

from qgis.core import (
    QgsCsException,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsDockWidget, QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDockWidget, QMainWindow

from ...layers.crs import sound_crs, sound_transform

MARGIN, LEAST_M, M_PER_DEGREE = 1.6, 600.0, 111_000
LEAST_LETTERS = 48  # a map narrower than this shows nothing
Widths = List[Tuple[QDockWidget, int]]


def place_beside(dock: QgsDockWidget, window: QMainWindow, canvas: QgsMapCanvas) -> Widths:
    """Left of the map, for the earlier stage belongs there: a column of its own, as wide.

    Returns how wide the neighbours were.
    """
    area = Qt.DockWidgetArea.LeftDockWidgetArea
    least = LEAST_LETTERS * dock.fontMetrics().averageCharWidth()
    half = max(canvas.width() // 2, least)
    beside = [
        other
        for other in window.findChildren(QDockWidget)
        if window.dockWidgetArea(other) == area and other.isVisible() and not other.isFloating()
    ]
    lacking = max(0, least + half - canvas.width())  # on a small screen the neighbours give way
    widths = [max(other.width() - lacking, least // 2) for other in beside]
    sides = (area, Qt.DockWidgetArea.RightDockWidgetArea)
    former = [
        (other, other.width())
        for other in window.findChildren(QDockWidget)
        if window.dockWidgetArea(other) in sides and other.isVisible() and not other.isFloating()
    ]
    window.addDockWidget(area, dock, Qt.Orientation.Horizontal)
    dock.show()  # a hidden one takes no size
    window.resizeDocks([*beside, dock], [*widths, half], Qt.Orientation.Horizontal)
    return former


def give_back(window: QMainWindow, former: Widths) -> None:
    """The neighbours as wide as they were: they would keep the room of the dock that is gone."""
    alive = [(dock, width) for dock, width in former if not sip.isdeleted(dock)]
    docks = [(dock, width) for dock, width in alive if dock.isVisible() and not dock.isFloating()]
    window.resizeDocks(
        [dock for dock, _ in docks], [width for _, width in docks], Qt.Orientation.Horizontal
    )


def share_width(dock: QgsDockWidget, window: QMainWindow, canvas: QgsMapCanvas) -> None:
    """Both maps as wide as the other, as far as the window allows."""
    half = (dock.width() + canvas.width()) // 2
    window.resizeDocks([dock], [half], Qt.Orientation.Horizontal)


def box_around(shapes: Sequence[bytes], crs: str, canvas: QgsMapCanvas) -> QgsRectangle | None:
    """The place of some WKB with a margin, in the canvas's CRS; None where they have none."""
    whole = QgsRectangle()
    for wkb in shapes:
        shape = QgsGeometry()
        shape.fromWkb(wkb)
        if not shape.isEmpty():
            whole.combineExtentWith(shape.boundingBox())
    if whole.isNull():
        return None
    target = canvas.mapSettings().destinationCrs()
    origin = sound_crs(crs)
    transform = sound_transform(origin, target, QgsProject.instance().transformContext())
    try:
        box = transform.transformBoundingBox(whole)
    except QgsCsException:
        return None
    box.scale(MARGIN)
    least = LEAST_M / M_PER_DEGREE if target.isGeographic() else LEAST_M
    return QgsRectangle.fromCenterAndSize(
        box.center(), max(box.width(), least), max(box.height(), least)
    )
