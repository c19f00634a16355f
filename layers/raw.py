"""Rows of a layer as they come: WKB and plain Python values, by columns or by features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from qgis.core import NULL, QgsFeature, QgsFeatureRequest, QgsVariantUtils
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ..alignment.progress import Tick
from .container import ROWS_PER_BATCH, as_objects, read_table
from .snapshot import Snapshot, features_of

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

    A plain GeoPackage table is read straight from SQLite, several times faster; everything else,
    and any table that can't be read so, through QGIS features.
    """
    return _by_columns(snapshot, wanted, tick) or _by_features(snapshot, wanted, tick)


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
    return as_objects([_plain(value) for value in column])


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


def _by_columns(snapshot: Snapshot, wanted: Sequence[str], tick: Tick) -> RawRows | None:
    table = None if snapshot.file is None else read_table(snapshot.file, wanted, tick)
    if table is None:
        return None
    fields = {name: as_objects(values) for name, values in table.fields.items()}
    return RawRows(table.wkb, np.array(table.row, dtype=np.int64), fields)
