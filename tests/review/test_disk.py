"""Disk full: the right sentence, nothing half done, and work goes on once there is room.

Faults come from a real small file system where one may be mounted, and from failing calls.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any, Iterator

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
    mounted,
)
from small_result import small_result
from strukturbild.alignment.problems import InputError
from strukturbild.layers.atomic import write_atomically
from strukturbild.review import file_trouble
from strukturbild.review.exchange import gather, take_in
from strukturbild.review.opening import create_store, open_store
from strukturbild.review.package import write_package
from strukturbild.review.update import bring_up_to_date


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a file system takes root")
    folder = tmp_path / "liten disk"
    folder.mkdir()
    with mounted(folder, "size=1m"):
        yield folder


def fill(folder: Path, leave: int) -> Path:
    """Take up all room but so many bytes."""
    ballast = folder / "ballast"
    room = shutil.disk_usage(folder).free
    ballast.write_bytes(bytes(max(room - leave, 0)))
    return ballast


def package_from(folder: Path) -> Any:
    with create_store(str(folder / "bo.gpkg"), "EPSG:3006").closing() as other:
        bring_up_to_date(other, small_result(*MORE, written="3"), EVA)
        return gather(other, EVA)


@pytest.mark.parametrize("leave", [0, 4096, 20_000, 150_000])
def test_a_full_disk_leaves_the_store_as_it_was(small_disk, tmp_path, leave) -> None:
    package = package_from(tmp_path)
    path = small_disk / "granskning å.gpkg"
    with filled(path).closing() as store:
        before, names = content(store), {item.name for item in small_disk.iterdir()}
        ballast = fill(small_disk, leave)
        larger = small_result(*FIRST, *MORE, written="2")
        assert code_of(lambda: bring_up_to_date(store, larger, EVA)) == "review_disk_full"
        assert code_of(lambda: take_in(store, package, EVA)) == "review_disk_full"
        assert content(store) == before
        with open_store(str(path)).closing() as again:
            assert content(again) == before
        assert {item.name for item in small_disk.iterdir()} == {*names, "ballast"}
        ballast.unlink()
        item = store.findings()[1].finding_id
        store.write(item, 0, DIALOGUE, EVA)
        assert bring_up_to_date(store, small_result(*FIRST, written="2"), EVA).counts
        assert store.state(item).status == "in_dialogue"


def test_decisions_until_the_disk_is_full(small_disk) -> None:
    with filled(small_disk / "r.gpkg").closing() as store:
        ballast = fill(small_disk, 60_000)
        item, written, codes = store.findings()[5].finding_id, 0, set()
        while len(codes) == 0 and written < 1000:
            try:
                store.comment(item, written, "x" * 500, EVA)
                written += 1
            except InputError as error:
                codes.add(error.problems[0].code)
        assert codes == {"review_disk_full"} and written > 0
        assert len(store.history(item)) == written
        ballast.unlink()
        store.comment(item, written, "Nu går det", EVA)
        assert store.history(item)[-1].sequence == written + 1


@pytest.mark.parametrize("leave", [0, 8192, 40_000, 100_000, 140_000])
def test_a_full_disk_when_a_store_is_made_or_migrated(small_disk, leave) -> None:
    old = Path(shutil.copy(OLD, small_disk / "gammal.gpkg"))
    raw = old.read_bytes()
    ballast = fill(small_disk, leave)
    made = small_disk / "ny.gpkg"
    assert code_of(lambda: create_store(str(made), "EPSG:3006")) == "review_disk_full"
    assert code_of(lambda: open_store(str(old))) == "review_disk_full"
    assert sorted(item.name for item in small_disk.iterdir()) == ["ballast", "gammal.gpkg"]
    assert old.read_bytes() == raw
    ballast.unlink()
    open_store(str(old)).backend.close()
    create_store(str(made), "EPSG:3006").backend.close()


@pytest.mark.parametrize("leave", [0, 3_000])
def test_a_full_disk_when_a_package_is_written(small_disk, tmp_path, leave) -> None:
    package = package_from(tmp_path)
    target = small_disk / "paket.zip"
    target.write_bytes(b"earlier")
    fill(small_disk, leave)
    write = lambda file: write_package(file, package)  # noqa: E731
    assert code_of(lambda: write_atomically(target, write)) == "output_disk_full"
    assert target.read_bytes() == b"earlier"
    assert sorted(item.name for item in small_disk.iterdir()) == ["ballast", "paket.zip"]


SCRIPT = """
import errno, sys
from pathlib import Path
import syscalls
from small_result import finding
from strukturbild.alignment.problems import InputError
from strukturbild.review.opening import open_store
from strukturbild.review.records import Author
place, number, error = sys.argv[1], int(sys.argv[2]), getattr(errno, sys.argv[3])
with open_store(place).closing() as store:
    item = store.findings()[1].finding_id
    fault = ""
    failing = [True]
    hook = syscalls.fail_from(number, error)
    syscalls.intercept(lambda name, count: hook(name, count) if failing[0] else 0)
    try:
        store.comment(item, 0, "x", Author("eva"))
    except InputError as raised:
        fault = raised.problems[0].code
    failing[0] = False
    before = len(store.history(item))
    store.comment(item, before, "y", Author("eva"))
    print(fault, before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="system calls are replaced on Linux")
@pytest.mark.parametrize("error", ["ENOSPC", "EDQUOT"])
@pytest.mark.parametrize("number", [1, 2, 5])
def test_every_write_of_a_decision_may_fail(tmp_path, error, number) -> None:
    path = tmp_path / "r.gpkg"
    filled(path).backend.close()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path), str(number), error],
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    fault, before = done.stdout.split() if done.returncode == 0 else ("", done.stderr)
    # SQLite has other words for a journal that can't be made, and for a quota: then the folder is
    # asked, which takes more here, as only SQLite's own calls fail
    is_told = error == "ENOSPC" and number > 1
    assert (fault, before) == ("review_disk_full" if is_told else "review_trouble", "0")
    with open_store(str(path)).closing() as store:
        assert [entry.change.comment for entry in store.log()] == ["", "y"]


def test_a_quota_is_told_from_other_trouble_by_asking_the_folder(tmp_path, monkeypatch) -> None:
    path = tmp_path / "r.gpkg"
    filled(path).backend.close()
    fault = sqlite3.OperationalError("disk I/O error")
    assert file_trouble.problem_of(fault, path, str).code == "review_trouble"

    def full(self: Path, *_: Any, **__: Any) -> Any:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr(Path, "open", full)
    assert file_trouble.problem_of(fault, path, str).code == "review_disk_full"
    monkeypatch.setattr(file_trouble, "can_be_written", lambda _: False)
    assert file_trouble.problem_of(fault, path, str).code == "review_read_only"
    path.unlink()
    opened = sqlite3.OperationalError("unable to open database file")
    assert file_trouble.problem_of(opened, path, str).code == "file_missing"
