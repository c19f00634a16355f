"""Areas, lengths and distances.

What is added up is kept in whole units (m2, cm), so that sums don't depend on order.
"""

from __future__ import annotations

import numpy as np

from .arrays import FloatArray, Geometry, GeometryArray, IntArray
from .engine import shapely

M2_PER_HA = 10_000.0
CM_PER_M = 100.0


def area_m2(geometry: GeometryArray) -> IntArray:
    """Area of each geometry in whole m2; 0 for None, points and lines."""
    return np.asarray(np.rint(np.nan_to_num(shapely.area(geometry))), dtype=np.int64)


def area(geometry: GeometryArray) -> FloatArray:
    """Area of each geometry in m2, unrounded: comparisons with thresholds use this."""
    return np.asarray(np.nan_to_num(shapely.area(geometry)), dtype=np.float64)


def length(geometry: GeometryArray) -> FloatArray:
    """Length of each geometry in m, unrounded; the perimeter for polygons."""
    return np.asarray(np.nan_to_num(shapely.length(geometry)), dtype=np.float64)


def length_cm(geometry: GeometryArray) -> IntArray:
    """Length of each geometry in whole cm."""
    return np.asarray(np.rint(length(geometry) * CM_PER_M), dtype=np.int64)


def mean_width(geometry: GeometryArray) -> FloatArray:
    """Mean width 2A/P of polygons in m (checks.md, noise rule); 0 where there is no perimeter."""
    perimeter = length(geometry)
    safe = np.where(perimeter > 0, perimeter, 1.0)
    return np.where(perimeter > 0, 2.0 * area(geometry) / safe, 0.0)


def distance(a: GeometryArray | Geometry, b: GeometryArray | Geometry) -> FloatArray:
    """Distance in m between geometries, broadcast; NaN where one is None or empty."""
    return np.asarray(shapely.distance(a, b), dtype=np.float64)
