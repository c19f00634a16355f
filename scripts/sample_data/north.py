"""The north: Västervik, Vimmerby, Hultsfred. (Högsby has no plan in the sample.)"""

from __future__ import annotations

import shapely

from .character import Character, Expansion, border_spot, surroundings
from .county import County
from .drawing import Drawing
from .shapes import blob, joined
from .towns import Growth, TownStyle


def _forest_left_out(drawing: Drawing, county: County) -> None:
    """Vimmerby's plan covers the surroundings of its localities only."""
    around = surroundings(drawing.code, county)
    covered = shapely.union_all(
        [blob(f"omland {name}", spot, 8200, rough=0.5, points=40) for name, spot in around.items()]
    )
    drawing.free = joined([drawing.territory.intersection(covered)])


def _border_industry(drawing: Drawing, county: County) -> None:
    """Hultsfred plans industry beside the park that Vimmerby keeps; Storebro lies near."""
    spot = border_spot(county, "0860", "0884", "stangadalsbanan")
    if drawing.code == "0860":
        drawing.paint(
            blob("Silverdalen gräns", spot, 600),
            "VI",
            "Vena logistik",
            change="new",
            within=drawing.land,
            subcategory="Verksamheter",
            statement="Ny terminal för skogsråvara.",
        )


VASTERVIK = Character(
    code="0883",
    towns={
        "Västervik": TownStyle(
            renewal=(14, 260),
            growth=(
                Growth("SB", 30, 300, dwellings=350),
                Growth("MB", 12, 200, dwellings=420),
                Growth("VI", 34, 250),
                Growth("SB", 16, 20, dwellings=180),
            ),
        ),
        "Gamleby": TownStyle(growth=(Growth("SB", 12, 330, dwellings=130), Growth("VI", 6, 200))),
        "Gunnebo": TownStyle(growth=(Growth("SB", 4, 90),)),
        "Överum": TownStyle(growth=(Growth("SB", 3, 40),)),
        "Ankarsrum": TownStyle(),
    },
    villages={
        "Loftahammar": (Growth("SB", 6, 250, dwellings=50),),
        "Hjorted": (Growth("SB", 9, 80, gap=300),),
        "Edsbruk": (Growth("SB", 6, 200),),
    },
    centres={"Västervik": 2, "Gamleby": 4, "Loftahammar": 4, "Överum": 4},
    corridors=("e22_norr", "vastervik_anslutning", "tjustbanan"),
    hidden=("rv40",),
    improved={"tjustbanan": "developed"},
    directions=(("Gamleby", 150, 2500),),
    expansions=(Expansion("Västervik", 22, 285, 3400, 240),),
    green=("Botorpsströmmen",),
    lakes=34,
    reserves=22,
    fields=30,
    field_size=700,
)

VIMMERBY = Character(
    code="0884",
    towns={
        "Vimmerby": TownStyle(
            growth=(
                Growth("SB", 20, 120, dwellings=210),
                Growth("VI", 18, 200),
                Growth("MB", 3, 300),
            )
        ),
        "Storebro": TownStyle(growth=(Growth("SB", 6, 160),)),
        "Gullringen": TownStyle(growth=(Growth("SB", 5, 90),)),
    },
    villages={"Tuna": (Growth("SB", 4, 40),)},
    centres={"Vimmerby": 3, "Storebro": 4, "Södra Vi": 4},
    corridors=("stangadalsbanan",),
    hidden=("rv40",),
    directions=(("Södra Vi", 20, 1800),),
    green=("Stångån",),
    lakes=12,
    reserves=10,
    fields=24,
    field_size=700,
    first=(_forest_left_out,),
)

HULTSFRED = Character(
    code="0860",
    towns={
        "Hultsfred": TownStyle(core=False),
        "Virserum": TownStyle(growth=(Growth("SB", 12, 60, dwellings=130), Growth("VI", 9, 200))),
        "Målilla": TownStyle(growth=(Growth("SB", 7, 300), Growth("VI", 14, 150))),
        "Mörlunda": TownStyle(growth=(Growth("SB", 5, 30),)),
        "Silverdalen": TownStyle(growth=(Growth("SB", 4, 20),)),
    },
    villages={"Vena": (Growth("SB", 5, 100),), "Järnforsen": (Growth("SB", 3, 0),)},
    centres={"Virserum": 3, "Målilla": 3, "Mörlunda": 4, "Silverdalen": 4},
    corridors=("stangadalsbanan", "rv34", "rv37"),
    green=("Emån",),
    lakes=16,
    reserves=12,
    fields=24,
    field_size=700,
    first=(_border_industry,),
)
