"""Shared borders of territories, tolerant of borders that agree only to within some metres."""

from __future__ import annotations

import numpy as np

from .arrays import LINE, Geometry, GeometryArray, keep_dimension
from .engine import shapely
from .overlay import buffer, pairs
from .tiles import guarded

AGREES_SHARE = 0.9


def shared_borders(territories: GeometryArray, tolerance: float) -> list[tuple[int, int, Geometry]]:
    """Neighbours (i < j) and the line they share, in row order.

    Where the outlines coincide the line is exact; else it is the part of i's outline that is at
    most `tolerance` m from j.
    """
    i, j = pairs(territories, territories, within=tolerance)
    i, j = i[i < j], j[i < j]
    if len(i) == 0:
        return []
    outline = np.asarray(shapely.boundary(territories), dtype=object)
    exact, _ = guarded(shapely.intersection, outline[i], outline[j])
    exact = keep_dimension(exact, LINE)
    near, _ = guarded(shapely.intersection, outline[i], buffer(territories[j], tolerance))
    near = keep_dimension(near, LINE)
    agrees = shapely.length(exact) >= AGREES_SHARE * (shapely.length(near) - 2 * tolerance)
    lines = np.where(agrees & (shapely.length(exact) > 0), exact, near)
    lines = np.asarray(shapely.line_merge(lines), dtype=object)
    return [
        (int(a), int(b), line)
        for a, b, line in zip(i, j, lines)
        if line is not None and line.length > 2 * tolerance
    ]
