"""Lines: segments and their directions, sectors, components, ends, stretches along a border."""

from __future__ import annotations

import numpy as np

from .arrays import (
    LINE,
    BoolArray,
    FloatArray,
    Geometry,
    GeometryArray,
    IntArray,
    dimension,
    geometries,
    is_missing,
)
from .engine import shapely
from .overlay import buffer, pairs

FAR = 1_000_000.0
LENGTH_TOLERANCE = 0.1  # checks.md: lengths are compared to 0.1 m
STEPS_PER_SECTOR = 12
SAME_PLACE = 1e-9  # of a straight piece's length


def segments(lines: GeometryArray) -> tuple[GeometryArray, IntArray]:
    """The straight segments of lines, and for each the row it came from."""
    parts, owner = shapely.get_parts(lines, return_index=True)
    coordinates, part = shapely.get_coordinates(parts, return_index=True)
    joined = part[1:] == part[:-1]
    starts, ends = coordinates[:-1][joined], coordinates[1:][joined]
    moved = (starts != ends).any(axis=1)
    made = shapely.linestrings(np.stack([starts, ends], axis=1)[moved])
    return np.asarray(made, dtype=object), owner[part[:-1][joined][moved]].astype(np.int64)


def directions(straight: GeometryArray) -> FloatArray:
    """Direction of two-point lines in degrees, 0-180: a line has no beginning."""
    xy = shapely.get_coordinates(straight).reshape(-1, 2, 2)
    step = xy[:, 1] - xy[:, 0]
    return np.asarray(np.degrees(np.arctan2(step[:, 1], step[:, 0])) % 180.0)


def along(lines: GeometryArray, route: Geometry, degrees: float, within: float) -> GeometryArray:
    """The segments of `lines` that run with the nearest part of a route, at most `degrees` off.

    Only segments at most `within` m from the route are looked at.
    """
    pieces, _ = segments(lines)
    reference, _ = segments(geometries([route]))
    near, _ = pairs(pieces, geometries([route]), within=within)
    pieces = pieces[near]
    if len(pieces) == 0 or len(reference) == 0:
        return geometries([])
    tree = shapely.STRtree(reference)
    i, j = tree.query_nearest(pieces, all_matches=True)
    turn = np.abs(directions(pieces)[i] - directions(reference)[j])
    turn = np.minimum(turn, 180.0 - turn)
    smallest = np.full(len(pieces), np.inf)
    np.minimum.at(smallest, i, turn)
    return np.asarray(pieces[smallest <= degrees + 1e-9], dtype=object)


def covered_by(route: Geometry, shapes: GeometryArray, width: float) -> Geometry:
    """The part of a route that lies at most `width` m from the shapes.

    The reach of each shape is met with each straight piece of the route, and what is met is joined
    along the piece: a union of all reaches would take a hundred times as long.
    """
    straight_pieces, _ = segments(geometries([route]))
    if len(shapes) == 0 or len(straight_pieces) == 0:
        return shapely.LineString()
    reaches = buffer(shapes, width)
    whole = np.unique(pairs(reaches, straight_pieces, "covers")[1])
    cut = np.setdiff1d(np.arange(len(straight_pieces)), whole)
    reach, piece = pairs(reaches, straight_pieces[cut])
    met, of_pair = shapely.get_parts(
        shapely.intersection(straight_pieces[cut[piece]], reaches[reach]), return_index=True
    )
    is_line = shapely.get_type_id(met) == LINE
    on, met = cut[piece[of_pair[is_line]]], met[is_line]
    start, stop = np.sort(_places(straight_pieces[on], met), axis=1).T
    return _joined_along(
        straight_pieces,
        np.concatenate([whole, on]),
        np.concatenate([np.zeros(len(whole)), start]),
        np.concatenate([np.ones(len(whole)), stop]),
    )


def _places(on: GeometryArray, met: GeometryArray) -> FloatArray:
    """Where both ends (n, 2) of parts of two-point lines are on these, 0-1."""
    ends = shapely.get_coordinates(on).reshape(-1, 2, 2)
    step = ends[:, 1] - ends[:, 0]
    size = (step**2).sum(axis=1)
    found = [((_point(met, tip) - ends[:, 0]) * step).sum(axis=1) / size for tip in (0, -1)]
    return np.clip(np.column_stack(found), 0.0, 1.0)


