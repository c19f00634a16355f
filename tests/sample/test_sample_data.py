"""The sample county: whole, small, marked as an example, readable, and drawn with clean shapes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

shapely = pytest.importorskip("shapely")
ogr = pytest.importorskip("osgeo.ogr")
ogr.UseExceptions()

SAMPLE = Path(__file__).parents[2] / "resources" / "sample"
SETUP = SAMPLE / "kalmar.strukturbild.yaml"
NOTICE = "exempel, ej antagen plan"
CODES = {
    "0821", "0834", "0840", "0860", "0861", "0862", "0880", "0881", "0882", "0883", "0884", "0885",
}  # fmt: skip
REGION = ("platstypologi", "noder", "samband", "kommuner", "hav", "tatorter", "hallplatser")
LARGEST = 3_000_000
NARROW_M = 1.0


@pytest.fixture(scope="module")
def setup():
    return yaml.safe_load(SETUP.read_text(encoding="utf-8"))


def layers(path: Path):
    """(layer name, list of (attributes, geometry)) of a file or a folder of files."""
    files = sorted(path.glob("*.shp")) if path.is_dir() else [path]
    for file in files:
        source = ogr.Open(str(file))
        for number in range(source.GetLayerCount()):
            layer = source.GetLayer(number)
            rows = []
            for feature in layer:
                wkb = feature.GetGeometryRef()
                shape = shapely.from_wkb(bytes(wkb.ExportToWkb())) if wkb else None
                rows.append((feature.items(), shape))
            yield layer.GetName(), rows


def region():
    return dict(layers(SAMPLE / "strukturbild.gpkg"))


def plan_files(setup):
    return [SAMPLE / source["source"] for plan in setup["plans"] for source in plan["sources"]]


def test_whole_sample_is_at_most_three_megabytes():
    assert sum(file.stat().st_size for file in SAMPLE.rglob("*") if file.is_file()) <= LARGEST


def test_setup_names_the_example(setup):
    assert setup["notice"] == NOTICE
    assert setup["structure_map"]["matching"] == "geometric"
    assert setup["rules"]["set"] == "kalmar"
    assert all(entry["reason"] for entry in setup["overrides"])


def test_every_municipality_is_there_and_all_but_one_have_a_plan(setup):
    borders = region()["kommuner"]
    assert {row["code"] for row, _ in borders} == CODES
    assert {plan["municipality"] for plan in setup["plans"]} == CODES - {"0821"}


def test_region_layers_are_there_and_valid():
    found = region()
    assert set(found) == set(REGION)
    for name, rows in found.items():
        assert rows, name
        unplaced = [row["name"] for row, shape in rows if shape is None]
        assert unplaced == (["Timmernabben"] if name == "noder" else []), name
        assert all(shape.is_valid for _, shape in rows if shape is not None), name


def test_borders_neither_overlap_nor_gap():
    shapes = [shape for _, shape in region()["kommuner"]]
    whole = shapely.union_all(shapes)
    assert whole.area == pytest.approx(sum(shape.area for shape in shapes), rel=1e-12)
    owners = {}  # edge -> the municipalities that have it
    for number, shape in enumerate(shapes):
        for ring in shapely.get_rings(shapely.get_parts(shape)):
            points = list(map(tuple, shapely.get_coordinates(ring)))
            for edge in zip(points, points[1:]):
                owners.setdefault(frozenset(edge), set()).add(number)
    # where two meet they share the edge: what one has alone has nobody beside it
    alone = [(own.copy().pop(), *edge) for edge, own in owners.items() if len(own) == 1]
    middles = shapely.points([[(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] for _, a, b in alone])
    for number, shape in enumerate(shapes):
        corners = set(map(tuple, shapely.get_coordinates(shape)))
        beside = [
            owner != number and (a in corners) == (b in corners)  # not the first edge of the coast
            for owner, a, b in alone
        ]
        assert shapely.distance(shape, middles[beside]).min() > NARROW_M


def test_sea_leaves_out_exactly_one_coastal_municipality(setup):
    found = region()
    sea = shapely.union_all([shape for _, shape in found["hav"]])
    without = {
        row["code"]
        for row, shape in found["kommuner"]
        if row["code"] in setup["municipalities"]["coastal"] and shape.intersection(sea).area < 1e6
    }
    assert without == {"0834"}


def test_localities_have_the_area_and_population_of_the_facts():
    rows = {row["name"]: (row, shape) for row, shape in region()["tatorter"]}
    assert len(rows) == 53
    assert rows["Kalmar"][0]["population"] == 41852
    assert rows["Kalmar"][1].area / 1e4 == pytest.approx(2052, rel=0.01)
    assert sum(shape.area for _, shape in rows.values()) / 1e4 == pytest.approx(18300, rel=0.05)


def test_ranks_that_the_region_has_decided():
    rank = {row["name"]: row["rank"] for row, _ in region()["noder"]}
    assert rank["Kalmar"] == 1
    assert {name for name, value in rank.items() if value == 2} == {
        "Västervik",
        "Oskarshamn",
        "Växjö",
    }


def test_every_plan_object_carries_the_notice(setup):
    for file in plan_files(setup):
        for name, rows in layers(file):
            assert rows, name
            assert all(NOTICE in row.values() for row, _ in rows), f"{file.name}: {name}"


def test_plan_shapes_are_valid(setup):
    for file in plan_files(setup):
        for name, rows in layers(file):
            invalid = [row for row, shape in rows if shape is None or not shape.is_valid]
            assert not invalid, f"{file.name}: {name}"


def test_plan_forms(setup):
    files = {file.name: {name for name, _ in layers(file)} for file in plan_files(setup)}
    assert "Sammanhängande bostadsbebyggelse" in files["op_kalmar.gpkg"]
    assert "sammanhangande_bostadsbebyggelse" in files["op_hultsfred.gpkg"]
    assert "Mark- och vattenanvändning" in files["op_nybro.gpkg"]
    assert "ÖP_yta" in files["op_morbylanga.gpkg"]
    assert "verksamheter_och_industri" in files["monsteras"]
    source = ogr.Open(str(SAMPLE / "op" / "op_kalmar.gpkg"))
    assert source.GetLayer(0).GetSpatialRef().GetAuthorityCode(None) == "3010"


@pytest.mark.parametrize(
    ("municipality", "low", "high"),
    [("0880", 0.999, 1.0), ("0881", 0.80, 0.95), ("0882", 0.95, 0.995), ("0884", 0.5, 0.8),
     ("0861", 0.999, 1.0)],
)  # fmt: skip
def test_coverage_is_what_the_sample_is_drawn_for(setup, municipality, low, high):
    borders = {row["code"]: shape for row, shape in region()["kommuner"]}
    plan = next(p for p in setup["plans"] if p["municipality"] == municipality)
    file = SAMPLE / plan["sources"][0]["source"]
    shapes = [s for _, rows in layers(file) for _, s in rows if s.area > 0]
    whole = shapely.union_all([shapely.make_valid(s) for s in shapes])
    assert low <= whole.area / borders[municipality].area <= high + 1e-3
