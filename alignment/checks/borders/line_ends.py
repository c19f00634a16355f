"""Plan lines that end at a border, matched one to one with the neighbour's (checks.md, G1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

import numpy as np

from ...geometry.arrays import (
    LINE,
    BoolArray,
    FloatArray,
    Geometry,
    GeometryArray,
    IntArray,
    TextArray,
    dimension,
    geometries,
    is_missing,
    parts,
)
from ...geometry.lines import components, ends, touches_any, within_reach
from ...geometry.measure import distance
from ...geometry.overlay import pairs
from ...indicators.compare import at_most
from ...workspace.lines import PlanTransport
from ...workspace.region import BORDER_TOLERANCE_M

AT_THE_BORDER_M = 1.0


@dataclass(frozen=True)
class Limits:
    """Distances in m: how near a border an end counts, how far apart ends are one place, how
    far away a counterpart may be, and how much of a line shows on the map.
    """

    near: float
    join: float
    reach: float
    stub: float


@dataclass(frozen=True)
class Side:
    """The plan lines of one side of a border, and the places where they end at it.

    By line part (n,): `part`, `key`, `theme`. By place (m,): `point`, `stub`, `lead` (the part
    that stands for it), `label`. `of_place` (n,) is the place where a part ends, -1 for none.
    """

    part: GeometryArray
    key: TextArray
    theme: TextArray
    point: GeometryArray
    stub: GeometryArray
    lead: IntArray
    label: TextArray
    of_place: IntArray


@dataclass(frozen=True)
class Meeting:
    """A place where a plan line ends at the border: keys of both sides' lines, "" for none.

    `gap` is the distance in m to the nearest line of the other side, NaN where it has none.
    """

    point: Geometry
    stub: Geometry
    label: str
    objects: tuple[str, str]
    gap: float


def side_of(
    lines: PlanTransport, border: Geometry, elsewhere: GeometryArray, apart: float, limits: Limits
) -> Side:
    """The lines of one side; ends at most `apart` m from the points `elsewhere` are left out.

    An end counts if the line crosses the border, or ends near it and goes straight towards it.
    Ends of one theme that hang together (at most `limits.join` m apart) are one place.
    """
    drawn = np.flatnonzero((dimension(lines.geometry) == LINE) & ~is_missing(lines.geometry))
    part, owner = parts(lines.geometry[drawn])
    row = drawn[owner]
    key, theme = lines.key[row], lines.theme[row]
    tips, reach, of_part = ends(part, limits.near, back=2 * BORDER_TOLERANCE_M)
    to_border = distance(tips, border)
    kept = at_most(to_border, limits.near, "m")
    kept &= touches_any(reach, border) | (to_border <= AT_THE_BORDER_M)
    close, _ = pairs(tips, elsewhere, within=apart)
    kept[close] = False
    tips, of_part, to_border = tips[kept], of_part[kept], to_border[kept]
    place = _places(tips, theme[of_part], limits.join)
    order = np.lexsort((key[of_part].astype(str), np.round(to_border, 3), place))
    _, first = np.unique(place[order], return_index=True)
    lead_ends = order[first]
    of_place = np.full(len(part), -1, dtype=np.int64)
    of_place[of_part] = place
    lead = of_part[lead_ends]
    stubs = [within_reach(part[p], tip, limits.stub) for p, tip in zip(lead, tips[lead_ends])]
    names = np.where(lines.label[row] == "", theme, lines.label[row]).astype(object)
    return Side(part, key, theme, tips[lead_ends], geometries(stubs), lead, names[lead], of_place)


def _places(tips: GeometryArray, theme: TextArray, join: float) -> IntArray:
    """The number (0..m-1) of the place that each end belongs to."""
    label = components(tips, join)
    names = np.array([f"{number:09d} {name}" for number, name in zip(label, theme)], dtype=object)
    _, place = np.unique(names.astype(str), return_inverse=True)
    return np.asarray(place, dtype=np.int64)


def meetings(a: Side, b: Side, limits: Limits) -> list[Meeting]:
    """All places at the border, those that meet across it once.

    Ends are matched one to one, the shortest gap first, then by key; what is left may be met by
    a line of the other side that passes by and serves no other end.
    """
    found = []
    taken_a, taken_b = np.zeros(len(a.point), dtype=bool), np.zeros(len(b.point), dtype=bool)
    for gap, i, j in _facing(a, b, limits.reach):
        if not taken_a[i] and not taken_b[j]:
            taken_a[i] = taken_b[j] = True
            found.append(_meeting(a, i, (str(a.key[a.lead[i]]), str(b.key[b.lead[j]])), gap))
    used_a, used_b = _used(a, taken_a), _used(b, taken_b)
    found += _passed(a, b, taken_a, used_b, limits.reach, turned=False)
    found += _passed(b, a, taken_b, used_a, limits.reach, turned=True)
    return found


def _meeting(side: Side, place: int, objects: tuple[str, str], gap: float) -> Meeting:
    return Meeting(side.point[place], side.stub[place], str(side.label[place]), objects, gap)


def _used(side: Side, taken: BoolArray) -> BoolArray:
    """The parts that end at a place which is already matched."""
    used = np.zeros(len(side.part), dtype=bool)
    at = side.of_place >= 0
    used[at] = taken[side.of_place[at]]
    return used


def _facing(a: Side, b: Side, reach: float) -> Iterator[tuple[float, int, int]]:
    i, j = pairs(a.point, b.point, within=reach)
    same = a.theme[a.lead[i]] == b.theme[b.lead[j]]
    i, j = i[same], j[same]
    yield from _shortest_first(
        distance(a.point[i], b.point[j]), i, j, a.key[a.lead[i]], b.key[b.lead[j]]
    )


def _shortest_first(
    gaps: FloatArray, i: IntArray, j: IntArray, keys_i: TextArray, keys_j: TextArray
) -> Iterator[tuple[float, int, int]]:
    order = np.lexsort((keys_j.astype(str), keys_i.astype(str), np.round(gaps, 3)))
    for n in order:
        yield float(gaps[n]), int(i[n]), int(j[n])


def _passed(
    own: Side, other: Side, taken: BoolArray, used: BoolArray, reach: float, *, turned: bool
) -> list[Meeting]:
    """Places without an end across the border: met by a free passing line, or by none."""
    left = np.flatnonzero(~taken)
    i, j = pairs(own.point[left], other.part, within=reach)
    same = (own.theme[own.lead[left[i]]] == other.theme[j]) & ~used[j]
    i, j = left[i[same]], j[same]
    gaps = distance(own.point[i], other.part[j])
    met: dict[int, tuple[int, float]] = {}
    for gap, place, part in _shortest_first(gaps, i, j, own.key[own.lead[i]], other.key[j]):
        if place not in met and not used[part]:
            met[place] = (part, gap)
            used[part] = True
    found = []
    for place in left:
        mine, theirs, gap = str(own.key[own.lead[place]]), "", np.nan
        if int(place) in met:
            part, gap = met[int(place)]
            theirs = str(other.key[part])
        else:
            gap = _nearest(other, str(own.theme[own.lead[place]]), own.point[place])
        objects = (theirs, mine) if turned else (mine, theirs)
        found.append(_meeting(own, int(place), objects, gap))
    return found


def _nearest(side: Side, theme: str, point: Geometry) -> float:
    """Distance to the nearest line of a theme: how far the best candidate is."""
    shapes = side.part[side.theme == theme]
    return float(np.min(distance(shapes, point))) if len(shapes) else float("nan")
