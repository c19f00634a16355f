"""What lies at a drawn place, and drawn shapes as the store keeps them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import ogr

CRS = "EPSG:3006"


def square(x: float, y: float, side: float) -> Any:
    from shapely.geometry import box  # noqa: PLC0415

    return box(x, y, x + side, y + side)


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """Two municipalities side by side, with a node, a link, a development line and two areas."""
    from shapely.geometry import LineString, Point  # noqa: PLC0415
    from strukturbild.layers.geopackage import TEXT, Field, OutTable, write_tables  # noqa: PLC0415

    def objects(shape: str, rows: list[tuple[str, str, str, str]], geometry: list[Any]) -> OutTable:
        names = ("key", "object_table", "label", "municipality_code")
        fields = [Field(n, TEXT, [row[i] for row in rows]) for i, n in enumerate(names)]
        return OutTable(f"objects_{shape}", fields, shape, np.array(geometry, dtype=object))

    places = [
        Field("municipality_code", TEXT, ["0001", "0002"]),
        Field("municipality", TEXT, ["Väst", "Öst"]),
    ]
    shapes = np.array([square(0, 0, 20_000), square(20_000, 0, 20_000)], dtype=object)
    tables = [
        OutTable("municipalities", places, "polygon", shapes),
        objects("point", [("n1", "nodes", "Ås", "")], [Point(5000, 5000)]),
        objects(
            "line",
            [("l1", "links", "Ås–Ön", ""), ("d1", "development", "Stråket", "0001")],
            [LineString([(0, 9000), (40_000, 9000)]), LineString([(0, 15_000), (9000, 15_000)])],
        ),
        objects(
            "polygon",
            [
                ("p1", "land_use", "Hela ängen", "0001"),
                ("p2", "land_use", "Lilla hagen", "0001"),
                ("s1", "stops", "Hållplatsen", "0001"),
            ],
            [square(1000, 1000, 6000), square(2000, 2000, 1000), square(2000, 2000, 1000)],
        ),
    ]
    path = tmp_path / "resultat å.gpkg"
    write_tables(path, tables, CRS)
    return path


def at(result: Path, wkt: str, reach_m: float = 0.0) -> Any:
    from strukturbild.layers.places import read_places  # noqa: PLC0415

    return read_places(result, bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb()), reach_m)


def test_a_point_has_its_municipality_and_the_smallest_area_first(result: Path) -> None:
    found = at(result, "POINT (2500 2500)")
    assert [(t.code, t.share) for t in found.municipalities] == [("0001", 1.0), ("0002", 0.0)]
    assert [item.key for item in found.plan_objects] == ["p2", "p1"]
    assert [(item.key, item.distance_m > 0) for item in found.structure_objects] == [("n1", True)]


def test_an_area_finds_what_it_has_most_in_common_with(result: Path) -> None:
    found = at(result, "POLYGON ((1100 1100, 6900 1100, 6900 6900, 1100 6900, 1100 1100))")
    assert [item.key for item in found.plan_objects] == ["p1", "p2"]
    assert found.plan_objects[0].likeness == pytest.approx((5800 / 6000) ** 2)
    node = found.structure_objects[0]
    assert (node.key, node.distance_m) == ("n1", 0)


def test_a_line_over_a_border_lies_in_both_and_the_longer_part_counts(result: Path) -> None:
    found = at(result, "LINESTRING (17000 9000, 27000 9000)")
    assert [(t.code, round(t.share, 3)) for t in found.hit()] == [("0002", 0.7), ("0001", 0.3)]
    assert [(item.key, item.likeness) for item in found.structure_objects] == [("l1", 1.0)]


def test_a_click_beside_a_line_means_the_line(result: Path) -> None:
    assert at(result, "POINT (30000 9030)").structure_objects == []
    near = at(result, "POINT (30000 9030)", reach_m=50)
    assert [(item.key, item.distance_m) for item in near.structure_objects] == [("l1", 0.0)]


def test_outside_of_everything_nothing_is_found_and_all_can_be_chosen(result: Path) -> None:
    found = at(result, "POINT (90000 90000)")
    assert found.hit() == []
    assert [t.name for t in found.municipalities] == ["Väst", "Öst"]
    assert not found.plan_objects
    assert not found.structure_objects


def test_what_is_no_result_is_refused(result: Path, tmp_path: Path) -> None:
    from strukturbild.alignment.problems import InputError  # noqa: PLC0415

    empty = tmp_path / "tom.gpkg"
    with closing(sqlite3.connect(empty)) as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.commit()
    for path, code in ((tmp_path / "saknas.gpkg", "file_missing"), (empty, "result_not_a_result")):
        with pytest.raises(InputError) as caught:
            at(path, "POINT (0 0)")
        assert caught.value.problems[0].code == code


def test_reading_leaves_the_file_alone(result: Path) -> None:
    before = result.read_bytes()
    at(result, "POINT (2500 2500)")
    assert result.read_bytes() == before
    assert [path.name for path in result.parent.iterdir()] == [result.name]


def points(*pairs: tuple[float, float]) -> list[Any]:
    from qgis.core import QgsPointXY  # noqa: PLC0415

    return [QgsPointXY(x, y) for x, y in pairs]


def drawn(shape: str, crs: str, *pairs: tuple[float, float]) -> Any:
    from qgis.core import QgsCoordinateReferenceSystem, QgsProject  # noqa: PLC0415
    from strukturbild.layers.drawn import shape_of_points, to_store  # noqa: PLC0415

    geometry = shape_of_points(points(*pairs), shape)
    origin = QgsCoordinateReferenceSystem(crs)
    return to_store(geometry, shape, origin, CRS, QgsProject.instance().transformContext())


def test_drawn_shapes_are_measured_in_the_stores_crs() -> None:
    found = drawn("polygon", CRS, (0, 0), (100, 0), (100, 0), (100, 200), (0, 200))
    assert (found.area_ha, found.length_m) == (2.0, 0.0)
    line = drawn("line", CRS, (0, 0), (30, 40))
    assert (line.area_ha, line.length_m) == (0.0, 50.0)
    point = drawn("point", "EPSG:4326", (16.5, 57.0))
    x, y, _ = ogr.CreateGeometryFromWkb(point.wkb).GetPoint()
    assert (round(x / 1000), round(y / 1000)) == (591, 6318)


def test_an_outline_that_crosses_itself_becomes_valid() -> None:
    found = drawn("polygon", CRS, (0, 0), (100, 100), (100, 0), (0, 100))
    shape = ogr.CreateGeometryFromWkb(found.wkb)
    assert shape.IsValid()
    assert found.area_ha == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("shape", "pairs"),
    [
        ("line", [(5.0, 5.0)]),
        ("line", [(5.0, 5.0), (5.0, 5.0)]),
        ("polygon", [(0.0, 0.0), (1.0, 1.0)]),
        ("polygon", [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)]),
    ],
)
def test_what_has_no_extent_is_refused(shape: str, pairs: list[tuple[float, float]]) -> None:
    from strukturbild.alignment.problems import InputError  # noqa: PLC0415

    with pytest.raises(InputError) as caught:
        drawn(shape, CRS, *pairs)
    assert caught.value.problems[0].code == "drawn_no_extent"


def test_a_place_outside_the_crs_is_refused() -> None:
    from strukturbild.alignment.problems import InputError  # noqa: PLC0415

    with pytest.raises(InputError) as caught:
        drawn("point", "EPSG:4326", (16.0, 95.0))
    assert caught.value.problems[0].code == "drawn_no_place"
