"""N4: growth outside the zones of all nodes, by plan object and for the municipality."""

from __future__ import annotations

import numpy as np

from ...geometry.arrays import BoolArray, FloatArray, GeometryArray, is_missing
from ...geometry.measure import M2_PER_HA, area
from ...geometry.nearest import nearest_distance
from ...indicators.compare import above, at_least, below
from ...indicators.interval import Verdict, settle, verdict
from ...indicators.noise import joined_without_noise, without_noise
from ...indicators.rounding import shown_dwellings
from ...ledger import (
    AssessmentBuilder,
    Assessments,
    Outcome,
    Subjects,
    is_finding,
    join_subjects,
    subjects,
)
from ...ruleset.model import ParameterSpec, Rule
from ...workspace.municipality import Growth
from ...workspace.scope import Scope
from ..figures import RowFigures
from ..growth_share import (
    CHANGE_UNKNOWN,
    GROWTH_LAYER,
    Outside,
    Totals,
    growth_layer_absent,
    in_localities,
    object_labels,
    outside_of,
    totals,
)
from ..kind import MUNICIPALITY, CheckKind
from ..places import RURAL, rural_places


def _subjects(scope: Scope, _rule: Rule) -> Subjects:
    growth = scope.here.growth
    return join_subjects(
        subjects(
            "plan_object",
            plan_object=growth.key,
            label=object_labels(growth.label, growth.category),
        ),
        subjects("municipality", label=[scope.here.name], summary=True),
    )


def _assess(scope: Scope, rule: Rule, counted: Subjects) -> Assessments:
    builder = AssessmentBuilder(len(counted), "share")
    here = scope.here
    last = len(counted) - 1
    builder.threshold[:last] = float(rule.value("object_share"))
    builder.threshold[last] = float(rule.value("share_partly"))
    if growth_layer_absent(here):
        builder.set(slice(None), Outcome.BLOCKED, reason="growth_layer", missing=GROWTH_LAYER)
        return builder.done()
    outside = outside_of(here.growth, here.zones_union, here.locality_area)
    figures = RowFigures(len(counted))
    _assess_objects(builder, scope, rule, outside, figures)
    _assess_summary(builder, scope, rule, outside, figures)
    figures.write(builder)
    return builder.done()


def _assess_objects(
    builder: AssessmentBuilder, scope: Scope, rule: Rule, outside: Outside, figures: RowFigures
) -> None:
    growth = scope.here.growth
    rows = np.arange(len(growth))
    minimum = rule.value("object_area")
    kept = without_noise(outside.geometry, scope.region.definitions, float(minimum))
    far = at_least(outside.share, rule.value("object_share"), "share")
    far &= at_least(area(kept) / M2_PER_HA, minimum, "ha")
    builder.set(rows[far], Outcome.PARTLY, int(rule.value("severity_object")))
    builder.value[rows] = builder.share[rows] = outside.share
    builder.geometry[rows] = kept
    builder.set(
        rows[~growth.certain], Outcome.UNDETERMINED, reason="change", missing=CHANGE_UNKNOWN
    )
    elsewhere = (outside.whole == 0) & (growth.defect == "")
    builder.set(rows[elsewhere], Outcome.NOT_APPLICABLE, reason="overlapped", missing="overlapped")
    builder.set(
        rows[growth.defect != ""], Outcome.UNDETERMINED, reason="geometry", missing="geometry"
    )
    in_locality, in_open, _ = in_localities(scope, outside.geometry)
    figures.objects("growth_area", outside.whole / M2_PER_HA, "ha")
    figures.objects("outside_area", outside.area / M2_PER_HA, "ha")
    figures.objects(
        "outside_dwellings",
        shown_dwellings(outside.dwellings[1], ~growth.dwellings_given),
        "dwellings",
    )
    figures.objects("nearest_zone", _nearest_zone(scope, outside), "m")
    figures.objects("in_localities", in_locality / M2_PER_HA, "ha")
    figures.objects("in_open_country", in_open / M2_PER_HA, "ha")


def _assess_summary(
    builder: AssessmentBuilder, scope: Scope, rule: Rule, outside: Outside, figures: RowFigures
) -> None:
    growth, definitions = scope.here.growth, scope.region.definitions
    sums = totals(growth, outside, outside)
    last = np.array([len(growth)])
    cases = _cases(rule, sums, float(definitions.value("growth_minimum")))
    by_dwellings = at_least(sums.dwellings[1], rule.value("dwellings_minimum"), "dwellings")
    by_area = below(sums.dwellings[0], rule.value("dwellings_minimum"), "dwellings")
    unknown = CHANGE_UNKNOWN if not growth.certain.all() else "land_use.dwellings"
    settle(builder, last, cases, unknown, "interval")
    if growth.lacking:
        builder.set(last, Outcome.UNDETERMINED, reason="localities", missing=growth.lacking)
    if scope.region.locality_polygons is None and builder.reason[len(growth)] == "summary":
        builder.reason[last] = "summary_plain"
    shown_share = sums.shown_share
    if by_dwellings and not by_area:
        shown = _shown(growth)
        outer = float(outside.dwellings[1][shown].sum())
        whole = outer + float(outside.dwellings_inside[1][shown].sum())
        shown_share = outer / whole if whole > 0 else float("nan")
    builder.value[last] = builder.share[last] = shown_share
    _summary_figures(scope, outside, sums, figures)
    if is_finding(builder.outcome[last])[0]:
        shown = _shown(growth)
        builder.geometry[last] = joined_without_noise(
            outside.geometry[shown], definitions, scope.tick
        )
        figures.summary("rural_area", _rural_ha(scope, rule, outside.geometry[shown]), "ha")


