"""Arrays of geometries: making them, taking them apart, rounding them for output."""

from __future__ import annotations

from typing import Any, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from .engine import shapely

GeometryArray = NDArray[np.object_]
IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
TextArray = NDArray[np.object_]
Geometry = Any

POINT, LINE, POLYGON = 0, 1, 2
POLYGON_TYPE = 3  # of shapely and of WKB
VERTICES_PER_BLOCK = 200_000
XY_BYTES = 16
PLAIN_POLYGON_HEAD = np.dtype(
    [("order", "u1"), ("type", "<u4"), ("rings", "<u4"), ("points", "<u4")]
)


def geometries(items: Sequence[Geometry]) -> GeometryArray:
    """An object array (n,) of the given geometries; numpy alone would unpack multiparts."""
    array = np.empty(len(items), dtype=object)
    array[:] = list(items) if len(items) else []
    return array


def empty_polygons(count: int) -> GeometryArray:
    """An array (count,) of empty polygons."""
    return geometries([shapely.Polygon()] * count)


def from_wkb(wkb: Sequence[bytes | None]) -> GeometryArray:
    """Geometries from WKB; what can't be read becomes None."""
    array = geometries(wkb)
    with np.errstate(invalid="ignore"):  # coordinates that are no numbers are told as a problem
        return np.asarray(shapely.from_wkb(array, on_invalid="ignore"), dtype=object)


def from_wkt(wkt: Sequence[str | None]) -> GeometryArray:
    """Geometries from WKT; raises shapely's GEOSException where it can't be read."""
    return np.asarray(shapely.from_wkt(geometries(wkt)), dtype=object)


def to_wkb(geometry: GeometryArray) -> NDArray[np.object_]:
    """ISO WKB, little endian: the same bytes on every machine; None stays None."""
    made: NDArray[np.object_] = np.full(len(geometry), None, dtype=object)
    plain = _is_plain_polygon(geometry)
    made[plain] = _wkb_of_plain_polygons(geometry[plain])
    # inside QGIS shapely calls QGIS's own, perhaps older GEOS: its default of 4 fails there
    made[~plain] = shapely.to_wkb(geometry[~plain], output_dimension=3, byte_order=1, flavor="iso")
    return made


def _is_plain_polygon(geometry: GeometryArray) -> BoolArray:
    """In one part, without holes and heights: what nearly all polygons are."""
    plain = (shapely.get_type_id(geometry) == POLYGON_TYPE) & ~shapely.has_z(geometry)
    plain &= (shapely.get_num_interior_rings(geometry) == 0) & ~shapely.is_empty(geometry)
    return np.asarray(plain, dtype=bool)


def _wkb_of_plain_polygons(geometry: GeometryArray) -> GeometryArray:
    """What GEOS writes, from all coordinates at once: in half the time."""
    points = vertex_count(geometry)
    head = np.zeros(len(geometry), dtype=PLAIN_POLYGON_HEAD)
    head["order"], head["type"], head["rings"], head["points"] = 1, POLYGON_TYPE, 1, points
    heads, size = head.tobytes(), head.itemsize
    xy = shapely.get_coordinates(geometry).astype("<f8").tobytes()
    stops = (np.cumsum(points) * XY_BYTES).tolist()
    rows = zip(range(0, len(heads), size), [0, *stops[:-1]], stops)
    return geometries([heads[row : row + size] + xy[start:stop] for row, start, stop in rows])


def is_missing(geometry: GeometryArray) -> BoolArray:
    """True where a geometry is None or empty."""
    return np.asarray(shapely.is_missing(geometry) | shapely.is_empty(geometry), dtype=bool)


def dimension(geometry: GeometryArray) -> IntArray:
    """0 point, 1 line, 2 polygon, -1 None or empty collection."""
    return np.asarray(shapely.get_dimensions(geometry), dtype=np.int64)


def vertex_count(geometry: GeometryArray) -> IntArray:
    """Number of coordinates of each geometry."""
    return np.asarray(shapely.get_num_coordinates(geometry), dtype=np.int64)


def bounds(geometry: GeometryArray) -> FloatArray:
    """Bounds (n, 4) as minx, miny, maxx, maxy in metres; NaN for None and empty."""
    return np.asarray(shapely.bounds(geometry), dtype=np.float64)


def boxes(corners: FloatArray) -> GeometryArray:
    """Rectangles from bounds (n, 4)."""
    return geometries(list(shapely.box(*np.asarray(corners, dtype=np.float64).T)))


def parts(geometry: GeometryArray) -> tuple[GeometryArray, IntArray]:
    """Single parts and, for each, the index of the geometry it came from."""
    pieces, index = shapely.get_parts(geometry, return_index=True)
    return np.asarray(pieces, dtype=object), np.asarray(index, dtype=np.int64)


def keep_dimension(geometry: GeometryArray, wanted: int) -> GeometryArray:
    """Drop the parts of collections that are not of the wanted dimension.

    An intersection of polygons may hold points and lines where they merely touch; sums and
    outputs must not.
    """
    result = geometry.copy()
    type_ids = shapely.get_type_id(geometry)
    mixed = np.flatnonzero(type_ids == 7)
    plain_types = {POINT: (0, 4), LINE: (1, 2, 5), POLYGON: (3, 6)}[wanted]
    wrong = ~np.isin(type_ids, (*plain_types, 7, -1))
    result[wrong] = geometries([_empty(wanted)] * int(wrong.sum()))
    for row in mixed:  # rare: only where edges are shared
        pieces = np.asarray(shapely.get_parts(geometry[row]), dtype=object)
        pieces = pieces[shapely.get_dimensions(pieces) == wanted]
        result[row] = shapely.union_all(pieces) if len(pieces) else _empty(wanted)
    return result


def _empty(wanted: int) -> Geometry:
    return (shapely.Point(), shapely.LineString(), shapely.Polygon())[wanted]


def as_multi(geometry: GeometryArray) -> GeometryArray:
    """The same geometries as MultiPoint, MultiLineString or MultiPolygon; None stays None."""
    result = geometry.copy()
    types = shapely.get_type_id(geometry)
    makers = {0: shapely.multipoints, 1: shapely.multilinestrings, 3: shapely.multipolygons}
    for type_id, make in makers.items():
        rows = np.flatnonzero((types == type_id) & ~shapely.is_empty(geometry))
        if len(rows):
            result[rows] = make(geometry[rows], indices=np.arange(len(rows)))
    return result


def blocks(geometry: GeometryArray, vertices: int = VERTICES_PER_BLOCK) -> Iterator[slice]:
    """Slices of the array that hold about `vertices` coordinates each, at least one geometry."""
    if len(geometry) == 0:
        return
    block_of = np.cumsum(vertex_count(geometry)) // vertices
    starts = np.flatnonzero(np.diff(block_of, prepend=-1))
    for start, stop in zip(starts, [*starts[1:], len(geometry)]):
        yield slice(int(start), int(stop))
