"""How far two geometries are the same place: shares of common ground."""

from __future__ import annotations

from functools import partial

import numpy as np

from ..progress import Tick, no_tick
from .arrays import (
    LINE,
    POINT,
    POLYGON,
    BoolArray,
    FloatArray,
    GeometryArray,
    IntArray,
    bounds,
    dimension,
    is_missing,
    vertex_count,
)
from .engine import shapely
from .overlay import intersected
from .threads import in_blocks, over_blocks

LINE_REACH_M = 25.0
POINT_REACH_M = 100.0
REACH_M = ((POINT, POINT_REACH_M), (LINE, LINE_REACH_M))
SEGMENTS = 4
MANY_VERTICES, DETAIL_M = 64, 0.1
ROWS_PER_QUESTION = 500  # of a heap each row has as many answers as the heap has members
APART_M = 10_000.0


def ground(geometry: GeometryArray, tick: Tick = no_tick) -> GeometryArray:
    """Polygons that stand for the geometries: lines widened by 25 m, points by 100 m.

    A line redrawn 10 cm beside itself shares no length, but nearly all of its ground. Details of
    less than 10 cm are left out where there are many vertices. None and empty stay as they are.
    """
    result = _without_details(geometry, tick)
    dimensions = dimension(geometry)
    present = ~is_missing(geometry)
    for number, reach in REACH_M:
        rows = np.flatnonzero(present & (dimensions == number))
        if len(rows):
            widened = partial(shapely.buffer, distance=reach, quad_segs=SEGMENTS)
            result[rows] = over_blocks(widened, geometry[rows], tick)
    areal = np.flatnonzero(present & (dimensions == POLYGON))
    if len(areal):
        valid = over_blocks(shapely.is_valid, result[areal], tick)
        broken = areal[~valid.astype(bool)]
        result[broken] = shapely.make_valid(geometry[broken])
    return result


def _without_details(geometry: GeometryArray, tick: Tick) -> GeometryArray:
    result = geometry.copy()
    rows = np.flatnonzero(vertex_count(geometry) > MANY_VERTICES)
    if len(rows):
        thin = partial(shapely.simplify, tolerance=DETAIL_M, preserve_topology=False)
        simple = over_blocks(thin, geometry[rows], tick)
        kept = ~is_missing(simple)
        result[rows[kept]] = simple[kept]
    return result


def ground_boxes(geometry: GeometryArray) -> FloatArray:
    """Bounds (n, 4) in m of what `ground` would give, without making it; NaN for None and empty."""
    boxes = bounds(geometry)
    dimensions = dimension(geometry)
    for number, reach in REACH_M:
        boxes[dimensions == number] += (-reach, -reach, reach, reach)
    return boxes


def drawn_alike(a: GeometryArray, b: GeometryArray, tolerance_m: float) -> BoolArray:
    """Row by row whether both have the same vertices in the same order, each within `tolerance_m`.

    Says nothing where it is False: the same ground can be drawn in many ways. Bounds, areas and
    middles would not do: the two halves of a square cut from corner to corner share the first two.
    """
    return np.asarray(shapely.equals_exact(a, b, tolerance_m), dtype=bool)


def common_area(a: GeometryArray, b: GeometryArray, tick: Tick = no_tick) -> FloatArray:
    """Row by row area in common (m2) of two arrays of polygons; 0 where it can't be told."""
    shared, failed = in_blocks(intersected, a, b, tick)
    found = areas(shared)
    found[failed | ~np.isfinite(found)] = 0.0
    return found


def areas(geometry: GeometryArray) -> FloatArray:
    """Areas in m2; 0 for None."""
    found = np.asarray(shapely.area(geometry), dtype=np.float64)
    return np.nan_to_num(found)


def box_overlap(a: FloatArray, b: FloatArray) -> FloatArray:
    """Row by row m2 in common of bounds (n, 4): no less than what they bound has in common."""
    low, high = np.maximum(a[:, :2], b[:, :2]), np.minimum(a[:, 2:], b[:, 2:])
    sides = np.clip(high - low, 0.0, None)
    return np.asarray(sides[:, 0] * sides[:, 1], dtype=np.float64)


def box_distance(a: FloatArray, b: FloatArray) -> FloatArray:
    """Row by row m between two arrays of bounds (n, 4): no more than between what they bound."""
    gaps = np.clip(np.maximum(a[:, :2] - b[:, 2:], b[:, :2] - a[:, 2:]), 0.0, None)
    return np.asarray(np.hypot(gaps[:, 0], gaps[:, 1]), dtype=np.float64)


class BoxTree:
    """Finds bounds that overlap others of the same kind.

    `boxes` (n, 4) in m without NaN, `kind` (n,) small whole numbers. Kinds are laid beside each
    other in one tree: many rules speak of the same ground, and none meets another's.
    """

    def __init__(self, boxes: FloatArray, kind: IntArray) -> None:
        self._width = float(np.ptp(boxes[:, [0, 2]])) + APART_M if len(boxes) else APART_M
        self._left = float(boxes[:, 0].min()) if len(boxes) else 0.0
        self._tree = shapely.STRtree(self._shifted(boxes, kind))

    def _shifted(self, boxes: FloatArray, kind: IntArray) -> GeometryArray:
        away = kind * self._width - self._left
        made = shapely.box(boxes[:, 0] + away, boxes[:, 1], boxes[:, 2] + away, boxes[:, 3])
        return np.asarray(made, dtype=object)

    def overlapping(self, boxes: FloatArray, kind: IntArray) -> tuple[IntArray, IntArray]:
        """Pairs (i of the given boxes, j of the tree's) that overlap or touch."""
        inside = boxes.copy()  # what sticks out of the tree's ground must not reach the next kind's
        right = self._left + self._width - APART_M
        near = (inside[:, 0] <= right) & (inside[:, 2] >= self._left)
        inside[:, [0, 2]] = np.clip(inside[:, [0, 2]], self._left, right)
        rows = np.flatnonzero(near)
        i, j = self._tree.query(self._shifted(inside[rows], kind[rows]))
        return rows[i], np.asarray(j, dtype=np.int64)
