"""Overlay of arrays: pairs by tree, cover test before intersection, unions, clipping.

Every GEOS call goes through `guarded`: vectorised, and on a GEOSException row by row, so that
one bad polygon costs one row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

import numpy as np

from ..progress import Tick, no_tick
from .arrays import (
    POLYGON,
    BoolArray,
    Geometry,
    GeometryArray,
    IntArray,
    blocks,
    bounds,
    geometries,
    is_missing,
    keep_dimension,
    vertex_count,
)
from .engine import shapely
from .threads import in_blocks

QUADRANT_SEGMENTS = 16  # checks.md: buffers have 16 segments per quarter
SUBDIVIDE_ABOVE = 512
VERTICES_PER_UNION = 20_000
UNIONS_AT_ONCE = 4


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


def pairs(
    a: GeometryArray,
    b: GeometryArray,
    predicate: str = "intersects",
    within: float | None = None,
    tick: Tick = no_tick,
) -> tuple[IntArray, IntArray]:
    """Index pairs (i of a, j of b), sorted, for which `predicate` holds.

    With `within` (m) the pairs that are at most that far apart (predicate is ignored).
    """
    if len(a) == 0 or len(b) == 0:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    if within is not None:
        i, j = _asked(a, b, tick, predicate="dwithin", distance=within)
    elif predicate == "intersects" and len(a) > len(b):
        # the tree prepares what it is asked with: the fewer, larger ones
        j, i = _asked(b, a, tick, predicate=predicate)
    else:
        i, j = _asked(a, b, tick, predicate=predicate)
    order = np.lexsort((j, i))
    return i[order].astype(np.int64), j[order].astype(np.int64)


def _asked(
    asking: GeometryArray, among: GeometryArray, tick: Tick, **question: Any
) -> tuple[IntArray, IntArray]:
    """The tree's answers, block by block of those who ask."""
    tree = shapely.STRtree(among)
    found = []
    for block in blocks(asking):
        tick()
        i, j = tree.query(asking[block], **question)
        found.append((i + block.start, j))
    return np.concatenate([i for i, _ in found]), np.concatenate([j for _, j in found])


@dataclass(frozen=True)
class Overlay:
    """Pieces of a ∩ b: `geometry` (polygons), `left` row of a, `right` row of b, `failed` mask."""

    geometry: GeometryArray
    left: IntArray
    right: IntArray
    failed: BoolArray


def overlay(a: GeometryArray, b: GeometryArray, tick: Tick = no_tick) -> Overlay:
    """Intersect two arrays of polygons; pieces sorted by (left, right), empty ones left out.

    Pairs that one polygon covers are copied, the rest intersected. Polygons with more than
    `SUBDIVIDE_ABOVE` vertices are cut into tiles first, so that a huge one costs its
    neighbourhood and not its whole outline for each partner.
    """
    tiles_a, of_a = subdivide(a, tick)
    tiles_b, of_b = subdivide(b, tick)
    i, j = pairs(tiles_a, tiles_b, tick=tick)
    shapely.prepare(tiles_a)
    shapely.prepare(tiles_b)
    left, right = tiles_a[i], tiles_b[j]
    pieces = np.full(len(i), None, dtype=object)
    failed = np.zeros(len(i), dtype=bool)
    covered, covers = np.zeros(len(i), dtype=bool), np.zeros(len(i), dtype=bool)
    for block in blocks(left):
        tick()
        covered[block] = shapely.covers(right[block], left[block])
        covers[block] = ~covered[block] & shapely.covers(left[block], right[block])
    pieces[covered], pieces[covers] = left[covered], right[covers]
    rest = np.flatnonzero(~covered & ~covers)
    pieces[rest], failed[rest] = in_blocks(intersected, left[rest], right[rest], tick)
    pieces = keep_dimension(pieces, POLYGON)
    useful = ~is_missing(pieces) | failed
    return _join_tiles(pieces[useful], of_a[i[useful]], of_b[j[useful]], failed[useful], tick)


def intersected(left: GeometryArray, right: GeometryArray) -> tuple[GeometryArray, BoolArray]:
    """Row by row intersection, and the rows that failed."""
    return guarded(shapely.intersection, left, right)


def _join_tiles(
    pieces: GeometryArray, left: IntArray, right: IntArray, failed: BoolArray, tick: Tick
) -> Overlay:
    order = np.lexsort((right, left))
    pieces, left, right, failed = pieces[order], left[order], right[order], failed[order]
    first = np.ones(len(left), dtype=bool)
    first[1:] = (np.diff(left) != 0) | (np.diff(right) != 0)
    group = np.cumsum(first) - 1
    if len(first) and not first.all():
        count = int(group[-1]) + 1
        joined = union_by_group(pieces, group, count, tick)
        any_failed = np.bincount(group, weights=failed, minlength=count) > 0
        return Overlay(joined, left[first], right[first], any_failed)
    return Overlay(pieces, left, right, failed)


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


