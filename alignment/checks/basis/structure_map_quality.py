"""U4: the structure map's own coverage and consistency; its faults go to the region."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Callable, Iterable, Sequence

import numpy as np

from ...geometry.arrays import (
    POLYGON,
    BoolArray,
    Geometry,
    dimension,
    geometries,
    is_missing,
    parts,
)
from ...geometry.lines import ends
from ...geometry.measure import area, distance
from ...geometry.overlay import subtract, union_all
from ...geometry.rows import collect_all
from ...indicators.compare import above, below
from ...indicators.noise import without_noise
from ...ledger import AssessmentBuilder, Assessments, Outcome, Subjects, subjects
from ...model import Links, Nodes, Table
from ...ruleset.model import ParameterSpec, Rule
from ...workspace.region import Region
from ...workspace.scope import Scope
from ..kind import REGION, CheckKind

LAYERS = ("typology", "nodes", "links")
SHOWN_NAMES = 12


@dataclass(frozen=True)
class _Fault:
    """How many features have a fault, where, and (for coverage) the share that is good."""

    count: int
    geometry: Geometry | None
    names: str = ""
    share: float = np.nan
    unknown: str = ""


Look = Callable[[Region, Rule], _Fault]


def _marked(table: Table, rows: BoolArray, names: Iterable[object]) -> _Fault:
    shapes = table.geometry[rows & ~is_missing(table.geometry)]
    found = list(dict.fromkeys(str(name) for name, hit in zip(names, rows) if hit))
    shown = ", ".join(found[:SHOWN_NAMES]) + (" …" if len(found) > SHOWN_NAMES else "")
    highest = dimension(shapes).max(initial=-1)
    return _Fault(int(rows.sum()), collect_all(shapes[dimension(shapes) == highest]), shown)


def _geometry_fault(layer: str) -> Look:
    def look(region: Region, _rule: Rule) -> _Fault:
        table = _table(region, layer)
        return _marked(table, table.defect != "", _names(table))

    return look


def _duplicates(layer: str, field: str) -> Look:
    def look(region: Region, _rule: Rule) -> _Fault:
        table = _table(region, layer)
        values = getattr(table, field).values
        many = {value for value, count in Counter(values).items() if count > 1 and value}
        return _marked(table, np.array([v in many for v in values], dtype=bool), values)

    return look


def _coverage(region: Region, rule: Rule) -> _Fault:
    """The share of the county's land that has a place type."""
    county = union_all(region.municipalities.geometry, region.tick)
    land = geometries([county])
    if region.sea is not None:
        land = subtract(land, region.sea, POLYGON)
    typed = union_all(_table(region, "typology").geometry, region.tick)
    bare = subtract(land, typed, POLYGON)
    whole = float(area(land)[0])
    share = 1.0 - float(area(bare)[0]) / whole if whole > 0 else 1.0
    if not below(share, float(rule.value("typology_share")), "share"):
        return _Fault(0, None, share=share)
    coastal = [code for code in sorted(region.inputs.coastal) if _known(region, code)]
    if not region.inputs.coasts_known or any(region.workspace(c).sea_unknown for c in coastal):
        return _Fault(0, None, share=share, unknown="sea")  # what is bare may be sea
    shown = without_noise(bare, region.definitions)
    pieces, _ = parts(shown)
    return _Fault(max(len(pieces), 1), bare[0], share=share)


def _known(region: Region, code: str) -> bool:
    return bool((region.municipalities.code.values == code).any())


def _links_without_nodes(region: Region, _rule: Rule) -> _Fault:
    links, nodes = region.structure_map.links, region.structure_map.nodes
    if nodes is None or not isinstance(links, Links):
        return _Fault(0, None, unknown="nodes")
    known = set(nodes.node_id.values)
    ends = zip(links.from_node.values, links.to_node.values)
    unknown = [", ".join(str(node) or "–" for node in pair if node not in known) for pair in ends]
    named = [f"{link} ({nodes})" for link, nodes in zip(links.link_id.values, unknown)]
    # green links join landscapes, not nodes: they may leave both ends blank
    endless = links.kind.equals("green") & links.from_node.null & links.to_node.null
    loose = np.array([nodes != "" for nodes in unknown], dtype=bool)
    return _marked(links, loose & ~endless, named)


