"""Writing tables to a GeoPackage, fast: GDAL makes the tables, sqlite takes the rows at once.

One call a feature would take longer than most checks. The order of rows is the order given, row
ids count from 1, so that equal tables are equal bytes.
"""

from __future__ import annotations

import re
import sqlite3
import struct
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np
from osgeo import gdal, ogr, osr

from ..alignment.geometry.arrays import FloatArray, GeometryArray, bounds, from_wkb, to_wkb
from .gdal_quiet import quiet_gdal

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
GEOMETRY_COLUMN = "geom"
TEXT, WHOLE, NUMBER, FLAG = "text", "whole", "number", "flag"
FIELD_TYPES: Mapping[str, tuple[int, int]] = {
    TEXT: (ogr.OFTString, ogr.OFSTNone),
    WHOLE: (ogr.OFTInteger64, ogr.OFSTNone),
    NUMBER: (ogr.OFTReal, ogr.OFSTNone),
    FLAG: (ogr.OFTInteger, ogr.OFSTBoolean),
}
GEOMETRY_TYPES = {
    "point": ogr.wkbMultiPoint,
    "line": ogr.wkbMultiLineString,
    "polygon": ogr.wkbMultiPolygon,
    "any": ogr.wkbUnknown,
    "": ogr.wkbNone,
}
GEOPACKAGE_VERSION = "1.2"  # read without remarks by every GDAL that QGIS ships
HEAD = np.dtype(
    [("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs", "<i4"), ("box", "<f8", 4)]
)
HEAD_OF_SINGLE = np.dtype([*HEAD.descr, ("order", "u1"), ("type", "<u4"), ("count", "<u4")])
SINGLE, TO_MULTI = (1, 2, 3), 3  # WKB's point, line and polygon; their multiparts are 4, 5 and 6
LITTLE_ENDIAN_WITH_BOX = 0b00000011
ROWS_AT_ONCE = 16384
LITTLE_ENDIAN_EMPTY = 0b00010001


@dataclass(frozen=True)
class Field:
    """A column to write: its name, its type (text, whole, number, flag), values (n,).

    None, NaN and, in numbers, infinity become NULL.
    """

    name: str
    type: str
    values: Any


@dataclass(frozen=True)
class OutTable:
    """A table to write. `geometry_type` is point, line, polygon, any or "" (none).

    Geometry is written as multiparts, in the order given. `indexed` layers get a spatial index,
    which takes longer than writing them. `row_id` names the column of row ids.
    """

    name: str
    fields: Sequence[Field]
    geometry_type: str = ""
    geometry: GeometryArray | None = None
    title: str = ""
    indexed: bool = True
    row_id: str = "fid"


def write_tables(path: Path, tables: Sequence[OutTable], crs: str) -> None:
    """Write a new GeoPackage with the given tables, spatial layers with a spatial index.

    Raises OSError or sqlite3.Error where the file can't be written.
    """
    _check_names(tables)
    with quiet_gdal():
        _create(path, tables, crs)
    with closing(sqlite3.connect(path)) as connection:
        # the file is renamed into place only when it is whole: no journal is needed before
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        for table in tables:
            _insert(connection, table)
        connection.commit()
    try:
        with quiet_gdal():
            _index(path, tables)
    except RuntimeError as error:  # where QGIS or another plugin made GDAL raise
        raise OSError(str(error)) from error


def _check_names(tables: Sequence[OutTable]) -> None:
    """Identifiers are constants of this project; anything else must not reach SQL."""
    for name in (*(t.name for t in tables), *(f.name for t in tables for f in t.fields)):
        if IDENTIFIER.fullmatch(name) is None:
            raise ValueError(name)


def _create(path: Path, tables: Sequence[OutTable], crs: str) -> None:
    reference = osr.SpatialReference()
    if crs:  # tables without geometry need none
        reference.SetFromUserInput(crs)
    driver = ogr.GetDriverByName("GPKG")
    gdal.SetThreadLocalConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF")
    try:
        dataset = driver.CreateDataSource(str(path), [f"VERSION={GEOPACKAGE_VERSION}"])
        if dataset is None:
            raise OSError(gdal.GetLastErrorMsg() or str(path))
        dataset.StartTransaction()
        for table in tables:
            kind = GEOMETRY_TYPES[table.geometry_type]
            options = [
                f"GEOMETRY_NAME={GEOMETRY_COLUMN}",
                "SPATIAL_INDEX=NO",
                f"FID={table.row_id}",
                f"IDENTIFIER={table.title or table.name}",
            ]
            spatial = reference if kind != ogr.wkbNone else None
            layer = dataset.CreateLayer(table.name, spatial, kind, options)
            if layer is None:
                raise OSError(gdal.GetLastErrorMsg() or table.name)
            for field in table.fields:
                definition = ogr.FieldDefn(field.name, FIELD_TYPES[field.type][0])
                definition.SetSubType(FIELD_TYPES[field.type][1])
                layer.CreateField(definition)
        if dataset.CommitTransaction() != ogr.OGRERR_NONE:
            raise OSError(gdal.GetLastErrorMsg() or str(path))
        dataset = None  # GDAL's way of closing
    except RuntimeError as error:  # where another plugin made GDAL raise
        raise OSError(str(error)) from error
    finally:
        gdal.SetThreadLocalConfigOption("OGR_SQLITE_SYNCHRONOUS", None)


