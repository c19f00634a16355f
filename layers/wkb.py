"""What WKB brings that GEOS doesn't take: curves, surfaces, measures, rings left open."""

from __future__ import annotations

from typing import Sequence

import numpy as np
from numpy.typing import NDArray
from osgeo import ogr

from ..alignment.geometry.arrays import BoolArray, GeometryArray, from_wkb
from ..alignment.progress import Tick
from .gdal_quiet import quiet_gdal

ARC_STEP_DEGREES = 1.0  # as QGIS segmentizes: an arc of 500 m radius is off by 2 cm at most
COLLECTION, FIRST_SURFACE = 7, 15
HAS_M_FLAG = 0x40000000
HEAD_BYTES = 5


def geometry_of(wkb: Sequence[bytes | None], tick: Tick) -> tuple[GeometryArray, BoolArray]:
    """Geometry of each WKB, None where there is none or it can't be read.

    Curves become lines, rings left open are closed; the mask marks what had to be closed.
    """
    plain = list(wkb)
    with quiet_gdal():
        for number, row in enumerate(_foreign_rows(wkb)):
            if number % 256 == 0:
                tick()
            plain[row] = _linear(wkb[row])
        made = from_wkb(plain)
        closed = np.zeros(len(made), dtype=bool)
        unread = [row for row, shape in enumerate(made) if shape is None and wkb[row] is not None]
        for row in unread:
            tick()
            made[row] = from_wkb([_closed(wkb[row])])[0]
            closed[row] = made[row] is not None
    return made, closed


def _foreign_rows(wkb: Sequence[bytes | None]) -> NDArray[np.int64]:
    """Rows that hold curves, surfaces or measures, or may hold them (collections)."""
    present = [row for row, blob in enumerate(wkb) if blob is not None and len(blob) >= HEAD_BYTES]
    heads = b"".join((wkb[row] or b"")[:HEAD_BYTES] for row in present)
    head = np.frombuffer(heads, dtype=[("little", "u1"), ("type", "<u4")])
    code = np.where(head["little"] == 1, head["type"], head["type"].byteswap())
    plain = (code & 0x0FFFFFFF).astype(np.int64)
    measured = (plain // 1000 >= 2) | (code & HAS_M_FLAG > 0)
    foreign = (plain % 1000 >= COLLECTION) | measured
    return np.array(present, dtype=np.int64)[foreign]


def _linear(blob: bytes | None) -> bytes | None:
    shape = _parsed(blob)
    if shape is None:
        return blob
    shape.FlattenTo2D()
    if shape.HasCurveGeometry():
        shape = shape.GetLinearGeometry(ARC_STEP_DEGREES)
    if ogr.GT_Flatten(shape.GetGeometryType()) >= FIRST_SURFACE:
        shape = ogr.ForceToMultiPolygon(shape)
    return bytes(shape.ExportToWkb(ogr.wkbNDR))


def _closed(blob: bytes | None) -> bytes | None:
    shape = _parsed(blob)
    if shape is None:
        return None
    shape.CloseRings()
    return bytes(shape.ExportToWkb(ogr.wkbNDR))


def _parsed(blob: bytes | None) -> ogr.Geometry | None:
    try:
        return ogr.CreateGeometryFromWkb(blob)
    except RuntimeError:  # where another plugin made GDAL raise
        return None
