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
from ...geometry.lines import components, coordinates, nearest_to, sector, straight, touches_any
from ...geometry.measure import length
from ...geometry.overlay import intersection

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
    targets = _targets(territory, ends, piece, half_angle)
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
    xy = np.asarray(piece.coords, dtype=np.float64)
    ordered = (xy[0], xy[-1])
    nearer = np.hypot(*(ordered[0] - a)) <= np.hypot(*(ordered[1] - a))
    return ordered if nearer else (ordered[1], ordered[0])


def _targets(
    territory: Geometry, ends: EndNodes, piece: Geometry, half_angle: float
) -> list[Geometry]:
    """What the plan's lines must reach at each end: the node's zone, or an arc of border."""
    middle = coordinates(piece.interpolate(0.5, normalized=True))
    inside = [_has(territory, point) for point in ends.points]
    targets = []
    for side, point in enumerate(ends.points):
        zone = ends.zones[side]
        if inside[side]:
            own = territory if zone is None else intersection(zone, territory)
            targets.append(own)
            continue
        other = 1 - side
        seen_from = ends.points[other] if inside[other] else middle
        targets.append(intersection(territory.boundary, sector(seen_from, point, half_angle), LINE))
    return targets


def _has(territory: Geometry, point: FloatArray) -> bool:
    box = geometries([straight(point, point + 1e-6)])
    return bool(touches_any(box, territory)[0])


def _reaching(shapes: GeometryArray, label: IntArray, target: Geometry, join: float) -> set[int]:
    if target.is_empty:
        return set()
    near = [nearest_to(geometries([shape]), target) <= join for shape in shapes]
    return {int(number) for number in label[np.array(near, dtype=bool)]}
