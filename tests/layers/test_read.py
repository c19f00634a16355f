"""Every kind of input ends as valid arrays in the run's CRS, faults counted and not dropped."""

from __future__ import annotations

import dataclasses
import struct
from pathlib import Path

import numpy as np
import pytest
import shapely
from layer_files import SQUARE, square, write
from osgeo import ogr, osr
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameters,
    QgsVectorLayer,
)
from strukturbild.alignment.progress import Cancelled
from strukturbild.alignment.setup.case import LayerSource
from strukturbild.layers.read import LayerData, read_layer
from strukturbild.layers.snapshot import snapshot_layer
from strukturbild.layers.source import open_source

FORMATS = (".gpkg", ".shp", ".geojson", ".gml", ".gdb")


def read(path: Path | str, sweref: QgsCoordinateReferenceSystem, crs: str = "") -> LayerData:
    (snapshot,) = open_source(LayerSource(str(path), crs=crs))
    return read_layer(snapshot, sweref)


@pytest.mark.parametrize("suffix", FORMATS)
def test_formats(tmp_path: Path, sweref: QgsCoordinateReferenceSystem, suffix: str) -> None:
    rows = [
        {"wkt": SQUARE, "kategori": "Mångfunktionell bebyggelse", "antal": 3, "andel": 0.5},
        {"wkt": SQUARE, "kategori": None, "antal": None, "andel": None},
    ]
    options = ["ENCODING=UTF-8"] if suffix == ".shp" else []
    path = write(tmp_path / f"plan{suffix}", rows, "plan", kind=ogr.wkbPolygon, options=options)
    if options:  # inside QGIS, OGR declares the encoding of the system
        path.with_suffix(".cpg").write_text("UTF-8", encoding="ascii")
    data = read(path, sweref)
    assert data.name == "plan"
    assert shapely.area(data.geometry) == pytest.approx([1e6, 1e6])
    assert data.fields["kategori"].tolist()[0] == "Mångfunktionell bebyggelse"
    assert data.fields["kategori"].tolist()[1] in (None, "")
    assert data.fields["antal"].tolist()[0] == 3
    assert data.fields["andel"].tolist()[0] == 0.5
    assert not data.repaired.any() and (data.defect == "").all()


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "undeclared"])
def test_shapefile_encodings(
    tmp_path: Path, sweref: QgsCoordinateReferenceSystem, encoding: str
) -> None:
    name = "Åsö ängar"
    path = tmp_path / "ytor.shp"
    rows = [{"wkt": SQUARE, "namn": name}]
    write(path, rows, "ytor", kind=ogr.wkbPolygon, options=["ENCODING=UTF-8"])
    # inside QGIS, OGR writes text as it comes: put other bytes and their declaration by hand
    table = path.with_suffix(".dbf")
    raw = bytearray(table.read_bytes())
    raw[29] = 0
    western, utf8 = name.encode("latin-1"), name.encode("utf-8")
    if encoding != "UTF-8":
        raw = raw.replace(utf8, western.ljust(len(utf8)))
    table.write_bytes(raw)
    if encoding == "undeclared":
        path.with_suffix(".cpg").unlink(missing_ok=True)
    else:
        path.with_suffix(".cpg").write_text(encoding, encoding="ascii")
    assert read(path, sweref).fields["namn"].tolist() == [name]


@pytest.mark.parametrize("code", [*range(3007, 3019), 4326, 4619, 3857, 3021])
def test_any_crs(tmp_path: Path, sweref: QgsCoordinateReferenceSystem, code: int) -> None:
    here, there = osr.SpatialReference(), osr.SpatialReference()
    here.ImportFromEPSG(3006)
    there.ImportFromEPSG(code)
    for reference in (here, there):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    shape = ogr.CreateGeometryFromWkt(SQUARE)
    shape.Transform(osr.CoordinateTransformation(here, there))
    data = read(write(tmp_path / "plan.gpkg", [{"wkt": shape.ExportToWkt()}], "plan", code), sweref)
    away = shapely.hausdorff_distance(data.geometry[0], shapely.from_wkt(SQUARE))
    assert away < (3.0 if code == 3021 else 0.01)
    assert data.crs == f"EPSG:{code}"
    assert data.transformation.startswith(f"EPSG:{code} -> EPSG:3006")


def test_curves_become_lines(tmp_path: Path, sweref: QgsCoordinateReferenceSystem) -> None:
    circle = "CURVEPOLYGON(CIRCULARSTRING(580000 6280000,581000 6280000,580000 6280000))"
    multi = f"MULTISURFACE({circle})"
    arc = "COMPOUNDCURVE(CIRCULARSTRING(0 0,1000 1000,2000 0),(2000 0,3000 0))"
    rows = [{"wkt": circle}, {"wkt": multi}, {"wkt": arc}]
    data = read(write(tmp_path / "plan.gpkg", rows, kind=ogr.wkbUnknown), sweref)
    types = shapely.get_type_id(data.geometry)
    assert types.tolist() == [3, 6, 1]
    assert shapely.area(data.geometry[:2]) == pytest.approx([np.pi * 500**2] * 2, rel=1e-4)
    assert shapely.length(data.geometry[2]) == pytest.approx(np.pi * 1000 + 1000, rel=1e-4)


