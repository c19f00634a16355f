"""What the panel's menu offers on the map: findings drawn by hand, and two stages side by side."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QObject
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QMainWindow, QMenu, QWidget

from ..layers.drawn import LINE, POINT, POLYGON
from ..processing.locale import RESOURCES
from .case_menu import CaseMenu
from .manual.control import ManualFindings
from .review_page import ReviewPage
from .session import ReviewSession
from .stages.control import StagesControl

translate = QCoreApplication.translate


class MapMenu(QObject):
    """Adds the menu's entries and owns what they start; `close_down` ends all of it."""

    def __init__(
        self,
        session: ReviewSession,
        iface: Any,
        review: ReviewPage,
        case_menu: CaseMenu,
        dock: QWidget,
    ) -> None:
        super().__init__(dock)
        self.session = session
        window, canvas, menu = iface.mainWindow(), iface.mapCanvas(), case_menu.menu
        self.manual = ManualFindings(self.session, canvas, dock)
        self.manual.added.connect(review.go_to)
        main = window if isinstance(window, QMainWindow) else None
        self.stages = StagesControl(self.session, canvas, main)
        self.draw_menu = QMenu(translate("Strukturbild", "Draw a finding"), menu)
        shapes = (
            (POINT, translate("Strukturbild", "Point")),
            (LINE, translate("Strukturbild", "Line")),
            (POLYGON, translate("Strukturbild", "Area")),
        )
        for shape, text in shapes:
            self.draw_menu.addAction(text).setData(shape)
        self.draw_menu.triggered.connect(self._draw)
        self.stages_action = QAction(
            QIcon(str(RESOURCES / "icons" / "comparestages.svg")),
            translate("Strukturbild", "Two stages side by side…"),
            menu,
        )
        self.stages_action.triggered.connect(self._open_stages)
        following = case_menu.exchange["exportfindings"]
        menu.insertMenu(following, self.draw_menu)
        menu.insertAction(following, self.stages_action)
        menu.insertSeparator(following)
        menu.aboutToShow.connect(self._update)
        self.draw_button = review.draw_button
        self.draw_button.setMenu(self.draw_menu)
        self.session.records_changed.connect(self._update)
        self.session.case_changed.connect(self._update)
        self._update()

    def close_down(self) -> None:
        """End drawing and comparing, and leave nothing on the map."""
        self.manual.close()
        self.stages.close()

    def _update(self) -> None:
        has_store = self.session.store is not None
        self.draw_menu.setEnabled(has_store)
        self.draw_button.setVisible(has_store)
        self.stages_action.setEnabled(self.session.result_path is not None)

    def _draw(self, action: QAction) -> None:
        self.manual.start(str(action.data()))

    def _open_stages(self, _checked: bool = False) -> None:
        self.stages.open()
