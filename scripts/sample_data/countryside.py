"""Lakes, nature, farmland, open countryside and sea: what is left around the towns."""

from __future__ import annotations

import shapely

from .drawing import Drawing
from .facts import metres
from .routes import rivers
from .shapes import Position, blob, cells, polygons, rng, scattered

# Larger lakes: latitude, longitude (about), radius m, stretch, bearing.
LAKES: dict[str, tuple[float, float, float, float, float]] = {
    "Hulingen": (57.475, 15.88, 1300, 1.5, 20),
    "Yxern": (57.62, 15.97, 2400, 1.5, 150),
    "Krön": (57.695, 15.93, 1500, 1.6, 160),
    "Allgunnen": (57.005, 15.86, 1900, 1.5, 160),
    "Hjorten": (57.635, 16.23, 1300, 1.6, 100),
    "Virserumssjön": (57.335, 15.60, 1100, 1.6, 0),
    "Välen": (57.225, 16.14, 900, 1.8, 20),
    "Vindommen": (57.815, 16.22, 1400, 1.9, 150),
    "Törsbosjön": (56.70, 15.44, 900, 1.5, 30),
    "Rummen": (57.88, 16.33, 1500, 1.6, 140),
    "Solgen": (57.58, 15.42, 1500, 1.3, 140),
    "Ånsjön": (56.60, 15.70, 800, 1.6, 10),
}
ALVAR: tuple[tuple[str, float, float, float, float], ...] = (
    ("Stora Alvaret, södra", 56.36, 16.50, 4300, 2.0),
    ("Stora Alvaret, mellersta", 56.48, 16.52, 4300, 1.8),
    ("Stora Alvaret, norra", 56.57, 16.56, 3000, 1.6),
    ("Mittlandsskogen", 56.77, 16.70, 3200, 1.6),
    ("Alböke alvar", 56.95, 16.80, 2200, 1.7),
    ("Böda skog", 57.27, 17.03, 3300, 1.7),
)
NATURE_TEXT = "Natur- och friluftsvärden ges företräde framför ny bebyggelse."
FARM_TEXT = "Brukningsvärd jordbruksmark som i första hand ska användas för odling och bete."
RURAL_TEXT = "Enstaka ny bebyggelse prövas i anslutning till befintliga byar och vägar."
WATER_TEXT = "Vattenkvaliteten ska inte försämras; nya bryggor prövas restriktivt."


def draw_water(drawing: Drawing, small_lakes: int, change: str | None) -> None:
    """Paint named lakes and some small ones."""
    for name, (lat, lon, radius, stretch, bearing) in LAKES.items():
        lake = blob(
            name, metres(lat, lon), radius, stretch=stretch, bearing=bearing, rough=0.7, points=40
        )
        drawing.paint(lake, "VA", name, within=drawing.land, change=change, statement=WATER_TEXT)
    spots = scattered(
        f"sjöar {drawing.code}",
        drawing.free.intersection(drawing.land).buffer(-400),
        small_lakes,
        2600,
    )
    for number, spot in enumerate(spots):
        random = rng("sjö", drawing.code, number)
        lake = blob(
            f"sjö {drawing.code} {number}",
            spot,
            float(random.uniform(220, 620)),
            stretch=1.5,
            bearing=float(random.uniform(120, 190)),
            rough=0.6,
        )
        drawing.paint(
            lake,
            "VA",
            f"Insjö {number + 1}",
            within=drawing.land,
            change=change,
            statement=WATER_TEXT,
        )


