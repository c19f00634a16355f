"""Repair of invalid geometry: the one place where it happens, counted and never silent.

Polygons are rebuilt from their rings: shells joined, holes taken away. So a bow-tie keeps both
its wings, overlapping parts of a multipolygon are united, and a hole outside its shell is no land.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

import numpy as np

from ..progress import Tick, no_tick
from .arrays import (
    LINE,
    POLYGON,
    BoolArray,
    Geometry,
    GeometryArray,
    geometries,
    is_missing,
    keep_dimension,
)
from .engine import shapely
from .overlay import union_all
from .threads import over_blocks

COLLECTION = 7


@dataclass(frozen=True)
class Repaired:
    """Valid geometry (n,); which rows were changed, and which are beyond repair (None there).

    Missing rows (None or empty) are returned as None and are neither.
    """

    geometry: GeometryArray
    repaired: BoolArray
    beyond: BoolArray


def repair(geometry: GeometryArray, tick: Tick = no_tick) -> Repaired:
    """Make every geometry valid, two-dimensional and of one dimension.

    A collection keeps its parts of the highest dimension (repaired where others were dropped).
    Beyond repair is what has coordinates that are no numbers, what collapses (a polygon without
    area, a line without length) and what GEOS can't rebuild.
    """
    result = geometry.copy()
    with_z = shapely.has_z(geometry)
    result[with_z] = shapely.force_2d(geometry[with_z])
    repaired = np.zeros(len(result), dtype=bool)
    missing = is_missing(result)
    result[missing] = None
    beyond = not_finite(result)
    result[beyond] = None
    for row in np.flatnonzero(shapely.get_type_id(result) == COLLECTION):
        tick()
        result[row], repaired[row] = _highest_dimension(result[row])
    for row in np.flatnonzero(over_blocks(_is_broken, result, tick)):
        tick()
        rebuilt = _rebuilt(result[row])
        beyond[row], repaired[row] = rebuilt is None, rebuilt is not None
        result[row] = rebuilt
    return Repaired(result, repaired, beyond)


def not_finite(geometry: GeometryArray) -> BoolArray:
    """True where a coordinate is NaN or infinite; False for None and empty."""
    return np.asarray(over_blocks(_has_no_number, geometry), dtype=bool)


def _has_no_number(geometry: GeometryArray) -> BoolArray:
    found = np.zeros(len(geometry), dtype=bool)
    if np.isfinite(shapely.get_coordinates(geometry)).all():  # an index costs four times as much
        return found
    coordinates, index = shapely.get_coordinates(geometry, return_index=True)
    found[index[~np.isfinite(coordinates).all(axis=1)]] = True
    return found


def _is_broken(geometry: GeometryArray) -> BoolArray:
    """Invalid, or valid with nothing to it (a polygon without area)."""
    present = ~shapely.is_missing(geometry)
    flat = (shapely.get_dimensions(geometry) == POLYGON) & (shapely.area(geometry) <= 0)
    return np.asarray(present & (~shapely.is_valid(geometry) | flat), dtype=bool)


def _highest_dimension(collection: Geometry) -> tuple[Geometry, bool]:
    """The parts of the highest dimension as one multipart; whether others were dropped."""
    parts = np.array(list(_simple_parts(collection)), dtype=object)
    if len(parts) == 0:
        return None, False
    dimensions = shapely.get_dimensions(parts)
    kept = parts[dimensions == dimensions.max()]
    make = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)
    return make[int(dimensions.max())](kept), len(kept) < len(parts)


def _simple_parts(geometry: Geometry) -> Iterator[Geometry]:
    for part in shapely.get_parts(geometry):
        if hasattr(part, "geoms"):
            yield from _simple_parts(part)
        elif not part.is_empty:
            yield part


def _rebuilt(geometry: Geometry) -> Geometry | None:
    """A valid geometry of the same dimension; None where nothing is left or GEOS gives up."""
    dimension = int(shapely.get_dimensions(geometry))
    try:
        if dimension == POLYGON:
            polygons = shapely.get_parts(geometry)
            made = union_all(geometries([_from_rings(polygon) for polygon in polygons]))
        else:
            made = _made_valid(geometry, dimension)
        sound = made is not None and bool(shapely.is_valid(made)) and not made.is_empty
        size = {POLYGON: shapely.area, LINE: shapely.length}.get(dimension)
        return made if sound and (size is None or size(made) > 0) else None
    except shapely.GEOSException:
        return None


def _from_rings(polygon: Geometry) -> Geometry:
    """A polygon rebuilt as its shell without its holes, each made valid on its own."""
    shell = _made_valid(shapely.polygons(shapely.get_exterior_ring(polygon)), POLYGON)
    count = int(shapely.get_num_interior_rings(polygon))
    if count == 0:
        return shell
    rings = shapely.get_interior_ring(polygon, np.arange(count))
    holes = geometries([_made_valid(hole, POLYGON) for hole in shapely.polygons(rings)])
    without = shapely.difference(shell, union_all(holes))
    return keep_dimension(geometries([without]), POLYGON)[0]


def _made_valid(geometry: Geometry, dimension: int) -> Geometry:
    return keep_dimension(geometries([shapely.make_valid(geometry)]), dimension)[0]
