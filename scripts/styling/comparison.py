"""Styles of a comparison: what became of findings by form and hue, told apart in grey too.

New is full, changed is hatched, persisting is quiet, resolved is hollow with ticks, and what is
gone without a conclusion is grey.
"""

from __future__ import annotations

from typing import Callable, Mapping

from qgis.core import (
    Qgis,
    QgsFeatureRequest,
    QgsMarkerLineSymbolLayer,
    QgsPointPatternFillSymbolLayer,
    QgsSimpleMarkerSymbolLayer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt

from .palette import COMPARISON, INK, WHITE
from .parts import (
    Names,
    boxed,
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
    rungs,
    text_format,
)

NEW, CHANGED = COMPARISON["new"], COMPARISON["changed"]
PERSISTING, RESOLVED, GONE = (COMPARISON[name] for name in ("persisting", "resolved", "gone"))
WHAT = 'CASE WHEN "change"=\'changed\' THEN \'changed_\' || "direction" ELSE "change" END'
DIRECTIONS = ("worse", "better", "other")
# what matters is drawn last; small areas above those that they lie in
ORDER = (
    "array_find(array('not_in_run','rule_removed','rule_changed','persisting','resolved',"
    "'changed','new'),\"change\")"
)
LARGEST_FIRST = '-coalesce("area_ha_after","area_ha_before",0)'
TEXT = '"rule_id" || \' \' || wordwrap(coalesce("title","label",\'\'),26)'
TEXT_SHOWN = "\"change\" IN ('new','changed') AND coalesce(\"subject_type\",'')<>'municipality'"
SMALLEST_TEXT_SCALE = 80_000


def _tick(size: float, edge: str, width: float) -> QgsSimpleMarkerSymbolLayer:
    """A hollow chevron that stands like a tick: what is done."""
    mark = QgsSimpleMarkerSymbolLayer(Qgis.MarkerShape.ArrowHead, size)
    mark.setAngle(90)
    mark.setColor(color(edge, 0.0))
    mark.setStrokeColor(color(edge))
    mark.setStrokeWidth(width)
    mark.setPenJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return mark


def _ticks(distance: float) -> QgsPointPatternFillSymbolLayer:
    layer = QgsPointPatternFillSymbolLayer()
    layer.setDistanceX(distance)
    layer.setDistanceY(distance)
    layer.setDisplacementX(distance / 2)
    layer.setSubSymbol(marker(_tick(1.9, RESOLVED, 0.5)))
    return layer


def _finish(layer: QgsVectorLayer, symbols: Mapping[str, QgsSymbol], names: Names) -> None:
    changes, ways = names["comparison_change"], names["direction"]
    words = dict(changes)
    for way in DIRECTIONS:
        words[f"changed_{way}"] = {"sv": f"{changes['changed']['sv']} {ways[way]['sv']}"}
    categories(layer, WHAT, symbols, words)
    clauses = [QgsFeatureRequest.OrderByClause(text, True) for text in (ORDER, LARGEST_FIRST)]
    layer.renderer().setOrderBy(QgsFeatureRequest.OrderBy(clauses))
    layer.renderer().setOrderByEnabled(True)
    text = boxed(text_format(7.5, INK), INK)
    label(layer, TEXT, text, scale=(1, SMALLEST_TEXT_SCALE), show=TEXT_SHOWN)


def comparison_polygon(layer: QgsVectorLayer, names: Names) -> None:
    """New full, changed hatched (which way by angle), persisting dotted, resolved with ticks."""

    def changed(*hatches: tuple[float, float, float]) -> QgsSymbol:
        patterns = (hatch(CHANGED, *given) for given in hatches)
        return polygon(*patterns, outline(WHITE, 1.7), outline(CHANGED, 0.9))

    symbols = {
        "new": polygon(fill(NEW, 0.65), outline(WHITE, 1.7), outline(NEW, 0.9)),
        "changed_worse": changed((45, 1.8, 0.55)),
        "changed_better": changed((135, 3.2, 0.3)),
        "changed_other": changed((45, 3.2, 0.3), (135, 3.2, 0.3)),
        "persisting": polygon(
            dots(PERSISTING, 2.6, 0.45), outline(WHITE, 0.8), outline(PERSISTING, 0.3)
        ),
        "resolved": polygon(_ticks(3.8), outline(WHITE, 1.4), dashed(RESOLVED, 0.7, 2.2, 1.1)),
        **_without_conclusion(lambda *pattern: polygon(dashed(GONE, 0.45, *pattern))),
    }
    _finish(layer, symbols, names)


def _without_conclusion(made: Callable[..., QgsSymbol]) -> dict[str, QgsSymbol]:
    """Grey, and dashed in three ways."""
    return {
        "rule_changed": made(3.0, 1.0, 0.6, 1.0),
        "rule_removed": made(1.2, 1.2),
        "not_in_run": made(0.5, 1.0),
    }


def comparison_line(layer: QgsVectorLayer, names: Names) -> None:
    """New thick, changed a track with rungs or dashes, persisting thin, resolved with ticks."""
    ticks = QgsMarkerLineSymbolLayer(True, 3.6)
    ticks.setRotateSymbols(False)
    ticks.setSubSymbol(marker(_tick(2.0, RESOLVED, 0.45)))
    symbols = {
        "new": line(outline(WHITE, 3.4), outline(NEW, 2.4), outline(WHITE, 0.3)),
        "changed_worse": line(
            outline(WHITE, 2.4), rungs(CHANGED, 1.8, 3.6, 0.7), outline(CHANGED, 1.1)
        ),
        "changed_better": line(
            outline(WHITE, 2.4), outline(CHANGED, 1.6), dashed(WHITE, 0.8, 2.4, 1.6)
        ),
        "changed_other": line(outline(WHITE, 2.4), dashed(CHANGED, 1.4, 3.0, 1.2)),
        "persisting": line(outline(WHITE, 1.4), outline(PERSISTING, 0.6)),
        "resolved": line(outline(WHITE, 1.8), dashed(RESOLVED, 0.6, 2.2, 1.4), ticks),
        **_without_conclusion(
            lambda *pattern: line(outline(WHITE, 1.4), dashed(GONE, 0.7, *pattern))
        ),
    }
    _finish(layer, symbols, names)


def _mark(
    shape: Qgis.MarkerShape,
    size: float,
    edge: str,
    width: float,
    opacity: float = 0.0,
    angle: float = 0.0,
) -> QgsSimpleMarkerSymbolLayer:
    mark = QgsSimpleMarkerSymbolLayer(shape, size, angle)
    mark.setColor(color(edge, opacity))
    mark.setStrokeColor(color(edge))
    mark.setStrokeWidth(width)
    mark.setPenJoinStyle(Qt.PenJoinStyle.RoundJoin)
    mark.setPenCapStyle(Qt.PenCapStyle.RoundCap)
    return mark


def comparison_point(layer: QgsVectorLayer, names: Names) -> None:
    """A full star, triangles up and down, a ring, a tick, small grey marks: shape tells too."""
    shapes = Qgis.MarkerShape

    def cased(
        shape: Qgis.MarkerShape,
        size: float,
        edge: str,
        width: float,
        inside: float = 0.0,
        angle: float = 0.0,
    ) -> QgsSymbol:
        casing = _mark(shape, size, WHITE, width + 1.0, angle=angle)
        return marker(casing, _mark(shape, size, edge, width, inside, angle))

    symbols = {
        "new": cased(shapes.Star, 7.6, NEW, 0.8, 0.9),
        "changed_worse": cased(shapes.Triangle, 6.6, CHANGED, 1.0, 0.9),
        "changed_better": cased(shapes.Triangle, 6.6, CHANGED, 1.0, angle=180.0),
        "changed_other": cased(shapes.Diamond, 6.6, CHANGED, 1.0),
        "persisting": cased(shapes.Circle, 5.6, PERSISTING, 0.5),
        "resolved": marker(_tick(6.0, WHITE, 2.2), _tick(6.0, RESOLVED, 1.1)),
        "rule_changed": cased(shapes.Square, 4.4, GONE, 0.5),
        "rule_removed": cased(shapes.Cross2, 4.0, GONE, 0.6),
        "not_in_run": cased(shapes.Pentagon, 4.4, GONE, 0.5),
    }
    _finish(layer, symbols, names)
