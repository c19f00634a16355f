"""A plan in every format that municipalities deliver: the same plan, the same ledger and keys."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Sequence

import pytest
from county_case import County, Ended, table
from layer_files import Row, square, write
from osgeo import gdal, ogr, osr
from small_case import X, Y, uses

ZONES = tuple(range(3007, 3019))  # SWEREF 99's twelve local zones
MIDDLES_OFF_CELLS = (X + 137, X + 5137, X + 10137)
OTHERS = (3021, 4326, 4619, 3857, 25833)  # RT90 2.5 gon V, degrees, the web's, UTM 33


def drawn() -> list[Row]:
    """Kalmar's plan, its middles on no line between two of the cells that keys are made of."""
    return [{**row, "wkt": square(x, Y + 71, 5000)} for row, x in zip(uses(X), MIDDLES_OFF_CELLS)]


@pytest.fixture
def usual(county: County) -> dict[str, str]:
    """The ledger of the plan as a GeoPackage in SWEREF 99 TM."""
    county.plan(drawn())
    return outcomes(county.check())


def outcomes(ended: Ended) -> dict[str, str]:
    """Key -> outcome of every row of a ledger."""
    assert ended.said == ""
    return {row["finding_key"]: row["outcome"] for row in ended.ledger}


def moved(rows: Sequence[Row], crs: int) -> list[Row]:
    """The rows in another CRS, east before north."""
    here, there = osr.SpatialReference(), osr.SpatialReference()
    here.ImportFromEPSG(3006)
    there.ImportFromEPSG(crs)
    for reference in (here, there):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    way = osr.CoordinateTransformation(here, there)
    found = []
    for row in rows:
        shape = ogr.CreateGeometryFromWkt(row["wkt"])
        shape.Transform(way)
        found.append({**row, "wkt": shape.ExportToWkt()})
    return found


@pytest.mark.parametrize("suffix", [".shp", ".geojson", ".gml", ".fgb", ".tab"])
def test_a_plan_in_a_file(county: County, usual: dict[str, str], suffix: str) -> None:
    place = county.folder / f"land_use{suffix}"
    translated(county.folder / "op_0880.gpkg", place)
    county.source(place.name)
    ended = county.check()
    assert [line for line in ended.told if "approximately" not in line] == []
    assert bool(ended.told) == (suffix == ".tab"), "MapInfo has no name for SWEREF 99"
    assert outcomes(ended) == usual


def translated(origin: Path, place: Path) -> None:
    """Write a GeoPackage's layer in another format."""
    drivers = {
        ".shp": "ESRI Shapefile", ".geojson": "GeoJSON", ".gml": "GML", ".fgb": "FlatGeobuf",
        ".tab": "MapInfo File",
    }  # fmt: skip
    options = ["ENCODING=UTF-8"] if place.suffix == ".shp" else []
    made = gdal.VectorTranslate(
        str(place), str(origin), format=drivers[place.suffix], layerName="land_use",
        layerCreationOptions=options,
    )  # fmt: skip
    assert made is not None
    made = None
    if options:  # inside QGIS, OGR declares the encoding of the system
        place.with_suffix(".cpg").write_text("UTF-8", encoding="ascii")


def test_a_geodatabase_as_a_whole_and_by_layer(county: County, usual: dict[str, str]) -> None:
    place = county.folder / "op kalmar.gdb"
    write(place, drawn(), "land_use", kind=ogr.wkbMultiPolygon)
    write(place, [{"wkt": f"POINT({X} {Y})", "namn": "x"}], "Annat", kind=ogr.wkbPoint)
    county.source(place.name)
    whole = county.check()
    assert table(county.output, "SELECT layer, count FROM unmapped") == [
        {"layer": "Annat", "count": 1}
    ]
    assert whole.told == []
    assert ("input", "0880 Annat") in whole.run and ("input", "0880 land_use") in whole.run
    county.say("[op kalmar.gdb]", '["op kalmar.gdb|layername=land_use"]')
    assert outcomes(county.check()) == usual
    county.say("layername=land_use", "layername=landuse")
    said = county.check().told
    assert "op kalmar.gdb" in said[0] and "land_use" in said[0]
    shutil.rmtree(place)
    assert "op kalmar.gdb" in county.check().told[0]


@pytest.mark.parametrize("crs", [*ZONES, *OTHERS])
def test_a_plan_in_any_crs(county: County, usual: dict[str, str], crs: int) -> None:
    county.plan(moved(drawn(), crs), crs=crs)
    ended = county.check()
    assert outcomes(ended) == usual
    assert ended.told == []
    assert f'"EPSG:{crs}"' in ended.run["input", "0880 land_use"]
