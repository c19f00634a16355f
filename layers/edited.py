"""Project layers with unsaved edits, frozen so that a run of a case sees them."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from ..alignment.problems import InputError, Problem
from ..alignment.setup.case import Case, LayerSource
from .crs import sound_crs
from .snapshot import Snapshot, snapshot_layer, true_name
from .source import open_by_file, provider_of

SERVER_PARTS = ("dbname", "host", "port", "service", "schema", "table", "typename", "url")


def with_edits(case: Case, project: QgsProject) -> tuple[Case, Mapping[LayerSource, Snapshot]]:
    """The case, and snapshots of its layers that are being edited in the project.

    A folder or container of which one layer is edited is named layer by layer, each with its
    snapshot. Call it in the main thread. Raises InputError where such a layer shows a part of
    its features only, or where the others can't be opened.
    """
    edited = [
        layer
        for layer in project.mapLayers().values()
        if isinstance(layer, QgsVectorLayer) and layer.isValid() and layer.isEditable()
    ]
    if not edited:
        return case, {}
    frozen: dict[LayerSource, Snapshot] = {}

    def replaced(value: Any, table: str) -> Any:
        if isinstance(value, LayerSource):
            layer = _of_table(edited_parts(value, edited), table)
            if layer is not None:
                frozen[value] = layer
            return value
        if isinstance(value, tuple) and any(isinstance(item, LayerSource) for item in value):
            return tuple(part for item in value for part in _parts(item, edited, frozen))
        if isinstance(value, tuple):
            return tuple(replaced(item, table) for item in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = {
                f.name: replaced(getattr(value, f.name), table if f.name == "source" else f.name)
                for f in dataclasses.fields(value)
            }
            return dataclasses.replace(value, **fields)
        return value

    return replaced(case, ""), frozen


def edited_parts(
    source: LayerSource, layers: Sequence[QgsVectorLayer]
) -> list[tuple[Snapshot, bool]]:
    """The layers that a source stands for, those of `layers` as they are edited, and whether they
    are; empty where none of `layers` is among them. Call it in the main thread.
    """
    near = [layer for layer in layers if _may_hold(source, layer)]
    if not near:
        return []
    opened = open_by_file(source)
    in_file = Counter(file for file, _ in opened)
    found: list[tuple[Snapshot, bool]] = []
    for file, part in opened:
        alone = in_file[file] == 1 and "layername=" not in source.uri
        layer = next((x for x in near if _is_part(x, file, part.name, alone=alone)), None)
        if layer is None:
            found.append((part, False))
            continue
        if layer.subsetString() and layer.source() != source.uri:
            raise InputError(Problem("edited_layer_filtered", {"layer": layer.name()}))
        edited = snapshot_layer(layer, part.name)
        found.append((dataclasses.replace(edited, crs=declared_crs(source, edited.crs)), True))
    return found if any(is_edited for _, is_edited in found) else []


def part_of(source: LayerSource, number: int) -> LayerSource:
    """What one layer of a source's several is called among snapshots."""
    return dataclasses.replace(source, uri=f"{source.uri}|part={number}")


def declared_crs(
    source: LayerSource, own: QgsCoordinateReferenceSystem
) -> QgsCoordinateReferenceSystem:
    """The CRS that the setup declares for a source, else the layer's own."""
    return sound_crs(source.crs) if source.crs else own


def _parts(
    source: LayerSource, edited: Sequence[QgsVectorLayer], frozen: dict[LayerSource, Snapshot]
) -> Iterable[LayerSource]:
    """The source, or each layer of it where one is being edited."""
    parts = edited_parts(source, edited)
    if not parts:
        yield source
    for number, (snapshot, _) in enumerate(parts):
        key = part_of(source, number)
        frozen[key] = snapshot
        yield key


def _of_table(parts: Sequence[tuple[Snapshot, bool]], table: str) -> Snapshot | None:
    """The edited layer, where it is the one that is read of the source for that table."""
    read = [part for part in parts if len(parts) == 1 or part[0].name.casefold() == table]
    return next((snapshot for snapshot, is_edited in read if is_edited), None)


def _may_hold(source: LayerSource, layer: QgsVectorLayer) -> bool:
    """Whether a source is the layer's data source, its file, or the folder of its file."""
    provider = layer.providerType()
    if source.uri == layer.source():
        return True
    if provider_of(source) != provider:
        return False
    parts = QgsProviderRegistry.instance().decodeUri(provider, layer.source())
    if provider != "ogr":
        theirs = QgsProviderRegistry.instance().decodeUri(provider, source.uri)
        named = theirs.get("table") or theirs.get("typename")
        return bool(named) and all(
            _server_part(name, parts) == _server_part(name, theirs) for name in SERVER_PARTS
        )
    file, own = Path(str(parts.get("path") or "")), Path(source.uri.partition("|")[0])
    wanted = source.uri.partition("layername=")[2].partition("|")[0]
    if wanted and wanted != parts.get("layerName"):
        return False
    return _same(own, file) or (own.is_dir() and _same(own, file.parent))


def _server_part(name: str, parts: Mapping[str, Any]) -> str:
    """A part of a connection, what is usual where it is not said."""
    usual = {"port": "" if parts.get("service") else "5432", "schema": "public"}
    return str(parts.get(name) or usual.get(name, ""))


def _is_part(layer: QgsVectorLayer, file: Path | None, name: str, *, alone: bool) -> bool:
    """Whether a layer shows a part of a source; the one layer of a file needs no name."""
    if file is None:
        return true_name(layer) == name
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    same = _same(file, Path(str(parts.get("path") or "")))
    return same and (alone or true_name(layer) == name)


def _same(a: Path, b: Path) -> bool:
    return a.exists() and b.exists() and a.samefile(b)
