"""Nearest neighbours by tree."""

from __future__ import annotations

import numpy as np

from .arrays import FloatArray, GeometryArray, IntArray, is_missing
from .engine import shapely
from .memory import row_by_row


def nearest(a: GeometryArray, b: GeometryArray, within: float | None = None) -> IntArray:
    """For each geometry of a the row of the nearest one of b (lowest row on ties), -1 if none.

    With `within` only what is at most that far away, in m.
    """
    result = np.full(len(a), -1, dtype=np.int64)
    asked = np.flatnonzero(~is_missing(a))
    if len(asked) == 0 or len(b) == 0:
        return result
    tree = shapely.STRtree(b)
    i, j = tree.query_nearest(a[asked], max_distance=within, all_matches=True)
    order = np.lexsort((j, i))
    first_of, where = np.unique(i[order], return_index=True)
    result[asked[first_of]] = j[order][where]
    return result


def nearest_distance(a: GeometryArray, b: GeometryArray) -> FloatArray:
    """Distance in m from each geometry of a to the nearest of b; NaN where there is none."""
    return np.asarray(_distances(a, b), dtype=np.float64)


@row_by_row()
def _distances(a: GeometryArray, b: GeometryArray) -> FloatArray:
    rows = nearest(a, b)
    result = np.full(len(a), np.nan)
    hit = np.flatnonzero(rows >= 0)
    result[hit] = shapely.distance(a[hit], b[rows[hit]])
    return result
