"""The southern municipalities: Kalmar, Nybro, Emmaboda, Torsås."""

from __future__ import annotations

from .character import Character, Expansion, border_spot
from .county import County
from .drawing import Drawing
from .shapes import blob
from .towns import Growth, TownStyle

NO_TEXT = False


def _wind_power(drawing: Drawing, county: County) -> None:
    """Nybro keeps a category of its own that no profile knows."""
    spot = border_spot(county, "0881", "0862", "rv25")
    shape = blob("vindkraft Nybro", (spot[0] + 4000, spot[1] + 5000), 1500, stretch=1.3)
    drawing.paint(
        shape,
        "Omvandlingsområde",
        "Område för omställning, Örsjö",
        within=drawing.land,
        change="new",
        statement="Området utreds vidare för energi och skogsbruk.",
    )


def _industry_at_smedby(drawing: Drawing, county: County) -> None:
    """Kalmar grows with housing up to the border, where Nybro has industry."""
    spot = border_spot(county, "0880", "0881", "rv25")
    if drawing.code == "0880":
        drawing.paint(
            blob("Kalmar gräns", spot, 750),
            "SB",
            "Trekanten, västra bostäder",
            change="new",
            within=drawing.land,
            subcategory="Bostäder",
            statement="Ny bostadsbebyggelse i stationsnära läge.",
        )
        drawing.develop(
            blob("Trekanten utbyggnad", (spot[0] + 350, spot[1]), 140),
            "settlement",
            "expansion_area",
            change="new",
            name="Utbyggnadsområde Trekanten",
            statement="Samma område som i markanvändningen.",
        )
    else:
        drawing.paint(
            blob("Nybro gräns", spot, 800),
            "VI",
            "Sankt Sigfrid logistikområde",
            change="new",
            within=drawing.land,
            subcategory="Verksamheter",
            statement="Logistik och tillverkning vid riksväg 25.",
        )


KALMAR = Character(
    code="0880",
    towns={
        "Kalmar": TownStyle(
            renewal=(34, 900),
            growth=(
                Growth("MB", 46, 335, dwellings=1700),
                Growth("SB", 62, 215, dwellings=800),
                Growth("SB", 40, 300, dwellings=520),
                Growth("VI", 70, 260),
                Growth("SB", 30, 15, dwellings=400),
            ),
        ),
        "Lindsdal": TownStyle(
            growth=(Growth("SB", 34, 350, dwellings=420), Growth("SB", 18, 90, dwellings=210))
        ),
        "Smedby": TownStyle(growth=(Growth("SB", 26, 280, dwellings=300),)),
        "Rinkabyholm": TownStyle(growth=(Growth("SB", 28, 230, dwellings=380),)),
        "Trekanten": TownStyle(growth=(Growth("SB", 14, 90),)),
        "Ljungbyholm": TownStyle(
            growth=(Growth("SB", 12, 200, dwellings=140), Growth("VI", 9, 60))
        ),
        "Rockneby": TownStyle(growth=(Growth("SB", 10, 180),)),
        "Läckeby": TownStyle(growth=(Growth("SB", 7, 20),)),
        "Hagby": TownStyle(growth=(Growth("SB", 6, 300),)),
        "Påryd": TownStyle(growth=(Growth("SB", 3, 90),)),
    },
    centres={
        "Kalmar": 1,
        "Lindsdal": 3,
        "Smedby": 3,
        "Ljungbyholm": 3,
        "Trekanten": 4,
        "Rockneby": 4,
        "Påryd": 4,
    },
    corridors=("e22_syd", "e22_mitt", "rv25", "kust_till_kust", "olandsbron"),
    improved={"kust_till_kust": "developed", "e22_syd": "changed"},
    directions=(("Kalmar", 340, 3500), ("Smedby", 280, 2500)),
    expansions=(Expansion("Kalmar", 45, 235, 5200, 600),),
    green=("Ljungbyån",),
    lakes=5,
    reserves=10,
    fields=55,
    field_size=1000,
    first=(_industry_at_smedby,),
)

NYBRO = Character(
    code="0881",
    towns={
        "Nybro": TownStyle(
            renewal=(6, 90),
            growth=(
                Growth("SB", 22, 110, dwellings=240),
                Growth("VI", 30, 70),
                Growth("SB", 16, 20, change=None, statement=NO_TEXT),
                Growth("MB", 6, 200, subcategory="Ej specificerad"),
            ),
        ),
        "Orrefors": TownStyle(growth=(Growth("SB", 6, 210, change=None),)),
    },
    villages={
        "Sankt Sigfrid": (Growth("SB", 34, 100, gap=100, change=None),),
        "Bäckebo": (Growth("SB", 5, 180),),
        "Örsjö": (Growth("SB", 4, 40, change=None, subcategory="Ej specificerad"),),
    },
    centres={"Nybro": 3, "Orrefors": None, "Sankt Sigfrid": 4},
    corridors=("rv25",),
    hidden=("rv34",),
    green=("Ljungbyån",),
    lakes=16,
    reserves=12,
    fields=22,
    field_size=650,
    first=(_wind_power, _industry_at_smedby),
    holes=((56.93, 15.78, 4700), (56.63, 15.83, 3600)),
)

EMMABODA = Character(
    code="0862",
    towns={
        "Emmaboda": TownStyle(
            change=None,
            growth=(
                Growth("SB", 18, 60, change=None),
                Growth("VI", 16, 280, change=None),
                Growth("MB", 5, 340, change=None),
            ),
        ),
        "Vissefjärda": TownStyle(change=None, growth=(Growth("SB", 4, 150, change=None),)),
    },
    villages={
        "Boda glasbruk": (Growth("SB", 6, 200, change=None),),
        "Långasjö": (Growth("SB", 5, 30, gap=80, change=None),),
    },
    centres={"Emmaboda": 2, "Vissefjärda": 4},
    corridors=("rv25", "kust_till_kust"),
    green=("Lyckebyån",),
    lakes=18,
    reserves=9,
    fields=18,
    field_size=600,
    change=None,
    holes=((56.66, 15.33, 900),),
)

TORSAS = Character(
    code="0834",
    towns={
        "Torsås": TownStyle(growth=(Growth("SB", 3.6, 120, dwellings=30),)),
    },
    lakes=5,
    reserves=8,
    fields=32,
    field_size=800,
    sea=False,
)
