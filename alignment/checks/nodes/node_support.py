"""N1: a node that the plan does not let grow."""

from __future__ import annotations

import numpy as np

from ...geometry.arrays import (
    POLYGON,
    BoolArray,
    FloatArray,
    GeometryArray,
    bounds,
    geometries,
    is_missing,
)
from ...geometry.measure import M2_PER_HA, area
from ...geometry.nearest import nearest_distance
from ...geometry.overlay import (
    intersect_with,
    intersection,
    overlay,
    pairs,
    subtract,
    union_all,
)
from ...indicators.compare import at_least, below, ratio
from ...indicators.interval import Verdict, settle, verdict
from ...indicators.noise import without_noise
from ...indicators.rounding import shown_dwellings
from ...indicators.severity import with_step
from ...indicators.sums import sum_by
from ...ledger import AssessmentBuilder, Assessments, Outcome, Subjects, subjects
from ...ruleset.model import ParameterSpec, Rule
from ...workspace.scope import Scope
from ...workspace.zones import by_size_class
from ..growth_share import CHANGE_UNKNOWN, GROWTH_LAYER, growth_layer_absent
from ..kind import MUNICIPALITY, CheckKind
from .matching import UNMATCHED, NodeRows, match, node_rows, places_of


def _subjects(scope: Scope, _rule: Rule) -> Subjects:
    rows = node_rows(scope.here)
    if rows is None:
        return subjects("regional_object", structure_object=[])
    return subjects(
        "regional_object", structure_object=rows.nodes.key, label=rows.nodes.name.values
    )


def _assess(scope: Scope, rule: Rule, counted: Subjects) -> Assessments:
    builder = AssessmentBuilder(len(counted), "ha")
    rows = node_rows(scope.here)
    if rows is None or len(rows) == 0:
        return builder.done()
    minimum = by_size_class(rule.value("minimum_area"), rows.nodes) * rows.share
    builder.threshold[:] = minimum
    if growth_layer_absent(scope.here):
        builder.set(slice(None), Outcome.BLOCKED, reason="growth_layer", missing=GROWTH_LAYER)
        _exclude(builder, rows)
        return builder.done()
    low, high = _figures(builder, scope, rows)
    pointed_out = _pointed_out(scope, rule, rows)
    silent = "" if len(scope.here.growth) else "no_growth"
    cases = [_judge(rule, size, minimum, pointed_out, silent) for size in (high, low)]
    for case in cases:
        case.severity[:] = with_step(case.severity, scope.region.definitions, rank=rows.nodes.rank)
    settle(builder, np.arange(len(rows)), cases, CHANGE_UNKNOWN, "change")
    if scope.here.growth.lacking:
        short = builder.outcome != int(Outcome.SUPPORTED)
        lacking = scope.here.growth.lacking
        builder.set(short, Outcome.UNDETERMINED, reason="localities", missing=lacking)
    builder.geometry[:] = _gap(scope, rows)
    _exclude(builder, rows)
    return builder.done()


def _exclude(builder: AssessmentBuilder, rows: NodeRows) -> None:
    builder.set(rows.broken, Outcome.UNDETERMINED, reason="geometry", missing="geometry")
    builder.set(
        rows.under_study, Outcome.NOT_APPLICABLE, reason="under_study", missing="under_study"
    )


def _judge(
    rule: Rule, size: FloatArray, minimum: FloatArray, pointed_out: BoolArray, silent: str
) -> Verdict:
    result = verdict(len(size))
    short = ~at_least(size, minimum, "ha")
    result.set(short, Outcome.PARTLY, int(rule.value("severity_partly")), "little")
    none = below(size, rule.value("missing_area"), "ha")
    result.set(none & ~pointed_out, Outcome.MISSING, int(rule.value("severity_missing")), silent)
    result.set(
        none & pointed_out, Outcome.PARTLY, int(rule.value("severity_partly")), "pointed_out"
    )
    return result


