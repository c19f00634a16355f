"""Styles of comprehensive plans: land and water use, and the development orientation."""

from __future__ import annotations

from typing import Mapping

from qgis.core import (
    Qgis,
    QgsMarkerLineSymbolLayer,
    QgsRuleBasedRenderer,
    QgsSimpleMarkerSymbolLayer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt

from .palette import CHANGED_EDGE, OUTCOME, THEME, USE, WHITE
from .parts import (
    Names,
    by_expression,
    categories,
    color,
    dashed,
    dots,
    fill,
    hatch,
    label,
    line,
    marker,
    outline,
    polygon,
    rule,
    text_format,
)

UNDETERMINED = OUTCOME["undetermined"]
CHANGED = "\"change\" IN ('new','changed','developed')"
NEW_WORDS, DEVELOPED_WORDS = "Ny eller ändrad användning", "Användning som utvecklas"
UNKNOWN_WORDS = "Användning utan känd kategori"
EDGE = "#8a857c"
NO_THEME, NO_THEME_WORDS = "", "Utan tema"


def use_symbols() -> dict[str, QgsSymbol]:
    """Category -> symbol: hues that Swedish plans use, and a pattern of its own."""
    pattern = {
        "MB": hatch("#8a3a26", 90, 2.2, 0.2),
        "VI": hatch("#5b4c8c", 45, 1.8, 0.3),
        "TA": hatch("#e8edf2", 135, 1.6, 0.3),
        "AN": hatch("#d3bf72", 0, 2.2, 0.2),
        "GP": hatch("#4f8a38", 45, 2.6, 0.3),
        "NF": dots("#2f6b4e", 2.4, 0.55),
        "VA": hatch("#7fb3d8", 0, 3.0, 0.2),
    }
    return {
        code: polygon(*filter(None, (fill(name), pattern.get(code), outline(EDGE, 0.1))))
        for code, name in USE.items()
    }


def _on_top(symbol_layer: QgsSymbolLayer) -> QgsSymbolLayer:
    symbol_layer.setRenderingPass(1)  # a neighbour's fill would cover half of the outline
    return symbol_layer


def land_use(layer: QgsVectorLayer, names: Names) -> None:
    """Ten categories; what is new, changed or developed has a heavy outline."""
    root = QgsRuleBasedRenderer.Rule(None)
    for code, symbol in use_symbols().items():
        root.appendChild(rule(symbol, f"\"category\"='{code}'", names["category"][code]["sv"]))
    listed = ",".join(f"'{code}'" for code in USE)
    unknown = polygon(hatch("#8a857c", 45, 3.0, 0.15), outline(EDGE, 0.3))
    root.appendChild(rule(unknown, f"coalesce(\"category\",'') NOT IN ({listed})", UNKNOWN_WORDS))
    new = polygon(_on_top(outline(CHANGED_EDGE, 0.6)))
    root.appendChild(rule(new, "\"change\" IN ('new','changed')", NEW_WORDS))
    developed = polygon(_on_top(dashed(CHANGED_EDGE, 0.6, 1.6, 0.8)))
    root.appendChild(rule(developed, "\"change\"='developed'", DEVELOPED_WORDS))
    layer.setRenderer(QgsRuleBasedRenderer(root))
    layer.setOpacity(0.85)
    label(layer, '"name"', text_format(8), scale=(1, 40_000), show=CHANGED)


def land_use_line(layer: QgsVectorLayer, names: Names) -> None:
    """Transport infrastructure drawn as lines; a dashed core where it is new."""
    root = QgsRuleBasedRenderer.Rule(None)
    words = names["category"]["TI"]["sv"]
    road = line(outline("#4a4a4a", 1.0), outline("#d8d8d8", 0.5))
    planned = line(outline("#4a4a4a", 1.2), dashed(WHITE, 0.7, 1.6, 1.0))
    root.appendChild(rule(road, f"NOT coalesce({CHANGED},false)", words))
    root.appendChild(rule(planned, CHANGED, f"{words}, ny eller utvecklas"))
    layer.setRenderer(QgsRuleBasedRenderer(root))


def _theme(layer: QgsVectorLayer, symbols: Mapping[str, QgsSymbol], names: Names) -> None:
    other = (symbols[NO_THEME], NO_THEME_WORDS)
    known = {theme: symbols[theme] for theme in THEME}
    categories(layer, "theme", known, names["theme"], other)
    text = text_format(8, THEME["settlement"], italic=True)
    label(layer, '"name"', text, scale=(1, 100_000))


def development_polygon(layer: QgsVectorLayer, names: Names) -> None:
    """Areas of the development orientation: dashed outline and dots, land use shows through."""
    symbols = {
        theme: polygon(dots(name, 3.0, 0.7), outline(WHITE, 1.1), dashed(name, 0.7, 2.4, 1.2))
        for theme, name in {**THEME, NO_THEME: UNDETERMINED}.items()
    }
    _theme(layer, symbols, names)


def development_line(layer: QgsVectorLayer, names: Names) -> None:
    """Corridors and directions: settlement with arrow heads, transport dashed, green solid."""
    settlement = THEME["settlement"]
    head = QgsSimpleMarkerSymbolLayer(Qgis.MarkerShape.ArrowHeadFilled, 3.2)
    head.setColor(color(settlement))
    head.setStrokeStyle(Qt.PenStyle.NoPen)
    # a corridor leads both ways: no heads
    ways = "if(coalesce(\"subcategory\",'') IN ('corridor','link'),0,3.2)"
    by_expression(head, QgsSymbolLayer.Property.Size, ways)
    heads = QgsMarkerLineSymbolLayer(True, 9)
    heads.setSubSymbol(marker(head))
    symbols = {
        "settlement": line(outline(WHITE, 1.5), outline(settlement, 0.8), heads),
        "transport": line(outline(WHITE, 1.6), dashed(THEME["transport"], 1.0, 3.0, 1.2)),
        "green_blue": line(outline(WHITE, 1.8), outline(THEME["green_blue"], 1.0)),
        NO_THEME: line(outline(WHITE, 1.6), outline(UNDETERMINED, 0.8)),
    }
    _theme(layer, symbols, names)


def development_point(layer: QgsVectorLayer, names: Names) -> None:
    """Places of the development orientation: hollow marks, so that nodes show through."""
    shapes = {
        "settlement": Qgis.MarkerShape.Circle,
        "transport": Qgis.MarkerShape.Square,
        "green_blue": Qgis.MarkerShape.Diamond,
        NO_THEME: Qgis.MarkerShape.Triangle,
    }
    symbols = {}
    for theme, shape in shapes.items():
        mark = QgsSimpleMarkerSymbolLayer(shape, 5.2)
        mark.setColor(color(WHITE, 0.4))
        mark.setStrokeColor(color(THEME.get(theme, UNDETERMINED)))
        mark.setStrokeWidth(0.9)
        symbols[theme] = marker(mark)
    _theme(layer, symbols, names)
