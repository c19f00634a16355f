"""G2: uses that face each other across a municipal border and don't go together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...geometry.arrays import BoolArray, Geometry, GeometryArray, TextArray, geometries, is_missing
from ...geometry.lines import stretches
from ...geometry.measure import M2_PER_HA, area, length
from ...geometry.overlay import buffer, intersect_with, intersection, pairs, union_all
from ...identity.keys import cell
from ...ledger import AssessmentBuilder, Assessments, Outcome, Subjects, subjects
from ...mapping.fold import fold
from ...model import LandUse
from ...ruleset.model import ParameterSpec, Rule
from ...workspace.municipality import MunicipalWorkspace
from ...workspace.scope import Scope
from ..kind import PAIR, CheckKind

MEMO = "border_use_conflict"
CONFLICT = 2
POLYGON = 2
FARMING, SETTLEMENT = "AN", ("MB", "SB")
TECHNICAL = "TA"
NO_STRETCH = "none"


@dataclass(frozen=True)
class Stretch:
    """A stretch of border with two uses facing each other: categories of the lower and the
    higher code's side, conflict value, the line, and the land on both sides.
    """

    categories: tuple[str, str]
    value: int
    line: Geometry
    belt: Geometry
    sides_ha: tuple[float, float]


@dataclass(frozen=True)
class _Side:
    """One side's uses within reach of the border."""

    geometry: GeometryArray
    category: TextArray
    is_new: BoolArray


def _stretches(scope: Scope, rule: Rule) -> list[Stretch]:
    if MEMO not in scope.memo:
        scope.memo[MEMO] = _find(scope, rule)
    found: list[Stretch] = scope.memo[MEMO]
    return found


def _find(scope: Scope, rule: Rule) -> list[Stretch]:
    first, second = scope.municipalities
    border = next(
        line for a, b, line in scope.region.neighbours() if (a, b) == (first.code, second.code)
    )
    sides = [_side(municipality, border, rule) for municipality in (first, second)]
    found: list[Stretch] = []
    for pair, value in sorted(rule.value("matrix").items()):
        one, _, other = str(pair).partition("|")
        for categories in sorted({(one, other), (other, one)}):
            scope.tick()
            found += _of_pair(sides[0], sides[1], categories, int(value), border, rule)
    return found


def _side(municipality: MunicipalWorkspace, border: Geometry, rule: Rule) -> _Side:
    land_use = None if municipality.plan is None else municipality.plan.land_use
    if land_use is None:
        nothing = np.empty(0, dtype=object)
        return _Side(nothing, nothing, np.empty(0, dtype=bool))
    near, _ = pairs(land_use.geometry, geometries([border]), within=float(rule.value("belt")))
    table = land_use.take(near)
    category = table.category.values.copy()
    category[(category == TECHNICAL) & ~_is_energy(table, rule)] = ""
    changes = tuple(rule.value("new_changes"))
    return _Side(table.geometry, category, table.change.equals(*changes))


def _is_energy(table: LandUse, rule: Rule) -> BoolArray:
    """Technical facilities count only where their subcategory or name speaks of energy."""
    words = [fold(str(word)) for word in rule.value("energy_words")]
    texts = [
        fold(f"{subcategory} {name}")
        for subcategory, name in zip(table.subcategory.values, table.name.values)
    ]
    return np.array([any(word in text for word in words) for text in texts], dtype=bool)


def _of_pair(
    a: _Side, b: _Side, categories: tuple[str, str], value: int, border: Geometry, rule: Rule
) -> list[Stretch]:
    rows_a, rows_b = a.category == categories[0], b.category == categories[1]
    if not rows_a.any() or not rows_b.any():
        return []
    new_a, new_b = rows_a & a.is_new, rows_b & b.is_new
    if FARMING in categories:  # farming only meets new settlement
        new_a &= np.isin(a.category, SETTLEMENT)
        new_b &= np.isin(b.category, SETTLEMENT)
    belt = float(rule.value("belt"))
    facing = [
        _facing(a.geometry[new_a], b.geometry[rows_b], belt),
        _facing(a.geometry[rows_a], b.geometry[new_b], belt),
    ]
    near = union_all(geometries([shape for shape in facing if shape is not None]))
    if near.is_empty:
        return []
    lines = stretches(border, near, float(rule.value("gap")), float(rule.value("shortest")))
    return [_stretch(a, b, rows_a, rows_b, categories, value, line, belt) for line in lines]


