"""Stores of both kinds, and results to bring into them."""

from __future__ import annotations

import sys
import uuid
from pathlib import Path
from typing import Iterator

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import postgis_server

CRS = "EPSG:3006"


@pytest.fixture(scope="session")
def server() -> Iterator[postgis_server.Server]:
    """A PostGIS server with a role that is no superuser."""
    if not postgis_server.installed():
        pytest.skip("PostgreSQL with PostGIS is not installed")
    psycopg2 = pytest.importorskip("psycopg2")
    with postgis_server.postgis_server() as running:
        connection = psycopg2.connect(running.dsn("postgres", "postgres"))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE planner LOGIN")
            cursor.execute("CREATE DATABASE gis TEMPLATE template0")
        connection.close()
        connection = psycopg2.connect(running.dsn("postgres", "gis"))
        with connection, connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION postgis")
        connection.close()
        yield running


@pytest.fixture
def database(server: postgis_server.Server) -> str:
    """The place of an empty database in which `planner` may make a schema."""
    psycopg2 = pytest.importorskip("psycopg2")
    name = "sb_" + uuid.uuid4().hex[:8]
    connection = psycopg2.connect(server.dsn("postgres", "postgres"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE gis OWNER planner")
    connection.close()
    return "postgresql:" + server.dsn("planner", name)


@pytest.fixture(params=["geopackage", "postgis"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store may stand: a file, and a database."""
    if request.param == "geopackage":
        return str(tmp_path / "granskning å.gpkg")
    return str(request.getfixturevalue("database"))
