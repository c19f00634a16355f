"""Kalmar's deepening south-west of the city, on top of the municipality-wide plan."""

from __future__ import annotations

from .county import County
from .drawing import Drawing
from .facts import MUNICIPALITIES
from .shapes import blob, offset

CENTRE = (577700.0, 6281600.0)


def draw_deepening(county: County) -> Drawing:
    """The plan of one part of the city, in greater detail."""
    area = blob("fördjupning", CENTRE, 1750, stretch=1.2, bearing=60, points=36)
    land = county.land["0880"].intersection(area)
    drawing = Drawing("0880", MUNICIPALITIES["0880"], land, land, county.sea["0880"])
    uses = (
        ("MB", "Södra staden, stadsdelscentrum", 0, 0, 320, "new", 600),
        ("SB", "Södra staden, etapp 1", 55, 700, 420, "new", 450),
        ("SB", "Södra staden, etapp 2", 250, 650, 400, "new", 380),
        ("GP", "Södra staden, park", 150, 450, 260, "new", None),
        ("GP", "Strandparken", 110, 1000, 330, "ongoing", None),
        ("SB", "Rinkabyholm, befintlig bebyggelse", 265, 1350, 620, "ongoing", None),
        ("NF", "Strandnära natur", 120, 1500, 700, "ongoing", None),
        ("AN", "Jordbruksmark, Dunö", 190, 1300, 600, "ongoing", None),
    )
    for category, name, bearing, distance, radius, change, dwellings in uses:
        shape = blob(f"fördjupning {name}", offset(CENTRE, bearing, distance), radius)
        drawing.paint(
            shape,
            category,
            name,
            change=change,
            dwellings=dwellings,
            statement="Södra staden byggs ut i etapper med närhet till buss och service.",
            subcategory="Bostäder" if category in ("SB", "MB") else "",
        )
    drawing.paint(
        land,
        "LB",
        "Landsbygd inom fördjupningen",
        smallest=1.0,
        statement="Ingen ny bebyggelse i väntan på kommande etapper.",
    )
    return drawing
