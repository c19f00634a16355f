"""Rows of a layer as they come: WKB and plain Python values, by columns or by features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal
from qgis.core import NULL, QgsFeature, QgsFeatureRequest, QgsVariantUtils
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ..alignment.progress import Tick
from .snapshot import Snapshot, TableFile, features_of

ROWS_PER_BATCH = 8192
Values = NDArray[np.object_]


@dataclass(frozen=True)
class RawRows:
    """The rows of a layer, in the order of the source.

    `wkb` is None where there is no geometry. `fields` holds str, int, float, bool or None; dates
    are ISO text. `row` is the feature id.
    """

    wkb: list[bytes | None]
    row: NDArray[np.int64]
    fields: Mapping[str, Values]


def read_raw(snapshot: Snapshot, wanted: Sequence[str], tick: Tick) -> RawRows:
    """Read geometry and the wanted fields of every feature.

    A plain GeoPackage table is read by columns, several times faster; anything else, and any table
    that GDAL does not hand over whole, through QGIS features.
    """
    if snapshot.file is not None and hasattr(gdal, "OpenEx"):
        columns = _by_columns(snapshot.file, wanted, tick)
        if columns is not None:
            return columns
    return _by_features(snapshot, wanted, tick)


def _by_features(snapshot: Snapshot, wanted: Sequence[str], tick: Tick) -> RawRows:
    places = [snapshot.fields.index(name) for name in wanted]
    request = QgsFeatureRequest()
    request.setSubsetOfAttributes(places)
    wkb: list[bytes | None] = []
    rows: list[int] = []
    values: list[list[Any]] = []
    source = snapshot.feature_source()  # must outlive the iterator
    iterator = features_of(source, request)
    feature = QgsFeature()
    # not a for loop: in QGIS 3.40 a source that aborts inside one takes the process down
    while iterator.nextFeature(feature):
        if len(rows) % ROWS_PER_BATCH == 0:
            tick()
        geometry = feature.geometry()
        wkb.append(None if geometry.isNull() else geometry.asWkb().data())
        rows.append(feature.id())
        attributes = feature.attributes()
        values.append([attributes[place] for place in places])
    by_field = list(zip(*values)) if values else [()] * len(places)
    fields = {name: _plain_values(column) for name, column in zip(wanted, by_field)}
    return RawRows(wkb, np.array(rows, dtype=np.int64), fields)


def _plain_values(column: Iterable[Any]) -> Values:
    items = [_plain(value) for value in column]
    result = np.empty(len(items), dtype=object)
    result[:] = items
    return result


def _plain(value: Any) -> Any:
    """A value without Qt: None for NULL, ISO text for dates, text for what is no plain value."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if value == NULL or QgsVariantUtils.isNull(value):
        return None
    if isinstance(value, (QDate, QDateTime, QTime)):
        return str(value.toString(Qt.DateFormat.ISODate))
    if isinstance(value, (list, tuple)):
        return ", ".join(str(_plain(item)) for item in value)
    return str(value)


def _by_columns(file: TableFile, wanted: Sequence[str], tick: Tick) -> RawRows | None:
    """The table through GDAL's column stream; None where GDAL can't, or not completely."""
    dataset = file.dataset or gdal.OpenEx(str(file.path), gdal.OF_VECTOR | gdal.OF_READONLY)
    if dataset is None:
        return None
    layer = dataset.GetLayerByName(file.table) if file.table else dataset.GetLayer(0)
    if layer is None or not hasattr(layer, "GetArrowStreamAsNumPy"):
        return None
    definition = layer.GetLayerDefn()
    present = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
    key = layer.GetFIDColumn()
    if not key or definition.GetGeomFieldCount() > 1 or not set(wanted) <= {*present, key}:
        return None
    layer.SetIgnoredFields([name for name in present if name not in wanted])
    shape = layer.GetGeometryColumn() or None
    batches = []
    options = [f"MAX_FEATURES_IN_BATCH={ROWS_PER_BATCH}"]
    for batch in layer.GetArrowStreamAsNumPy(options):
        tick()
        batches.append({name: _objects(batch[name]) for name in {*wanted, key}})
        batches[-1][""] = _objects(batch[shape]) if shape else np.full(len(batch[key]), None)
    rows = _joined(batches, key).astype(np.int64)
    if len(rows) != layer.GetFeatureCount():
        return None
    return RawRows(
        wkb=list(_joined(batches, "")),
        row=rows,
        fields={name: _joined(batches, name) for name in wanted},
    )


def _joined(batches: Sequence[Mapping[str, Values]], name: str) -> Values:
    if not batches:
        return np.empty(0, dtype=object)
    return np.concatenate([batch[name] for batch in batches])


def _objects(column: Any) -> Values:
    """A numpy column as Python values, None where masked."""
    values = np.ma.getdata(column)
    convert: Callable[[Any], Any] = _CONVERTERS.get(values.dtype.kind, _as_objects)
    result: Values = convert(values)
    mask = np.ma.getmask(column)
    if mask is not np.ma.nomask:
        result[mask] = None
    return result


def _as_objects(values: Any) -> Values:
    if values.dtype.kind != "O":
        return np.asarray(values.astype(object), dtype=object)
    result = np.empty(len(values), dtype=object)
    result[:] = [
        value if isinstance(value, bytes) else _decoded(value) for value in values.tolist()
    ]
    return result


def _decoded(value: Any) -> Any:
    if isinstance(value, (list, tuple, np.ndarray)):
        return ", ".join(str(_decoded(item)) for item in value)
    return value


def _text(values: Any) -> Values:
    """Unique first: categories repeat, and decoding is what costs."""
    unique, place = np.unique(values, return_inverse=True)
    decoded = np.empty(len(unique), dtype=object)
    decoded[:] = [item.decode("utf-8", "replace") for item in unique.tolist()]
    result: Values = decoded[place]
    return result


def _dates(values: Any) -> Values:
    unit = "D" if np.datetime_data(values.dtype)[0] == "D" else "s"
    return np.asarray(np.datetime_as_string(values, unit=unit), dtype=object)


_CONVERTERS: Mapping[str, Callable[[Any], Values]] = {"S": _text, "M": _dates}