def _links_off_their_nodes(region: Region, rule: Rule) -> _Fault:
    """Links that end farther from their node's zone than the tolerance."""
    links, nodes = region.structure_map.links, region.structure_map.nodes
    if nodes is None or not isinstance(links, Links):
        return _Fault(0, None, unknown="nodes")
    tips, _, owner = ends(links.geometry, 1.0)
    limit = float(rule.value("end_distance"))
    off = np.zeros(len(links), dtype=bool)
    for row in range(len(links)):
        own = tips[owner == row]
        for end in (links.from_node.values[row], links.to_node.values[row]):
            place = _place_of(region, nodes, end)
            if place is not None and len(own):
                off[row] |= bool(above(distance(own, place).min(), limit, "m"))
    return _marked(links, off, links.link_id.values)


def _place_of(region: Region, nodes: Nodes, node_id: str) -> Geometry | None:
    rows = np.flatnonzero((nodes.node_id.values == node_id) & ~is_missing(nodes.geometry))
    if len(rows) == 0:
        return None
    zone = region.zones[rows[0]]
    return nodes.geometry[rows[0]] if zone.is_empty else zone


FAULTS: tuple[tuple[str, str, Look], ...] = (
    ("typology", "coverage", _coverage),
    ("typology", "geometry", _geometry_fault("typology")),
    ("nodes", "geometry", _geometry_fault("nodes")),
    ("nodes", "duplicates", _duplicates("nodes", "node_id")),
    ("links", "geometry", _geometry_fault("links")),
    ("links", "duplicates", _duplicates("links", "link_id")),
    ("links", "unknown_node", _links_without_nodes),
    ("links", "loose_end", _links_off_their_nodes),
)


def _table(region: Region, layer: str) -> Table:
    table: Table = getattr(region.structure_map, layer)
    return table


def _names(table: Table) -> Sequence[str]:
    """What each object is called: its name, else its id or class."""
    names = np.full(len(table), "", dtype=object)
    for field in ("name", "node_id", "link_id", "class_name", "class_code"):
        column = getattr(table, field, None)
        if column is not None:
            names = np.where(names == "", column.values, names)
    return [str(name) for name in names]


def _rows(scope: Scope) -> list[tuple[str, str, Look | None]]:
    """Layer and fault of each row; an absent layer is one row without a look."""
    rows: list[tuple[str, str, Look | None]] = []
    for layer in LAYERS:
        if getattr(scope.region.structure_map, layer) is None:
            rows.append((layer, "absent", None))
        else:
            rows += [entry for entry in FAULTS if entry[0] == layer]
    return rows


def _subjects(scope: Scope, _rule: Rule) -> Subjects:
    rows = _rows(scope)
    return subjects(
        "layer",
        locator=[f"{layer}:{fault}" for layer, fault, _ in rows],
        label=[layer for layer, _, _ in rows],
    )


def _assess(scope: Scope, rule: Rule, counted: Subjects) -> Assessments:
    builder = AssessmentBuilder(len(counted), "count")
    shares, names = np.full(len(counted), np.nan), [""] * len(counted)
    for row, (layer, fault, look) in enumerate(_rows(scope)):
        scope.tick()
        if look is None:
            builder.set(row, Outcome.UNDETERMINED, reason="absent", missing=layer)
            continue
        found = look(scope.region, rule)
        builder.value[row], shares[row], names[row] = found.count, found.share, found.names
        builder.geometry[row] = found.geometry
        if found.unknown:
            builder.set(row, Outcome.UNDETERMINED, reason=fault, missing=found.unknown)
        elif found.count:
            builder.set(row, Outcome.PARTLY, int(rule.value("severity")), reason=fault)
    builder.threshold[:] = 0
    builder.share[:] = shares
    builder.figure("names", names, "text")
    return builder.done()


KIND = CheckKind(
    name="structure_map_quality",
    part="basis",
    partition=REGION,
    parameters={
        "typology_share": ParameterSpec("number", "share", 0, 1),
        "end_distance": ParameterSpec("number", "m", 0),
        "severity": ParameterSpec("whole", "", 0, 3),
    },
    needs=("municipalities",),
    placeholders=("names",),
    subjects=_subjects,
    assess=_assess,
)
