"""Small marks that tell outcomes apart by form as well as hue, painted at any size."""

from __future__ import annotations

from typing import Mapping

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF

# mid tones: they keep their distance from light and from dark backgrounds
OUTCOME_COLORS: Mapping[str, str] = {
    "supported": "#2f8f6b",
    "partly": "#c79a00",
    "missing": "#e0701a",
    "conflicting": "#c2273a",
    "undetermined": "#7d8590",
    "blocked": "#7d8590",
    "not_applicable": "#a5abb3",
    "not_run": "#a5abb3",
    "manual": "#4a7fc1",
}
DIMMED = 0.45


def outcome_color(outcome: str, dimmed: bool = False) -> QColor:
    """The hue of an outcome; decided findings step back."""
    color = QColor(OUTCOME_COLORS.get(outcome, "#7d8590"))
    color.setAlphaF(DIMMED if dimmed else 1.0)
    return color


def paint_mark(painter: QPainter, box: QRectF, outcome: str, dimmed: bool = False) -> None:
    """Conflicting full, partly half, missing hollow; a tick, a question mark, a bar, a dash."""
    color = outcome_color(outcome, dimmed)
    width = max(1.4, box.width() / 7)
    round_box = box.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if outcome == "conflicting":
        painter.setBrush(color)
        painter.drawEllipse(round_box)
    elif outcome == "partly":
        painter.drawEllipse(round_box)
        painter.setBrush(color)
        painter.drawPie(round_box, 90 * 16, 180 * 16)
    elif outcome == "missing":
        painter.drawEllipse(round_box)
    elif outcome == "manual":
        painter.setBrush(color)
        painter.drawPolygon(_diamond(round_box))
    elif outcome == "supported":
        painter.drawPolyline(_tick(round_box))
    elif outcome == "undetermined":
        _question(painter, box, color)
    elif outcome == "blocked":
        painter.drawRect(round_box)
        painter.drawLine(round_box.bottomLeft(), round_box.topRight())
    else:
        middle = box.center().y()
        painter.drawLine(QPointF(round_box.left(), middle), QPointF(round_box.right(), middle))
    painter.restore()


def _diamond(box: QRectF) -> QPolygonF:
    center = box.center()
    return QPolygonF(
        [
            QPointF(center.x(), box.top()),
            QPointF(box.right(), center.y()),
            QPointF(center.x(), box.bottom()),
            QPointF(box.left(), center.y()),
        ]
    )


def _tick(box: QRectF) -> QPolygonF:
    return QPolygonF(
        [
            QPointF(box.left(), box.center().y()),
            QPointF(box.left() + box.width() * 0.38, box.bottom() - box.height() * 0.1),
            QPointF(box.right(), box.top() + box.height() * 0.1),
        ]
    )


def _question(painter: QPainter, box: QRectF, color: QColor) -> None:
    font = painter.font()
    font.setBold(True)
    font.setPixelSize(max(8, int(box.height())))
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "?")


def dimmed_text(palette: QPalette, selected: bool) -> QColor:
    """Text that steps back, on any theme."""
    role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
    color = QColor(palette.color(QPalette.ColorGroup.Active, role))
    color.setAlphaF(0.62)
    return color
