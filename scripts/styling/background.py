"""Styles of what maps need for orientation: borders, sea, localities, stops."""

from __future__ import annotations

from qgis.core import Qgis, QgsSimpleMarkerSymbolLayer, QgsSingleSymbolRenderer, QgsVectorLayer

from .palette import WHITE
from .parts import (
    Names,
    categories,
    color,
    dashed,
    fill,
    hatch,
    label,
    marker,
    outline,
    polygon,
    text_format,
)

# canonical layers call the field `name`, results call it `municipality`
MUNICIPALITY = "coalesce(attribute(@feature,'name'),attribute(@feature,'municipality'))"


def municipalities(layer: QgsVectorLayer, _names: Names) -> None:
    """Borders that show on light and dark, and the name from afar."""
    border = polygon(outline(WHITE, 0.9), dashed("#5b5248", 0.4, 3.0, 1.0, 0.6, 1.0))
    layer.setRenderer(QgsSingleSymbolRenderer(border))
    text = text_format(8.5, "#6b6157")
    label(layer, MUNICIPALITY, text, scale=(150_000, 2_000_000))


def sea(layer: QgsVectorLayer, _names: Names) -> None:
    """Sea, pale, so that links across it show."""
    layer.setRenderer(QgsSingleSymbolRenderer(polygon(fill("#dcebf5"))))


def localities(layer: QgsVectorLayer, _names: Names) -> None:
    """Built-up areas as a fine grain; larger ones have names near to."""
    symbol = polygon(hatch("#8a8178", 45, 1.4, 0.12), outline("#8a8178", 0.2))
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    label(layer, '"name"', text_format(7.5, "#5b5248"), scale=(1, 120_000))


def localities_point(layer: QgsVectorLayer, _names: Names) -> None:
    """Built-up areas known by a position only."""
    mark = QgsSimpleMarkerSymbolLayer(Qgis.MarkerShape.Square, 1.6)
    mark.setColor(color("#8a8178"))
    mark.setStrokeColor(color(WHITE))
    layer.setRenderer(QgsSingleSymbolRenderer(marker(mark)))
    label(layer, '"name"', text_format(7.5, "#5b5248"), scale=(1, 120_000))


def stops(layer: QgsVectorLayer, names: Names) -> None:
    """Stops, only near to: shape by kind."""
    shapes = {
        "bus": Qgis.MarkerShape.Circle,
        "rail": Qgis.MarkerShape.Square,
        "ferry": Qgis.MarkerShape.Diamond,
    }
    symbols = {}
    for code, shape in shapes.items():
        mark = QgsSimpleMarkerSymbolLayer(shape, 1.8 if code == "bus" else 2.8)
        mark.setColor(color(WHITE))
        mark.setStrokeColor(color("#444444"))
        mark.setStrokeWidth(0.35)
        symbols[code] = marker(mark)
    categories(layer, "kind", symbols, names["stop_kind"], (symbols["bus"], "Annan hållplats"))
    layer.setScaleBasedVisibility(True)
    layer.setMinimumScale(150_000)