def _joined_along(
    pieces: GeometryArray, on: IntArray, start: FloatArray, stop: FloatArray
) -> Geometry:
    """Stretches of two-point lines, from `start` to `stop` (0-1) of the line `on`, as one."""
    order = np.lexsort((start, on))
    on, start, stop = on[order], start[order], stop[order]
    reached = np.maximum.accumulate(2.0 * on + stop)  # 2: the next line begins beyond
    begins = np.ones(len(on), dtype=bool)
    begins[1:] = 2.0 * on[1:] + start[1:] > reached[:-1] + SAME_PLACE
    last = np.append(np.flatnonzero(begins)[1:] - 1, len(on) - 1) if len(on) else on
    ends = shapely.get_coordinates(pieces).reshape(-1, 2, 2)[on[begins]]
    places = np.column_stack([start[begins], reached[last] - 2.0 * on[begins]])
    places = places[:, :, None]
    xy = ends[:, :1] * (1.0 - places) + ends[:, 1:] * places
    return shapely.line_merge(shapely.multilinestrings(shapely.linestrings(xy)))


def without(route: Geometry, covered: Geometry) -> Geometry:
    """A route without a part of itself, free of the crumbs that rounding leaves."""
    if covered.is_empty:
        return route
    rest = shapely.difference(route, buffer(covered, 1e-6))
    pieces = shapely.get_parts(rest)
    pieces = pieces[shapely.length(pieces) > 1e-3]
    return shapely.multilinestrings(pieces) if len(pieces) else shapely.LineString()


def sector(
    apex: FloatArray, towards: FloatArray, half_angle: float, beyond: float = 0.0
) -> Geometry:
    """The sector of +-`half_angle` degrees seen from `apex` towards a point, 1 000 km deep.

    With `beyond` only what lies at least that far along the middle line, in m.
    """
    step = towards - apex
    middle = np.arctan2(step[1], step[0])
    spread = np.radians(np.linspace(-half_angle, half_angle, STEPS_PER_SECTOR))
    rim = apex + FAR * np.column_stack([np.cos(middle + spread), np.sin(middle + spread)])
    wedge = shapely.Polygon([apex, *rim])
    if beyond <= 0:
        return wedge
    ahead = np.array([np.cos(middle), np.sin(middle)])
    across = np.array([-ahead[1], ahead[0]])
    base = apex + beyond * ahead
    half_plane = shapely.Polygon(
        [base - FAR * across, base - FAR * across + 2 * FAR * ahead,
         base + FAR * across + 2 * FAR * ahead, base + FAR * across]
    )  # fmt: skip
    return shapely.intersection(wedge, half_plane)


def components(lines: GeometryArray, join: float) -> IntArray:
    """Which component each line is in, when lines at most `join` m apart hang together."""
    label = np.arange(len(lines), dtype=np.int64)
    i, j = pairs(lines, lines, within=join)
    changed = True
    while changed:
        lowest = label.copy()
        np.minimum.at(lowest, i, label[j])
        lowest = lowest[lowest]
        changed = bool((lowest != label).any())
        label = lowest
    return label


def ends(
    lines: GeometryArray, extension: float, back: float = 0.0
) -> tuple[GeometryArray, GeometryArray, IntArray]:
    """Both ends of each line part: the end point, its straight extension, and the row it is of.

    The extension runs from `back` m before the end to `extension` m beyond it, in the direction
    of the last segment. Polygons and points have no ends.
    """
    rows = np.flatnonzero((dimension(lines) == LINE) & ~is_missing(lines))
    parts, owner = shapely.get_parts(lines[rows], return_index=True)
    if len(parts) == 0:
        return geometries([]), geometries([]), np.empty(0, dtype=np.int64)
    tips = np.concatenate([_point(parts, 0), _point(parts, -1)])
    before = np.concatenate([_point(parts, 1), _point(parts, -2)])
    step = tips - before
    size = np.hypot(step[:, 0], step[:, 1])
    step /= np.where(size > 0, size, 1.0)[:, None]
    reach = shapely.linestrings(np.stack([tips - step * back, tips + step * extension], axis=1))
    owners = np.concatenate([rows[owner], rows[owner]]).astype(np.int64)
    return (
        np.asarray(shapely.points(tips), dtype=object),
        np.asarray(reach, dtype=object),
        owners,
    )


def _point(parts: GeometryArray, place: int) -> FloatArray:
    return np.asarray(shapely.get_coordinates(shapely.get_point(parts, place)), dtype=np.float64)


