"""Styles of findings under review: as findings, and those that are decided step back."""

from __future__ import annotations

from qgis.core import QgsProperty, QgsSymbol, QgsVectorLayer

from . import findings
from .parts import Names

# a state is chosen and need not be confirmed, or the last run does not have it any more
DECIDED = (
    "(\"status\" NOT IN ('new','reopened') AND NOT coalesce(\"to_confirm\",0))"
    " OR \"presence\" NOT IN ('present','not_in_run')"
)
OPACITY = f"if({DECIDED},30,100)"


def _step_back(layer: QgsVectorLayer) -> None:
    renderer = layer.renderer()
    for number, category in enumerate(renderer.categories()):
        symbol = category.symbol().clone()
        symbol.setDataDefinedProperty(
            QgsSymbol.Property.Opacity, QgsProperty.fromExpression(OPACITY)
        )
        renderer.updateCategorySymbol(number, symbol)


def review_polygon(layer: QgsVectorLayer, names: Names) -> None:
    """Areas."""
    findings.findings_polygon(layer, names)
    _step_back(layer)


def review_line(layer: QgsVectorLayer, names: Names) -> None:
    """Lines."""
    findings.findings_line(layer, names)
    _step_back(layer)


def review_point(layer: QgsVectorLayer, names: Names) -> None:
    """Points."""
    findings.findings_point(layer, names)
    _step_back(layer)
