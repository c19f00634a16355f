"""`exportfindings` and `importresponses` as Processing runs them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "review"))

from small_result import finding, small_result
from strukturbild.review.opening import create_store, open_store
from strukturbild.review.records import Author, Change
from strukturbild.review.update import bring_up_to_date
from workbook_file import answer

EVA = Author("eva", "Eva Ek")
DIALOGUE = ("under dialog", "Vi talar", "Åsa Öberg", "2026-11-24")


@pytest.fixture
def review(tmp_path: Path) -> str:
    place = str(tmp_path / "granskning å.gpkg")
    with create_store(place, "EPSG:3006").closing() as store:
        bring_up_to_date(store, small_result(finding("a"), finding("b", 1000.0, part="nodes")), EVA)
    return place


class Run:
    """One run of an algorithm: its outputs, and what it said."""

    def __init__(self, algorithm: type, **parameters: Any) -> None:
        from qgis.core import QgsProcessingContext, QgsProcessingFeedback  # noqa: PLC0415

        feedback = QgsProcessingFeedback(False)
        made = algorithm().create()
        context = QgsProcessingContext()
        sound, why = made.checkParameterValues(parameters, context)
        self.ok, self.results = False, {}
        if sound:
            self.results, self.ok = made.run(parameters, context, feedback)
        self.said = feedback.textLog() + why


@pytest.fixture
def export(qgis_processing: Any) -> Any:
    from strukturbild.processing.exportfindings import ExportFindingsAlgorithm  # noqa: PLC0415

    return lambda **parameters: Run(ExportFindingsAlgorithm, **parameters)


@pytest.fixture
def take_in(qgis_processing: Any) -> Any:
    from strukturbild.processing.importresponses import ImportResponsesAlgorithm  # noqa: PLC0415

    return lambda **parameters: Run(ImportResponsesAlgorithm, **parameters)


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".gpkg", ".geojson", ".json"])
def test_every_format(export: Any, review: str, tmp_path: Path, ending: str) -> None:
    path = tmp_path / ("avvikelser å" + ending)
    run = export(REVIEW=review, OUTPUT=str(path))
    assert run.ok, run.said
    assert run.results == {"OUTPUT": str(path), "FINDINGS": 2} and path.stat().st_size > 0


def test_filters(export: Any, review: str, tmp_path: Path) -> None:
    path = str(tmp_path / "f.csv")
    given = {"REVIEW": review, "OUTPUT": path}
    assert export(**given, PART=["nodes"]).results["FINDINGS"] == 1
    assert export(**given, STATE=["accepted"]).results["FINDINGS"] == 0
    assert export(**given, SEVERITY="3").results["FINDINGS"] == 0
    assert export(**given, MUNICIPALITY="kalmar, 0880").results["FINDINGS"] == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"OUTPUT": "f.dbf"}, ".xlsx, .csv"),
        ({"MUNICIPALITY": "Kallmar"}, "Kallmar"),
        ({"REVIEW": "saknas.gpkg"}, "saknas.gpkg"),
        ({"STATE": ["okej"]}, "STATE"),
        ({"MUNICIPALTY": "Kalmar"}, "MUNICIPALITY"),
    ],
)
def test_what_is_refused(
    export: Any, review: str, tmp_path: Path, given: dict[str, Any], said: str
) -> None:
    files = {n: str(tmp_path / v) if n in ("OUTPUT", "REVIEW") else v for n, v in given.items()}
    run = export(**{"REVIEW": review, "OUTPUT": str(tmp_path / "f.csv"), **files})
    assert not run.ok and said in run.said
    assert not (tmp_path / "f.csv").exists()


def test_answers_come_back_once(export: Any, take_in: Any, review: str, tmp_path: Path) -> None:
    path = tmp_path / "ut.xlsx"
    export(REVIEW=review, OUTPUT=str(path))
    answered = str(answer(path, {"a": DIALOGUE}))
    first = take_in(WORKBOOK=answered, REVIEW=review)
    assert first.ok, first.said
    assert (first.results["ANSWERS"], first.results["ALREADY"], first.results["CONFLICTS"]) == (
        1,
        0,
        0,
    )
    again = take_in(WORKBOOK=answered, REVIEW=review)
    assert (again.results["ANSWERS"], again.results["ALREADY"]) == (0, 1)


def test_conflicts_are_listed_and_wait(
    export: Any, take_in: Any, review: str, tmp_path: Path
) -> None:
    path = tmp_path / "ut.xlsx"
    export(REVIEW=review, OUTPUT=str(path))
    with open_store(review).closing() as store:
        first = next(f.finding_id for f in store.findings() if f.values["label"] == "a")
        store.write(first, 0, Change(status="fix_in_plan"), EVA)
    answered = str(answer(path, {"a": DIALOGUE}))
    table = str(tmp_path / "konflikter.gpkg")
    run = take_in(WORKBOOK=answered, REVIEW=review, CONFLICTS_TABLE=table)
    assert run.ok, run.said
    assert (run.results["ANSWERS"], run.results["CONFLICTS"]) == (0, 1)
    assert "Åsa Öberg" in run.said
    from osgeo import ogr  # noqa: PLC0415

    dataset = ogr.Open(table)
    rows = [(f.GetField("ours"), f.GetField("theirs")) for f in dataset.GetLayer(0)]
    assert rows == [("to be changed in the plan", "in dialogue")]


def test_faults_are_said_with_their_rows(
    export: Any, take_in: Any, review: str, tmp_path: Path
) -> None:
    path = tmp_path / "ut.xlsx"
    export(REVIEW=review, OUTPUT=str(path))
    answered = str(
        answer(path, {"a": ("under dialog", "", "", None), "b": ("ny", "x", "Bo", None)})
    )
    run = take_in(WORKBOOK=answered, REVIEW=review)
    assert not run.ok
    assert run.said.count("Kalmar") == 2
    with open_store(review).closing() as store:
        assert store.log() == []


def test_a_store_that_is_not_there_is_not_made(take_in: Any, tmp_path: Path) -> None:
    missing = tmp_path / "saknas.gpkg"
    workbook = tmp_path / "x.xlsx"
    workbook.write_bytes(b"x")
    run = take_in(WORKBOOK=str(workbook), REVIEW=str(missing))
    assert not run.ok and "saknas.gpkg" in run.said and not missing.exists()
