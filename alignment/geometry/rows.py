"""Operations row against row, and collecting parts into multiparts."""

from __future__ import annotations

import numpy as np

from .arrays import (
    LINE,
    POLYGON,
    Geometry,
    GeometryArray,
    IntArray,
    geometries,
    is_missing,
    keep_dimension,
)
from .engine import shapely
from .overlay import guarded


def empty_lines(count: int) -> GeometryArray:
    """An array (count,) of empty lines."""
    return geometries([shapely.LineString()] * count)


def difference_rows(a: GeometryArray, b: GeometryArray) -> GeometryArray:
    """a[i] without b[i], polygons; a[i] where b[i] is missing or only touches it.

    Rows that GEOS can't do become None: they are undetermined.
    """
    result = a.copy()
    both = np.flatnonzero(~is_missing(a) & ~is_missing(b))
    meets = shapely.intersects(a[both], b[both]) & ~shapely.touches(a[both], b[both])
    work = both[meets]
    pieces, _failed = guarded(shapely.difference, a[work], b[work])
    result[work] = keep_dimension(pieces, POLYGON)
    return result


def collect(pieces: GeometryArray, owner: IntArray) -> tuple[IntArray, GeometryArray]:
    """Parts of one dimension put together by owner: the owners (sorted, unique), and for each
    its single part or a multipart. Parts must not overlap.
    """
    if len(pieces) == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=object)
    order = np.argsort(owner, kind="stable")
    owners, first, count = np.unique(owner[order], return_index=True, return_counts=True)
    result = np.full(len(owners), None, dtype=object)
    single = count == 1
    result[single] = pieces[order[first[single]]]
    for place in np.flatnonzero(~single):
        start = first[place]
        own = pieces[order[start : start + count[place]]]
        result[place] = _multi(own)
    return owners.astype(np.int64), result


def _multi(own: GeometryArray) -> Geometry:
    dimension = int(shapely.get_dimensions(own[0]))
    if dimension == POLYGON:
        return shapely.multipolygons(own)
    return shapely.multilinestrings(own) if dimension == LINE else shapely.multipoints(own)


def inner_point(geometry: GeometryArray) -> GeometryArray:
    """A point of each geometry: points as they are, a point on its surface for polygons."""
    result = geometry.copy()
    areas = np.flatnonzero(shapely.get_dimensions(geometry) == POLYGON)
    result[areas] = shapely.point_on_surface(geometry[areas])
    return result
