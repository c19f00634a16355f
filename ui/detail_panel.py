"""One finding in full: why, figures, map buttons, basis, history, and what waits for an answer."""

from __future__ import annotations

from math import ceil

from qgis.PyQt.QtCore import QCoreApplication, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QResizeEvent, QTextDocument
from qgis.PyQt.QtWidgets import QFrame, QTextBrowser, QToolButton, QVBoxLayout, QWidget

from ..review.records import Conflict
from ..review.waiting import OURS, THEIRS
from .detail_html import bar_html, head_html, why_html
from .details import Details
from .flow import FlowLayout
from .links import link_url
from .log_html import boxed_html, conflict_html, waiting_html

translate = QCoreApplication.translate


class DetailPanel(QWidget):
    """Shows `Details`; emits what is asked for."""

    zoom_asked = pyqtSignal(str)  # "plan", "structure" or "finding"
    confirm_asked = pyqtSignal()
    settle_asked = pyqtSignal(str)
    keep_theirs_asked = pyqtSignal()
    write_anyway_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mode = self.asked = ""
        self.first = QToolButton(self)
        self.second = QToolButton(self)
        self.plan = self._zoom_button(translate("Strukturbild", "Plan object: zoom"), "plan")
        self.structure = self._zoom_button(
            translate("Strukturbild", "Structure map: zoom"), "structure"
        )
        self.whole = self._zoom_button(translate("Strukturbild", "Finding: zoom"), "finding")
        self.text = QTextBrowser(self)
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(translate("Strukturbild", "Why, basis and history"))
        self.text.setMinimumHeight(self.fontMetrics().height() * 4)
        self.text.anchorClicked.connect(self._open)
        self.first.clicked.connect(self._first)
        self.second.clicked.connect(self._second)
        self.buttons = FlowLayout()
        for button in (self.first, self.second, self.plan, self.structure, self.whole):
            self.buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.text, 1)
        layout.addLayout(self.buttons)
        self.show_nothing("")

    def _zoom_button(self, text: str, what: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setProperty("what", what)
        button.clicked.connect(self._zoom)
        return button

    def show_nothing(self, text: str) -> None:
        """Say what to do where no row is chosen."""
        self.mode = self.asked = ""
        for button in (self.first, self.second, self.plan, self.structure, self.whole):
            button.hide()
        self.text.setPlainText(text)

    def show_details(self, details: Details, conflict: Conflict | None, writable: bool) -> None:
        """Show a row; what waits for an answer stands first."""
        values = details.values
        asked = self._ask(details, conflict)
        answering = self.mode in ("conflict", "waiting")  # first things first
        self.plan.setVisible(bool(values.get("plan_object")) and not answering)
        self.structure.setVisible(bool(values.get("structure_object")) and not answering)
        self.whole.setVisible(details.state is not None and not answering)
        self.first.setVisible(bool(self.mode))
        self.second.setVisible(answering)
        self.first.setEnabled(writable)
        self.second.setEnabled(writable)
        bar = bar_html(details, self.palette())
        self.asked = asked
        self.text.setHtml(asked + head_html(details) + bar + why_html(details))
        self._claim_height()

    def asking_height(self) -> int:
        """The height in which what is asked can be read as a whole; 0 where nothing is asked."""
        if not self.asked:
            return 0
        document = QTextDocument()
        document.setDefaultFont(self.text.document().defaultFont())
        document.setHtml(self.asked)
        document.setTextWidth(self.text.viewport().width())
        around = self.minimumHeight() - self.text.minimumHeight()
        return around + ceil(document.size().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Narrower is higher: buttons go on more lines."""
        super().resizeEvent(event)
        self._claim_height()

    def _claim_height(self) -> None:
        """A splitter knows nothing of heights that depend on widths."""
        layout = self.layout()
        layout.invalidate()
        self.setMinimumHeight(layout.minimumHeightForWidth(self.width()))

    def _ask(self, details: Details, conflict: Conflict | None) -> str:
        """Set the mode and its buttons; what is asked, as HTML."""
        self.mode = ""
        if conflict is not None:
            self.mode = "conflict"
            names = ", ".join(sorted({entry.author.name for entry in conflict.theirs}))
            told = translate(
                "Strukturbild", "{names} wrote first. Nothing of yours is lost."
            ).format(names=names or "?")
            both = conflict_html(conflict)
            self.first.setText(translate("Strukturbild", "Keep theirs"))
            self.second.setText(translate("Strukturbild", "Write mine anyway"))
        elif details.waiting and details.state is not None:
            self.mode = "waiting"
            told = translate(
                "Strukturbild", "What came from elsewhere says something else. Which holds?"
            )
            both = waiting_html(details.waiting, details.state)
            self.first.setText(translate("Strukturbild", "Theirs holds"))
            self.second.setText(translate("Strukturbild", "Mine holds"))
        elif details.to_confirm:
            self.mode = "confirm"
            told = translate(
                "Strukturbild",
                "The decision followed from an earlier run, but the finding has changed or was "
                "split or merged. Does it still hold here?",
            )
            both = ""
            self.first.setText(translate("Strukturbild", "Confirm"))
        return boxed_html(told, both, self.palette()) if self.mode else ""

    def _first(self) -> None:
        if self.mode == "conflict":
            self.keep_theirs_asked.emit()
        elif self.mode == "waiting":
            self.settle_asked.emit(THEIRS)
        elif self.mode == "confirm":
            self.confirm_asked.emit()

    def _second(self) -> None:
        if self.mode == "conflict":
            self.write_anyway_asked.emit()
        elif self.mode == "waiting":
            self.settle_asked.emit(OURS)

    def _zoom(self) -> None:
        button = self.sender()
        if button is not None:
            self.zoom_asked.emit(str(button.property("what")))

    def _open(self, url: QUrl) -> None:
        if not link_url(url.toString()).isEmpty():
            QDesktopServices.openUrl(url)
