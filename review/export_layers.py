"""Findings as layers: one GeoJSON of all geometry, or a styled GeoPackage with the history."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np
from osgeo import gdal, ogr, osr

from ..alignment.geometry.arrays import from_wkb
from ..alignment.progress import Tick, no_tick
from ..layers.gdal_quiet import quiet_gdal
from ..layers.geopackage import FLAG, NUMBER, TEXT, WHOLE, Field, OutTable, write_tables
from ..layers.styles import Words, styles_table
from .export_table import COLUMNS, column_of
from .records import Entry
from .schema import SHAPES
from .selection import Item

Shapes = Mapping[str, "tuple[str, bytes]"]
LAYER = "strukturbild"
BATCH = 1000
OGR_TYPES = {TEXT: ogr.OFTString, WHOLE: ogr.OFTInteger64, NUMBER: ogr.OFTReal}
HISTORY: Mapping[str, str] = {
    "made_at": TEXT, "author": TEXT, "entry_kind": TEXT, "status": TEXT, "comment": TEXT,
    "municipality": TEXT, "title": TEXT, "label": TEXT, "responsible": TEXT, "assigned": TEXT,
    "due_date": TEXT, "until": TEXT, "said_on": TEXT, "target": TEXT, "reasons": TEXT,
    "finding_id": TEXT, "sequence": WHOLE, "entry_id": TEXT, "undoes": TEXT, "origin": TEXT,
}  # fmt: skip


def write_geojson(
    path: Path, items: Sequence[Item], shapes: Shapes, crs: str, tick: Tick = no_tick
) -> int:
    """One RFC 7946 collection: WGS 84, codes as codes, the finding's id as the feature's.

    Returns how many findings have no geometry there because it has no place in WGS 84. Raises
    OSError where the file can't be written.
    """
    try:
        with quiet_gdal():
            return _write_geojson(path, items, shapes, crs, tick)
    except RuntimeError as error:  # where another plugin made GDAL raise
        raise OSError(str(error)) from error


def _write_geojson(path: Path, items: Sequence[Item], shapes: Shapes, crs: str, tick: Tick) -> int:
    reference = osr.SpatialReference()
    reference.SetFromUserInput(crs)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    dataset = ogr.GetDriverByName("GeoJSON").CreateDataSource(str(path))
    if dataset is None:
        raise OSError(gdal.GetLastErrorMsg() or str(path))
    options = ["RFC7946=YES", "ID_FIELD=finding_id", "WRITE_NAME=NO"]
    layer = dataset.CreateLayer(LAYER, reference, ogr.wkbUnknown, options)
    for name, kind in COLUMNS.items():
        layer.CreateField(_definition(name, kind))
    definition = layer.GetLayerDefn()
    columns = [column_of(items, name) for name in COLUMNS]
    unplaced = 0
    for row, values in enumerate(zip(*columns)):
        if row % BATCH == 0:
            tick()
        feature = ogr.Feature(definition)
        for index, value in enumerate(values):
            if value is None:
                feature.SetFieldNull(index)
            else:
                feature.SetField(index, value)
        wkb = shapes.get(items[row].finding.finding_id, ("", b""))[1]
        if wkb:
            feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(wkb))
        if not _created(layer, feature):
            unplaced += 1
            feature.SetGeometry(None)
            if not _created(layer, feature):
                raise OSError(gdal.GetLastErrorMsg() or str(path))
    dataset = layer = None  # GDAL's way of closing
    return unplaced


def _created(layer: Any, feature: Any) -> bool:
    try:
        return bool(layer.CreateFeature(feature) == ogr.OGRERR_NONE)
    except RuntimeError:  # where another plugin made GDAL raise
        return False


def _definition(name: str, kind: str) -> Any:
    if kind == FLAG:
        flag = ogr.FieldDefn(name, ogr.OFTInteger)
        flag.SetSubType(ogr.OFSTBoolean)
        return flag
    field = ogr.FieldDefn(name, OGR_TYPES[kind])
    if name == "figures":
        field.SetSubType(ogr.OFSTJSON)
    return field


def write_geopackage(
    path: Path,
    items: Sequence[Item],
    shapes: Shapes,
    log: Mapping[str, Sequence[Entry]],
    crs: str,
    words: Words,
    styles: Path,
) -> None:
    """A layer for each sort of geometry, the table `history`, and styles that say codes in words.

    A finding without geometry is among the polygons, as in a result.
    """
    tables = [_layer(shape, items, shapes) for shape in SHAPES]
    tables.append(_history(items, log))
    tables.append(styles_table(tables, styles, words))
    write_tables(path, tables, crs)


def _layer(shape: str, items: Sequence[Item], shapes: Shapes) -> OutTable:
    nothing = (SHAPES[0], b"")
    found = [(item, shapes.get(item.finding.finding_id, nothing)) for item in items]
    own = [(item, wkb) for item, (kind, wkb) in found if kind == shape]
    rows = [item for item, _ in own]
    fields = [Field(n, kind, _array(column_of(rows, n))) for n, kind in COLUMNS.items()]
    geometry = from_wkb([wkb or None for _, wkb in own])
    return OutTable(f"findings_{shape}", fields, shape, geometry)


def _history(items: Sequence[Item], log: Mapping[str, Sequence[Entry]]) -> OutTable:
    rows = []
    for item in items:
        values = item.finding.values
        about = {name: values[name] for name in ("municipality", "title", "label")}
        for entry in log.get(item.finding.finding_id, ()):
            change = entry.change
            own = {
                "made_at": entry.made_at,
                "author": entry.author.name,
                "entry_kind": change.kind,
                "finding_id": entry.finding_id,
                "sequence": entry.sequence,
                "entry_id": entry.entry_id,
            }
            rows.append({**vars(change), **about, **own})
    fields = [
        Field(name, kind, _array([row[name] or None for row in rows]))
        for name, kind in HISTORY.items()
    ]
    return OutTable("history", fields)


def _array(values: Sequence[Any]) -> Any:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column
