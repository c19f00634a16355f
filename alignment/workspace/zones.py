"""Node zones, and which municipality a node belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

import numpy as np

from ..geometry.arrays import (
    POLYGON,
    FloatArray,
    Geometry,
    GeometryArray,
    IntArray,
    dimension,
    empty_polygons,
    is_missing,
)
from ..geometry.measure import area
from ..geometry.nearest import nearest
from ..geometry.overlay import buffer, overlay, pairs, subtract
from ..model import Localities, Municipalities, Nodes
from ..ruleset.model import Definitions

RANK_OF_CATEGORY = {"growth_engine": 1, "regional_core": 2, "strategic_node": 3}
LOCAL_CATEGORIES = ("local_node", "service_centre", "other")
LOWEST_RANK = 3


@dataclass(frozen=True)
class NodesHere:
    """Nodes that belong to a municipality: row of the region's nodes, share of the node here."""

    row: IntArray
    share: FloatArray


def size_class(nodes: Nodes) -> list[Any]:
    """Which entry of a by-rank table a node uses: archipelago_node, local, or its rank 1-3.

    Category decides for archipelago and local nodes, else rank; a node with neither is local.
    """
    classes: list[Any] = []
    ranks = nodes.rank
    for row, category in enumerate(nodes.category.values):
        if category == "archipelago_node":
            classes.append("archipelago_node")
        elif category in LOCAL_CATEGORIES:
            classes.append("local")
        elif not ranks.null[row]:
            classes.append(min(max(int(ranks.values[row]), 1), LOWEST_RANK))
        else:
            classes.append(RANK_OF_CATEGORY.get(category, "local"))
    return classes


def by_size_class(table: Mapping[Any, float], nodes: Nodes) -> FloatArray:
    """A by-rank table looked up for each node."""
    return np.array([float(table[name]) for name in size_class(nodes)], dtype=np.float64)


def node_zones(
    nodes: Nodes, localities: Localities | None, definitions: Definitions
) -> GeometryArray:
    """Zone Z of each node (checks.md): node polygon, else the locality that holds or is nearest
    to the point (at most `zone_locality_distance`), plus a buffer; else a circle.

    Empty for nodes under study and for nodes whose geometry is missing.
    """
    zones = empty_polygons(len(nodes))
    usable = ~is_missing(nodes.geometry) & (nodes.defect == "")
    usable &= ~nodes.status.equals("under_study")
    buffers = by_size_class(definitions.value("zone_buffer"), nodes)
    radii = by_size_class(definitions.value("zone_radius"), nodes)
    is_polygon = dimension(nodes.geometry) == POLYGON
    rows = np.flatnonzero(usable & is_polygon)
    zones[rows] = buffer(nodes.geometry[rows], buffers[rows])
    points = np.flatnonzero(usable & ~is_polygon)
    core = _locality_of(nodes.geometry[points], localities, definitions)
    has_core = ~is_missing(core)
    rows = points[has_core]
    zones[rows] = buffer(core[has_core], buffers[rows])
    rows = points[~has_core]
    zones[rows] = buffer(nodes.geometry[rows], radii[rows])
    return zones


def _locality_of(
    points: GeometryArray, localities: Localities | None, definitions: Definitions
) -> GeometryArray:
    result = np.full(len(points), None, dtype=object)
    if localities is None or len(points) == 0:
        return result
    shapes = localities.geometry[dimension(localities.geometry) == POLYGON]
    found = nearest(points, shapes, float(definitions.value("zone_locality_distance")))
    hit = found >= 0
    result[hit] = shapes[found[hit]]
    return result


def membership(
    nodes: Nodes,
    zones: GeometryArray,
    municipalities: Municipalities,
    sea: Geometry | None,
    smallest_share: float,
) -> dict[str, NodesHere]:
    """Which nodes belong to which municipal code, with the node's share there.

    Points: the node's municipality code, else the municipality with most land of its zone.
    Polygons: every municipality with at least `smallest_share` of the node's area.
    """
    codes = municipalities.code.values
    rows: list[tuple[int, str, float]] = []
    is_polygon = dimension(nodes.geometry) == POLYGON
    polygon_rows = np.flatnonzero(is_polygon)
    pieces = overlay(nodes.geometry[polygon_rows], municipalities.geometry)
    sizes, whole = area(pieces.geometry), area(nodes.geometry[polygon_rows])
    for size, left, right in zip(sizes, pieces.left, pieces.right):
        if size >= smallest_share * whole[left]:
            rows.append((int(polygon_rows[left]), codes[right], float(size / whole[left])))
    rows += _point_membership(nodes, np.flatnonzero(~is_polygon), zones, municipalities, sea)
    rows.sort()
    result: dict[str, NodesHere] = {}
    for code in codes:
        here = [(row, share) for row, owner, share in rows if owner == code]
        result[code] = NodesHere(
            np.array([row for row, _ in here], dtype=np.int64),
            np.array([share for _, share in here], dtype=np.float64),
        )
    return result


def _point_membership(
    nodes: Nodes,
    points: IntArray,
    zones: GeometryArray,
    municipalities: Municipalities,
    sea: Geometry | None,
) -> list[tuple[int, str, float]]:
    codes = municipalities.code.values
    known = set(codes)
    own_code = nodes.municipality_code.values
    rows = [(int(row), own_code[row], 1.0) for row in points if own_code[row] in known]
    rest = np.array([row for row in points if own_code[row] not in known], dtype=np.int64)
    if len(rest) == 0:
        return rows
    pieces = overlay(zones[rest], municipalities.geometry)
    land = area(pieces.geometry if sea is None else subtract(pieces.geometry, sea, POLYGON))
    best: dict[int, tuple[float, int]] = {}
    for size, left, right in zip(land, pieces.left, pieces.right):
        if size > best.get(int(left), (-1.0, 0))[0]:
            best[int(left)] = (float(size), int(right))
    rows += [(int(rest[left]), codes[right], 1.0) for left, (_, right) in best.items()]
    zoneless = np.array([row for n, row in enumerate(rest) if n not in best], dtype=np.int64)
    i, j = pairs(nodes.geometry[zoneless], municipalities.geometry)
    first: dict[int, int] = {}
    for left, right in zip(i, j):
        first.setdefault(int(left), int(right))
    return rows + [(int(zoneless[left]), codes[right], 1.0) for left, right in first.items()]
