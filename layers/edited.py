"""Project layers with unsaved edits, frozen so that a run of a case sees them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Iterable, Mapping

from qgis.core import QgsProject, QgsProviderRegistry, QgsVectorLayer

from ..alignment.setup.case import Case, LayerSource
from .container import geopackage_tables
from .snapshot import Snapshot, snapshot_layer

Place = tuple[str, str]


def with_edits(case: Case, project: QgsProject) -> tuple[Case, Mapping[LayerSource, Snapshot]]:
    """The case, and snapshots of its layers that are being edited in the project.

    A GeoPackage that stands for all its layers is named layer by layer where one is edited.
    Call it in the main thread.
    """
    edited = {
        _place_of_layer(layer): layer
        for layer in project.mapLayers().values()
        if isinstance(layer, QgsVectorLayer) and layer.isValid() and layer.isEditable()
    }
    if not edited:
        return case, {}
    frozen: dict[LayerSource, Snapshot] = {}

    def replaced(value: Any) -> Any:
        if isinstance(value, LayerSource):
            layer = edited.get(_place(value.uri))
            if layer is not None:
                frozen[value] = snapshot_layer(layer)
            return value
        if isinstance(value, tuple) and any(isinstance(item, LayerSource) for item in value):
            return tuple(s for item in value for s in _parts(item, edited, frozen))
        if isinstance(value, tuple):
            return tuple(replaced(item) for item in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = {f.name: replaced(getattr(value, f.name)) for f in dataclasses.fields(value)}
            return dataclasses.replace(value, **fields)
        return value

    return replaced(case), frozen


def _parts(
    source: LayerSource, edited: Mapping[Place, QgsVectorLayer], frozen: dict[LayerSource, Snapshot]
) -> Iterable[LayerSource]:
    """The source, or each layer of its container where one of them is being edited."""
    path, table = _place(source.uri)
    names = [source.uri]
    inside = [place for place in edited if place[0] == path]
    if inside and not table and path.lower().endswith(".gpkg"):
        tables = geopackage_tables(Path(path))
        spatial = [t for t in tables if t.spatial] or tables
        names = [f"{path}|layername={t.name}" for t in spatial]
    elif inside and not table:
        names = [path]
    for uri in names:
        part = dataclasses.replace(source, uri=uri)
        layer = edited.get(_place(uri))
        if layer is not None:
            frozen[part] = snapshot_layer(layer)
        yield part


def _place_of_layer(layer: QgsVectorLayer) -> Place:
    if layer.providerType() != "ogr":
        return layer.source(), ""
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path, name = str(parts.get("path") or ""), str(parts.get("layerName") or "")
    return _file(path), name if path.lower().endswith((".gpkg", ".gdb", ".sqlite")) else ""


def _place(uri: str) -> Place:
    path, _, rest = uri.partition("|")
    name = rest.partition("layername=")[2].partition("|")[0]
    return _file(path), name


def _file(path: str) -> str:
    return str(Path(path).resolve()) if path and Path(path).exists() else path
