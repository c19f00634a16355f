"""Nodes and links of the structure map. Ranks 1 and 2 are the region's; the rest is an example."""

from __future__ import annotations

from typing import Any

import shapely
import shapely.ops
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from .county import County
from .facts import MUNICIPALITIES, NOTICE, VILLAGES, places
from .routes import rivers, routes
from .shapes import smooth_line, snapped

# name: (category, rank, status, six strategic properties: 1 yes, 0 no, - unknown)
NODES: dict[str, tuple[str, int | None, str, str]] = {
    "Kalmar": ("growth_engine", 1, "existing", "111111"),
    "Västervik": ("regional_core", 2, "existing", "111111"),
    "Oskarshamn": ("regional_core", 2, "existing", "111111"),
    "Nybro": ("strategic_node", 3, "existing", "111111"),
    "Vimmerby": ("strategic_node", 3, "existing", "111111"),
    "Hultsfred": ("strategic_node", 3, "existing", "111111"),
    "Mönsterås": ("strategic_node", 3, "existing", "111-11"),
    "Emmaboda": ("strategic_node", 3, "existing", "111011"),
    "Borgholm": ("strategic_node", 3, "existing", "111111"),
    "Färjestaden": ("strategic_node", 3, "target", "110111"),
    "Mörbylånga": ("strategic_node", 3, "existing", "11011-"),
    "Torsås": ("strategic_node", 3, "existing", "11101-"),
    "Högsby": ("strategic_node", 3, "existing", "11001-"),
    "Gamleby": ("strategic_node", 3, "target", "111010"),
    "Södra Vi": ("strategic_node", 3, "target", "1-0011"),
    "Blomstermåla": ("strategic_node", 3, "under_study", "110-10"),
    "Loftahammar": ("archipelago_node", None, "existing", "010100"),
    "Blankaholm": ("archipelago_node", None, "target", "000100"),
    "Byxelkrok": ("archipelago_node", None, "existing", "010100"),
    "Löttorp": ("service_centre", None, "existing", "110010"),
    "Orrefors": ("service_centre", None, "existing", "010110"),
    "Ankarsrum": ("service_centre", None, "existing", "01-010"),
    "Kristdala": ("service_centre", None, "existing", "110010"),
    "Figeholm": ("local_node", None, "existing", "010110"),
    "Ljungbyholm": ("service_centre", None, "existing", "110010"),
    "Vissefjärda": ("service_centre", None, "existing", "010010"),
    "Bergkvara": ("other", None, "existing", "010110"),
    "Virserum": ("local_node", None, "existing", "110110"),
    "Timmernabben": ("service_centre", None, "target", "110010"),
    "Växjö": ("regional_core", 2, "existing", "111111"),
}
PROPERTIES = (
    "has_public_service",
    "has_commercial_service",
    "has_workplace",
    "has_visitor_destination",
    "has_public_transport",
    "has_broadband",
)
# id, name, from, to, kind, strength, status, route (or routes joined)
LINKS: tuple[tuple[str, str, str, str, str, int, str, str], ...] = (
    ("s01", "Kalmar–Mönsterås", "Kalmar", "Mönsterås", "combined", 3, "existing", "e22_mitt"),
    (
        "s02",
        "Mönsterås–Oskarshamn",
        "Mönsterås",
        "Oskarshamn",
        "combined",
        3,
        "existing",
        "e22_mitt",
    ),
    (
        "s03",
        "Oskarshamn–Västervik",
        "Oskarshamn",
        "Västervik",
        "combined",
        2,
        "strengthen",
        "e22_norr+vastervik_anslutning",
    ),
    ("s04", "Västervik–Gamleby", "Västervik", "Gamleby", "commuting", 2, "existing", "tjustbanan"),
    (
        "s05",
        "Kalmar–Torsås",
        "Kalmar",
        "Torsås",
        "combined",
        2,
        "strengthen",
        "e22_syd+torsas_inland",
    ),
    ("s06", "Kalmar–Nybro", "Kalmar", "Nybro", "combined", 3, "existing", "rv25"),
    ("s07", "Nybro–Emmaboda", "Nybro", "Emmaboda", "combined", 2, "existing", "rv25"),
    ("s08", "Emmaboda–Växjö", "Emmaboda", "Växjö", "commuting", 2, "existing", "!växjö"),
    ("s09", "Kalmar–Högsby", "Kalmar", "Högsby", "commuting", 1, "strengthen", "stangadalsbanan"),
    (
        "s10",
        "Högsby–Hultsfred",
        "Högsby",
        "Hultsfred",
        "commuting",
        1,
        "strengthen",
        "stangadalsbanan",
    ),
    (
        "s11",
        "Hultsfred–Vimmerby",
        "Hultsfred",
        "Vimmerby",
        "combined",
        2,
        "existing",
        "stangadalsbanan",
    ),
    ("s12", "Vimmerby–Västervik", "Vimmerby", "Västervik", "education", 1, "existing", "rv40"),
    (
        "s13",
        "Oskarshamn–Hultsfred",
        "Oskarshamn",
        "Hultsfred",
        "freight",
        2,
        "existing",
        "rv37+rv34",
    ),
    ("s14", "Kalmar–Färjestaden", "Kalmar", "Färjestaden", "combined", 3, "existing", "olandsbron"),
    (
        "s15",
        "Färjestaden–Borgholm",
        "Färjestaden",
        "Borgholm",
        "combined",
        2,
        "existing",
        "oland_norr",
    ),
    (
        "s16",
        "Borgholm–Byxelkrok",
        "Borgholm",
        "Byxelkrok",
        "culture_tourism",
        1,
        "existing",
        "oland_norr",
    ),
    (
        "s17",
        "Färjestaden–Mörbylånga",
        "Färjestaden",
        "Mörbylånga",
        "housing",
        1,
        "existing",
        "oland_syd",
    ),
    (
        "s18",
        "Gamleby–Loftahammar",
        "Gamleby",
        "Loftahammar",
        "service",
        1,
        "existing",
        "loftahammar",
    ),
    (
        "s19",
        "Nybro–Orrefors",
        "Nybro",
        "Orrefors",
        "culture_tourism",
        1,
        "existing",
        "nybro_orrefors",
    ),
    ("s20", "Emmaboda–Karlskrona", "Emmaboda", "", "commuting", 1, "existing", "karlskronabanan"),
    (
        "s21",
        "Kustjärnväg Kalmar–Oskarshamn",
        "Kalmar",
        "Oskarshamn",
        "commuting",
        2,
        "new",
        "!kust",
    ),
    (
        "s22",
        "Målilla–Virserum",
        "Virserum",
        "Hultsfred",
        "service",
        1,
        "existing",
        "rv23+stangadalsbanan",
    ),
    ("s23", "Grönt samband längs Emån", "", "", "green", 1, "existing", "~Emån"),
    ("s24", "Grönt samband längs Lyckebyån", "", "", "green", 1, "existing", "~Lyckebyån"),
    ("s25", "Grönt samband längs Alsterån", "", "", "green", 1, "existing", "~Alsterån"),
)
NOT_PLACED = ("Timmernabben",)  # Listed, but nobody has drawn it yet.
GHOST_NODE = "karlskrona"  # Not in the node layer: a fault of the structure map itself.


