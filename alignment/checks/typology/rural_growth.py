"""T2: growth in sparse or heartland countryside outside the nodes, for the municipality."""

from __future__ import annotations

import numpy as np

from ...geometry.measure import M2_PER_HA
from ...indicators.compare import above, at_least, below, ratio
from ...indicators.interval import Verdict, settle, share_range, verdict
from ...indicators.noise import joined_without_noise
from ...indicators.rounding import shown_dwellings
from ...ledger import AssessmentBuilder, Assessments, Outcome, Subjects, is_finding, subjects
from ...ruleset.model import ParameterSpec, Rule
from ...workspace.scope import Scope
from ..growth_share import CHANGE_UNKNOWN, GROWTH_LAYER, growth_layer_absent, outside_of
from ..kind import MUNICIPALITY, CheckKind
from ..places import RURAL, UNMAPPED, rural_places


def _subjects(scope: Scope, _rule: Rule) -> Subjects:
    return subjects("municipality", label=[scope.here.name], summary=True)


def _assess(scope: Scope, rule: Rule, counted: Subjects) -> Assessments:
    here, region = scope.here, scope.region
    builder = AssessmentBuilder(len(counted), "share")
    builder.threshold[:] = float(rule.value("share_partly"))
    if growth_layer_absent(here):
        builder.set(slice(None), Outcome.BLOCKED, reason="growth_layer", missing=GROWTH_LAYER)
        return builder.done()
    growth = here.growth
    outside = outside_of(growth, here.zones_union, here.locality_area)
    typology = region.structure_map.typology
    if typology is None:
        raise LookupError("typology")  # the runner doesn't call this kind without its tables
    found = rural_places(outside.geometry, typology, rule.value("rural_classes"), scope.tick)
    surely = found.area(RURAL)
    possibly = surely + found.untyped + found.area(UNMAPPED)
    low, high = share_range(
        (surely, possibly), (outside.whole - possibly, outside.whole - surely), growth.certain
    )
    smallest = float(outside.whole[growth.certain].sum()) / M2_PER_HA
    largest = float(outside.whole.sum()) / M2_PER_HA
    shown = growth.certain if growth.certain.any() else np.ones(len(growth), dtype=bool)
    rural = float(surely[shown].sum()) / M2_PER_HA
    growing = float(outside.whole[shown].sum()) / M2_PER_HA
    builder.value[:] = builder.share[:] = ratio(rural, growing)
    by_object = outside.dwellings[1] * np.nan_to_num(ratio(surely, outside.area))
    calculated = not growth.dwellings_given[shown].all()
    builder.figure("growth_area", growing, "ha")
    builder.figure("rural_area", rural, "ha")
    builder.figure(
        "rural_dwellings", shown_dwellings(by_object[shown].sum(), calculated), "dwellings"
    )
    builder.figure("growth_derived", 1.0 if growth.derived else np.nan, "count")
    builder.figure("share_low", low, "share")
    builder.figure("share_high", high, "share")
    cases = [_judge(scope, rule, share, size) for share, size in ((low, smallest), (high, largest))]
    unknown = "typology.class_code" if growth.certain.all() else CHANGE_UNKNOWN
    settle(builder, np.arange(1), cases, unknown, "interval")
    if growth.lacking:
        builder.set(slice(None), Outcome.UNDETERMINED, reason="localities", missing=growth.lacking)
    if is_finding(builder.outcome)[0]:
        pieces = found.part(RURAL)[shown]
        builder.geometry[:] = joined_without_noise(pieces, region.definitions, scope.tick)
    return builder.done()


def _judge(scope: Scope, rule: Rule, share: float, growth_ha: float) -> Verdict:
    result = verdict(1)
    if below(growth_ha, scope.region.definitions.value("growth_minimum"), "ha"):
        result.set([0], Outcome.NOT_APPLICABLE, 0, "little_growth")
    elif above(share, rule.value("share_severe"), "share"):
        result.set([0], Outcome.PARTLY, int(rule.value("severity_severe")))
    elif at_least(share, rule.value("share_partly"), "share"):
        result.set([0], Outcome.PARTLY, int(rule.value("severity_partly")))
    return result


KIND = CheckKind(
    name="rural_growth",
    part="typology",
    partition=MUNICIPALITY,
    parameters={
        "rural_classes": ParameterSpec("list"),
        "share_partly": ParameterSpec("number", "share", minimum=0, maximum=1),
        "share_severe": ParameterSpec("number", "share", minimum=0, maximum=1),
        "severity_partly": ParameterSpec("whole", minimum=0, maximum=3),
        "severity_severe": ParameterSpec("whole", minimum=0, maximum=3),
    },
    needs=("typology", "nodes", GROWTH_LAYER),
    placeholders=(
        "growth_area",
        "rural_area",
        "rural_dwellings",
        "growth_derived",
        "share_low",
        "share_high",
    ),
    subjects=_subjects,
    assess=_assess,
    sharpened_by=("localities",),
)
