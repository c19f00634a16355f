"""Polygons that share land: which they are, and making them share none."""

from __future__ import annotations

from typing import Sequence

import numpy as np

from ..progress import Tick, no_tick
from .arrays import (
    POLYGON,
    BoolArray,
    Geometry,
    GeometryArray,
    IntArray,
    geometries,
    is_missing,
    keep_dimension,
)
from .engine import shapely
from .memory import Memory, active_memory, ids, row_by_row
from .noded import share_no_area
from .overlay import difference, intersected, pairs, union_all
from .threads import in_blocks

CROWDED_PAIRS = 8  # pairs a polygon, above which a cluster is cut in turn
SharingPairs = tuple[IntArray, IntArray]


def sharing_pairs(geometry: GeometryArray, tick: Tick = no_tick) -> SharingPairs:
    """Pairs i < j of polygons that share area: they do more than touch."""
    memory = active_memory()
    if memory is not None:
        return _pairs_with_new(memory, geometry)
    if share_no_area(geometry[~is_missing(geometry)], tick):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    i, j = pairs(geometry, geometry, tick=tick)
    once = i < j
    i, j = i[once], j[once]
    shares, _ = in_blocks(_more_than_touch, geometry[i], geometry[j], tick)
    shares = shares.astype(bool)
    return i[shares], j[shares]


def _pairs_with_new(memory: Memory, geometry: GeometryArray) -> SharingPairs:
    """The same from what is known; only pairs that never met before are looked at."""
    known = memory.answers("sharing_pairs")
    i, j = shapely.STRtree(geometry).query(geometry)  # by their boxes
    order = np.flatnonzero(i < j)
    order = order[np.lexsort((j[order], i[order]))]
    i, j = i[order].astype(np.int64), j[order].astype(np.int64)
    keys = list(zip(ids(geometry[i]), ids(geometry[j])))
    entries = known.get_all(keys)
    new = np.array([n for n, entry in enumerate(entries) if entry is None], dtype=np.int64)
    left, right = geometry[i[new]], geometry[j[new]]
    shapely.prepare(left)
    share = shapely.intersects(left, right)
    share[share] = ~shapely.touches(left[share], right[share])
    for place, one, other, shares in zip(new.tolist(), left, right, share.tolist()):
        entries[place] = known.put(keys[place], (one, other), shares)
    sharing = np.array([entry is not None and entry[1] for entry in entries], dtype=bool)
    return i[sharing], j[sharing]


def _more_than_touch(left: GeometryArray, right: GeometryArray) -> tuple[GeometryArray, BoolArray]:
    return ~shapely.touches(left, right), np.zeros(len(left), dtype=bool)


def shared_land(
    geometry: GeometryArray, sharing: SharingPairs, tick: Tick = no_tick
) -> GeometryArray:
    """What each of the given pairs shares, polygons; None where GEOS can't say."""
    i, j = sharing
    return _shared_rows(geometry[i], geometry[j], tick)


@row_by_row(2)
def _shared_rows(left: GeometryArray, right: GeometryArray, tick: Tick) -> GeometryArray:
    pieces, _ = in_blocks(intersected, left, right, tick)
    return keep_dimension(pieces, POLYGON)


def make_disjoint(
    geometry: GeometryArray,
    priority: Sequence[int] | IntArray,
    tick: Tick = no_tick,
    sharing: SharingPairs | None = None,
) -> GeometryArray:
    """Polygons without the land that one of lower `priority` number already holds.

    Ties go to the earlier row. Only pairs that share area are cut; `sharing` are these pairs
    where they are known already.
    """
    result = geometry.copy()
    first, second = sharing_pairs(geometry, tick) if sharing is None else sharing
    if len(first) == 0:
        return result
    rank = np.lexsort((np.arange(len(geometry)), np.asarray(priority)))
    place = np.empty(len(geometry), dtype=np.int64)
    place[rank] = np.arange(len(geometry))
    cluster = _clusters(first, second, len(geometry))
    pairs_in = np.bincount(cluster[first], minlength=len(geometry))
    crowded = pairs_in > CROWDED_PAIRS * np.bincount(cluster, minlength=len(geometry))
    _cut_in_turn(result, np.flatnonzero(crowded[cluster]), cluster, place, tick)
    apart = ~crowded[cluster[first]]
    first, second = first[apart], second[apart]
    loses = place[first] > place[second]
    loser, holder = np.where(loses, first, second), np.where(loses, second, first)
    order = np.lexsort((holder, loser))
    rows, starts = np.unique(loser[order], return_index=True)
    for row, others in zip(rows, np.split(holder[order], starts[1:])):
        tick()
        result[row] = difference(geometry[row], union_all(geometry[others], tick))
    return result


def _clusters(first: IntArray, second: IntArray, count: int) -> IntArray:
    """Which cluster of sharing polygons each one is in, named by its lowest row."""
    label = np.arange(count, dtype=np.int64)
    changed = True
    while changed:
        lowest = label.copy()
        np.minimum.at(lowest, first, label[second])
        np.minimum.at(lowest, second, label[first])
        lowest = lowest[lowest]
        changed = bool((lowest != label).any())
        label = lowest
    return label


def _cut_in_turn(
    result: GeometryArray, rows: IntArray, cluster: IntArray, place: IntArray, tick: Tick
) -> None:
    """Where nearly all share land with all: each is cut by what those before it hold together."""
    held: dict[int, Geometry] = {}
    for row in rows[np.argsort(place[rows])]:
        tick()
        whole = result[row]
        before = held.get(int(cluster[row]))
        if before is None:
            held[int(cluster[row])] = whole
            continue
        result[row] = difference(whole, before)
        held[int(cluster[row])] = union_all(geometries([before, whole]), tick)
