"""What each style shows. Colours are told apart by colour-blind people, patterns in grey print."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Mapping

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsMarkerLineSymbolLayer,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSimpleMarkerSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt

from .parts import (
    INK,
    WHITE,
    by_expression,
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
    svg,
    text_format,
)

SYMBOLS = Path(__file__).resolve().parents[2] / "resources" / "symbols"
Names = Mapping[str, Mapping[str, Mapping[str, str]]]
Make = Callable[[QgsVectorLayer, Names], None]

TYPOLOGY = {
    "inner_urban": "#5f4d43",
    "outer_urban": "#8d7868",
    "peri_urban": "#bda78d",
    "local_centre": "#b98f4f",
    "rural_close": "#b5c08a",
    "rural_heartland": "#d3deb2",
    "sparse_rural": "#f1f4e6",
}
NODE_COLOR = {"archipelago_node": "#ebd9c0"}  # fill 235,217,192 as in Östergötland's map
LINK_COLOR, GREEN_LINK_COLOR = "#3f4f9e", "#1f7d63"
LINK_WIDTH = {3: 4.0, 2: 2.4, 1: 1.2}
SETTLEMENT, TRANSPORT, GREEN_BLUE = "#9a4a1f", "#2b3f73", "#1f7d63"
MISSING, CONFLICTING, PARTLY, UNDECIDED = "#e07000", "#8b0d1e", "#f0c800", "#7a7a7a"
NEW = "\"change\" IN ('new','changed','developed')"
FINDINGS = ("conflicting", "missing", "partly")


def _categories(
    layer: QgsVectorLayer,
    field: str,
    symbols: Mapping[str, QgsSymbol],
    names: Mapping[str, Mapping[str, str]],
) -> None:
    renderer = QgsCategorizedSymbolRenderer(field)
    for code, symbol in symbols.items():
        renderer.addCategory(QgsRendererCategory(code, symbol.clone(), names[code]["sv"]))
    layer.setRenderer(renderer)


def typology(layer: QgsVectorLayer, names: Names) -> None:
    """Light sequential fills under everything: warm grey towns to pale green countryside."""
    symbols = {code: polygon(fill(name), outline(WHITE, 0.15)) for code, name in TYPOLOGY.items()}
    _categories(layer, "class_code", symbols, names["typology_class"])
    layer.setOpacity(0.6)


def nodes(layer: QgsVectorLayer, names: Names) -> None:
    """Shape by category, size by rank, name beside it: the higher the rank the farther out."""
    symbols = {}
    for code in names["node_category"]:
        mark = svg(SYMBOLS / f"node_{code}.svg", 4.0, NODE_COLOR.get(code, INK), WHITE)
        size = "CASE WHEN rank<=1 THEN 7.5 WHEN rank=2 THEN 6 WHEN rank=3 THEN 4.6 ELSE 3.4 END"
        by_expression(mark, QgsSymbolLayer.Property.Size, size)
        symbols[code] = marker(mark)
    _categories(layer, "category", symbols, names["node_category"])
    shown = (
        "coalesce(rank,9)<=2 OR @map_scale<=300000"
        " OR @map_scale<=1500000 AND coalesce(rank,9)=3"
        " OR @map_scale<=600000 AND coalesce(category,'')='archipelago_node'"
    )
    size = "CASE WHEN rank<=1 THEN 11 WHEN rank=2 THEN 10 WHEN rank=3 THEN 9 ELSE 8 END"
    label(layer, '"name"', text_format(9, bold=True), size=size, show=shown)


def links(layer: QgsVectorLayer, names: Names) -> None:
    """One hue, width is strength; dashed where the link is new or to be strengthened."""
    root = QgsRuleBasedRenderer.Rule(None)
    words = {3: "starkt samband", 2: "medelstarkt samband", 1: "svagare samband"}
    for strength, width in LINK_WIDTH.items():
        here = f"kind IS DISTINCT FROM 'green' AND strength={strength}"
        here = here.replace("kind IS DISTINCT FROM 'green'", "coalesce(kind,'')<>'green'")
        solid = QgsRuleBasedRenderer.Rule(
            line(outline(LINK_COLOR, width)),
            filterExp=f"{here} AND coalesce(status,'existing')='existing'",
            label=f"{words[strength].capitalize()}, befintligt",
        )
        gap = max(width, 1.6)
        broken = QgsRuleBasedRenderer.Rule(
            line(dashed(LINK_COLOR, width, 2.4 * gap, gap)),
            filterExp=f"{here} AND status IN ('new','strengthen')",
            label=f"{words[strength].capitalize()}, nytt eller stärks",
        )
        root.appendChild(solid)
        root.appendChild(broken)
    unknown = QgsRuleBasedRenderer.Rule(
        line(dashed(LINK_COLOR, 0.8, 0.8, 1.6)),
        filterExp="coalesce(kind,'')<>'green' AND strength IS NULL",
        label="Samband utan angiven styrka",
    )
    green = QgsRuleBasedRenderer.Rule(
        line(outline(GREEN_LINK_COLOR, 1.6), dashed(WHITE, 0.6, 0.4, 2.0)),
        filterExp="kind='green'",
        label=names["link_kind"]["green"]["sv"].capitalize(),
    )
    root.appendChild(unknown)
    root.appendChild(green)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    layer.setOpacity(0.7)


def _use_symbols() -> dict[str, QgsSymbol]:
    symbols = {
        "MB": polygon(fill("#b5533c"), hatch("#8a3a26", 90, 2.2, 0.2)),
        "SB": polygon(fill("#f3c75f")),
        "VI": polygon(fill("#8f80b8"), hatch("#5b4c8c", 45, 1.8, 0.3)),
        "TI": polygon(fill("#8a8a8a")),
        "TA": polygon(fill("#5f6f80"), hatch("#e8edf2", 135, 1.6, 0.3)),
        "AN": polygon(fill("#f3e9bd"), hatch("#d3bf72", 0, 2.2, 0.2)),
        "GP": polygon(fill("#a9d492"), hatch("#6ea552", 45, 2.6, 0.2)),
        "NF": polygon(fill("#7cb89a"), dots("#2f6b4e", 2.4, 0.55)),
        "LB": polygon(fill("#f7f5ea")),
        "VA": polygon(fill("#b5d6ec"), hatch("#7fb3d8", 0, 3.0, 0.2)),
    }
    for symbol in symbols.values():
        edge = outline(INK, 0.1)
        by_expression(edge, QgsSymbolLayer.Property.StrokeWidth, f"if({NEW},0.6,0.1)")
        by_expression(edge, QgsSymbolLayer.Property.StrokeColor, f"if({NEW},'#1a1a1a','#8a857c')")
        symbol.appendSymbolLayer(edge)
    return symbols


def land_use(layer: QgsVectorLayer, names: Names) -> None:
    """Ten categories; what is new, changed or developed has a heavy outline."""
    _categories(layer, "category", _use_symbols(), names["category"])
    layer.setOpacity(0.85)
    label(layer, '"name"', text_format(8), scale=(1, 40_000), show=NEW)


def land_use_line(layer: QgsVectorLayer, names: Names) -> None:
    """Transport infrastructure drawn as lines."""
    symbols = {"TI": line(outline("#4a4a4a", 1.0), outline("#d8d8d8", 0.5))}
    _categories(layer, "category", symbols, names["category"])


def _theme(layer: QgsVectorLayer, symbols: Mapping[str, QgsSymbol], names: Names) -> None:
    _categories(layer, "theme", symbols, names["theme"])
    label(layer, '"name"', text_format(8), scale=(1, 150_000))


def development_polygon(layer: QgsVectorLayer, names: Names) -> None:
    """Areas of the development orientation: dashed outline and dots, land use shows through."""
    colors = {"settlement": SETTLEMENT, "transport": TRANSPORT, "green_blue": GREEN_BLUE}
    symbols = {
        theme: polygon(dots(name, 3.0, 0.7), dashed(name, 0.7, 2.4, 1.2))
        for theme, name in colors.items()
    }
    _theme(layer, symbols, names)


def development_line(layer: QgsVectorLayer, names: Names) -> None:
    """Corridors and directions: settlement with arrow heads, transport dashed, green solid."""
    head = QgsSimpleMarkerSymbolLayer(Qgis.MarkerShape.ArrowHeadFilled, 3.2)
    head.setColor(color(SETTLEMENT))
    head.setStrokeStyle(Qt.PenStyle.NoPen)
    heads = QgsMarkerLineSymbolLayer(True, 12)
    heads.setSubSymbol(marker(head))
    symbols = {
        "settlement": line(outline(SETTLEMENT, 0.8), heads),
        "transport": line(outline(WHITE, 1.6), dashed(TRANSPORT, 1.0, 3.0, 1.2)),
        "green_blue": line(outline(WHITE, 1.8), outline(GREEN_BLUE, 1.0)),
    }
    _theme(layer, symbols, names)


def development_point(layer: QgsVectorLayer, names: Names) -> None:
    """Places of the development orientation: hollow marks, so that nodes show through."""
    shapes = {
        "settlement": (Qgis.MarkerShape.Circle, SETTLEMENT),
        "transport": (Qgis.MarkerShape.Square, TRANSPORT),
        "green_blue": (Qgis.MarkerShape.Diamond, GREEN_BLUE),
    }
    symbols = {}
    for theme, (shape, name) in shapes.items():
        mark = QgsSimpleMarkerSymbolLayer(shape, 5.2)
        mark.setColor(color(WHITE, 0.4))
        mark.setStrokeColor(color(name))
        mark.setStrokeWidth(0.9)
        symbols[theme] = marker(mark)
    _theme(layer, symbols, names)


def _severity_width(layer: QgsSymbolLayer, base: float) -> None:
    by_expression(layer, QgsSymbolLayer.Property.StrokeWidth, f'{base}+0.3*coalesce("severity",1)')


def _finish_findings(layer: QgsVectorLayer, symbols: Mapping[str, QgsSymbol], names: Names) -> None:
    _categories(layer, "outcome", symbols, names["outcome"])
    label(
        layer,
        '"rule_id" || \' \' || "label"',
        text_format(8, "#5a1010", bold=True),
        scale=(1, 80_000),
    )


def findings_polygon(layer: QgsVectorLayer, names: Names) -> None:
    """Conflicting hatched dark red, missing hollow orange, partly yellow; width is severity."""
    symbols = {}
    halo, edge = outline(WHITE, 1.2), outline(CONFLICTING, 0.5)
    _severity_width(halo, 1.0)
    _severity_width(edge, 0.3)
    symbols["conflicting"] = polygon(hatch(CONFLICTING, 45, 2.0, 0.45), halo, edge)
    halo, edge = outline(WHITE, 1.6), outline(MISSING, 0.9)
    _severity_width(halo, 1.2)
    _severity_width(edge, 0.6)
    symbols["missing"] = polygon(halo, edge)
    casing, edge = outline("#4a4200", 0.9), outline(PARTLY, 0.5)
    _severity_width(casing, 0.55)
    _severity_width(edge, 0.15)
    symbols["partly"] = polygon(hatch("#a08a00", 135, 4.0, 0.15), casing, edge)
    _finish_findings(layer, symbols, names)


def findings_line(layer: QgsVectorLayer, names: Names) -> None:
    """Unsupported stretches: hollow orange where nothing is there, dashed yellow where some is."""
    symbols = {}
    casing, core = outline(MISSING, 2.2), outline(WHITE, 1.0)
    _severity_width(casing, 1.6)
    symbols["missing"] = line(casing, core)
    casing, core = outline("#4a4200", 1.5), dashed(PARTLY, 0.9, 2.0, 1.4)
    symbols["partly"] = line(casing, core)
    casing, core = outline(WHITE, 2.4), outline(CONFLICTING, 1.4)
    _severity_width(core, 0.8)
    symbols["conflicting"] = line(casing, core)
    _finish_findings(layer, {code: symbols[code] for code in FINDINGS}, names)


def findings_point(layer: QgsVectorLayer, names: Names) -> None:
    """A hollow circle, a triangle, a cross: shape tells the outcome too."""
    shapes = {
        "conflicting": (Qgis.MarkerShape.CrossFill, CONFLICTING, CONFLICTING),
        "missing": (Qgis.MarkerShape.Circle, "", MISSING),
        "partly": (Qgis.MarkerShape.Triangle, PARTLY, "#4a4200"),
    }
    symbols = {}
    for code, (shape, inside, edge) in shapes.items():
        mark = QgsSimpleMarkerSymbolLayer(shape, 6.0)
        mark.setColor(color(inside or WHITE, 1.0 if inside else 0.0))
        mark.setStrokeColor(color(edge))
        mark.setStrokeWidth(1.1 if code == "missing" else 0.4)
        size = '4.4+0.8*coalesce("severity",1)'
        by_expression(mark, QgsSymbolLayer.Property.Size, size)
        symbols[code] = marker(mark)
    _finish_findings(layer, symbols, names)


def municipalities(layer: QgsVectorLayer, _names: Names) -> None:
    """Borders that show on light and dark, and the name from afar."""
    border = polygon(outline(WHITE, 0.9), dashed("#5b5248", 0.4, 3.0, 1.0, 0.6, 1.0))
    layer.setRenderer(QgsSingleSymbolRenderer(border))
    text = text_format(8.5, "#6b6157")
    label(layer, '"name"', text, scale=(150_000, 2_000_000))


def sea(layer: QgsVectorLayer, _names: Names) -> None:
    """Sea, pale, so that links across it show."""
    layer.setRenderer(QgsSingleSymbolRenderer(polygon(fill("#dcebf5"))))


def localities(layer: QgsVectorLayer, _names: Names) -> None:
    """Built-up areas as a fine grain; larger ones have names near to."""
    symbol = polygon(hatch("#8a8178", 45, 1.4, 0.12), outline("#8a8178", 0.2))
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
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
    _categories(layer, "kind", symbols, names["stop_kind"])
    layer.setScaleBasedVisibility(True)
    layer.setMinimumScale(150_000)


STYLES: Mapping[str, tuple[str, Make]] = {
    "typology": ("Polygon", typology),
    "nodes": ("Point", nodes),
    "links": ("LineString", links),
    "land_use": ("Polygon", land_use),
    "land_use_line": ("LineString", land_use_line),
    "development_polygon": ("Polygon", development_polygon),
    "development_line": ("LineString", development_line),
    "development_point": ("Point", development_point),
    "findings_polygon": ("Polygon", findings_polygon),
    "findings_line": ("LineString", findings_line),
    "findings_point": ("Point", findings_point),
    "municipalities": ("Polygon", municipalities),
    "sea": ("Polygon", sea),
    "localities": ("Polygon", localities),
    "stops": ("Point", stops),
}
