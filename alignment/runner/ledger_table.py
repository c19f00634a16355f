"""The ledger as one table: results of all rules flattened, keyed, worded and sorted by key."""

from __future__ import annotations

import dataclasses
import json
import math
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

import numpy as np

from ..checks.kind import REGION
from ..geometry.arrays import (
    BoolArray,
    FloatArray,
    GeometryArray,
    IntArray,
    TextArray,
    geometries,
)
from ..geometry.measure import area_m2, length_cm
from ..identity.keys import digest, finding_key
from ..ledger import FINDING_CODES, Outcome, RuleResult, is_finding
from ..mapping.labels import code_names
from ..ruleset.model import Rule
from ..ruleset.texts import render

FIGURE_DECIMALS = 6
SILENT_SIDE = "silent_side"


@dataclass(frozen=True)
class LedgerTable:
    """One row an assessment, and one a child piece (with `parent_key`), sorted by key.

    `partition` is a municipal code, a pair ("0834+0880") or "region"; `municipality` the code
    the row is stored with. `counted` rows are those that shares and finding counts use.
    `value` and `threshold` are in `unit`; `share` is 0-1; NaN where a figure does not apply.
    `figures` is JSON text: name -> {value, unit}. `geometry` is None for rows without.
    """

    key: TextArray
    parent_key: TextArray
    rule_id: TextArray
    kind: TextArray
    part: TextArray
    family: TextArray
    strength: TextArray
    responsible: TextArray
    partition: TextArray
    municipality: TextArray
    subject_type: TextArray
    label: TextArray
    summary: BoolArray
    counted: BoolArray
    outcome: TextArray
    severity: IntArray
    reason: TextArray
    value: FloatArray
    threshold: FloatArray
    unit: TextArray
    share: FloatArray
    area_m2: IntArray
    length_cm: IntArray
    structure_object: TextArray
    plan_object: TextArray
    locator: TextArray
    stage: TextArray
    missing: TextArray
    title: TextArray
    explanation: TextArray
    question: TextArray
    basis: TextArray
    figures: TextArray
    geometry: GeometryArray

    def __len__(self) -> int:
        return len(self.key)

    def take(self, rows: Any) -> LedgerTable:
        """The table at the given rows (indices or mask)."""
        return LedgerTable(**{f.name: getattr(self, f.name)[rows] for f in _fields()})

    @property
    def is_finding(self) -> BoolArray:
        """True for partly, conflicting and missing."""
        return np.isin(self.outcome, FINDING_CODES)


def _fields() -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(LedgerTable)


def flatten(
    results: Sequence[RuleResult],
    rules: Mapping[str, Rule],
    names: Mapping[str, str],
    stages: Mapping[str, str],
    language: str,
) -> LedgerTable:
    """All results as one table.

    `names` maps municipal codes to names, `stages` to the plan's stage.
    """
    rows: list[dict[str, Any]] = []
    shapes: list[Any] = []
    for result in results:
        rule = rules[result.rule_id]
        rows_here, shapes_here = _rows(result, rule, names, stages, language)
        rows += rows_here
        shapes += shapes_here
    return _table(rows, geometries(shapes))


def _table(rows: list[dict[str, Any]], shapes: GeometryArray) -> LedgerTable:
    columns: dict[str, Any] = {"geometry": shapes}
    areas, lengths = area_m2(shapes), length_cm(shapes)
    lengths[areas > 0] = 0  # a polygon's perimeter says nothing to a planner
    columns["area_m2"], columns["length_cm"] = areas, lengths
    types: dict[str, Any] = {"severity": np.int64, "summary": bool, "counted": bool}
    types |= dict.fromkeys(("value", "threshold", "share"), np.float64)
    for entry in _fields():
        if entry.name in columns:
            continue
        values = [row[entry.name] for row in rows]
        columns[entry.name] = np.array(values, dtype=types.get(entry.name, object))
    table = LedgerTable(**columns)
    return table.take(np.argsort(table.key.astype(str), kind="stable"))


