"""Opening what a setup names: a path, a folder, a container of layers, or any provider's URI."""

from __future__ import annotations

import dataclasses
import difflib
import re
from pathlib import Path
from typing import Iterable
from urllib.parse import urlsplit

from qgis.core import (
    Qgis,
    QgsDataSourceUri,
    QgsProviderRegistry,
    QgsProviderSublayerDetails,
    QgsVectorLayer,
)

from ..alignment.problems import InputError, Problem
from ..alignment.setup.case import LayerSource
from .container import NOT_PLAN_TABLES, geopackage_tables
from .crs import sound_crs
from .gdal_quiet import quiet_gdal
from .service import service_of
from .snapshot import Snapshot, open_layer, snapshot_layer

VECTOR_SUFFIXES = (
    ".gpkg",
    ".shp",
    ".geojson",
    ".json",
    ".gml",
    ".fgb",
    ".tab",
    ".mif",
    ".kml",
    ".sqlite",
    ".gdb",
)
NAMES_SHOWN = 12


def open_source(source: LayerSource) -> list[Snapshot]:
    """Snapshots of the layers that `source` stands for, sorted by name.

    A folder, or a container without `|layername=`, stands for all its vector layers. Raises
    `InputError` where nothing can be read, or a layer with geometry has no CRS.
    """
    return sorted((snapshot for _, snapshot in open_by_file(source)), key=lambda s: s.name)


def open_by_file(source: LayerSource) -> list[tuple[Path | None, Snapshot]]:
    """The same, each with the file that it is in; None for layers of a database or service."""
    with quiet_gdal():
        return [(file, _with_crs(snapshot, source)) for file, snapshot in _opened(source)]


def _opened(source: LayerSource) -> list[tuple[Path | None, Snapshot]]:
    if provider_of(source) != "ogr":
        return [(None, _open(source, source.uri, provider_of(source)))]
    path = Path(source.uri.split("|")[0])
    _require_file(path, source)
    if "|" in source.uri:
        return [(path, _open_part(source, path))]
    opened: list[tuple[Path | None, Snapshot]] = [
        (file, snapshot) for file in _files(path) for snapshot in _layers_of(file, source)
    ]
    if not opened:
        raise InputError(_nothing_in(path, source))
    return opened


def _layers_of(file: Path, source: LayerSource) -> list[Snapshot]:
    """The vector layers of a file; tables without geometry only where there is nothing else."""
    tables = geopackage_tables(file) if file.suffix.lower() == ".gpkg" else []
    if tables:
        return [table for table in tables if table.spatial] or tables
    return [
        _open(source, detail.uri(), "ogr", detail.name())
        for detail in _vector_layers(_sublayers(file))
    ]


def open_one(source: LayerSource, table: str) -> Snapshot:
    """The one layer of a source whose table is fixed by its place in the setup.

    Of a container without `|layername=` the only layer, or the one named like the table.
    """
    opened = open_source(source)
    if len(opened) == 1:
        return opened[0]
    named = [snapshot for snapshot in opened if snapshot.name.casefold() == table]
    if len(named) == 1:
        return named[0]
    names = [snapshot.name for snapshot in opened]
    raise InputError(
        Problem(
            "layer_ambiguous", {"layer": shown(source), "layers": _listed(names)}, place(source)
        )
    )


def shown(source: LayerSource) -> str:
    """The source as messages name it: without passwords, and paths by their last part."""
    if provider_of(source) != "ogr":
        return _shown_service(source.uri)
    path, _, rest = source.uri.partition("|")
    layer = _layer_name(rest)
    return f"{Path(path).name} ({layer})" if layer else Path(path).name


def _shown_service(uri: str) -> str:
    """A table of a database, or a layer of a service, and where that is."""
    parts = QgsDataSourceUri(uri)
    if parts.hasParam("typename"):
        return f"{parts.param('typename')} ({_address(parts.param('url'))})"
    if parts.table():
        table = ".".join(part for part in (parts.schema(), parts.table()) if part)
        where = (parts.database(), parts.service(), parts.host())
        return f"{table} ({', '.join(part for part in where if part)})"
    return str(QgsDataSourceUri.removePassword(uri))


