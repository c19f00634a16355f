"""Coordinates of whole arrays from one CRS to another, through QGIS and the project's choices."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
)

from ..alignment.geometry.arrays import (
    BoolArray,
    FloatArray,
    GeometryArray,
    blocks,
    is_missing,
)
from ..alignment.geometry.reproject import with_coordinates
from ..alignment.progress import Tick
from .crs import sound_transform

LINESTRING_HEADER = struct.Struct("<BII")


@dataclass(frozen=True)
class Transformed:
    """Geometry in the target CRS, rows that have no place there (None), and the operation used.

    `operation` is "" where nothing had to be transformed; `ballpark` tells that PROJ knew no
    proper datum transformation.
    """

    geometry: GeometryArray
    failed: BoolArray
    operation: str
    ballpark: bool = False


def transform(
    geometry: GeometryArray,
    origin: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    tick: Tick,
) -> Transformed:
    """Transform all geometry, block by block; a row with a point that PROJ can't place fails.

    Without any CRS of its own, geometry stays as it is; where there is no way from one CRS to the
    other, every row fails.
    """
    failed = np.zeros(len(geometry), dtype=bool)
    if origin == target or not origin.isValid() or len(geometry) == 0:
        return Transformed(geometry, failed, "")
    transformer = sound_transform(origin, target, context)
    if not transformer.isValid():  # it would leave coordinates as they are
        return Transformed(np.full(len(geometry), None, dtype=object), ~is_missing(geometry), "")
    if transformer.isShortCircuited():
        return Transformed(geometry, failed, "")
    result = geometry.copy()
    for block in blocks(geometry):
        tick()
        result[block], failed[block] = with_coordinates(
            geometry[block], lambda xy: _points(xy, transformer)
        )
    details = transformer.instantiatedCoordinateOperationDetails()
    operation = f"{origin.authid() or origin.description()} -> {target.authid()}: {details.proj}"
    ballpark = "allpark" in details.name or bool(transformer.fallbackOperationOccurred())
    return Transformed(result, failed, operation.strip().rstrip(":"), ballpark)


def _points(coordinates: FloatArray, transformer: QgsCoordinateTransform) -> FloatArray:
    """Points (n, 2) in the target CRS, infinite where PROJ has no answer.

    They go through QGIS as one line: PyQGIS has no call for arrays of coordinates, and one call a
    feature is ten times slower.
    """
    count = len(coordinates)
    if count < 2:
        doubled = np.concatenate([coordinates, coordinates])
        return _points(doubled, transformer)[:count] if count else coordinates
    line = QgsGeometry()
    header = LINESTRING_HEADER.pack(1, 2, count)
    line.fromWkb(header + np.ascontiguousarray(coordinates, dtype="<f8").tobytes())
    try:
        line.transform(transformer)
    except QgsCsException:
        if count == 2:
            return _one_by_one(coordinates, transformer)
        half = count // 2
        parts = [_points(part, transformer) for part in np.split(coordinates, [half])]
        return np.concatenate(parts)
    moved: Any = np.frombuffer(line.asWkb().data(), dtype="<f8", offset=LINESTRING_HEADER.size)
    return np.asarray(moved.reshape(-1, 2), dtype=np.float64)


def _one_by_one(coordinates: FloatArray, transformer: QgsCoordinateTransform) -> FloatArray:
    result = np.full(coordinates.shape, np.inf)
    for row, (x, y) in enumerate(coordinates):
        try:
            point = transformer.transform(float(x), float(y))
        except QgsCsException:
            continue
        result[row] = point.x(), point.y()
    return result
