"""Reading GeoPackage tables straight from SQLite: by far the quickest way, and QGIS-free.

A county has hundreds of small plan layers; one QGIS layer for each would cost more than reading
their content. Anything unusual (views without a row id, a damaged file) is left to QGIS.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsProject

from ..alignment.progress import Tick
from .crs import sound_crs
from .read_only import open_read_only
from .snapshot import Snapshot, TableFile

NOT_PLAN_TABLES = ("layer_styles", "qgis_projects")  # what QGIS itself keeps in a GeoPackage
TABLES = """
    SELECT c.table_name, g.column_name, g.geometry_type_name, s.organization,
           s.organization_coordsys_id, s.definition, s.srs_id
    FROM gpkg_contents AS c
    LEFT JOIN gpkg_geometry_columns AS g ON g.table_name = c.table_name
    LEFT JOIN gpkg_spatial_ref_sys AS s ON s.srs_id = g.srs_id
    WHERE c.data_type IN ('features', 'attributes')
    ORDER BY c.table_name
"""
COLUMNS = "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid"
GEOMETRY_COLUMN = "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?"
ROWS_PER_BATCH = 8192
MAGIC = b"GP"
HEADER_BYTES = 8
BOX_BYTES = (0, 32, 48, 48, 64)  # by the envelope code in the header's flags


@dataclass(frozen=True)
class TableRows:
    """A table's rows: row ids, WKB (None where there is no geometry), values by field."""

    row: list[int]
    wkb: list[bytes | None]
    fields: dict[str, list[Any]]


def geopackage_tables(path: Path) -> list[Snapshot]:
    """Snapshots of the tables of a GeoPackage, QGIS's own left out; empty where it is unusual."""
    try:
        with closing(_connect(path)) as connection:
            return list(_snapshots(connection, path))
    except sqlite3.Error:
        return []


def _connect(path: Path, *, tolerant: bool = True) -> sqlite3.Connection:
    """A connection that can't write; a `tolerant` one reads text that is no UTF-8 as well."""
    connection = open_read_only(path)
    if tolerant:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return connection


def _snapshots(connection: sqlite3.Connection, path: Path) -> Iterator[Snapshot]:
    context = QgsProject.instance().transformContext()
    for name, geometry, kind, *reference in connection.execute(TABLES).fetchall():
        columns = connection.execute(COLUMNS, (name,)).fetchall()
        if name in NOT_PLAN_TABLES or not columns:
            continue
        readable = sum(1 for column in columns if column[2]) == 1
        yield Snapshot(
            name=name,
            crs=_crs(*reference) if geometry else QgsCoordinateReferenceSystem(),
            fields=tuple(column[0] for column in columns if column[0] != geometry),
            geometry_type=_geometry_type(kind) if geometry else Qgis.WkbType.NoGeometry,
            source=f"{path}|layername={name}",
            file=TableFile(path, name) if readable else None,
            context=context,
        )


def _geometry_type(name: str) -> Qgis.WkbType:
    known = {kind.name.upper(): kind for kind in Qgis.WkbType}
    return known.get(str(name).upper(), Qgis.WkbType.Unknown)


def _crs(
    organization: str | None, code: int | None, definition: str | None, srs_id: int | None
) -> QgsCoordinateReferenceSystem:
    """The CRS of a table; invalid for GeoPackage's two "undefined" ones (-1, 0)."""
    if srs_id is None or srs_id <= 0:
        return QgsCoordinateReferenceSystem()
    named = sound_crs(f"{organization}:{code}".upper())
    return named if named.isValid() else QgsCoordinateReferenceSystem.fromWkt(definition or "")


def read_table(file: TableFile, wanted: Sequence[str], tick: Tick) -> TableRows | None:
    """The rows of a table in order of their ids; None where QGIS had better read it."""
    for tolerant in (False, True):  # text that is all UTF-8 is read faster
        with suppress(sqlite3.Error), closing(_connect(file.path, tolerant=tolerant)) as connection:
            return _read(connection, file, wanted, tick)
    return None


def _read(
    connection: sqlite3.Connection, file: TableFile, wanted: Sequence[str], tick: Tick
) -> TableRows | None:
    columns = connection.execute(COLUMNS, (file.table,)).fetchall()
    types = {name: str(kind).upper() for name, kind, _ in columns}
    keys = [name for name, _, place in columns if place]
    geometry = connection.execute(GEOMETRY_COLUMN, (file.table,)).fetchone()
    if len(keys) != 1 or not set(wanted) <= set(types):
        return None
    chosen = [keys[0], *([geometry[0]] if geometry else []), *wanted]
    names = ", ".join(_quoted(name) for name in chosen)
    statement = ("SELECT", names, "FROM", _quoted(file.table), "ORDER BY", _quoted(keys[0]))
    cursor = connection.execute(" ".join(statement))
    rows: list[tuple[Any, ...]] = []
    while batch := cursor.fetchmany(ROWS_PER_BATCH):
        tick()
        rows += batch
    by_column: list[Sequence[Any]] = list(zip(*rows)) if rows else [()] * len(chosen)
    values = by_column[2:] if geometry else by_column[1:]
    return TableRows(
        row=list(by_column[0]),
        wkb=[wkb_of(blob) for blob in by_column[1]] if geometry else [None] * len(rows),
        fields={name: _typed(column, types[name]) for name, column in zip(wanted, values)},
    )


def _quoted(name: str) -> str:
    """An identifier as SQL takes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def wkb_of(blob: Any) -> bytes | None:
    """The WKB inside GeoPackage binary; None for NULL, b"" for what is none."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != MAGIC or len(blob) < HEADER_BYTES:
        return b""
    box = (blob[3] >> 1) & 0b111
    return blob[HEADER_BYTES + BOX_BYTES[box] :] if box < len(BOX_BYTES) else b""


def _typed(column: Sequence[Any], kind: str) -> list[Any]:
    """Values as QGIS would give them: true booleans, times without empty fractions."""
    if kind == "BOOLEAN":
        return [None if value is None else bool(value) for value in column]
    if kind == "DATETIME":
        return [v.replace(".000Z", "Z") if isinstance(v, str) else v for v in column]
    if kind == "REAL" or kind.startswith(("DOUBLE", "FLOAT")):
        return [float(value) if isinstance(value, int) else value for value in column]
    return [None if isinstance(value, bytes) else value for value in column]


def as_objects(values: Sequence[Any]) -> NDArray[np.object_]:
    """An object array (n,) of Python values."""
    result: NDArray[np.object_] = np.empty(len(values), dtype=object)
    result[:] = list(values)
    return result
