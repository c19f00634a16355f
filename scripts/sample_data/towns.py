"""How a locality looks in a plan: core, housing, industry, parks, and where it is to grow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from .drawing import Drawing
from .facts import Locality
from .shapes import Position, blob, cells, offset, rng, scattered

SIDES = ("norra", "nordöstra", "östra", "sydöstra", "södra", "sydvästra", "västra", "nordvästra")
GROWTH_TEXT = {
    "SB": "Ny sammanhållen bostadsbebyggelse i anslutning till befintlig ort.",
    "MB": "Tät och blandad bebyggelse med bostäder, service och arbetsplatser.",
    "VI": "Mark för verksamheter nära det övergripande vägnätet.",
}
KIND_NAMES = {"SB": "bostäder", "MB": "blandad stad", "VI": "verksamheter"}


@dataclass(frozen=True)
class Growth:
    """A growth area at a place: category, hectares, bearing and distance from the edge (m)."""

    category: str
    hectares: float
    bearing: float
    gap: float = 0.0
    change: str | None = "new"
    dwellings: int | None = None
    statement: bool = True
    subcategory: str = ""


@dataclass(frozen=True)
class TownStyle:
    """What a plan makes of a locality.

    `core` False: no mixed-use core is drawn. `renewal`: hectares and dwellings of the part of
    the core that is to be developed.
    """

    core: bool = True
    growth: tuple[Growth, ...] = ()
    renewal: tuple[float, int] | None = None
    change: str | None = "ongoing"


def side(bearing: float) -> str:
    """The Swedish name of the side of a place that lies in a bearing."""
    return SIDES[round(bearing / 45) % 8]


def draw_town(drawing: Drawing, place: Locality, shape: BaseGeometry, style: TownStyle) -> None:
    """Paint a locality and its growth areas."""
    random = rng("town style", place.name)
    area = shape.area
    centre = _inside(shape, place.centre)
    if place.population > 4000:
        _harbour_or_station(drawing, place, centre)
    share = 0.22 if place.population > 10000 else 0.16 if place.population > 1800 else 0.09
    if style.renewal is not None:
        hectares, dwellings = style.renewal
        part = blob(
            f"omvandling {place.name}",
            offset(centre, 200, 250),
            (hectares * 1e4 / np.pi) ** 0.5,
            stretch=1.3,
        )
        drawing.paint(
            part,
            "MB",
            f"{place.name}, omvandlingsområde",
            within=shape,
            change="developed",
            dwellings=dwellings,
            subcategory="Centrum",
            statement="Äldre verksamhetsmark omvandlas till tät och blandad stad.",
        )
    if style.core:
        core = blob(f"kärna {place.name}", centre, (share * area / np.pi) ** 0.5, points=26)
        drawing.paint(
            core,
            "MB",
            f"{place.name} centrum",
            within=shape,
            change=style.change,
            statement="Centrum utvecklas med bostäder, handel och service.",
            subcategory="Centrum",
        )
    _industry(drawing, place, shape, style)
    parks = scattered(f"park {place.name}", shape.buffer(-150), max(1, int(area / 1.6e6)), 500)
    for number, spot in enumerate(parks[:6]):
        park = blob(
            f"park {place.name} {number}", spot, float(random.uniform(110, 230)), stretch=1.3
        )
        drawing.paint(
            park,
            "GP",
            f"Park i {place.name}",
            within=shape,
            change=style.change,
            statement="Grönområdet bevaras och utvecklas för närrekreation.",
        )
    quarters = scattered(f"delar {place.name}", shape, max(1, min(9, round(area / 1.6e6))), 700)
    for spot, cell in zip(quarters, cells(quarters, shape, 0.08)) if quarters else []:
        label = place.name if len(quarters) == 1 else f"{place.name}, {_direction(centre, spot)}"
        drawing.paint(
            cell,
            "SB",
            label,
            within=shape,
            change=style.change,
            subcategory="Bostäder",
            statement="Befintlig bostadsbebyggelse som kan förtätas varsamt.",
        )
    drawing.paint(shape, "SB", place.name, within=shape, change=style.change, smallest=1.0)
    for number, growth in enumerate(style.growth):
        draw_growth(drawing, place.name, shape, place.centre, growth, number)


def draw_growth(
    drawing: Drawing, name: str, town: BaseGeometry, centre: Position, growth: Growth, number: int
) -> BaseGeometry:
    """Paint one growth area at the edge of a town (or at `gap` metres from it)."""
    radius = (growth.hectares * 1e4 / np.pi) ** 0.5
    ray = shapely.LineString([centre, offset(centre, growth.bearing, 20000)])
    reach = ray.intersection(town).length if not town.is_empty else 0.0
    middle = offset(centre, growth.bearing, reach + growth.gap + radius * 0.75)
    shape = blob(
        f"växt {name} {number}", middle, radius * 1.12, stretch=1.2, bearing=growth.bearing + 90
    )
    text = GROWTH_TEXT[growth.category] if growth.statement else ""
    kind = (
        growth.subcategory
        or {"SB": "Bostäder", "MB": "Bostäder", "VI": "Verksamheter"}[growth.category]
    )
    return drawing.paint(
        shape,
        growth.category,
        f"{name}, {side(growth.bearing)} {KIND_NAMES[growth.category]}",
        within=drawing.land,
        change=growth.change,
        dwellings=growth.dwellings,
        statement=text,
        subcategory=kind,
        phase="1" if growth.hectares < 25 else "2",
    )


def _inside(shape: BaseGeometry, centre: Position) -> Position:
    point = Point(centre)
    if not shape.buffer(-200).contains(point):
        point = shape.representative_point()
    return point.x, point.y


def _direction(centre: Position, spot: Position) -> str:
    east, north = spot[0] - centre[0], spot[1] - centre[1]
    if np.hypot(east, north) < 500:
        return "inre delen"
    return f"{side(float(np.degrees(np.arctan2(east, north))) % 360)} delen"


def _harbour_or_station(drawing: Drawing, place: Locality, centre: Position) -> None:
    at_sea = drawing.sea is not None and drawing.sea.distance(Point(centre)) < 2500
    what = "hamn" if at_sea else "stationsområde"
    spot = offset(centre, 120.0, 500.0)
    if at_sea:
        shore = shapely.shortest_line(Point(centre), drawing.sea)
        end = shapely.get_coordinates(shore)[-1]
        spot = (float(end[0]), float(end[1]))
    shape = blob(f"{what} {place.name}", spot, 260, stretch=1.4, bearing=30)
    drawing.paint(
        shape,
        "TI",
        f"{place.name}, {what}",
        within=drawing.land,
        statement="Ytan behövs för transporter och byten.",
        subcategory=what.capitalize(),
    )


def _industry(drawing: Drawing, place: Locality, shape: BaseGeometry, style: TownStyle) -> None:
    count = 3 if place.population > 10000 else 2 if place.population > 3000 else 1
    random = rng("industri", place.name)
    for number in range(count):
        bearing = float(random.uniform(0, 360))
        ray = shapely.LineString([place.centre, offset(place.centre, bearing, 20000)])
        reach = ray.intersection(shape).length
        if reach < 200:
            continue
        radius = (0.07 * shape.area / np.pi) ** 0.5
        patch = blob(
            f"industri {place.name} {number}",
            offset(place.centre, bearing, max(reach - radius * 0.6, 0)),
            radius,
            stretch=1.3,
        )
        drawing.paint(
            patch,
            "VI",
            f"{place.name}, {side(bearing)} industriområdet",
            within=shape,
            change=style.change,
            subcategory="Verksamheter",
            statement="Befintligt verksamhetsområde som kan utvecklas.",
        )
    if place.population > 700:
        spot = offset(
            place.centre, float(random.uniform(0, 360)), (shape.area / np.pi) ** 0.5 * 1.1
        )
        works = blob(f"verk {place.name}", spot, 140 + place.population / 250)
        drawing.paint(
            works,
            "TA",
            f"{place.name}, avloppsreningsverk",
            within=drawing.land,
            change=style.change,
            subcategory="Vatten och avlopp",
            statement="Skyddsavstånd till bostäder ska beaktas.",
        )
