"""A run's result as tables to write: findings, ledger, area account, municipalities, objects."""

from __future__ import annotations

from typing import Any, Callable, Sequence

import numpy as np

from ..alignment.geometry.arrays import (
    LINE,
    POINT,
    POLYGON,
    dimension,
    geometries,
    is_missing,
)
from ..alignment.geometry.rounding import round_to_millimetre
from ..alignment.ledger import Outcome
from ..alignment.model.inputs import UnmappedValue
from ..alignment.runner.ledger_table import LedgerTable
from ..alignment.runner.result import AccountPieces, AreaAccount, Headline, RunResult
from .geopackage import FLAG, NUMBER, TEXT, WHOLE, Field, OutTable
from .object_tables import DIMENSION_NAMES, object_tables

M2_PER_HA, CM_PER_M, M_PER_KM = 10_000.0, 100.0, 1000.0
DECIMALS = 6
# what a planner reads first stands first; keys and what machines need stand last
FINDING_FIELDS = (
    "municipality", "rule_id", "title", "label", "outcome", "severity",
    "value", "threshold", "unit", "share", "area_ha", "length_m",
    "explanation", "question", "responsible", "strength", "family", "part", "stage", "basis",
    "subject_type", "municipality_code", "partition", "kind", "reason",
    "structure_object", "plan_object", "locator", "figures",
)  # fmt: skip
LEDGER_FIELDS = (
    "municipality", "rule_id", "title", "label", "outcome", "severity", "missing",
    "value", "threshold", "unit", "share", "area_ha", "length_m",
    "explanation", "question", "responsible", "strength", "family", "part", "stage", "basis",
    "subject_type", "summary", "counted", "municipality_code", "partition", "kind", "reason",
    "structure_object", "plan_object", "locator", "figures",
)  # fmt: skip
FIELD_TYPE = {
    "summary": FLAG,
    "counted": FLAG,
    "severity": WHOLE,
    "value": NUMBER,
    "threshold": NUMBER,
    "share": NUMBER,
    "area_ha": NUMBER,
    "length_m": NUMBER,
}


def result_tables(result: RunResult) -> list[OutTable]:
    """All tables of a result but the run's own story (manifest) and the styles."""
    names = municipality_names(result)
    return [
        *finding_tables(result.ledger, names),
        ledger_table(result.ledger, names),
        municipalities_table(result),
        county_table(result.county),
        area_account_table(result.area_account, names),
        unmapped_table([value for plan in result.inputs.plans for value in plan.unmapped], names),
        *object_tables(result),
    ]


def municipality_names(result: RunResult) -> dict[str, str]:
    """Names of municipalities by code."""
    table = result.inputs.municipalities
    return dict(zip(table.code.values.tolist(), table.name.values.tolist()))


def _rounded(values: Any) -> Any:
    return np.round(np.asarray(values, dtype=np.float64), DECIMALS)


def _ledger_columns(ledger: LedgerTable, names: dict[str, str]) -> Callable[[str], Any]:
    computed = {
        "municipality_code": ledger.municipality,
        "municipality": [names.get(code, "") for code in ledger.municipality],
        "area_ha": ledger.area_m2 / M2_PER_HA,
        "length_m": ledger.length_cm / CM_PER_M,
    }

    def column(name: str) -> Any:
        values = computed[name] if name in computed else getattr(ledger, name)
        return _rounded(values) if FIELD_TYPE.get(name) == NUMBER else values

    return column


def _rows(ledger: LedgerTable, names: dict[str, str], chosen: Sequence[str]) -> list[Field]:
    column = _ledger_columns(ledger, names)
    return [
        *(Field(name, FIELD_TYPE.get(name, TEXT), column(name)) for name in chosen),
        Field("finding_key", TEXT, ledger.key),
        Field("parent_key", TEXT, ledger.parent_key),
    ]


def finding_tables(ledger: LedgerTable, names: dict[str, str]) -> list[OutTable]:
    """Findings by the dimension of their geometry; one without geometry is among polygons."""
    findings = ledger.take(ledger.is_finding)
    shapes = round_to_millimetre(findings.geometry)
    shapes = geometries([None if gone else s for s, gone in zip(shapes, is_missing(shapes))])
    dimensions = dimension(shapes)
    dimensions[dimensions < 0] = POLYGON
    tables = []
    for number in (POLYGON, LINE, POINT):
        rows = np.flatnonzero(dimensions == number)
        name = DIMENSION_NAMES[number]
        fields = _rows(findings.take(rows), names, FINDING_FIELDS)
        tables.append(OutTable(f"findings_{name}", fields, name, shapes[rows]))
    return tables


def ledger_table(ledger: LedgerTable, names: dict[str, str]) -> OutTable:
    """Every assessment, findings or not; pieces of findings carry a `parent_key`."""
    return OutTable("ledger", _rows(ledger, names, LEDGER_FIELDS))


