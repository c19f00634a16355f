"""What gives each municipality's plan its character, and how a plan is drawn from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Mapping

import shapely
from shapely import LineString, Point

from .countryside import draw_farmland, draw_nature, draw_rest, draw_water
from .county import County
from .drawing import Drawing
from .facts import MUNICIPALITIES, VILLAGES, metres, places
from .routes import rivers, routes
from .shapes import Position, blob, offset, snapped
from .towns import Growth, TownStyle, draw_growth, draw_town

STRAK_TEXT = "Stråket ska stärkas med god pendling och samordnad bebyggelse."
ORT_TEXT = "Orten utvecklas med bostäder, service och god kollektivtrafik."


@dataclass(frozen=True)
class Expansion:
    """An expansion area of the development orientation at a place."""

    place: str
    hectares: float
    bearing: float
    distance: float
    dwellings: int | None = None
    statement: bool = True


@dataclass(frozen=True)
class Character:
    """How one municipality plans.

    `towns` and `villages` say how places are drawn and where they grow; `centres` are the
    settlements that the plan points out, with its own level (1 highest; None without),
    `service_centres` those of them that it calls so;
    `corridors` are routes that it makes development corridors (with the share of the route in
    the municipality that is drawn, from its southern or western end), `improved` routes whose
    infrastructure is new or changed, `hidden` routes that it does not show. `change` is what
    existing use is marked with; None where the plan does not say.
    """

    code: str
    towns: Mapping[str, TownStyle] = field(default_factory=dict)
    villages: Mapping[str, tuple[Growth, ...]] = field(default_factory=dict)
    centres: Mapping[str, int | None] = field(default_factory=dict)
    service_centres: tuple[str, ...] = ()
    corridors: tuple[str, ...] = ()
    improved: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    directions: tuple[tuple[str, float, float], ...] = ()
    expansions: tuple[Expansion, ...] = ()
    green: tuple[str, ...] = ()
    lakes: int = 12
    reserves: int = 10
    fields: int = 18
    field_size: float = 900
    change: str | None = "ongoing"
    sea: bool = True
    first: tuple[Callable[[Drawing, County], None], ...] = ()
    holes: tuple[tuple[float, float, float], ...] = ()


def draw_plan(character: Character, county: County) -> Drawing:
    """Draw a municipality-wide plan."""
    code = character.code
    drawing = Drawing(
        code, MUNICIPALITIES[code], county.territory[code], county.land[code], county.sea.get(code)
    )
    for latitude, longitude, radius in character.holes:
        hole = blob(f"hål {code} {latitude}", metres(latitude, longitude), radius, points=30)
        drawing.free = drawing.free.difference(hole)
    for step in character.first:
        step(drawing, county)
    _draw_settlements(drawing, character, county)
    around = surroundings(code, county)
    draw_water(drawing, character.lakes, character.change)
    draw_nature(drawing, character.reserves, character.change)
    draw_farmland(drawing, around, character.fields, character.field_size, character.change)
    draw_rest(drawing, around, character.change, sea=character.sea)
    _draw_transport(drawing, character)
    _draw_orientation(drawing, character)
    return drawing


def surroundings(code: str, county: County) -> dict[str, Position]:
    """Places of a municipality that its countryside is named after."""
    found = {
        name: place.centre
        for name, (place, _) in county.towns.items()
        if place.municipality == code
    }
    villages = {name: places()[name] for name, entry in VILLAGES.items() if entry[0] == code}
    return found | villages


def border_spot(county: County, one: str, other: str, route: str) -> Position:
    """Where a route crosses the border of two municipalities."""
    border = county.territory[one].intersection(county.territory[other])
    crossing = routes()[route].line.intersection(border)
    spot = (
        shapely.get_parts(crossing)[0]
        if not crossing.is_empty
        else shapely.shortest_line(routes()[route].line, border)
    )
    east, north = shapely.get_coordinates(spot)[0]
    return float(east), float(north)


def _draw_settlements(drawing: Drawing, character: Character, county: County) -> None:
    for name, (place, shape) in county.towns.items():
        if place.municipality == drawing.code:
            style = character.towns.get(name, TownStyle(change=character.change))
            draw_town(drawing, place, shape, style)
    for name, entry in VILLAGES.items():
        if entry[0] != drawing.code:
            continue
        spot = places()[name]
        shape = blob(f"by {name}", spot, 330, stretch=1.3, bearing=30).intersection(drawing.land)
        drawing.paint(
            shape,
            "SB",
            name,
            change=character.change,
            subcategory="Bostäder",
            statement="Byns karaktär bevaras; kompletteringar prövas.",
        )
        for number, growth in enumerate(character.villages.get(name, ())):
            draw_growth(drawing, name, shape, spot, growth, number)


def _draw_transport(drawing: Drawing, character: Character) -> None:
    for key, route in routes().items():
        if key in character.hidden:
            continue
        change = character.improved.get(key, character.change)
        text = "Sträckan förbättras med ökad kapacitet." if key in character.improved else ""
        drawing.line(
            route.line,
            route.name,
            change=change,
            statement=text,
            subcategory="Järnväg" if route.mode == "rail" else "Väg",
        )


def _draw_orientation(drawing: Drawing, character: Character) -> None:
    known = places()
    for name, rank in character.centres.items():
        kind = "regional_core" if rank in (1, 2) else "locality"
        kind = "service_centre" if name in character.service_centres else kind
        drawing.develop(
            Point(offset(known[name], 80, 120)),
            "settlement",
            kind,
            name=name,
            rank=rank,
            statement=ORT_TEXT,
        )
    for name, bearing, length in character.directions:
        start, end = offset(known[name], bearing, 700), offset(known[name], bearing, 700 + length)
        drawing.develop(
            snapped(LineString([start, end])),
            "settlement",
            "expansion_direction",
            name=f"{name}, utbyggnadsriktning",
            statement="Orten bör på sikt växa i denna riktning.",
        )
    for number, item in enumerate(character.expansions):
        radius = (item.hectares * 1e4 / 3.1416) ** 0.5
        spot = offset(known[item.place], item.bearing, item.distance)
        shape = blob(f"utbyggnad {item.place} {number}", spot, radius, stretch=1.3)
        text = "Utbyggnadsområde för bostäder på längre sikt." if item.statement else ""
        drawing.develop(
            shape,
            "settlement",
            "expansion_area",
            change="new",
            dwellings=item.dwellings,
            name=f"Utbyggnadsområde {item.place}",
            statement=text,
        )
    for key in character.corridors:
        route = routes()[key]
        line = snapped(shapely.simplify(route.line, 220))
        drawing.develop(
            line, "transport", "corridor", name=f"Stråk {route.name}", statement=STRAK_TEXT
        )
    for name in character.green:
        line = snapped(shapely.simplify(rivers()[name], 200))
        drawing.develop(
            line,
            "green_blue",
            "link",
            name=f"Samband längs {name}",
            statement="Viktigt samband för natur och friluftsliv.",
        )
