"""S1: is a functional link carried by the plan, stretch by stretch?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...geometry.arrays import (
    LINE,
    BoolArray,
    Geometry,
    GeometryArray,
    dimension,
    geometries,
    is_missing,
)
from ...geometry.lines import along, coordinates, covered_by, without
from ...geometry.measure import length
from ...geometry.overlay import pairs
from ...indicators.compare import at_least, below
from ...indicators.interval import Verdict, settle, verdict
from ...indicators.noise import without_short_lines
from ...indicators.severity import with_step
from ...ledger import AssessmentBuilder, Assessments, Outcome, Subjects, subjects
from ...model import Links, Nodes
from ...ruleset.model import ParameterSpec, Rule
from ...workspace.lines import PlanTransport
from ...workspace.scope import Scope
from ..kind import MUNICIPALITY, CheckKind
from .relational import EndNodes, support

GREEN = "green"
RELATIONAL = "relational"
STRENGTHS = (1, 2, 3)


@dataclass(frozen=True)
class _Carried:
    """Shares of a link in the municipality: by all that the plan shows, and by intentions.

    `rest` is the stretch that nothing carries, `unintended` the one that no intention carries.
    """

    share: float
    intended: float
    rest: Geometry
    unintended: Geometry


def link_name(links: Links, row: int, nodes: Nodes | None) -> str:
    """What a planner calls a link: its name, else the names of its ends, else its id."""
    name = links.name.values[row]
    ends = [links.from_node.values[row], links.to_node.values[row]]
    called = [_node_name(nodes, end) for end in ends if end]
    return str(name or "–".join(called) or links.link_id.values[row])


def _node_name(nodes: Nodes | None, node_id: str) -> str:
    if nodes is None:
        return node_id
    names = nodes.name.values[nodes.node_id.values == node_id]
    return str(names[0]) if len(names) and names[0] else node_id


def _subjects(scope: Scope, _rule: Rule) -> Subjects:
    links, here = scope.region.structure_map.links, scope.here.links
    if links is None:
        return subjects("regional_object", count=0)
    return subjects(
        "regional_object",
        structure_object=links.key[here.row],
        label=[link_name(links, row, scope.region.structure_map.nodes) for row in here.row],
    )


def _assess(scope: Scope, rule: Rule, counted: Subjects) -> Assessments:
    builder = AssessmentBuilder(len(counted), "share")
    links, here = scope.region.structure_map.links, scope.here.links
    if links is None:
        return builder.done()
    builder.threshold[:] = float(rule.value("share_supported"))
    lengths = here.length
    best, worst = verdict(len(counted)), verdict(len(counted))
    span, intended = np.full((len(counted), 2), np.nan), np.full(len(counted), np.nan)
    endless = _without_ends(scope, links)
    for place, row in enumerate(here.row):
        scope.tick()
        if endless[place]:
            continue
        widths = _widths(scope, links, row)
        cases = [_carried(scope, rule, row, here.geometry[place], width) for width in widths]
        _judge(best, place, cases[-1], rule)
        _judge(worst, place, cases[0], rule)
        builder.share[place] = cases[0].share
        intended[place] = cases[0].intended
        # what decides is what is told: existing roads carry the link, the plan's intention does not
        existing = worst.reason[place] == "existing"
        builder.value[place] = cases[0].intended if existing else cases[0].share
        if len(cases) > 1:
            span[place] = cases[0].share, cases[-1].share
        gap = cases[0].unintended if existing else cases[0].rest
        rest = without_short_lines(geometries([gap]), scope.region.definitions)
        builder.geometry[place] = here.geometry[place] if is_missing(rest)[0] else rest[0]
    for judged in (best, worst):
        judged.severity[:] = with_step(
            judged.severity, scope.region.definitions, strength=links.strength.take(here.row)
        )
    settle(builder, np.arange(len(counted)), (best, worst), "links.strength", "strength")
    builder.set(endless, Outcome.UNDETERMINED, reason="ends", missing="nodes")
    short = below(lengths, float(rule.value("shortest")), "m")
    builder.set(short & ~_ends_here(scope, links), Outcome.NOT_APPLICABLE, reason="short")
    builder.figure("length", lengths, "m")
    builder.figure("missing_length", lengths * (1.0 - builder.share), "m")
    builder.figure("intended_share", intended, "share")
    builder.figure("share_low", span[:, 0], "share")
    builder.figure("share_high", span[:, 1], "share")
    strengths = links.strength.take(here.row)
    builder.figure("strength", np.where(strengths.null, np.nan, strengths.values), "")
    return builder.done()


def _widths(scope: Scope, links: Links, row: int) -> list[float]:
    """The corridor width of a link, narrowest first; all of them where strength is unknown."""
    table = scope.region.definitions.value("corridor_width")
    if links.strength.null[row]:
        return sorted({float(table[strength]) for strength in STRENGTHS})
    strength = min(max(int(links.strength.values[row]), STRENGTHS[0]), STRENGTHS[-1])
    return [float(table[strength])]


def theme_of(links: Links, row: int) -> str:
    """Which of the plan's themes speaks of a link: green links are carried by green_blue."""
    return "green_blue" if links.kind.values[row] == GREEN else "transport"