def _address(url: str) -> str:
    """A web address without what may be secret in it: user, password and keys after "?"."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def place(source: LayerSource) -> str:
    """Where a problem of the source belongs: the data source without what it filters."""
    return shown(source) if provider_of(source) != "ogr" else source.uri.split("|")[0]


def provider_of(source: LayerSource) -> str:
    """The QGIS provider that opens a source."""
    if source.provider:
        return source.provider
    if re.search(r"\b(dbname|service|host)=", source.uri):
        return "postgres"
    if re.search(r"\btypename=", source.uri):
        return "WFS"
    return "ogr"


def _layer_name(rest: str) -> str:
    found = re.search(r"(?:^|\|)layername=([^|]*)", rest)
    return found.group(1) if found else ""


def _require_file(path: Path, source: LayerSource) -> None:
    if path.exists() or source.uri.startswith("/vsi"):
        return
    folder = path.parent
    siblings = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    params = {"path": str(path), "hint": _closest(path.name, siblings)}
    raise InputError(Problem("file_missing", params, place(source)))


def _closest(name: str, names: list[str]) -> str:
    """The name that was probably meant, "" where none is alike."""
    return (difflib.get_close_matches(name, names, 1) or [""])[0]


def _files(path: Path) -> list[Path]:
    """The files of a folder that may hold layers; a file (or geodatabase) stands for itself."""
    if not path.is_dir() or path.suffix.lower() == ".gdb":
        return [path]
    return sorted(entry for entry in path.iterdir() if entry.suffix.lower() in VECTOR_SUFFIXES)


def _sublayers(path: Path) -> list[QgsProviderSublayerDetails]:
    return list(QgsProviderRegistry.instance().querySublayers(str(path)))


def _vector_layers(found: Iterable[QgsProviderSublayerDetails]) -> list[QgsProviderSublayerDetails]:
    """Vector layers; tables without geometry only where there is nothing else."""
    vector = [
        detail
        for detail in found
        if detail.type() == Qgis.LayerType.Vector
        and detail.providerKey() == "ogr"
        and detail.name() not in NOT_PLAN_TABLES
    ]
    spatial = [detail for detail in vector if detail.wkbType() != Qgis.WkbType.NoGeometry]
    return spatial or vector


def sublayer_uris(path: Path) -> list[tuple[str, str]]:
    """(URI, name) of the vector layers in a file, container or folder, sorted by name."""
    details = (d for file in _files(path) for d in _vector_layers(_sublayers(file)))
    return sorted(((d.uri(), d.name()) for d in details), key=lambda found: found[1])


def _nothing_in(path: Path, source: LayerSource) -> Problem:
    if path.is_dir():
        return Problem("folder_without_layers", {"path": str(path)}, place(source))
    others = _sublayers(path)
    code = "not_vector" if others else "file_not_readable"
    return Problem(code, {"path": str(path)}, place(source))


def _open_part(source: LayerSource, path: Path) -> Snapshot:
    """The layer of a container that the URI names; says which layers there are where it fails."""
    rest = source.uri.partition("|")[2]
    wanted = _layer_name(rest)
    names = []
    if path.suffix.lower() == ".gpkg" and rest == f"layername={wanted}":
        tables = {table.name: table for table in geopackage_tables(path)}
        if wanted in tables:
            return tables[wanted]
        names = list(tables)
    names = names or [detail.name() for detail in _vector_layers(_sublayers(path))]
    if wanted and wanted not in names:
        if not names:
            raise InputError(_nothing_in(path, source))
        params = {
            "path": path.name,
            "layer": wanted,
            "layers": _listed(names),
            "hint": _closest(wanted, names),
        }
        raise InputError(Problem("layer_missing", params, place(source)))
    return _open(source, source.uri, "ogr", wanted)


def _open(source: LayerSource, uri: str, provider: str, name: str = "") -> Snapshot:
    layer = open_layer(uri, provider, name)
    if not layer.isValid():
        reason = layer.error().summary() or _provider_error(layer)
        code = "source_not_opened_reason" if reason else "source_not_opened"
        params = {"layer": shown(source), "provider": provider, "reason": reason}
        raise InputError(Problem(code, params, place(source)))
    return dataclasses.replace(snapshot_layer(layer, name), service=service_of(layer))


def _provider_error(layer: QgsVectorLayer) -> str:
    provider = layer.dataProvider()
    return str(provider.error().summary()) if provider is not None else ""


def _with_crs(snapshot: Snapshot, source: LayerSource) -> Snapshot:
    """The snapshot in the CRS that the setup declares, else its own; InputError without any."""
    if not snapshot.spatial:
        return snapshot
    if source.crs:
        declared = sound_crs(source.crs)
        if not declared.isValid():
            params = {"crs": source.crs, "layer": shown(source)}
            raise InputError(Problem("crs_unknown", params, place(source)))
        return dataclasses.replace(snapshot, crs=declared)
    if not snapshot.crs.isValid():
        raise InputError(Problem("layer_without_crs", {"layer": snapshot.name}, place(source)))
    return snapshot


def _listed(names: list[str]) -> str:
    shown_names = ", ".join(sorted(names)[:NAMES_SHOWN])
    return shown_names + (" …" if len(names) > NAMES_SHOWN else "")