def test_z_and_m_are_dropped(tmp_path: Path, sweref: QgsCoordinateReferenceSystem) -> None:
    rows = [
        {"wkt": "POLYGON ZM((0 0 1 2,9 0 1 2,9 9 1 2,0 0 1 2))"},
        {"wkt": "LINESTRING M(0 0 1,9 9 2)"},
        {"wkt": "POINT Z(1 2 3)"},
    ]
    data = read(write(tmp_path / "plan.gpkg", rows), sweref)
    assert not shapely.has_z(data.geometry).any()
    assert shapely.get_type_id(data.geometry).tolist() == [3, 1, 0]
    assert shapely.area(data.geometry[0]) == 40.5


def test_mixed_and_multipart(tmp_path: Path, sweref: QgsCoordinateReferenceSystem) -> None:
    rows = [
        {"wkt": "POINT(16 57)", "a": 1},
        {"wkt": "MULTIPOLYGON(((16 57,17 57,17 58,16 57)),((18 57,19 57,19 58,18 57)))", "a": 2},
        {"wkt": "LINESTRING(16 57,17 57)", "a": 3},
        {"wkt": "GEOMETRYCOLLECTION(POINT(16 57),POLYGON((16 57,17 57,17 58,16 57)))", "a": 4},
    ]
    data = read(write(tmp_path / "plan.geojson", rows, "plan", 4326), sweref)
    order = np.argsort(data.fields["a"].astype(int))
    assert shapely.get_dimensions(data.geometry)[order].tolist() == [0, 2, 1, 2]
    assert data.repaired[order].tolist() == [False, False, False, True]


def test_faulty_geometry_is_kept_and_named(
    tmp_path: Path, sweref: QgsCoordinateReferenceSystem
) -> None:
    nan = float("nan")
    ring = [(0.0, 0.0), (9.0, nan), (9.0, 9.0), (0.0, 0.0)]
    broken = struct.pack("<BII", 1, 3, 1) + struct.pack("<I", 4)
    broken += b"".join(struct.pack("<dd", *point) for point in ring)
    rows = [
        {"wkt": SQUARE},
        {"wkt": "POLYGON((0 0,4 4,4 0,0 4,0 0))"},
        {"wkt": None},
        {"wkt": "POLYGON EMPTY"},
        {"wkt": None, "wkb": broken},
        {"wkt": "POLYGON((0 0,4 0,8 0,0 0))"},
        {"wkt": "POLYGON((0 0,4 0,4 4,0 4))"},
    ]
    data = read(write(tmp_path / "plan.gpkg", rows), sweref)
    assert data.defect.tolist() == [
        "", "", "null_geometry", "null_geometry", "nan_coordinates", "beyond_repair", "",
    ]  # fmt: skip
    assert data.repaired.tolist() == [False, True, False, False, False, False, True]
    assert [shape is None for shape in data.geometry] == (data.defect != "").tolist()
    assert shapely.area(data.geometry[1]) == 8.0
    assert data.row.tolist() == [1, 2, 3, 4, 5, 6, 7]


def test_not_transformable(tmp_path: Path, sweref: QgsCoordinateReferenceSystem) -> None:
    rows = [{"wkt": "POINT(16 57)"}, {"wkt": "POINT(16 957)"}, {"wkt": "LINESTRING(16 57,16 957)"}]
    data = read(write(tmp_path / "plan.gpkg", rows, "plan", 4326), sweref)
    assert data.defect.tolist() == ["", "not_transformable", "not_transformable"]
    only = read(write(tmp_path / "one.gpkg", rows[1:2], "plan", 4326), sweref)
    assert only.defect.tolist() == ["not_transformable"]


def test_columns_and_features_read_alike(
    tmp_path: Path, sweref: QgsCoordinateReferenceSystem
) -> None:
    rows = [
        {"wkt": square(580000 + 1000 * i, 6280000), "namn": f"Ö{i}" if i % 3 else None,
         "antal": i if i % 2 else None, "yta": i / 3 if i % 5 else None}
        for i in range(40)
    ]  # fmt: skip
    path = write(tmp_path / "plan.gpkg", rows)
    dataset = ogr.Open(str(path), 1)
    layer = dataset.GetLayer(0)
    for name, kind, subtype in (
        ("dag", ogr.OFTDate, ogr.OFSTNone),
        ("stund", ogr.OFTDateTime, ogr.OFSTNone),
        ("ja", ogr.OFTInteger, ogr.OFSTBoolean),
    ):
        field = ogr.FieldDefn(name, kind)
        field.SetSubType(subtype)
        layer.CreateField(field)
    feature = layer.GetFeature(2)
    feature.SetField("dag", "2024-03-05")
    feature.SetField("stund", "2024-03-05T10:20:30")
    feature.SetField("ja", 1)
    layer.SetFeature(feature)
    layer.DeleteFeature(7)
    dataset = layer = None
    (snapshot,) = open_source(LayerSource(str(path)))
    assert snapshot.file is not None
    columns = read_layer(snapshot, sweref)
    features = read_layer(dataclasses.replace(snapshot, file=None), sweref)
    assert len(columns) == 39
    assert columns.row.tolist() == features.row.tolist()
    for name in columns.fields:
        if name != "stund":
            assert columns.fields[name].tolist() == features.fields[name].tolist(), name
    assert columns.fields["dag"][1] == "2024-03-05"
    assert features.fields["stund"][1].startswith("2024-03-05T10:20:30")
    assert columns.fields["stund"][1].startswith("2024-03-05T10:20:30")
    assert (
        shapely.to_wkb(columns.geometry, output_dimension=3)
        == shapely.to_wkb(features.geometry, output_dimension=3)
    ).all()