def _facing(a: GeometryArray, b: GeometryArray, belt: float) -> Geometry | None:
    """Where both sides are within reach; None where one has nothing."""
    if len(a) == 0 or len(b) == 0:
        return None
    return intersection(union_all(buffer(a, belt)), union_all(buffer(b, belt)), POLYGON)


def _stretch(
    a: _Side,
    b: _Side,
    rows_a: BoolArray,
    rows_b: BoolArray,
    categories: tuple[str, str],
    value: int,
    line: Geometry,
    belt: float,
) -> Stretch:
    reach = buffer(line, belt)
    own = geometries(
        [
            union_all(intersect_with(side.geometry[rows], reach, POLYGON))
            for side, rows in ((a, rows_a), (b, rows_b))
        ]
    )
    here, there = area(own) / M2_PER_HA
    return Stretch(categories, value, line, union_all(own), (float(here), float(there)))


def _subjects(scope: Scope, rule: Rule) -> Subjects:
    name = " – ".join(m.name for m in scope.municipalities)
    found = _stretches(scope, rule)
    if not found:
        return subjects("pair", locator=[NO_STRETCH], label=[name])
    places = cell(geometries([stretch.line for stretch in found]))
    return subjects(
        "pair",
        locator=[f"{s.categories[0]}|{s.categories[1]} {c}" for s, c in zip(found, places)],
        label=[name] * len(found),
    )


def _assess(scope: Scope, rule: Rule, counted: Subjects) -> Assessments:
    builder = AssessmentBuilder(len(counted), "m")
    builder.threshold[:] = float(rule.value("shortest"))
    absent = [m.code for m in scope.municipalities if m.plan is None or m.plan.land_use is None]
    if absent:
        builder.set(
            slice(None), Outcome.UNDETERMINED, reason="no_plan", missing=f"plan {absent[0]}"
        )
        return builder.done()
    found = _stretches(scope, rule)
    for row, stretch in enumerate(found):
        conflict = stretch.value >= CONFLICT
        outcome = Outcome.CONFLICTING if conflict else Outcome.PARTLY
        severity = rule.value("severity_conflicting" if conflict else "severity_partly")
        builder.set(row, outcome, int(severity))
        belt = stretch.belt
        builder.geometry[row] = stretch.line if is_missing(geometries([belt]))[0] else belt
        builder.value[row] = float(length(geometries([stretch.line]))[0])
    if found:
        builder.figure("use_here", [s.categories[0] for s in found], "code")
        builder.figure("use_there", [s.categories[1] for s in found], "code")
        builder.figure("area_here", [s.sides_ha[0] for s in found], "ha")
        builder.figure("area_there", [s.sides_ha[1] for s in found], "ha")
    return builder.done()


KIND = CheckKind(
    name="border_use_conflict",
    part="borders",
    partition=PAIR,
    parameters={
        "matrix": ParameterSpec("map"),
        "belt": ParameterSpec("number", "m", 0),
        "shortest": ParameterSpec("number", "m", 0),
        "gap": ParameterSpec("number", "m", 0),
        "new_changes": ParameterSpec("list"),
        "energy_words": ParameterSpec("list"),
        "severity_conflicting": ParameterSpec("whole", "", 0, 3),
        "severity_partly": ParameterSpec("whole", "", 0, 3),
    },
    needs=("municipalities",),
    placeholders=("use_here", "use_there", "area_here", "area_there"),
    subjects=_subjects,
    assess=_assess,
    blocked_by=("plan_coverage",),
)