def within_reach(route: Geometry, centre: Geometry, reach: float) -> Geometry:
    """The part of a route at most `reach` m from a point."""
    return shapely.intersection(route, buffer(centre, reach))


def crossing_points(route: Geometry, border: Geometry, merge: float) -> GeometryArray:
    """Where a route meets a border: one point for meetings at most `merge` m apart."""
    met = shapely.intersection(route, border)
    points = np.asarray(shapely.centroid(shapely.get_parts(met)), dtype=object)
    points = points[~is_missing(points)]
    if len(points) == 0:
        return geometries([])
    group = components(points, merge)
    return geometries([points[group == number][0] for number in np.unique(group)])


def stretches(border: Geometry, near: Geometry, gap: float, shortest: float) -> GeometryArray:
    """The stretches of a border inside an area: gaps below `gap` m closed, those of at least
    `shortest` m kept, in order along the border. A closed border has no beginning.
    """
    found = []
    for line in shapely.get_parts(border):
        pieces = shapely.get_parts(shapely.intersection(line, near))
        pieces = pieces[shapely.get_dimensions(pieces) == LINE]
        if len(pieces) == 0:
            continue
        half = shapely.length(pieces) / 2
        middle = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
        place = shapely.line_locate_point(line, middle)
        runs = _merged(place - half, place + half, gap)
        if line.is_closed:
            runs = _around(runs, line.length, gap)
        for start, stop in runs:
            if stop - start >= shortest - LENGTH_TOLERANCE:
                found.append(_substring(line, start, stop))
    return geometries(found)


def _merged(starts: FloatArray, stops: FloatArray, gap: float) -> list[tuple[float, float]]:
    runs: list[tuple[float, float]] = []
    for place in np.argsort(starts):
        start, stop = float(starts[place]), float(stops[place])
        if runs and start - runs[-1][1] < gap - LENGTH_TOLERANCE:
            runs[-1] = (runs[-1][0], max(runs[-1][1], stop))
        else:
            runs.append((start, stop))
    return runs


def _around(runs: list[tuple[float, float]], whole: float, gap: float) -> list[tuple[float, float]]:
    """On a ring the last run goes on in the first, where the gap between them is closed."""
    if len(runs) < 2 or runs[0][0] + whole - runs[-1][1] >= gap - LENGTH_TOLERANCE:
        return runs
    return [*runs[1:-1], (runs[-1][0], runs[0][1] + whole)]


def _substring(line: Geometry, start: float, stop: float) -> Geometry:
    """The line from `start` to `stop` m; beyond the end of a ring it begins anew."""
    if stop > line.length + LENGTH_TOLERANCE:
        first = shapely.get_coordinates(_substring(line, start, line.length))
        second = shapely.get_coordinates(_substring(line, 0.0, stop - line.length))
        return shapely.LineString(np.vstack([first, second[1:]]))
    xy = shapely.get_coordinates(line)
    along_line = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))))
    inner = xy[(along_line > start) & (along_line < stop)]
    tips = shapely.get_coordinates(shapely.line_interpolate_point(line, [start, stop]))
    return shapely.LineString(np.vstack([tips[:1], inner, tips[1:]]))


def nearest_to(shapes: GeometryArray, place: Geometry) -> float:
    """Distance in m from a place to the nearest of some shapes; NaN where there are none."""
    if len(shapes) == 0:
        return float("nan")
    return float(np.min(shapely.distance(shapes, place)))


def coordinates(point: Geometry) -> FloatArray:
    """x and y of a point, or of a representative point of anything else, in m."""
    if point.geom_type != "Point":
        point = point.representative_point()
    return np.array([point.x, point.y], dtype=np.float64)


def tips(line: Geometry) -> tuple[FloatArray, FloatArray]:
    """First and last point of a line in one piece, x and y in m."""
    # a line's own `coords` asks an older GEOS, as QGIS may have, for what only newer ones know
    xy = np.asarray(shapely.get_coordinates(line), dtype=np.float64)
    return xy[0], xy[-1]


def straight(a: FloatArray, b: FloatArray) -> Geometry:
    """The straight line between two points."""
    return shapely.LineString([a, b])


def touches_any(shapes: GeometryArray, area: Geometry) -> BoolArray:
    """True for the shapes that meet an area."""
    return np.asarray(shapely.intersects(shapes, area), dtype=bool)
