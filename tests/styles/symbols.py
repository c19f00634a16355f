"""Reading styles back: layers with a style of the plugin, colours and forms of their symbols."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

from qgis.core import QgsSymbol, QgsVectorLayer
from strukturbild.alignment.model import TABLES, field_specs

KINDS = {"polygon": "Polygon", "line": "LineString", "point": "Point"}
GEOMETRY = {
    "typology": "polygon",
    "nodes": "point",
    "nodes_polygon": "polygon",
    "links": "line",
    "land_use": "polygon",
    "land_use_line": "line",
    "municipalities": "polygon",
    "sea": "polygon",
    "localities": "polygon",
    "localities_point": "point",
    "stops": "point",
    **{
        f"{table}_{kind}": kind
        for table in ("development", "findings", "objects", "comparison", "review")
        for kind in ("polygon", "line", "point")
    },
}
FINDING_FIELDS = (
    "field=outcome:string&field=severity:integer&field=rule_id:string&field=title:string"
    "&field=label:string&field=subject_type:string&field=part:string"
    "&field=change:string&field=direction:string"
    "&field=area_ha_before:double&field=area_ha_after:double"
    "&field=status:string&field=to_confirm:integer&field=presence:string"
)


def canonical_layer(name: str, kind: str) -> QgsVectorLayer:
    """An empty layer with the fields that the style's table has."""
    table = name if name in TABLES else name.rsplit("_", 1)[0]
    if table in TABLES:
        fields = "&".join(f"field={field}:string" for field in field_specs(TABLES[table]))
        fields = fields.replace("rank:string", "rank:integer").replace(
            "strength:string", "strength:integer"
        )
    else:
        fields = FINDING_FIELDS
    return QgsVectorLayer(f"Multi{KINDS[kind]}?crs=EPSG:3006&{fields}", name, "memory")


def styled_layer(root: Path, name: str) -> QgsVectorLayer:
    """An empty canonical layer with the plugin's style of that name."""
    layer = canonical_layer(name, GEOMETRY[name])
    message, good = layer.loadNamedStyle(str(root / "styles" / f"{name}.qml"))
    assert good, message
    return layer


def entries(layer: QgsVectorLayer) -> Iterator[tuple[str, QgsSymbol]]:
    """The legend of a layer: words and symbol."""
    renderer = layer.renderer()
    for item in renderer.legendSymbolItems():
        if item.symbol() is not None:
            yield item.label(), item.symbol().clone()


def by_code(layer: QgsVectorLayer) -> dict[str, QgsSymbol]:
    """Code -> symbol of a categorized style; clones, as a category takes its own away."""
    return {c.value(): c.symbol().clone() for c in layer.renderer().categories() if c.value()}


def rgb(symbol: QgsSymbol, number: int = 0) -> tuple[float, float, float]:
    """The colour 0-1 of a symbol's layer."""
    color = symbol.symbolLayer(number).color()
    return color.redF(), color.greenF(), color.blueF()


def form(symbol: QgsSymbol) -> tuple[object, ...]:
    """What is left of a symbol without its colours: patterns with their directions, shapes."""
    found: list[object] = []
    for number in range(symbol.symbolLayerCount()):
        part = symbol.symbolLayer(number)
        shape = None
        if part.layerType() == "SimpleMarker":
            shape = (part.shape(), part.angle())
        angle = part.lineAngle() if part.layerType() == "LinePatternFill" else None
        dashed = None
        if part.layerType() == "SimpleLine" and part.useCustomDashPattern():
            dashed = tuple(part.customDashVector())
        found.append((part.layerType(), shape, angle, dashed))
    return tuple(found)