def _cases(rule: Rule, sums: Totals, growth_minimum: float) -> list[Verdict]:
    """Best and worst, by dwellings or by ha; both where either measure may be the one to use."""
    limit = rule.value("dwellings_minimum")
    measures = []
    if not at_least(sums.dwellings[0], limit, "dwellings"):
        measures.append(sums.share)
    if at_least(sums.dwellings[1], limit, "dwellings"):
        measures.append(sums.dwellings_share)
    cases = []
    for side in (0, 1):
        for share in measures:
            result = verdict(1)
            severe = at_least(sums.outside_dwellings[side], rule.value("severe_dwellings"), "")
            severe |= at_least(sums.outside[side], rule.value("severe_area"), "ha")
            high = "severity_severe" if severe else "severity_high"
            if below(sums.growth[side], growth_minimum, "ha"):
                result.set([0], Outcome.NOT_APPLICABLE, 0, "little_growth")
            elif above(share[side], rule.value("share_high"), "share"):
                result.set([0], Outcome.PARTLY, int(rule.value(high)), "summary")
            elif at_least(share[side], rule.value("share_partly"), "share"):
                result.set([0], Outcome.PARTLY, int(rule.value("severity_partly")), "summary")
            cases.append(result)
    return cases


def _summary_figures(scope: Scope, outside: Outside, sums: Totals, figures: RowFigures) -> None:
    growth = scope.here.growth
    certain = _shown(growth)
    in_locality, in_open, names = in_localities(scope, outside.geometry[certain])
    calculated = not growth.dwellings_given[certain].all()
    dwellings = float(outside.dwellings[1][certain].sum())
    figures.summary("growth_area", sums.shown_growth, "ha")
    figures.summary("outside_area", sums.shown_outside, "ha")
    figures.summary("outside_dwellings", shown_dwellings(dwellings, calculated), "dwellings")
    figures.summary(
        "growth_dwellings", shown_dwellings(sums.shown_dwellings, calculated), "dwellings"
    )
    figures.summary("share_by_area", sums.shown_share, "share")
    figures.summary("share_low", np.fmin(sums.share[0], sums.dwellings_share[0]), "share")
    figures.summary("share_high", np.fmax(sums.share[1], sums.dwellings_share[1]), "share")
    figures.summary("in_localities", in_locality.sum() / M2_PER_HA, "ha")
    figures.summary("in_open_country", in_open.sum() / M2_PER_HA, "ha")
    figures.summary("localities", names, "text")
    figures.everywhere("growth_derived", 1.0 if growth.derived else np.nan, "count")


def _shown(growth: Growth) -> BoolArray:
    """The objects that figures are summed over: what is certain, else all."""
    return growth.certain if growth.certain.any() else np.ones(len(growth), dtype=bool)


def _rural_ha(scope: Scope, rule: Rule, pieces: GeometryArray) -> float:
    """ha of the pieces in sparse or heartland countryside; NaN without a typology (T2)."""
    typology = scope.region.structure_map.typology
    if typology is None or len(typology) == 0:
        return float("nan")
    found = rural_places(pieces, typology, rule.value("rural_classes"), scope.tick)
    return float(found.area(RURAL).sum()) / M2_PER_HA


def _nearest_zone(scope: Scope, outside: Outside) -> FloatArray:
    """m from each growth object to the nearest zone; only what meets none is measured."""
    zones = scope.region.zones
    zones = zones[~is_missing(zones)]
    result = np.where(outside.whole > 0, 0.0, np.nan)
    apart = np.flatnonzero((outside.whole > 0) & (outside.area >= outside.whole))
    result[apart] = nearest_distance(scope.here.growth.geometry[apart], zones)
    return result


KIND = CheckKind(
    name="growth_outside_nodes",
    part="nodes",
    partition=MUNICIPALITY,
    parameters={
        "object_share": ParameterSpec("number", "share", minimum=0, maximum=1),
        "object_area": ParameterSpec("number", "ha", minimum=0),
        "share_partly": ParameterSpec("number", "share", minimum=0, maximum=1),
        "share_high": ParameterSpec("number", "share", minimum=0, maximum=1),
        "dwellings_minimum": ParameterSpec("number", "dwellings", minimum=0),
        "severe_dwellings": ParameterSpec("number", "dwellings", minimum=0),
        "severe_area": ParameterSpec("number", "ha", minimum=0),
        "rural_classes": ParameterSpec("list"),
        "severity_object": ParameterSpec("whole", minimum=0, maximum=3),
        "severity_partly": ParameterSpec("whole", minimum=0, maximum=3),
        "severity_high": ParameterSpec("whole", minimum=0, maximum=3),
        "severity_severe": ParameterSpec("whole", minimum=0, maximum=3),
    },
    needs=("nodes", GROWTH_LAYER),
    placeholders=(
        "growth_area",
        "outside_area",
        "outside_dwellings",
        "growth_dwellings",
        "nearest_zone",
        "share_by_area",
        "share_low",
        "share_high",
        "in_localities",
        "in_open_country",
        "localities",
        "growth_derived",
        "rural_area",
    ),
    subjects=_subjects,
    assess=_assess,
    sharpened_by=("localities",),
)
