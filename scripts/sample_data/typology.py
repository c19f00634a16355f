"""Place typology: Nordregio's seven classes, derived from the size and distance of localities."""

from __future__ import annotations

from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from .county import County
from .facts import NOTICE, metres
from .routes import routes
from .shapes import blob, cells, polygons, scattered, snapped

CLASS_NAMES = {
    "inner_urban": "Inre stadsområde",
    "outer_urban": "Yttre stadsområde",
    "peri_urban": "Stadsnära zon",
    "local_centre": "Lokalt centrum på landsbygd",
    "rural_close": "Stadsnära landsbygd",
    "rural_heartland": "Kärnlandsbygd",
    "sparse_rural": "Gles landsbygd",
}
# Reach (m) of the peri-urban zone and of the rural zone close to an urban place, by population.
REACH = ((30000, 5500, 21000), (15000, 4200, 14500), (5000, 0, 7500))


def draw_typology(county: County) -> list[dict[str, Any]]:
    """Typology polygons on the county's land; the northern tip of Öland is left untyped."""
    land = county.all_land.difference(_untyped())
    free = land
    rows: list[dict[str, Any]] = []
    for code, shape in _zones(county):
        piece = snapped(shapely.simplify(shape, 60).intersection(free))
        kept = polygons(piece, 20000)
        rows += [_row(code, part) for part in kept]
        free = snapped(free.difference(shapely.union_all(kept)))
    seeds = scattered("gles landsbygd", land, 26, 14000)
    for cell in cells(seeds, land):
        for part in polygons(snapped(cell.intersection(free)), 1.0):
            rows.append(_row("sparse_rural", part))
    return rows


def _row(code: str, shape: BaseGeometry) -> dict[str, Any]:
    return {
        "class_code": code,
        "class_name": CLASS_NAMES[code],
        "classification": "Nordregio, sju klasser",
        "origin": "Ritad efter orternas storlek och avstånd",
        "valid_from": "2025-06-01",
        "notice": NOTICE,
        "geometry": shape,
    }


def _untyped() -> BaseGeometry:
    return blob("utan typologi", metres(57.335, 17.03), 4600, points=30)


def _zones(county: County) -> list[tuple[str, BaseGeometry]]:
    inner, outer, near, centres, close = [], [], [], [], []
    for name, (place, shape) in county.towns.items():
        for least, peri, rural in REACH:
            if place.population < least:
                continue
            if least >= 15000:
                core = blob(f"kärna typ {name}", place.centre, 0.32 * shape.area**0.5, points=24)
                inner.append(core.intersection(shape))
                outer.append(shape.buffer(250, quad_segs=3))
                near.append(blob(f"nära {name}", place.centre, peri + 2200, points=36))
            else:
                centres.append(shape.buffer(300, quad_segs=3))
            close.append(blob(f"pendling {name}", place.centre, rural, rough=0.5, points=44))
            break
    return [
        ("inner_urban", shapely.union_all(inner)),
        ("outer_urban", shapely.union_all(outer)),
        ("peri_urban", shapely.union_all(near)),
        ("local_centre", shapely.union_all(centres)),
        ("rural_close", shapely.union_all(close)),
        ("rural_heartland", _heartland(county)),
    ]


def _heartland(county: County) -> BaseGeometry:
    """Öland, the coastal plain and the valleys with most farmland."""
    oland = shapely.union_all([county.territory["0840"], county.territory["0885"]])
    plain = shapely.union_all(
        [routes()[key].line.buffer(6000, quad_segs=4) for key in ("e22_syd", "e22_mitt")]
    )
    spots = {
        "Södra Vi": (57.74, 15.80),
        "Gamleby": (57.89, 16.38),
        "Mörlunda": (57.32, 15.86),
        "Målilla": (57.39, 15.80),
        "Kristdala": (57.40, 16.18),
        "Vissefjärda": (56.53, 15.58),
        "Högsby": (57.17, 16.03),
        "Bäckebo": (56.89, 16.06),
    }
    valleys = [
        blob(f"bygd {name}", metres(*spot), 5200, stretch=1.3, bearing=150, points=36)
        for name, spot in spots.items()
    ]
    return shapely.union_all([oland, plain, *valleys])
