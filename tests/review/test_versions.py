"""Stores of every earlier version open, with all that was in them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from small_result import finding, small_result
from strukturbild.alignment.problems import InputError
from strukturbild.review import opening
from strukturbild.review.geopackage_file import GeoPackageFile
from strukturbild.review.opening import create_store, open_store
from strukturbild.review.records import Author, Change
from strukturbild.review.schema import MIGRATIONS, VERSION, VIEWS
from strukturbild.review.update import bring_up_to_date

STORES = Path(__file__).resolve().parent / "stores"
EVA = Author("eva", "Eva Ek")
OLD = range(1, VERSION)


@pytest.fixture(params=OLD)
def version(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
def old(version: int, tmp_path: Path) -> Path:
    return Path(shutil.copy(STORES / f"version_{version}.gpkg", tmp_path / "granskning å.gpkg"))


def schema_of(path: Path) -> dict[str, list[tuple]]:
    with closing(sqlite3.connect(path)) as connection:
        listed = connection.execute("SELECT table_name FROM gpkg_contents")
        tables = [row[0] for row in listed if row[0] != "layer_styles"]  # how it looks stays
        return {
            table: sorted(
                row[1:4]
                for row in connection.execute("SELECT * FROM pragma_table_info(?)", (table,))
            )
            for table in sorted(tables)
        }


def test_every_earlier_version_is_kept_for_this_test() -> None:
    assert set(MIGRATIONS) == set(OLD)
    assert all((STORES / f"version_{version}.gpkg").is_file() for version in OLD)


def test_an_older_store_has_all_that_was_in_it(old: Path) -> None:
    with open_store(str(old)).closing() as store:
        by_label = {item.values["label"]: item for item in store.findings()}
        a, b = by_label["a"].finding_id, by_label["b"].finding_id
        accepted, planned = store.state(a), store.state(b)
        assert (accepted.status, accepted.comment, accepted.author) == (
            "accepted", "Beslutat i kommunstyrelsen", "Eva Ek",
        )  # fmt: skip
        assert (planned.status, planned.due_date, planned.sequence) == (
            "fix_in_plan", "2027-03-01", 2,
        )  # fmt: skip
        manual = next(item for item in store.findings() if item.origin == "manual")
        assert manual.values["title"] == "Hållplats saknas"
        assert len(store.log()) == 4 and len(store.shapes()) == 3
        store.write(a, 1, Change(status="in_dialogue", said_on="2026-11-01"), EVA)
        result = small_result(finding("a"), finding("b", 1000.0), written="2")
        assert bring_up_to_date(store, result, EVA).counts["unchanged"] == 2
        assert store.meta("store_id")


def test_a_migrated_store_is_like_a_new_one(old: Path, tmp_path: Path) -> None:
    open_store(str(old)).backend.close()
    create_store(str(tmp_path / "ny.gpkg"), "EPSG:3006").backend.close()
    assert schema_of(old) == schema_of(tmp_path / "ny.gpkg")


def test_a_copy_is_laid_beside_first(old: Path, version: int) -> None:
    before = STORES.joinpath(f"version_{version}.gpkg")
    open_store(str(old)).backend.close()
    copy = old.with_name(f"granskning å.v{version}.gpkg")
    with closing(sqlite3.connect(copy)) as kept, closing(sqlite3.connect(before)) as original:
        assert list(kept.iterdump()) == list(original.iterdump())
    assert sorted(path.name for path in old.parent.iterdir()) == sorted([copy.name, old.name])


def test_a_migration_that_fails_leaves_the_old_version(
    old: Path, version: int, monkeypatch
) -> None:
    monkeypatch.setitem(VIEWS, "history", "CREATE VIEW history AS SELECT nothing FROM nowhere (")
    with pytest.raises(InputError, match="review_trouble"):
        open_store(str(old))
    monkeypatch.undo()
    backend = GeoPackageFile(old)
    found = backend.query("SELECT content FROM review_meta WHERE item = 'version'")
    backend.close()
    assert found == [(str(version),)]
    with open_store(str(old)).closing() as store:
        assert len(store.log()) == 4


def test_an_older_store_that_can_not_be_written_opens_for_reading(old: Path, monkeypatch) -> None:
    before = old.read_bytes()
    monkeypatch.setattr("strukturbild.review.geopackage_file.can_be_written", lambda path: False)
    with open_store(str(old)).closing() as store:
        assert len(store.log()) == 4 and len(store.states()) == 3
        with pytest.raises(InputError, match="review_read_only"):
            store.comment(store.findings()[0].finding_id, 1, "Nej", EVA)
    assert old.read_bytes() == before and len(list(old.parent.iterdir())) == 1


def test_a_newer_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ny.gpkg"
    with create_store(str(path), "EPSG:3006").closing() as store, store.backend.transaction():
        store.set_meta("version", str(VERSION + 1))
    before = path.read_bytes()
    with pytest.raises(InputError, match="review_newer"):
        open_store(str(path))
    assert path.read_bytes() == before


def test_an_older_server_is_migrated_by_its_owner_alone(database: str) -> None:
    with create_store(database, "EPSG:3006").closing() as store:
        bring_up_to_date(store, small_result(finding("a")), EVA)
        with store.backend.transaction():  # back to what version 1 had
            for view in reversed(tuple(VIEWS)):
                store.backend.execute("DROP VIEW " + view)
            for step in MIGRATIONS.values():
                for table in step.tables:
                    store.backend.execute("DROP TABLE " + table)
                for table, column, _ in step.columns:
                    store.backend.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
            store.set_meta("version", "1")
    with open_store(database).closing() as store:
        assert store.meta("version") == str(VERSION)
        item = store.findings()[0].finding_id
        store.write(item, 0, Change(status="in_dialogue", said_on="2026-11-01"), EVA)
        assert store.history(item)[0].change.said_on == "2026-11-01"
    assert opening.is_server(database)
