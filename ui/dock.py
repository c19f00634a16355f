"""The dock panel: puts the parts together; each part does its own work."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProject
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ..layers.review_layers import (
    add_review_layers,
    refresh,
    remove_review_layers,
    repoint,
    review_layers,
)
from ..processing.locale import interface_language
from .case_map import CaseMap
from .case_menu import CaseMenu
from .map_choice import MapChoice
from .map_link import MapLink
from .map_menu import MapMenu
from .message_strip import MessageStrip
from .opening import Opened, OpenOrder
from .opening_strip import OpeningStrip
from .pages import REVIEW, WELCOME, Pages
from .panel_menu import PanelMenu
from .review_page import ReviewPage
from .session import ReviewSession
from .tall_area import TallArea
from .task_parts import end_all
from .welcome import WelcomePage

translate = QCoreApplication.translate
OBJECT_NAME = "StrukturbildReviewDock"


class ReviewDock(QgsDockWidget):
    """Welcome page without a case, the review with one; `menu` can be extended by others."""

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(translate("Strukturbild", "Structure map review"), parent)
        self.setObjectName(OBJECT_NAME)
        self.setAllowedAreas(Qt.DockWidgetArea.AllDockWidgetAreas)
        self.iface = iface
        self.session = ReviewSession(self)
        self.map_link = MapLink(iface.mapCanvas(), self)
        self._shown: set[str] = set()
        self.content = QWidget(self)
        self.bar = MessageStrip(self.content)
        self.stack = Pages(self.session, self.content)
        self.welcome = WelcomePage(self)
        self.review = ReviewPage(self.session, self)
        self.case_menu = CaseMenu(self.session, self.map_link, self.review, self)
        self.menu = self.case_menu.menu
        self.map_menu = MapMenu(self.session, iface, self.review, self.case_menu, self)
        self.review.set_menu(self.menu)
        layout = QVBoxLayout(self.content)
        layout.setContentsMargins(6, 6, 6, 6)
        self.case_map = CaseMap(self.session, iface.mapCanvas(), self)
        self.strip = OpeningStrip(self.session.opening, self.case_map, self.content)
        layout.addWidget(self.bar)
        layout.addWidget(self.strip)
        layout.addWidget(self.stack, 1)
        self.review.passing = (self.bar, self.strip)
        self.setWidget(self.content)
        self.stack.add_page(WELCOME, self.welcome)
        self.stack.add_page(REVIEW, TallArea(self.review, self))
        self.panel_menu = PanelMenu(self.session, iface, self.stack, self.case_menu, self)
        layout.addWidget(self.panel_menu.live_bar)
        self.map_choice = MapChoice(self.session, self.map_link, self.review, self)
        self.map_choice.nothing_to_say.connect(self.bar.clear)
        self.map_choice.layers_asked.connect(self.add_layers)
        self._connect()
        self._case_changed()
        self.session.open_remembered()

    def _connect(self) -> None:
        session = self.session
        session.said.connect(self.bar.say)
        session.case_changed.connect(self._case_changed)
        session.records_changed.connect(self._records_changed)
        session.states_changed.connect(self._states_changed)
        session.current_changed.connect(self._current_changed)
        session.opening.opened.connect(self._opened)
        self.case_map.shown.connect(self.add_layers)
        self.welcome.sample_asked.connect(self.open_sample)
        self.welcome.new_asked.connect(self.case_menu.new_case)
        self.welcome.open_asked.connect(self.case_menu.open_case)
        self.review.zoom_asked.connect(self._zoom)
        self.review.layers_asked.connect(self.add_layers)
        self.case_menu.layers_asked.connect(self.add_layers)
        self.case_menu.map_asked.connect(self.case_map.show)
        self.map_link.picking_ended.connect(self.review.picking_ended)
        QgsProject.instance().layersRemoved.connect(self._offer_layers)

    def take_focus(self) -> None:
        """Keys go to the list of findings, or to the first thing to do: a mouse is not needed."""
        page = self.review
        first: QWidget = page.run_button if page.list.isHidden() else page.list
        if self.session.case is None:
            first = self.welcome.sample
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_down(self) -> None:
        """Let go of everything before the plugin is unloaded, and wait for what works for it."""
        self.map_menu.close_down()
        self.panel_menu.close_down()
        self.map_choice.close()
        self.map_link.close()
        self.case_map.close_down()
        self.review.close_down()
        self.session.close()
        end_all()

    def open_sample(self) -> None:
        """Copy the sample county, open it and show it in the map."""
        ledger = self.session.with_ledger
        self.session.opening.start(OpenOrder(None, with_ledger=ledger, mapped=True))

    def _opened(self, found: Opened) -> None:
        self.case_map.case_opened(found.order.mapped)

    def add_layers(self) -> None:
        """Show the findings in the map, where there are any and the layers are gone."""
        session = self.session
        if session.store is not None and session.case is not None:
            add_review_layers(QgsProject.instance(), session.layer_place(), interface_language())
            self._shown.add(session.place)
            self.review.offer_layers(False)

    def _case_changed(self) -> None:
        has_case = self.session.case is not None
        self.stack.show_home()
        self.bar.clear()
        self.case_map.follow_case()
        self.map_link.clear()
        if not has_case:
            self.map_link.stop_picking()

    def _records_changed(self) -> None:
        session = self.session
        layers = review_layers(QgsProject.instance())
        first = session.running.just_ended and session.place not in self._shown
        if session.store is not None and (first or layers):  # what someone took away stays away
            self.add_layers() if first else repoint(layers, session.layer_place())
        elif layers and session.case is not None:  # they are of the case that was open before
            remove_review_layers(QgsProject.instance())
        self._offer_layers()

    def _offer_layers(self, *_removed: object) -> None:
        absent = not review_layers(QgsProject.instance())
        self.review.offer_layers(self.session.store is not None and absent)

    def _states_changed(self, _ids: list[str]) -> None:
        refresh(review_layers(QgsProject.instance()))

    def _current_changed(self, finding_id: str) -> None:
        if not finding_id or self.session.case is None:
            self.map_link.clear()
            return
        row = self.session.records.row_of.get(finding_id, -1)
        objects = [
            (kind, found.wkb)
            for kind in ("structure", "plan")
            if (found := self.session.object_geometry(kind, row)) is not None
        ]
        shape = self.session.finding_shape(finding_id)
        follow = not self.map_choice.choosing
        self.map_link.show(shape, objects, self.session.case.crs, follow=follow)

    def _zoom(self, what: str) -> None:
        session = self.session
        row = session.records.row_of.get(session.current, -1)
        if row < 0 or session.case is None:
            return
        if what == "finding":
            wkb = session.finding_shape(session.current)
        else:
            found = session.object_geometry(what, row)
            wkb = None if found is None else found.wkb
        if wkb:
            self.map_link.zoom_to(wkb, session.case.crs)
            return
        told = translate("Strukturbild", "The map of the last result does not have this object.")
        session.say(told)
