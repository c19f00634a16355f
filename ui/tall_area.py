"""A page that is scrolled where the screen is too low for it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt, QTimer
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QFrame, QScrollArea, QWidget

from .page_frame import PageFrame

LEAST_LINES = 8
AROUND = 4  # pixels that are kept in sight around what is brought there


class TallArea(QScrollArea):
    """Gives a page the height that it needs at the width there is: a layout that is squeezed below
    that lays its widgets over each other.
    """

    def __init__(self, page: PageFrame, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self._least_width = page.minimumSizeHint().width()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fit)
        page.layout_asked.connect(self._soon.start)
        page.sight_asked.connect(self._bring_into_sight)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As wide as the page must be; what is low can be scrolled."""
        return QSize(self._least_width, LEAST_LINES * self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The page fills what there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.viewport().size()
        self.page.set_room(room)
        least = self.page.least_height(room.width())
        self.page.resize(room.width(), max(room.height(), least))
        bar = self.verticalScrollBar().sizeHint().width() if least > room.height() else 0
        width = self.page.minimumSizeHint().width() + bar
        if width != self._least_width:
            self._least_width = width
            self.updateGeometry()

    def _bring_into_sight(self, widget: QWidget) -> None:
        self._fit()
        self.ensureWidgetVisible(widget, 0, AROUND)
