"""G1: is a link, or a line of one plan, taken up on both sides of a municipal border?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...geometry.arrays import (
    LINE,
    Geometry,
    GeometryArray,
    IntArray,
    TextArray,
    dimension,
    geometries,
    is_missing,
)
from ...geometry.lines import (
    coordinates,
    crossing_points,
    ends,
    nearest_to,
    sector,
    straight,
    touches_any,
    within_reach,
)
from ...geometry.measure import distance
from ...geometry.overlay import intersection, pairs
from ...identity.keys import cell
from ...indicators.compare import at_most
from ...indicators.severity import with_step
from ...ledger import AssessmentBuilder, Assessments, Outcome, Subjects, subjects
from ...model import Links
from ...model.fields import Column
from ...ruleset.model import ParameterSpec, Rule
from ...workspace.lines import PlanTransport
from ...workspace.municipality import MunicipalWorkspace
from ...workspace.scope import Scope
from ..kind import PAIR, CheckKind
from ..links.support import RELATIONAL, end_nodes, link_name, of_theme, theme_of

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


@dataclass(frozen=True)
class _Ends:
    """Ends of one side's plan lines that meet the border: place, stub, row of the lines."""

    point: GeometryArray
    stub: GeometryArray
    row: IntArray


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
        for point in crossing_points(route, border, float(rule.value("merge_distance"))):
            stub = within_reach(route, point, stub_length)
            found.append(Crossing(point, link_name(links, row), stub, link=int(row)))
    return found


def _line_crossings(
    scope: Scope, rule: Rule, border: Geometry, of_links: list[Crossing]
) -> list[Crossing]:
    """Ends of plan lines at the border, matched one to one across it, shortest first."""
    here, there = scope.municipalities
    first, second = here.transport, there.transport
    a = _ends_at(first, border, of_links, rule)
    b = _ends_at(second, border, of_links, rule)
    reach = float(rule.value("match_distance"))
    found, used_a, used_b = [], set(), set()
    for gap, i, j in _close_pairs(a, b, first, second, reach):
        if i in used_a or j in used_b:
            continue
        used_a.add(i)
        used_b.add(j)
        keys = (str(first.key[a.row[i]]), str(second.key[b.row[j]]))
        found.append(_of_line(a, i, first, keys, gap))
    found += _one_sided(a, used_a, first, second, reach, turned=False)
    found += _one_sided(b, used_b, second, first, reach, turned=True)
    return found


def _of_line(
    side: _Ends, row: int, lines: PlanTransport, keys: tuple[str, str], gap: float
) -> Crossing:
    label = str(lines.label[side.row[row]])
    return Crossing(side.point[row], label, side.stub[row], objects=keys, gap=gap)


def _ends_at(lines: PlanTransport, border: Geometry, of_links: list[Crossing], rule: Rule) -> _Ends:
    """One end a line and place: at the border, or near it with its extension crossing it."""
    near = float(rule.value("end_distance"))
    tips, reach, row = ends(lines.geometry, near)
    if len(tips) == 0:
        return _Ends(tips, tips, row)
    at_border = at_most(distance(tips, border), near, "m")
    crosses = touches_any(reach, border) | at_most(distance(tips, border), 1.0, "m")
    kept = at_border & crosses
    places = geometries([crossing.point for crossing in of_links])
    apart = float(rule.value("apart_distance"))
    if len(places):
        close, _ = pairs(tips, places, within=apart)
        kept[close] = False
    tips, row = tips[kept], row[kept]
    _, first = np.unique(_places(lines, row, tips), return_index=True)
    tips, row = tips[np.sort(first)], row[np.sort(first)]
    stub_length = float(rule.value("stub_length"))
    stubs = [within_reach(lines.geometry[r], tip, stub_length) for r, tip in zip(row, tips)]
    return _Ends(tips, geometries(stubs), row)


def _places(lines: PlanTransport, row: IntArray, tips: GeometryArray) -> TextArray:
    return np.array([f"{lines.key[r]} {c}" for r, c in zip(row, cell(tips))], dtype=object)


