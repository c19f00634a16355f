"""All styles: file name -> geometry type and what makes the style."""

from __future__ import annotations

from typing import Callable, Mapping

from qgis.core import QgsVectorLayer

from . import background, comparison, findings, plans, review, structure
from .parts import Names

Make = Callable[[QgsVectorLayer, Names], None]

STYLES: Mapping[str, tuple[str, Make]] = {
    "typology": ("Polygon", structure.typology),
    "nodes": ("Point", structure.nodes),
    "nodes_polygon": ("Polygon", structure.nodes_polygon),
    "links": ("LineString", structure.links),
    "land_use": ("Polygon", plans.land_use),
    "land_use_line": ("LineString", plans.land_use_line),
    "development_polygon": ("Polygon", plans.development_polygon),
    "development_line": ("LineString", plans.development_line),
    "development_point": ("Point", plans.development_point),
    "findings_polygon": ("Polygon", findings.findings_polygon),
    "findings_line": ("LineString", findings.findings_line),
    "findings_point": ("Point", findings.findings_point),
    "objects_polygon": ("Polygon", findings.objects_polygon),
    "objects_line": ("LineString", findings.objects_line),
    "objects_point": ("Point", findings.objects_point),
    "comparison_polygon": ("Polygon", comparison.comparison_polygon),
    "comparison_line": ("LineString", comparison.comparison_line),
    "comparison_point": ("Point", comparison.comparison_point),
    "review_polygon": ("Polygon", review.review_polygon),
    "review_line": ("LineString", review.review_line),
    "review_point": ("Point", review.review_point),
    "municipalities": ("Polygon", background.municipalities),
    "sea": ("Polygon", background.sea),
    "localities": ("Polygon", background.localities),
    "localities_point": ("Point", background.localities_point),
    "stops": ("Point", background.stops),
}
