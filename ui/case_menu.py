"""The menu of the case: opening, exchange with others, how the map follows, who one is."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

from qgis.core import QgsApplication, QgsProject, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QActionGroup, QFileDialog, QInputDialog, QMenu, QWidget

from ..layers.project import broken_off
from ..processing.dialog import open_dialog
from .map_link import FOLLOWS, PAN, STAY, ZOOM, MapLink
from .opening import OpenOrder
from .prefilled import prefilled
from .project_memory import remember_case
from .review_page import ReviewPage
from .server_dialog import choose_server
from .session import ReviewSession
from .words import AUTHOR_SETTING, author_name

translate = QCoreApplication.translate
FOLDER_SETTING = "strukturbild/case_folder"
EXCHANGE = (
    "exportfindings", "importresponses", "exportreview", "importreview", "updatereview",
    "comparestages", "areaaccount",
)  # fmt: skip


class CaseMenu(QObject):
    """Builds the menu once; `menu` can be extended by others."""

    layers_asked = pyqtSignal()
    map_asked = pyqtSignal()

    def __init__(
        self, session: ReviewSession, map_link: MapLink, review: ReviewPage, dock: QWidget
    ) -> None:
        super().__init__(dock)
        self.session, self.map_link, self.review, self.dock = session, map_link, review, dock
        self.menu = QMenu(dock)
        self.exchange: dict[str, QAction] = {}
        self._build()
        self.menu.aboutToShow.connect(self._update)

    def _build(self) -> None:
        self._add(translate("Strukturbild", "New case…"), self.new_case)
        self._add(translate("Strukturbild", "Open a case…"), self.open_case)
        self.reload = self._add(
            translate("Strukturbild", "Read anew"), self.session.opening.read_anew
        )
        self.show_map = self._add(
            translate("Strukturbild", "Show the case's map"), self.map_asked.emit
        )
        self.close = self._add(translate("Strukturbild", "Close the case"), self._close)
        self.menu.addSeparator()
        store = self.menu.addMenu(translate("Strukturbild", "Open a review store…"))
        self._add(translate("Strukturbild", "File…"), self._open_file, store)
        self._add(translate("Strukturbild", "Database…"), self._open_server, store)
        self.store_menu = store
        self.take_in = self._add(
            translate("Strukturbild", "Take in the last result"), self._take_in
        )
        self.menu.addSeparator()
        titles = {
            "exportfindings": translate("Strukturbild", "Export findings (Excel, CSV)…"),
            "importresponses": translate("Strukturbild", "Read municipalities' answers…"),
            "exportreview": translate("Strukturbild", "Export a review package…"),
            "importreview": translate("Strukturbild", "Import a review package…"),
            "updatereview": translate("Strukturbild", "Update the review with a result…"),
            "comparestages": translate("Strukturbild", "Compare two stages…"),
            "areaaccount": translate("Strukturbild", "Area account…"),
        }
        for name in EXCHANGE:
            self.exchange[name] = self._add(titles[name], self._opener(name))
        self.menu.addSeparator()
        self._build_follow()
        self._add(translate("Strukturbild", "Your name…"), self.ask_name)

    def _build_follow(self) -> None:
        titles = {
            ZOOM: translate("Strukturbild", "Zoom to what is chosen"),
            PAN: translate("Strukturbild", "Move to what is chosen"),
            STAY: translate("Strukturbild", "Stay, and mark it"),
        }
        menu = self.menu.addMenu(translate("Strukturbild", "The map"))
        group = QActionGroup(menu)
        for follow in FOLLOWS:
            action = menu.addAction(titles[follow])
            action.setCheckable(True)
            action.setChecked(self.map_link.follow() == follow)
            action.setData(follow)
            group.addAction(action)
        group.triggered.connect(self._follow)
        menu.addSeparator()
        self._add(
            translate("Strukturbild", "Show findings in the map"), self.layers_asked.emit, menu
        )

    def _add(self, text: str, slot: Callable[[], Any], menu: QMenu | None = None) -> QAction:
        action = (menu or self.menu).addAction(text)
        action.triggered.connect(_without_arguments(slot))
        return action

    def _update(self) -> None:
        has_case = self.session.case is not None
        has_store = self.session.store is not None
        self.close.setEnabled(has_case)
        self.reload.setEnabled(has_case)
        self.show_map.setEnabled(has_case)
        self.store_menu.setEnabled(has_case)
        self.take_in.setEnabled(has_case and self.session.result_path is not None)
        registry = QgsApplication.processingRegistry()
        for name, action in self.exchange.items():
            known = registry.algorithmById(f"strukturbild:{name}") is not None
            action.setVisible(known)
            needs_no_store = {"comparestages": True, "areaaccount": has_case}
            action.setEnabled(needs_no_store.get(name, has_store))

    def new_case(self) -> None:
        """The wizard; its setup file is then opened, with its map where the project has none."""
        from .new_case.wizard import NewCaseWizard  # noqa: PLC0415 - only those who make a case need it

        wizard = NewCaseWizard(self.dock)
        if wizard.exec() and wizard.setup_path is not None:
            mapped = not wizard.case.is_in_project()
            self.session.opening.start(OpenOrder(wizard.setup_path, mapped=mapped))
        wizard.deleteLater()

    def open_case(self) -> None:
        """Choose a setup file; its map comes where the project has no layers, or not all of it."""
        folder = str(QgsSettings().value(FOLDER_SETTING, "") or "")
        path, _ = QFileDialog.getOpenFileName(
            self.dock,
            translate("Strukturbild", "Open a case"),
            folder,
            "Strukturbild (*.strukturbild.yaml *.yaml *.yml)",
        )
        if path:
            QgsSettings().setValue(FOLDER_SETTING, str(Path(path).parent))
            project, setup = QgsProject.instance(), Path(path)
            rest = broken_off(project, str(setup.resolve()))
            mapped = not project.mapLayers() or rest is not None
            self.session.opening.start(OpenOrder(setup, mapped=mapped))

    def ask_name(self) -> None:
        """The name that colleagues see."""
        title = translate("Strukturbild", "Your name")
        told = translate("Strukturbild", "The name that colleagues see beside your decisions:")
        name, given = QInputDialog.getText(self.dock, title, told, text=author_name())
        if given:
            QgsSettings().setValue(AUTHOR_SETTING, name.strip())

    def _close(self) -> None:
        remember_case(QgsProject.instance(), None)
        self.session.close_case()

    def _open_file(self) -> None:
        start = self.session.place if not self.session.place.startswith("postgresql:") else ""
        path, _ = QFileDialog.getOpenFileName(
            self.dock,
            translate("Strukturbild", "Open a review store"),
            start,
            "GeoPackage (*.gpkg)",
        )
        if path:
            self.session.opening.open_review(path)

    def _open_server(self) -> None:
        choose_server(self.session, self.dock)

    def _take_in(self) -> None:
        self.session.running.start(result_only=True)

    def _opener(self, name: str) -> Callable[[], None]:
        def open_dialog() -> None:
            self._open_algorithm(name)

        return open_dialog

    def _open_algorithm(self, name: str) -> None:
        chosen = self.review.model.chosen.municipalities
        open_dialog(name, prefilled(name, self.session, chosen))
        self.session.look_for_changes()

    def _follow(self, action: QAction) -> None:
        self.map_link.set_follow(str(action.data()))


def _without_arguments(slot: Callable[[], Any]) -> Callable[..., None]:
    def called(*_arguments: Any) -> None:
        slot()

    return called
