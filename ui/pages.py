"""The pages of the panel, one of which is shown."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QStackedWidget, QWidget

from .case_state import CaseState

REVIEW, WELCOME = "review", "welcome"


class Pages(QStackedWidget):
    """Pages by name; which one is at home depends on whether a case is open."""

    def __init__(self, session: CaseState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.named: dict[str, QWidget] = {}

    def add_page(self, name: str, page: QWidget) -> None:
        """Add a page that `show_page` shows."""
        self.named[name] = page
        self.addWidget(page)

    def show_page(self, name: str) -> None:
        """Show a page."""
        self.setCurrentWidget(self.named[name])

    def show_home(self) -> None:
        """The review of the open case, or the welcome page."""
        self.show_page(WELCOME if self.session.case is None else REVIEW)
