"""Moving the coordinates of whole arrays; which rows end up nowhere."""

from __future__ import annotations

from typing import Callable

import numpy as np

from .arrays import BoolArray, FloatArray, GeometryArray
from .engine import shapely


def with_coordinates(
    geometry: GeometryArray, move: Callable[[FloatArray], FloatArray]
) -> tuple[GeometryArray, BoolArray]:
    """Geometry with its coordinates (n, 2) replaced by what `move` makes of them.

    Rows that get a coordinate that is no finite number become None and are marked.
    """
    coordinates, index = shapely.get_coordinates(geometry, return_index=True)
    moved = move(coordinates)
    failed = np.zeros(len(geometry), dtype=bool)
    failed[index[~np.isfinite(moved).all(axis=1)]] = True
    result = geometry.copy()
    result[failed] = None
    kept = ~failed & ~np.asarray(shapely.is_missing(geometry), dtype=bool)
    if kept.any():
        result[kept] = shapely.set_coordinates(result[kept], moved[kept[index]])
    return result, failed
