"""Plans in a database or from a web service: the same ledger and keys, and a sentence if not."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any, Iterator

import pytest
from county_case import County, Ended
from osgeo import gdal
from test_formats import drawn, outcomes

sys.path.append(str(Path(__file__).resolve().parent.parent))

import postgis_server
import wfs_server

LANGUAGES = ("sv", "en")
GEOM = "ALTER TABLE op.land_use ALTER geom"
VIEW = ("ALTER TABLE op.land_use RENAME TO t", "CREATE VIEW op.land_use AS SELECT * FROM op.t")


@pytest.fixture
def usual(county: County) -> dict[str, str]:
    """The ledger of the plan as a GeoPackage in SWEREF 99 TM."""
    county.plan(drawn())
    return outcomes(county.check())


@pytest.fixture(scope="module")
def database() -> Iterator[postgis_server.Server]:
    with postgis_server.server_or_skip() as running:
        running.make_database("plan", "planner")
        yield running


@pytest.fixture
def tables(county: County, usual: dict[str, str], database: postgis_server.Server) -> Any:
    """Kalmar's plan as a table `op.land_use`; makes it the county's by the end of a URI."""
    database.execute(
        "plan", "DROP SCHEMA IF EXISTS op CASCADE", "CREATE SCHEMA op AUTHORIZATION planner"
    )
    made = gdal.VectorTranslate(
        f"PG:{database.dsn('planner', 'plan')}", str(county.folder / "op_0880.gpkg"),
        layerName="op.land_use",
        layerCreationOptions=["GEOMETRY_NAME=geom", "FID=fid"],
    )  # fmt: skip
    assert made is not None
    made = None

    def use(end: str, *statements: str) -> Ended:
        database.execute("plan", *statements, user="planner")
        uri = f"{database.dsn('planner', 'plan')} {end}".replace('"', '\\"')
        text = county.setup.read_text(encoding="utf-8").splitlines()
        text[13] = f'    sources: [{{source: "{uri}", provider: postgres}}]'
        county.setup.write_text("\n".join(text), encoding="utf-8")
        return county.check()

    return use


@pytest.mark.parametrize(
    ("end", "statements"),
    [
        ('key=\'fid\' srid=3006 type=Polygon table="op"."land_use" (geom)', ()),
        ('table="op"."land_use" (geom)', ()),
        (
            'key=\'fid\' srid=3006 type=Polygon table="op"."land_use" (geom)',
            VIEW,
        ),
        (
            'key=\'fid\' table="op"."land_use" (geom)',
            VIEW,
        ),
        (
            'key=\'fid\' table="op"."land_use" (geom)',
            ("ALTER TABLE op.land_use ADD mitt geometry(Point, 3006)",
             "UPDATE op.land_use SET mitt = ST_Centroid(geom)"),
        ),
        (
            'key=\'fid\' table="op"."land_use" (geom)',
            (f"{GEOM} TYPE geometry",),
        ),
        (
            'key=\'fid\' srid=3006 table="op"."land_use" (geom)',
            (f"{GEOM} TYPE geometry(CurvePolygon, 3006) USING ST_ForceCurve(geom)",),
        ),
        (
            'key=\'fid\' srid=3006 table="op"."land_use" (geom)',
            (f"{GEOM} TYPE geometry(MultiPolygonZM, 3006) USING ST_Multi(ST_Force4D(geom))",),
        ),
        (
            'key=\'fid\' srid=3010 table="op"."land_use" (geom)',
            (f"{GEOM} TYPE geometry(Polygon, 3010) USING ST_Transform(geom, 3010)",),
        ),
    ],
    ids=[
        "declared", "short", "view", "view undeclared", "two columns", "untyped", "curves",
        "heights", "local zone",
    ],
)  # fmt: skip
def test_a_plan_in_postgis(tables, usual, end, statements) -> None:
    ended = tables(end, *statements)
    assert ended.told == []
    assert outcomes(ended) == usual


@pytest.mark.parametrize(
    ("end", "statements", "names"),
    [
        ('key=\'fid\' table="op"."markanvandning" (geom)', (), ("op.markanvandning", "plan")),
        ('key=\'fid\' table="op"."land_use" (geometri)', (), ("op.land_use",)),
        (
            'key=\'fid\' table="op"."land_use" (geom)',
            (f"{GEOM} TYPE geometry(Polygon, 0) USING ST_SetSRID(geom, 0)",),
            ("land_use",),
        ),
    ],
    ids=["no table", "no column", "no CRS"],
)  # fmt: skip
def test_a_table_that_can_not_be_read(
    tables, in_language, usual, database, end, statements, names
) -> None:
    for language in LANGUAGES:
        in_language(language)
        ended = tables(end, *statements)
        statements = ()
        assert ended.said == "" and not ended.status["complete"]
        assert [name for name in names if name not in ended.warnings[0]] == [], ended.warnings
        assert len(ended.warnings[0]) < 400
        assert {row["outcome"] for row in ended.rows(partition="0885")} >= {"supported"}


@pytest.fixture
def served(county: County, usual: dict[str, str]) -> Iterator[Path]:
    """Kalmar's plan from a web service, which answers from this folder."""
    folder = county.folder / "wfs"
    wfs_server.offer(folder, "land_use", drawn(), 3006)
    with wfs_server.wfs_server(folder) as url:
        county.source(
            f"{{source: \"url='{url}' typename='plan:land_use' version='2.0.0' "
            "srsname='EPSG:3006'\"}"
        )
        yield folder


def test_a_plan_from_a_service(county: County, usual: dict[str, str], served: Path) -> None:
    ended = county.check()
    assert ended.told == []
    assert outcomes(ended) == usual


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (shutil.rmtree, ""),
        (lambda folder: (folder / "capabilities.xml").unlink(), ""),
        (lambda folder: (folder / "describe.xsd").unlink(), ""),
        (lambda folder: (folder / "features.xml").unlink(), "Databasen är stängd för underhåll"),
        (lambda folder: (folder / "features.xml").write_text("<html>Logga in</html>"), "3"),
        (
            lambda folder: (folder / "hits.xml").write_text(
                (folder / "hits.xml").read_text("utf-8").replace('"3"', '"2500"')
            ),
            "2500",
        ),
    ],
    ids=["nothing", "no capabilities", "no schema", "exception", "a page", "too few"],
)
def test_a_service_that_fails(county, usual, in_language, served, language, spoil, reason) -> None:
    in_language(language)
    spoil(served)
    ended = county.check()
    assert ended.said == "" and not ended.status["complete"]
    assert "land_use" in ended.warnings[0] and reason in ended.warnings[0]
    assert ended.warnings[0].startswith("smaland.strukturbild.yaml:14: ")
    assert {row["outcome"] for row in ended.rows(partition="0885")} >= {"supported"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_service_that_is_away(county, in_language, language) -> None:
    in_language(language)
    url = "http://anna:hemligt@127.0.0.1:1/wfs?nyckel=hemlig"
    county.source(f"{{source: \"url='{url}' typename='plan:land_use'\"}}")
    ended = county.check()
    assert ended.said == "" and not ended.status["complete"]
    assert "plan:land_use (http://127.0.0.1:1/wfs)" in ended.warnings[0]
    assert "hemlig" not in "\n".join((*ended.told, *ended.log, str(ended.status), str(ended.run)))
