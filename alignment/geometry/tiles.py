"""GEOS calls whose bad rows cost only themselves, and huge polygons cut into tiles."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

from ..progress import Tick, no_tick
from .arrays import (
    POLYGON,
    BoolArray,
    Geometry,
    GeometryArray,
    IntArray,
    geometries,
    keep_dimension,
    vertex_count,
)
from .engine import shapely
from .memory import as_a_whole

SUBDIVIDE_ABOVE = 512


def guarded(
    operation: Callable[..., Any], *arrays: GeometryArray, **options: Any
) -> tuple[GeometryArray, BoolArray]:
    """Run a vectorised GEOS operation; return its result and a mask of the rows that failed."""
    try:
        result = np.asarray(operation(*arrays, **options), dtype=object)
        return result, np.zeros(len(result), dtype=bool)
    except shapely.GEOSException:
        pass
    rows = np.broadcast_arrays(*arrays)
    result = np.full(len(rows[0]), None, dtype=object)
    failed = np.zeros(len(result), dtype=bool)
    for row, operands in enumerate(zip(*rows)):
        try:
            result[row] = operation(*operands, **options)
        except shapely.GEOSException:
            failed[row] = True
    return result, failed


def subdivide(
    geometry: GeometryArray, tick: Tick = no_tick, above: int = SUBDIVIDE_ABOVE
) -> tuple[GeometryArray, IntArray]:
    """Cut polygons with more than `above` vertices into tiles; index says whose tile each is."""
    index = np.arange(len(geometry), dtype=np.int64)
    large = (vertex_count(geometry) > above) & (shapely.get_dimensions(geometry) == POLYGON)
    if not large.any():
        return geometry, index
    tiles, owners = [geometry[~large]], [index[~large]]
    for row in np.flatnonzero(large):
        pieces = _quarter(geometry[row], above, tick)
        tiles.append(geometries(pieces))
        owners.append(np.full(len(pieces), row, dtype=np.int64))
    joined, owner = np.concatenate(tiles), np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    return joined[order], owner[order]


@as_a_whole
def _quarter(polygon: Geometry, above: int, tick: Tick) -> list[Geometry]:
    """Split in two across the longer side until each piece is small enough."""
    done: list[Geometry] = []
    waiting = [(polygon, 0)]
    while waiting:
        tick()
        piece, depth = waiting.pop()
        if piece.is_empty:
            continue
        if shapely.get_num_coordinates(piece) <= above or depth > 24:
            done.append(piece)
            continue
        minx, miny, maxx, maxy = piece.bounds
        if maxx - minx >= maxy - miny:
            middle = (minx + maxx) / 2
            boxes = (shapely.box(minx, miny, middle, maxy), shapely.box(middle, miny, maxx, maxy))
        else:
            middle = (miny + maxy) / 2
            boxes = (shapely.box(minx, miny, maxx, middle), shapely.box(minx, middle, maxx, maxy))
        halves, failed = guarded(
            shapely.intersection, geometries([piece, piece]), geometries(boxes)
        )
        if failed.any():
            done.append(piece)
            continue
        waiting += [(half, depth + 1) for half in keep_dimension(halves, POLYGON)[::-1]]
    return done
