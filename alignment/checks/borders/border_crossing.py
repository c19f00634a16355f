"""G1: is a link, or a line of one plan, taken up on both sides of a municipal border?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...geometry.arrays import Geometry, IntArray, geometries
from ...geometry.lines import crossing_points, nearest_to, within_reach
from ...geometry.measure import distance
from ...geometry.overlay import pairs
from ...identity.keys import cell
from ...indicators.compare import at_most
from ...indicators.severity import with_step
from ...ledger import AssessmentBuilder, Assessments, Outcome, Subjects, subjects
from ...model import Links
from ...model.fields import Column
from ...ruleset.model import ParameterSpec, Rule
from ...workspace.municipality import MunicipalWorkspace
from ...workspace.scope import Scope
from ..kind import PAIR, CheckKind
from ..links.relational import border_arcs
from ..links.support import RELATIONAL, end_nodes, link_name, of_theme, theme_of
from .line_ends import Limits, meetings, side_of

MEMO = "border_crossing"
BOTH, ONE = 2, 1


@dataclass(frozen=True)
class Crossing:
    """A place where something meets the border.

    Of a link: `link` is its row, and each side still has to be looked at. Of plan lines:
    `objects` are the keys of the lines of each side, "" for the side that has none.
    `stub` is what shows on the map; `gap` the distance in m between the two sides' lines.
    """

    point: Geometry
    label: str
    stub: Geometry
    link: int = -1
    objects: tuple[str, str] = ("", "")
    gap: float = np.nan


def _crossings(scope: Scope, rule: Rule) -> list[Crossing]:
    if MEMO not in scope.memo:
        border = next(
            line
            for a, b, line in scope.region.neighbours()
            if (a, b) == (scope.municipalities[0].code, scope.municipalities[1].code)
        )
        of_links = _link_crossings(scope, rule, border)
        scope.memo[MEMO] = of_links + _line_crossings(scope, rule, border, of_links)
    found: list[Crossing] = scope.memo[MEMO]
    return found


def _link_crossings(scope: Scope, rule: Rule, border: Geometry) -> list[Crossing]:
    links = scope.region.structure_map.links
    if links is None:
        return []
    rows, _ = pairs(links.geometry, geometries([border]))
    stub_length = float(rule.value("stub_length"))
    found = []
    for row in rows:
        route = links.geometry[row]
        name = link_name(links, row, scope.region.structure_map.nodes)
        for point in crossing_points(route, border, float(rule.value("merge_distance"))):
            stub = within_reach(route, point, stub_length)
            found.append(Crossing(point, name, stub, link=int(row)))
    return found


def _line_crossings(
    scope: Scope, rule: Rule, border: Geometry, of_links: list[Crossing]
) -> list[Crossing]:
    """Places where plan lines end at the border, away from the crossings of links."""
    limits = Limits(
        near=float(rule.value("end_distance")),
        join=float(scope.region.definitions.value("line_join_distance")),
        reach=float(rule.value("match_distance")),
        stub=float(rule.value("stub_length")),
    )
    elsewhere = geometries([crossing.point for crossing in of_links])
    apart = float(rule.value("apart_distance"))
    first, second = (
        side_of(m.transport, border, elsewhere, apart, limits) for m in scope.municipalities
    )
    return [
        Crossing(met.point, met.label, met.stub, objects=met.objects, gap=met.gap)
        for met in meetings(first, second, limits)
    ]


def _subjects(scope: Scope, rule: Rule) -> Subjects:
    found = _crossings(scope, rule)
    links = scope.region.structure_map.links
    keys = ["" if c.link < 0 or links is None else str(links.key[c.link]) for c in found]
    places = cell(geometries([crossing.point for crossing in found]))
    return subjects(
        "crossing",
        structure_object=keys,
        plan_object=["+".join(key for key in c.objects if key) for c in found],
        locator=[str(place) for place in places],
        label=[crossing.label for crossing in found],
        count=len(found),
    )


def _assess(scope: Scope, rule: Rule, counted: Subjects) -> Assessments:
    builder = AssessmentBuilder(len(counted), "count")
    found = _crossings(scope, rule)
    links = scope.region.structure_map.links
    looks = [_sides(scope, rule, crossing) for crossing in found]
    sides = [met for met, _ in looks]
    silent = [_silent(scope, met) for met in sides]
    absent = [m.code for m in scope.municipalities if m.plan is None]
    base = np.zeros(len(found), dtype=np.int64)
    for row, (crossing, met) in enumerate(zip(found, sides)):
        builder.value[row], builder.threshold[row] = sum(met), BOTH
        builder.geometry[row] = crossing.stub
        if absent:
            builder.set(row, Outcome.UNDETERMINED, reason="no_plan", missing=f"plan {absent[0]}")
        elif sum(met) < BOTH:
            outcome = Outcome.PARTLY if sum(met) == ONE else Outcome.MISSING
            base[row] = int(rule.value("severity"))
            builder.set(row, outcome, reason="" if crossing.link >= 0 else "line")
    builder.severity[:] = base if links is None else _stepped(scope, links, found, base)
    builder.figure("sides", [sum(met) for met in sides], "count")
    builder.figure("distance", [gap for _, gap in looks], "m")
    builder.figure("silent_side", silent, "text")
    names = {m.code: m.name for m in scope.municipalities}
    builder.figure("silent_name", [names.get(code, "") for code in silent], "text")
    builder.figure("pair_names", " – ".join(m.name for m in scope.municipalities), "text")
    return builder.done()


def _stepped(scope: Scope, links: Links, found: list[Crossing], base: IntArray) -> IntArray:
    """Severity +1 for strong links; plan lines have no strength."""
    rows = np.array([crossing.link for crossing in found], dtype=np.int64)
    of_link = rows >= 0
    values = np.zeros(len(rows))
    values[of_link] = links.strength.values[rows[of_link]]
    null = ~of_link
    null[of_link] |= links.strength.null[rows[of_link]]
    return with_step(base, scope.region.definitions, strength=Column(values, null))


def _sides(scope: Scope, rule: Rule, crossing: Crossing) -> tuple[tuple[bool, bool], float]:
    """Which sides have a line of their own, and how far the worse side's best candidate is."""
    if crossing.link < 0:
        return (crossing.objects[0] != "", crossing.objects[1] != ""), crossing.gap
    limit, relational = float(rule.value("match_distance")), _is_relational(scope)
    if relational:
        limit = float(scope.region.definitions.value("line_join_distance"))
    gaps = [_gap(scope, rule, crossing, side) for side in scope.municipalities]
    met = [bool(np.isfinite(gap) and at_most(gap, limit, "m")) for gap in gaps]
    known = [gap for gap in gaps if np.isfinite(gap)]
    return (met[0], met[1]), max(known) if len(known) == len(gaps) else np.nan


