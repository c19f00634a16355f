"""Mouse and keyboard: everything the tour does goes through the widgets that people use."""

from __future__ import annotations

from typing import Any, Callable, Iterator

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QComboBox, QMenu, QWidget
from qgis.utils import iface, plugins

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def later(act: Callable[..., Any], *arguments: Any) -> float:
    """Do it when the scene waits: what opens a menu or a dialog comes back only when it closes."""
    QTimer.singleShot(0, lambda: act(*arguments))
    return 0.6


def click(widget: QWidget) -> float:
    """Click a widget in its middle."""
    return later(QTest.mouseClick, widget, LEFT)


def press(key: int, modifier: Any = PLAIN) -> float:
    """Press a key where the keyboard's focus is."""
    return later(_press, key, modifier)


def _press(key: int, modifier: Any) -> None:
    widget = QApplication.focusWidget() or QApplication.activeWindow()
    QTest.keyClick(widget, key, modifier)


def write(widget: QWidget, text: str) -> float:
    """Type a text into a field."""
    widget.setFocus(Qt.FocusReason.MouseFocusReason)
    for letter in text:  # QTest knows no å on its own
        if letter.isascii():
            QTest.keyClicks(widget, letter)
        else:
            widget.insert(letter)
    return 0.3


def choose(menu: QMenu, action: QAction) -> float:
    """Click an entry of an open menu."""
    return later(QTest.mouseClick, menu, LEFT, PLAIN, menu.actionGeometry(action).center())


def entry(menu: QMenu, text: str) -> QAction:
    """The entry of a menu with this text."""
    return next(action for action in menu.actions() if action.text() == text)


def pick(box: QComboBox, place: int) -> float:
    """Choose from a list with the keyboard."""
    box.setFocus(Qt.FocusReason.MouseFocusReason)
    steps = place - box.currentIndex()
    key = Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up
    for _ in range(abs(steps)):
        QTest.keyClick(box, key)
    return 0.3


def on_map(x: float, y: float) -> QPoint:
    """Where a place, in the map's coordinates, is on the canvas."""
    where = iface.mapCanvas().getCoordinateTransform().transform(QgsPointXY(x, y))
    return QPoint(round(where.x()), round(where.y()))


def click_map(place: QPoint, button: Any = LEFT) -> float:
    """Click on the map; a drawing tool wants the mouse to have moved there."""
    viewport = iface.mapCanvas().viewport()
    QTest.mouseMove(viewport, place)
    return later(QTest.mouseClick, viewport, button, PLAIN, place)


def dialog() -> Any:
    """The dialog that waits for an answer."""
    return QApplication.activeModalWidget()


def algorithm() -> Any:
    """The dialog of an algorithm that is open, or None."""
    shown = (w for w in QApplication.topLevelWidgets() if w.isVisible())
    return next((w for w in shown if hasattr(w, "runButton")), None)


def algorithm_shown() -> bool:
    """Whether the dialog of an algorithm is open."""
    return algorithm() is not None


def menu(*texts: str) -> Iterator[float]:
    """Open the case's menu and click through to an entry; of each its beginning is enough."""
    button = plugins["strukturbild"].dock.review.case_button
    yield click(button)
    opened = button.menu()
    for text in texts:
        action = next(a for a in opened.actions() if a.text().startswith(text))
        yield choose(opened, action)
        opened = action.menu()
