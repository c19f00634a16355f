"""What lies at a place that someone drew on the map: municipalities and objects of a result."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Sequence

from osgeo import gdal, ogr

from ..alignment.problems import InputError, Problem
from .gdal_quiet import quiet_gdal

SHAPES = ("point", "line", "polygon")
STRUCTURE_TABLES = ("nodes", "links", "typology")
PLAN_TABLES = ("land_use", "development", "considerations")
NODE_REACH_M = 5000.0  # a node is a point; what is planned for it lies around


@dataclass(frozen=True)
class Territory:
    """A municipality of a result; `share` (0-1) is how much of the drawn shape lies in it."""

    code: str
    name: str
    share: float


@dataclass(frozen=True)
class PlaceObject:
    """An object that the ledger speaks of: its key, name, table of origin and municipality.

    `distance_m` from the drawn shape is 0 where they meet, `likeness` (0-1) how much of the two
    is in common.
    """

    key: str
    label: str
    table: str
    municipality_code: str
    distance_m: float
    likeness: float


@dataclass(frozen=True)
class Places:
    """All municipalities, those that the shape lies in first; objects there, best first.

    Structure objects include nodes within `NODE_REACH_M`, the nearest first, after what is met.
    """

    municipalities: Sequence[Territory] = ()
    plan_objects: Sequence[PlaceObject] = ()
    structure_objects: Sequence[PlaceObject] = ()

    def hit(self) -> list[Territory]:
        """The municipalities that the shape lies in."""
        return [territory for territory in self.municipalities if territory.share > 0]


def read_places(result: Path, wkb: bytes, reach_m: float = 0.0) -> Places:
    """What a result has at a shape (WKB in the result's CRS); only read, never locked.

    Objects within `reach_m` count as met: nobody draws a point exactly on a line. Raises
    InputError where the file is missing or no result.
    """
    if not result.is_file():
        raise InputError(Problem("file_missing", {"path": str(result)}))
    with quiet_gdal():
        try:
            return _read(result, wkb, reach_m)
        except RuntimeError as error:  # where another plugin made GDAL raise
            raise InputError(Problem("result_not_a_result", {"path": str(result)})) from error


def _read(result: Path, wkb: bytes, reach_m: float) -> Places:
    data = gdal.OpenEx(str(result), gdal.OF_VECTOR | gdal.OF_READONLY, allowed_drivers=["GPKG"])
    if data is None or data.GetLayerByName("municipalities") is None:
        raise InputError(Problem("result_not_a_result", {"path": str(result)}))
    drawn = ogr.CreateGeometryFromWkb(wkb)
    territories = [_territory(feature, drawn) for feature in data.GetLayerByName("municipalities")]
    found = [item for shape in SHAPES for item in _objects(data, shape, drawn, reach_m)]
    return Places(
        municipalities=sorted(territories, key=lambda t: (-t.share, t.name, t.code)),
        plan_objects=_best_first(item for item in found if item.table in PLAN_TABLES),
        structure_objects=_best_first(item for item in found if item.table in STRUCTURE_TABLES),
    )


def _territory(feature: ogr.Feature, drawn: ogr.Geometry) -> Territory:
    shape = feature.GetGeometryRef()
    code, name = (feature.GetField(item) or "" for item in ("municipality_code", "municipality"))
    meets = shape is not None and drawn.Intersects(shape)
    return Territory(code, name, _share(drawn, shape) if meets else 0.0)


def _objects(
    data: gdal.Dataset, shape: str, drawn: ogr.Geometry, reach_m: float
) -> Iterator[PlaceObject]:
    layer = data.GetLayerByName(f"objects_{shape}")
    if layer is None:
        return
    left, right, bottom, top = drawn.GetEnvelope()
    far = max(reach_m, NODE_REACH_M)
    layer.SetSpatialFilterRect(left - far, bottom - far, right + far, top + far)
    for feature in layer:
        own = feature.GetGeometryRef()
        if own is None:
            continue
        table = feature.GetField("object_table") or ""
        distance = drawn.Distance(own)
        if distance < 0 or distance > (NODE_REACH_M if table == "nodes" else reach_m):
            continue
        names = ("key", "label", "municipality_code")
        key, label, code = (feature.GetField(name) or "" for name in names)
        likeness = _likeness(drawn, own) if distance == 0 else 0.0
        met = distance <= reach_m
        yield PlaceObject(key, label, table, code, 0.0 if met else distance, likeness)


def _best_first(items: Iterator[PlaceObject]) -> list[PlaceObject]:
    return sorted(items, key=lambda x: (x.distance_m, -x.likeness, x.label, x.key))


def _share(drawn: ogr.Geometry, territory: ogr.Geometry) -> float:
    """The part of the drawn shape that lies inside."""
    common = drawn.Intersection(territory)
    if common is None:  # a shape that GEOS can't cut: it meets, so it counts
        return 1.0
    if drawn.GetDimension() == 2:
        return _ratio(common.Area(), drawn.Area())
    if drawn.GetDimension() == 1:
        return _ratio(common.Length(), drawn.Length())
    return 1.0


def _likeness(drawn: ogr.Geometry, own: ogr.Geometry) -> float:
    """Of two areas what is in common to what either covers; of a line how much of it is met.

    A point is best told by the smallest area around it.
    """
    dimensions = (drawn.GetDimension(), own.GetDimension())
    if 0 in dimensions:
        return 1.0 / (1.0 + own.Area()) if dimensions[1] == 2 else 1.0
    common = drawn.Intersection(own)
    if common is None:
        return 0.0
    if dimensions == (2, 2):
        return _ratio(common.Area(), drawn.Area() + own.Area() - common.Area())
    line = drawn if dimensions[0] == 1 else own
    return _ratio(common.Length(), line.Length())


def _ratio(part: float, whole: float) -> float:
    return min(1.0, part / whole) if whole > 0 else 0.0
