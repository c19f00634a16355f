"""A layer as it goes into a profile and comes out of it, and what its tables can hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping

from ..geometry.arrays import LINE, POINT, POLYGON, GeometryArray, IntArray, TextArray
from ..model import Table
from ..model.inputs import UnmappedValue
from ..problems import Problem

ANY = (POINT, LINE, POLYGON)
ALLOWED_DIMENSIONS: Mapping[str, tuple[int, ...]] = {
    "typology": (POLYGON,),
    "nodes": (POINT, POLYGON),
    "links": (LINE,),
    "land_use": (POLYGON, LINE),
    "development": ANY,
    "considerations": ANY,
    "municipalities": (POLYGON,),
    "sea": (POLYGON,),
    "localities": (POINT, POLYGON),
    "stops": (POINT,),
    "population": (POINT, POLYGON),
    "housing_need": ANY,
}
WRONG_GEOMETRY: Mapping[tuple[int, ...], str] = {
    (POLYGON,): "mapping_not_polygons",
    (POINT, POLYGON): "mapping_not_points_or_polygons",
    (LINE,): "mapping_not_lines",
    (POLYGON, LINE): "mapping_not_land_use",
    (POINT,): "mapping_not_points",
}
WITHOUT_GEOMETRY = ("housing_need",)
LINES_ONLY_FOR = "TI"


@dataclass(frozen=True)
class SourceLayer:
    """A layer as read: parallel arrays (n,), geometry repaired and in the run's CRS.

    `fields` hold str, int, float, bool or None; `rows` are feature ids (for messages);
    `defect` is "" or what is wrong with a row's geometry. `field_names` are all fields of the
    source, of which `fields` may hold but the wanted ones.
    """

    name: str
    geometry: GeometryArray
    fields: Mapping[str, TextArray]
    rows: IntArray
    defect: TextArray
    field_names: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.geometry)


@dataclass(frozen=True)
class MappedLayer:
    """What a profile made of a layer: tables by name, unmapped values, problems.

    `unused` is True where no entry of the profile took the layer. `mapped` and `skipped` count
    rows in at least one table, and rows of a geometry type that their table can't hold.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    unmapped: tuple[UnmappedValue, ...] = ()
    problems: tuple[Problem, ...] = ()
    unused: bool = False
    mapped: int = 0
    skipped: int = 0