def test_hash_knows_content_and_not_order(
    tmp_path: Path, sweref: QgsCoordinateReferenceSystem
) -> None:
    rows = [{"wkt": square(580000 + 1000 * i, 6280000), "namn": f"n{i}"} for i in range(9)]
    first = read(write(tmp_path / "a.gpkg", rows), sweref)
    (snapshot,) = open_source(LayerSource(str(tmp_path / "a.gpkg")))
    wanted = read_layer(snapshot, sweref, lambda names: ["namn"])
    (shuffled,) = open_source(LayerSource(str(write(tmp_path / "b.gpkg", rows[::-1]))))
    assert read_layer(shuffled, sweref, lambda names: ["namn"]).hash == wanted.hash
    changed = [dict(rows[0], namn="annat"), *rows[1:]]
    assert read(write(tmp_path / "c.gpkg", changed), sweref).hash != first.hash
    moved = [dict(rows[0], wkt=square(580000.5, 6280000)), *rows[1:]]
    assert read(write(tmp_path / "d.gpkg", moved), sweref).hash != first.hash


def test_unsaved_edits_are_read(tmp_path: Path, sweref: QgsCoordinateReferenceSystem) -> None:
    path = write(tmp_path / "plan.gpkg", [{"wkt": SQUARE, "namn": "gammal"}], "plan")
    layer = QgsVectorLayer(f"{path}|layername=plan", "visningsnamn", "ogr")
    layer.startEditing()
    added = QgsFeature(layer.fields())
    added.setGeometry(QgsGeometry.fromWkt(square(590000, 6280000)))
    added["namn"] = "ny"
    layer.addFeature(added)
    snapshot = snapshot_layer(layer)
    assert (snapshot.name, snapshot.file) == ("plan", None)
    data = read_layer(snapshot, sweref)
    assert sorted(data.fields["namn"]) == ["gammal", "ny"]
    layer.rollBack()


def test_memory_layer(sweref: QgsCoordinateReferenceSystem) -> None:
    layer = QgsVectorLayer("Polygon?crs=EPSG:3010&field=namn:string(20)", "minne", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt("POLYGON((0 0,4 4,4 0,0 4,0 0))"))
    feature["namn"] = "Ö"
    layer.dataProvider().addFeatures([feature])
    data = read_layer(snapshot_layer(layer), sweref)
    assert (data.name, data.fields["namn"].tolist()) == ("minne", ["Ö"])
    assert data.repaired.tolist() == [True]


def test_processing_source_passes_invalid_geometry(
    tmp_path: Path, sweref: QgsCoordinateReferenceSystem
) -> None:
    rows = [{"wkt": "POLYGON((0 0,4 4,4 0,0 4,0 0))", "namn": "fluga"}]
    path = write(tmp_path / "plan.gpkg", rows, "plan")
    context = QgsProcessingContext()
    context.setInvalidGeometryCheck(Qgis.InvalidGeometryCheck.AbortOnInvalid)
    parameter = QgsProcessingParameterFeatureSource("INPUT")
    source = QgsProcessingParameters.parameterAsSource(
        parameter, {"INPUT": f"{path}|layername=plan"}, context
    )
    data = read_layer(snapshot_layer(source), sweref)
    assert (data.fields["namn"].tolist(), data.repaired.tolist()) == (["fluga"], [True])


def test_filtered_layer_is_read_filtered(
    tmp_path: Path, sweref: QgsCoordinateReferenceSystem
) -> None:
    rows = [{"wkt": SQUARE, "namn": name} for name in ("a", "b")]
    path = write(tmp_path / "plan.gpkg", rows, "plan")
    layer = QgsVectorLayer(f"{path}|layername=plan", "x", "ogr")
    layer.setSubsetString("namn = 'b'")
    assert read_layer(snapshot_layer(layer), sweref).fields["namn"].tolist() == ["b"]
    assert read(f"{path}|layername=plan|subset=namn = 'a'", sweref).fields["namn"].tolist() == ["a"]


def test_cancel_while_reading(tmp_path: Path, sweref: QgsCoordinateReferenceSystem) -> None:
    (snapshot,) = open_source(LayerSource(str(write(tmp_path / "a.gpkg", [{"wkt": SQUARE}]))))

    def tick() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_layer(snapshot, sweref, tick=tick)
