"""Results: whole or not at all, styled, equal bytes for equal input."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from layer_files import square
from qgis.core import QgsVectorLayer
from small_case import X, Y, county
from strukturbild.alignment.geometry.arrays import from_wkt
from strukturbild.alignment.identity.keys import with_keys
from strukturbild.alignment.problems import InputError
from strukturbild.alignment.progress import SilentProgress
from strukturbild.alignment.ruleset.definitions import MATERIAL_CHANGE_LIMITS
from strukturbild.alignment.ruleset.model import Definitions, Parameter, RuleSet
from strukturbild.alignment.runner.ledger_table import LedgerTable
from strukturbild.alignment.runner.result import AreaAccount, Headline, RunResult
from strukturbild.layers import atomic, geopackage
from strukturbild.layers.atomic import write_atomically
from strukturbild.layers.canonical_gpkg import write_canonical
from strukturbild.layers.geopackage import ROWS_AT_ONCE, Field, OutTable, write_tables
from strukturbild.layers.inputs import read_inputs
from strukturbild.layers.mapping import Mapped
from strukturbild.layers.result_gpkg import write_result
from strukturbild.layers.source import open_source
from strukturbild.layers.status import Status, status_of, write_status

OUTCOMES = ("missing", "conflicting", "partly", "supported", "undetermined")
SHAPES = (
    square(X + 1.23456789, Y, 500),
    f"LINESTRING({X} {Y},{X + 900} {Y})",
    f"POINT({X} {Y})",
    None,
    None,
)

LIMITS = {name: Parameter(1.0, {}, is_default=True) for name in MATERIAL_CHANGE_LIMITS}


def ledger(structure_object: str = "") -> LedgerTable:
    count = len(OUTCOMES)
    columns: dict[str, Any] = {}
    for entry in dataclasses.fields(LedgerTable):
        columns[entry.name] = np.full(count, "", dtype=object)
    columns["key"] = np.array([f"k{i}" for i in range(count)], dtype=object)
    columns["outcome"] = np.array(OUTCOMES, dtype=object)
    columns["municipality"] = np.full(count, "0880", dtype=object)
    columns["structure_object"] = np.array([structure_object, *[""] * 4], dtype=object)
    columns["severity"] = np.array([2, 3, 1, 0, 0])
    columns["geometry"] = from_wkt(SHAPES)
    for name in ("summary", "counted"):
        columns[name] = np.ones(count, dtype=bool)
    for name in ("value", "threshold", "share"):
        columns[name] = np.array([0.1 + 0.2, np.nan, 1.0, 2.0, np.nan])
    columns["area_m2"] = np.array([250000, 0, 0, 0, 0])
    columns["length_cm"] = np.array([0, 90000, 0, 0, 0])
    return LedgerTable(**columns)


@pytest.fixture
def result(tmp_path: Path, resources: Path) -> RunResult:
    (tmp_path / "in").mkdir()
    case = county(tmp_path / "in")
    inputs = read_inputs(case, resources, SilentProgress())
    text = np.array(["0880"], dtype=object)
    headline = Headline(
        "0880", "Kalmar", growth_in_nodes=30.0, growth_total=40.0, outcomes={"missing": 1}
    )
    node = str(with_keys(inputs.structure_map.nodes).key[0])
    words = {"sv": "x", "en": "x"}
    return RunResult(
        case=case,
        rule_set=RuleSet("prov", "1", words, words, Definitions(LIMITS), ()),
        inputs=inputs,
        ledger=ledger(node),
        municipalities=(headline,),
        county=headline,
        area_account=AreaAccount(
            text,
            np.array(["MB"], dtype=object),
            np.array(["untyped"], dtype=object),
            np.array([123456]),
        ),
        problems=(),
        complete=True,
        timings={"total": 1.0},
    )


@pytest.fixture
def styles(root: Path) -> Path:
    return root / "styles"


def rows(path: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


def test_result_opens_styled_with_words_for_fields_and_codes(
    tmp_path: Path, result: RunResult, styles: Path
) -> None:
    written = write_result(result, tmp_path / "län.gpkg", styles)
    assert (written.path, written.notice) == (tmp_path / "län.gpkg", None)
    counts = {}
    for snapshot in open_source_all(written.path):
        layer = QgsVectorLayer(f"{written.path}|layername={snapshot}", snapshot, "ogr")
        assert layer.isValid(), snapshot
        counts[snapshot] = layer.featureCount()
        if snapshot == "findings_polygon":
            index = layer.fields().indexOf("outcome")
            assert layer.attributeAlias(index) == "Utfall"
            assert layer.editorWidgetSetup(index).type() == "ValueMap"
            options = layer.editorWidgetSetup(index).config()["map"]
            assert {"saknas": "missing"} in options
            (feature,) = layer.getFeatures()
            assert feature["value"] == 0.3
            assert feature["area_ha"] == 25.0
            corner = min(vertex.x() for vertex in feature.geometry().vertices())
            assert corner == X + 1.235
    assert counts == {
        "findings_polygon": 1,
        "findings_line": 1,
        "findings_point": 1,
        "ledger": 5,
        "municipalities": 1,
        "county": 1,
        "area_account": 1,
        "unmapped": 0,
        "objects_polygon": 2,  # the place types around, spoken of or not
        "objects_line": 0,
        "objects_point": 1,
        "run": counts["run"],
    }
    types = rows(written.path, "SELECT DISTINCT object_table FROM objects_polygon")
    assert types == [("typology",)]
    assert rows(written.path, "SELECT label, object_table FROM objects_point") == [
        ("Kalmar", "nodes")
    ]
    share, empty = rows(
        written.path, "SELECT growth_in_nodes_share, links_carried_share FROM municipalities"
    )[0]
    assert (share, empty) == (0.75, None)


def open_source_all(path: Path) -> list[str]:
    return [
        name
        for (name,) in rows(path, "SELECT table_name FROM gpkg_contents")
        if name != "layer_styles"
    ]


def test_run_table_tells_the_whole_story(tmp_path: Path, result: RunResult, styles: Path) -> None:
    path = write_result(result, tmp_path / "a.gpkg", styles).path
    told = {
        (topic, item): text
        for topic, item, text in rows(path, "SELECT topic, item, content FROM run")
    }
    assert told["case", "crs"] == "EPSG:3006"
    assert told["run", "complete"] == "yes"
    assert told["rule_set", "prov"] == "1"
    assert json.loads(told["input", "0880 land_use"])["features"] == 3
    assert told["software", "qgis"]
    assert told["seconds", "total"] == "1.000"


def test_equal_results_are_equal_bytes(tmp_path: Path, result: RunResult, styles: Path) -> None:
    paths = [write_result(result, tmp_path / f"{n}.gpkg", styles).path for n in "ab"]
    for table in ("findings_polygon", "findings_line", "findings_point", "ledger"):
        one, two = (rows(path, f"SELECT * FROM {table}") for path in paths)  # noqa: S608
        assert one == two
        assert one == sorted(one, key=lambda row: row[0])


def test_spatial_index_and_multi_geometry(tmp_path: Path, result: RunResult, styles: Path) -> None:
    path = write_result(result, tmp_path / "a.gpkg", styles).path
    assert rows(path, "SELECT COUNT(*) FROM rtree_findings_polygon_geom") == [(1,)]
    kinds = dict(rows(path, "SELECT table_name, geometry_type_name FROM gpkg_geometry_columns"))
    assert kinds["findings_polygon"] == "MULTIPOLYGON"
    layer = QgsVectorLayer(f"{path}|layername=findings_line", "x", "ogr")
    (feature,) = layer.getFeatures()
    assert feature.geometry().isMultipart()


def test_old_result_is_replaced_and_nothing_else_is_left(
    tmp_path: Path, result: RunResult, styles: Path
) -> None:
    folder = tmp_path / "ut mapp"
    folder.mkdir()
    (folder / "a.gpkg").write_text("old", encoding="utf-8")
    write_result(result, folder / "a.gpkg", styles)
    assert [entry.name for entry in folder.iterdir()] == ["a.gpkg"]
    assert (folder / "a.gpkg").read_bytes()[:15] == b"SQLite format 3"


def fault(path: Path, write: Any = None) -> str:
    with pytest.raises(InputError) as caught:
        write_atomically(path, write or (lambda file: file.write_bytes(b"x") and None))
    return caught.value.problems[0].code


def test_folder_that_can_not_be_written_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fault(tmp_path / "nej" / "a.gpkg") == "output_folder_missing"
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    assert fault(tmp_path / "fil" / "a.gpkg") == "output_folder_is_file"
    assert fault(tmp_path) == "output_is_folder"
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert fault(tmp_path / "a.gpkg") == "output_read_only"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "output_disk_full"),
        (sqlite3.OperationalError("database or disk is full"), "output_disk_full"),
        (OSError(errno.EROFS, "Read-only file system"), "output_read_only"),
        (PermissionError(errno.EACCES, "denied"), "output_read_only"),
        (sqlite3.OperationalError("disk I/O error"), "output_not_written"),
    ],
)
def test_trouble_while_writing_leaves_the_old_file(
    tmp_path: Path, error: Exception, code: str
) -> None:
    old = tmp_path / "a.gpkg"
    old.write_text("old", encoding="utf-8")

    def write(file: Path) -> None:
        file.write_text("half", encoding="utf-8")
        raise error

    assert fault(old, write) == code
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.gpkg"]
    assert old.read_text(encoding="utf-8") == "old"


def test_disk_full_for_real(tmp_path: Path) -> None:
    """A file size limit is the nearest to a full disk that a test can have."""
    if os.name != "posix":
        pytest.skip("needs file size limits")
    script = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(geopackage.__file__).parents[2])!r})
import numpy as np
from pathlib import Path
from strukturbild.alignment.problems import InputError
from strukturbild.layers.atomic import write_atomically
from strukturbild.layers.geopackage import Field, OutTable, write_tables
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
text = np.array(["x" * 1000] * 2000, dtype=object)
table = OutTable("ledger", [Field("key", "text", text)])
try:
    write_atomically(Path(sys.argv[1]), lambda file: write_tables(file, [table], "EPSG:3006"))
except InputError as error:
    print(error.problems[0].code)
"""
    old = tmp_path / "a.gpkg"
    old.write_text("old", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", script, str(old)], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() in ("output_disk_full", "output_not_written"), done.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.gpkg"]
    assert old.read_text(encoding="utf-8") == "old"


