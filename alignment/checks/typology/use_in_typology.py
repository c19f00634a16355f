"""T1: new or changed use that does not go with the place class it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...geometry.arrays import (
    POLYGON,
    BoolArray,
    FloatArray,
    GeometryArray,
    IntArray,
    TextArray,
    empty_polygons,
)
from ...geometry.measure import M2_PER_HA, area
from ...geometry.overlay import subtract
from ...indicators.compare import above, at_least, ratio
from ...indicators.interval import Verdict, settle, verdict
from ...indicators.noise import without_noise
from ...indicators.sums import sum_by
from ...ledger import (
    AssessmentBuilder,
    Assessments,
    Outcome,
    Subjects,
    join_subjects,
    subjects,
)
from ...model import LandUse
from ...model.codes import TYPOLOGY_CLASSES
from ...ruleset.model import ParameterSpec, Rule
from ...workspace.scope import Scope
from ..growth_share import CHANGE_UNKNOWN, GROWTH_LAYER, growth_layer_absent, object_labels
from ..kind import MUNICIPALITY, CheckKind
from ..places import UNMAPPED, Places, places
from .matrix import CONFLICT, OK, REVIEW, Matrix


@dataclass(frozen=True)
class _Objects:
    """What T1 looks at: growth objects first, then new or changed use of other kinds."""

    geometry: GeometryArray
    key: TextArray
    label: TextArray
    category: TextArray
    certain: BoolArray
    defect: TextArray
    growth: BoolArray

    def __len__(self) -> int:
        return len(self.geometry)


def _objects(scope: Scope, rule: Rule) -> _Objects:
    growth = scope.here.growth
    other = _other_use(scope, rule)
    count = 0 if other is None else len(other)
    blank = np.empty(0, dtype=object)
    shapes = blank if other is None else _on_land(other, scope)
    return _Objects(
        geometry=np.concatenate([growth.geometry, shapes]),
        key=np.concatenate([growth.key, blank if other is None else other.key]),
        label=np.concatenate([growth.label, blank if other is None else other.name.values]),
        category=np.concatenate(
            [growth.category, blank if other is None else other.category.values]
        ),
        certain=np.concatenate([growth.certain, np.ones(count, dtype=bool)]),
        defect=np.concatenate([growth.defect, blank if other is None else other.defect]),
        growth=np.arange(len(growth) + count) < len(growth),
    )


def _other_use(scope: Scope, rule: Rule) -> LandUse | None:
    plan = scope.here.plan
    if plan is None or plan.land_use is None:
        return None
    grows = plan.land_use.category.equals(*scope.region.definitions.value("growth_categories"))
    changes = plan.land_use.change.equals(*rule.value("other_changes"))
    return plan.land_use.take(changes & ~grows & ~plan.land_use.category.null)


def _on_land(other: LandUse, scope: Scope) -> GeometryArray:
    geometry = other.geometry.copy()
    broken = other.defect != ""
    geometry[broken] = empty_polygons(int(broken.sum()))
    return geometry if scope.here.sea is None else subtract(geometry, scope.here.sea, POLYGON)


def _subjects(scope: Scope, rule: Rule) -> Subjects:
    here = scope.here
    found = _objects(scope, rule)
    rows = subjects(
        "plan_object", plan_object=found.key, label=object_labels(found.label, found.category)
    )
    if here.growth.lacking or growth_layer_absent(here):
        # the growth objects can't be counted: one row stands for them
        note = subjects("municipality", locator=["growth"], label=[here.name])
        return join_subjects(rows, note)
    return rows


def _assess(scope: Scope, rule: Rule, counted: Subjects) -> Assessments:
    found = _objects(scope, rule)
    builder = AssessmentBuilder(len(counted), "ha")
    here = scope.here
    if len(counted) > len(found):
        lacking = here.growth.lacking
        outcome = Outcome.UNDETERMINED if lacking else Outcome.BLOCKED
        reason = "localities" if lacking else "growth_layer"
        builder.set([len(found)], outcome, reason=reason, missing=lacking or GROWTH_LAYER)
    builder.threshold[:] = float(rule.value("minimum_area"))
    if len(found) == 0:
        return builder.done()
    typology = scope.region.structure_map.typology
    if typology is None:
        builder.set(slice(None), Outcome.UNDETERMINED, missing="typology")
        return builder.done()
    matrix = Matrix(rule.value("matrix"))
    divided = places(
        found.geometry,
        typology,
        lambda left, codes: matrix.values(found.category[left], codes),
        scope.tick,
    )
    exempt = np.isin(found.category.astype(str), rule.value("node_zone_categories"))
    gaps = _Gaps(scope, rule, divided, exempt)
    _judge(builder, scope, rule, found, divided, gaps, matrix)
    _figures(builder, found, divided, gaps)
    return builder.done()


class _Gaps:
    """The parts of objects with value 1, 2 or unmapped: outside node zones, without noise.

    `raw[v]` are parts as they are, `kept[v]` without noise, both (n,).
    """

    def __init__(self, scope: Scope, rule: Rule, divided: Places, exempt: BoolArray) -> None:
        definitions = scope.region.definitions
        minimum = float(rule.value("minimum_area"))
        self.exempt = exempt
        self.without_nodes = len(scope.region.zones) == 0
        self.raw: dict[int, GeometryArray] = {}
        self.kept: dict[int, GeometryArray] = {}
        for value in (REVIEW, CONFLICT, UNMAPPED):
            part = divided.part(value).copy()
            absent = np.array([shape is None for shape in part], dtype=bool)
            part[absent] = empty_polygons(int(absent.sum()))
            if exempt.any() and not self.without_nodes:
                part[exempt] = subtract(part[exempt], scope.here.zones_union, POLYGON)
            self.raw[value] = part
            self.kept[value] = without_noise(part, definitions, minimum)

    def ha(self, value: int) -> FloatArray:
        """ha of the parts of this value, without noise."""
        return area(self.kept[value]) / M2_PER_HA


def _judge(
    builder: AssessmentBuilder,
    scope: Scope,
    rule: Rule,
    found: _Objects,
    divided: Places,
    gaps: _Gaps,
    matrix: Matrix,
) -> None:
    rows = np.arange(len(found))
    normative = scope.region.structure_map.normative_typology
    sure = _verdict(rule, gaps.ha(CONFLICT), gaps.ha(REVIEW), normative)
    worst_value = matrix.worst(found.category)
    unmapped = gaps.ha(UNMAPPED)
    possible = _verdict(
        rule,
        gaps.ha(CONFLICT) + np.where(worst_value == CONFLICT, unmapped, 0.0),
        gaps.ha(REVIEW) + np.where(worst_value == REVIEW, unmapped, 0.0),
        normative,
    )
    settle(builder, rows, [sure, possible], "typology.class_code", "place_class")
    if gaps.without_nodes:
        doubtful = gaps.exempt & (possible.outcome != int(Outcome.SUPPORTED))
        builder.set(doubtful, Outcome.UNDETERMINED, reason="nodes", missing="nodes")
    drawn = area(found.geometry)
    untyped_share = np.nan_to_num(ratio(divided.untyped, drawn))
    untyped = above(untyped_share, rule.value("untyped_share"), "share") & (worst_value > OK)
    builder.set(untyped, Outcome.UNDETERMINED, reason="untyped", missing="typology")
    builder.set(~found.certain, Outcome.UNDETERMINED, reason="change", missing=CHANGE_UNKNOWN)
    elsewhere = found.growth & (drawn == 0) & (found.defect == "")
    builder.set(elsewhere, Outcome.NOT_APPLICABLE, reason="overlapped", missing="overlapped")
    builder.set(found.defect != "", Outcome.UNDETERMINED, reason="geometry", missing="geometry")


def _verdict(rule: Rule, conflict: FloatArray, review: FloatArray, normative: bool) -> Verdict:
    minimum = rule.value("minimum_area")
    result = verdict(len(conflict))
    to_try = at_least(review, minimum, "ha")
    result.set(to_try, Outcome.PARTLY, int(rule.value("severity_review")))
    against = at_least(conflict, minimum, "ha")
    result.set(against, Outcome.CONFLICTING, int(rule.value("severity_conflict")))
    if normative:
        large = against & at_least(conflict, rule.value("severe_area"), "ha")
        result.set(large, Outcome.CONFLICTING, int(rule.value("severity_normative")))
    return result


def _figures(builder: AssessmentBuilder, found: _Objects, divided: Places, gaps: _Gaps) -> None:
    count = len(found)
    rows = np.arange(count)
    whole = area(found.geometry) / M2_PER_HA
    conflicting = builder.outcome[rows] == int(Outcome.CONFLICTING)
    worst = np.where(conflicting, CONFLICT, REVIEW)
    flagged = np.where(conflicting, gaps.ha(CONFLICT), gaps.ha(REVIEW))
    builder.value[rows] = flagged
    builder.share[rows] = ratio(flagged, whole)
    chosen = gaps.kept[REVIEW].copy()
    chosen[conflicting] = gaps.kept[CONFLICT][conflicting]
    builder.geometry[rows] = chosen
    total = len(builder.outcome)

    def put(name: str, values: Any, unit: str) -> None:
        filled = np.full(total, "" if unit == "text" else np.nan, dtype=object)
        filled[rows] = values
        builder.figure(name, filled, unit)

    put("object_area", whole, "ha")
    put("area_conflict", area(gaps.raw[CONFLICT]) / M2_PER_HA, "ha")
    put("area_review", area(gaps.raw[REVIEW]) / M2_PER_HA, "ha")
    put("area_untyped", divided.untyped / M2_PER_HA, "ha")
    put("use", found.category, "code")
    put("place", _main_class(divided, worst, count), "code")
    for code in TYPOLOGY_CLASSES:
        own = divided.class_code == code
        if own.any():
            size = sum_by(divided.left[own], divided.size[own], count)
            put(f"area_{code}", np.where(size > 0, size / M2_PER_HA, np.nan), "ha")


def _main_class(divided: Places, value: IntArray, count: int) -> TextArray:
    """The class that holds most of the flagged part of each object, by name."""
    result = np.full(count, "", dtype=object)
    rows = np.flatnonzero(divided.value == value[divided.left])
    by_size = rows[np.lexsort((divided.class_name[rows].astype(str), divided.size[rows]))]
    result[divided.left[by_size]] = divided.class_name[by_size]
    return result


KIND = CheckKind(
    name="use_in_typology",
    part="typology",
    partition=MUNICIPALITY,
    parameters={
        "matrix": ParameterSpec("map"),
        "minimum_area": ParameterSpec("number", "ha", minimum=0),
        "node_zone_categories": ParameterSpec("list"),
        "other_changes": ParameterSpec("list"),
        "untyped_share": ParameterSpec("number", "share", minimum=0, maximum=1),
        "severe_area": ParameterSpec("number", "ha", minimum=0),
        "severity_review": ParameterSpec("whole", minimum=0, maximum=3),
        "severity_conflict": ParameterSpec("whole", minimum=0, maximum=3),
        "severity_normative": ParameterSpec("whole", minimum=0, maximum=3),
    },
    needs=("typology", GROWTH_LAYER),
    placeholders=(
        "object_area",
        "area_conflict",
        "area_review",
        "area_untyped",
        "use",
        "place",
        *(f"area_{code}" for code in TYPOLOGY_CLASSES),
    ),
    subjects=_subjects,
    assess=_assess,
    sharpened_by=("localities",),
)
