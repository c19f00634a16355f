"""Public-transport stops with departures an ordinary weekday (both directions together)."""

from __future__ import annotations

from typing import Any

from shapely import Point

from .character import border_spot
from .county import County
from .facts import NOTICE, VILLAGES, places
from .routes import routes
from .shapes import rng, scattered, snapped

STATIONS = {
    "Kalmar": 74,
    "Smedby": 22,
    "Trekanten": 22,
    "Nybro": 44,
    "Emmaboda": 40,
    "Vissefjärda": 20,
    "Blomstermåla": 12,
    "Berga": 12,
    "Högsby": 12,
    "Mörlunda": 12,
    "Målilla": 12,
    "Hultsfred": 12,
    "Vimmerby": 12,
    "Gullringen": 12,
    "Västervik": 14,
    "Gamleby": 14,
    "Överum": 14,
}
FERRIES = {"Byxelkrok": 6, "Oskarshamn": 4, "Loftahammar": None}
# Municipalities whose timetables were not delivered: departures unknown.
WITHOUT_TIMETABLE = ("0885",)
WITHOUT_STOPS = ("0834",)
# Municipalities with town buses out to the edges: reach beyond the locality (m).
TOWN_BUSES = {"0880": 800, "0883": 600, "0885": 600}


def draw_stops(county: County) -> list[dict[str, Any]]:
    """Stations, ferry quays, and bus stops in localities, villages and along roads."""
    rows: list[dict[str, Any]] = []
    for name, departures in STATIONS.items():
        _add(rows, f"{name} station", "rail", departures, places()[name])
    for name, departures in FERRIES.items():
        _add(rows, f"{name} färjeläge", "ferry", departures, places()[name])
    for name, (place, shape) in county.towns.items():
        if place.municipality in WITHOUT_STOPS:
            continue
        reach = TOWN_BUSES.get(place.municipality, 250)
        area = shape.buffer(reach).intersection(county.land[place.municipality])
        count = max(2, round(area.area / (2.6e5 if reach > 250 else 5e5)))
        spots = [place.centre, *scattered(f"hpl {name}", area, count, 460)]
        usual = (
            64
            if place.population > 15000
            else 40
            if place.population > 3500
            else (26 if place.population > 900 else 12)
        )
        for number, spot in enumerate(spots):
            departures = None if place.municipality in WITHOUT_TIMETABLE else usual
            _add(rows, f"{name} hpl {number + 1}", "bus", departures, spot)
    for name, entry in VILLAGES.items():
        if entry[0] not in WITHOUT_STOPS:
            departures = None if entry[0] in WITHOUT_TIMETABLE else 10
            _add(rows, f"{name} by", "bus", departures, places()[name])
    spot = border_spot(county, "0840", "0885", "oland_norr")
    _add(rows, "Rälla södra", "bus", None, spot)
    for key, route in routes().items():
        if route.mode == "road" and key not in ("torsas_inland", "olandsbron", "e22_syd"):
            for number, distance in enumerate(range(2500, int(route.line.length) - 1000, 5200)):
                spot = route.line.interpolate(distance)
                few = float(rng("hpl", key, number).uniform(0, 1)) < 0.12
                _add(
                    rows,
                    f"{route.name} hpl {number + 1}",
                    "bus",
                    None if few else 14,
                    (spot.x, spot.y),
                )
    return rows


def _add(
    rows: list[dict[str, Any]],
    name: str,
    kind: str,
    departures: int | None,
    spot: tuple[float, float],
) -> None:
    rows.append(
        {
            "stop_id": f"hpl{len(rows) + 1:04d}",
            "name": name,
            "kind": kind,
            "departures": departures,
            "notice": NOTICE,
            "geometry": snapped(Point(spot)),
        }
    )
