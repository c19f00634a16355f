"""A county of two municipalities, as small as it gets, to be spoilt one way at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from layer_files import Row, square, write
from strukturbild.alignment.setup.case import (
    Case,
    LayerSource,
    MunicipalitiesSetup,
    PlanSetup,
    StructureMapSetup,
    SupportingSetup,
)

X, Y = 580000.0, 6280000.0
SIDE = 20000.0
MUNICIPALITIES: list[Row] = [
    {"wkt": square(X, Y, SIDE), "code": "0880", "name": "Kalmar"},
    {"wkt": square(X + SIDE, Y, SIDE), "code": "0885", "name": "Borgholm"},
]
NODES: list[Row] = [
    {"wkt": f"POINT({X + 5000} {Y + 5000})", "node_id": "n1", "name": "Kalmar", "rank": 1,
     "category": "growth_engine", "municipality_code": "0880"},
    {"wkt": f"POINT({X + 25000} {Y + 5000})", "node_id": "n2", "name": "Borgholm", "rank": 2,
     "category": "regional_core", "municipality_code": "0885"},
]  # fmt: skip
TYPOLOGY: list[Row] = [
    {"wkt": square(X, Y, SIDE), "class_code": "inner_urban"},
    {"wkt": square(X + SIDE, Y, SIDE), "class_code": "sparse_rural"},
]
LINKS: list[Row] = [
    {"wkt": f"LINESTRING({X + 5000} {Y + 5000},{X + 25000} {Y + 5000})", "link_id": "l1",
     "from_node": "n1", "to_node": "n2", "strength": 3},
]  # fmt: skip


def uses(x: float) -> list[Row]:
    """Three land uses from x on: mixed town, farming, nature."""
    return [
        {"wkt": square(x, Y, 5000), "category": "MB", "change": "new", "name": "Stadsdelen"},
        {"wkt": square(x + 5000, Y, 5000), "category": "AN", "change": "ongoing", "name": "Åkern"},
        {"wkt": square(x + 10000, Y, 5000), "category": "NF", "change": None, "name": None},
    ]


def plan(path: Path | str, code: str, **changes: Any) -> PlanSetup:
    """A plan of one source."""
    given = {"plan_id": f"op-{code}", "municipality": code, "name": f"ÖP {code}", **changes}
    sources = given.pop("sources", (LayerSource(str(path)),))
    return PlanSetup(sources=sources, **given)


def county(folder: Path, **rows: list[Row]) -> Case:
    """Write the county's layers (some exchanged) and describe it."""
    region = folder / "region.gpkg"
    given = {"municipalities": MUNICIPALITIES, "typology": TYPOLOGY, "nodes": NODES, "links": LINKS}
    for name, content in {**given, **rows}.items():
        write(region, content, name)
    for code, x in (("0880", X), ("0885", X + SIDE)):
        write(folder / f"op_{code}.gpkg", uses(x), "land_use")

    def layer(name: str) -> LayerSource:
        return LayerSource(f"{region}|layername={name}")

    return Case(
        name="Småland",
        structure_map=StructureMapSetup(layer("typology"), layer("nodes"), layer("links")),
        municipalities=MunicipalitiesSetup(layer("municipalities")),
        plans=tuple(plan(folder / f"op_{code}.gpkg", code) for code in ("0880", "0885")),
        supporting=SupportingSetup(),
        path=folder / "smaland.strukturbild.yaml",
    )
