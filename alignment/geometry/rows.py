"""Operations row against row, and collecting parts into multiparts."""

from __future__ import annotations

import numpy as np

from ..progress import Tick, no_tick
from .arrays import (
    LINE,
    POLYGON,
    BoolArray,
    Geometry,
    GeometryArray,
    IntArray,
    empty_polygons,
    geometries,
    is_missing,
    keep_dimension,
)
from .engine import shapely
from .memory import as_a_whole, row_by_row
from .overlay import pairs, union_all, union_by_group
from .tiles import guarded

DISSOLVE_TOLERANCE = 1e-9


def empty_lines(count: int) -> GeometryArray:
    """An array (count,) of empty lines."""
    return geometries([shapely.LineString()] * count)


@row_by_row(2)
def difference_rows(a: GeometryArray, b: GeometryArray) -> GeometryArray:
    """a[i] without b[i], polygons; a[i] where b[i] is missing or only touches it.

    Rows that GEOS can't do become None: they are undetermined.
    """
    result = a.copy()
    both = np.flatnonzero(~is_missing(a) & ~is_missing(b))
    work = both[_share_land(a[both], b[both])]
    pieces, _failed = guarded(shapely.difference, a[work], b[work])
    result[work] = keep_dimension(pieces, POLYGON)
    return result


def _share_land(a: GeometryArray, b: GeometryArray) -> BoolArray:
    """Row by row: True where polygons meet by more than their edges, or GEOS can't say."""
    meets, unsure = guarded(shapely.intersects, a, b)
    edges, unsure_too = guarded(shapely.touches, a, b)
    doubt = unsure | unsure_too
    return doubt | (np.equal(meets, True) & ~np.equal(edges, True))


def touch(a: GeometryArray, b: GeometryArray) -> BoolArray:
    """Row by row: True where a and b share an edge or a point but no land."""
    shapely.prepare(a)
    return np.asarray(shapely.touches(a, b), dtype=bool)


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


def collect_all(geometry: GeometryArray) -> Geometry | None:
    """Geometries of one dimension as one: polygons dissolved, lines and points put together.

    None for an empty array.
    """
    if len(geometry) == 0:
        return None
    if int(shapely.get_dimensions(geometry[0])) == POLYGON:
        return union_all(geometry)
    return _multi(np.asarray(shapely.get_parts(geometry), dtype=object))


@row_by_row()
def subtract_near(
    geometry: GeometryArray, masks: GeometryArray, tick: Tick = no_tick
) -> GeometryArray:
    """Polygons without what any of many small masks covers; each meets only those near it.

    Cheaper than one union of the masks where they are many and the polygons few. Rows that GEOS
    can't do become None.
    """
    result = geometry.copy()
    i, j = pairs(geometry, masks)
    if len(i) == 0:
        return result
    shapely.prepare(masks)
    whole = shapely.covers(masks[j], geometry[i])
    covered = np.unique(i[whole])
    result[covered] = empty_polygons(len(covered))
    open_pairs = ~np.isin(i, covered)
    rows, group = np.unique(i[open_pairs], return_inverse=True)
    tick()
    local = union_by_group(masks[j[open_pairs]], group.astype(np.int64), len(rows), tick)
    result[rows] = difference_rows(geometry[rows], local)
    return result


@as_a_whole
def dissolve(geometry: GeometryArray, tick: Tick = no_tick) -> Geometry:
    """Union of polygons that don't overlap: by their shared edges, where those match exactly.

    Where the quick way does not keep area and validity, the slow one is taken.
    """
    present = geometry[~is_missing(geometry)]
    if len(present) < 2:
        return present[0] if len(present) else empty_polygons(1)[0]
    tick()
    try:
        joined = shapely.coverage_union_all(present)
    except shapely.GEOSException:
        return union_all(present, tick)
    total = float(shapely.area(present).sum())
    tick()
    kept = abs(joined.area - total) <= DISSOLVE_TOLERANCE * total
    if kept and int(shapely.get_dimensions(joined)) == POLYGON and joined.is_valid:
        return joined
    return union_all(present, tick)
