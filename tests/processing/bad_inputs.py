"""Every way to spoil a county that has to end in a clear sentence, and what that must name."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Callable

from county_case import PLAN_LINE, County, altered
from layer_files import Row, square
from osgeo import gdal
from small_case import LINKS, MUNICIPALITIES, NODES, SIDE, TYPOLOGY, X, Y, uses

NAN = float("nan")
KALMAR, BORGHOLM = MUNICIPALITIES
SETUP_NAME = "smaland.strukturbild.yaml"
AT_PLAN = f"{SETUP_NAME}:{PLAN_LINE}:"


@dataclass(frozen=True)
class Bad:
    """One way to spoil the county: its sentences must hold all of `names`, in either language.

    With `ends` the run fails; else it goes on, whole or (not `whole`) marked incomplete.
    """

    what: str
    spoil: Callable[[County], object]
    names: tuple[str, ...]
    ends: bool = False
    whole: bool = True


def ends(what: str, spoil: Callable[[County], object], *names: str) -> Bad:
    """A fault that ends the run."""
    return Bad(what, spoil, names, ends=True)


def costs_the_plan(what: str, spoil: Callable[[County], object], *names: str) -> Bad:
    """A fault that costs Kalmar its plan; the rest goes on."""
    return Bad(what, spoil, names, whole=False)


def is_told(what: str, spoil: Callable[[County], object], *names: str) -> Bad:
    """A fault that is only told."""
    return Bad(what, spoil, names)


def _wkb(*points: tuple[float, float]) -> bytes:
    flat = [number for point in points for number in point]
    return struct.pack(f"<BIII{len(flat)}d", 1, 3, 1, len(points), *flat)


def _with(row: Row, **changes: object) -> list[Row]:
    return [*uses(X), {**row, "name": "Rutan", "wkt": None, **changes}]


def setup(old: str, new: str) -> Callable[[County], None]:
    """Change the setup file."""
    return lambda county: county.say(old, new)


def _moved(municipality: Row, metres: float) -> Row:
    """Borgholm, further from or nearer to Kalmar."""
    return {**municipality, "wkt": square(X + SIDE + metres, Y, SIDE)}


def _nodes_as_text(county: County) -> None:
    """Nodes in a text file: a GeoPackage has no NaN."""
    rows = ("node_id,name,rank,population,wkt", f"n1,Kalmar,1,NaN,{NODES[0]['wkt']}")
    county.file("noder.csv", "\n".join(rows))
    uri = (county.folder / "noder.csv").as_uri()
    uri += "?type=csv&detectTypes=yes&wktField=wkt&crs=EPSG:3006"
    county.say("region.gpkg|layername=nodes", f"{{source: '{uri}', provider: delimitedtext}}")


NOT_THERE = (
    ends("setup file", lambda c: c.setup.unlink(), SETUP_NAME),
    ends("setup is a folder", lambda c: (c.setup.unlink(), c.setup.mkdir()), SETUP_NAME),
    ends(
        "region", lambda c: (c.folder / "region.gpkg").unlink(), "region.gpkg", f"{SETUP_NAME}:6:"
    ),
    costs_the_plan("plan", lambda c: (c.folder / "op_0880.gpkg").unlink(), "op_0880.gpkg", AT_PLAN),
    costs_the_plan("folder of a plan", lambda c: c.source("op_kalmar"), "op_kalmar", AT_PLAN),
    is_told("stops", lambda c: c.add("supporting: {stops: hpl.gpkg}\n"), "hpl.gpkg", ":19:"),
    costs_the_plan(
        "profile",
        lambda c: c.source("{source: op_0880.gpkg, profile: egen.yaml}"),
        "egen.yaml",
        AT_PLAN,
    ),
    ends("rule set", lambda c: c.add("rules: {set: ./egna.yaml}\n"), "egna.yaml"),
    ends("regional layer", setup("=nodes", "=noder"), "region.gpkg", "noder", f"{SETUP_NAME}:6:"),
    costs_the_plan(
        "layer of a plan",
        lambda c: c.source("'op_0880.gpkg|layername=landuse'"),
        "op_0880.gpkg",
        "landuse",
        "land_use",
        AT_PLAN,
    ),
    ends(
        "field of a regional layer",
        lambda c: c.region(typology=[{"wkt": square(X, Y, SIDE), "klass": "a"}]),
        "typology",
        "class_code",
        "klass",
        f"{SETUP_NAME}:5:",
    ),
    is_told(
        "field of a plan",
        lambda c: c.plan([{"wkt": square(X, Y), "kategori": "MB"}]),
        "land_use",
        "category",
        "kategori",
        AT_PLAN,
    ),
)
GEOMETRY = (
    is_told(
        "nodes drawn as lines",
        lambda c: c.region(nodes=[dict(NODES[0], wkt=LINKS[0]["wkt"])]),
        "nodes",
        f"{SETUP_NAME}:6:",
    ),
    is_told(
        "links drawn as points",
        lambda c: c.region(links=[dict(LINKS[0], wkt=NODES[0]["wkt"])]),
        "links",
        f"{SETUP_NAME}:7:",
    ),
    is_told(
        "a plan of points",
        lambda c: c.plan([dict(u, wkt=NODES[0]["wkt"]) for u in uses(X)]),
        "land_use",
        AT_PLAN,
    ),
    ends(
        "municipalities as points",
        lambda c: c.region(municipalities=[dict(m, wkt=NODES[0]["wkt"]) for m in MUNICIPALITIES]),
    ),
    costs_the_plan("plan without CRS", lambda c: c.plan(uses(X), crs=None), "land_use", AT_PLAN),
    ends("region without CRS", lambda c: c.region(crs=None), "nodes", "links", f"{SETUP_NAME}:7:"),
    is_told(
        "coordinates that are no numbers",
        lambda c: c.plan(_with(uses(X)[0], wkb=_wkb((X, Y), (X + 5, NAN), (X + 9, Y + 9), (X, Y)))),
        "land_use",
        "(id 4)",
        AT_PLAN,
    ),
    is_told("no geometry", lambda c: c.plan(_with(uses(X)[0])), "land_use", "(id 4)", AT_PLAN),
    is_told(
        "beyond repair",
        lambda c: c.plan(_with(uses(X)[0], wkb=_wkb((X, Y), (X + 5, Y), (X + 9, Y), (X, Y)))),
        "land_use",
        "(id 4)",
        AT_PLAN,
    ),
    costs_the_plan("plan in another county", lambda c: c.plan(uses(X + 3e5)), "ÖP Kalmar", ":11:"),
    costs_the_plan("plan of the neighbour", lambda c: c.source("op_0885.gpkg"), "ÖP Kalmar"),
    is_told("plan of nobody", setup('"0880"', '"0580"'), "op-0880", "0580", f"{SETUP_NAME}:11:"),
    costs_the_plan(
        "a raster",
        lambda c: (
            gdal.GetDriverByName("GTiff").Create(str(c.folder / "karta.tif"), 2, 2),
            c.source("karta.tif"),
        ),
        "karta.tif",
        AT_PLAN,
    ),
    costs_the_plan("no database", lambda c: c.file("op_0880.gpkg", "text"), "op_0880.gpkg"),
)
CONTENT = (
    is_told(
        "empty plan",
        lambda c: altered(c.folder / "op_0880.gpkg", "DELETE FROM land_use"),
        "land_use",
        AT_PLAN,
    ),
    is_told("0 nodes", lambda c: altered(c.folder / "region.gpkg", "DELETE FROM nodes"), "nodes"),
    is_told("0 links", lambda c: altered(c.folder / "region.gpkg", "DELETE FROM links"), "links"),
    ends(
        "0 municipalities",
        lambda c: altered(c.folder / "region.gpkg", "DELETE FROM municipalities"),
    ),
    ends(
        "two municipalities with one code",
        lambda c: c.region(municipalities=[KALMAR, {**BORGHOLM, "code": "0880"}]),
        "0880",
        "Kalmar",
        "Borgholm",
    ),
    is_told(
        "borders that overlap",
        lambda c: c.region(municipalities=[KALMAR, _moved(BORGHOLM, -100)]),
        "Kalmar",
        "Borgholm",
        "200 ha",
    ),
    is_told(
        "borders that leave a strip",
        lambda c: c.region(municipalities=[KALMAR, _moved(BORGHOLM, 60)]),
        "Kalmar",
        "Borgholm",
    ),
    is_told(
        "a number that is none",
        _nodes_as_text,
        "noder",
        "population",
        "NaN",
        f"{SETUP_NAME}:6:",
    ),
    is_told(
        "text in a field of whole numbers",
        lambda c: c.region(nodes=[{**NODES[0], "rank": "ett"}, {**NODES[1], "rank": "2"}]),
        "nodes",
        "rank",
        '"ett"',
        f"{SETUP_NAME}:6:",
    ),
    is_told(
        "text in a field of numbers",
        lambda c: c.plan([{**u, "dwellings": "många"} for u in uses(X)]),
        "land_use",
        "dwellings",
        '"många"',
        AT_PLAN,
    ),
    is_told(
        "a day that is none",
        lambda c: c.region(typology=[{**t, "valid_from": "i fjol"} for t in TYPOLOGY]),
        "typology",
        "valid_from",
        '"i fjol"',
    ),
    is_told(
        "a class that no list knows",
        lambda c: c.region(typology=[{**TYPOLOGY[0], "class_code": "storstad"}]),
        "typology",
        "class_code",
        "storstad",
    ),
)
