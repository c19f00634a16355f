"""Overlay of arrays: pairs by tree, cover test before intersection, unions, clipping.

Every GEOS call that may fail goes through `guarded`: one bad polygon costs one row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..progress import Tick, no_tick
from .arrays import (
    POLYGON,
    BoolArray,
    FloatArray,
    Geometry,
    GeometryArray,
    IntArray,
    blocks,
    bounds,
    geometries,
    is_missing,
    keep_dimension,
)
from .engine import shapely
from .memory import Memory, active_memory, as_a_whole, ids, row_by_row
from .threads import in_blocks, per_block
from .tiles import guarded, subdivide

QUADRANT_SEGMENTS = 16  # checks.md: buffers have 16 segments per quarter
VERTICES_PER_UNION = 20_000
UNIONS_AT_ONCE = 4


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

    def answer(block: GeometryArray) -> tuple[int, IntArray, IntArray]:
        i, j = tree.query(block, **question)
        return len(block), i, j

    found = per_block(answer, asking, tick)
    starts = np.cumsum([0] + [size for size, _, _ in found[:-1]])
    i = np.concatenate([i + start for start, (_, i, _) in zip(starts, found)])
    return i, np.concatenate([j for _, _, j in found])


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
    memory = active_memory()
    return _overlay(a, b, tick) if memory is None else _overlay_of_new(memory, a, b, tick)


def _overlay(a: GeometryArray, b: GeometryArray, tick: Tick) -> Overlay:
    tiles_a, of_a = subdivide(a, tick)
    tiles_b, of_b = subdivide(b, tick)
    i, j = pairs(tiles_a, tiles_b, tick=tick)
    left, right = tiles_a[i], tiles_b[j]
    pieces = np.full(len(i), None, dtype=object)
    failed = np.zeros(len(i), dtype=bool)
    pair = i * len(tiles_b) + j
    above, below = pairs(tiles_b, tiles_a, "covers", tick=tick)
    covered = np.isin(pair, below * len(tiles_b) + above)
    above, below = pairs(tiles_a, tiles_b, "covers", tick=tick)
    covers = np.isin(pair, above * len(tiles_b) + below) & ~covered
    pieces[covered], pieces[covers] = left[covered], right[covers]
    rest = np.flatnonzero(~covered & ~covers)
    pieces[rest], failed[rest] = in_blocks(intersected, left[rest], right[rest], tick)
    pieces = keep_dimension(pieces, POLYGON)
    useful = ~is_missing(pieces) | failed
    return _join_tiles(pieces[useful], of_a[i[useful]], of_b[j[useful]], failed[useful], tick)


def _overlay_of_new(memory: Memory, a: GeometryArray, b: GeometryArray, tick: Tick) -> Overlay:
    """The same from pieces that are known; only pairs that never met before are intersected."""
    known = memory.answers("overlay")
    if len(a) == 0 or len(b) == 0:
        return _overlay(a, b, tick)
    i, j = shapely.STRtree(b).query(a)  # by their boxes
    order = np.lexsort((j, i))
    i, j = i[order], j[order]
    keys = list(zip(ids(a[i]), ids(b[j])))
    entries: list[Any] = known.get_all(keys)
    new = np.array([entry is None for entry in entries], dtype=bool)
    if new.any():
        rows, columns = np.unique(i[new]), np.unique(j[new])
        fresh = _overlay(a[rows], b[columns], tick)
        met = zip(rows[fresh.left].tolist(), columns[fresh.right].tolist())
        pieces = dict(zip(met, zip(fresh.geometry.tolist(), fresh.failed.tolist())))
        for place in np.flatnonzero(new).tolist():
            row, column = int(i[place]), int(j[place])
            answer = pieces.get((row, column), (None, None))
            entries[place] = known.put(keys[place], (a[row], b[column]), answer)
    meets = np.array([entry[1][1] is not None for entry in entries], dtype=bool)
    found = [entry[1] for entry in entries if entry[1][1] is not None]
    return Overlay(
        geometries([piece for piece, _ in found]),
        i[meets].astype(np.int64),
        j[meets].astype(np.int64),
        np.array([failed for _, failed in found], dtype=bool),
    )


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


@as_a_whole
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


@row_by_row()
def _against_mask(
    geometry: GeometryArray, mask: Geometry, dimension: int, *, inside: bool
) -> GeometryArray:
    result = geometry.copy()
    nothing = (shapely.Point(), shapely.LineString(), shapely.Polygon())[dimension]
    if mask is None or mask.is_empty:
        return geometries([nothing] * len(geometry)) if inside else result
    tiles, _ = subdivide(geometries([mask]))
    shapely.prepare(mask)
    touched, covered = np.zeros((2, len(geometry)), dtype=bool)
    there = ~is_missing(geometry)  # of nothing, GEOS answers with a warning
    touched[there] = shapely.intersects(mask, geometry[there])
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
    if isinstance(geometry, np.ndarray):
        return _buffered(
            geometry, np.broadcast_to(np.asarray(distance_m, np.float64), geometry.shape)
        )
    return shapely.buffer(geometry, distance_m, quad_segs=QUADRANT_SEGMENTS)


@row_by_row(2)
def _buffered(geometry: GeometryArray, distance_m: FloatArray) -> GeometryArray:
    return np.asarray(
        shapely.buffer(geometry, distance_m, quad_segs=QUADRANT_SEGMENTS), dtype=object
    )
