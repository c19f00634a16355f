"""Packages between stores: whole, once, whatever order; both kinds of store."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any, Iterator

import jsonschema
import pytest
import shapely
from small_result import finding, small_result
from strukturbild.alignment.problems import InputError
from strukturbild.review.exchange import gather, take_in
from strukturbild.review.intake import OURS, THEIRS
from strukturbild.review.opening import create_store
from strukturbild.review.package import write_package
from strukturbild.review.package_read import read_package
from strukturbild.review.pictures import picture_file, save_pictures
from strukturbild.review.records import Author, Change
from strukturbild.review.store import ReviewStore
from strukturbild.review.update import bring_up_to_date
from strukturbild.review.waiting import settle, waiting_entries

SCHEMA = Path(__file__).resolve().parents[2] / "docs/schemas/review-package.schema.json"
EVA, BO = Author("eva", "Eva Ek"), Author("bo", "Bo Berg")
PNG = b"\x89PNG\r\n\x1a\n" + b"bild" * 20
FIRST = (finding("a"), finding("b", 1000.0), finding("c", 2000.0, partition_code="0834+0880"))


@pytest.fixture
def store(place: str) -> Iterator[ReviewStore]:
    """Eva's store, with a decision, comments, a manual finding and two runs."""
    made = create_store(place, "EPSG:3006")
    bring_up_to_date(made, small_result(*FIRST), EVA)
    a, b = id_of(made, "a"), id_of(made, "b")
    made.write(a, 0, Change(status="accepted", comment="Beslutat å ä ö; '--"), EVA)
    made.comment(b, 0, "=1+1", EVA)
    made.undo(b, 1, EVA)
    point = shapely.to_wkb(shapely.multipoints([[10.125, 20.0]]), output_dimension=3)
    made.add_manual({"title": "Saknas", "municipality_code": "0885"}, "point", point, EVA)
    bring_up_to_date(made, small_result(*FIRST, written="2"), EVA)
    with made.closing():
        yield made


@pytest.fixture
def other(tmp_path: Path) -> Iterator[ReviewStore]:
    """Bo's store, empty."""
    with create_store(str(tmp_path / "bo.gpkg"), "EPSG:3006").closing() as made:
        yield made


def id_of(store: ReviewStore, label: str) -> str:
    return next(f.finding_id for f in store.findings() if f.values["label"] == label)


def sent(store: ReviewStore, folder: Path, **options: Any) -> Path:
    path = folder / "paket å.zip"
    write_package(path, gather(store, EVA, **options))
    return path


def received(path: Path, store: ReviewStore, author: Author = BO, **options: Any) -> Any:
    return take_in(store, read_package(path), author, **options)


def everything(store: ReviewStore) -> list[Any]:
    tables = ("finding", "decision", "waiting", "run", "appearance", "lineage", "review_meta")
    rows = [store.backend.query(" ".join(("SELECT * FROM", t, "ORDER BY 1"))) for t in tables]
    return [*rows, sorted(store.shapes().items())]


def test_an_empty_store_becomes_like_the_one_it_came_from(store, other, tmp_path) -> None:
    found = received(sent(store, tmp_path), other)
    assert (found.findings, found.logs.added, found.logs.conflicts) == (4, 4, [])
    assert other.findings() == store.findings()
    assert other.states() == store.states()
    shapes = other.shapes()
    assert {k: (s, shapely.from_wkb(w)) for k, (s, w) in shapes.items()} == {
        k: (s, shapely.from_wkb(w)) for k, (s, w) in store.shapes().items()
    }
    assert [e.author.name for e in other.log()] == [e.author.name for e in store.log()]


def test_a_package_that_comes_twice_changes_nothing(store, other, tmp_path) -> None:
    path = sent(store, tmp_path)
    received(path, other)
    before = everything(other)
    found = received(path, other)
    assert (found.findings, found.logs.added, found.logs.known) == (0, 0, 4)
    assert everything(other) == before
    own = everything(store)
    received(path, store)
    assert everything(store) == own


def test_decisions_go_there_and_back(store, other, tmp_path) -> None:
    received(sent(store, tmp_path), other)
    b, c = id_of(other, "b"), id_of(other, "c")
    other.write(b, 2, Change(status="fix_in_plan", due_date="2027-01-01"), BO)
    store.comment(b, 2, "Under tiden", EVA)
    store.write(c, 0, Change(status="in_dialogue"), EVA)
    back = received(sent(other, tmp_path), store, EVA)
    assert (back.findings, back.logs.added, back.logs.conflicts) == (0, 1, [])
    again = received(sent(store, tmp_path), other)
    assert again.logs.added == 2
    assert {k: (s.status, s.due_date) for k, s in store.states().items()} == {
        k: (s.status, s.due_date) for k, s in other.states().items()
    }
    assert store.state(b).status == "fix_in_plan" and len(store.history(b)) == 4


