"""Land that a set of territories encloses without covering it."""

from __future__ import annotations

import numpy as np

from ..progress import Tick, no_tick
from .arrays import GeometryArray
from .engine import shapely
from .overlay import union_all


def holes(territories: GeometryArray, tick: Tick = no_tick) -> GeometryArray:
    """The holes in the union of territories, as polygons."""
    parts = shapely.get_parts(union_all(territories, tick))
    rings = [
        shapely.get_interior_ring(part, np.arange(shapely.get_num_interior_rings(part)))
        for part in parts
    ]
    joined = np.concatenate(rings) if rings else np.empty(0, dtype=object)
    return np.asarray(shapely.polygons(joined), dtype=object).reshape(-1)


def inner_points(geometry: GeometryArray) -> GeometryArray:
    """A point on each geometry, inside it where it is a polygon; None for None."""
    return np.asarray(shapely.point_on_surface(geometry), dtype=object)
