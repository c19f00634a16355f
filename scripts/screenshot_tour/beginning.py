"""From an empty project to findings in the list."""

from __future__ import annotations

from typing import Iterator

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDockWidget, QLabel
from qgis.utils import iface, plugins

from .camera import Camera
from .clock import Clock
from .hands import click
from .waiting import Wait, dock, run_ended, settled

DOCK_WIDTH = 430


def scenes(camera: Camera, clock: Clock) -> Iterator[Wait]:
    """The button, the welcome page, the sample county, the first check."""
    window = iface.mainWindow()
    window.showMaximized()
    iface.actionNewProject().trigger()
    for name in ("Browser", "Browser2"):
        found = window.findChild(QDockWidget, name)
        if found is not None:
            found.close()
    yield 1.0
    clock.start()
    button = iface.pluginToolBar().widgetForAction(plugins["strukturbild"].button_action)
    yield click(button)
    yield 0.5
    window.resizeDocks([dock()], [DOCK_WIDTH], Qt.Orientation.Horizontal)
    welcome = dock().welcome
    texts = [label.text() for label in welcome.findChildren(QLabel)]
    yield from settled()
    clock.stop("1 the button, the welcome page", 1, *texts)
    camera.take("valkomstsidan")
    clock.start()
    yield click(welcome.sample)
    yield from settled()
    clock.stop("2 open the sample county", 1)
    window.resizeDocks([dock()], [DOCK_WIDTH], Qt.Orientation.Horizontal)
    yield from settled()
    yield from first_check(camera, clock)


def first_check(camera: Camera, clock: Clock) -> Iterator[Wait]:
    """Run the check, look at its progress and at what it found."""
    page = dock().review
    clock.start()
    yield click(page.run_button)
    yield lambda: page.progress.value() >= 15 or run_ended()
    camera.take("kontrollen-pagar", dock())
    yield run_ended
    yield from settled()
    clock.stop("3 run the check", 1, page.summary.text.text())
    camera.take("avvikelser")
