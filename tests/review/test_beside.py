"""What lies beside a store, who holds it, and two who make one: nothing is ever replaced."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from disks import (
    DIALOGUE,
    EVA,
    FIRST,
    OLD,
    code_of,
    content,
    environment,
    filled,
)
from small_result import small_result
from strukturbild.alignment.problems import InputError
from strukturbild.layers.atomic import hidden_name
from strukturbild.review import opening
from strukturbild.review.geopackage_file import GeoPackageFile
from strukturbild.review.opening import create_store, open_store
from strukturbild.review.records import Author
from strukturbild.review.update import bring_up_to_date


def test_who_holds_the_file_is_named(tmp_path) -> None:
    path = tmp_path / "r.gpkg"
    with filled(path).closing() as store, store.backend.transaction():
        waiting = GeoPackageFile(path, busy_seconds=0.2)
        with pytest.raises(InputError) as raised, waiting.transaction():
            pass
        waiting.close()
    problem = raised.value.problems[0]
    assert problem.code == "review_busy"
    assert problem.params["who"].startswith(Author.current().login + " (")
    assert [item.name for item in tmp_path.iterdir()] == ["r.gpkg"]


def test_who_holds_a_database_is_named(database) -> None:
    with create_store(database, "EPSG:3006").closing() as store:
        bring_up_to_date(store, small_result(*FIRST), EVA)
        item = store.findings()[0].finding_id
        with open_store(database).closing() as waiting:
            waiting.backend.execute("SET lock_timeout TO '200ms'")
            with store.backend.transaction(alone=True), pytest.raises(InputError) as raised:
                waiting.write(item, 0, DIALOGUE, EVA)
            assert raised.value.problems[0].code == "review_busy"
            assert raised.value.problems[0].params["who"] == "planner"
            assert waiting.write(item, 0, DIALOGUE, EVA).sequence == 1


def test_a_file_that_is_held_is_busy_and_not_something_else(tmp_path, monkeypatch) -> None:
    """Another program may hold the whole file; nobody must be told to choose another one then."""
    path = tmp_path / "r.gpkg"
    filled(path).backend.close()
    real = GeoPackageFile.__init__
    monkeypatch.setattr(
        GeoPackageFile, "__init__", lambda self, file: real(self, file, busy_seconds=0.2)
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        assert code_of(lambda: open_store(str(path))) == "review_busy"


def test_two_who_make_the_same_store_get_one(place) -> None:
    """The second finds the first's, with the decision that was made in it meanwhile."""
    with create_store(place, "EPSG:3006").closing() as store:
        bring_up_to_date(store, small_result(*FIRST), EVA)
        store.write(store.findings()[0].finding_id, 0, DIALOGUE, EVA)
        before = content(store)
        with create_store(place, "EPSG:3006").closing() as second:
            assert content(second) == before


TOGETHER = """
import sys, time
import shapely
from strukturbild.review.opening import create_store, open_store
from strukturbild.review.records import Author
what, place, at, number = sys.argv[1:]
while time.time() < float(at):
    pass
with (create_store(place, "EPSG:3006") if what == "make" else open_store(place)).closing() as store:
    point = shapely.to_wkb(shapely.multipoints([[10.0, 20.0]]), output_dimension=3)
    store.add_manual({"title": number}, "point", point, Author("w" + number))
"""


def at_once(what: str, place: str) -> None:
    """Four processes that open or make a store at the same moment, and write in it."""
    given = [sys.executable, "-c", TOGETHER, what, place, str(time.time() + 2.0)]
    running = [subprocess.Popen([*given, str(n)], env=environment()) for n in range(4)]
    assert [process.wait(timeout=60) for process in running] == [0] * 4


def test_four_who_make_the_same_store_get_one(place) -> None:
    at_once("make", place)
    with open_store(place).closing() as store:
        assert sorted(item.values["title"] for item in store.findings()) == list("0123")


def test_four_who_migrate_the_same_store_keep_the_older_one(tmp_path) -> None:
    old = Path(shutil.copy(OLD, tmp_path / "r.gpkg"))
    at_once("open", str(old))
    with open_store(str(old)).closing() as store:
        assert {"0", "1", "2", "3"} <= {item.values["title"] for item in store.findings()}
        assert len(store.log()) == 4 + 4
    with closing(sqlite3.connect(tmp_path / "r.v1.gpkg")) as kept:
        with closing(sqlite3.connect(OLD)) as original:
            assert list(kept.iterdump()) == list(original.iterdump())
    assert sorted(item.name for item in tmp_path.iterdir()) == ["r.gpkg", "r.v1.gpkg"]


def test_a_copy_of_an_older_version_is_never_replaced(tmp_path) -> None:
    old = Path(shutil.copy(OLD, tmp_path / "r.gpkg"))
    copy = tmp_path / "r.v1.gpkg"
    backend = GeoPackageFile(old)
    copy.write_bytes(b"somebody else's copy")
    backend.copy_to(copy)
    backend.close()
    assert copy.read_bytes() == b"somebody else's copy"
    assert sorted(item.name for item in tmp_path.iterdir()) == ["r.gpkg", "r.v1.gpkg"]


def test_without_hard_links_nothing_is_replaced_either(tmp_path, monkeypatch) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(errno.EPERM, "no hard links")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "r.gpkg"
    filled(path).backend.close()
    raw = path.read_bytes()
    create_store(str(path), "EPSG:3006").backend.close()
    assert path.read_bytes() == raw and [item.name for item in tmp_path.iterdir()] == ["r.gpkg"]


def test_leftovers_go_once_they_are_a_day_old_and_nothing_else(tmp_path) -> None:
    path = tmp_path / "r.gpkg"
    filled(path).backend.close()
    dead = [".r-0123abcd.gpkg", ".r-0123abcd.gpkg-journal", ".r.v1-0123abcd.gpkg", ".r.gpkg.writer"]
    others = [".r-notes.gpkg", "r-0123abcd.gpkg", ".other-0123abcd.gpkg", ".r-0123abcd.gpkgx"]
    for name in (*dead, *others):
        (tmp_path / name).touch()
    open_store(str(path)).backend.close()
    assert len(list(tmp_path.iterdir())) == 1 + len(dead) + len(others)
    for name in (*dead, *others):
        os.utime(tmp_path / name, (0, 0))
    open_store(str(path)).backend.close()
    assert sorted(item.name for item in tmp_path.iterdir()) == sorted(["r.gpkg", *others])


def test_a_second_name_of_the_store_goes_at_once(tmp_path) -> None:
    path = tmp_path / "r.gpkg"
    filled(path).backend.close()
    os.link(path, hidden_name(path))
    opening.clear_leftovers(path)
    assert [item.name for item in tmp_path.iterdir()] == ["r.gpkg"]
