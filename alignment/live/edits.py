"""An edit of a plan's layer, and the inputs of a run with that edit made."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

import numpy as np

from ..geometry.arrays import BoolArray, FloatArray, bounds
from ..model import TABLES, Table
from ..model.inputs import Inputs, PlanInput, UnmappedValue
from ..model.table import concatenate

PLAN_TABLES = ("land_use", "development", "considerations")


@dataclass(frozen=True)
class Edit:
    """Features of one layer of a plan as they are now.

    `features` are the ids of all that changed, came or went; `tables` the canonical rows that
    those which are still there make (their `source` says layer and feature). `unmapped` is what
    the whole layer now holds that has no code (None: as before).
    """

    plan_id: str
    layer: str
    features: Sequence[int]
    tables: Mapping[str, Table] = field(default_factory=dict)
    unmapped: tuple[UnmappedValue, ...] | None = None


@dataclass(frozen=True)
class Edited:
    """Inputs with an edit made: whose plan it was, and the boxes (n, 4) of rows gone and come."""

    inputs: Inputs
    municipality: str
    boxes: FloatArray


def with_edit(inputs: Inputs, edit: Edit) -> Edited:
    """The inputs with an edit made; rows that it doesn't touch stay the same objects.

    Raises KeyError for a plan that is not among the inputs.
    """
    place = next((n for n, plan in enumerate(inputs.plans) if plan.plan_id == edit.plan_id), None)
    if place is None:
        raise KeyError(edit.plan_id)
    plan = inputs.plans[place]
    changes: dict[str, Any] = {}
    touched = []
    for name in PLAN_TABLES:
        table: Table | None = getattr(plan, name)
        come = edit.tables.get(name)
        gone = None if table is None else _touched(table, edit)
        if (come is None or len(come) == 0) and (gone is None or not gone.any()):
            continue
        parts = []
        if table is not None and gone is not None:
            parts.append(table.take(~gone))
            touched.append(bounds(table.geometry[gone]))
        if come is not None:
            parts.append(come)
            touched.append(bounds(come.geometry))
        changes[name] = concatenate(TABLES[name], parts)
    if edit.unmapped is not None:
        changes["unmapped"] = _unmapped(plan, edit.layer, edit.unmapped)
    edited = dataclasses.replace(plan, **changes)
    plans = (*inputs.plans[:place], edited, *inputs.plans[place + 1 :])
    boxes = np.concatenate(touched) if touched else np.empty((0, 4))
    return Edited(dataclasses.replace(inputs, plans=plans), plan.municipality, boxes)


def _touched(table: Table, edit: Edit) -> BoolArray:
    rows: BoolArray = table.source.layer == edit.layer
    rows = rows & np.isin(table.source.row, np.asarray(edit.features, dtype=np.int64))
    return rows


def _unmapped(
    plan: PlanInput, layer: str, values: tuple[UnmappedValue, ...]
) -> tuple[UnmappedValue, ...]:
    return (*(value for value in plan.unmapped if value.layer != layer), *values)
