"""What the last run assessed: one line of counts and a bar of their shares."""

from __future__ import annotations

import html
from typing import Mapping

from qgis.PyQt.QtCore import QCoreApplication, QRectF, QSize
from qgis.PyQt.QtGui import QPainter, QPaintEvent, QPalette
from qgis.PyQt.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QWidget

from ..review.ledger_file import LedgerSummary
from .marks import outcome_color
from .words import number, word

translate = QCoreApplication.translate
SHOWN_FIRST = ("supported", "partly", "conflicting", "missing")
SHOWN_IF_ANY = ("undetermined", "blocked", "not_run", "not_applicable")


def counted(code: str, count: int) -> str:
    """A number of assessments with their outcome, in the plural where there are several."""
    several = {
        "blocked": translate("Strukturbild", "{count} blocked"),
        "not_run": translate("Strukturbild", "{count} not run"),
        "not_applicable": translate("Strukturbild", "{count} not applicable"),
    }
    if count == 1 or code not in several:
        return f"{number(count, 0)} {word('outcome', code)}"
    return several[code].format(count=number(count, 0))


class OutcomeBar(QWidget):
    """Segments as wide as the shares of the outcomes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcomes: Mapping[str, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """A thin line."""
        return QSize(60, max(6, self.fontMetrics().height() // 2))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the segments, with a gap between them."""
        total = sum(self.outcomes.values())
        painter = QPainter(self)
        if not total:
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Mid))
            return
        x = 0.0
        for code in (*SHOWN_FIRST, *SHOWN_IF_ANY):
            width = self.width() * self.outcomes.get(code, 0) / total
            if width:
                box = QRectF(x, 0, max(width - 1, 1), self.height())
                painter.fillRect(box, outcome_color(code))
            x += width


class SummaryBar(QWidget):
    """Counts in words above the bar; where height is scarce, their sum beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.bar = OutcomeBar(self)
        self.low = False
        self._told = self._counts = ""
        self.lines = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(2)
        self.lines.addWidget(self.text)
        self.lines.addWidget(self.bar, 1)

    def set_low(self, low: bool) -> None:
        """Take up one line only; the counts are in the tool tip then."""
        if low != self.low:
            self.low = low
            ways = QBoxLayout.Direction
            self.lines.setDirection(ways.LeftToRight if low else ways.TopToBottom)
            self.lines.setSpacing(8 if low else 2)
            self.text.setWordWrap(not low)
            self._show_text()

    def show_summary(self, summary: LedgerSummary | None) -> None:
        """Show a result's counts; nothing without a result."""
        self.setVisible(summary is not None)
        if summary is None:
            return
        outcomes = summary.outcomes
        parts = [counted(code, outcomes.get(code, 0)) for code in SHOWN_FIRST]
        parts += [counted(code, outcomes[code]) for code in SHOWN_IF_ANY if outcomes.get(code)]
        total = number(sum(outcomes.values()), 0)
        told = translate("Strukturbild", "{count} assessed").format(count=total)
        self._told, self._counts = told, " · ".join(parts)
        plain = f"{told}: {self._counts}"
        self._show_text()
        self.text.setToolTip(plain)
        self.bar.outcomes = dict(outcomes)
        self.bar.setAccessibleName(plain)
        self.bar.setToolTip(plain)
        self.bar.update()

    def _show_text(self) -> None:
        told = f"<b>{html.escape(self._told)}</b>"
        self.text.setText(told if self.low else f"{told}: {html.escape(self._counts)}")