@pytest.mark.parametrize("keep", [OURS, THEIRS])
def test_conflicts_wait_in_both_stores_and_are_settled_once(store, other, tmp_path, keep) -> None:
    received(sent(store, tmp_path), other)
    a = id_of(store, "a")
    other.write(a, 1, Change(status="fix_in_plan"), BO)
    store.write(a, 1, Change(status="not_relevant"), EVA)
    found = received(sent(other, tmp_path), store, EVA)
    assert [(c.finding_id, c.fields) for c in found.logs.conflicts] == [(a, ("status",))]
    assert store.state(a).status == "not_relevant"
    assert [e.change.status for e in waiting_entries(store)[a]] == ["fix_in_plan"]
    settle(store, a, 2, keep, EVA)
    settled = store.state(a).status
    assert settled == {OURS: "not_relevant", THEIRS: "fix_in_plan"}[keep]
    assert received(sent(store, tmp_path), other).logs.conflicts == []
    assert other.state(a).status == settled


def test_only_the_municipality_that_was_asked_for(store, other, tmp_path) -> None:
    torsas = {"partition_code": "0834", "municipality_code": "0834", "municipality": "Torsås"}
    both = small_result(*FIRST, finding("d", 3000.0, **torsas), written="3")
    bring_up_to_date(store, both, EVA)
    received(sent(store, tmp_path, municipalities=["0834"]), other)
    assert sorted(item.values["label"] for item in other.findings()) == ["c", "d"]
    received(sent(store, tmp_path, municipalities=["0885"]), other)
    assert sorted(item.origin for item in other.findings()) == ["manual", "run", "run"]


def test_stores_that_named_a_finding_differently_share_it(other, place, tmp_path) -> None:
    """One store knows it from before its key changed, the other met it later."""
    with create_store(place, "EPSG:3006").closing() as store:
        bring_up_to_date(store, small_result(finding("a")), EVA)
        renumbered = small_result(finding("a", plan_object="x17"), written="2")
        bring_up_to_date(store, renumbered, EVA)
        bring_up_to_date(other, renumbered, BO)
        here, there = id_of(store, "a"), id_of(other, "a")
        assert here != there
        other.write(there, 0, Change(status="in_dialogue"), BO)
        found = received(sent(other, tmp_path), store, EVA)
        assert (found.findings, len(store.findings())) == (0, 1)
        assert store.state(here).status == "in_dialogue"
        store.comment(here, 1, "Sett", EVA)
        assert received(sent(store, tmp_path), other).logs.added == 1
        assert (len(other.findings()), other.state(there).sequence) == (1, 2)


def test_growth_since_an_imported_acceptance_reopens_it(store, other, tmp_path) -> None:
    received(sent(store, tmp_path), other)
    a = id_of(other, "a")
    for run, side in enumerate((325.0, 335.0, 345.0), start=3):
        grown = small_result(finding("a", side=side), *FIRST[1:], written=str(run))
        bring_up_to_date(other, grown, BO)
    assert other.state(a).status == "reopened"


def test_what_a_run_said_is_not_doubled(store, other, tmp_path) -> None:
    received(sent(store, tmp_path), other)
    gone = small_result(*FIRST[1:], written="3")
    bring_up_to_date(store, gone, EVA)
    bring_up_to_date(other, gone, BO)
    a = id_of(store, "a")
    assert store.state(a).status == other.state(a).status == "resolved"
    assert received(sent(store, tmp_path), other).logs.added == 0


def test_pictures_come_with_their_entries(store, other, tmp_path) -> None:
    picture = tmp_path / "foto å.png"
    picture.write_bytes(PNG)
    (tmp_path / "hemlig.png").write_text("ingen bild")
    a = id_of(store, "a")
    for target in (str(picture), str(tmp_path / "hemlig.png"), "/etc/hostname", "../x.png"):
        change = Change(kind="picture", target=target)
        store.write(a, store.state(a).sequence, change, EVA)
    package = read_package(sent(store, tmp_path, with_pictures=True))
    assert [content for _, content in package.pictures.values()] == [PNG]
    take_in(other, package, BO)
    assert (save_pictures(other, package), save_pictures(other, package)) == (1, 0)
    entry = next(e for e in other.history(a) if e.entry_id in package.pictures)
    file = picture_file(other, entry)
    assert file is not None and file.read_bytes() == PNG and file.parent.name == "bo.pictures"


def test_an_entry_from_elsewhere_never_reaches_a_file_here(store, other, tmp_path) -> None:
    (tmp_path / "egen.png").write_bytes(PNG)
    a = id_of(store, "a")
    change = Change(kind="picture", target=str(tmp_path / "egen.png"))
    store.write(a, store.state(a).sequence, change, EVA)
    received(sent(store, tmp_path), other)
    assert gather(other, BO, with_pictures=True).pictures == {}


def test_another_coordinate_system_is_refused(store, tmp_path) -> None:
    path = sent(store, tmp_path)
    elsewhere = str(tmp_path / "annan.gpkg")
    with create_store(elsewhere, "EPSG:3010").closing() as made:
        with pytest.raises(InputError, match="package_crs_differs"):
            received(path, made)
        assert made.findings() == []


def test_the_package_is_as_its_schema_says(store, tmp_path) -> None:
    with zipfile.ZipFile(sent(store, tmp_path)) as archive:
        records = json.loads(archive.read("review.json"))
        shapes = json.loads(archive.read("findings.geojson"))
    jsonschema.validate(records, json.loads(SCHEMA.read_text("utf-8")))
    assert shapes["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::3006"
    assert len(shapes["features"]) == len(records["findings"]) == 4


def test_equal_packages_are_equal_bytes(store, tmp_path) -> None:
    package = gather(store, EVA)
    write_package(tmp_path / "1.zip", package)
    write_package(tmp_path / "2.zip", package)
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
