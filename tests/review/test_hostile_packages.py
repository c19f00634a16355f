"""Packages that mean harm, or are broken: refused with a sentence, the store unchanged."""

from __future__ import annotations

import copy
import json
import zipfile
from pathlib import Path
from typing import Any, Callable, Iterator

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_result import finding, small_result
from strukturbild.alignment.problems import InputError
from strukturbild.review.exchange import gather, take_in
from strukturbild.review.opening import create_store
from strukturbild.review.package import write_package
from strukturbild.review.package_read import read_package
from strukturbild.review.records import Author, Change
from strukturbild.review.store import ReviewStore
from strukturbild.review.update import bring_up_to_date
from test_exchange import SCHEMA, everything

EVA = Author("eva", "Eva Ek")
Members = dict[str, bytes]


def filled(path: str) -> ReviewStore:
    store = create_store(path, "EPSG:3006")
    bring_up_to_date(store, small_result(finding("a"), finding("b", 1000.0)), EVA)
    a = store.findings()[0].finding_id
    store.write(a, 0, Change(status="accepted", comment="Beslutat"), EVA)
    store.comment(a, 1, "Sett", EVA)
    store.undo(a, 2, EVA)
    return store


@pytest.fixture
def store(place: str) -> Iterator[ReviewStore]:
    with filled(place).closing() as made:
        yield made


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> Members:
    """The members of a sound package from another store."""
    folder = tmp_path_factory.mktemp("annan")
    with filled(str(folder / "annan.gpkg")).closing() as other:
        other.write(other.findings()[1].finding_id, 0, Change(status="in_dialogue"), EVA)
        write_package(folder / "paket.zip", gather(other, EVA))
    with zipfile.ZipFile(folder / "paket.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, members: Members, **more: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members, **more}.items():
            archive.writestr(name, content)
    return path


def changed(members: Members, change: Callable[[Any], Any], name: str = "review.json") -> Members:
    records = json.loads(members[name])
    change(records)
    return {**members, name: json.dumps(records).encode()}


def refused(path: Path, store: ReviewStore, code: str) -> None:
    before = everything(store)
    with pytest.raises(InputError) as error:
        take_in(store, read_package(path), EVA)
    assert {problem.code for problem in error.value.problems} == {code}
    assert everything(store) == before


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/cron.d/x", "/etc/passwd", "C:\\x.png", "pictures/../../x.png", "pictures\\..\\x",
        "pictures/x.exe", "annat.txt", "review.json/x", "pictures//x.png", "./review.json",
    ],
)  # fmt: skip
def test_names_that_do_not_belong(store, members, tmp_path, name) -> None:
    refused(packed(tmp_path / "p.zip", members, **{name: b"x"}), store, "zip_name_refused")
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".zip") == ["p.zip"]


def test_a_link(store, members, tmp_path) -> None:
    path = packed(tmp_path / "p.zip", members)
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("pictures/" + "a" * 24 + ".png")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    refused(path, store, "zip_name_refused")


def test_a_bomb(store, members, tmp_path) -> None:
    bomb = b" " * (64 << 20)
    refused(packed(tmp_path / "p.zip", {**members, "review.json": bomb}), store, "zip_too_large")


def test_a_bomb_whose_header_lies(store, members, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("strukturbild.review.package_read.MOST_RECORDS", 100)
    path = packed(tmp_path / "p.zip", members)
    raw = bytearray(path.read_bytes())
    true = len(members["review.json"]).to_bytes(4, "little")
    raw = raw.replace(true, (50).to_bytes(4, "little"))
    path.write_bytes(bytes(raw))
    before = everything(store)
    with pytest.raises(InputError, match=r"zip_too_large|zip_damaged"):
        read_package(path)
    assert everything(store) == before


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice(store, members, tmp_path) -> None:
    path = packed(tmp_path / "p.zip", members)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("review.json", members["review.json"])
    refused(path, store, "zip_name_twice")


@pytest.mark.parametrize("cut", [0, 10, 200, -30])
def test_a_damaged_file(store, members, tmp_path, cut) -> None:
    path = packed(tmp_path / "p.zip", members)
    path.write_bytes(path.read_bytes()[:cut])
    refused(path, store, "zip_damaged")


def test_a_flipped_bit(store, members, tmp_path) -> None:
    path = packed(tmp_path / "p.zip", members)
    raw = bytearray(path.read_bytes())
    raw[200] ^= 0x10
    path.write_bytes(bytes(raw))
    before = everything(store)
    with pytest.raises(InputError):
        take_in(store, read_package(path), EVA)
    assert everything(store) == before


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe",
        b'{"a": NaN}',
        b"[" * 200_000,
        b'"' + b"\\ud800" + b'"',
    ],
)
def test_what_is_no_record(store, members, tmp_path, text) -> None:
    path = packed(tmp_path / "p.zip", {**members, "review.json": text})
    refused(path, store, "package_content")


def entry(number: int, **values: Any) -> Callable[[Any], Any]:
    return lambda records: records["entries"][number].update(values)