def _close_pairs(
    a: _Ends, b: _Ends, first: PlanTransport, second: PlanTransport, reach: float
) -> list[tuple[float, int, int]]:
    i, j = pairs(a.point, b.point, within=reach)
    gaps = distance(a.point[i], b.point[j])
    same = first.theme[a.row[i]] == second.theme[b.row[j]]
    keys = [(first.key[a.row[x]], second.key[b.row[y]]) for x, y in zip(i, j)]
    order = sorted(np.flatnonzero(same), key=lambda n: (round(float(gaps[n]), 3), keys[n]))
    return [(float(gaps[n]), int(i[n]), int(j[n])) for n in order]


def _one_sided(
    side: _Ends,
    used: set[int],
    own: PlanTransport,
    other: PlanTransport,
    reach: float,
    *,
    turned: bool,
) -> list[Crossing]:
    """Ends without an end across the border: met by a passing line of the other side, or not."""
    found = []
    for row in range(len(side.row)):
        if row in used:
            continue
        theme = own.theme[side.row[row]]
        passing = of_theme(other, str(theme)).geometry
        passing = passing[dimension(passing) == LINE]
        gap = nearest_to(passing, side.point[row])
        met = bool(np.isfinite(gap) and at_most(gap, reach, "m"))
        key = str(own.key[side.row[row]])
        keys = (key, "*" if met else "")
        found.append(_of_line(side, row, own, keys[::-1] if turned else keys, gap))
    return found


def _subjects(scope: Scope, rule: Rule) -> Subjects:
    found = _crossings(scope, rule)
    links = scope.region.structure_map.links
    keys = ["" if c.link < 0 or links is None else str(links.key[c.link]) for c in found]
    places = cell(geometries([crossing.point for crossing in found]))
    return subjects(
        "crossing",
        structure_object=keys,
        plan_object=["+".join(key for key in c.objects if key not in ("", "*")) for c in found],
        locator=[str(place) for place in places],
        label=[crossing.label for crossing in found],
        count=len(found),
    )


def _assess(scope: Scope, rule: Rule, counted: Subjects) -> Assessments:
    builder = AssessmentBuilder(len(counted), "count")
    found = _crossings(scope, rule)
    links = scope.region.structure_map.links
    sides = [_sides(scope, rule, crossing) for crossing in found]
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
    builder.figure("distance", [crossing.gap for crossing in found], "m")
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


def _sides(scope: Scope, rule: Rule, crossing: Crossing) -> tuple[bool, bool]:
    if crossing.link < 0:
        return (crossing.objects[0] != "", crossing.objects[1] != "")
    first, second = scope.municipalities
    return (_is_met(scope, rule, crossing, first), _is_met(scope, rule, crossing, second))


def _is_met(scope: Scope, rule: Rule, crossing: Crossing, side: MunicipalWorkspace) -> bool:
    """Has this side a line of its own at the crossing?"""
    links = scope.region.structure_map.links
    if links is None:
        return False
    shapes = of_theme(side.transport, theme_of(links, crossing.link)).geometry
    limit, place = float(rule.value("match_distance")), crossing.point
    if scope.region.structure_map.matching == RELATIONAL:
        limit = float(scope.region.definitions.value("line_join_distance"))
        place = _arc(scope, rule, crossing, side)
    gap = nearest_to(shapes, place)
    return bool(np.isfinite(gap) and at_most(gap, limit, "m"))


def _arc(scope: Scope, rule: Rule, crossing: Crossing, side: MunicipalWorkspace) -> Geometry:
    """Where a desire line may cross: the border inside its sector, else the point itself."""
    links = scope.region.structure_map.links
    nodes = None if links is None else end_nodes(scope, links, crossing.link)
    if nodes is None:
        return crossing.point
    own = [
        touches_any(geometries([straight(p, p + 1e-6)]), side.territory)[0] for p in nodes.points
    ]
    start = nodes.points[0] if own[0] or not own[1] else nodes.points[1]
    wedge = sector(start, coordinates(crossing.point), float(rule.value("sector_angle")))
    arc = intersection(side.territory.boundary, wedge, LINE)
    return crossing.point if is_missing(geometries([arc]))[0] else arc


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