def _is_relational(scope: Scope) -> bool:
    return scope.region.structure_map.matching == RELATIONAL


def _gap(scope: Scope, rule: Rule, crossing: Crossing, side: MunicipalWorkspace) -> float:
    """Distance in m from a link's crossing to the nearest line of this side; NaN without any."""
    links = scope.region.structure_map.links
    if links is None:
        return float("nan")
    shapes = of_theme(side.transport, theme_of(links, crossing.link)).geometry
    place = _arc(scope, rule, crossing, side) if _is_relational(scope) else crossing.point
    return nearest_to(shapes, place)


def _arc(scope: Scope, rule: Rule, crossing: Crossing, side: MunicipalWorkspace) -> Geometry:
    """Where a desire line may leave a side: its target arc (checks.md, relational match).

    The crossing itself where an end of the link is unknown, or the link has both ends here.
    """
    links = scope.region.structure_map.links
    nodes = None if links is None else end_nodes(scope, links, crossing.link)
    if nodes is None:
        return crossing.point
    arcs = border_arcs(side.territory, nodes, float(rule.value("sector_angle")))
    reached = [arc for arc in arcs if arc is not None and not arc.is_empty]
    if not reached:
        return crossing.point
    gaps = distance(geometries(reached), crossing.point)
    return reached[int(np.argmin(gaps))]


def _silent(scope: Scope, met: tuple[bool, bool]) -> str:
    """The code of the only side without a line, else the lower code."""
    if met == (True, False):
        return scope.municipalities[1].code
    return scope.municipalities[0].code


KIND = CheckKind(
    name="border_crossing",
    part="borders",
    partition=PAIR,
    parameters={
        "end_distance": ParameterSpec("number", "m", 0),
        "match_distance": ParameterSpec("number", "m", 0),
        "merge_distance": ParameterSpec("number", "m", 0),
        "apart_distance": ParameterSpec("number", "m", 0),
        "stub_length": ParameterSpec("number", "m", 0),
        "sector_angle": ParameterSpec("number", "degrees", 0, 90),
        "severity": ParameterSpec("whole", "", 0, 3),
    },
    needs=("municipalities",),
    placeholders=("sides", "distance", "silent_side", "silent_name", "pair_names"),
    subjects=_subjects,
    assess=_assess,
)
