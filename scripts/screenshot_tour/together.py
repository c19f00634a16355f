"""Over time and with others: two stages, charts, a colleague who was first; a narrow panel."""

from __future__ import annotations

from typing import Iterator

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLineEdit
from qgis.utils import iface
from strukturbild.review.opening import open_store
from strukturbild.review.records import Author, Change

from .beginning import DOCK_WIDTH
from .camera import Camera
from .editing import EARLIER
from .hands import click, dialog, later, menu, pick, press, write
from .reviewing import FLASH_S, click_row, find
from .waiting import Wait, dock, settled

NARROW = 360


def scenes(camera: Camera) -> Iterator[Wait]:
    """Stages, charts, conflict, narrow panel."""
    yield from stages(camera)
    yield from charts(camera)
    yield from conflict(camera)
    yield from narrow(camera)


def stages(camera: Camera) -> Iterator[Wait]:
    """The earlier result beside the later one."""
    yield from menu("Två skeden sida vid sida")
    control = dock().map_menu.stages
    panel = control.panel
    yield later(pick, panel.earlier, panel.earlier.count() - 1)
    box = dialog()
    path = dock().session.result_path.with_name(EARLIER)
    yield write(box.findChild(QLineEdit), str(path))
    yield press(Qt.Key.Key_Return)
    yield lambda: control.found is not None
    yield from settled()
    panel.list.setFocus()
    yield press(Qt.Key.Key_Down)
    yield from settled(FLASH_S)
    camera.take("tva-skeden")
    control.dock.close()
    yield from settled()


def charts(camera: Camera) -> Iterator[Wait]:
    """Outcomes a municipality, and over runs."""
    yield from menu("Diagram")
    yield from settled()
    camera.take("diagram", dock())
    dock().panel_menu.charts.back.emit()
    yield from settled()


def conflict(camera: Camera) -> Iterator[Wait]:
    """A colleague has decided on the same finding since it was read."""
    session, page = dock().session, dock().review
    row = find(rule_id="N1", label="Kristdala")
    click_row(row)
    yield from settled(FLASH_S)
    finding = session.current
    colleague = open_store(session.place)
    try:
        said = "Ingen ny bebyggelse behövs: befolkningen minskar."
        change = Change(status="accepted", comment=said)
        colleague.write(finding, session.records.sequence[row], change, Author("bo", "Bo Ek"))
    finally:
        colleague.backend.close()
    yield write(page.decisions.comment, "Tas upp på samrådsmötet.")
    yield click(page.decisions.buttons["in_dialogue"])
    yield from settled()
    camera.take("konflikt", dock())
    yield click(page.detail.first)
    dock().bar.clear()
    yield from settled()


def narrow(camera: Camera) -> Iterator[Wait]:
    """As wide as a small laptop allows."""
    window = iface.mainWindow()
    window.resizeDocks([dock()], [NARROW], Qt.Orientation.Horizontal)
    click_row(find(rule_id="S1"))
    yield from settled(FLASH_S)
    camera.take("smal-panel", dock())
    window.resizeDocks([dock()], [DOCK_WIDTH], Qt.Orientation.Horizontal)
    yield from settled()
