"""N4: growth outside the zones of all nodes, by plan object and for the municipality."""

from __future__ import annotations

import numpy as np

from ...geometry.arrays import is_missing
from ...geometry.measure import M2_PER_HA, area
from ...geometry.nearest import nearest_distance
from ...geometry.overlay import union_all
from ...indicators.compare import above, at_least, below
from ...indicators.interval import Verdict, settle, verdict
from ...indicators.noise import without_noise
from ...indicators.rounding import shown_dwellings
from ...ledger import (
    AssessmentBuilder,
    Assessments,
    Outcome,
    Subjects,
    join_subjects,
    subjects,
)
from ...ruleset.model import ParameterSpec, Rule
from ...workspace.scope import Scope
from ..figures import RowFigures
from ..growth_share import (
    CHANGE_UNKNOWN,
    GROWTH_LAYER,
    Outside,
    Totals,
    growth_layer_absent,
    object_labels,
    in_localities,
    outside_of,
    totals,
)
from ..kind import MUNICIPALITY, CheckKind
from ..places import outside_rural


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
    zones = scope.region.zones
    in_locality, in_open, _ = in_localities(scope, outside.geometry)
    figures.objects("growth_area", outside.whole / M2_PER_HA, "ha")
    figures.objects("outside_area", outside.area / M2_PER_HA, "ha")
    figures.objects(
        "outside_dwellings",
        shown_dwellings(outside.dwellings[1], ~growth.dwellings_given),
        "dwellings",
    )
    figures.objects(
        "nearest_zone", nearest_distance(growth.geometry, zones[~is_missing(zones)]), "m"
    )
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
    shown_share = sums.shown_share
    if by_dwellings and not by_area:
        shown = growth.certain if growth.certain.any() else np.ones(len(growth), dtype=bool)
        outer = float(outside.dwellings[1][shown].sum())
        whole = outer + float(outside.dwellings_inside[1][shown].sum())
        shown_share = outer / whole if whole > 0 else float("nan")
    builder.value[last] = builder.share[last] = shown_share
    _summary_figures(scope, rule, outside, sums, figures)
    certain = outside.geometry[growth.certain]
    joined = np.array([union_all(certain, scope.tick)], dtype=object)
    kept = without_noise(joined, definitions)
    builder.geometry[last] = joined if kept[0].is_empty else kept


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


def _summary_figures(
    scope: Scope, rule: Rule, outside: Outside, sums: Totals, figures: RowFigures
) -> None:
    growth = scope.here.growth
    certain = growth.certain if growth.certain.any() else np.ones(len(growth), dtype=bool)
    in_locality, in_open, names = in_localities(scope, outside.geometry[certain])
    rural, _, _ = outside_rural(
        outside.geometry[certain],
        scope.region.structure_map.typology,
        rule.value("rural_classes"),
        scope.tick,
    )
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
    figures.summary("rural_area", rural.sum() / M2_PER_HA, "ha")


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
        "rural_area",
    ),
    subjects=_subjects,
    assess=_assess,
)
