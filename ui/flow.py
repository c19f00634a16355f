"""A layout that puts widgets in lines, as many in each as fit: for panels of any width."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPoint, QRect, QSize, Qt
from qgis.PyQt.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

COLUMNS = (6, 3, 2)


class FlowLayout(QLayout):
    """Items from left to right, then from top to bottom; `stretch` fills every line."""

    def __init__(
        self, parent: QWidget | None = None, spacing: int = 4, *, stretch: bool = False
    ) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        self.stretch = stretch
        self._items: list[QLayoutItem] = []
        self._order: list[QWidget] = []

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Take an item in."""
        self._items.append(item)

    def count(self) -> int:
        """Number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """The item of that place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Give an item away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """In neither direction."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Narrow is high."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """The height that the lines need."""
        return self._place(QRect(0, 0, width, 0), apply=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, apply=True)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As small as can be."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802
        """The largest item."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, apply: bool) -> int:
        y, lines = rect.top(), self._lines(rect.width())
        if apply:
            self._follow([item.widget() for line in lines for item in line])
        for line in lines:
            height = max(item.sizeHint().height() for item in line)
            if apply:
                self._place_line(line, QRect(rect.left(), y, rect.width(), height))
            y += height + self.spacing()
        return max(y - self.spacing() - rect.top(), 0)

    def _follow(self, widgets: list[QWidget]) -> None:
        """The tab key goes through the items as they stand."""
        if widgets != self._order:
            self._order = widgets
            for before, after in zip(widgets, widgets[1:]):
                QWidget.setTabOrder(before, after)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """In order; with `stretch` as columns where they fit, else a later item may fill a line."""
        left = self._shown()
        for columns in COLUMNS if self.stretch else ():
            even = [left[a : a + columns] for a in range(0, len(left), columns)]
            if all(self._width(line) <= width for line in even):
                return even
        lines: list[list[QLayoutItem]] = []
        while left:
            line = [left.pop(0)]
            used = line[0].sizeHint().width()
            for item in list(left):
                wanted = self.spacing() + item.sizeHint().width()
                if used + wanted <= width:
                    line.append(item)
                    left.remove(item)
                    used += wanted
                elif not self.stretch:
                    break
            lines.append(line)
        return lines

    def _width(self, line: list[QLayoutItem]) -> int:
        hints = sum(item.sizeHint().width() for item in line)
        return int(hints + self.spacing() * (len(line) - 1))

    def _place_line(self, line: list[QLayoutItem], rect: QRect) -> None:
        hints = [item.sizeHint().width() for item in line]
        spare = rect.width() - sum(hints) - self.spacing() * (len(line) - 1)
        growing = [self.stretch or bool(item.widget() and _grows(item.widget())) for item in line]
        share = max(spare, 0) // max(sum(growing), 1)
        x = rect.left()
        for item, hint, grows in zip(line, hints, growing):
            width = min(hint + (share if grows else 0), rect.width())
            item.setGeometry(QRect(QPoint(x, rect.top()), QSize(width, rect.height())))
            x += width + self.spacing()


def _grows(widget: QWidget) -> bool:
    return bool(widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding)
