"""Plans as they come: curves, heights, parts, broken rings, field names and encodings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from county_case import County, Ended
from layer_files import Row, write
from osgeo import gdal
from small_case import X, Y, uses

SQUARES = [(X + 137 + 5000 * place, Y + 71, 5000) for place in range(3)]
PROFILE = """profile: egen
version: "1"
name: {sv: Egen, en: Own}
description: {sv: En egen, en: One's own}
sources:
  - layer: ["land_use"]
    table: land_use
    columns:
      category: {field: "MARKSLAG"}
      change: {field: "LÄGE"}
      name: {field: "NAMN"}
"""


def corners(x: float, y: float, side: float) -> list[tuple[float, float]]:
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]


def text(points: list[tuple[float, float]], more: str = "") -> str:
    return ",".join(f"{x} {y}{more}" for x, y in points)


def drawn(shape: str = "POLYGON(({}))", more: str = "") -> list[Row]:
    """Kalmar's plan; `shape` is the first object's WKT around its corners."""
    shapes = [shape, "POLYGON(({}))", "POLYGON(({}))"]
    heights = [more, "", ""]
    return [
        {**row, "wkt": wkt.format(text(corners(*square), height))}
        for row, wkt, square, height in zip(uses(X), shapes, SQUARES, heights)
    ]


def ledger(ended: Ended) -> dict[str, str]:
    assert ended.said == ""
    return {row["finding_key"]: row["outcome"] for row in ended.ledger}


def counted(ended: Ended) -> dict[str, Any]:
    return json.loads(ended.run["input", "0880 land_use"])


@pytest.fixture
def usual(county: County) -> dict[str, str]:
    county.plan(drawn())
    return ledger(county.check())


@pytest.mark.parametrize(
    ("shape", "more"),
    [
        ("CURVEPOLYGON(({}))", ""),
        ("CURVEPOLYGON(COMPOUNDCURVE(({})))", ""),
        ("MULTISURFACE(CURVEPOLYGON(COMPOUNDCURVE(({}))))", ""),
        ("POLYGON Z(({}))", " 12.5"),
        ("POLYGON M(({}))", " 3"),
        ("POLYGON ZM(({}))", " 12.5 3"),
        ("CURVEPOLYGON Z(({}))", " 12.5"),
        ("MULTIPOLYGON((({})))", ""),
        ("MULTIPOLYGON ZM((({})))", " 1 2"),
        ("GEOMETRYCOLLECTION(POLYGON(({})))", ""),
        ("POLYHEDRALSURFACE Z((({})))", " 0"),
    ],
)
def test_another_way_to_draw_the_same(county: County, usual, shape: str, more: str) -> None:
    county.plan(drawn(shape, more))
    ended = county.check()
    assert ended.told == []
    assert ledger(ended) == usual
    assert (counted(ended)["repaired"], counted(ended)["undetermined"]) == (0, 0)


def test_an_arc_counts_with_its_bulge(county: County) -> None:
    x, y, side = SQUARES[0]
    arc = f"{x} {y},{x - side / 2} {y + side / 2},{x} {y + side}"  # half a circle to the west
    shape = (
        f"CURVEPOLYGON(COMPOUNDCURVE(CIRCULARSTRING({arc}),({x} {y + side},{x + side} {y + side},"
    )
    shape += f"{x + side} {y},{x} {y})))"
    county.plan([{**drawn()[0], "wkt": shape.replace("{", "").replace("}", "")}])
    (row,) = county.check().rows(rule_id="T1", partition="0880")
    size = json.loads(row["figures"])["object_area"]["value"]
    inside = (
        2500 + 3.141592653589793 * 2500**2 / 2 / 10_000
    )  # ha; what lies west of Kalmar is cut off
    assert 2500 < size <= inside + 0.1


@pytest.mark.parametrize(
    ("shape", "repaired"),
    [
        ("bow-tie", 1),
        ("touching itself", 1),
        ("unclosed", 1),
        ("collection with a point", 1),
        ("two parts that overlap", 1),
        ("a hole outside", 1),
    ],
)
def test_what_is_repaired_is_counted_and_judged(county: County, usual, shape, repaired) -> None:
    x, y, side = SQUARES[0]
    square = text(corners(x, y, side))
    half = side / 2
    bow = [(x, y), (x + side, y + side), (x + side, y), (x, y + side), (x, y)]
    loop = [*corners(x, y, side)[:2], (x + half, y + half), *corners(x, y, side)[2:4],
            (x + half, y + half), (x, y)]  # fmt: skip
    wkt = {
        "bow-tie": f"POLYGON(({text(bow)}))",
        "touching itself": f"POLYGON(({text(loop)}))",
        "unclosed": f"POLYGON(({text(corners(x, y, side)[:-1])}))",
        "collection with a point": f"GEOMETRYCOLLECTION(POLYGON(({square})),POINT({x} {y}))",
        "two parts that overlap": f"MULTIPOLYGON((({square})),(({text(corners(x, y, half))})))",
        "a hole outside": f"POLYGON(({square}),({text(corners(x + 2 * side, y, 50))}))",
    }[shape]
    county.plan([{**drawn()[0], "wkt": wkt}, *drawn()[1:]])
    ended = county.check()
    assert ended.told == []
    assert (counted(ended)["repaired"], counted(ended)["undetermined"]) == (repaired, 0)
    if shape not in ("bow-tie", "touching itself"):
        assert ledger(ended) == usual
    (row,) = ended.rows(rule_id="T1", partition="0880")
    assert row["outcome"] in ("supported", "partly", "conflicting", "missing")


@pytest.mark.parametrize("wkt", [None, "POLYGON EMPTY", "GEOMETRYCOLLECTION EMPTY"])
def test_what_can_not_be_judged_is_named(county: County, wkt: str | None) -> None:
    county.plan([*drawn(), {**uses(X)[0], "name": "Rutan", "wkt": wkt}])
    ended = county.check()
    rows = [row for row in ended.ledger if row["label"] == "Rutan"]
    assert {row["outcome"] for row in rows} == {"undetermined"}
    assert "(id 4)" in ended.told[0]
    assert counted(ended)["undetermined"] == 1


def test_one_layer_of_all_kinds_of_geometry(county: County, usual) -> None:
    more = [
        {
            **uses(X)[0],
            "category": "TI",
            "name": "Vägen",
            "wkt": f"LINESTRING({X} {Y},{X + 900} {Y})",
        },
        {**uses(X)[0], "name": "Pricken", "wkt": f"POINT({X + 5} {Y + 5})"},
    ]
    county.plan([*drawn(), *more])
    ended = county.check()
    assert counted(ended)["mapped"] == 4 and counted(ended)["skipped"] == 1
    assert len(ended.told) == 1 and "id 5" in ended.told[0]
    assert {key: ledger(ended)[key] for key in usual if key in ledger(ended)}.keys() == usual.keys()


NAMES = [
    ("markslag i planen", "läge", "namn"),
    ("order", "group", "select"),
    ("1_markslag", "2:läge", "3 namn"),
    ('mark"slag', "lä'ge", "na`mn;--"),
    ("Markslag (ÖP)", "ÅÄÖ åäö", "nämn%"),
    ("MARKSLAG", "LÄGE", "NAMN"),
]


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".fgb"])
@pytest.mark.parametrize("names", NAMES, ids=[names[0] for names in NAMES])
def test_fields_of_any_name(county: County, usual, suffix: str, names) -> None:
    county.plan([])
    (county.folder / "op_0880.gpkg").unlink()
    named(county, county.folder / f"land_use{suffix}", names)
    ended = county.check()
    assert ended.told == []
    assert ledger(ended) == usual


def named(
    county: County, path: Path, names: tuple[str, str, str], first: str = "Stadsdelen"
) -> None:
    """Kalmar's plan with other field names, and a profile that knows them."""
    rows = [
        {"wkt": row["wkt"], **dict(zip(names, (row["category"], row["change"], row["name"])))}
        for row in drawn()
    ]
    rows[0][names[2]] = first
    origin = write(county.folder / "rader.gpkg", rows, "land_use")
    drivers = {
        ".gpkg": "GPKG",
        ".geojson": "GeoJSON",
        ".fgb": "FlatGeobuf",
        ".shp": "ESRI Shapefile",
    }
    options = ["ENCODING=UTF-8"] if path.suffix == ".shp" else []
    made = gdal.VectorTranslate(
        str(path), str(origin), format=drivers[path.suffix], layerName="land_use",
        layerCreationOptions=options,
    )  # fmt: skip
    assert made is not None
    made = None
    origin.unlink()
    text = PROFILE
    for old, new in zip(("MARKSLAG", "LÄGE", "NAMN"), names):
        text = text.replace(f'field: "{old}"', f"field: {json.dumps(new, ensure_ascii=False)}")
    county.file("egen.yaml", text)
    county.source(f"{{source: {path.name}, profile: egen.yaml}}")


def test_names_that_differ_by_case_only(county: County, usual) -> None:
    rows = [
        {"wkt": row["wkt"], "KATEGORI": "X", "kategori": row["category"], "Kategori": "Y",
         "change": row["change"], "name": row["name"]}
        for row in drawn()
    ]  # fmt: skip
    write(county.folder / "land_use.geojson", rows, "land_use", 3006)
    profile = PROFILE.replace("MARKSLAG", "kategori").replace("LÄGE", "change")
    county.file("egen.yaml", profile.replace("NAMN", "name"))
    county.source("{source: land_use.geojson, profile: egen.yaml}")
    ended = county.check()
    assert ended.told == []
    assert ledger(ended) == usual


@pytest.mark.parametrize(
    "names",
    [
        ("markanvändningskategori", "förändringsläge", "områdesnamn"),
        ("användningsslag i planen", "läge", "namn på området"),
        ("kategori enligt planen", "förändring", "benämning i planen"),
    ],
    ids=["long", "spaces", "both"],
)
def test_names_that_shapefile_cut(county: County, usual, names) -> None:
    named(county, county.folder / "land_use.shp", names)
    (county.folder / "land_use.cpg").write_text("UTF-8", encoding="ascii")
    ended = county.check()
    assert ended.told == []
    assert ledger(ended) == usual


@pytest.mark.parametrize("declared", ["ISO-8859-1", "1252", "", "UTF-8"])
def test_a_shapefile_of_any_encoding(county: County, declared: str) -> None:
    name = "Åsö ängar"
    named(county, county.folder / "land_use.shp", ("markslag", "skick", "namn"), name)
    rows = county.folder / "land_use.dbf"
    raw = bytearray(rows.read_bytes())
    raw[29] = 0  # no language declared in the table itself
    if declared != "UTF-8":
        for text in (name, "Åkern"):
            utf8 = text.encode()
            assert utf8 in raw
            raw = raw.replace(utf8, text.encode("latin-1").ljust(len(utf8)))
    rows.write_bytes(raw)
    rows.with_suffix(".cpg").unlink(missing_ok=True)
    if declared:
        rows.with_suffix(".cpg").write_text(declared, encoding="ascii")
    ended = county.check()
    assert ended.told == []
    labels = {row["label"] for row in ended.rows(rule_id="T1", partition="0880")}
    assert labels == {name}
