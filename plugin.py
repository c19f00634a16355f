"""The plugin: its menu, its button, its provider, and taking all of that away again."""

from __future__ import annotations

from typing import Any, Callable

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTranslator
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QMenu, QToolButton

from .processing.dialog import open_dialog
from .processing.locale import RESOURCES, install_translator
from .processing.provider import StrukturbildProvider
from .ui.ahead import LoadingAhead

translate = QCoreApplication.translate


class StrukturbildPlugin:
    """What QGIS loads; `iface` is None in `qgis_process`."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface
        self.translator: QTranslator | None = install_translator()
        self.provider: StrukturbildProvider | None = None
        self.menu: QMenu | None = None
        self.button_action: QAction | None = None
        self.dock: Any = None
        self.ahead: LoadingAhead | None = None

    def initProcessing(self) -> None:  # noqa: N802 - the name QGIS calls
        """Register the algorithms; all that `qgis_process` asks for."""
        self.provider = StrukturbildProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:  # noqa: N802 - the name QGIS calls
        """Add menu and button."""
        self.initProcessing()
        window = self.iface.mainWindow()
        self.menu = QMenu(translate("Strukturbild", "Str&ukturbild"), window)
        self.menu.setObjectName("strukturbildMenu")
        self._add(translate("Strukturbild", "Review…"), self.show_dock, "strukturbild")
        self._add(translate("Strukturbild", "Open the sample county"), self.open_sample, "sample")
        self.menu.addSeparator()
        self._add_dialog(translate("Strukturbild", "Check a county..."), "checkcounty")
        self._add_dialog(translate("Strukturbild", "Check a municipality..."), "checkalignment")
        self._add_dialog(translate("Strukturbild", "Inspect inputs..."), "inspectinputs")
        self._add_dialog(translate("Strukturbild", "Map a plan..."), "mapplan")
        self._add_dialog(translate("Strukturbild", "Area account..."), "areaaccount")
        bar = window.menuBar()
        bar.insertMenu(self.iface.firstRightStandardMenu().menuAction(), self.menu)
        self.button_action = self.iface.addToolBarWidget(self._button())
        self.ahead = LoadingAhead(window)

    def unload(self) -> None:
        """Take everything away again."""
        if self.ahead is not None:
            self.ahead.timer.stop()
            self.ahead.deleteLater()
            self.ahead = None
        if self.dock is not None:
            self.dock.close_down()
            self.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        if self.button_action is not None:
            self.iface.removeToolBarIcon(self.button_action)
            self.button_action = None
        if self.menu is not None:
            self.menu.deleteLater()
            self.menu = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None

    def show_dock(self) -> Any:
        """Show the review panel; it is made at first use, where QGIS last had it."""
        if self.dock is None:
            from .ui.dock import ReviewDock  # noqa: PLC0415 - QGIS starts sooner: see `LoadingAhead`

            window = self.iface.mainWindow()
            self.dock = ReviewDock(self.iface, window)
            if not window.restoreDockWidget(self.dock):
                self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.show()
        self.dock.raise_()
        self.dock.take_focus()
        return self.dock

    def toggle_dock(self) -> None:
        """Show the panel, or hide it where it can be seen."""
        if self.dock is not None and self.dock.isVisible():
            self.dock.hide()
        else:
            self.show_dock()

    def open_sample(self) -> None:
        """Load the sample county with its groups and styles, and open it for review."""
        self.show_dock().open_sample()

    def _add(self, text: str, slot: Callable[[], None], icon: str) -> None:
        if self.menu is None:
            return
        action = self.menu.addAction(QIcon(str(RESOURCES / "icons" / f"{icon}.svg")), text)
        action.triggered.connect(lambda _checked=False: slot())

    def _add_dialog(self, text: str, algorithm: str) -> None:
        self._add(text, lambda: open_dialog(algorithm), algorithm)

    def _button(self) -> QToolButton:
        button = QToolButton()
        button.setText("Strukturbild")
        button.setIcon(QIcon(str(RESOURCES / "icons" / "strukturbild.svg")))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setToolTip(
            translate("Strukturbild", "Check comprehensive plans against the structure map")
        )
        button.setMenu(self.menu)
        button.clicked.connect(self.toggle_dock)
        return button
