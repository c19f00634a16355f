"""exportreview and importreview as a user runs them: real processes, a profile with åäö."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingContext


@pytest.fixture(scope="module")
def reviewed(
    qgis_process: Any, sample_copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A store with the sample county's findings."""
    folder = tmp_path_factory.mktemp("granskning å")
    setup = sample_copy / "kalmar.strukturbild.yaml"
    review = folder / "granskning.gpkg"
    ran = qgis_process.run("checkcounty", SETUP=setup, OUTPUT=folder / "kalmar.gpkg", REVIEW=review)
    assert ran.code == 0 and review.is_file(), ran.err
    return review


def counts(path: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(path)) as connection:
        return tuple(
            connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("finding", "decision")
        )


def test_a_package_goes_from_store_to_store(qgis_process, reviewed, tmp_path) -> None:
    package, other = tmp_path / "paket å.zip", tmp_path / "annan.gpkg"
    ran = qgis_process.run("exportreview", REVIEW=reviewed, OUTPUT=package, AUTHOR="Eva Ek")
    assert ran.code == 0, ran.err
    assert ran.results["FINDINGS"] == counts(reviewed)[0] > 50
    ran = qgis_process.run("importreview", PACKAGE=package, REVIEW=other)
    assert ran.code == 0, ran.err
    assert ran.results["FINDINGS"] == counts(reviewed)[0] and counts(other) == counts(reviewed)
    ran = qgis_process.run("importreview", PACKAGE=package, REVIEW=other)
    assert (ran.code, ran.results["FINDINGS"], ran.results["ADDED"]) == (0, 0, 0)


def test_one_municipality_by_its_name(qgis_process, reviewed, tmp_path) -> None:
    ran = qgis_process.run(
        "exportreview", REVIEW=reviewed, OUTPUT=tmp_path / "p.zip", MUNICIPALITY="borgholm"
    )
    assert ran.code == 0, ran.err
    assert 0 < ran.results["FINDINGS"] < counts(reviewed)[0]
    ran = qgis_process.run(
        "exportreview",
        REVIEW=reviewed,
        OUTPUT=tmp_path / "q.zip",
        MUNICIPALITY="Borgholmen",
        language="sv_SE.UTF-8",
    )
    assert ran.code == 1 and "Borgholm" in ran.err and "Traceback" not in ran.err
    assert not (tmp_path / "q.zip").exists()


@pytest.mark.parametrize("language", ["sv_SE.UTF-8", "en_US.UTF-8"])
def test_what_is_no_package_is_refused_in_words(qgis_process, reviewed, tmp_path, language) -> None:
    (tmp_path / "p.zip").write_bytes(b"PK\x03\x04 inte")
    before = reviewed.read_bytes()
    ran = qgis_process.run(
        "importreview", PACKAGE=tmp_path / "p.zip", REVIEW=reviewed, language=language
    )
    assert ran.code == 1 and "Traceback" not in ran.err
    assert ("går inte att läsa" if language.startswith("sv") else "can't be read") in ran.err
    assert reviewed.read_bytes() == before


@pytest.mark.parametrize("name", ["exportreview", "exportfindings", "importreview", "updatereview"])
def test_a_database_is_a_review_store_too(provider, name, tmp_path) -> None:
    algorithm = provider.algorithm(name)
    files = {"OUTPUT": "u.zip", "PACKAGE": "p.zip", "RESULT": "r.gpkg"}
    given = {
        parameter.name(): str(tmp_path / files[parameter.name()])
        for parameter in algorithm.parameterDefinitions()
        if parameter.name() in files
    }
    place = "postgresql:host=db user=planner dbname=gis"
    ok, why = algorithm.checkParameterValues({**given, "REVIEW": place}, QgsProcessingContext())
    assert ok, why
    assert algorithm.review_place({"REVIEW": place}, QgsProcessingContext()) == place
