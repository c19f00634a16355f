"""N2: a node that the plan does not point out, or points out at another level."""

from __future__ import annotations

from typing import Any, Mapping

import numpy as np

from ...geometry.arrays import POLYGON, FloatArray, is_missing
from ...geometry.measure import M2_PER_HA, area
from ...geometry.overlay import intersect_with, overlay, union_all
from ...indicators.compare import at_least
from ...indicators.interval import Verdict, settle, verdict
from ...indicators.severity import with_step
from ...ledger import AssessmentBuilder, Assessments, Outcome, Subjects, subjects
from ...model import Development
from ...ruleset.model import ParameterSpec, Rule
from ...workspace.scope import Scope
from ..kind import MUNICIPALITY, CheckKind
from .matching import UNMATCHED, Matches, NodeRows, match, node_rows, places_of


def _subjects(scope: Scope, _rule: Rule) -> Subjects:
    rows = node_rows(scope.here)
    if rows is None:
        return subjects("regional_object", structure_object=[])
    return subjects(
        "regional_object", structure_object=rows.nodes.key, label=rows.nodes.name.values
    )


def _assess(scope: Scope, rule: Rule, counted: Subjects) -> Assessments:
    builder = AssessmentBuilder(len(counted), "")
    rows = node_rows(scope.here)
    places = places_of(scope.here, rule.value("subcategories"))
    if rows is None or places is None or len(rows) == 0:
        return builder.done()
    found = match(rows, places, float(rule.value("name_distance")))
    levels = _levels(rule.value("level_table"), found)
    difference = _difference(rows, levels)
    mixed_use, known = _mixed_use(scope, rule, rows)
    rank = rows.nodes.rank
    cases = []
    for in_zone in (mixed_use, np.where(known, mixed_use, 0.0)):
        case = _judge(rule, found, difference, in_zone)
        case.severity[:] = with_step(case.severity, scope.region.definitions, rank=rank)
        cases.append(case)
    settle(builder, np.arange(len(rows)), cases, "plan.land_use", "land_use")
    _figures(builder, rows, found, levels, difference)
    builder.figure("mixed_use_area", np.where(known, mixed_use, np.nan), "ha")
    builder.geometry[:] = rows.nodes.geometry
    areas = np.flatnonzero(area(rows.nodes.geometry) > 0)
    builder.geometry[areas] = intersect_with(
        rows.nodes.geometry[areas], scope.here.territory, POLYGON
    )
    builder.set(rows.broken, Outcome.UNDETERMINED, reason="geometry", missing="geometry")
    builder.set(
        rows.under_study, Outcome.NOT_APPLICABLE, reason="under_study", missing="under_study"
    )
    return builder.done()


def _judge(rule: Rule, found: Matches, difference: FloatArray, mixed_use: FloatArray) -> Verdict:
    result = verdict(len(difference))
    matched = found.row != UNMATCHED
    far = difference >= float(rule.value("level_far"))
    result.set(matched & np.isnan(difference), Outcome.SUPPORTED, 0, "level_unknown")
    result.set(difference > 0, Outcome.PARTLY, int(rule.value("severity_level")), "level")
    result.set(far, Outcome.CONFLICTING, int(rule.value("severity_level_far")), "level")
    silent = "" if len(found.places) else "no_places"
    result.set(~matched, Outcome.MISSING, int(rule.value("severity_missing")), silent)
    built = ~matched & at_least(mixed_use, rule.value("mixed_use_area"), "ha")
    result.set(built, Outcome.PARTLY, int(rule.value("severity_mixed_use")), "mixed_use")
    return result


def _levels(table: Mapping[Any, Any], found: Matches) -> list[tuple[float, ...]]:
    """The regional levels that each node's place stands for; () where none is known.

    The rule's table maps the plan's own level, or else the kind of place, to a level or to
    several levels that are equally good.
    """
    places: Development = found.places
    result: list[tuple[float, ...]] = []
    for place in found.row.tolist():
        entry: Any = None
        if place != UNMATCHED:
            rank, kind = places.rank, str(places.subcategory.values[place])
            if not rank.null[place]:
                entry = table.get(int(rank.values[place]))
            entry = table.get(kind) if entry is None else entry
        several = entry if isinstance(entry, (list, tuple)) else [entry]
        result.append(tuple(float(level) for level in several if level is not None))
    return result


def _difference(rows: NodeRows, levels: list[tuple[float, ...]]) -> FloatArray:
    """|node's rank - level of its place|; NaN where one of them is unknown."""
    rank = rows.nodes.rank
    result = np.full(len(rows), np.nan)
    for node, allowed in enumerate(levels):
        if allowed and not rank.null[node]:
            result[node] = min(abs(float(rank.values[node]) - level) for level in allowed)
    return result


def _mixed_use(scope: Scope, rule: Rule, rows: NodeRows) -> tuple[FloatArray, bool]:
    """ha of mixed-use settlement in each zone, and whether the plan has a use layer at all.

    Infinite where it has none: the best that may be.
    """
    plan = scope.here.plan
    if plan is None or plan.land_use is None:
        return np.full(len(rows), np.inf), False
    use = plan.land_use
    built = use.geometry[
        use.category.equals(*rule.value("mixed_use_categories")) & ~is_missing(use.geometry)
    ]
    pieces = overlay(rows.zones, built, scope.tick)
    size = np.zeros(len(rows))
    for node in np.unique(pieces.left):
        joined = np.array([union_all(pieces.geometry[pieces.left == node], scope.tick)])
        size[node] = float(area(joined)[0]) / M2_PER_HA
    return size, True


def _figures(
    builder: AssessmentBuilder,
    rows: NodeRows,
    found: Matches,
    levels: list[tuple[float, ...]],
    difference: FloatArray,
) -> None:
    names = found.places.name.values
    matched = found.row != UNMATCHED
    place = np.full(len(rows), "", dtype=object)
    place[matched] = names[found.row[matched]]
    nearest = np.full(len(rows), "", dtype=object)
    any_place = found.nearest_row != UNMATCHED
    nearest[any_place] = names[found.nearest_row[any_place]]
    rank = rows.nodes.rank
    builder.value[:] = difference
    builder.threshold[:] = 0.0
    builder.figure("distance", found.distance, "m")
    builder.figure("place", place, "text")
    builder.figure("nearest_place", nearest, "text")
    builder.figure("nearest_distance", found.nearest, "m")
    builder.figure("node_level", np.where(rank.null, np.nan, rank.values), "")
    builder.figure("place_level", np.array([level[0] if level else np.nan for level in levels]), "")


KIND = CheckKind(
    name="node_designation",
    part="nodes",
    partition=MUNICIPALITY,
    parameters={
        "subcategories": ParameterSpec("list"),
        "name_distance": ParameterSpec("number", "m", minimum=0),
        "level_table": ParameterSpec("map"),
        "level_far": ParameterSpec("whole", minimum=1),
        "mixed_use_categories": ParameterSpec("list"),
        "mixed_use_area": ParameterSpec("number", "ha", minimum=0),
        "severity_missing": ParameterSpec("whole", minimum=0, maximum=3),
        "severity_mixed_use": ParameterSpec("whole", minimum=0, maximum=3),
        "severity_level": ParameterSpec("whole", minimum=0, maximum=3),
        "severity_level_far": ParameterSpec("whole", minimum=0, maximum=3),
    },
    needs=("nodes", "plan.development"),
    placeholders=(
        "distance",
        "place",
        "nearest_place",
        "nearest_distance",
        "node_level",
        "place_level",
        "mixed_use_area",
    ),
    subjects=_subjects,
    assess=_assess,
    sharpened_by=("localities",),
)
