"""The same panel in QGIS's dark theme, which people choose in QGIS's options."""

from __future__ import annotations

from typing import Iterator

from qgis.core import QgsApplication
from qgis.utils import iface

from .camera import Camera
from .hands import click
from .reviewing import FLASH_S, click_row, find
from .waiting import Wait, dock, settled


def scenes(camera: Camera) -> Iterator[Wait]:
    """The sample county again, in the dark."""
    QgsApplication.setUITheme("Night Mapping")
    yield click(dock().welcome.sample)
    yield from settled()
    dock().bar.clear()
    click_row(find(rule_id="T1", label="Misterhult"))
    yield from settled(FLASH_S)
    iface.mapCanvas().refresh()
    yield from settled()
    camera.take("morkt-tema")
