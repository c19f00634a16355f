"""The list of findings: a tree view that paints two lines a row and keeps its place."""

from __future__ import annotations

from typing import Any, Sequence

from qgis.PyQt.QtCore import (
    QCoreApplication,
    QItemSelectionModel,
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    pyqtSignal,
)
from qgis.PyQt.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPalette, QResizeEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from .findings_model import GROUP_ROLE, ROW_ROLE, FindingsModel, Group
from .list_selection import indexes_of, selection_of
from .marks import dimmed_text, paint_mark

translate = QCoreApplication.translate
MOST_EXPANDED = 2000  # rows that are laid out at once; further groups open on demand
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
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
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
            option.palette.color(QPalette.ColorRole.Highlight),
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
        text = f"{label}: {title[:1].lower()}{title[1:]}" if label else title
        shown = QFontMetrics(option.font).elidedText(
            text, Qt.TextElideMode.ElideRight, rest.width()
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


class FindingList(QTreeView):
    """The view: keeps selection by id and open groups by key through every change."""

    row_chosen = pyqtSignal(int)  # the current row, -1 for none
    selection_made = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strukturbildFindings")
        self.setAccessibleName(translate("Strukturbild", "Findings"))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIndentation(self.fontMetrics().height())
        self.setExpandsOnDoubleClick(True)
        self.setItemDelegate(FindingDelegate(self))
        self.commands: frozenset[int] = frozenset()
        self._closed: dict[str, set[str]] = {}
        self._restoring = False
        self.collapsed.connect(self._remember_closed)
        self.expanded.connect(self._remember_open)

    def findings(self) -> FindingsModel:
        """The model, typed."""
        model = self.model()
        if not isinstance(model, FindingsModel):
            raise TypeError(type(model))
        return model

    def set_model(self, model: FindingsModel) -> None:
        """Show a model."""
        self.setModel(model)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.selectionModel().selectionChanged.connect(self._selection_changed)

    def selected_rows(self) -> list[int]:
        """Rows of the records that are selected, in the order of the list."""
        found = [i for i in self.selectionModel().selectedIndexes() if i.internalId()]
        found.sort(key=lambda index: (index.internalId(), index.row()))
        return [self.findings().row_at(index) for index in found]

    def current_row(self) -> int:
        """The row of the records that has the cursor; -1 for none."""
        index = self.currentIndex()
        if not index.isValid() or not index.internalId():
            return -1
        return self.findings().row_at(index)

    def restore(self, ids: Sequence[str], current: str) -> None:
        """After the model was made anew: open groups, selection and cursor by finding id."""
        model = self.findings()
        self._restoring = True
        self._expand_groups()
        selection = self.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        for item in ids:
            index = model.index_of(model.records.row_of.get(item, -1))
            if index.isValid():
                selection.select(index, flags.Select)
        index = model.index_of(model.records.row_of.get(current, -1))
        if index.isValid():
            selection.setCurrentIndex(index, flags.NoUpdate if ids else flags.ClearAndSelect)
            self.scrollTo(index)
        self._restoring = False

    def _expand_groups(self) -> None:
        model = self.findings()
        closed = self._closed.get(model.grouping, set())
        laid_out = 0
        self.setUpdatesEnabled(False)
        for place, group in enumerate(model.groups):
            if group.title in closed:
                continue
            laid_out += len(group.rows)
            if place and laid_out > MOST_EXPANDED:
                break
            self.expand(model.index(place, 0))
        self.setUpdatesEnabled(True)

    def go_to(self, row: int) -> bool:
        """Put cursor and selection on a row; False where the list does not show it."""
        index = self.findings().index_of(row)
        if not index.isValid():
            return False
        # not setCurrentIndex: while Ctrl is held, for Ctrl+Z, that would deselect the row
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        return True

    def select(self, rows: Sequence[int]) -> int:
        """Select just these rows; returns how many are shown (where none is, all stays)."""
        found = indexes_of(self.findings(), rows)
        selection, flags = self.selectionModel(), QItemSelectionModel.SelectionFlag
        if found and self.current_row() not in rows:
            selection.setCurrentIndex(found[0], flags.NoUpdate)
        if found:
            selection.select(selection_of(found), flags.ClearAndSelect)
            self.scrollTo(selection.currentIndex())
        return len(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys that are decisions go to the panel; the rest moves the cursor."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        if plain and event.key() in self.commands:
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Details that need more room leave the current row in sight."""
        super().resizeEvent(event)
        if event.size().height() < event.oldSize().height() and self.current_row() >= 0:
            self.scrollTo(self.currentIndex())

    def _group_key(self, index: QModelIndex) -> str:
        group = index.data(GROUP_ROLE)
        return group.title if isinstance(group, Group) else ""

    def _remember_closed(self, index: QModelIndex) -> None:
        if not self._restoring:
            self._closed.setdefault(self.findings().grouping, set()).add(self._group_key(index))

    def _remember_open(self, index: QModelIndex) -> None:
        if not self._restoring:
            closed = self._closed.setdefault(self.findings().grouping, set())
            closed.discard(self._group_key(index))

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._restoring:
            return
        known = current.isValid() and bool(current.internalId())
        self.row_chosen.emit(self.findings().row_at(current) if known else -1)

    def _selection_changed(self, *_changed: Any) -> None:
        if not self._restoring:
            self.selection_made.emit()
