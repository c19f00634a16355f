"""What exports hold: the right findings, by each format's own rules, harmless to who opens it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any, Iterator

import jsonschema
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr
from small_result import finding, small_result
from strukturbild.alignment.problems import InputError
from strukturbild.review.export_csv import STARTS_A_FORMULA, harmless
from strukturbild.review.export_files import ENDINGS
from strukturbild.review.opening import create_store
from strukturbild.review.records import Author, Change
from strukturbild.review.selection import Selection, choose
from strukturbild.review.store import ReviewStore
from strukturbild.review.update import bring_up_to_date
from workbook_file import ROOT, exported

EVA = Author("eva.hemlig", "Eva Ek")
SCHEMA = json.loads((ROOT / "docs/schemas/findings.schema.json").read_text(encoding="utf-8"))
EAST, NORTH = 580_000.0, 6_280_000.0
LOG = {"figures": '{"share": {"unit": "share", "value": NaN}}'}


def placed(name: str, step: int, **changes: Any) -> Any:
    """A finding with a hole, clockwise as no GeoJSON has it, in the middle of Kalmar county."""
    made = finding(name, **changes)
    x = EAST + step * 1000
    shell, hole = (
        shapely.box(x, NORTH, x + 300, NORTH + 300),
        shapely.box(x + 9, NORTH + 9, x + 20, NORTH + 20),
    )
    shape = shapely.multipolygons([shapely.normalize(shell.difference(hole))])
    return type(made)(
        made.key, "", made.values, "polygon", shapely.to_wkb(shape, output_dimension=3)
    )


FOUND = (
    placed("a", 0, severity=3, title="=1+1", **LOG),
    placed("b", 1, part="nodes", rule_id="S1", share=float("nan"), threshold=None),
    placed("gräns", 2, partition_code="0834+0880", part="borders"),
    placed("t", 3, municipality_code="0834", municipality="Torsås kommun", partition_code="0834"),
    placed("län", 4, municipality_code="", municipality="", partition_code="region", severity=1),
)


@pytest.fixture
def store(place: str) -> Iterator[ReviewStore]:
    with create_store(place, "EPSG:3006").closing() as made:
        bring_up_to_date(made, small_result(*FOUND, placed("borta", 5)), EVA)
        gone = id_of(made, "borta")
        made.write(gone, 0, Change(status="fix_in_plan"), EVA)
        bring_up_to_date(made, small_result(*FOUND, written="2"), EVA)
        made.write(id_of(made, "a"), 0, Change(status="accepted", comment="@SUM(A1)"), EVA)
        yield made


def id_of(store: ReviewStore, label: str) -> str:
    return next(f.finding_id for f in store.findings() if f.values["label"] == label)


def labels(store: ReviewStore, **chosen: Any) -> list[str]:
    return [str(item.finding.values["label"]) for item in choose(store, Selection(**chosen)).items]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, ["t", "b", "a", "gräns", "län"]),
        ({"municipalities": ["0834"]}, ["t", "gräns"]),
        ({"municipalities": ["torsås"]}, ["t", "gräns"]),
        ({"municipalities": ["TORSÅS KOMMUN", "region"]}, ["t", "gräns", "län"]),
        ({"parts": ["nodes", "borders"]}, ["b", "gräns"]),
        ({"states": ["accepted"]}, ["a"]),
        ({"states": ["new"], "lowest": 2}, ["t", "b", "gräns"]),
        ({"with_gone": True, "states": ["resolved"]}, ["borta"]),
    ],
)
def test_filters(store: ReviewStore, chosen: dict[str, Any], expected: list[str]) -> None:
    assert sorted(labels(store, **chosen)) == sorted(expected)
    assert labels(store, **chosen)[:1] == sorted(expected[:1]) or len(expected) > 1


def test_rows_are_sorted_by_municipality_rule_and_key(store: ReviewStore) -> None:
    items = choose(store, Selection()).items
    values = [item.finding.values for item in items]
    order = [(v["municipality_code"] or v["partition_code"], v["rule_id"]) for v in values]
    assert order == sorted(order)


def test_a_municipality_that_is_not_there(store: ReviewStore) -> None:
    with pytest.raises(InputError) as error:
        labels(store, municipalities=["Torsas", "0880", "x"])
    found = [(p.code, p.params["name"], p.params.get("hint")) for p in error.value.problems]
    assert found == [
        ("export_municipality_unknown", "Torsas", "Torsås kommun"),
        ("export_municipality_unknown", "x", None),
    ]


def test_csv(store: ReviewStore, tmp_path: Path) -> None:
    raw = exported(store, tmp_path / "f.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and b"\r\n" in raw
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert len(rows) == 5
    by_label = {row["Benämning"]: row for row in rows}
    assert by_label["a"]["Rubrik"] == "'=1+1"
    assert by_label["a"]["Senaste kommentar"] == "'@SUM(A1)"
    assert by_label["a"]["Läge"] == "motiverad avvikelse"
    assert (by_label["a"]["Areal (ha)"], by_label["b"]["Andel (0–1)"]) == ("9.0", "")
    assert "hemlig" not in raw.decode("utf-8-sig")
    english = exported(store, tmp_path / "e.csv", "en").read_text(encoding="utf-8-sig")
    assert "accepted deviation" in english


@given(st.text())
def test_no_text_starts_a_formula(text: str) -> None:
    assert not harmless(text).startswith(STARTS_A_FORMULA)


def test_json_follows_its_schema(store: ReviewStore, tmp_path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    text = exported(store, tmp_path / "f.json", with_gone=True).read_text(encoding="utf-8")
    document = json.loads(text, parse_constant=pytest.fail)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    found = {item["label"]: item for item in document["findings"]}
    assert len(found) == 6 and document["filters"]["with_gone"] is True
    assert found["a"]["state"]["status"] == found["a"]["history"][0]["status"] == "accepted"
    assert found["a"]["figures"] == {"share": {"unit": "share", "value": None}}
    assert (found["b"]["share"], found["b"]["threshold"]) == (None, None)
    assert (
        found["gräns"]["municipalities"] == ["0880"] or len(found["gräns"]["municipalities"]) == 2
    )
    assert [entry["kind"] for entry in found["borta"]["history"]] == ["decision", "resolved"]
    assert "hemlig" not in text


def test_geojson_is_what_the_standard_says(store: ReviewStore, tmp_path: Path) -> None:
    path = exported(store, tmp_path / "f.geojson")
    document = json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert "crs" not in document and len(document["features"]) == 5
    for feature in document["features"]:
        assert len(feature["id"]) == 24
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        west, south, east, north = shape.bounds
        assert 16 < west < east < 17 and 56 < south < north < 57
        for polygon in shapely.get_parts(shape):
            assert polygon.exterior.is_ccw and not any(r.is_ccw for r in polygon.interiors)
    first = next(f["properties"] for f in document["features"] if f["properties"]["label"] == "a")
    assert (first["severity"], first["status"], first["to_confirm"]) == (3, "accepted", False)


def test_a_shape_without_a_place_on_earth_is_counted(tmp_path: Path) -> None:
    with create_store(str(tmp_path / "r.gpkg"), "EPSG:3006").closing() as store:
        far = placed("långt borta", 10**9)
        bring_up_to_date(store, small_result(placed("a", 0), far), EVA)
        document = json.loads(exported(store, tmp_path / "f.geojson").read_text(encoding="utf-8"))
    assert [f["geometry"] is None for f in document["features"]].count(True) == 1


def test_geopackage_has_layers_history_and_styles(store: ReviewStore, tmp_path: Path) -> None:
    dataset = ogr.Open(str(exported(store, tmp_path / "f.gpkg")))
    layers = {dataset.GetLayer(n).GetName(): dataset.GetLayer(n) for n in range(5)}
    assert set(layers) == {
        "findings_polygon", "findings_line", "findings_point", "history", "layer_styles",
    }  # fmt: skip
    assert layers["findings_polygon"].GetFeatureCount() == 5
    assert [f.GetField("author") for f in layers["history"]] == ["Eva Ek"]
    styles = {f.GetField("f_table_name"): f.GetField("styleQML") for f in layers["layer_styles"]}
    assert "motiverad avvikelse" in styles["findings_polygon"]
    assert "svar från kommunen" in styles["history"]
    reference = layers["findings_polygon"].GetSpatialRef()
    assert reference.GetAuthorityCode(None) == "3006"


@pytest.mark.parametrize("ending", [e for e in ENDINGS if e != ".gpkg"])
def test_equal_content_equal_bytes(store: ReviewStore, tmp_path: Path, ending: str) -> None:
    one, two = (exported(store, tmp_path / (name + ending)) for name in ("ett", "två"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("name", ["f.xls", "f.shp", "f", "f.csv.zip"])
def test_other_formats_are_refused(store: ReviewStore, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="export_format_unknown"):
        exported(store, tmp_path / name)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_store_without_findings(tmp_path: Path, ending: str) -> None:
    with create_store(str(tmp_path / "tomt.gpkg"), "EPSG:3006").closing() as store:
        assert exported(store, tmp_path / ("f" + ending)).stat().st_size > 0


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_older_file_is_whole_until_the_new_one_is(
    store: ReviewStore, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = exported(store, tmp_path / ("f" + ending))
    before = path.read_bytes()
    with pytest.raises(InputError):
        monkeypatch.setattr("strukturbild.layers.atomic._put_in_place", _full)
        exported(store, path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.glob(".f-*")] == []


def _full(temporary: Path, path: Path) -> None:
    raise OSError(28, "No space left on device")