def draw_nature(drawing: Drawing, reserves: int, change: str | None) -> None:
    """Paint nature along coast and rivers, Öland's alvar, and some inland reserves."""
    for name, lat, lon, radius, stretch in ALVAR:
        alvar = blob(name, metres(lat, lon), radius, stretch=stretch, bearing=15, points=40)
        drawing.paint(alvar, "NF", name, within=drawing.land, change=change, statement=NATURE_TEXT)
    for name, river in rivers().items():
        strip = shapely.simplify(river.buffer(330, quad_segs=2), 40)
        drawing.paint(
            strip,
            "NF",
            f"{name}s dalgång",
            within=drawing.land,
            change=change,
            statement=NATURE_TEXT,
            separate=True,
            smallest=60000,
        )
    if drawing.sea is not None:
        shore = drawing.land.boundary.intersection(drawing.sea.boundary)
        lines = [p for p in shapely.get_parts(shore) if p.geom_type == "LineString"]
        long = shapely.line_merge(shapely.MultiLineString(lines))
        number = 0
        for part in sorted(shapely.get_parts(long), key=lambda p: -p.length):
            for distance in range(1500, int(part.length), 5200):
                number += 1
                spot = part.interpolate(distance)
                size = float(rng("kust", drawing.code, number).uniform(900, 1600))
                shape = blob(
                    f"kust {drawing.code} {number}",
                    (spot.x, spot.y),
                    size,
                    stretch=1.35,
                    bearing=20,
                )
                drawing.paint(
                    shape,
                    "NF",
                    f"Kustens naturområde {number}",
                    within=drawing.land,
                    change=change,
                    statement=NATURE_TEXT,
                )
        islands = shapely.MultiPolygon(
            [p for p in polygons(drawing.free.intersection(drawing.land)) if p.area < 2e6]
        )
        drawing.paint(
            islands,
            "NF",
            "Skärgårdens öar",
            within=drawing.land,
            change=change,
            statement=NATURE_TEXT,
            smallest=1.0,
        )
    spots = scattered(f"reservat {drawing.code}", drawing.land.buffer(-1500), reserves, 4500)
    for number, spot in enumerate(spots):
        size = float(rng("reservat", drawing.code, number).uniform(600, 1700))
        shape = blob(f"reservat {drawing.code} {number}", spot, size, stretch=1.2, bearing=40)
        drawing.paint(
            shape,
            "NF",
            f"Naturområde {number + 1}",
            within=drawing.land,
            change=change,
            statement=NATURE_TEXT,
        )


def draw_farmland(
    drawing: Drawing, around: dict[str, Position], fields: int, size: float, change: str | None
) -> None:
    """Paint farmland near places and scattered over the land."""
    for name, spot in around.items():
        radius = size * float(rng("åker", name).uniform(1.2, 1.9))
        shape = blob(f"åker {name}", spot, radius, stretch=1.3, bearing=20, rough=0.6, points=28)
        drawing.paint(
            shape,
            "AN",
            f"Jordbruksmark vid {name}",
            within=drawing.land,
            change=change,
            statement=FARM_TEXT,
        )
    spots = scattered(f"fält {drawing.code}", drawing.land.buffer(-300), fields, size * 1.5)
    for number, spot in enumerate(spots):
        radius = size * float(rng("fält", drawing.code, number).uniform(0.5, 1.1))
        shape = blob(f"fält {drawing.code} {number}", spot, radius, stretch=1.3, bearing=25)
        drawing.paint(
            shape,
            "AN",
            f"Jordbruksmark {number + 1}",
            within=drawing.land,
            change=change,
            statement=FARM_TEXT,
        )


def draw_rest(
    drawing: Drawing, around: dict[str, Position], change: str | None, *, sea: bool = True
) -> None:
    """Paint the open countryside, one area a place, and the sea."""
    names, seeds = list(around), list(around.values())
    for name, cell in zip(names, cells(seeds, drawing.territory)):
        drawing.paint(
            cell,
            "LB",
            f"Landsbygd, {name} med omland",
            within=drawing.land,
            change=change,
            statement=RURAL_TEXT,
            smallest=1.0,
        )
    drawing.paint(
        drawing.land, "LB", "Landsbygd, övrigt", change=change, statement=RURAL_TEXT, smallest=1.0
    )
    if sea and drawing.sea is not None:
        inner = shapely.simplify(drawing.land.buffer(2200, quad_segs=3), 120)
        drawing.paint(inner, "VA", "Kustvatten", change=change, statement=WATER_TEXT)
        drawing.paint(
            drawing.territory,
            "VA",
            "Öppet hav",
            change=change,
            smallest=1.0,
            statement="Havets naturvärden, fiske och sjöfart samsas enligt havsplanen.",
        )