def node_id(name: str) -> str:
    """The id of a node: its name in small letters without accents."""
    return name.lower().translate(str.maketrans("åäöé ", "aaoe_"))


def draw_nodes(county: County) -> list[dict[str, Any]]:
    """Nodes as points."""
    rows = []
    for name, (category, rank, status, marks) in NODES.items():
        town = county.towns.get(name)
        code = town[0].municipality if town else VILLAGES.get(name, ("", 0, 0))[0]
        flags = [None if mark == "-" else int(mark) for mark in marks]
        rows.append(
            {
                "node_id": node_id(name),
                "name": name,
                "category": category,
                "rank": rank,
                "status": status,
                "population": town[0].population if town else None,
                **dict(zip(PROPERTIES, flags)),
                "locality_code": town[0].code if town else "",
                "municipality_code": code if code in MUNICIPALITIES else "",
                "notice": NOTICE,
                "geometry": None if name in NOT_PLACED else Point(places()[name]),
            }
        )
    return rows


def draw_links() -> list[dict[str, Any]]:
    """Links as lines along their routes, somewhat generalised."""
    rows = []
    for key, name, start, end, kind, strength, status, course in LINKS:
        line = _course(course, start, end)
        rows.append(
            {
                "link_id": key,
                "name": name,
                "from_node": node_id(start),
                "to_node": node_id(end) if key != "s20" else GHOST_NODE,
                "kind": kind,
                "strength": strength,
                "direction": "both",
                "status": status,
                "notice": NOTICE,
                "geometry": snapped(shapely.simplify(line, 350)),
            }
        )
    return rows


def _course(course: str, start: str, end: str) -> BaseGeometry:
    known = places()
    if course.startswith("~"):
        return rivers()[course[1:]]
    if course == "!växjö":
        return LineString([known["Emmaboda"], (524900, 6281800), (505000, 6294000), known["Växjö"]])
    if course == "!kust":
        east = [(585600, 6297500), (589300, 6313000), (592300, 6323500), (591200, 6337000)]
        return smooth_line([known["Kalmar"], *east, known["Oskarshamn"]])
    keys = course.split("+")
    return _between(keys, known, start, end)


def _between(
    keys: list[str], known: dict[str, tuple[float, float]], start: str, end: str
) -> BaseGeometry:
    """The part of the routes between two places (to the last stop where there is no end)."""
    corners: list[tuple[float, ...]] = []
    here = Point(known[start])
    for number, key in enumerate(keys):
        line = routes()[key].line
        if not end:
            goal = Point(line.coords[-1])
        elif number == len(keys) - 1:
            goal = Point(known[end])
        else:
            goal = Point(shapely.shortest_line(line, routes()[keys[number + 1]].line).coords[0])
        piece = shapely.ops.substring(line, line.project(here), line.project(goal))
        corners += list(piece.coords)
        here = goal
    return LineString(corners)
