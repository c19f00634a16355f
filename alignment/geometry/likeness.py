"""How far two geometries are the same place: shares of common ground."""

from __future__ import annotations

import numpy as np

from ..progress import Tick, no_tick
from .arrays import POLYGON, FloatArray, GeometryArray, dimension, is_missing
from .engine import shapely
from .overlay import intersected
from .threads import in_blocks

LINE_REACH_M = 25.0
POINT_REACH_M = 100.0
SEGMENTS = 4


def ground(geometry: GeometryArray) -> GeometryArray:
    """Polygons that stand for the geometries: lines widened by 25 m, points by 100 m.

    A line redrawn 10 cm beside itself shares no length, but nearly all of its ground.
    """
    result = geometry.copy()
    dimensions = dimension(geometry)
    present = ~is_missing(geometry)
    for number, reach in ((0, POINT_REACH_M), (1, LINE_REACH_M)):
        rows = np.flatnonzero(present & (dimensions == number))
        if len(rows):
            result[rows] = shapely.buffer(geometry[rows], reach, quad_segs=SEGMENTS)
    broken = np.flatnonzero(present & (dimensions == POLYGON) & ~shapely.is_valid(result))
    if len(broken):
        result[broken] = shapely.make_valid(result[broken])
    return result


def same_box(a: GeometryArray, b: GeometryArray, tolerance: float) -> FloatArray:
    """Row by row: 1.0 where all four bounds differ by at most `tolerance` m and the areas agree."""
    boxes = np.abs(shapely.bounds(a) - shapely.bounds(b)).max(axis=1)
    areas, others = shapely.area(a), shapely.area(b)
    alike = np.abs(areas - others) <= 0.01 * np.maximum(areas, others)
    return np.asarray((boxes <= tolerance) & alike, dtype=np.float64)


def common_area(a: GeometryArray, b: GeometryArray, tick: Tick = no_tick) -> FloatArray:
    """Row by row area in common (m2) of two arrays of polygons; 0 where it can't be told."""
    shared, failed = in_blocks(intersected, a, b, tick)
    areas = np.asarray(shapely.area(shared), dtype=np.float64)
    areas[failed | ~np.isfinite(areas)] = 0.0
    return areas


def areas(geometry: GeometryArray) -> FloatArray:
    """Areas in m2; 0 for None."""
    found = np.asarray(shapely.area(geometry), dtype=np.float64)
    return np.nan_to_num(found)
