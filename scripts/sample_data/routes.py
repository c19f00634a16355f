"""The main roads and railways, drawn along their real course between places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from shapely import LineString

from .facts import metres, places
from .shapes import smooth_line


@dataclass(frozen=True)
class Route:
    """A road or railway: id, name, `road` or `rail`, and the line."""

    route_id: str
    name: str
    mode: str
    line: LineString


# Names are places; pairs are latitude, longitude of a bend.
COURSES: dict[str, tuple[str, str, list[str | tuple[float, float]]]] = {
    "e22_syd": (
        "E22 Bergkvara–Kalmar",
        "road",
        [
            (56.275, 15.985),
            "Bergkvara",
            "Söderåkra",
            (56.47, 16.10),
            "Hagby",
            "Vassmolösa",
            "Ljungbyholm",
            (56.655, 16.24),
            "Kalmar",
        ],
    ),
    "e22_mitt": (
        "E22 Kalmar–Mönsterås–Oskarshamn",
        "road",
        [
            "Kalmar",
            "Lindsdal",
            "Läckeby",
            "Rockneby",
            "Ålem",
            "Mönsterås",
            "Påskallavik",
            "Oskarshamn",
        ],
    ),
    "e22_norr": (
        "E22 Oskarshamn–Västervik–Gamleby",
        "road",
        [
            "Oskarshamn",
            "Fårbo",
            "Misterhult",
            (57.585, 16.45),
            "Gunnebo",
            (57.735, 16.50),
            "Gamleby",
            (57.98, 16.46),
            "Edsbruk",
            (58.085, 16.45),
        ],
    ),
    "vastervik_anslutning": ("E22 Västervik", "road", ["Gunnebo", "Västervik"]),
    "rv25": (
        "Rv 25 Kalmar–Nybro–Emmaboda",
        "road",
        [
            "Kalmar",
            "Smedby",
            "Trekanten",
            "Nybro",
            "Örsjö",
            "Emmaboda",
            "Eriksmåla",
            (56.73, 15.33),
        ],
    ),
    "kust_till_kust": (
        "Kust till kust-banan",
        "rail",
        [
            "Kalmar",
            "Smedby",
            "Trekanten",
            "Nybro",
            (56.70, 15.70),
            "Emmaboda",
            (56.67, 15.42),
            (56.71, 15.32),
        ],
    ),
    "karlskronabanan": (
        "Emmaboda–Karlskrona",
        "rail",
        ["Emmaboda", "Vissefjärda", (56.475, 15.60)],
    ),
    "stangadalsbanan": (
        "Stångådalsbanan",
        "rail",
        [
            "Kalmar",
            "Läckeby",
            "Rockneby",
            "Blomstermåla",
            (57.05, 16.16),
            "Ruda",
            "Högsby",
            "Berga",
            (57.25, 15.98),
            "Mörlunda",
            "Målilla",
            "Hultsfred",
            "Storebro",
            "Vimmerby",
            "Södra Vi",
            "Gullringen",
            (57.85, 15.66),
        ],
    ),
    "tjustbanan": (
        "Tjustbanan",
        "rail",
        ["Västervik", "Piperskärr", "Gamleby", "Överum", (57.99, 16.20), (58.06, 16.14)],
    ),
    "rv40": (
        "Rv 40 Västervik–Vimmerby",
        "road",
        [
            "Västervik",
            "Gunnebo",
            "Ankarsrum",
            (57.67, 16.14),
            "Frödinge",
            "Vimmerby",
            (57.66, 15.70),
            (57.64, 15.50),
        ],
    ),
    "rv34": (
        "Rv 34 Ålem–Högsby–Hultsfred–Vimmerby",
        "road",
        [
            "Ålem",
            "Blomstermåla",
            (57.04, 16.20),
            "Ruda",
            "Högsby",
            "Berga",
            "Mörlunda",
            "Målilla",
            "Hultsfred",
            "Storebro",
            "Vimmerby",
            (57.78, 15.78),
            (57.87, 15.74),
        ],
    ),
    "rv37": (
        "Rv 37/47 Oskarshamn–Bockara–Hultsfred",
        "road",
        ["Oskarshamn", (57.26, 16.28), "Bockara", (57.31, 16.00), "Mörlunda"],
    ),
    "rv23": (
        "Rv 23 Målilla–Virserum",
        "road",
        ["Målilla", (57.36, 15.74), "Virserum", (57.29, 15.50)],
    ),
    "olandsbron": ("Ölandsbron", "road", ["Kalmar", (56.683, 16.40), "Färjestaden"]),
    "oland_norr": (
        "Väg 136 Färjestaden–Borgholm–Löttorp",
        "road",
        [
            "Färjestaden",
            "Algutsrum",
            "Glömminge och Strandskogen",
            "Rälla",
            "Borgholm",
            "Köpingsvik",
            (57.02, 16.85),
            "Löttorp",
            "Böda",
            "Byxelkrok",
        ],
    ),
    "oland_syd": (
        "Väg 136 Färjestaden–Mörbylånga–Degerhamn",
        "road",
        ["Färjestaden", "Vickleby", "Mörbylånga", "Degerhamn"],
    ),
    "nybro_orrefors": (
        "Rv 31 Nybro–Orrefors",
        "road",
        ["Nybro", (56.79, 15.82), "Orrefors", (56.92, 15.66)],
    ),
    "torsas_inland": (
        "Väg 130 Bergkvara–Torsås–Gullabo",
        "road",
        ["Bergkvara", "Torsås", "Gullabo", "Vissefjärda"],
    ),
    "loftahammar": (
        "Väg 213 Gamleby–Loftahammar",
        "road",
        ["Gamleby", (57.91, 16.55), "Loftahammar"],
    ),
}
RIVERS: dict[str, list[str | tuple[float, float]]] = {
    "Emån": [
        (57.45, 15.50),
        (57.41, 15.66),
        (57.395, 15.80),
        (57.34, 15.90),
        (57.26, 16.00),
        (57.18, 16.03),
        (57.11, 16.12),
        (57.13, 16.28),
        (57.12, 16.41),
        (57.118, 16.52),
    ],
    "Ljungbyån": [
        (56.86, 15.80),
        (56.77, 15.93),
        (56.70, 15.98),
        (56.64, 16.13),
        (56.62, 16.19),
        (56.615, 16.27),
    ],
    "Alsterån": [(57.07, 15.60), (57.00, 15.85), (56.96, 16.12), (56.93, 16.44)],
    "Lyckebyån": [(56.78, 15.50), (56.64, 15.545), (56.54, 15.58), (56.47, 15.62)],
    "Stångån": [(57.46, 15.86), (57.58, 15.85), (57.69, 15.86), (57.80, 15.78), (57.87, 15.73)],
    "Botorpsströmmen": [(57.62, 15.98), (57.68, 16.20), (57.67, 16.40), (57.71, 16.60)],
    "Bruatorpsån": [(56.42, 15.75), (56.40, 15.97), (56.37, 16.06)],
}


@cache
def routes() -> dict[str, Route]:
    """All routes by id."""
    return {
        key: Route(key, name, mode, _line(stops, 0.05 if mode == "road" else 0.03))
        for key, (name, mode, stops) in COURSES.items()
    }


@cache
def rivers() -> dict[str, LineString]:
    """The larger rivers by name."""
    return {name: _line(stops, 0.16) for name, stops in RIVERS.items()}


def _line(stops: list[str | tuple[float, float]], wiggle: float) -> LineString:
    known = places()
    return smooth_line(
        [known[stop] if isinstance(stop, str) else metres(*stop) for stop in stops], wiggle
    )
