"""`qgis_process` as a scheduler uses it: exit codes, status files, odd paths, two languages."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

ALGORITHMS = ("checkcounty", "checkalignment", "mapplan", "inspectinputs", "areaaccount")
FIGURES = 5


def one_municipality(folder: Path, name: str, **changes: str) -> Path:
    """A setup of one municipality of the sample; `changes` replace text in it."""
    text = (folder / "kalmar.strukturbild.yaml").read_text(encoding="utf-8")
    text = text.replace("  coastal:", '  only: ["0834"]\n  coastal:')
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path = folder / f"{name}.strukturbild.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def rows(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608


def test_county_in_a_folder_with_spaces_and_umlauts(qgis_process, sample_copy, tmp_path) -> None:
    setup = one_municipality(sample_copy, "torsås")
    output = tmp_path / "resultat å ä ö" / "Torsås.gpkg"
    output.parent.mkdir()
    ran = qgis_process.run("checkcounty", SETUP=setup, OUTPUT=output)
    assert ran.code == 0, ran.err
    assert ran.results["OUTPUT"] == str(output)
    assert rows(output, "ledger") > 0
    for table in ("municipalities", "area_account", "unmapped", "run", "layer_styles"):
        assert rows(output, table) >= 0
    status = json.loads((output.parent / "Torsås.status.json").read_text(encoding="utf-8"))
    assert status["state"] == "done"
    assert status["output"] == str(output)
    leftover = [path.name for path in output.parent.iterdir()]
    assert sorted(leftover) == ["Torsås.gpkg", "Torsås.status.json"]


def test_county_says_a_line_a_municipality_and_five_figures(qgis_process, sample_copy, tmp_path):
    setup = one_municipality(sample_copy, "line")
    output = tmp_path / "r.gpkg"
    arguments = (f"SETUP={setup}", f"OUTPUT={output}")
    ran = qgis_process.call("run", "strukturbild:checkcounty", "--", *arguments)
    lines = ran.out.splitlines()
    assert len([line for line in lines if "(0834):" in line]) == 1
    title = next(number for number, line in enumerate(lines) if "Headline figures" in line)
    assert all(line.startswith("  ") for line in lines[title + 1 : title + 1 + FIGURES])


def test_fail_on_decides_the_exit_code_and_the_result_is_written(
    qgis_process, sample_copy, tmp_path
) -> None:
    setup = one_municipality(sample_copy, "fail")
    output = tmp_path / "r.gpkg"
    ran = qgis_process.run("checkcounty", SETUP=setup, OUTPUT=output, FAIL_ON="any")
    assert ran.code == 1
    assert output.is_file()
    status = json.loads((tmp_path / "r.status.json").read_text(encoding="utf-8"))
    assert status["state"] == "failed"
    assert status["complete"] is True
    assert "FAIL_ON" in status["reason"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("sv_SE.UTF-8", "Menade du"), ("en_US.UTF-8", "Did you mean")],
)
def test_unknown_key_in_the_setup_file_fails_with_line_and_status(
    qgis_process, sample_copy, tmp_path, language, said
) -> None:
    setup = one_municipality(sample_copy, "wrong", **{"language: sv": "langage: sv"})
    status = tmp_path / "läge.json"
    given = {"SETUP": setup, "OUTPUT": tmp_path / "r.gpkg", "STATUS": status}
    ran = qgis_process.run("checkcounty", language=language, **given)
    assert ran.code == 1
    assert "wrong.strukturbild.yaml:4" in ran.err
    assert said in ran.err
    assert "Traceback" not in ran.err + ran.out
    assert not (tmp_path / "r.gpkg").exists()
    assert json.loads(status.read_text(encoding="utf-8"))["state"] == "failed"


def test_missing_setup_file_fails_in_one_sentence(qgis_process, tmp_path) -> None:
    given = {"SETUP": tmp_path / "saknas.yaml", "OUTPUT": tmp_path / "r.gpkg"}
    ran = qgis_process.run("checkcounty", **given)
    assert ran.code == 1
    assert "saknas.yaml" in ran.err
    assert "Traceback" not in ran.err
    assert (tmp_path / "r.status.json").is_file()


def test_missing_output_folder_fails_before_the_work(qgis_process, sample_copy, tmp_path) -> None:
    setup = one_municipality(sample_copy, "folder")
    ran = qgis_process.run("checkcounty", SETUP=setup, OUTPUT=tmp_path / "no" / "r.gpkg")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert not (tmp_path / "no").exists()


def test_misspelt_parameter_is_refused(qgis_process, sample_copy, tmp_path) -> None:
    setup = one_municipality(sample_copy, "spelling")
    ran = qgis_process.run("checkcounty", SETUP=setup, OUTPUT=tmp_path / "r.gpkg", FAILON="any")
    assert ran.code == 1
    assert "FAIL_ON" in ran.err
    assert not (tmp_path / "r.gpkg").exists()


def test_output_on_stdout_is_json_alone(qgis_process, sample_copy, tmp_path) -> None:
    setup = one_municipality(sample_copy, "json")
    ran = qgis_process.run("inspectinputs", SETUP=setup, OUTPUT=tmp_path / "t.gpkg")
    assert ran.code == 0, ran.err
    assert "T1" in ran.results["TEXT"]
    assert rows(tmp_path / "t.gpkg", "inspection") > 0


@pytest.mark.parametrize("name", ALGORITHMS)
@pytest.mark.parametrize(
    ("language", "word"), [("sv_SE.UTF-8", "Utdata"), ("en_US.UTF-8", "Outputs")]
)
def test_help_in_both_languages(qgis_process, name, language, word) -> None:
    ran = qgis_process.call("help", f"strukturbild:{name}", language=language)
    assert ran.code == 0
    assert f"<h3>{word}</h3>" in ran.out
    described = json.loads(
        qgis_process.call("--json", "help", f"strukturbild:{name}", language=language).out
    )
    assert described["algorithm_details"]["help_url"]
    for parameter, details in described["parameters"].items():
        assert details["description"], parameter


def test_map_plan_counts_what_it_has_no_code_for(qgis_process, sample_copy, tmp_path) -> None:
    plan = sample_copy / "op" / "op_torsas.gpkg"
    layers = [f"{plan}|layername=landsbygd", f"{plan}|layername=vatten"]
    given = [f"PLAN_LAYERS={layer}" for layer in layers]
    ran = qgis_process.call(
        "--json",
        "run",
        "strukturbild:mapplan",
        "--",
        *given,
        f"OUTPUT={tmp_path / 'mapped.gpkg'}",
        f"UNMAPPED={tmp_path / 'unmapped.gpkg'}",
    )
    assert ran.code == 0, ran.err
    assert rows(tmp_path / "mapped.gpkg", "land_use") > 0
    assert ran.results["UNMAPPED_COUNT"] == rows(tmp_path / "unmapped.gpkg", "unmapped")


def test_area_account_closes_to_the_municipality(qgis_process, sample_copy, tmp_path) -> None:
    plan = sample_copy / "op" / "op_torsas.gpkg"
    region = sample_copy / "strukturbild.gpkg"
    given = {
        "PLAN_LAYERS": f"{plan}|layername=landsbygd",
        "PLAN_PROFILE": "op_modell_2_1",
        "TYPOLOGY": f"{region}|layername=platstypologi",
        "MUNICIPALITIES": f"{region}|layername=kommuner",
        "MUNICIPALITY_CODE": "0834",
        "OUTPUT": tmp_path / "account.gpkg",
        "PIECES": tmp_path / "pieces.gpkg",
    }
    ran = qgis_process.run("areaaccount", **given)
    assert ran.code == 0, ran.err
    with closing(sqlite3.connect(tmp_path / "account.gpkg")) as connection:
        total = connection.execute("SELECT sum(area_ha) FROM area_account").fetchone()[0]
    with closing(sqlite3.connect(tmp_path / "pieces.gpkg")) as connection:
        pieces = connection.execute("SELECT sum(area_ha) FROM area_pieces").fetchone()[0]
    assert 0 < pieces < total
    assert ran.results["PIECES"] == str(tmp_path / "pieces.gpkg")


def test_without_shapely_one_sentence_and_a_status_file(
    qgis_process, sample_copy, tmp_path
) -> None:
    blocker = tmp_path / "block"
    blocker.mkdir()
    (blocker / "shapely.py").write_text(
        "raise ModuleNotFoundError('shapely', name='shapely')\n", encoding="utf-8"
    )
    setup = one_municipality(sample_copy, "noshapely")
    environment = qgis_process.environment
    before = environment.get("PYTHONPATH", "")
    environment["PYTHONPATH"] = f"{blocker}:{before}"
    try:
        ran = qgis_process.run("checkcounty", SETUP=setup, OUTPUT=tmp_path / "r.gpkg")
    finally:
        environment["PYTHONPATH"] = before
    assert ran.code == 1
    assert "shapely" in ran.err
    assert "Traceback" not in ran.err
    assert json.loads((tmp_path / "r.status.json").read_text("utf-8"))["state"] == "failed"