def headline_fields(headlines: Sequence[Headline]) -> list[Field]:
    """The five headline figures with what could not be assessed beside each, and all counts."""

    def share(part: str, whole: str, half: str = "") -> list[float]:
        values = []
        for item in headlines:
            total = getattr(item, whole)
            hit = getattr(item, part) + (getattr(item, half) / 2 if half else 0)
            values.append(hit / total if total else np.nan)
        return values

    def plain(name: str, divisor: float = 1.0) -> list[float]:
        return [getattr(item, name) / divisor for item in headlines]

    numbers = {
        "growth_in_nodes_share": share("growth_in_nodes", "growth_total"),
        "growth_in_nodes_ha": plain("growth_in_nodes"),
        "growth_total_ha": plain("growth_total"),
        "growth_unknown_ha": plain("growth_unknown"),
        "growth_in_reach_share": share("growth_in_reach", "reach_total"),
        "growth_in_reach_ha": plain("growth_in_reach"),
        "reach_total_ha": plain("reach_total"),
        "reach_unknown_ha": plain("reach_unknown"),
        "links_carried_share": share("links_carried_m", "links_total_m"),
        "links_carried_km": plain("links_carried_m", M_PER_KM),
        "links_total_km": plain("links_total_m", M_PER_KM),
        "links_unknown_km": plain("links_unknown_m", M_PER_KM),
    }
    counts = (
        "nodes_supported", "nodes_partly", "nodes_assessed", "nodes_unknown",
        "crossings_met", "crossings_assessed", "crossings_unknown", "severe",
    )  # fmt: skip
    return [
        *(Field(name, NUMBER, _rounded(values)) for name, values in numbers.items()),
        *(Field(name, WHOLE, [getattr(item, name) for item in headlines]) for name in counts),
        *(
            Field(f"count_{o.code}", WHOLE, [item.outcomes.get(o.code, 0) for item in headlines])
            for o in Outcome
        ),
    ]


def municipalities_table(result: RunResult) -> OutTable:
    """The municipalities that were checked, with their headline figures and territory."""
    table = result.inputs.municipalities
    row_of = {code: row for row, code in enumerate(table.code.values)}
    shapes = geometries([table.geometry[row_of[item.code]] for item in result.municipalities])
    plans: dict[str, list[str]] = {}
    for plan in result.inputs.plans:
        plans.setdefault(plan.municipality, []).append(plan.name or plan.plan_id)
    fields = [
        Field("municipality_code", TEXT, [item.code for item in result.municipalities]),
        Field("municipality", TEXT, [item.name for item in result.municipalities]),
        Field("plans", TEXT, ["; ".join(plans.get(h.code, ())) for h in result.municipalities]),
        *headline_fields(result.municipalities),
    ]
    return OutTable("municipalities", fields, "polygon", round_to_millimetre(shapes))


def county_table(county: Headline) -> OutTable:
    """The county's headline figures, from sums, in one row."""
    return OutTable("county", [Field("name", TEXT, [county.name]), *headline_fields([county])])


def area_account_table(account: AreaAccount, names: dict[str, str]) -> OutTable:
    """Plan use x typology class in ha per municipality."""
    fields = [
        Field("municipality_code", TEXT, account.municipality),
        Field("municipality", TEXT, [names.get(code, "") for code in account.municipality]),
        Field("use", TEXT, account.use),
        Field("typology", TEXT, account.typology),
        Field("area_ha", NUMBER, _rounded(account.area_m2 / M2_PER_HA)),
    ]
    return OutTable("area_account", fields)


def pieces_table(pieces: AccountPieces) -> OutTable:
    """The pieces of an area account, without a spatial index: they are many."""
    fields = [
        Field("municipality_code", TEXT, pieces.municipality),
        Field("plan_object", TEXT, pieces.plan_object),
        Field("use", TEXT, pieces.use),
        Field("typology", TEXT, pieces.typology),
        Field("area_ha", NUMBER, _rounded(pieces.area_m2 / M2_PER_HA)),
    ]
    shapes = round_to_millimetre(pieces.geometry)
    return OutTable("area_pieces", fields, "polygon", shapes, indexed=False)


def unmapped_table(values: Sequence[UnmappedValue], names: dict[str, str]) -> OutTable:
    """Layers and values that no profile entry had a code for."""
    ordered = sorted(values, key=lambda v: (v.municipality, v.layer, v.table, v.field, v.value))
    fields = [
        Field("municipality_code", TEXT, [v.municipality for v in ordered]),
        Field("municipality", TEXT, [names.get(v.municipality, "") for v in ordered]),
        Field("layer", TEXT, [v.layer for v in ordered]),
        Field("field", TEXT, [v.field for v in ordered]),
        Field("field_value", TEXT, [v.value for v in ordered]),
        Field("target_table", TEXT, [v.table for v in ordered]),
        Field("count", WHOLE, [v.count for v in ordered]),
        Field("area_ha", NUMBER, _rounded([v.area_m2 / M2_PER_HA for v in ordered])),
    ]
    return OutTable("unmapped", fields)
