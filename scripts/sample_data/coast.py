"""The coast north of Kalmar, and Öland: Mönsterås, Oskarshamn, Mörbylånga, Borgholm."""

from __future__ import annotations

from .character import Character, Expansion, border_spot
from .county import County
from .drawing import Drawing
from .shapes import blob, offset
from .towns import Growth, TownStyle


def _emsfors(drawing: Drawing, county: County) -> None:
    """Oskarshamn plans industry at the border where Mönsterås has housing and nature."""
    spot = border_spot(county, "0861", "0882", "e22_mitt")
    if drawing.code == "0882":
        drawing.paint(
            blob("Emsfors", spot, 1000, stretch=1.2, bearing=80),
            "VI",
            "Emsfors, nytt verksamhetsområde",
            change="new",
            within=drawing.land,
            statement="Storskaliga verksamheter med god tillgång till E22.",
            subcategory="Verksamheter",
        )
        harbour = blob("Emsfors hamnläge", offset(spot, 110, 2600), 800)
        drawing.paint(
            harbour,
            "VI",
            "Emsfors, hamnnära verksamheter",
            change="new",
            within=drawing.land,
            statement="Hamnnära industri på sikt.",
            subcategory="Verksamheter",
        )
    else:
        drawing.paint(
            blob("Emmekalv", spot, 800, stretch=1.2, bearing=80),
            "SB",
            "Emmekalv",
            within=drawing.land,
            statement="Befintlig bebyggelse som kan kompletteras.",
            subcategory="Bostäder",
        )
        drawing.paint(
            blob("Emåns mynning", offset(spot, 110, 2600), 1300),
            "NF",
            "Emåns mynning",
            within=drawing.land,
            statement="Mynningsområdet bevaras för natur och fiske.",
        )


def _strandskogen(drawing: Drawing, county: County) -> None:
    """Borgholm plans housing up to Mörbylånga's farmland."""
    spot = border_spot(county, "0840", "0885", "oland_norr")
    if drawing.code == "0885":
        drawing.paint(
            blob("Borgholm gräns", spot, 480),
            "SB",
            "Rälla, södra bostäder",
            change="new",
            within=drawing.land,
            subcategory="Bostäder",
            dwellings=60,
            statement="",
        )
    else:
        drawing.paint(
            blob("Mörbylånga gräns", spot, 900),
            "AN",
            "Jordbruksmark, Strandskogen",
            within=drawing.land,
            statement="Brukningsvärd jordbruksmark som ska fortsätta brukas.",
        )


def _double_drawn(drawing: Drawing, _: County) -> None:
    """A draft slip: farmland lies on housing and business north of Oskarshamn."""
    drawing.paint_over(
        blob("dubbel", (586300, 6351900), 420),
        "AN",
        "Jordbruksmark, Döderhult",
        "Brukningsvärd jordbruksmark.",
    )


MONSTERAS = Character(
    code="0861",
    towns={
        "Mönsterås": TownStyle(
            growth=(
                Growth("SB", 11, 300, dwellings=120),
                Growth("VI", 12, 250, statement=False),
                Growth("MB", 4, 20),
            )
        ),
        "Blomstermåla": TownStyle(growth=(Growth("SB", 5, 90),)),
        "Timmernabben": TownStyle(growth=(Growth("SB", 4, 330),)),
    },
    centres={"Mönsterås": 3, "Blomstermåla": 3, "Timmernabben": 4, "Ålem": 4},
    corridors=("e22_mitt",),
    green=("Emån", "Alsterån"),
    lakes=7,
    reserves=9,
    fields=34,
    field_size=800,
    first=(_emsfors,),
)

OSKARSHAMN = Character(
    code="0882",
    towns={
        "Oskarshamn": TownStyle(growth=(Growth("SB", 8, 330, dwellings=90),)),
        "Figeholm": TownStyle(growth=(Growth("SB", 24, 280, gap=200, dwellings=260),)),
        "Fårbo": TownStyle(growth=(Growth("SB", 20, 200, dwellings=210),)),
        "Påskallavik": TownStyle(growth=(Growth("SB", 9, 300),)),
        "Kristdala": TownStyle(core=False),
    },
    villages={
        "Misterhult": (Growth("MB", 18, 45, gap=900, dwellings=200),),
        "Bockara": (Growth("SB", 16, 200, gap=300), Growth("VI", 55, 300, gap=700)),
    },
    first=(_emsfors, _double_drawn),
    centres={"Oskarshamn": 4, "Figeholm": 2, "Påskallavik": 4},
    service_centres=("Oskarshamn", "Påskallavik"),
    corridors=("e22_norr",),
    hidden=("rv37", "e22_mitt"),
    lakes=18,
    reserves=14,
    fields=20,
    field_size=650,
    holes=((57.40, 16.22, 2100), (57.33, 16.33, 1500)),
)

MORBYLANGA = Character(
    code="0840",
    towns={
        "Färjestaden": TownStyle(
            renewal=(8, 120),
            growth=(
                Growth("SB", 28, 170, dwellings=330),
                Growth("VI", 14, 100),
                Growth("MB", 9, 20, dwellings=280),
            ),
        ),
        "Mörbylånga": TownStyle(growth=(Growth("SB", 7, 30, dwellings=80),)),
        "Algutsrum": TownStyle(growth=(Growth("SB", 30, 60, gap=600, dwellings=340),)),
        "Glömminge och Strandskogen": TownStyle(
            growth=(Growth("SB", 32, 10, gap=300, dwellings=380),)
        ),
    },
    villages={
        "Gårdby": (Growth("SB", 15, 120, gap=150, dwellings=160),),
        "Vickleby": (Growth("SB", 6, 0),),
        "Degerhamn": (Growth("MB", 8, 20),),
    },
    centres={"Färjestaden": 2, "Mörbylånga": 3, "Degerhamn": 4},
    corridors=("oland_norr", "olandsbron"),
    improved={"olandsbron": "developed"},
    expansions=(Expansion("Färjestaden", 20, 200, 2500, 220),),
    lakes=0,
    reserves=4,
    fields=85,
    field_size=1150,
    first=(_strandskogen,),
)

BORGHOLM = Character(
    code="0885",
    towns={
        "Borgholm": TownStyle(
            growth=(
                Growth("SB", 9, 160, dwellings=90, statement=False),
                Growth("VI", 6, 110, statement=False),
            )
        ),
        "Löttorp": TownStyle(growth=(Growth("SB", 2, 40, statement=False),)),
    },
    villages={
        "Köpingsvik": (Growth("SB", 7, 60, dwellings=60),),
        "Byxelkrok": (Growth("SB", 5, 150, gap=1700, statement=False), Growth("SB", 4, 100)),
        "Böda": (Growth("SB", 3, 90, gap=1300),),
    },
    centres={"Borgholm": 3, "Köpingsvik": 4, "Löttorp": None},
    service_centres=("Löttorp",),
    improved={"oland_norr": "developed"},
    lakes=1,
    reserves=6,
    fields=70,
    field_size=1100,
    sea=False,
    first=(_strandskogen,),
)
