"""A plan's own layers in the project, to be edited where the municipality keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import Iterable

from qgis.core import (
    Qgis,
    QgsFillSymbol,
    QgsProject,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

from ..alignment.problems import InputError, Problem
from ..alignment.setup.case import LayerSource, PlanSetup
from .gdal_quiet import quiet_gdal
from .source import open_source, provider_of, shown, sublayer_uris

AREA = {"color": "120,120,120,40", "outline_color": "70,70,70,255", "outline_width": "0.3"}


def add_plan_sources(
    project: QgsProject, plans: Iterable[PlanSetup], title: str
) -> list[QgsVectorLayer]:
    """Add the plans' layers as they are stored, in a group of that title: a new one at the top.

    A layer that the project has already is left as it is, and counts. Raises InputError where
    nothing of a source can be read.
    """
    there = {layer.source(): layer for layer in project.mapLayers().values()}
    found: list[QgsVectorLayer] = []
    new: list[QgsVectorLayer] = []
    for source in (source for plan in plans for source in plan.sources):
        for uri, name in _layers(source):
            layer = there.get(uri)
            if layer is None:
                layer = QgsVectorLayer(uri, name, provider_of(source))
                if not layer.isValid():
                    params = {"layer": shown(source)}
                    raise InputError(Problem("plan_source_unreadable", params))
                _see_through(layer)
                new.append(layer)
            found.append(layer)
    if new:
        root = project.layerTreeRoot()
        group = root.findGroup(title) or root.insertGroup(0, title)
        project.addMapLayers(new, False)
        for layer in new:
            group.addLayer(layer)
    return found


def _see_through(layer: QgsVectorLayer) -> None:
    """Areas without a style of their own let the structure map and the findings show through."""
    _message, has_style = layer.loadDefaultStyle()
    if not has_style and layer.geometryType() == Qgis.GeometryType.Polygon:
        symbol = QgsFillSymbol.createSimple(AREA)
        layer.setRenderer(QgsSingleSymbolRenderer(symbol))


def _layers(source: LayerSource) -> list[tuple[str, str]]:
    """(URI, name) of the layers that a source stands for."""
    open_source(source)  # says in words what can't be read
    if provider_of(source) != "ogr" or "|" in source.uri:
        name = source.uri.rpartition("layername=")[2].partition("|")[0]
        return [(source.uri, name or Path(source.uri).stem)]
    with quiet_gdal():
        return sublayer_uris(Path(source.uri))
