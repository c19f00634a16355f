"""S4: growth beyond the reach of public transport, by plan object and for the municipality."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...geometry.arrays import GeometryArray, geometries, is_missing
from ...geometry.measure import M2_PER_HA, area
from ...geometry.nearest import nearest_distance
from ...geometry.overlay import pairs
from ...geometry.rows import subtract_near
from ...indicators.compare import above, at_least, at_most, below, ratio
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
from ...workspace.reach import Reach, reach_of
from ...workspace.scope import Scope
from ..figures import RowFigures
from ..growth_share import (
    CHANGE_UNKNOWN,
    GROWTH_LAYER,
    Outside,
    growth_layer_absent,
    measured,
    object_labels,
    totals,
)
from ..kind import MUNICIPALITY, CheckKind

LAYER_TEST = "stops.coverage"
DEPARTURES = "stops.departures"


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


@dataclass(frozen=True)
class _Case:
    """Growth outside the reach in one case: as it is, and without noise."""

    outside: Outside
    kept: GeometryArray


def _assess(scope: Scope, rule: Rule, counted: Subjects) -> Assessments:
    builder = AssessmentBuilder(len(counted), "share")
    last = len(counted) - 1
    builder.threshold[:last] = float(rule.value("object_share"))
    builder.threshold[last] = float(rule.value("share_partly"))
    if growth_layer_absent(scope.here):
        builder.set(slice(None), Outcome.BLOCKED, reason="growth_layer", missing=GROWTH_LAYER)
        return builder.done()
    covered, places = _layer_test(scope, rule)
    if below(covered, rule.value("coverage_share"), "share"):
        builder.set(slice(None), Outcome.BLOCKED, reason="coverage", missing=LAYER_TEST)
        builder.figure("localities_with_stops", covered, "share")
        builder.figure("localities_tested", places, "count")
        return builder.done()
    reach = _reach(scope, rule)
    best = _case(scope, rule, reach.best)
    worst = _case(scope, rule, reach.worst) if reach.uncertain else best
    figures = RowFigures(len(counted))
    _assess_objects(builder, scope, rule, reach, best, worst, figures)
    _assess_summary(builder, scope, rule, best, worst, figures)
    figures.summary("localities_with_stops", covered, "share")
    figures.write(builder)
    return builder.done()


def _layer_test(scope: Scope, rule: Rule) -> tuple[float, int]:
    """Share of the municipality's larger localities that have a stop near, and their number.

    Without such a locality the test is whether the layer has any stop in the municipality.
    """
    here, support = scope.here, scope.region.supporting
    stops = support.stops
    if stops is None:
        return 0.0, 0
    usable = stops.geometry[~is_missing(stops.geometry) & (stops.defect == "")]
    if support.localities is not None:
        localities = support.localities
        large = ~localities.population.null & at_least(
            localities.population.values, rule.value("coverage_population"), "inhabitants"
        )
        _, own = pairs(geometries([here.territory]), localities.geometry)
        rows = own[large[own]]
        if len(rows):
            near, _ = pairs(
                localities.geometry[rows], usable, within=float(rule.value("coverage_distance"))
            )
            return float(ratio(len(np.unique(near)), len(rows))), len(rows)
    inside, _ = pairs(geometries([here.territory]), usable)
    return float(len(inside) > 0), 0


def _reach(scope: Scope, rule: Rule) -> Reach:
    stops = scope.region.supporting.stops
    if stops is None:
        raise LookupError("stops")  # the runner doesn't call this kind without its tables
    return reach_of(
        stops,
        scope.here.territory,
        station_kinds=rule.value("station_kinds"),
        station_distance=float(rule.value("station_distance")),
        stop_distance=float(rule.value("stop_distance")),
        return_trips=float(rule.value("return_trips")),
    )


def _case(scope: Scope, rule: Rule, areas: GeometryArray) -> _Case:
    growth = scope.here.growth
    beyond = subtract_near(growth.geometry, areas, scope.tick)
    outside = measured(growth, beyond, scope.here.locality_area)
    minimum = float(rule.value("object_area"))
    return _Case(outside, without_noise(outside.geometry, scope.region.definitions, minimum))


def _assess_objects(
    builder: AssessmentBuilder,
    scope: Scope,
    rule: Rule,
    reach: Reach,
    best: _Case,
    worst: _Case,
    figures: RowFigures,
) -> None:
    growth = scope.here.growth
    rows = np.arange(len(growth))
    settle(
        builder,
        rows,
        [_judge_objects(scope, rule, case) for case in (best, worst)],
        DEPARTURES,
        "departures",
    )
    builder.value[rows] = builder.share[rows] = worst.outside.share
    builder.geometry[rows] = worst.kept
    builder.set(
        rows[~growth.certain], Outcome.UNDETERMINED, reason="change", missing=CHANGE_UNKNOWN
    )
    elsewhere = (worst.outside.whole == 0) & (growth.defect == "")
    builder.set(rows[elsewhere], Outcome.NOT_APPLICABLE, reason="overlapped", missing="overlapped")
    builder.set(
        rows[growth.defect != ""], Outcome.UNDETERMINED, reason="geometry", missing="geometry"
    )
    figures.objects("growth_area", worst.outside.whole / M2_PER_HA, "ha")
    figures.objects("outside_area", worst.outside.area / M2_PER_HA, "ha")
    figures.objects("share_low", best.outside.share, "share")
    figures.objects("share_high", worst.outside.share, "share")
    figures.objects(
        "outside_dwellings",
        shown_dwellings(worst.outside.dwellings[1], ~growth.dwellings_given),
        "dwellings",
    )
    served = reach.stops.geometry[reach.maybe_served]
    figures.objects("nearest_stop", nearest_distance(growth.geometry, served), "m")


def _judge_objects(scope: Scope, rule: Rule, case: _Case) -> Verdict:
    growth, share = scope.here.growth, case.outside.share
    result = verdict(len(growth))
    kept = area(case.kept) / M2_PER_HA
    far = at_least(share, rule.value("object_share"), "share")
    far &= at_least(kept, rule.value("object_area"), "ha")
    result.set(far, Outcome.PARTLY, int(rule.value("severity_object")), "")
    dense = np.isin(growth.category.astype(str), rule.value("dense_categories"))
    wholly = dense & at_least(share, rule.value("wholly_outside_share"), "share") & (kept > 0)
    result.set(wholly, Outcome.PARTLY, int(rule.value("severity_wholly_outside")), "wholly_outside")
    return result


def _assess_summary(
    builder: AssessmentBuilder,
    scope: Scope,
    rule: Rule,
    best: _Case,
    worst: _Case,
    figures: RowFigures,
) -> None:
    growth = scope.here.growth
    sums = totals(growth, best.outside, worst.outside)
    last = np.array([len(growth)])
    cases = [_judge_summary(rule, share, size) for share, size in zip(sums.share, sums.growth)]
    settle(builder, last, cases, DEPARTURES if growth.certain.all() else CHANGE_UNKNOWN, "interval")
    if growth.lacking:
        builder.set(last, Outcome.UNDETERMINED, reason="localities", missing=growth.lacking)
    builder.value[last] = builder.share[last] = sums.shown_share
    certain = growth.certain if growth.certain.any() else np.ones(len(growth), dtype=bool)
    calculated = not growth.dwellings_given[certain].all()
    dwellings = float(worst.outside.dwellings[1][certain].sum())
    figures.summary("growth_area", sums.shown_growth, "ha")
    figures.summary("outside_area", sums.shown_outside, "ha")
    figures.everywhere("growth_derived", 1.0 if growth.derived else np.nan, "count")
    figures.summary("share_low", sums.share[0], "share")
    figures.summary("share_high", sums.share[1], "share")
    figures.summary("outside_dwellings", shown_dwellings(dwellings, calculated), "dwellings")
    if is_finding(builder.outcome[last])[0]:
        builder.geometry[last] = joined_without_noise(
            worst.outside.geometry[certain], scope.region.definitions, scope.tick
        )


def _judge_summary(rule: Rule, share: float, growth_ha: float) -> Verdict:
    result = verdict(1)
    if at_most(growth_ha, 0.0, "ha"):
        result.set([0], Outcome.NOT_APPLICABLE, 0, "little_growth")
    elif above(share, rule.value("share_high"), "share"):
        result.set([0], Outcome.PARTLY, int(rule.value("severity_high")), "summary")
    elif above(share, rule.value("share_partly"), "share"):
        result.set([0], Outcome.PARTLY, int(rule.value("severity_partly")), "summary")
    return result


KIND = CheckKind(
    name="growth_outside_transit",
    part="links",
    partition=MUNICIPALITY,
    parameters={
        "station_kinds": ParameterSpec("list"),
        "station_distance": ParameterSpec("number", "m", minimum=0),
        "stop_distance": ParameterSpec("number", "m", minimum=0),
        "return_trips": ParameterSpec("number", "count", minimum=0),
        "object_share": ParameterSpec("number", "share", minimum=0, maximum=1),
        "object_area": ParameterSpec("number", "ha", minimum=0),
        "dense_categories": ParameterSpec("list"),
        "wholly_outside_share": ParameterSpec("number", "share", minimum=0, maximum=1),
        "share_partly": ParameterSpec("number", "share", minimum=0, maximum=1),
        "share_high": ParameterSpec("number", "share", minimum=0, maximum=1),
        "coverage_population": ParameterSpec("number", "inhabitants", minimum=0),
        "coverage_distance": ParameterSpec("number", "m", minimum=0),
        "coverage_share": ParameterSpec("number", "share", minimum=0, maximum=1),
        "severity_object": ParameterSpec("whole", minimum=0, maximum=3),
        "severity_wholly_outside": ParameterSpec("whole", minimum=0, maximum=3),
        "severity_partly": ParameterSpec("whole", minimum=0, maximum=3),
        "severity_high": ParameterSpec("whole", minimum=0, maximum=3),
    },
    needs=("stops", GROWTH_LAYER),
    placeholders=(
        "growth_area",
        "outside_area",
        "outside_dwellings",
        "growth_derived",
        "share_low",
        "share_high",
        "nearest_stop",
        "localities_with_stops",
        "localities_tested",
    ),
    subjects=_subjects,
    assess=_assess,
    sharpened_by=("localities",),
)