def _rows(
    result: RuleResult,
    rule: Rule,
    names: Mapping[str, str],
    stages: Mapping[str, str],
    language: str,
) -> tuple[list[dict[str, Any]], list[Any]]:
    subjects, answers = result.subjects, result.assessments
    has_objects = bool((~subjects.summary).any())
    stored_with = _stored_with(result)
    constant = {
        "parent_key": "",
        "rule_id": rule.id,
        "kind": rule.kind,
        "part": rule.part,
        "family": rule.family,
        "strength": rule.strength,
        "responsible": rule.responsible,
        "partition": result.partition,
        "title": rule.title[language],
        "basis": "; ".join(citation.text[language] for citation in rule.basis),
        "unit": answers.unit,
    }
    codes = () if result.partition == REGION else result.partition.split("+")
    whole = " – ".join(names.get(code, code) for code in codes)
    seen: dict[str, int] = {}
    rows: list[dict[str, Any]] = []
    for row in range(len(subjects)):
        summary = bool(subjects.summary[row])
        key = finding_key(
            rule.id,
            result.partition,
            subjects.plan_object[row],
            subjects.structure_object[row],
            "summary" if summary else subjects.locator[row],
        )
        ordinal = seen.get(key, 0)
        seen[key] = ordinal + 1
        code = stored_with[row]
        outcome = Outcome(int(answers.outcome[row])).code
        figures = {
            name: (_named(figure.values[row], figure.unit, language), figure.unit)
            for name, figure in answers.figures.items()
        }
        label = _named(subjects.label[row], "code", language)
        if not label and subjects.type[row] == "municipality":
            label = whole
        worded = {
            **figures,
            "label": (label, "text"),
            "municipality": (names.get(code, code), "text"),
            "value": (answers.value[row], answers.unit),
            "threshold": (answers.threshold[row], answers.unit),
            "share": (answers.share[row], "share"),
        }
        explanation, question = render(rule, outcome, answers.reason[row], worded, language)
        rows.append(
            {
                **constant,
                "key": key if ordinal == 0 else digest(key, str(ordinal)),
                "municipality": code,
                "subject_type": subjects.type[row],
                "label": label,
                "summary": summary,
                "counted": not summary or not has_objects,
                "outcome": outcome,
                "severity": int(answers.severity[row]),
                "reason": answers.reason[row],
                "value": answers.value[row],
                "threshold": answers.threshold[row],
                "share": answers.share[row],
                "structure_object": subjects.structure_object[row],
                "plan_object": subjects.plan_object[row],
                "locator": subjects.locator[row],
                "stage": stages.get(code, ""),
                "missing": answers.missing[row],
                "explanation": explanation,
                "question": question,
                "figures": _figures_json(figures),
            }
        )
    shapes = list(answers.geometry)
    _add_children(result, rows, shapes)
    return rows, shapes


def _named(value: Any, unit: str, language: str) -> Any:
    """A code by the name that readers know it by; everything else as it is."""
    if unit != "code":
        return value
    names = code_names().get(value)
    return value if names is None else names[language]


def _stored_with(result: RuleResult) -> list[str]:
    """The code each row is stored with: of a pair the silent side, else the lower code."""
    if result.partition == REGION:
        return [""] * len(result.subjects)
    codes = result.partition.split("+")
    silent = result.assessments.figures.get(SILENT_SIDE)
    if len(codes) == 1 or silent is None:
        return codes[:1] * len(result.subjects)
    return [str(side) if side in codes else codes[0] for side in silent.values]


def _add_children(result: RuleResult, rows: list[dict[str, Any]], shapes: list[Any]) -> None:
    children = result.assessments.children
    if children is None:
        return
    finding = is_finding(result.assessments.outcome)
    for number, parent in enumerate(children.parent):
        if not finding[parent]:
            continue
        above = rows[int(parent)]
        key = digest("child", above["key"], children.locator[number], str(number))
        rows.append(
            {
                **above,
                "key": key,
                "parent_key": above["key"],
                "counted": False,
                "locator": children.locator[number],
                "value": children.value[number],
                "threshold": children.threshold[number],
                "unit": children.unit,
                "figures": "{}",
            }
        )
        shapes.append(children.geometry[number])


def _figures_json(figures: Mapping[str, tuple[Any, str]]) -> str:
    plain: dict[str, Any] = {}
    for name, (value, unit) in figures.items():
        if isinstance(value, str):
            if value:
                plain[name] = {"value": value, "unit": unit}
        elif math.isfinite(value):
            plain[name] = {"value": round(float(value), FIGURE_DECIMALS), "unit": unit}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True) if plain else "{}"