def of_theme(transport: PlanTransport, theme: str) -> PlanTransport:
    """The plan's lines and polygons of one theme."""
    rows = (transport.theme == theme) & (dimension(transport.geometry) >= LINE)
    return PlanTransport(
        transport.geometry[rows],
        transport.key[rows],
        transport.label[rows],
        transport.theme[rows],
        transport.intention[rows],
    )


def _carried(scope: Scope, rule: Rule, row: int, route: Geometry, width: float) -> _Carried:
    links = scope.region.structure_map.links
    nothing = _Carried(0.0, 0.0, route, route)
    if links is None:
        return nothing
    shown = of_theme(scope.here.transport, theme_of(links, row))
    if scope.region.structure_map.matching == RELATIONAL:
        ends = end_nodes(scope, links, row)
        if ends is None:
            return nothing
        shares = [
            support(
                scope.here.territory,
                ends,
                shapes,
                float(scope.region.definitions.value("line_join_distance")),
                float(rule.value("sector_angle")),
            )
            for shapes in (shown.geometry, shown.geometry[shown.intention])
        ]
        return _Carried(shares[0], shares[1], route, route)
    near, _ = pairs(shown.geometry, geometries([route]), within=width)
    angle = float(rule.value("angle"))
    shapes, intended = shown.geometry[near], shown.intention[near]
    all_of_it = covered_by(route, _with_the_route(shapes, route, angle, width), width)
    meant = all_of_it
    if not intended.all():
        meant = covered_by(route, _with_the_route(shapes[intended], route, angle, width), width)
    whole = float(length(geometries([route]))[0])
    share, share_meant = (float(length(geometries([c]))[0]) / whole for c in (all_of_it, meant))
    return _Carried(
        min(share, 1.0),
        min(share_meant, 1.0),
        without(route, all_of_it),
        without(route, meant),
    )


def _with_the_route(
    shapes: GeometryArray, route: Geometry, angle: float, width: float
) -> GeometryArray:
    """Segments that run with the route, and polygons, which have no direction."""
    is_line = dimension(shapes) == LINE
    return np.concatenate([along(shapes[is_line], route, angle, width), shapes[~is_line]])


def end_nodes(scope: Scope, links: Links, row: int) -> EndNodes | None:
    """The nodes at both ends of a link; None where one of them is not in the map."""
    nodes = scope.region.structure_map.nodes
    if nodes is None:
        return None
    found = []
    for end in (links.from_node.values[row], links.to_node.values[row]):
        rows = np.flatnonzero((nodes.node_id.values == end) & ~is_missing(nodes.geometry))
        if len(rows) == 0:
            return None
        found.append(int(rows[0]))
    zones = [scope.region.zones[node] for node in found]
    return EndNodes(
        points=(coordinates(nodes.geometry[found[0]]), coordinates(nodes.geometry[found[1]])),
        zones=(
            None if zones[0].is_empty else zones[0],
            None if zones[1].is_empty else zones[1],
        ),
    )


def _judge(judged: Verdict, place: int, carried: _Carried, rule: Rule) -> None:
    supported, partly = float(rule.value("share_supported")), float(rule.value("share_partly"))
    if at_least(carried.intended, supported, "share"):
        return
    if at_least(carried.share, supported, "share"):
        outcome, severity, reason = Outcome.PARTLY, "severity_partly", "existing"
    elif at_least(carried.share, partly, "share"):
        outcome, severity, reason = Outcome.PARTLY, "severity_partly", ""
    else:
        outcome, severity, reason = Outcome.MISSING, "severity_missing", ""
    judged.set([place], outcome, int(rule.value(severity)), reason)


def _without_ends(scope: Scope, links: Links) -> BoolArray:
    """True for the links that can't be compared as desire lines: an end is not in the map."""
    rows = scope.here.links.row
    if scope.region.structure_map.matching != RELATIONAL:
        return np.zeros(len(rows), dtype=bool)
    return np.array([end_nodes(scope, links, row) is None for row in rows], dtype=bool)


def _ends_here(scope: Scope, links: Links) -> BoolArray:
    """True for the links that begin or end at a node of this municipality."""
    nodes = scope.region.structure_map.nodes
    own = set() if nodes is None else set(nodes.node_id.values[scope.here.nodes.row])
    rows = scope.here.links.row
    ends = zip(links.from_node.values[rows], links.to_node.values[rows])
    return np.array([bool(own & {a, b}) for a, b in ends], dtype=bool)


KIND = CheckKind(
    name="link_support",
    part="links",
    partition=MUNICIPALITY,
    parameters={
        "share_supported": ParameterSpec("number", "share", 0, 1),
        "share_partly": ParameterSpec("number", "share", 0, 1),
        "shortest": ParameterSpec("number", "m", 0),
        "angle": ParameterSpec("number", "degrees", 0, 90),
        "sector_angle": ParameterSpec("number", "degrees", 0, 90),
        "severity_missing": ParameterSpec("whole", "", 0, 3),
        "severity_partly": ParameterSpec("whole", "", 0, 3),
    },
    needs=("links", "plan.development|plan.land_use"),
    placeholders=(
        "length",
        "missing_length",
        "intended_share",
        "share_low",
        "share_high",
        "strength",
    ),
    subjects=_subjects,
    assess=_assess,
    sharpened_by=("localities",),
)
