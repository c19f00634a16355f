"""Coordinates rounded for output."""

from __future__ import annotations

import numpy as np

from .arrays import LINE, POLYGON, BoolArray, GeometryArray, keep_dimension
from .engine import shapely
from .threads import per_block


def round_to_millimetre(geometry: GeometryArray) -> GeometryArray:
    """Coordinates rounded to 0.001 m, repaired where rounding made them invalid.

    Rounding is on coordinates only: a precision model would move whole edges.
    """
    result = geometry.copy()
    present = np.flatnonzero(~shapely.is_missing(geometry))
    if len(present) == 0:
        return result
    answers = per_block(_rounded_and_judged, geometry[present])
    result[present] = np.concatenate([rounded for rounded, _ in answers])
    broken = present[~np.concatenate([sound for _, sound in answers])]
    if len(broken):
        dimensions = shapely.get_dimensions(geometry[broken])
        mended = np.asarray(shapely.make_valid(result[broken]), dtype=object)
        for wanted in (LINE, POLYGON):
            rows = np.flatnonzero(dimensions == wanted)
            mended[rows] = keep_dimension(mended[rows], wanted)
        result[broken] = _rounded(mended)
    return result


def _rounded_and_judged(geometry: GeometryArray) -> tuple[GeometryArray, BoolArray]:
    rounded = _rounded(geometry)
    return rounded, shapely.is_valid(rounded)


def _rounded(geometry: GeometryArray) -> GeometryArray:
    return np.asarray(shapely.transform(geometry, lambda xy: np.round(xy, 3)), dtype=object)