OTHER = "b" * 24
SPOILT = {
    "entry of no finding": entry(0, finding_id=OTHER),
    "entry twice": lambda r: r["entries"].append(dict(r["entries"][0])),
    "number twice": entry(1, sequence=1),
    "number left out": entry(1, sequence=7),
    "undoes nothing": entry(2, undoes=OTHER),
    "state unknown": entry(0, status="ok"),
    "state of runs": entry(0, status="resolved"),
    "no motive": entry(0, status="accepted", comment=" "),
    "kind unknown": entry(0, kind="drop table"),
    "id of another form": entry(0, entry_id="'; DROP TABLE decision; --"),
    "time without zone": entry(0, made_at="2026-01-01T10:00:00"),
    "number as text": entry(0, sequence="1"),
    "number as flag": entry(0, sequence=True),
    "text as null": entry(0, login=None),
    "zero in text": entry(0, comment="a\x00b"),
    "surplus column": entry(0, extra=1),
    "column left out": lambda r: r["entries"][0].pop("login"),
    "finding twice": lambda r: r["findings"].append(dict(r["findings"][0])),
    "parent of nothing": lambda r: r["findings"][0].update(parent_id=OTHER),
    "presence unknown": lambda r: r["findings"][0].update(presence="away"),
    "value of another type": lambda r: r["findings"][0]["values"].update(severity="x"),
    "value unknown": lambda r: r["findings"][0]["values"].update(x=1),
    "run of nothing": lambda r: r["appearances"][0].update(run_id=OTHER),
    "appearance of nothing": lambda r: r["appearances"][0].update(finding_id=OTHER),
    "lineage of nothing": lambda r: r["lineage"].append(
        {"child_id": OTHER, "parent_id": OTHER, "relation": "split", "run_id": OTHER}
    ),
    "another format": lambda r: r.update(format="annat"),
    "list as dict": lambda r: r.update(entries={}),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_records_that_are_not_sound(store, members, tmp_path, fault) -> None:
    path = packed(tmp_path / "p.zip", changed(members, SPOILT[fault]))
    refused(path, store, "package_content")


def test_a_newer_format_says_so(store, members, tmp_path) -> None:
    path = packed(tmp_path / "p.zip", changed(members, lambda r: r.update(version=2)))
    refused(path, store, "package_newer")


def test_words_under_a_known_id_can_not_be_changed(store, tmp_path) -> None:
    write_package(tmp_path / "egen.zip", gather(store, EVA))
    with zipfile.ZipFile(tmp_path / "egen.zip") as archive:
        own = {name: archive.read(name) for name in archive.namelist()}
    path = packed(tmp_path / "p.zip", changed(own, entry(0, comment="Något annat")))
    refused(path, store, "exchange_entry_differs")


def shape(geometry: Any) -> Callable[[Any], Any]:
    return lambda collection: collection["features"][0].update(geometry=geometry)


@pytest.mark.parametrize(
    "change",
    [
        shape({"type": "Point", "coordinates": [1e300, 0]}),
        shape({"type": "Point", "coordinates": ["x", 0]}),
        shape({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}),
        shape({"type": "GeometryCollection", "geometries": []}),
        shape({"type": "Circle"}),
        shape("POINT(0 0)"),
        lambda c: c["features"][0].update(id=OTHER),
        lambda c: c["features"].append(c["features"][0]),
        lambda c: c.update(features={}),
        lambda c: c["features"].append(None),
    ],
)
def test_geometry_that_is_not_sound(store, members, tmp_path, change) -> None:
    path = packed(tmp_path / "p.zip", changed(members, change, "findings.geojson"))
    refused(path, store, "package_content")


def test_a_picture_that_is_none(store, members, tmp_path) -> None:
    entry_id = json.loads(members["review.json"])["entries"][0]["entry_id"]
    for name, content in ((entry_id, b"MZ..."), (OTHER, b"\x89PNG\r\n\x1a\n")):
        path = packed(tmp_path / "p.zip", members, **{f"pictures/{name}.png": content})
        refused(path, store, "package_content")


def test_sql_in_texts_is_text(store, members, tmp_path) -> None:
    evil = "Robert'); DROP TABLE decision; --\"%s ? {x}"

    def spoil(records: Any) -> None:
        records["entries"][-1].update(comment=evil, author=evil, assigned=evil)
        records["findings"][0]["values"].update(title=evil, label=evil)

    take_in(store, read_package(packed(tmp_path / "p.zip", changed(members, spoil))), EVA)
    assert any(item.change.comment == evil and item.author.name == evil for item in store.log())


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=3), st.just([]), st.just({}), st.sampled_from(["new", "present", "a" * 24]),
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_what_the_schema_refuses_is_refused_and_nothing_is_a_traceback(
    members, tmp_path, data
) -> None:
    """One value anywhere in the records is replaced, or dropped."""
    records = json.loads(members["review.json"])
    spoilt = copy.deepcopy(records)
    node: Any = spoilt
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(node[key], (dict, list)) and node[key] and data.draw(st.booleans()):
            node = node[key]
            continue
        if isinstance(node, dict) and data.draw(st.booleans()):
            del node[key]
        else:
            node[key] = data.draw(VALUES)
        break
    path = packed(tmp_path / "p.zip", {**members, "review.json": json.dumps(spoilt).encode()})
    schema = json.loads(SCHEMA.read_text("utf-8"))
    allowed = not list(jsonschema.Draft202012Validator(schema).iter_errors(spoilt))
    try:
        read_package(path)
    except InputError:
        return
    assert allowed, "taken in though the schema refuses it"
