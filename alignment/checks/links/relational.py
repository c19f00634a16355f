"""Relational matching: straight desire lines against the lines of a plan (checks.md, S)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...geometry.arrays import (
    LINE,
    FloatArray,
    Geometry,
    GeometryArray,
    IntArray,
    geometries,
    is_missing,
    parts,
)
from ...geometry.lines import components, coordinates, sector, straight, tips, touches_any
from ...geometry.measure import distance, length
from ...geometry.overlay import intersection
from ...indicators.compare import at_most

HALF, WHOLE = 0.5, 1.0


@dataclass(frozen=True)
class EndNodes:
    """The two ends of a link: node points (x, y in m) and node zones, None where unknown."""

    points: tuple[FloatArray, FloatArray]
    zones: tuple[Geometry | None, Geometry | None]


def support(
    territory: Geometry, ends: EndNodes, shapes: GeometryArray, join: float, half_angle: float
) -> float:
    """How far a plan's lines carry a desire line inside a municipality: 0, 0.5 or 1.

    1: one component of lines reaches the targets at both ends; 0.5: one, and it goes on along
    the line for at least half of its piece in the municipality. Components join lines at most
    `join` m apart; `half_angle` is that of the sectors, in degrees.
    """
    a, b = ends.points
    piece = _longest_piece(straight(a, b), territory)
    if piece is None or len(shapes) == 0:
        return 0.0
    targets = _targets(territory, ends, half_angle)
    label = components(shapes, join)
    reaches = [_reaching(shapes, label, target, join) for target in targets]
    if reaches[0] & reaches[1]:
        return WHOLE
    first, last = _tips(piece, a)
    for reached, start, stop in ((reaches[0], first, last), (reaches[1], last, first)):
        ahead = sector(start, stop, half_angle, beyond=float(np.hypot(*(stop - start))) / 2)
        for number in reached:
            if touches_any(shapes[label == number], ahead).any():
                return HALF
    return 0.0


def _longest_piece(line: Geometry, territory: Geometry) -> Geometry | None:
    inside, _ = parts(geometries([intersection(line, territory, LINE)]))
    inside = inside[~is_missing(inside)]
    return None if len(inside) == 0 else inside[int(np.argmax(length(inside)))]


def _tips(piece: Geometry, a: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The ends of the piece, the one nearer to a first."""
    ordered = tips(piece)
    nearer = np.hypot(*(ordered[0] - a)) <= np.hypot(*(ordered[1] - a))
    return ordered if nearer else (ordered[1], ordered[0])


def border_arcs(
    territory: Geometry, ends: EndNodes, half_angle: float
) -> tuple[Geometry | None, Geometry | None]:
    """The border of a municipality as its inside sees each end that lies outside it.

    checks.md: border points p with angle(p - a, X - a) <= `half_angle` degrees, X being the end
    outside, a the other end if that is inside, else the middle of the line's longest piece
    here. None for an end inside, and where the line doesn't cross the municipality.
    """
    inside = [_has(territory, point) for point in ends.points]
    piece = _longest_piece(straight(*ends.points), territory)
    if piece is None:
        return None, None
    middle = coordinates(piece.interpolate(0.5, normalized=True))
    arcs: list[Geometry | None] = [None, None]
    for side in (0, 1):
        if not inside[side]:
            seen_from = ends.points[1 - side] if inside[1 - side] else middle
            wedge = sector(seen_from, ends.points[side], half_angle)
            arcs[side] = intersection(territory.boundary, wedge, LINE)
    return arcs[0], arcs[1]


def _targets(territory: Geometry, ends: EndNodes, half_angle: float) -> list[Geometry]:
    """What the plan's lines must reach at each end: the node's zone, or an arc of border."""
    targets = []
    for arc, zone in zip(border_arcs(territory, ends, half_angle), ends.zones):
        if arc is not None:
            targets.append(arc)
        else:
            targets.append(territory if zone is None else intersection(zone, territory))
    return targets


def _has(territory: Geometry, point: FloatArray) -> bool:
    box = geometries([straight(point, point + 1e-6)])
    return bool(touches_any(box, territory)[0])


def _reaching(shapes: GeometryArray, label: IntArray, target: Geometry, join: float) -> set[int]:
    """The components that come within `join` m of a target."""
    if target.is_empty:
        return set()
    near = at_most(distance(shapes, target), join, "m")
    return {int(number) for number in label[near]}