def _figures(
    builder: AssessmentBuilder, scope: Scope, rows: NodeRows
) -> tuple[FloatArray, FloatArray]:
    """Growth in each zone in ha, surely and at most; the figures that go with it."""
    here, count = scope.here, len(rows)
    growth = here.growth
    found = overlay(rows.zones, growth.geometry, scope.tick)
    size = area(found.geometry) / M2_PER_HA
    certain = growth.certain[found.right]
    high = sum_by(found.left, size, count)
    low = sum_by(found.left, size * certain, count)
    whole = area(growth.geometry) / M2_PER_HA
    part = np.nan_to_num(ratio(size, whole[found.right]))
    by_piece = part * growth.dwellings_high[found.right]
    dwellings = sum_by(found.left, by_piece * certain, count)
    calculated = sum_by(found.left, ~growth.dwellings_given[found.right], count)
    own_total = float(whole[growth.certain].sum())
    builder.value[:] = low
    builder.share[:] = ratio(low, own_total)
    builder.figure("growth_in_zone", low, "ha")
    builder.figure("growth_possible", high, "ha")
    builder.figure("dwellings", shown_dwellings(dwellings, calculated > 0), "dwellings")
    surely = growth.geometry[growth.certain & ~is_missing(growth.geometry)]
    builder.figure("nearest_growth", nearest_distance(rows.nodes.geometry, surely), "m")
    builder.figure("share_of_growth", ratio(low, own_total), "share")
    builder.figure("neighbour_growth", _neighbour_growth(scope, rows), "ha")
    builder.figure("node_share", rows.share, "share")
    builder.figure("growth_derived", 1.0 if growth.derived else np.nan, "count")
    return low, high


def _pointed_out(scope: Scope, rule: Rule, rows: NodeRows) -> BoolArray:
    """Nodes that the plan points out (N2), or has an expansion direction for in their zone."""
    result = np.zeros(len(rows), dtype=bool)
    places = places_of(scope.here, rule.value("match_subcategories"))
    if places is None:
        return result
    result |= match(rows, places, float(rule.value("name_distance"))).row != UNMATCHED
    directions = places_of(scope.here, rule.value("direction_subcategories"))
    if directions is not None:
        in_zone, _ = pairs(rows.zones, directions.geometry)
        result[in_zone] = True
    return result


def _gap(scope: Scope, rows: NodeRows) -> GeometryArray:
    """The land of each zone in the municipality that is no growth surface; without noise."""
    here = scope.here
    own = intersect_with(rows.zones, here.land, POLYGON)
    gap = subtract(own, here.growth.surface, POLYGON)
    kept = without_noise(gap, scope.region.definitions)
    nothing = is_missing(kept)
    kept[nothing] = gap[nothing]
    return kept


def _neighbour_growth(scope: Scope, rows: NodeRows) -> FloatArray:
    """ha of zone that neighbours' plans let grow; plans as drawn: a figure, not a measure.

    Taken from the plans as read, so that a neighbour's broken plan costs nothing here.
    """
    here, count = scope.here, len(rows)
    result = np.zeros(count)
    beyond = subtract(rows.zones, here.territory, POLYGON)
    if is_missing(beyond).all():
        return result
    box = bounds(geometries([union_all(beyond, scope.tick)]))[0]
    shapes: list[GeometryArray] = []
    definitions = scope.region.definitions
    for plan in scope.region.inputs.plans:
        if plan.municipality == here.code or plan.land_use is None:
            continue
        use = plan.land_use
        own = bounds(use.geometry)
        near = (own[:, 0] <= box[2]) & (own[:, 2] >= box[0])
        near &= (own[:, 1] <= box[3]) & (own[:, 3] >= box[1])
        grows = use.category.equals(*definitions.value("growth_categories"))
        grows &= use.change.equals(*definitions.value("growth_changes"))
        shapes.append(use.geometry[near & grows & (use.defect == "")])
    joined = union_all(np.concatenate(shapes), scope.tick) if shapes else None
    if joined is None or joined.is_empty:
        return result
    for node in np.flatnonzero(~is_missing(beyond)):
        scope.tick()
        shared = intersection(beyond[node], joined)
        result[node] = float(area(geometries([shared]))[0]) / M2_PER_HA
    return result


KIND = CheckKind(
    name="node_support",
    part="nodes",
    partition=MUNICIPALITY,
    parameters={
        "minimum_area": ParameterSpec("map", "ha"),
        "missing_area": ParameterSpec("number", "ha", minimum=0),
        "match_subcategories": ParameterSpec("list"),
        "name_distance": ParameterSpec("number", "m", minimum=0),
        "direction_subcategories": ParameterSpec("list"),
        "severity_missing": ParameterSpec("whole", minimum=0, maximum=3),
        "severity_partly": ParameterSpec("whole", minimum=0, maximum=3),
    },
    needs=("nodes", GROWTH_LAYER),
    placeholders=(
        "growth_in_zone",
        "growth_possible",
        "dwellings",
        "nearest_growth",
        "share_of_growth",
        "neighbour_growth",
        "node_share",
        "growth_derived",
    ),
    subjects=_subjects,
    assess=_assess,
    sharpened_by=("localities", "sea"),
)
