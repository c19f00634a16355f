"""Styles of the structure map: place typology, nodes and links."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCentroidFillSymbolLayer,
    QgsMarkerSymbol,
    QgsRuleBasedRenderer,
    QgsSymbolLayer,
    QgsVectorLayer,
)

from .palette import GREEN_LINK_COLOR, INK, LINK_COLOR, LINK_WIDTH, NODE_COLOR, TYPOLOGY, WHITE
from .parts import (
    Names,
    by_expression,
    categories,
    dashed,
    fill,
    hatch,
    label,
    line,
    marker,
    outline,
    polygon,
    rule,
    svg,
    text_format,
)

SYMBOLS = Path(__file__).resolve().parents[2] / "resources" / "symbols"
NO_CATEGORY = "Nod utan kategori"
NODE_SIZE = "CASE WHEN rank<=1 THEN 7.5 WHEN rank=2 THEN 6 WHEN rank=3 THEN 4.6 ELSE 3.4 END"
NODE_TEXT_SIZE = "CASE WHEN rank<=1 THEN 11 WHEN rank=2 THEN 10 WHEN rank=3 THEN 9 ELSE 8 END"
NODE_TEXT_SHOWN = (
    "coalesce(rank,9)<=2 OR @map_scale<=300000"
    " OR @map_scale<=1500000 AND coalesce(rank,9)=3"
    " OR @map_scale<=600000 AND coalesce(category,'')='archipelago_node'"
)


def typology(layer: QgsVectorLayer, names: Names) -> None:
    """Light sequential fills under everything: warm grey towns to pale green countryside."""
    symbols = {code: polygon(fill(name), outline(WHITE, 0.15)) for code, name in TYPOLOGY.items()}
    untyped = polygon(hatch("#a8a29a", 45, 3.0, 0.15), outline("#a8a29a", 0.2))
    words = names["typology_class"]
    categories(layer, "class_code", symbols, words, (untyped, words["untyped"]["sv"]))
    layer.setOpacity(0.6)


def _node_symbols(names: Names) -> dict[str, QgsMarkerSymbol]:
    symbols = {}
    for code in names["node_category"]:
        mark = svg(SYMBOLS / f"node_{code}.svg", 4.0, NODE_COLOR.get(code, INK), WHITE)
        by_expression(mark, QgsSymbolLayer.Property.Size, NODE_SIZE)
        symbols[code] = marker(mark)
    return symbols


def nodes(layer: QgsVectorLayer, names: Names) -> None:
    """Shape by category, size by rank, name beside it: the higher the rank the farther out."""
    symbols = _node_symbols(names)
    other = (symbols["other"], NO_CATEGORY)
    categories(layer, "category", symbols, names["node_category"], other)
    text = text_format(9, bold=True)
    label(layer, '"name"', text, size=NODE_TEXT_SIZE, show=NODE_TEXT_SHOWN)


def nodes_polygon(layer: QgsVectorLayer, names: Names) -> None:
    """Nodes given as areas: the same marks inside an outline of the node's extent."""
    symbols = {}
    for code, mark in _node_symbols(names).items():
        inside = QgsCentroidFillSymbolLayer()
        inside.setSubSymbol(mark)
        inside.setPointOnSurface(True)
        symbols[code] = polygon(outline(WHITE, 0.9), outline(INK, 0.4), inside)
    other = (symbols["other"], NO_CATEGORY)
    categories(layer, "category", symbols, names["node_category"], other)
    text = text_format(9, bold=True)
    label(layer, '"name"', text, size=NODE_TEXT_SIZE, show=NODE_TEXT_SHOWN)


def links(layer: QgsVectorLayer, names: Names) -> None:
    """One hue, width is strength; dashed where the link is new or to be strengthened."""
    root = QgsRuleBasedRenderer.Rule(None)
    other = "coalesce(kind,'')<>'green'"
    words = {3: "Starkt samband", 2: "Medelstarkt samband", 1: "Svagare samband"}
    for strength, width in LINK_WIDTH.items():
        here = f"{other} AND strength={strength}"
        planned = "status IN ('new','strengthen')"
        solid = line(outline(LINK_COLOR, width))
        broken = line(dashed(LINK_COLOR, width, 2.4 + 0.8 * width, 1.2 + 0.3 * width))
        # without a status a link counts as existing: it must not vanish from the map
        unplanned = f"coalesce(status,'') NOT IN ('new','strengthen') AND {here}"
        root.appendChild(rule(solid, unplanned, f"{words[strength]}, befintligt"))
        root.appendChild(rule(broken, f"{here} AND {planned}", f"{words[strength]}, nytt/stärks"))
    unknown = line(dashed(LINK_COLOR, 0.8, 0.8, 1.6))
    no_strength = f"{other} AND coalesce(strength,0) NOT IN (1,2,3)"
    root.appendChild(rule(unknown, no_strength, "Samband utan angiven styrka"))
    green = line(outline(GREEN_LINK_COLOR, 1.6), dashed(WHITE, 0.6, 0.4, 2.0))
    text = names["link_kind"]["green"]["sv"].capitalize()
    root.appendChild(rule(green, "kind='green'", text))
    layer.setRenderer(QgsRuleBasedRenderer(root))
    layer.setOpacity(0.7)
