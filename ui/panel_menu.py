"""What the panel's menu opens inside the panel: charts, and following edits of a plan."""

from __future__ import annotations

from functools import partial
from typing import Any

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QObject
from qgis.PyQt.QtWidgets import QAction, QMenu, QWidget

from ..alignment.problems import InputError
from ..alignment.setup.case import PlanSetup
from ..layers.plan_sources import add_plan_sources
from ..review.trend import trend_of
from .case_menu import CaseMenu
from .chart_page import ChartPage
from .charts import OUTCOME_PATTERNS
from .live import LiveBar, LiveCheck, LiveState
from .pages import Pages
from .session import ReviewSession
from .words import word

translate = QCoreApplication.translate
CHARTS = "charts"


class PanelMenu(QObject):
    """Adds the menu's entries and owns what they show; `close_down` ends all of it."""

    def __init__(
        self,
        session: ReviewSession,
        iface: Any,
        pages: Pages,
        case_menu: CaseMenu,
        dock: QWidget,
    ) -> None:
        super().__init__(dock)
        self.session, self.iface, self.pages = session, iface, pages
        self.charts = ChartPage({code: word("outcome", code) for code in OUTCOME_PATTERNS})
        self.charts.back.connect(pages.show_home)
        pages.add_page(CHARTS, self.charts)
        self.live = LiveCheck(self.session, self)
        self.live_bar = LiveBar(self.live, iface.activeLayer, iface.mapCanvas())
        self.live_bar.setVisible(False)
        self._build_menu(case_menu.menu, case_menu.exchange["exportfindings"])
        self.live.state_changed.connect(self._live_state_changed)
        self.session.case_changed.connect(self.live_bar.hide)

    def _build_menu(self, menu: QMenu, following: QAction) -> None:
        self.charts_action = QAction(translate("Strukturbild", "Charts"), menu)
        self.charts_action.triggered.connect(self._show_charts)
        self.follow_action = QAction(translate("Strukturbild", "Follow editing"), menu)
        self.follow_action.setCheckable(True)
        self.follow_action.triggered.connect(self._follow)
        self.edit_menu = QMenu(translate("Strukturbild", "Open a plan for editing"), menu)
        menu.insertAction(following, self.charts_action)
        menu.insertMenu(following, self.edit_menu)
        menu.insertAction(following, self.follow_action)
        menu.insertSeparator(following)
        menu.aboutToShow.connect(self._update)

    def close_down(self) -> None:
        """Stop following, and leave nothing on the map."""
        self.live_bar.close_marks()
        self.live.close()

    def _update(self) -> None:
        case = self.session.case
        self.charts_action.setEnabled(self.session.store is not None)
        self.follow_action.setEnabled(case is not None)
        self.edit_menu.setEnabled(case is not None)
        self.edit_menu.clear()
        for plan in case.plans if case is not None else ():
            action = self.edit_menu.addAction(f"{plan.municipality} {plan.name or plan.plan_id}")
            action.triggered.connect(partial(self._edit, plan))

    def _edit(self, plan: PlanSetup, _checked: bool = False) -> None:
        """Show the plan's own layers, the first of them ready to be edited, and follow it."""
        title = translate("Strukturbild", "Editing: {plan}").format(
            plan=plan.name or plan.municipality
        )
        try:
            layers = add_plan_sources(QgsProject.instance(), [plan], title)
        except InputError as error:
            self.session.tell(error)
            return
        if not layers:
            return
        self._make_active(layers[0])
        if self.live.layer is not layers[0]:  # what its edits change stays told
            self.live_bar.begin(layers[0])

    def _make_active(self, layer: QgsVectorLayer) -> None:
        self.iface.setActiveLayer(layer)
        if not layer.isEditable():
            layer.startEditing()

    def _follow(self, on: bool) -> None:
        if on:
            self.live_bar.begin(self.iface.activeLayer())
        else:
            self.live_bar.end()
        self._live_state_changed(self.live.state)  # also where it could not begin

    def _live_state_changed(self, state: LiveState) -> None:
        self.follow_action.setChecked(state is not LiveState.OFF)

    def _show_charts(self, _checked: bool = False) -> None:
        if self.session.store is None:
            return
        try:
            trend = trend_of(self.session.store)
        except InputError as error:
            self.session.tell(error)
            return
        self.charts.show_trend(trend)
        self.pages.show_page(CHARTS)
