"""Stores of both kinds, and results to bring into them."""

from __future__ import annotations

import sys
import uuid
from pathlib import Path
from typing import Any, Iterator

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import postgis_server

CRS = "EPSG:3006"


@pytest.fixture(scope="session")
def server() -> Iterator[postgis_server.Server]:
    """A PostGIS server with a role that is no superuser."""
    with postgis_server.server_or_skip() as running:
        running.execute("postgres", "CREATE DATABASE gis TEMPLATE template0")
        running.execute("gis", "CREATE EXTENSION postgis")
        yield running


@pytest.fixture
def database(server: postgis_server.Server) -> str:
    """The place of an empty database in which `planner` may make a schema."""
    name = "sb_" + uuid.uuid4().hex[:8]
    server.execute("postgres", f"CREATE DATABASE {name} TEMPLATE gis OWNER planner")
    return "postgresql:" + server.dsn("planner", name)


@pytest.fixture(params=["geopackage", "postgis"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store may stand: a file, and a database."""
    if request.param == "geopackage":
        return str(tmp_path / "granskning å.gpkg")
    return str(request.getfixturevalue("database"))


@pytest.fixture
def store(place: str) -> Iterator[Any]:
    """A store with two findings."""
    from small_result import finding, small_result  # noqa: PLC0415 - the plugin is on the path now
    from strukturbild.review.opening import create_store  # noqa: PLC0415
    from strukturbild.review.records import Author  # noqa: PLC0415
    from strukturbild.review.update import bring_up_to_date  # noqa: PLC0415

    made = create_store(place, CRS)
    result = small_result(finding("a"), finding("b", 1000.0))
    bring_up_to_date(made, result, Author("eva", "Eva Ek"))
    with made.closing():
        yield made


@pytest.fixture
def first(store: Any) -> str:
    """The id of one of its findings."""
    return str(store.findings()[0].finding_id)