def _insert(connection: sqlite3.Connection, table: OutTable) -> None:
    columns: list[Sequence[Any]] = [plain_values(field) for field in table.fields]
    shapes = table.geometry if table.geometry_type else None
    count = len(columns[0]) if columns else 0 if shapes is None else len(shapes)
    srs_id = 0 if shapes is None else _srs_id(connection, table.name)
    marks = ", ".join("?" * (1 + len(columns) + (shapes is not None)))
    statement = " ".join(("INSERT INTO", _quoted(table.name), "VALUES (", marks, ")"))
    for start in range(0, count, ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        blobs = [] if shapes is None else [_blobs(shapes[rows], srs_id)]
        numbers = range(1, count + 1)[rows]
        connection.executemany(statement, zip(numbers, *blobs, *(c[rows] for c in columns)))
    if shapes is not None and count:
        _set_extent(connection, table.name, shapes)


def _set_extent(connection: sqlite3.Connection, table: str, shapes: GeometryArray) -> None:
    box = bounds(shapes)
    if np.isfinite(box).any():
        extent = (*np.nanmin(box[:, :2], axis=0), *np.nanmax(box[:, 2:], axis=0))
        connection.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ?"
            " WHERE table_name = ?",
            (*map(float, extent), table),
        )


def _quoted(name: str) -> str:
    return '"' + name + '"'


def _srs_id(connection: sqlite3.Connection, table: str) -> int:
    row = connection.execute(
        "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = ?", (table,)
    ).fetchone()
    return int(row[0])


def plain_values(field: Field) -> list[Any]:
    """The values of a field as sqlite takes them."""
    values = np.asarray(field.values)
    if field.type == NUMBER:
        numbers = values.astype(np.float64)
        listed = numbers.astype(object)
        listed[~np.isfinite(numbers)] = None
        result: list[Any] = listed.tolist()
        return result
    if field.type == FLAG:
        return [None if value is None else int(value) for value in values.tolist()]
    if field.type == WHOLE and values.dtype.kind == "f":
        return [None if not np.isfinite(value) else int(value) for value in values.tolist()]
    return list(values.tolist())


def _blobs(geometry: GeometryArray, srs_id: int) -> list[bytes | None]:
    """GeoPackage binary: a header with bounds before each geometry's WKB; None stays None."""
    return _with_headers(to_wkb(geometry).tolist(), bounds(geometry), srs_id)


def blobs_of_wkb(wkb: Sequence[bytes], srs_id: int) -> list[bytes | None]:
    """GeoPackage binary of WKB, as multiparts."""
    geometry = from_wkb(list(wkb))
    return _with_headers(wkb, bounds(geometry), srs_id)


def _with_headers(
    wkb: Sequence[bytes | None], boxes: FloatArray, srs_id: int
) -> list[bytes | None]:
    """A point, line or polygon becomes the one part of its multipart."""
    kind = np.array([0 if shape is None else shape[1] for shape in wkb], dtype=np.uint8)
    head = np.zeros(len(wkb), dtype=HEAD_OF_SINGLE)
    head["magic"], head["flags"], head["srs"] = b"GP", LITTLE_ENDIAN_WITH_BOX, srs_id
    head["box"] = boxes[:, [0, 2, 1, 3]]
    head["order"], head["type"], head["count"] = 1, kind + TO_MULTI, 1
    raw, size = head.tobytes(), head.itemsize
    stops = np.arange(0, len(raw), size) + np.where(np.isin(kind, SINGLE), size, HEAD.itemsize)
    blobs: list[bytes | None] = [
        None if shape is None else raw[start:stop] + shape
        for shape, start, stop in zip(wkb, range(0, len(raw), size), stops.tolist())
    ]
    empty_head = struct.pack("<2sBBi", b"GP", 0, LITTLE_ENDIAN_EMPTY, srs_id)
    for row in np.flatnonzero(~np.isfinite(boxes[:, 0])):
        blob = blobs[row]
        blobs[row] = None if blob is None else empty_head + blob[HEAD.itemsize :]
    return blobs


def _index(path: Path, tables: Sequence[OutTable]) -> None:
    spatial = [table.name for table in tables if table.geometry_type and table.indexed]
    if not spatial:
        return
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
    if dataset is None:
        raise OSError(gdal.GetLastErrorMsg() or str(path))
    for name in spatial:
        arguments = f"'{name}', '{GEOMETRY_COLUMN}'"
        gdal.ErrorReset()
        result = dataset.ExecuteSQL(" ".join(("SELECT CreateSpatialIndex(", arguments, ")")))
        if result is not None:
            dataset.ReleaseResultSet(result)
        if gdal.GetLastErrorType() >= gdal.CE_Failure:
            raise OSError(gdal.GetLastErrorMsg() or str(path))
    dataset = None
