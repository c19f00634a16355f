"""Seeded organic shapes: blobs, rough lines, cells. All lengths in metres."""

from __future__ import annotations

import zlib
from typing import Iterable, Sequence

import numpy as np
import shapely
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

Position = tuple[float, float]


def rng(*parts: object) -> np.random.Generator:
    """A random generator that depends on the given words only."""
    return np.random.default_rng(zlib.crc32("|".join(str(part) for part in parts).encode()))


def blob(
    name: str,
    centre: Position,
    radius: float,
    *,
    stretch: float = 1.0,
    bearing: float = 0.0,
    rough: float = 0.35,
    points: int = 22,
) -> Polygon:
    """A closed organic shape of about the area of a circle of `radius`.

    `stretch` > 1 makes it longer along `bearing` (degrees from north, clockwise).
    """
    random = rng("blob", name)
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
    length = np.ones(points)
    for wave in range(2, 6):
        size = rough / wave * random.uniform(0.4, 1.2)
        length += size * np.cos(wave * angle + random.uniform(0, 2 * np.pi))
    along, across = length * np.cos(angle) * stretch, length * np.sin(angle) / stretch
    turn = np.radians(bearing)
    east = centre[0] + radius * (along * np.sin(turn) + across * np.cos(turn))
    north = centre[1] + radius * (along * np.cos(turn) - across * np.sin(turn))
    return snapped(Polygon(np.column_stack([east, north])))


def snapped(shape: BaseGeometry, grid: float = 1.0) -> BaseGeometry:
    """The shape on a metre grid, valid."""
    return shapely.set_precision(shapely.make_valid(shape), grid)


def polygons(shape: BaseGeometry, smallest: float = 0.0) -> list[Polygon]:
    """The polygon parts of a shape of at least `smallest` m2, largest first."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    nested = [
        p
        for c in shapely.get_parts(shape)
        if c.geom_type != "Polygon"
        for p in shapely.get_parts(c)
        if p.geom_type == "Polygon"
    ]
    kept = [part for part in parts + nested if part.area > 0 and part.area >= smallest]
    return sorted(kept, key=lambda part: (-part.area, part.bounds))


def joined(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """The union of the polygons in `shapes`."""
    return MultiPolygon(polygons(shapely.union_all(list(shapes))))


def offset(centre: Position, bearing: float, distance: float) -> Position:
    """The position `distance` away in a bearing (degrees from north, clockwise)."""
    turn = np.radians(bearing)
    return centre[0] + distance * float(np.sin(turn)), centre[1] + distance * float(np.cos(turn))


def rough_edge(start: Position, end: Position, amplitude: float, shortest: float) -> np.ndarray:
    """A segment as a fractal line (n, 2): the same, reversed, when its ends change place."""
    swap = tuple(start) > tuple(end)
    first, last = (end, start) if swap else (start, end)
    random = rng("edge", round(first[0]), round(first[1]), round(last[0]), round(last[1]))
    line = np.array([first, last], dtype=float)
    while np.hypot(*(line[1] - line[0])) > shortest and len(line) < 200:
        delta = np.diff(line, axis=0)
        normal = np.column_stack([-delta[:, 1], delta[:, 0]])
        middle = (line[:-1] + line[1:]) / 2
        middle += normal * random.uniform(-amplitude, amplitude, len(delta))[:, None]
        merged = np.empty((2 * len(delta) + 1, 2))
        merged[0::2], merged[1::2] = line, middle
        line = merged
    return line[::-1] if swap else line


def smooth_line(stops: Sequence[Position], wiggle: float = 0.05) -> LineString:
    """A road-like line through the given positions: gently bent, corners cut."""
    pieces = [rough_edge(a, b, wiggle, 2500)[:-1] for a, b in zip(stops[:-1], stops[1:])]
    line = np.vstack([*pieces, np.array([stops[-1]])])
    for _ in range(2):
        q, r = 0.75 * line[:-1] + 0.25 * line[1:], 0.25 * line[:-1] + 0.75 * line[1:]
        inner = np.empty((2 * len(q), 2))
        inner[0::2], inner[1::2] = q, r
        line = np.vstack([line[:1], inner[1:-1], line[-1:]])
    return shapely.simplify(snapped(LineString(line)), 25)


def cells(seeds: Sequence[Position], within: BaseGeometry, rough: float = 0.12) -> list[Polygon]:
    """Neighbouring areas around the seeds (Voronoi with uneven edges), one a seed, in order.

    They cover the bounding box of `within`, so that cutting them to it leaves no gap.
    """
    if len(seeds) == 1:
        return [shapely.box(*within.buffer(5000).bounds)]
    frame = shapely.box(*within.buffer(20000).bounds)
    raw = shapely.voronoi_polygons(MultiPoint(list(seeds)), extend_to=frame, ordered=True)
    return [_roughened(part, rough) for part in shapely.get_parts(raw)]


def _roughened(cell: Polygon, amplitude: float) -> Polygon:
    ring = np.round(shapely.get_coordinates(cell.exterior), 3)
    edges = [
        rough_edge(tuple(a), tuple(b), amplitude, 900)[:-1] for a, b in zip(ring[:-1], ring[1:])
    ]
    return shapely.make_valid(Polygon(np.vstack(edges)))


def scattered(name: str, within: BaseGeometry, count: int, spacing: float) -> list[Position]:
    """Up to `count` positions inside a shape, at least `spacing` apart."""
    random = rng("scatter", name)
    west, south, east, north = within.bounds
    shapely.prepare(within)
    found: list[Position] = []
    for _ in range(count * 40):
        spot = (float(random.uniform(west, east)), float(random.uniform(south, north)))
        near = any(np.hypot(spot[0] - x, spot[1] - y) < spacing for x, y in found)
        if not near and within.contains(Point(spot)):
            found.append(spot)
        if len(found) == count:
            break
    return found
