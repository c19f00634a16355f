"""Runs that go wrong on their way: rules that crash, packages, folders and disks."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Iterator

import pytest
from bad_inputs import NOT_THERE
from bad_yaml import YAML
from county_case import County, Ended
from small_case import LINKS, uses
from strukturbild.alignment.checks import KINDS
from strukturbild.alignment.workspace.region import Region
from strukturbild.review.opening import create_store
from test_bad_input import LANGUAGES, left_whole, spoken

CRASH = "ett fel som ingen väntat"


def crash(*_arguments: Any) -> Any:
    raise ZeroDivisionError(CRASH)


def ended_whole(county: County, ended: Ended, language: str, before: bytes, *names: str) -> None:
    """The run failed in sentences that name these, and left the older result."""
    spoken(ended, language)
    text = "\n".join(ended.told)
    assert [name for name in names if name not in text] == [], text
    assert ended.said
    left_whole(county, before, ended)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("where", ["subjects", "assess"])
def test_a_rule_that_crashes(county, in_language, monkeypatch, language, where) -> None:
    in_language(language)
    calm = county.check()
    before = county.output.read_bytes()
    broken = dataclasses.replace(KINDS["use_in_typology"], **{where: crash})
    monkeypatch.setitem(KINDS, "use_in_typology", broken)
    ended = county.check()
    spoken(ended, language)
    left_whole(county, before, ended)
    assert [s for s in ended.warnings if "T1" in s and "0880" in s]
    assert {row["outcome"] for row in ended.rows(rule_id="T1")} == {"not_run"}
    assert {row["municipality_code"] for row in ended.rows(rule_id="T1")} == {"0880", "0885"}
    others = [
        {k: v for k, v in r.items() if k != "fid"} for r in calm.ledger if r["rule_id"] != "T1"
    ]
    assert [r for r in _without_id(ended) if r["rule_id"] != "T1"] == others
    assert (ended.status["state"], ended.status["complete"]) == ("done", False)
    assert ended.run["run", "complete"] == "no"
    assert CRASH in ended.run["trace", "T1 0880"]


def _without_id(ended: Ended) -> list[dict[str, Any]]:
    return [{k: v for k, v in row.items() if k != "fid"} for row in ended.ledger]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_regional_rule_that_crashes(county, in_language, monkeypatch, language) -> None:
    in_language(language)
    broken = dataclasses.replace(KINDS["structure_map_quality"], assess=crash)
    monkeypatch.setitem(KINDS, "structure_map_quality", broken)
    ended = county.check()
    spoken(ended, language)
    assert not [sentence for sentence in ended.told if "region" in sentence]
    assert {row["outcome"] for row in ended.rows(kind="structure_map_quality")} == {"not_run"}
    assert not ended.status["complete"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_that_breaks_costs_its_municipality(
    county, in_language, monkeypatch, language
) -> None:
    in_language(language)
    workspace = Region.workspace

    def breaking(region: Region, code: str) -> Any:
        return crash() if code == "0880" else workspace(region, code)

    monkeypatch.setattr(Region, "workspace", breaking)
    ended = county.check()
    spoken(ended, language)
    assert [sentence for sentence in ended.warnings if "0880" in sentence]
    assert {row["outcome"] for row in ended.rows(partition="0880")} == {"not_run"}
    assert {row["outcome"] for row in ended.rows(partition="0885")} >= {"supported", "missing"}
    assert ended.rows(partition="0880+0885")
    assert (ended.status["state"], ended.status["complete"]) == ("done", False)


def test_a_feature_beyond_repair_is_an_undetermined_row_that_names_it(county) -> None:
    county.plan([*uses(580000.0), {**uses(580000.0)[0], "wkt": None, "name": "Rutan"}])
    ended = county.check()
    rows = [row for row in ended.ledger if row["label"] == "Rutan"]
    assert {(row["outcome"], row["missing"]) for row in rows} == {("undetermined", "geometry")}
    assert {row["rule_id"] for row in rows} >= {"T1", "N4"}
    read = json.loads(ended.run["input", "0880 land_use"])
    assert (read["features"], read["undetermined"]) == (4, 1)


def test_a_link_to_a_node_that_is_not_there_is_a_row_that_names_it(county) -> None:
    county.region(links=[{**LINKS[0], "to_node": "n9"}])
    (row,) = county.check().rows(kind="structure_map_quality", outcome="partly")
    assert row["locator"] == "links:unknown_node"
    assert "l1 (n9)" in row["explanation"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("version", ["", "1.8.5.post1"])
def test_shapely_that_will_not_do(county, in_language, monkeypatch, language, version) -> None:
    in_language(language)
    county.check()
    before = county.output.read_bytes()
    old = ModuleType("shapely")
    old.__dict__["__version__"] = version
    monkeypatch.setitem(sys.modules, "shapely", old if version else None)
    ended = county.check()
    ended_whole(county, ended, language, before, "shapely", "2.0", version)
    assert ended.status["state"] == "failed"


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    """A file system on a folder; skipped where none may be mounted."""
    if sys.platform != "linux":
        pytest.skip("mounts are Linux's")
    done = subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("mounting a file system takes root")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_that_is_read_only(county, in_language, language) -> None:
    in_language(language)
    county.check()
    before = county.output.read_bytes()
    status = county.folder / "status.json"
    with mounted(county.results, "--bind", str(county.results)):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(county.results)], check=True)
        ended = county.check()
        ended_whole(county, ended, language, before, str(county.results), "smaland.gpkg")
        assert [line for line in ended.warnings if "smaland.status.json" in line]
        again = county.check(STATUS=str(status))
        assert (again.said, again.warnings) == (ended.said, [])
        assert again.status["reason"] == again.said
    assert not [line for line in ended.log if "0885" in line], "told before the work, not after"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ["4k", "64k", "200k", "300k", "400k", "440k"])
def test_a_full_disk(county, in_language, language, room) -> None:
    in_language(language)
    status = county.folder / "status.json"
    with mounted(county.results, "-t", "tmpfs", "-o", f"size={room}", "tmpfs"):
        ended = county.check(STATUS=str(status))
        spoken(ended, language)
        assert "smaland.gpkg" in ended.said
        assert ("Disken är full" if language == "sv" else "The disk is full") in ended.said
        assert list(county.results.iterdir()) == []
        assert (ended.status["state"], ended.status["reason"]) == ("failed", ended.said)


def test_a_full_disk_leaves_the_older_result(county) -> None:
    with mounted(county.results, "-t", "tmpfs", "-o", "size=900k", "tmpfs"):
        assert county.check().said == ""
        before = county.output.read_bytes()
        ended = county.check()
        assert ended.said
        left_whole(county, before, ended)
        assert ended.status["state"] == "failed"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"OUTPUT": "nej/r.gpkg"}, ("nej", "r.gpkg")),
        ({"OUTPUT": "region.gpkg/r.gpkg"}, ("region.gpkg", "r.gpkg")),
        ({"OUTPUT": "resultat"}, ("resultat",)),
        ({"OUTPUT": "region.gpkg"}, ("region.gpkg",)),
        ({"OUTPUT": "op_0880.gpkg"}, ("op_0880.gpkg",)),
        ({"OUTPUT": "smaland.strukturbild.yaml"}, ("smaland.strukturbild.yaml",)),
        ({"OUTPUT": "granskning.gpkg", "REVIEW": "granskning.gpkg"}, ("granskning.gpkg",)),
        ({"OUTPUT": "granskning.gpkg"}, ("granskning.gpkg",)),
        ({"REVIEW": "connection:nej"}, ("nej",)),
        ({"REVIEW": "region.gpkg"}, ("region.gpkg",)),
        ({"FAIL_SCOPE": "new"}, ("FAIL_SCOPE=new", "REVIEW")),
        ({"OUTPUT": None}, ("OUTPUT",)),
    ],
)
def test_parameters_that_can_not_be(county, in_language, language, given, names) -> None:
    in_language(language)
    create_store(str(county.folder / "granskning.gpkg"), "EPSG:3006").backend.close()
    files = {path.name: path.read_bytes() for path in county.folder.glob("*.*")}
    parameters = {
        name: str(county.folder / value)
        if name in ("OUTPUT", "REVIEW") and ":" not in value
        else value
        for name, value in given.items()
        if value
    }
    if given.get("OUTPUT", "") is None:
        parameters["OUTPUT"] = None
    status = county.folder / "lage.json"
    ended = county.check(STATUS=str(status), **parameters)
    spoken(ended, language)
    assert [name for name in names if name not in ended.said] == [], ended.said
    assert (ended.status["state"], ended.status["complete"]) == ("failed", False)
    assert ended.status["reason"] == ended.said
    now = {path.name: path.read_bytes() for path in county.folder.glob("*.*")}
    now.pop("lage.json")
    assert now == files


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_that_is_read_as_a_plan_takes_no_result(county, in_language, language) -> None:
    in_language(language)
    plans = county.folder / "op"
    plans.mkdir()
    (county.folder / "op_0880.gpkg").rename(plans / "op.gpkg")
    county.source("op")
    assert county.check().said == ""
    ended = county.check(OUTPUT=str(plans / "r.gpkg"), STATUS=str(county.folder / "s.json"))
    spoken(ended, language)
    assert str(plans) in ended.said
    assert [path.name for path in plans.iterdir()] == ["op.gpkg"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["smaland.strukturbild.yaml", "op_0880.gpkg", "nej/s.json"])
def test_a_status_file_replaces_nothing_else(county, in_language, language, name) -> None:
    in_language(language)
    files = {path.name: path.read_bytes() for path in county.folder.glob("*.*")}
    ended = county.check(STATUS=str(county.folder / name))
    spoken(ended, language)
    assert name.rpartition("/")[2] in ended.said
    assert not county.output.exists()
    assert {path.name: path.read_bytes() for path in county.folder.glob("*.*")} == files


PROCESS_CASES = [bad for bad in (*NOT_THERE, *YAML) if bad.what in ("region", "plan", "tab")]


@pytest.mark.parametrize("bad", PROCESS_CASES, ids=[bad.what for bad in PROCESS_CASES])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_by_qgis_process(qgis_process, county, bad, language) -> None:
    bad.spoil(county)
    locale = {"sv": "sv_SE.UTF-8", "en": "en_US.UTF-8"}[language]
    given = {"SETUP": county.setup, "OUTPUT": county.output}
    ran = qgis_process.run("checkcounty", language=locale, **given)
    assert ran.code == (1 if bad.ends else 0), ran.err
    said = ran.err if bad.ends else ran.err + ran.out
    assert [name for name in bad.names if name not in said] == [], said
    assert "Traceback" not in ran.err + ran.out and "Warning: " not in ran.err
    status = json.loads((county.results / "smaland.status.json").read_text("utf-8"))
    assert (status["state"], status["complete"]) == ("failed" if bad.ends else "done", False)
    names = sorted(path.name for path in county.results.iterdir())
    assert names == ["smaland.gpkg", "smaland.status.json"][int(bad.ends) :]
