"""One finding in full: why, figures, map buttons, basis, history, and what waits for an answer."""

from __future__ import annotations

import math
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QRectF, QSize, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QPainter, QPaintEvent, QPalette, QPen
from qgis.PyQt.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..review.records import Conflict
from ..review.waiting import OURS, THEIRS
from .details import Details, conflict_html, outcome_words, title_of, waiting_html, why_html
from .flow import FlowLayout
from .marks import outcome_color
from .words import amount, figure

translate = QCoreApplication.translate


class FigureBar(QWidget):
    """A figure against its threshold: a bar, and a mark where the threshold is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = self.threshold = math.nan
        self.outcome = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """A line of text high."""
        return QSize(60, self.fontMetrics().height())

    def show_figure(self, value: float, threshold: float, outcome: str) -> None:
        """Show a figure; hidden where there is nothing to compare."""
        self.value, self.threshold, self.outcome = value, threshold, outcome
        comparable = not math.isnan(value) and not math.isnan(threshold) and threshold > 0
        self.setVisible(comparable)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The bar reaches a little beyond the larger of both."""
        top = max(self.value, self.threshold) * 1.15
        if not top or math.isnan(top):
            return
        painter = QPainter(self)
        height = self.height() / 2
        box = QRectF(0, height / 2, self.width(), height)
        painter.fillRect(box, self.palette().color(QPalette.ColorRole.Midlight))
        painter.fillRect(
            QRectF(0, height / 2, self.width() * self.value / top, height),
            outcome_color(self.outcome),
        )
        x = self.width() * self.threshold / top
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.WindowText), 2))
        painter.drawLine(int(x), 0, int(x), self.height())


class Notice(QFrame):
    """A framed box with text and two buttons, for what needs an answer first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.first = QToolButton(self)
        self.second = QToolButton(self)
        buttons = QHBoxLayout()
        buttons.addWidget(self.first)
        buttons.addWidget(self.second)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addLayout(buttons)

    def ask(self, text: str, first: str, second: str = "") -> None:
        """Show the box."""
        self.text.setText(text)
        self.first.setText(first)
        self.second.setText(second)
        self.second.setVisible(bool(second))
        self.show()


class DetailPanel(QWidget):
    """Shows `Details`; emits what is asked for."""

    zoom_asked = pyqtSignal(str)  # "plan", "structure" or "finding"
    confirm_asked = pyqtSignal()
    settle_asked = pyqtSignal(str)
    keep_theirs_asked = pyqtSignal()
    write_anyway_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mode = ""
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.figures = QLabel(self)
        self.figures.setWordWrap(True)
        self.bar = FigureBar(self)
        self.notice = Notice(self)
        self.plan = self._zoom_button(translate("Strukturbild", "Plan object: zoom"), "plan")
        self.structure = self._zoom_button(
            translate("Strukturbild", "Structure map: zoom"), "structure"
        )
        self.whole = self._zoom_button(translate("Strukturbild", "Finding: zoom"), "finding")
        self.text = QTextBrowser(self)
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(translate("Strukturbild", "Why, basis and history"))
        self.text.anchorClicked.connect(self._open)
        self.notice.first.clicked.connect(self._first)
        self.notice.second.clicked.connect(self._second)
        zooms = FlowLayout()
        for button in (self.plan, self.structure, self.whole):
            zooms.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self.title, self.figures, self.bar, self.notice):
            layout.addWidget(widget)
        layout.addLayout(zooms)
        layout.addWidget(self.text, 1)
        self.show_nothing("")

    def _zoom_button(self, text: str, what: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setProperty("what", what)
        button.clicked.connect(self._zoom)
        return button

    def show_nothing(self, text: str) -> None:
        """Say what to do where no row is chosen."""
        for widget in (self.title, self.figures, self.bar, self.notice,
                       self.plan, self.structure, self.whole):  # fmt: skip
            widget.hide()
        self.text.setPlainText(text)

    def show_details(self, details: Details, conflict: Conflict | None, writable: bool) -> None:
        """Show a row."""
        values = details.values
        self.title.setText(title_of(details))
        self.title.show()
        value, threshold = _number(values.get("value")), _number(values.get("threshold"))
        unit, outcome = str(values.get("unit") or ""), str(values.get("outcome") or "")
        self.figures.setText(self._figures(details, value, threshold, unit))
        self.figures.show()
        self.bar.show_figure(value, threshold, outcome)
        self.bar.setAccessibleName(figure(value, threshold, unit))
        self.plan.setVisible(bool(values.get("plan_object")))
        self.structure.setVisible(bool(values.get("structure_object")))
        self.whole.setVisible(details.state is not None)
        self._ask(details, conflict)
        self.notice.first.setEnabled(writable)
        self.notice.second.setEnabled(writable)
        self.text.setHtml(why_html(details))

    def _figures(self, details: Details, value: float, threshold: float, unit: str) -> str:
        parts = [outcome_words(details)]
        shown, limit = amount(value, unit), amount(threshold, unit)
        if shown and limit and threshold > 0:
            told = translate("Strukturbild", "{value}, threshold {threshold}")
            parts.append(told.format(value=shown, threshold=limit))
        elif shown and unit:
            parts.append(shown)
        if details.values.get("municipality"):
            parts.append(str(details.values["municipality"]))
        return " · ".join(parts)

    def _ask(self, details: Details, conflict: Conflict | None) -> None:
        self.notice.hide()
        self.mode = ""
        if conflict is not None:
            self.mode = "conflict"
            told = translate("Strukturbild", "Someone else wrote first. Nothing of yours is lost.")
            self.notice.ask(
                f"<p>{told}</p>{conflict_html(conflict)}",
                translate("Strukturbild", "Keep theirs"),
                translate("Strukturbild", "Write mine anyway"),
            )
        elif details.waiting:
            self.mode = "waiting"
            told = translate(
                "Strukturbild", "What came from elsewhere says something else. Which holds?"
            )
            self.notice.ask(
                f"<p>{told}</p>{waiting_html(details)}",
                translate("Strukturbild", "Theirs holds"),
                translate("Strukturbild", "Mine holds"),
            )
        elif details.to_confirm:
            self.mode = "confirm"
            told = translate(
                "Strukturbild",
                "The decision followed from an earlier run, but the finding has changed or was "
                "split or merged. Does it still hold here?",
            )
            self.notice.ask(told, translate("Strukturbild", "Confirm"))

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
        if url.scheme() in ("http", "https", "file"):
            QDesktopServices.openUrl(url)


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)
