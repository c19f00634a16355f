"""How the list of findings looks: two lines a row, and groups with their progress."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QFont, QFontMetrics, QPainter, QPalette
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from .findings_model import GROUP_ROLE, ROW_ROLE, FindingsModel
from .grouping import Group
from .marks import dimmed_text, paint_mark
from .words import said_of

SMALLER = 0.9
BAR_HEIGHT = 3


class FindingDelegate(QStyledItemDelegate):
    """Paints a finding on two lines, and a group with its progress."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # noqa: N802
        """Two lines of text, by the font's own measures."""
        metrics = QFontMetrics(option.font)
        small = QFontMetrics(_smaller(option.font))
        return QSize(10, metrics.height() + small.height() + 2 * _margin(metrics))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Background by the style, the rest by hand."""
        plain = QStyleOptionViewItem(option)
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelItemViewItem, plain, painter, option.widget
        )
        painter.save()
        group = index.data(GROUP_ROLE)
        if isinstance(group, Group):
            self._paint_group(painter, option, group)
        else:
            model = index.model()
            if isinstance(model, FindingsModel):
                self._paint_row(painter, option, model, int(index.data(ROW_ROLE)))
        painter.restore()

    def _paint_group(self, painter: QPainter, option: QStyleOptionViewItem, group: Group) -> None:
        box = option.rect.adjusted(2, 0, -6, 0)
        font = QFont(option.font)
        font.setBold(True)
        painter.setFont(font)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        metrics = QFontMetrics(font)
        text = metrics.elidedText(group.text, Qt.TextElideMode.ElideRight, box.width())
        line = QRect(box.left(), box.top(), box.width(), box.height() - BAR_HEIGHT - 3)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), text)
        if not group.total:
            return
        bar = QRect(box.left(), box.bottom() - BAR_HEIGHT - 3, box.width(), BAR_HEIGHT)
        painter.fillRect(bar, option.palette.color(QPalette.ColorRole.Mid))
        done = round(bar.width() * (group.total - group.left) / group.total)
        painter.fillRect(
            QRect(bar.left(), bar.top(), done, BAR_HEIGHT),
            option.palette.color(role if selected else QPalette.ColorRole.Highlight),
        )

    def _paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, model: FindingsModel, row: int
    ) -> None:
        records = model.records
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        done = bool(records.is_finding[row] and records.status[row] not in ("new", "reopened"))
        done = bool(done and not records.to_confirm[row]) or not records.is_finding[row]
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        strong = option.palette.color(QPalette.ColorGroup.Active, role)
        faint = dimmed_text(option.palette, selected)
        metrics = QFontMetrics(option.font)
        side = metrics.ascent()
        box = option.rect.adjusted(2, _margin(metrics), -6, -_margin(metrics))
        mark = QRectF(box.left(), box.top() + metrics.descent() / 2, side, side)
        if selected:  # a mark's hue may be that of the selection
            halo = side / 8
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(option.palette.color(QPalette.ColorRole.Base))
            painter.drawEllipse(mark.adjusted(-halo, -halo, halo, halo))
        paint_mark(painter, mark, records.texts["outcome"][row], done and not selected)
        left = box.left() + side + side // 2
        self._first_line(painter, option, model, row, QRect(left, box.top(), box.right() - left,
                         metrics.height()), faint if done and not selected else strong)  # fmt: skip
        small = _smaller(option.font)
        painter.setFont(small)
        painter.setPen(faint)
        lower = QRect(left, box.top() + metrics.height(), box.right() - left,
                      QFontMetrics(small).height())  # fmt: skip
        state = " · ".join(filter(None, (model.draft_text(row), model.state_text(row))))
        painter.drawText(lower, int(Qt.AlignmentFlag.AlignRight), state)
        room = lower.width() - QFontMetrics(small).horizontalAdvance(state + "   ")
        figures = QFontMetrics(small).elidedText(
            model.figure_text(row), Qt.TextElideMode.ElideRight, max(room, 0)
        )
        painter.drawText(lower, int(Qt.AlignmentFlag.AlignLeft), figures)

    def _first_line(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        model: FindingsModel,
        row: int,
        box: QRect,
        color: Any,
    ) -> None:
        """Rule in bold, then what stands out: the object, and what is said of it."""
        texts = model.records.texts
        bold = QFont(option.font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(color)
        rule = texts["rule_id"][row]
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft), rule)
        used = QFontMetrics(bold).horizontalAdvance(rule + "  ")
        rest = box.adjusted(used, 0, 0, 0)
        painter.setFont(option.font)
        label, title = texts["label"][row], texts["title"][row]
        shown = QFontMetrics(option.font).elidedText(
            said_of(label, title), Qt.TextElideMode.ElideRight, rest.width()
        )
        painter.drawText(rest, int(Qt.AlignmentFlag.AlignLeft), shown)


def _margin(metrics: QFontMetrics) -> int:
    """Above and below a row's two lines."""
    return metrics.height() // 6


def _smaller(font: QFont) -> QFont:
    small = QFont(font)
    if font.pointSizeF() > 0:
        small.setPointSizeF(font.pointSizeF() * SMALLER)
    else:
        small.setPixelSize(max(8, round(font.pixelSize() * SMALLER)))
    return small
