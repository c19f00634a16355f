"""Coordinates rounded for output."""

from __future__ import annotations

import numpy as np

from .arrays import LINE, POLYGON, GeometryArray, keep_dimension
from .engine import shapely
from .threads import over_blocks


def round_to_millimetre(geometry: GeometryArray) -> GeometryArray:
    """Coordinates rounded to 0.001 m, repaired where rounding made them invalid.

    Rounding is on coordinates only: a precision model would move whole edges.
    """
    result = geometry.copy()
    present = np.flatnonzero(~shapely.is_missing(geometry))
    if len(present) == 0:
        return result
    result[present] = over_blocks(_rounded, geometry[present])
    broken = present[~over_blocks(shapely.is_valid, result[present])]
    if len(broken):
        dimensions = shapely.get_dimensions(geometry[broken])
        mended = np.asarray(shapely.make_valid(result[broken]), dtype=object)
        for wanted in (LINE, POLYGON):
            rows = np.flatnonzero(dimensions == wanted)
            mended[rows] = keep_dimension(mended[rows], wanted)
        result[broken] = _rounded(mended)
    return result


def _rounded(geometry: GeometryArray) -> GeometryArray:
    return np.asarray(shapely.transform(geometry, lambda xy: np.round(xy, 3)), dtype=object)
