"""Nodes of the structure map and places that a plan points out: one to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from ...geometry.arrays import (
    POLYGON,
    BoolArray,
    FloatArray,
    GeometryArray,
    IntArray,
    TextArray,
    dimension,
    is_missing,
)
from ...geometry.measure import distance
from ...geometry.overlay import pairs
from ...geometry.rows import inner_point
from ...indicators.names import name_keys
from ...model import Development, Nodes
from ...workspace.municipality import MunicipalWorkspace

SAME_NAME, CONTAINS_NODE, UNNAMED_IN_ZONE = 0, 1, 2
UNMATCHED = -1


@dataclass(frozen=True)
class NodeRows:
    """The nodes of a municipality, one row each.

    `zones` are whole (borders ignored); `usable` is False for nodes under study and for nodes
    without usable geometry, whose zone is not used.
    """

    nodes: Nodes
    zones: GeometryArray
    share: FloatArray
    under_study: BoolArray
    broken: BoolArray

    @property
    def usable(self) -> BoolArray:
        """Rows that can be assessed."""
        usable: BoolArray = ~self.under_study & ~self.broken
        return usable

    def __len__(self) -> int:
        return len(self.nodes)


def node_rows(here: MunicipalWorkspace) -> NodeRows | None:
    """The municipality's nodes; None where the structure map has none at all."""
    nodes = here.region.structure_map.nodes
    if nodes is None:
        return None
    rows = here.nodes.row
    own = nodes.take(rows)
    return NodeRows(
        nodes=own,
        zones=here.region.zones[rows],
        share=here.nodes.share,
        under_study=own.status.equals("under_study"),
        broken=is_missing(own.geometry) | (own.defect != ""),
    )


@dataclass(frozen=True)
class Matches:
    """For each node the row of its place (`UNMATCHED` if none) and the distance in m (or NaN).

    `nearest` is the distance to the nearest place of any name, NaN where there is none.
    """

    places: Development
    row: IntArray
    distance: FloatArray
    nearest: FloatArray
    nearest_row: IntArray


def places_of(here: MunicipalWorkspace, subcategories: Sequence[str]) -> Development | None:
    """Settlement orientation of the plan that points out a place; None without that table."""
    plan = here.plan
    if plan is None or plan.development is None:
        return None
    table = plan.development
    chosen = table.theme.equals("settlement") & table.subcategory.equals(*subcategories)
    return table.take(chosen & ~is_missing(table.geometry) & (table.defect == ""))


def match(rows: NodeRows, places: Development, name_distance: float) -> Matches:
    """Match nodes with places one to one (checks.md, N2).

    Same name (at most `name_distance` m away) before a polygon that holds the node before an
    unnamed place in the zone; then the nearest; then by key. Another name is otherwise no match.
    """
    count = len(rows)
    row = np.full(count, UNMATCHED, dtype=np.int64)
    dist = np.full(count, np.nan)
    candidates = _candidates(rows, places, name_distance)
    taken: set[int] = set()
    for _tier, metres, _node_key, _place_key, node, place in sorted(candidates):
        if row[node] == UNMATCHED and place not in taken:
            row[node], dist[node] = place, metres
            taken.add(place)
    nearest_row, nearest = _nearest(rows, places)
    return Matches(places, row, dist, nearest, nearest_row)


Candidate = tuple[int, float, str, str, int, int]


def _candidates(rows: NodeRows, places: Development, name_distance: float) -> list[Candidate]:
    geometry = _only(rows.nodes.geometry, rows.usable)
    node_names, place_names = name_keys(rows.nodes.name.values), name_keys(places.name.values)
    found: list[tuple[int, IntArray, IntArray]] = []
    i, j = pairs(geometry, places.geometry, within=name_distance)
    same = (node_names[i] == place_names[j]) & (node_names[i] != "")
    found.append((SAME_NAME, i[same], j[same]))
    areas = np.flatnonzero(dimension(places.geometry) == POLYGON)
    i, j = pairs(inner_point(geometry), places.geometry[areas])
    found.append((CONTAINS_NODE, i, areas[j]))
    zones = _only(rows.zones, rows.usable)
    unnamed = np.flatnonzero(place_names == "")
    i, j = pairs(zones, places.geometry[unnamed])
    found.append((UNNAMED_IN_ZONE, i, unnamed[j]))
    node_ids = _ids(rows.nodes.key, rows.nodes.node_id.values)
    result: list[Candidate] = []
    for tier, i, j in found:
        metres = np.round(distance(geometry[i], places.geometry[j]), 3)
        result += [
            (tier, float(m), node_ids[a], str(places.key[b]), int(a), int(b))
            for m, a, b in zip(metres, i, j)
        ]
    return result


def _only(geometry: GeometryArray, rows: BoolArray) -> GeometryArray:
    """The geometries with None where `rows` is False."""
    result = geometry.copy()
    result[~rows] = None
    return result


def _ids(keys: TextArray, fallback: TextArray) -> list[str]:
    return [str(key or other) for key, other in zip(keys, fallback)]


def _nearest(rows: NodeRows, places: Development) -> tuple[IntArray, FloatArray]:
    """The nearest place of each node, whatever its name."""
    count = len(rows)
    where, metres = np.full(count, UNMATCHED, dtype=np.int64), np.full(count, np.nan)
    if len(places) == 0:
        return where, metres
    for node in np.flatnonzero(rows.usable):
        away = distance(places.geometry, rows.nodes.geometry[node])
        where[node] = int(np.nanargmin(away))
        metres[node] = float(away[where[node]])
    return where, metres
