"""Styles of findings under review: as findings, and those that are decided step back."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsProperty,
    QgsRendererCategory,
    QgsSimpleMarkerSymbolLayer,
    QgsSymbol,
    QgsVectorLayer,
)

from . import findings
from .palette import WHITE
from .parts import Names, color, dashed, fill, line, marker, outline, polygon

# a state is chosen and need not be confirmed, or the last run does not have it any more
DECIDED = (
    "(\"status\" NOT IN ('new','reopened') AND NOT coalesce(\"to_confirm\",0))"
    " OR \"presence\" NOT IN ('present','not_in_run')"
)
OPACITY = f"if({DECIDED},30,100)"


MANUAL, MANUAL_WORDS = "#3a6fb0", "Egen avvikelse"


def _finish(layer: QgsVectorLayer, manual: QgsSymbol) -> None:
    """Findings drawn by hand get a symbol too; what is decided steps back."""
    renderer = layer.renderer()
    renderer.addCategory(QgsRendererCategory("manual", manual, MANUAL_WORDS))
    for number, category in enumerate(renderer.categories()):
        symbol = category.symbol().clone()
        symbol.setDataDefinedProperty(
            QgsSymbol.Property.Opacity, QgsProperty.fromExpression(OPACITY)
        )
        renderer.updateCategorySymbol(number, symbol)


def review_polygon(layer: QgsVectorLayer, names: Names) -> None:
    """Areas."""
    findings.findings_polygon(layer, names)
    _finish(layer, polygon(fill(MANUAL, 0.12), outline(WHITE, 1.1), dashed(MANUAL, 0.6, 4.0, 1.2)))


def review_line(layer: QgsVectorLayer, names: Names) -> None:
    """Lines."""
    findings.findings_line(layer, names)
    _finish(layer, line(outline(WHITE, 1.9), dashed(MANUAL, 1.1, 4.0, 1.2)))


def review_point(layer: QgsVectorLayer, names: Names) -> None:
    """Points."""
    findings.findings_point(layer, names)
    mark = QgsSimpleMarkerSymbolLayer(Qgis.MarkerShape.Diamond, 5.0)
    mark.setColor(color(MANUAL, 0.25))
    mark.setStrokeColor(color(MANUAL))
    mark.setStrokeWidth(0.8)
    _finish(layer, marker(mark))
