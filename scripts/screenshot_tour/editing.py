"""What people draw: a finding of their own, and a plan that is edited while it is followed."""

from __future__ import annotations

import shutil
from typing import Iterator

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QAction
from qgis.utils import iface

from .camera import Camera
from .hands import click, click_map, dialog, later, menu, on_map, press, write
from .reviewing import FLASH_S, click_row, find
from .waiting import Wait, dock, run_ended, settled

CORNERS = ((-190, 120), (-90, 90), (-60, 170), (-150, 210))
EARLIER = "kalmar samråd.gpkg"
DELETED = ("Loftahammar, västra bostäder",)


def scenes(camera: Camera) -> Iterator[Wait]:
    """A finding drawn by hand, then following edits."""
    yield from own_finding(camera)
    yield from followed(camera)


def own_finding(camera: Camera) -> Iterator[Wait]:
    """Draw an area, fill in two fields."""
    click_row(find(rule_id="N1", label="Oskarshamn"))
    yield from settled(FLASH_S)
    yield click(dock().review.case_button)
    camera.take("menyn", dock(), dock().menu)
    yield press(Qt.Key.Key_Escape)
    yield from menu("Rita en avvikelse", "Yta")
    middle = iface.mapCanvas().viewport().rect().center()
    for x, y in CORNERS:
        yield click_map(middle + QPoint(x, y))
    yield click_map(middle + QPoint(*CORNERS[-1]), Qt.MouseButton.RightButton)
    yield from settled()
    form = dock().map_menu.manual.form
    yield write(form.title, "Ny bostadsyta nära vattentäkten")
    yield from settled()
    camera.take("egen-avvikelse")
    yield click(form.add_button)
    yield from settled(FLASH_S)
    dock().bar.clear()


def followed(camera: Camera) -> Iterator[Wait]:
    """Take areas out of a plan and see at once what that changes; then store it."""
    result = dock().session.result_path
    shutil.copyfile(result, result.with_name(EARLIER))  # the earlier stage of a later scene
    yield from menu("Öppna en plan för redigering", "0883")
    yield from settled(1.0)
    layer = iface.activeLayer()
    features = {f["namn"]: f for f in layer.getFeatures()}
    chosen = [features[name] for name in DELETED if name in features]
    box = chosen[0].geometry().boundingBox()
    for feature in chosen[1:]:
        box.combineExtentWith(feature.geometry().boundingBox())
    box.scale(6.0)
    iface.mapCanvas().setExtent(box)
    iface.mapCanvas().refresh()
    yield from settled()
    yield lambda: dock().panel_menu.live.state.value == "following"
    iface.actionSelect().trigger()
    for feature in chosen:
        inside = feature.geometry().pointOnSurface().asPoint()
        yield click_map(on_map(inside.x(), inside.y()))
        yield later(iface.mainWindow().findChild(QAction, "mActionDeleteSelected").trigger)
        if dialog() is not None:
            yield press(Qt.Key.Key_Return)
        yield from settled()
    bar = dock().panel_menu.live_bar
    if bar.show_list.isVisible():
        yield click(bar.show_list)
    yield from settled(FLASH_S)
    camera.take("folj-redigering")
    yield click(bar.keep)
    yield 0.5
    yield run_ended
    yield from settled()
    camera.take("efter-ny-korning", dock())
    iface.actionPan().trigger()
    yield from menu("Följ redigering")
    layer.rollBack()
    QgsProject.instance().layerTreeRoot().removeChildNode(
        QgsProject.instance().layerTreeRoot().findLayer(layer).parent()
    )
    dock().bar.clear()
    yield from settled()
