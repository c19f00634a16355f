"""The objects of a result by key: what the ledger speaks of, and the place types around."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from ..alignment.geometry.arrays import (
    LINE,
    POINT,
    POLYGON,
    BoolArray,
    GeometryArray,
    TextArray,
    bounds,
    dimension,
    is_missing,
)
from ..alignment.geometry.rounding import round_to_millimetre
from ..alignment.identity.keys import with_keys
from ..alignment.model import Table, Typology
from ..alignment.runner.result import RunResult
from .geopackage import TEXT, Field, OutTable

DIMENSION_NAMES = {POINT: "point", LINE: "line", POLYGON: "polygon"}


def object_tables(result: RunResult) -> list[OutTable]:
    """The objects that the ledger speaks of, by key: dock and reports zoom to them.

    Place types come with them whether spoken of or not: what is drawn by hand lies on one.
    """
    wanted = set(result.ledger.structure_object) | set(result.ledger.plan_object)
    sources: list[tuple[str, Table]] = []
    owners: list[Any] = [result.inputs.structure_map, result.inputs.supporting]
    for owner in (*owners, *result.inputs.plans):
        for entry in dataclasses.fields(owner):
            table = getattr(owner, entry.name)
            if isinstance(table, Table) and entry.name != "extent":
                sources.append((entry.name, table))
    sources.append(("municipalities", result.inputs.municipalities))
    whole = _met_by_box(result)
    found = [_objects(name, table, wanted, whole.get(name)) for name, table in sources]
    joined = [np.concatenate(column) for column in zip(*found)]
    keys, kinds, labels, codes, shapes = joined
    order = np.argsort(keys.astype(str), kind="stable")
    order = order[np.unique(keys[order].astype(str), return_index=True)[1]]
    dimensions = dimension(shapes[order])
    tables = []
    for number in (POLYGON, LINE, POINT):
        rows = order[dimensions == number]
        fields = [
            Field("key", TEXT, keys[rows]),
            Field("object_table", TEXT, kinds[rows]),
            Field("label", TEXT, labels[rows]),
            Field("municipality_code", TEXT, codes[rows]),
        ]
        name = DIMENSION_NAMES[number]
        shape = round_to_millimetre(shapes[rows])
        tables.append(OutTable(f"objects_{name}", fields, name, shape))
    return tables


def _met_by_box(result: RunResult) -> dict[str, BoolArray]:
    """Rows of the place typology around the municipalities that were checked."""
    typology = result.inputs.structure_map.typology
    if typology is None or not len(typology) or not len(result.inputs.municipalities):
        return {}
    own, around = bounds(typology.geometry), bounds(result.inputs.municipalities.geometry)
    low, high = np.nanmin(around[:, :2], axis=0), np.nanmax(around[:, 2:], axis=0)
    return {"typology": np.all((own[:, :2] <= high) & (own[:, 2:] >= low), axis=1)}


def _objects(
    name: str, table: Table, wanted: set[str], also: BoolArray | None
) -> tuple[Any, Any, Any, Any, GeometryArray]:
    keyed = with_keys(table)
    rows: BoolArray = np.array([key in wanted for key in keyed.key], dtype=bool)
    if also is not None:
        rows |= also
    kept = keyed.take(rows & ~is_missing(keyed.geometry))
    return (
        kept.key,
        np.full(len(kept), name, dtype=object),
        _labels(kept),
        kept.municipality,
        kept.geometry,
    )


def _labels(table: Table) -> TextArray:
    """What objects are called; place types without a name of their own go by their class."""
    if isinstance(table, Typology):
        unnamed: BoolArray = table.class_name.null | (table.class_name.values == "")
        return np.where(unnamed, table.class_code.or_else(""), table.class_name.values)
    named = getattr(table, "name", None)
    return np.full(len(table), "", dtype=object) if named is None else named.values
