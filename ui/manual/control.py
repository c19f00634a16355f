"""Drawing a finding from the first click to the store; one at a time."""

from __future__ import annotations

from qgis.core import QgsCsException, QgsGeometry, QgsProject, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapTool, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QObject, QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QShortcut, QWidget

from ...alignment.problems import InputError
from ...layers.crs import sound_transform
from ...layers.drawn import LINE, POINT, POLYGON, Drawn, to_store
from ...layers.places import Places, read_places
from ..session import ReviewSession
from ..words import amount
from .adding import add_finding, can_add
from .draw_tool import DrawTool, make_band, remove_item
from .form import FindingForm
from .values import Chosen

translate = QCoreApplication.translate
REACH_PIXELS = 8
MARGIN_PIXELS = 16


class ManualFindings(QObject):
    """Owns tool, band and form; `stop` (and the case being closed) takes all of it away."""

    added = pyqtSignal(str)

    def __init__(
        self, session: ReviewSession, canvas: QgsMapCanvas, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.canvas, self.window = session, canvas, parent
        self.tool: DrawTool | None = None
        self.former: QgsMapTool | None = None
        self.band: QgsRubberBand | None = None
        self.form: FindingForm | None = None
        self.escape: QShortcut | None = None
        self.shape = ""
        self._drawn: Drawn | None = None
        session.case_changed.connect(self.stop)

    def start(self, shape: str) -> bool:
        """Begin to draw a point, line or polygon; False where nothing can be added."""
        self.stop()
        if sip.isdeleted(self.canvas) or not can_add(self.session):
            return False
        self.shape = shape
        self.former = self.canvas.mapTool()
        self.tool = DrawTool(self.canvas, shape)
        self.tool.drawn.connect(self._took_shape)
        self.tool.cancelled.connect(self.stop)
        self.tool.too_few.connect(self._too_few)
        self.tool.deactivated.connect(self._tool_left)
        self.canvas.setMapTool(self.tool)
        if self.window is not None:  # the map has the keys, until someone clicks in the panel
            self.escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.window)
            self.escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.escape.activated.connect(self.stop)
        self.session.say(_hint(shape))
        return True

    def stop(self) -> None:
        """Let go of everything that was begun; the map gets the tool back that it had."""
        self._close_form()
        self._drop_tool(restore=True)
        if self.band is not None:
            remove_item(self.canvas, self.band)
            self.band = None
        self._drawn = None

    def close(self) -> None:
        """Stop, and listen to nothing any more."""
        self.stop()
        self.session.case_changed.disconnect(self.stop)

    def _drop_tool(self, *, restore: bool) -> None:
        tool, former = self.tool, self.former
        self.tool = self.former = None
        escape, self.escape = self.escape, None
        if escape is not None and not sip.isdeleted(escape):
            escape.deleteLater()
        if tool is None:
            return
        tool.deactivated.disconnect(self._tool_left)
        if not sip.isdeleted(self.canvas) and self.canvas.mapTool() is tool:
            if restore and former is not None and not sip.isdeleted(former):
                self.canvas.setMapTool(former)
            else:
                self.canvas.unsetMapTool(tool)
        tool.deleteLater()  # it may be in the middle of the event that ended it

    def _tool_left(self) -> None:
        """Someone took another tool."""
        self._drop_tool(restore=False)

    def _too_few(self) -> None:
        least = {
            LINE: translate("Strukturbild", "A line needs at least two points."),
            POLYGON: translate("Strukturbild", "An area needs at least three corners."),
        }
        if self.shape in least:
            self.session.say(least[self.shape])

    def _took_shape(self, geometry: QgsGeometry) -> None:
        """Show what was drawn, look what lies there, and ask for the rest."""
        store, canvas = self.session.store, self.canvas
        if store is None:
            self.stop()
            return
        origin = canvas.mapSettings().destinationCrs()
        context = QgsProject.instance().transformContext()
        try:
            self._drawn = to_store(geometry, self.shape, origin, store.backend.crs, context)
        except InputError as error:
            self.session.tell(error)
            self.stop()
            return
        self.band = make_band(canvas, self.shape)
        self.band.setToGeometry(geometry, origin)
        self._drop_tool(restore=True)
        places = self._places(self._drawn, store.backend.crs)
        self._open_form(places, geometry.boundingBox())

    def _places(self, drawn: Drawn, crs: str) -> Places:
        """What lies there; nothing is filled in where the result is not to be had."""
        result = self.session.result_path
        if result is None:
            return Places()
        try:
            return read_places(result, drawn.wkb, self._reach_m(crs))
        except InputError as error:
            self.session.tell(error)
            return Places()

    def _reach_m(self, crs: str) -> float:
        """Some pixels around the middle of the map, in the store's units."""
        settings = self.canvas.mapSettings()
        reach = REACH_PIXELS * settings.mapUnitsPerPixel()
        box = QgsRectangle.fromCenterAndSize(settings.visibleExtent().center(), reach, reach)
        origin = settings.destinationCrs()
        target = type(origin)(crs)
        transform = sound_transform(origin, target, QgsProject.instance().transformContext())
        try:
            return float(transform.transformBoundingBox(box).width())
        except QgsCsException:
            return 0.0

    def _open_form(self, places: Places, box: QgsRectangle) -> None:
        drawn = self._drawn
        if drawn is None:
            return
        form = FindingForm(places, _measure(drawn), self.window)
        form.confirmed.connect(self._confirmed)
        form.rejected.connect(self.stop)
        self.form = form
        form.show()
        form.move(self._beside(box, form))
        form.raise_()
        form.activateWindow()

    def _beside(self, box: QgsRectangle, form: FindingForm) -> QPoint:
        """The upper corner of the map that is further from what was drawn."""
        middle = self.canvas.getCoordinateTransform().transform(box.center()).x()
        left = MARGIN_PIXELS
        if middle < self.canvas.width() / 2:
            left = max(left, self.canvas.width() - form.frameGeometry().width() - MARGIN_PIXELS)
        return self.canvas.mapToGlobal(QPoint(left, MARGIN_PIXELS))

    def _confirmed(self, chosen: Chosen) -> None:
        """Write it; where that can't be done the form stays, with what was typed."""
        if self._drawn is None:
            return
        finding = add_finding(self.session, chosen, self._drawn)
        if finding:
            self.stop()
            self.added.emit(finding)

    def _close_form(self) -> None:
        form, self.form = self.form, None
        if form is None or sip.isdeleted(form):
            return
        form.rejected.disconnect(self.stop)
        form.hide()
        form.deleteLater()


def _measure(drawn: Drawn) -> str:
    if drawn.shape == POLYGON:
        return amount(drawn.area_ha, "ha")
    if drawn.shape == LINE:
        return amount(drawn.length_m, "m")
    return translate("Strukturbild", "a point")


def _hint(shape: str) -> str:
    if shape == POINT:
        return translate("Strukturbild", "Click where the finding is. Esc cancels.")
    return translate(
        "Strukturbild",
        "Click the points one after the other. Right click or Enter finishes, Backspace takes "
        "the last one back, Esc cancels.",
    )