def union_all(geometry: GeometryArray, tick: Tick = no_tick) -> Geometry:
    """Union of an array, in blocks bounded by vertices; an empty polygon for an empty array."""
    present = geometry[~is_missing(geometry)]
    if len(present) == 0:
        return shapely.Polygon()
    partial = []
    for block in blocks(present, VERTICES_PER_UNION):
        tick()
        partial.append(_union_once(present[block]))
    while len(partial) > 1:
        groups = [partial[n : n + UNIONS_AT_ONCE] for n in range(0, len(partial), UNIONS_AT_ONCE)]
        partial = []
        for group in groups:
            tick()
            partial.append(_union_once(geometries(group)))
    return partial[0]


def _union_once(geometry: GeometryArray) -> Geometry:
    try:
        return shapely.union_all(geometry)
    except shapely.GEOSException:
        return shapely.union_all(shapely.set_precision(geometry, 0.001))


def union_by_group(
    geometry: GeometryArray, group: IntArray, count: int, tick: Tick = no_tick
) -> GeometryArray:
    """Union of the geometries of each group 0..count-1; array (count,), None for empty groups."""
    result = np.full(count, None, dtype=object)
    order = np.argsort(group, kind="stable")
    sizes = np.bincount(group, minlength=count)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    single = np.flatnonzero(sizes == 1)
    result[single] = geometry[order[starts[single]]]
    for number in np.flatnonzero(sizes > 1):
        rows = order[starts[number] : starts[number + 1]]
        result[number] = union_all(geometry[rows], tick)
    return result


def intersect_with(geometry: GeometryArray, mask: Geometry, dimension: int) -> GeometryArray:
    """Each geometry clipped by one mask; covered ones are copied, disjoint ones become empty.

    Rows that GEOS can't clip become None: they are undetermined.
    """
    return _against_mask(geometry, mask, dimension, inside=True)


def subtract(geometry: GeometryArray, mask: Geometry, dimension: int) -> GeometryArray:
    """Each geometry without the mask; disjoint ones are copied, covered ones become empty."""
    return _against_mask(geometry, mask, dimension, inside=False)


def _against_mask(
    geometry: GeometryArray, mask: Geometry, dimension: int, *, inside: bool
) -> GeometryArray:
    result = geometry.copy()
    nothing = (shapely.Point(), shapely.LineString(), shapely.Polygon())[dimension]
    if mask is None or mask.is_empty:
        return geometries([nothing] * len(geometry)) if inside else result
    tiles, _ = subdivide(geometries([mask]))
    shapely.prepare(mask)
    touched = shapely.intersects(mask, geometry)
    covered = np.zeros(len(geometry), dtype=bool)
    covered[touched] = shapely.covers(mask, geometry[touched])
    gone = ~touched if inside else covered
    result[gone] = geometries([nothing] * int(gone.sum()))
    work = np.flatnonzero(touched & ~covered)
    local = _local_mask(geometry[work], tiles, mask)
    operation = shapely.intersection if inside else shapely.difference
    pieces, _failed = guarded(operation, geometry[work], local)
    result[work] = keep_dimension(pieces, dimension)
    return result


def _local_mask(geometry: GeometryArray, tiles: GeometryArray, mask: Geometry) -> GeometryArray:
    """The part of a subdivided mask near each geometry; the mask itself where it is small."""
    if len(tiles) <= 1 or len(geometry) == 0:
        return geometries([mask] * len(geometry))
    boxes = shapely.box(*shapely.bounds(geometry).T)
    i, j = pairs(np.asarray(boxes, dtype=object), tiles)
    return union_by_group(tiles[j], i, len(geometry))


def union_within(geometry: GeometryArray, mask: Geometry, tick: Tick = no_tick) -> Geometry:
    """Union of the polygons inside a mask; only those near the mask are looked at."""
    minx, miny, maxx, maxy = mask.bounds
    box = bounds(geometry)
    near = (box[:, 0] <= maxx) & (box[:, 2] >= minx) & (box[:, 1] <= maxy) & (box[:, 3] >= miny)
    return union_all(intersect_with(geometry[near], mask, POLYGON), tick)


def difference(a: Geometry, b: Geometry) -> Geometry:
    """a without b, polygons only; empty where GEOS fails even at millimetre precision."""
    return subtract(geometries([a]), b, POLYGON)[0]


def intersection(a: Geometry, b: Geometry, dimension: int = POLYGON) -> Geometry:
    """a ∩ b, parts of the wanted dimension only."""
    return intersect_with(geometries([a]), b, dimension)[0]


def buffer(geometry: GeometryArray | Geometry, distance_m: Any) -> Any:
    """Buffer in m with 16 segments per quarter circle."""
    return shapely.buffer(geometry, distance_m, quad_segs=QUADRANT_SEGMENTS)
