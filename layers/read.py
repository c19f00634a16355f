"""Snapshot -> arrays: geometry in the run's CRS, valid, two-dimensional; nothing dropped."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Callable, Mapping, Sequence

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem

from ..alignment.geometry.arrays import (
    BoolArray,
    GeometryArray,
    IntArray,
    TextArray,
    is_missing,
    to_wkb,
)
from ..alignment.geometry.repair import not_finite, repair
from ..alignment.progress import Tick, no_tick
from .gdal_quiet import quiet_gdal
from .raw import RawRows, Values, read_raw
from .snapshot import Snapshot
from .transform import transform
from .wkb import geometry_of

NULL_GEOMETRY = "null_geometry"
NAN_COORDINATES = "nan_coordinates"
NOT_TRANSFORMABLE = "not_transformable"
BEYOND_REPAIR = "beyond_repair"
DIGEST_BYTES = 16
FieldChoice = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True)
class LayerData:
    """One layer as read: parallel arrays (n,), in the order of the source.

    `defect` is "" or the code of what is wrong with the geometry (which is None then):
    null_geometry, nan_coordinates, not_transformable, beyond_repair. `repaired` marks rows that
    were made valid. `fields` hold str, int, float, bool or None. `hash` stands for the content,
    whatever the order of rows and their ids. `transformation` is "" where the layer is in the
    run's CRS already; `ballpark` tells that it is only approximate. `field_names` are all fields of
    the layer, read or not.
    """

    name: str
    crs: str
    geometry: GeometryArray
    defect: TextArray
    repaired: BoolArray
    row: IntArray
    fields: Mapping[str, Values]
    hash: str
    transformation: str
    ballpark: bool
    field_names: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.geometry)


def read_layer(
    snapshot: Snapshot,
    target: QgsCoordinateReferenceSystem,
    wanted: FieldChoice | None = None,
    tick: Tick = no_tick,
    *,
    hashed: bool = True,
) -> LayerData:
    """Read a layer into the CRS `target`; `wanted` picks the fields to read (None: all).

    Without `hashed` the content hash is left "": only a run's manifest asks for it. Raises
    InputError where a service did not send all of a layer.
    """
    names = list(snapshot.fields if wanted is None else wanted(snapshot.fields))
    with quiet_gdal():
        raw = read_raw(snapshot, names, tick)
    if snapshot.service is not None:
        snapshot.service.require_whole(snapshot.name, len(raw.row))
    geometry, closed = geometry_of(raw.wkb, tick)
    tick()
    given = np.array([blob is not None for blob in raw.wkb], dtype=bool)
    unreadable = given & np.array([shape is None for shape in geometry], dtype=bool)
    absent = is_missing(geometry) & ~unreadable
    no_number = not_finite(geometry)
    content = _content_hash(geometry, raw) if hashed else ""
    geometry[no_number | absent] = None
    moved = transform(geometry, snapshot.crs, target, snapshot.context, tick)
    mended = repair(moved.geometry, tick)
    defect = np.full(len(geometry), "", dtype=object)
    defect[mended.beyond | unreadable] = BEYOND_REPAIR
    defect[moved.failed] = NOT_TRANSFORMABLE
    defect[no_number] = NAN_COORDINATES
    if snapshot.spatial:
        defect[absent] = NULL_GEOMETRY
    return LayerData(
        name=snapshot.name,
        crs=_crs_name(snapshot.crs) if snapshot.spatial else "",
        geometry=mended.geometry,
        defect=defect,
        repaired=mended.repaired | (closed & ~mended.beyond),
        row=raw.row,
        fields=raw.fields,
        hash=content,
        transformation=moved.operation,
        ballpark=moved.ballpark,
        field_names=snapshot.fields,
    )


def _crs_name(crs: QgsCoordinateReferenceSystem) -> str:
    return str(crs.authid() or crs.description() or crs.toWkt())


def _content_hash(geometry: GeometryArray, raw: RawRows) -> str:
    """BLAKE2 over the sorted digests of all rows: the same for shuffled rows and new ids."""
    names = sorted(raw.fields)
    digests = []
    columns = [raw.fields[name].tolist() for name in names]
    values = zip(*columns) if columns else iter([()] * len(geometry))
    for shape, row in zip(to_wkb(geometry).tolist(), values):
        one = hashlib.blake2b(shape or b"", digest_size=DIGEST_BYTES)
        one.update(repr(row).encode("utf-8", "surrogatepass"))
        digests.append(one.digest())
    total = hashlib.blake2b("\x1f".join(names).encode("utf-8"), digest_size=DIGEST_BYTES)
    for digest in sorted(digests):
        total.update(digest)
    return total.hexdigest()
