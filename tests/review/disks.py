"""Stores on small and locked disks, for the tests of what happens there."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from small_result import finding, small_result
from strukturbild.alignment.problems import InputError
from strukturbild.review.opening import create_store
from strukturbild.review.records import Author, Change
from strukturbild.review.store import ReviewStore
from strukturbild.review.update import bring_up_to_date

ROOT = Path(__file__).resolve().parents[2]
OLD = Path(__file__).resolve().parent / "stores" / "version_1.gpkg"
EVA = Author("eva", "Eva Ek")
DIALOGUE = Change(status="in_dialogue")
FIRST = [finding(f"p{row}", 1000.0 * row) for row in range(40)]
MORE = [finding(f"q{row}", 1000.0 * row, rule_id="T2") for row in range(2_000)]
FOLDERS = ("build/plugins", "scripts/reliability_crash", "tests/review")


def environment() -> dict[str, str]:
    roots = [str(ROOT / folder) for folder in FOLDERS]
    paths = os.pathsep.join([*roots, os.environ.get("PYTHONPATH", "")])
    return {
        **os.environ,
        "PYTHONSAFEPATH": "1",
        "PYTHONPATH": paths,
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)],
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip("mounting a file system takes root")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def filled(path: Path) -> ReviewStore:
    store = create_store(str(path), "EPSG:3006")
    bring_up_to_date(store, small_result(*FIRST), EVA)
    store.write(store.findings()[0].finding_id, 0, DIALOGUE, EVA)
    return store


def content(store: ReviewStore) -> list[Any]:
    return [store.findings(), store.log(), sorted(store.shapes().items()), store.states()]


def code_of(act: Callable[[], Any]) -> str:
    with pytest.raises(InputError) as raised:
        act()
    return raised.value.problems[0].code


@contextmanager
def locked_away(folder: Path, how: str) -> Iterator[None]:
    """A folder or file that can't be written, for root too."""
    if how == "mount":
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        try:
            yield
        finally:
            subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)
        return
    target = folder if how == "folder" else next(folder.glob("*.gpkg"))
    done = subprocess.run(["chattr", "+i", str(target)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this file system knows no chattr +i")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", str(target)], check=True)
