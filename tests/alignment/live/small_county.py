"""A small county in which every check has something to say, and edits of its first plan."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from strukturbild.alignment.checks import KINDS
from strukturbild.alignment.geometry.arrays import geometries
from strukturbild.alignment.live import Edit
from strukturbild.alignment.model import SourceRows
from strukturbild.alignment.model.fields import text_column
from strukturbild.alignment.model.inputs import Inputs, PlanInput
from strukturbild.alignment.ruleset.load import load_rule_set
from strukturbild.alignment.ruleset.model import Example
from strukturbild.alignment.runner.examples import inputs_of
from strukturbild.alignment.setup.case import (
    Case,
    LayerSource,
    MunicipalitiesSetup,
    StructureMapSetup,
)

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
RULES = load_rule_set("generic", KINDS, RESOURCES)
CASE = Case(
    name="prov",
    structure_map=StructureMapSetup(),
    municipalities=MunicipalitiesSetup(LayerSource("")),
    plans=(),
)
HERE, THERE = "0001", "0002"
X, Y = 500_000, 6_300_000


def square(x: float, y: float, side: float = 10_000) -> str:
    return f"POLYGON(({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))"


def point(x: float, y: float) -> str:
    return f"POINT({x} {y})"


def tables() -> dict[str, list[dict[str, Any]]]:
    uses = [
        {"municipality": HERE, "object_id": f"h{n}", "category": category, "change": change,
         "name": f"O{n}", "statement": "x" if n % 2 else None,
         "wkt": square(X + 700 + 1_150 * (n % 8), Y + 3_600 + 1_150 * (n // 8), 1_200)}
        for n, (category, change) in enumerate(
            zip(("SB", "MB", "LB", "VI", "AN", "TI", "SB", "NF", "MB", "SB", "LB", "VI", "TA",
                 "SB", "SB", "MB"),
                ("new", "developed", "ongoing", "new", "ongoing", "new", "new", "ongoing", "new",
                 "unknown", "ongoing", "changed", "new", "new", "new", "developed")))
    ]  # fmt: skip
    beyond = [
        {"municipality": THERE, "category": category, "change": "new", "name": f"B{n}",
         "wkt": square(X + 10_000 + 900 * n, Y + 4_000, side)}
        for n, (category, side) in enumerate((("TA", 850), ("AN", 850), ("SB", 200)))
    ]  # fmt: skip
    settlement = {"municipality": HERE, "theme": "settlement"}
    orientation = [
        {**settlement, "subcategory": "locality", "name": "A", "wkt": point(X + 3_000, Y + 5_000)},
        {**settlement, "subcategory": "expansion_area", "name": "Ny",
         "wkt": square(X + 2_000, Y + 6_200, 700)},
        {"municipality": HERE, "theme": "transport", "subcategory": "corridor", "name": "Väg",
         "wkt": f"LINESTRING({X + 500} {Y + 5_100},{X + 10_000} {Y + 5_050})"},
        {"municipality": THERE, "theme": "transport", "subcategory": "corridor", "name": "Väg",
         "wkt": f"LINESTRING({X + 10_000} {Y + 5_060},{X + 16_000} {Y + 5_050})"},
    ]  # fmt: skip
    return {
        "municipalities": [
            {"code": HERE, "name": "Alfa", "wkt": square(X, Y)},
            {"code": THERE, "name": "Beta", "wkt": square(X + 10_000, Y)},
        ],
        "typology": [
            {"class_code": "sparse_rural", "wkt": square(X - 1_000, Y - 1_000, 5_000)},
            {"class_code": "rural_heartland", "wkt": square(X + 4_000, Y - 1_000, 17_000)},
            {"class_code": "peri_urban", "wkt": square(X - 1_000, Y + 4_000, 5_000)},
        ],
        "nodes": [
            {"node_id": "a", "name": "A", "rank": 3, "wkt": point(X + 3_000, Y + 5_000)},
            {"node_id": "b", "name": "B", "rank": 2, "wkt": point(X + 10_600, Y + 5_000)},
        ],
        "links": [
            {"link_id": "ab", "from_node": "a", "to_node": "b", "strength": 3,
             "wkt": f"LINESTRING({X + 3_000} {Y + 5_000},{X + 10_600} {Y + 5_000})"}
        ],
        "localities": [
            {"name": "A", "population": 3_000, "wkt": square(X + 2_600, Y + 4_600, 900)},
        ],
        "stops": [
            {"stop_id": "s", "kind": "bus", "departures": 60, "wkt": point(X + 3_100, Y + 5_100)},
            {"stop_id": "t", "kind": "bus", "wkt": point(X + 7_100, Y + 5_100)},
        ],
        "land_use": uses + beyond,
        "development": orientation,
    }  # fmt: skip


def small_inputs(**more: Any) -> Inputs:
    """The county as inputs; each plan table is a layer of its own, as in a file."""
    inputs = inputs_of(Example(more, True, {n: tuple(r) for n, r in tables().items()}, ()))
    return dataclasses.replace(inputs, plans=tuple(_layered(plan) for plan in inputs.plans))


def _layered(plan: PlanInput) -> PlanInput:
    changes = {}
    for name in ("land_use", "development"):
        table = getattr(plan, name)
        if table is not None:
            layer = np.full(len(table), name, dtype=object)
            changes[name] = table.replace(source=SourceRows(layer, table.source.row))
    return dataclasses.replace(plan, **changes)


def plan_here(inputs: Inputs, code: str = HERE) -> PlanInput:
    return next(plan for plan in inputs.plans if plan.municipality == code)


def changed(inputs: Inputs, table: str, row: int, code: str = HERE, **changes: Any) -> Edit:
    """An edit of one row (by place): `shape` a geometry or a function of it, texts by field."""
    plan = plan_here(inputs, code)
    rows = getattr(plan, table)
    one = rows.take(np.array([row % len(rows)]))
    shape = changes.pop("shape", None)
    if shape is not None:
        shape = shape(one.geometry[0]) if callable(shape) else shape
        one = one.replace(geometry=geometries([shape]))
    fields = {name: text_column([value]) for name, value in changes.items()}
    one = dataclasses.replace(one, **fields)
    return Edit(plan.plan_id, str(one.source.layer[0]), [int(one.source.row[0])], {table: one})


def deleted(inputs: Inputs, table: str, row: int, code: str = HERE) -> Edit:
    edit = changed(inputs, table, row, code)
    return Edit(edit.plan_id, edit.layer, edit.features)


def added(inputs: Inputs, table: str, row: int, shape: Any, feature: int, **changes: Any) -> Edit:
    """A copy of a row with another shape, under a new feature id."""
    edit = changed(inputs, table, row, shape=shape, **changes)
    one = edit.tables[table]
    one = one.replace(source=SourceRows(one.source.layer, np.array([feature])))
    return Edit(edit.plan_id, edit.layer, [feature], {table: one})


def halves(shape: Any) -> tuple[Any, Any]:
    """A polygon cut in two across its middle."""
    minx, miny, maxx, maxy = shape.bounds
    middle = (minx + maxx) / 2
    return (
        shapely.intersection(shape, shapely.box(minx, miny, middle, maxy)),
        shapely.intersection(shape, shapely.box(middle, miny, maxx, maxy)),
    )
