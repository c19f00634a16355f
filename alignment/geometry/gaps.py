"""Strips of nobody's land between two territories whose borders were to meet."""

from __future__ import annotations

import numpy as np

from ..progress import Tick, no_tick
from .arrays import POLYGON, Geometry, GeometryArray, geometries
from .engine import shapely
from .overlay import intersection, subtract, union_all, union_within

WIDEST_M = 100.0  # wider than that they may be meant to lie apart, on two sides of a sound
MEETS_M = 0.5
SEGMENTS = 2  # a strip is found by closing it: round corners would only cost time


def strips_between(
    a: Geometry, b: Geometry, all_territories: GeometryArray, tick: Tick = no_tick
) -> GeometryArray:
    """Polygons between a and b, `WIDEST_M` wide at most, that no territory covers.

    Only where the outlines run apart is looked at; where one coast goes on as the other's there is
    none.
    """
    apart = _apart(a, b)
    tick()
    if len(apart) == 0:
        return geometries([])
    window = union_all(shapely.buffer(apart, WIDEST_M, quad_segs=SEGMENTS), tick)
    near = union_all(geometries([intersection(a, window), intersection(b, window)]), tick)
    half = WIDEST_M / 2
    widened = shapely.buffer(near, half, quad_segs=SEGMENTS)
    closed = shapely.buffer(widened, -half, quad_segs=SEGMENTS)
    covered = union_within(all_territories, window, tick)
    tick()
    strips = shapely.get_parts(subtract(geometries([closed]), covered, POLYGON))
    meets_both = shapely.dwithin(a, strips, MEETS_M) & shapely.dwithin(b, strips, MEETS_M)
    return np.asarray(strips[meets_both], dtype=object)


def _apart(a: Geometry, b: Geometry) -> GeometryArray:
    """The segments of a's outline that come near b without lying on it."""
    outline = shapely.get_parts(shapely.boundary(a))
    points, line = shapely.get_coordinates(outline, return_index=True)
    joined = line[1:] == line[:-1]
    ends = np.stack([points[:-1][joined], points[1:][joined]], axis=1)
    west, south, east, north = shapely.bounds(b)
    low, high = ends.min(axis=1), ends.max(axis=1)
    maybe = (low <= (east + WIDEST_M, north + WIDEST_M)).all(axis=1)
    maybe &= (high >= (west - WIDEST_M, south - WIDEST_M)).all(axis=1)
    ends = ends[maybe]
    shapely.prepare(b)
    segments = np.asarray(shapely.linestrings(ends), dtype=object).reshape(-1)
    near = shapely.dwithin(b, segments, WIDEST_M)
    on = shapely.dwithin(b, shapely.points(ends), MEETS_M).all(axis=1)
    return np.asarray(segments[near & ~on], dtype=object)
