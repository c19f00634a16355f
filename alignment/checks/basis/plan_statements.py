"""U3: what the plan leaves unsaid - statements, subcategories, changes, uses without a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import numpy as np

from ...geometry.arrays import BoolArray, FloatArray, Geometry, GeometryArray, dimension, is_missing
from ...geometry.measure import M2_PER_HA, area
from ...geometry.rows import collect_all
from ...indicators.compare import at_most
from ...ledger import AssessmentBuilder, Assessments, Outcome, Subjects, subjects
from ...mapping.fold import fold
from ...model import LandUse
from ...ruleset.model import ParameterSpec, Rule
from ...workspace.plan import MunicipalPlan
from ...workspace.scope import Scope
from ..kind import MUNICIPALITY, CheckKind

DEFECTS = ("statement", "development_statement", "subcategory", "unmapped", "change")
UNKNOWN = "unknown"
SHOWN_VALUES = 12


@dataclass(frozen=True)
class _Finding:
    """What one defect came to: share 0-1 (NaN: nothing to look at), its ha, objects, place."""

    share: float
    area_m2: float
    count: int
    geometry: Geometry | None
    values: str = ""
    unknown: str = ""


NOTHING_TO_JUDGE = _Finding(np.nan, 0.0, 0, None)
Lacks = Callable[[LandUse], BoolArray]


def _subjects(scope: Scope, _rule: Rule) -> Subjects:
    return subjects("municipality", locator=DEFECTS, label=[scope.here.name] * len(DEFECTS))


def _assess(scope: Scope, rule: Rule, counted: Subjects) -> Assessments:
    builder = AssessmentBuilder(len(counted), "share")
    plan = scope.here.plan
    if plan is None:
        builder.set(slice(None), Outcome.BLOCKED, missing="plan")
        return builder.done()
    found = [
        _growth_without(scope, plan, lambda table: table.statement.null),
        _development_without_statement(plan),
        _growth_without(scope, plan, lambda table: _unspecified(table, rule)),
        _unmapped(plan),
        _change_unknown(scope, plan),
    ]
    low, high = float(rule.value("share_supported")), float(rule.value("share_partly"))
    for row, finding in enumerate(found):
        lowest = float(rule.value("unmapped_share")) if DEFECTS[row] == "unmapped" else low
        builder.value[row] = builder.share[row] = finding.share
        builder.threshold[row] = lowest
        builder.geometry[row] = finding.geometry
        if finding.unknown:
            builder.set(row, Outcome.UNDETERMINED, reason=DEFECTS[row], missing=finding.unknown)
        elif np.isnan(finding.share):
            builder.set(row, Outcome.NOT_APPLICABLE, reason=DEFECTS[row])
        elif not at_most(finding.share, lowest, "share"):
            severe = not at_most(finding.share, high, "share")
            severity = int(rule.value("severity_high" if severe else "severity"))
            builder.set(row, Outcome.PARTLY, severity, reason=DEFECTS[row])
    builder.figure("area", [f.area_m2 / M2_PER_HA for f in found], "ha")
    builder.figure("count", [f.count for f in found], "count")
    builder.figure("values", [f.values for f in found], "text")
    return builder.done()


def _change_unknown(scope: Scope, plan: MunicipalPlan) -> _Finding:
    """Share of the growth area of which the plan does not say whether it is new.

    Where nothing is said of any object and G can't be derived, all that could grow is meant.
    """

    def unknown(table: LandUse) -> BoolArray:
        return table.change.null | table.change.equals(UNKNOWN)

    if plan.land_use is None or not scope.here.growth.lacking:
        return _growth_without(scope, plan, unknown)
    categories = scope.region.definitions.value("growth_categories")
    carriers = plan.land_use.take(plan.land_use.category.equals(*categories))
    sizes = area(carriers.geometry)
    return _by_area(carriers.geometry, sizes, unknown(carriers), float(sizes.sum()))


def _growth_without(scope: Scope, plan: MunicipalPlan, lacks: Lacks) -> _Finding:
    """Share of the growth area whose land-use object lacks something."""
    growth = scope.here.growth
    if growth.lacking:
        return _Finding(np.nan, 0.0, 0, None, unknown=growth.lacking)
    if plan.land_use is None or len(growth) == 0:
        return NOTHING_TO_JUDGE
    place = {key: row for row, key in enumerate(plan.land_use.key)}
    rows = np.array([place.get(key, -1) for key in growth.key], dtype=np.int64)
    own = rows >= 0
    without = np.zeros(len(growth), dtype=bool)
    without[own] = lacks(plan.land_use)[rows[own]]
    sizes = area(growth.geometry)
    return _by_area(growth.geometry, sizes, without, float(sizes[own].sum()))


def _by_area(
    geometry: GeometryArray, sizes: FloatArray, without: BoolArray, whole: float
) -> _Finding:
    if whole <= 0:
        return NOTHING_TO_JUDGE
    lost = float(sizes[without].sum())
    shape = collect_all(geometry[without & ~is_missing(geometry)])
    return _Finding(lost / whole, lost, int((without & (sizes > 0)).sum()), shape)


def _unspecified(land_use: LandUse, rule: Rule) -> BoolArray:
    """Subcategories that say "not specified"; an absent subcategory is no defect."""
    words = {fold(str(word)) for word in rule.value("unspecified")}
    names = land_use.subcategory.values
    return np.array([fold(str(name)) in words for name in names], dtype=bool)


def _development_without_statement(plan: MunicipalPlan) -> _Finding:
    development = plan.development
    if development is None or len(development) == 0:
        return NOTHING_TO_JUDGE
    without = development.statement.null
    shapes = development.geometry[without & ~is_missing(development.geometry)]
    highest = dimension(shapes).max(initial=-1)
    place = collect_all(shapes[dimension(shapes) == highest])
    size = float(area(development.geometry)[without].sum())
    return _Finding(float(without.mean()), size, int(without.sum()), place)


def _unmapped(plan: MunicipalPlan) -> _Finding:
    """Layers and values without a code: the larger of their share of area and of objects."""
    mapped_area, mapped_count = 0.0, 0
    for table in (plan.land_use, plan.land_use_lines, plan.development, plan.considerations):
        if table is not None:
            mapped_count += len(table)
    if plan.land_use is not None:
        mapped_area = float(area(plan.land_use.geometry).sum())
    # thematic layers lie over each other: only uses can be measured against the plan's land
    lost_area = float(sum(v.area_m2 for v in plan.unmapped if v.table == "land_use"))
    lost_count = sum(value.count for value in plan.unmapped)
    if mapped_count + lost_count == 0:
        return NOTHING_TO_JUDGE
    by_area = lost_area / (mapped_area + lost_area) if lost_area > 0 else 0.0
    by_count = lost_count / (mapped_count + lost_count)
    names = sorted({_named(value.layer, value.field, value.value) for value in plan.unmapped})
    shown = "; ".join(names[:SHOWN_VALUES]) + (" …" if len(names) > SHOWN_VALUES else "")
    return _Finding(max(by_area, by_count), lost_area, lost_count, None, shown)


def _named(layer: str, field: str, value: str) -> str:
    return layer if not field else f"{layer}: {field} = {value or '–'}"


KIND = CheckKind(
    name="plan_statements",
    part="basis",
    partition=MUNICIPALITY,
    parameters={
        "share_supported": ParameterSpec("number", "share", 0, 1),
        "share_partly": ParameterSpec("number", "share", 0, 1),
        "unmapped_share": ParameterSpec("number", "share", 0, 1),
        "unspecified": ParameterSpec("list"),
        "severity": ParameterSpec("whole", "", 0, 3),
        "severity_high": ParameterSpec("whole", "", 0, 3),
    },
    needs=("plan",),
    placeholders=("area", "count", "values"),
    subjects=_subjects,
    assess=_assess,
)
