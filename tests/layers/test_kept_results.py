"""Former results: kept where they tell something else, bounded, and nothing else is deleted."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from strukturbild.layers import kept_results as kept
from strukturbild.layers.atomic import Written, write_atomically
from strukturbild.layers.geopackage import TEXT, Field, OutTable, write_tables


def tables(said: str, minute: int, stage: str = "consultation") -> list[OutTable]:
    run = (
        ("run", "complete", "yes"),
        ("run", "written", f"2026-11-24T14:{minute:02d}:33+01:00"),
        ("plan", "op", f'{{"municipality": "0880", "stage": "{stage}"}}'),
        ("seconds", "total", str(minute)),
    )
    fields = [Field(n, TEXT, list(c)) for n, c in zip(("topic", "item", "content"), zip(*run))]
    return [OutTable("ledger", [Field("outcome", TEXT, [said])]), OutTable("run", fields)]


def run(place: Path, said: str, minute: int, stage: str = "consultation", at_most: int = 12) -> Any:
    """What a run does: write a result, keeping the former one."""

    def write() -> Written:
        made = tables(said, minute, stage)
        return write_atomically(place, lambda file: write_tables(file, made, "EPSG:3006"))

    return kept.write_keeping(place, at_most, write)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "län å ä ö").mkdir()
    return tmp_path / "län å ä ö" / "kalmar.gpkg"


def names(place: Path) -> list[str]:
    return [found.path.name for found in kept.kept_results(place)]


def test_a_former_result_that_says_something_else_is_kept(place: Path) -> None:
    assert run(place, "partly", 1) == (Written(place), None)
    assert not (place.parent / kept.FOLDER).exists()
    run(place, "supported", 2)
    (found,) = kept.kept_results(place)
    assert found.path == place.parent / "tidigare" / "kalmar.2026-11-24T140133.gpkg"
    assert (found.stages, found.complete) == (("consultation",), True)
    assert kept.look_at(place).written.startswith("2026-11-24T14:02")
    assert sorted(p.name for p in found.path.parent.iterdir()) == [found.path.name]


def test_the_same_result_again_is_not_kept_but_another_stage_is(place: Path) -> None:
    run(place, "partly", 1)
    run(place, "partly", 2)
    assert names(place) == []
    assert not (place.parent / kept.FOLDER).exists()
    run(place, "partly", 3, "review")
    assert names(place) == ["kalmar.2026-11-24T140233.gpkg"]


def test_so_many_are_kept_and_the_last_of_a_stage_stays(place: Path) -> None:
    for minute in range(8):
        run(place, f"a{minute}", minute, at_most=3)
    assert names(place) == [f"kalmar.2026-11-24T140{m}33.gpkg" for m in (6, 5, 4)]
    for minute in range(8, 14):
        run(place, f"a{minute}", minute, "review", at_most=3)
    stages = [found.stages for found in kept.kept_results(place)]
    assert stages == [("review",), ("review",), ("consultation",)]
    assert names(place)[-1] == "kalmar.2026-11-24T140733.gpkg"


def test_what_others_put_there_is_never_deleted(place: Path) -> None:
    run(place, "a", 0)
    run(place, "b", 1)
    folder = place.parent / kept.FOLDER
    named = folder / "kalmar.samrådet som vi vill ha kvar.gpkg"
    shutil.copyfile(folder / names(place)[0], named)
    fake = folder / "kalmar.2020-01-01T000000.gpkg"  # a name as ours, another content
    shutil.copyfile(place, fake)
    notes = folder / "kalmar.2020-01-01T000000.txt"
    notes.write_text("anteckningar", encoding="utf-8")
    other = folder / "kalmarsund.2019-01-01T000000.gpkg"
    shutil.copyfile(place, other)
    junk = folder / "kalmar.2018-01-01T000000.gpkg"
    junk.write_bytes(b"no GeoPackage")
    for minute in range(2, 9):
        run(place, f"x{minute}", minute, at_most=1)
    assert all(path.exists() for path in (named, fake, notes, other, junk))
    own = [n for n in names(place) if n not in (named.name, fake.name)]
    assert own == ["kalmar.2026-11-24T140733.gpkg"]
    assert named.name in names(place)


def test_none_is_kept_where_none_is_wanted(place: Path) -> None:
    run(place, "a", 0, at_most=0)
    run(place, "b", 1, at_most=0)
    assert sorted(path.name for path in place.parent.iterdir()) == [place.name]


def test_a_folder_that_can_not_be_made_hinders_no_run(place: Path) -> None:
    run(place, "a", 0)
    (place.parent / kept.FOLDER).write_text("en fil", encoding="utf-8")
    written, problem = run(place, "b", 1)
    assert written.path == place
    assert problem is not None
    assert problem.code == "former_result_not_kept"
    assert kept.look_at(place).written.startswith("2026-11-24T14:01")


def test_a_disk_without_links_gets_a_copy(place: Path, monkeypatch: Any) -> None:
    def refuse(*_paths: Any) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    run(place, "a", 0)
    run(place, "b", 1)
    assert names(place) == ["kalmar.2026-11-24T140033.gpkg"]


def test_a_write_that_fails_leaves_result_and_folder_as_they_were(place: Path) -> None:
    run(place, "a", 0)

    def fail() -> Written:
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        kept.write_keeping(place, 12, fail)
    assert kept.look_at(place).written.startswith("2026-11-24T14:00")
    assert sorted(path.name for path in place.parent.iterdir()) == [place.name]


def test_what_stands_beside_because_the_old_one_was_in_use_keeps_the_old_one(place: Path) -> None:
    run(place, "a", 0)

    def beside() -> Written:
        other = place.with_name("kalmar_2026.gpkg")
        write_tables(other, tables("b", 1), "EPSG:3006")
        return Written(other)

    written, _ = kept.write_keeping(place, 12, beside)
    assert written.path.name == "kalmar_2026.gpkg"
    assert names(place) == []
    assert place.exists()
