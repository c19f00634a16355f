"""What none of many polygons covers of an area, worked out piece by piece."""

from __future__ import annotations

import numpy as np

from ..progress import Tick, no_tick
from .arrays import (
    POLYGON,
    Geometry,
    GeometryArray,
    bounds,
    boxes,
    geometries,
    is_missing,
    vertex_count,
)
from .memory import as_a_whole
from .overlay import intersect_with, union_all
from .rows import difference_rows

VERTICES_AT_ONCE = 4_000
SMALLEST_M = 250.0
LEAST_GAIN = 0.3  # halves that both keep nearly all of a crowd are not worth making
OVERLAP_M = 1.0  # pieces overlap, so that what hangs together across their edges surely does
LARGE_VERTICES = 256  # what is larger is cut to the piece that it is asked about


def uncovered(area: Geometry, shapes: GeometryArray, tick: Tick = no_tick) -> Geometry | None:
    """The land of `area` that no polygon covers; None where GEOS can't say.

    The area is halved until few polygons are near each piece. So a plan of thousands of polygons
    is never united as a whole, and an edit costs the pieces around it.
    """
    left = _left(area, shapes[~is_missing(shapes)], tick)
    if any(shape is None for shape in left.tolist()):
        return None
    return union_all(left[~is_missing(left)], tick)


@as_a_whole
def _left(area: Geometry, shapes: GeometryArray, tick: Tick) -> GeometryArray:
    """Pieces that together are what no polygon covers; None among them for what failed."""
    whole = geometries([area])
    if len(shapes) == 0 or is_missing(whole)[0]:
        return whole
    minx, miny, maxx, maxy = area.bounds
    vertices = int(vertex_count(shapes).sum())
    if vertices <= VERTICES_AT_ONCE or max(maxx - minx, maxy - miny) <= SMALLEST_M:
        return _bare(whole, shapes, tick)
    halves = _halves(area).tolist()
    near = [_near(shapes, box) for box in halves[0]]
    fewest = min(int(vertex_count(own).sum()) for own in near)
    if fewest > (1 - LEAST_GAIN) * vertices:
        return _bare(whole, shapes, tick)
    return np.concatenate([_left(half, own, tick) for half, own in zip(halves[1], near)])


def _bare(whole: GeometryArray, shapes: GeometryArray, tick: Tick) -> GeometryArray:
    tick()
    return difference_rows(whole, geometries([union_all(shapes, tick)]))


@as_a_whole
def _halves(area: Geometry) -> GeometryArray:
    """Two boxes (a little too large), and the parts of the area in them: (2, 2)."""
    minx, miny, maxx, maxy = area.bounds
    middle_x, middle_y = (minx + maxx) / 2, (miny + maxy) / 2
    if maxx - minx >= maxy - miny:
        corners = [(minx, miny, middle_x, maxy), (middle_x, miny, maxx, maxy)]
    else:
        corners = [(minx, miny, maxx, middle_y), (minx, middle_y, maxx, maxy)]
    inner = np.array(corners) + np.array([-1, -1, 1, 1]) * OVERLAP_M
    outer = boxes(inner + np.array([-1, -1, 1, 1]) * OVERLAP_M)
    parts = [intersect_with(geometries([area]), box, POLYGON)[0] for box in boxes(inner)]
    return np.stack([outer, geometries(parts)])


def _near(shapes: GeometryArray, box: Geometry) -> GeometryArray:
    """The polygons whose box meets a box; large ones cut to it."""
    minx, miny, maxx, maxy = box.bounds
    own = bounds(shapes)
    near: GeometryArray = shapes[
        (own[:, 0] <= maxx) & (own[:, 2] >= minx) & (own[:, 1] <= maxy) & (own[:, 3] >= miny)
    ]
    large = vertex_count(near) > LARGE_VERTICES
    if large.any():
        near = near.copy()
        near[large] = intersect_with(near[large], box, POLYGON)
        near = geometries(near[~is_missing(near)].tolist())
    return near
