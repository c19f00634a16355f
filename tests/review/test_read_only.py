"""Files and folders that can't be written are read, and say so where somebody writes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Iterator

import pytest
from disks import (
    DIALOGUE,
    EVA,
    FIRST,
    MORE,
    OLD,
    code_of,
    content,
    environment,
    filled,
    locked_away,
    mounted,
)
from small_result import small_result
from strukturbild.review.opening import create_store, open_store
from strukturbild.review.update import bring_up_to_date


@pytest.fixture(params=["mount", "folder", "file"])
def read_only(request, tmp_path) -> Iterator[tuple[Path, str]]:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("locking root out takes root")
    folder = tmp_path / "delad mapp"
    folder.mkdir()
    if request.param == "mount":
        with mounted(folder, "size=4m"):
            yield folder, request.param
    else:
        yield folder, request.param


def test_a_store_that_can_not_be_written_is_read(read_only) -> None:
    folder, how = read_only
    path = folder / "granskning å.gpkg"
    with filled(path).closing() as store:
        before = content(store)
    with locked_away(folder, how), open_store(str(path)).closing() as store:
        assert content(store) == before
        item = store.findings()[1].finding_id
        larger = small_result(*FIRST, *MORE, written="2")
        for act in (
            lambda: store.write(item, 0, DIALOGUE, EVA),
            lambda: bring_up_to_date(store, larger, EVA),
            store.vacuum,
        ):
            assert code_of(act) == "review_read_only"
        assert content(store) == before
    with open_store(str(path)).closing() as store:
        store.write(item, 0, DIALOGUE, EVA)


def test_an_older_store_that_can_not_be_written_is_read(read_only) -> None:
    folder, how = read_only
    path = Path(shutil.copy(OLD, folder / "gammal.gpkg"))
    raw = path.read_bytes()
    with locked_away(folder, how), open_store(str(path)).closing() as store:
        assert len(store.log()) == 4 and len(store.states()) == 3
        item = store.findings()[0].finding_id
        assert code_of(lambda: store.comment(item, 1, "Nej", EVA)) == "review_read_only"
    assert path.read_bytes() == raw


@pytest.mark.parametrize("read_only", ["mount", "folder"], indirect=True)
def test_no_store_is_made_where_nothing_can_be_written(read_only) -> None:
    folder, how = read_only
    (folder / "r.gpkg").touch()
    with locked_away(folder, how):
        assert code_of(lambda: create_store(str(folder / "n.gpkg"), "EPSG:3006")) == (
            "output_read_only"
        )
    assert [item.name for item in folder.iterdir()] == ["r.gpkg"]
    missing = folder / "nej" / "n.gpkg"
    assert code_of(lambda: create_store(str(missing), "EPSG:3006")) == "output_folder_missing"


@pytest.mark.parametrize("read_only", ["folder", "file"], indirect=True)
def test_a_folder_that_is_locked_while_the_store_is_open(read_only) -> None:
    folder, how = read_only
    path = folder / "r.gpkg"
    with filled(path).closing() as store:
        before, item = content(store), store.findings()[1].finding_id
        with locked_away(folder, how):
            if how == "folder":  # a file that is open may be written on
                assert code_of(lambda: store.write(item, 0, DIALOGUE, EVA)) == "review_read_only"
            assert content(store) == before
        store.write(item, 0, DIALOGUE, EVA)


AS_SOMEBODY = """
import sys
from small_result import finding
from strukturbild.alignment.problems import InputError
from strukturbild.review.opening import open_store
from strukturbild.review.records import Author
try:
    with open_store(sys.argv[1]).closing() as store:
        print(len(store.findings()), len(store.log()), len(store.states()))
        store.comment(store.findings()[1].finding_id, 0, "Nej", Author("x"))
except InputError as error:
    print(error.problems[0].code)
"""


@pytest.mark.parametrize(
    ("mode", "folder_mode", "said"),
    [
        (0o444, 0o777, "40 1 40 review_read_only"),
        (0o666, 0o755, "40 1 40 review_read_only"),
        (0o600, 0o755, "file_unreadable"),
    ],
)
def test_somebody_without_rights(mode: int, folder_mode: int, said: str) -> None:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("becoming somebody else takes root")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "granskning å.gpkg"
        filled(path).backend.close()
        path.chmod(mode)
        folder.chmod(folder_mode)
        try:
            done = subprocess.run(
                [sys.executable, "-c", AS_SOMEBODY, str(path)],
                user="nobody", env=environment(), capture_output=True, text=True, check=False,
            )  # fmt: skip
        except PermissionError:  # as in /root, which is root's alone on Debian
            pytest.skip("somebody else may not read the project here")
    if "ModuleNotFoundError" in done.stderr or "Permission" in done.stderr:
        pytest.skip("somebody else may not read the project here")
    assert " ".join(done.stdout.split()) == said, done.stderr


def test_who_may_only_read_sees_what_was_before_a_write_that_was_cut_off(tmp_path) -> None:
    path = tmp_path / "r.gpkg"
    with filled(path).closing() as store:
        before = content(store)
    here = Path(shutil.copytree(tmp_path, tmp_path.with_name(tmp_path.name + "-cut"))) / "r.gpkg"
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")  # so that half of it is in the file before the end
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE finding SET presence = 'resolved', label = label || 'xxxxxxxxxxx'")
        for name in ("r.gpkg", "r.gpkg-journal"):
            shutil.copy(tmp_path / name, here.with_name(name))
        writer.execute("ROLLBACK")
    raw = here.read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("strukturbild.review.geopackage_file.can_be_written", lambda _: False)
        with open_store(str(here)).closing() as store:
            assert content(store) == before
    assert here.read_bytes() == raw
    with open_store(str(here)).closing() as store:
        assert content(store) == before
