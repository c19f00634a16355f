"""Styles of findings: the outcome by colour and form, the severity by width."""

from __future__ import annotations

from typing import Mapping

from qgis.core import (
    Qgis,
    QgsSimpleMarkerSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt

from .palette import CASING, FINDING_TEXT, OUTCOME, WHITE
from .parts import (
    Names,
    boxed,
    by_expression,
    categories,
    color,
    dashed,
    fill,
    hatch,
    label,
    line,
    marker,
    outline,
    polygon,
    rungs,
    text_format,
)

CONFLICTING, MISSING = OUTCOME["conflicting"], OUTCOME["missing"]
PARTLY, UNDETERMINED = OUTCOME["partly"], OUTCOME["undetermined"]
TEXT = '"rule_id" || \' \' || wordwrap(coalesce("title","label",\'\'),26)'
# a municipality's summary lies where its objects lie, which have labels of their own
TEXT_SHOWN = "coalesce(\"subject_type\",'')<>'municipality' OR \"part\"='basis'"
SMALLEST_TEXT_SCALE = 80_000


def _severity_width(layer: QgsSymbolLayer, base: float) -> QgsSymbolLayer:
    width = f'{base}+0.3*coalesce("severity",1)'
    by_expression(layer, QgsSymbolLayer.Property.StrokeWidth, width)
    return layer


def _finish(layer: QgsVectorLayer, symbols: Mapping[str, QgsSymbol], names: Names) -> None:
    categories(layer, "outcome", symbols, names["outcome"])
    text = boxed(text_format(7.5, FINDING_TEXT), FINDING_TEXT)
    label(layer, TEXT, text, scale=(1, SMALLEST_TEXT_SCALE), show=TEXT_SHOWN)


def findings_polygon(layer: QgsVectorLayer, names: Names) -> None:
    """Conflicting hatched dark red, missing hollow orange, partly thin yellow."""
    symbols = {
        "conflicting": polygon(
            hatch(CONFLICTING, 45, 2.0, 0.45),
            _severity_width(outline(WHITE, 1.3), 1.0),
            _severity_width(outline(CONFLICTING, 0.6), 0.3),
        ),
        "missing": polygon(
            _severity_width(outline(WHITE, 1.5), 1.2),
            _severity_width(outline(MISSING, 0.9), 0.6),
        ),
        "partly": polygon(
            hatch("#a08a00", 135, 4.0, 0.15),
            _severity_width(outline(CASING, 0.85), 0.55),
            _severity_width(outline(PARTLY, 0.45), 0.15),
        ),
        "undetermined": polygon(
            fill(UNDETERMINED, 0.15),
            dashed(UNDETERMINED, 0.5, 2.0, 1.0),
        ),
    }
    _finish(layer, symbols, names)


def findings_line(layer: QgsVectorLayer, names: Names) -> None:
    """Missing hollow orange, partly dashed yellow, conflicting a dark red track with rungs."""
    symbols = {
        "conflicting": line(
            outline(WHITE, 2.0),
            rungs(CONFLICTING, 1.8, 3.4, 0.6),
            _severity_width(outline(CONFLICTING, 0.9), 0.4),
        ),
        "missing": line(_severity_width(outline(MISSING, 2.2), 1.6), outline(WHITE, 1.0)),
        "partly": line(
            _severity_width(outline(CASING, 1.5), 1.2),
            _severity_width(dashed(PARTLY, 0.9, 2.0, 1.4), 0.6),
        ),
        "undetermined": line(outline(WHITE, 1.5), dashed(UNDETERMINED, 0.9, 1.0, 1.0)),
    }
    _finish(layer, symbols, names)


def _mark(
    shape: Qgis.MarkerShape, edge: str, width: float, base: float
) -> QgsSimpleMarkerSymbolLayer:
    """A hollow mark larger than any node, so that it shows around the node it speaks of."""
    mark = QgsSimpleMarkerSymbolLayer(shape, base + 1.0)
    mark.setColor(color(WHITE, 0.0))
    mark.setStrokeColor(color(edge))
    mark.setStrokeWidth(width)
    mark.setPenJoinStyle(Qt.PenJoinStyle.RoundJoin)
    mark.setPenCapStyle(Qt.PenCapStyle.RoundCap)
    by_expression(mark, QgsSymbolLayer.Property.Size, f'{base}+0.5*coalesce("severity",2)')
    return mark


def findings_point(layer: QgsVectorLayer, names: Names) -> None:
    """A cross, a ring, a triangle, a square, all hollow: shape tells the outcome too."""
    shapes = Qgis.MarkerShape
    symbols = {
        "conflicting": marker(
            _mark(shapes.Cross2, WHITE, 2.6, 9.4), _mark(shapes.Cross2, CONFLICTING, 1.5, 9.4)
        ),
        "missing": marker(
            _mark(shapes.Circle, WHITE, 1.9, 6.6), _mark(shapes.Circle, MISSING, 1.1, 6.6)
        ),
        "partly": marker(
            _mark(shapes.Triangle, CASING, 1.5, 7.6), _mark(shapes.Triangle, PARTLY, 0.8, 7.6)
        ),
        "undetermined": marker(
            _mark(shapes.Square, WHITE, 1.5, 5.4), _mark(shapes.Square, UNDETERMINED, 0.7, 5.4)
        ),
    }
    _finish(layer, symbols, names)


def objects_polygon(layer: QgsVectorLayer, _names: Names) -> None:
    """What findings speak of: a thin grey outline, there to be zoomed to."""
    symbol = polygon(fill(UNDETERMINED, 0.04), outline(UNDETERMINED, 0.3))
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))


def objects_line(layer: QgsVectorLayer, _names: Names) -> None:
    """What findings speak of: a thin grey line, there to be zoomed to."""
    layer.setRenderer(QgsSingleSymbolRenderer(line(outline(UNDETERMINED, 0.4))))


def objects_point(layer: QgsVectorLayer, _names: Names) -> None:
    """What findings speak of: a small grey mark, there to be zoomed to."""
    mark = QgsSimpleMarkerSymbolLayer(Qgis.MarkerShape.Circle, 1.8)
    mark.setColor(color(UNDETERMINED))
    mark.setStrokeStyle(Qt.PenStyle.NoPen)
    layer.setRenderer(QgsSingleSymbolRenderer(marker(mark)))
