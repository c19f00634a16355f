"""What a setup may name, and what is said where it can't be opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from layer_files import SQUARE, write
from osgeo import gdal, ogr
from strukturbild.alignment.problems import InputError, Problem
from strukturbild.alignment.setup.case import LayerSource
from strukturbild.layers.source import open_one, open_source, shown

ROW = {"wkt": SQUARE, "namn": "Åkerö"}


def problem_of(source: LayerSource) -> Problem:
    with pytest.raises(InputError) as caught:
        open_source(source)
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


def test_container_stands_for_all_its_layers_by_their_true_names(tmp_path: Path) -> None:
    path = write(tmp_path / "plan åäö.gpkg", [ROW], "Mångfunktionell bebyggelse")
    write(path, [ROW], "Natur och friluftsliv")
    write(path, [{"wkt": None, "styleQML": "x"}], "layer_styles", kind=ogr.wkbNone)
    write(path, [{"wkt": None, "a": 1}], "tabell", kind=ogr.wkbNone)
    names = [snapshot.name for snapshot in open_source(LayerSource(str(path)))]
    assert names == ["Mångfunktionell bebyggelse", "Natur och friluftsliv"]
    one = open_source(LayerSource(f"{path}|layername=Natur och friluftsliv"))
    assert [(s.name, s.crs.authid(), s.fields) for s in one] == [
        ("Natur och friluftsliv", "EPSG:3006", ("fid", "namn"))
    ]


def test_folder_stands_for_all_files_in_it(tmp_path: Path) -> None:
    for name in ("bostäder", "natur"):
        write(tmp_path / f"{name}.shp", [ROW], name)
    write(tmp_path / "vatten.geojson", [{"wkt": "POINT(16 57)", "a": 1}], "vatten", 4326)
    (tmp_path / "läsmig.txt").write_text("hej", encoding="utf-8")
    names = [snapshot.name for snapshot in open_source(LayerSource(str(tmp_path)))]
    assert names == ["bostäder", "natur", "vatten"]


def test_table_without_geometry_where_there_is_nothing_else(tmp_path: Path) -> None:
    path = write(tmp_path / "behov.gpkg", [{"wkt": None, "a": 1}], "behov", None, ogr.wkbNone)
    (snapshot,) = open_source(LayerSource(str(path)))
    assert (snapshot.name, snapshot.spatial) == ("behov", False)


def test_missing_file_and_layer_name_what_is_there(tmp_path: Path) -> None:
    path = write(tmp_path / "strukturbild.gpkg", [ROW], "noder")
    missing = problem_of(LayerSource(str(tmp_path / "strukturbld.gpkg")))
    assert (missing.code, missing.params["hint"]) == ("file_missing", "strukturbild.gpkg")
    layer = problem_of(LayerSource(f"{path}|layername=nodr"))
    assert (layer.code, layer.params["layers"]) == ("layer_missing", "noder")
    assert layer.params["hint"] == "noder"


def test_what_is_no_vector_layer(tmp_path: Path) -> None:
    text = tmp_path / "plan.gpkg"
    text.write_text("not a database", encoding="utf-8")
    assert problem_of(LayerSource(str(text))).code == "file_not_readable"
    raster = tmp_path / "karta.tif"
    gdal.GetDriverByName("GTiff").Create(str(raster), 2, 2)
    assert problem_of(LayerSource(str(raster))).code == "not_vector"
    (tmp_path / "tom").mkdir()
    assert problem_of(LayerSource(str(tmp_path / "tom"))).code == "folder_without_layers"


def test_truncated_file(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.gpkg", [ROW] * 500, "noder")
    path.write_bytes(path.read_bytes()[:5000])
    assert problem_of(LayerSource(f"{path}|layername=noder")).code == "file_not_readable"


def test_no_crs_and_declared_crs(tmp_path: Path) -> None:
    for path in (tmp_path / "plan.shp", tmp_path / "plan.gpkg"):
        write(path, [ROW], "plan", None)
        problem = problem_of(LayerSource(str(path)))
        assert (problem.code, problem.params["layer"]) == ("layer_without_crs", "plan")
        (snapshot,) = open_source(LayerSource(str(path), crs="EPSG:3010"))
        assert snapshot.crs.authid() == "EPSG:3010"
        assert problem_of(LayerSource(str(path), crs="EPSG:xyz")).code == "crs_unknown"


def test_one_layer_for_a_fixed_table(tmp_path: Path) -> None:
    path = write(tmp_path / "strukturbild.gpkg", [ROW], "Nodes")
    write(path, [ROW], "typology")
    assert open_one(LayerSource(str(path)), "nodes").name == "Nodes"
    with pytest.raises(InputError) as caught:
        open_one(LayerSource(str(path)), "links")
    assert caught.value.problems[0].code == "layer_ambiguous"
    assert caught.value.problems[0].params["layers"] == "Nodes, typology"


def test_service_that_does_not_answer_and_no_password_in_messages() -> None:
    source = LayerSource(
        "host=127.0.0.1 port=1 dbname='x' user='u' password='hemligt' table=\"a\".\"b\" (geom)"
    )
    problem = problem_of(source)
    assert problem.code.startswith("source_not_opened")
    assert "hemligt" not in str(problem)
    assert "hemligt" not in shown(source)
