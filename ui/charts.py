"""Bars that are painted with the palette of the window: outcomes by municipality, and by run.

No charting library comes with every QGIS. Each outcome has a hue and a pattern, so that the bars
can be read by colour-blind people and in grey print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

from qgis.PyQt.QtCore import QEvent, QRectF, QSize, Qt
from qgis.PyQt.QtGui import (
    QBrush,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from qgis.PyQt.QtWidgets import QSizePolicy, QToolTip, QWidget

from .marks import outcome_color

Pattern = Qt.BrushStyle
# outcome -> pattern, in the order in which they stand in a bar
OUTCOME_PATTERNS: Mapping[str, Qt.BrushStyle] = {
    "supported": Pattern.SolidPattern,
    "partly": Pattern.Dense4Pattern,
    "conflicting": Pattern.SolidPattern,
    "missing": Pattern.BDiagPattern,
    "undetermined": Pattern.Dense6Pattern,
    "blocked": Pattern.CrossPattern,
    "not_run": Pattern.HorPattern,
    "not_applicable": Pattern.Dense7Pattern,
}
LINES_PER_BAR = 1.7
BAR_SHARE = 0.62
NAME_SHARE = 0.4  # of the width, at most


@dataclass(frozen=True)
class Bar:
    """One bar: its name, the number in each part, and what stands behind it."""

    name: str
    parts: Mapping[str, int]
    remark: str = ""

    def total(self) -> int:
        """All parts together."""
        return sum(self.parts.values())


class StackedBars(QWidget):
    """Horizontal bars, each as long as its share of the longest; `words` names the parts."""

    def __init__(self, words: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.bars: Sequence[Bar] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Paint these bars; a screen reader gets them as text."""
        self.bars = tuple(bars)
        self.setAccessibleDescription("; ".join(self.told(bar) for bar in bars))
        self.updateGeometry()
        self.update()

    def told(self, bar: Bar) -> str:
        """A bar in words."""
        parts = ", ".join(
            f"{self.words.get(part, part)} {number}"
            for part, number in self._ordered(bar)
            if number
        )
        return f"{bar.name}: {parts}" + (f" ({bar.remark})" if bar.remark else "")

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as its bars."""
        return QSize(12 * self.fontMetrics().averageCharWidth(), self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Nothing is hidden for want of height."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Say a bar's numbers where the mouse rests."""
        if isinstance(event, QHelpEvent):
            number = int(event.pos().y() / self._line())
            if 0 <= number < len(self.bars):
                QToolTip.showText(event.globalPos(), self.told(self.bars[number]), self)
                return True
        return bool(super().event(event))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Names, bars, numbers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        space = metrics.averageCharWidth()
        name_width = self._name_width()
        number_width = metrics.horizontalAdvance("00000") + space
        longest = max((bar.total() for bar in self.bars), default=0) or 1
        room = max(self.width() - name_width - number_width - 2 * space, space)
        for number, bar in enumerate(self.bars):
            top = number * self._line()
            text = QRectF(0, top, name_width, self._line())
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, int(name_width))
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
            left = name_width + space
            height = self._line() * BAR_SHARE
            for part, count in self._ordered(bar):
                width = room * count / longest
                box = QRectF(left, top + (self._line() - height) / 2, width, height)
                self._paint_part(painter, box, part)
                left += width
            box = QRectF(left + space / 2, top, number_width, self._line())
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            vertical = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(box, vertical, str(bar.total()))

    @staticmethod
    def _paint_part(painter: QPainter, box: QRectF, part: str) -> None:
        color = outcome_color(part)
        pattern = OUTCOME_PATTERNS.get(part, OUTCOME_PATTERNS["not_applicable"])
        if box.width() <= 0:
            return
        painter.setPen(QPen(color, 1))
        painter.setBrush(QBrush(color, pattern))
        painter.drawRect(box)

    def _ordered(self, bar: Bar) -> list[tuple[str, int]]:
        known = [(part, bar.parts[part]) for part in OUTCOME_PATTERNS if part in bar.parts]
        return known + [(p, n) for p, n in bar.parts.items() if p not in OUTCOME_PATTERNS]

    def _line(self) -> float:
        return float(self.fontMetrics().height() * LINES_PER_BAR)

    def _height(self) -> int:
        return int(self._line() * max(len(self.bars), 1))

    def _name_width(self) -> float:
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(bar.name) for bar in self.bars), default=0)
        return float(min(widest, self.width() * NAME_SHARE))


class PartLegend(QWidget):
    """What the hues and patterns stand for, in as many lines as the width asks for."""

    def __init__(self, words: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.parts: Sequence[str] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_parts(self, parts: Sequence[str]) -> None:
        """Name these parts."""
        self.parts = [part for part in OUTCOME_PATTERNS if part in parts]
        self.setAccessibleDescription(", ".join(self.words.get(p, p) for p in self.parts))
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Another width may take another number of lines."""
        super().resizeEvent(event)
        self.setFixedHeight(self.heightForWidth(event.size().width()))

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Lines wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """As high as its lines."""
        places = self._places(width)
        return int(places[-1][2] + self._line()) if places else 0

    def sizeHint(self) -> QSize:  # noqa: N802
        """One line where there is room."""
        return QSize(40 * self.fontMetrics().averageCharWidth(), self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A sample and a word each."""
        painter = QPainter(self)
        side = self.fontMetrics().height() * BAR_SHARE
        for part, left, top in self._places(self.width()):
            box = QRectF(left, top + (self._line() - side) / 2, side * 1.6, side)
            StackedBars._paint_part(painter, box, part)
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            text = QRectF(box.right() + side / 2, top, self.width(), self._line())
            vertical = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(text, vertical, self.words.get(part, part))

    def _line(self) -> float:
        return float(self.fontMetrics().height() * 1.4)

    def _places(self, width: int) -> list[tuple[str, float, float]]:
        metrics, places = self.fontMetrics(), []
        left, top = 0.0, 0.0
        for part in self.parts:
            wanted = metrics.horizontalAdvance(self.words.get(part, part)) + metrics.height() * 2.2
            if left and left + wanted > width:
                left, top = 0.0, top + self._line()
            places.append((part, left, top))
            left += wanted
        return places