def test_file_open_elsewhere_stands_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.gpkg"
    path.write_text("old", encoding="utf-8")
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if Path(target) == path:
            raise PermissionError(errno.EACCES, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    written = write_atomically(path, lambda file: file.write_text("new", encoding="utf-8") and None)
    assert written.notice is not None
    assert written.notice.code == "output_in_use"
    assert written.path.read_text(encoding="utf-8") == "new"
    assert path.read_text(encoding="utf-8") == "old"
    assert len(list(tmp_path.iterdir())) == 2
    (tmp_path / "a_b.gpkg").write_text("another", encoding="utf-8")
    atomic.remove_beside(path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.gpkg", "a_b.gpkg"]


def test_killed_while_writing(tmp_path: Path) -> None:
    script = f"""
import sys, time
sys.path.insert(0, {str(Path(atomic.__file__).parents[2])!r})
from pathlib import Path
from strukturbild.layers.atomic import write_atomically
def write(file):
    with file.open("wb") as stream:
        stream.write(b"half")
        stream.flush()
        print("writing", flush=True)
        time.sleep(60)
write_atomically(Path(sys.argv[1]), write)
"""
    old = tmp_path / "a.gpkg"
    old.write_text("old", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(old)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "writing"
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    process.stdout.close()
    assert old.read_text(encoding="utf-8") == "old"


def test_what_killed_runs_left_is_removed_when_it_is_old(tmp_path: Path) -> None:
    names = (".a-0123abcd.gpkg", ".a-0123abcd.gpkg-journal", ".b-0123abcd.gpkg", "a-0123abcd.gpkg")
    for name in (*names, ".a-fedc9876.gpkg"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    for name in names:
        os.utime(tmp_path / name, (0, 0))
    write_atomically(tmp_path / "a.gpkg", lambda file: file.write_text("new", encoding="utf-8"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".a-fedc9876.gpkg",  # another run may be writing it
        ".b-0123abcd.gpkg",
        "a-0123abcd.gpkg",
        "a.gpkg",
    ]


def test_many_pieces_are_written_part_by_part(tmp_path: Path) -> None:
    count = 20_000
    east = X + 100.0 * (np.arange(count) % 200)
    north = Y + 100.0 * (np.arange(count) // 200)
    shapes = np.asarray(shapely.buffer(shapely.points(east, north), 40), dtype=object)
    fields = [Field("area_ha", "number", np.full(count, 0.5))]
    write_tables(
        tmp_path / "a.gpkg",
        [OutTable("pieces", fields, "polygon", shapes, indexed=False)],
        "EPSG:3006",
    )
    layer = QgsVectorLayer(f"{tmp_path}/a.gpkg|layername=pieces", "x", "ogr")
    assert layer.featureCount() == count > ROWS_AT_ONCE
    assert [layer.getFeature(n).id() for n in (1, ROWS_AT_ONCE + 1, count)] == [
        1,
        ROWS_AT_ONCE + 1,
        count,
    ]
    last = layer.getFeature(count).geometry().boundingBox().center()
    assert (last.x(), last.y()) == pytest.approx((east[-1], north[-1]))
    assert layer.extent().width() == pytest.approx(19980, abs=1)


def test_identifiers_are_checked(tmp_path: Path) -> None:
    table = OutTable('a"; DROP TABLE x', [Field("a", "text", [])])
    with pytest.raises(ValueError, match="DROP"):
        write_tables(tmp_path / "a.gpkg", [table], "EPSG:3006")


def test_status(tmp_path: Path, result: RunResult) -> None:
    status = status_of(result, tmp_path / "a.gpkg", ["En fråga å"])
    path = write_status(tmp_path / "a.json", status).path
    told = json.loads(path.read_text(encoding="utf-8"))
    assert (told["state"], told["complete"]) == ("done", True)
    assert told["counts"]["missing"] == 1
    assert told["problems"] == ["En fråga å"]
    write_status(tmp_path / "a.json", Status("failed", False, "Filen saknas."))
    assert json.loads(path.read_text(encoding="utf-8"))["reason"] == "Filen saknas."


def test_canonical_tables_come_back(tmp_path: Path, result: RunResult, resources: Path) -> None:
    plan = result.inputs.plans[0]
    tables = {"land_use": plan.land_use, "nodes": result.inputs.structure_map.nodes}
    path = write_canonical(tables, plan.unmapped, tmp_path / "k.gpkg", "EPSG:3006").path
    names = open_source_all(path)
    assert sorted(names) == ["land_use", "nodes", "unmapped"]
    case = dataclasses.replace(result.case, plans=())
    nodes = dataclasses.replace(
        case.structure_map,
        nodes=dataclasses.replace(case.structure_map.nodes, uri=f"{path}|layername=nodes"),
    )
    again = read_inputs(
        dataclasses.replace(case, structure_map=nodes), resources, SilentProgress()
    ).structure_map.nodes
    before = result.inputs.structure_map.nodes
    for name in ("node_id", "name", "rank", "category"):
        assert getattr(again, name).values.tolist() == getattr(before, name).values.tolist()
    assert Mapped().table("nodes") is None
    assert [
        s.name for s in open_source(dataclasses.replace(case.municipalities.source, uri=str(path)))
    ] == ["land_use", "nodes"]
