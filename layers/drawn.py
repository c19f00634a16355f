"""A shape drawn on the map as the review store keeps it: its CRS, valid, measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
)

from ..alignment.problems import InputError, Problem
from .crs import sound_crs, sound_transform

POINT, LINE, POLYGON = "point", "line", "polygon"
LEAST_POINTS: Mapping[str, int] = {POINT: 1, LINE: 2, POLYGON: 3}
GEOMETRY_TYPE: Mapping[str, Qgis.GeometryType] = {
    POINT: Qgis.GeometryType.Point,
    LINE: Qgis.GeometryType.Line,
    POLYGON: Qgis.GeometryType.Polygon,
}
M2_PER_HA = 10_000.0


@dataclass(frozen=True)
class Drawn:
    """A drawn shape: point, line or polygon; WKB in the store's CRS; ha and m, 0 where none."""

    shape: str
    wkb: bytes
    area_ha: float
    length_m: float


def without_repeats(points: Sequence[QgsPointXY]) -> list[QgsPointXY]:
    """The points without those that repeat the one before: a double click gives two."""
    kept: list[QgsPointXY] = []
    for point in points:
        if not kept or point != kept[-1]:
            kept.append(point)
    return kept


def shape_of_points(points: Sequence[QgsPointXY], shape: str) -> QgsGeometry:
    """The points as they were drawn; empty where they are too few for the shape."""
    kept = without_repeats(points)
    if len(kept) < LEAST_POINTS[shape]:
        return QgsGeometry()
    if shape == POINT:
        return QgsGeometry.fromPointXY(kept[-1])
    if shape == LINE:
        return QgsGeometry.fromPolylineXY(kept)
    return QgsGeometry.fromPolygonXY([[*kept, kept[0]]])


def to_store(
    geometry: QgsGeometry,
    shape: str,
    origin: QgsCoordinateReferenceSystem,
    store_crs: str,
    context: QgsCoordinateTransformContext,
) -> Drawn:
    """A drawn geometry in the store's CRS, an outline that crosses itself made valid.

    Raises InputError where it has no extent, or no place in that CRS.
    """
    moved = QgsGeometry(geometry)
    target = sound_crs(store_crs)
    no_place = InputError(Problem("drawn_no_place", {"crs": store_crs}))
    transform = sound_transform(origin, target, context)
    if not transform.isValid():
        raise no_place
    try:
        moved.transform(transform)
    except QgsCsException as error:
        raise no_place from error
    if shape == POLYGON and not moved.isGeosValid():
        moved = moved.makeValid()
        parts = [p for p in moved.asGeometryCollection() if p.type() == GEOMETRY_TYPE[POLYGON]]
        moved = QgsGeometry.collectGeometry(parts) if parts else QgsGeometry()
    if moved.isNull() or moved.isEmpty() or not moved.boundingBox().isFinite():
        raise InputError(Problem("drawn_no_extent"))
    area = moved.area() if shape == POLYGON else 0.0
    length = moved.length() if shape == LINE else 0.0
    if {POLYGON: area, LINE: length, POINT: 1.0}[shape] <= 0:
        raise InputError(Problem("drawn_no_extent"))
    return Drawn(shape, bytes(moved.asWkb().data()), area / M2_PER_HA, length)
