"""Runs the inline examples of rules: tiny plans that a rule must, or must not, speak up about."""

from __future__ import annotations

import dataclasses
from typing import Any, Mapping, Sequence

import numpy as np

from ..checks.kind import CheckKind
from ..geometry.arrays import from_wkt
from ..model import TABLES, Municipalities, Table, build, field_specs
from ..model.fields import CODE, DATE, TEXT, Column, FieldSpec, number_column, text_column
from ..model.inputs import Inputs, PlanInput, StructureMap, Supporting, UnmappedValue
from ..ruleset.model import Example, Rule, RuleSet
from ..setup.case import Case, LayerSource, MunicipalitiesSetup, StructureMapSetup
from .run import run

PLAN_TABLES = ("land_use", "development", "considerations")
STRUCTURE_TABLES = ("typology", "nodes", "links")
Rows = Sequence[Mapping[str, Any]]


def outcomes_of(
    rule: Rule, example: Example, rule_set: RuleSet, kinds: Mapping[str, CheckKind]
) -> tuple[str, ...]:
    """The sorted outcome codes of the rule's counted rows for one of its examples."""
    alone = dataclasses.replace(rule_set, rules=(rule,))
    case = Case(
        name="example",
        structure_map=StructureMapSetup(),
        municipalities=MunicipalitiesSetup(LayerSource("")),
        plans=(),
    )
    result = run(case, inputs_of(example), alone, kinds=kinds)
    if result.traces:
        raise RuntimeError(result.traces[0].trace)
    rows = result.ledger.take(result.ledger.counted & (result.ledger.parent_key == ""))
    return tuple(sorted(rows.outcome.tolist()))


def inputs_of(example: Example) -> Inputs:
    """The tables of an example as the inputs of a run."""
    settings = example.settings
    structure = {n: _table(n, example.tables[n]) for n in STRUCTURE_TABLES if n in example.tables}
    support_names = {f.name for f in dataclasses.fields(Supporting)}
    support = {n: _table(n, rows) for n, rows in example.tables.items() if n in support_names}
    municipalities = _table("municipalities", example.tables["municipalities"])
    if not isinstance(municipalities, Municipalities):
        raise TypeError("municipalities")
    return Inputs(
        structure_map=StructureMap(
            **structure,  # type: ignore[arg-type]
            matching=settings.get("matching", "geometric"),
            normative_typology=bool(settings.get("typology_normative", False)),
        ),
        municipalities=municipalities,
        plans=tuple(_plans(example)),
        supporting=Supporting(**support),  # type: ignore[arg-type]
        coastal=frozenset(settings.get("coastal", ())),
    )


def _plans(example: Example) -> list[PlanInput]:
    settings = example.settings
    rows_of: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for name in PLAN_TABLES:
        for row in example.tables.get(name, ()):
            rows_of.setdefault(str(row["municipality"]), {}).setdefault(name, []).append(row)
    return [
        PlanInput(
            plan_id=f"plan-{code}",
            municipality=code,
            plan_type="municipality_wide",
            stage=settings.get("stage", "in_force"),
            residual_use=settings.get("residual_use", ""),
            unmapped=tuple(
                UnmappedValue(municipality=code, **value) for value in settings.get("unmapped", ())
            ),
            **{name: _table(name, rows, code) for name, rows in tables.items()},  # type: ignore[arg-type]
        )
        for code, tables in sorted(rows_of.items())
    ]


def _table(name: str, rows: Rows, municipality: str = "") -> Table:
    kind = TABLES[name]
    geometry = from_wkt([row.get("wkt") for row in rows])
    columns = {
        field: _column(spec, [row.get(field) for row in rows])
        for field, spec in field_specs(kind).items()
    }
    missing = np.array([shape is None for shape in geometry], dtype=bool)
    defect = np.where(missing & (name != "housing_need"), "null_geometry", "").astype(object)
    return build(kind, geometry, columns, municipality=municipality, defect=defect)


def _column(spec: FieldSpec, values: Sequence[Any]) -> Column:
    if spec.type in (TEXT, CODE, DATE):
        return text_column([None if value is None else str(value) for value in values])
    return number_column(values)
