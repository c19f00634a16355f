"""`comparestages` on results of the sample: outputs, log, refusals, two languages."""

from __future__ import annotations

import gc
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from osgeo import ogr
from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsVectorLayer,
)
from running import Recorder, run_algorithm
from strukturbild.processing.checkcounty import CheckCountyAlgorithm
from strukturbild.processing.comparestages import CompareStagesAlgorithm

ROOT = Path(__file__).resolve().parent.parent.parent
HOUSING = "Sammanhängande bostadsbebyggelse"
NUMBERS = (
    "NEW", "PERSISTING", "CHANGED", "RESOLVED", "RULE_REMOVED", "RULE_CHANGED", "NOT_IN_RUN",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _collected() -> Any:
    """Contexts that outlive QGIS take the process down when they are collected."""
    yield
    gc.collect()


def run(kind: type[QgsProcessingAlgorithm], feedback: Recorder | None = None, **given: Any) -> Any:
    algorithm = kind()
    algorithm.initAlgorithm()
    parameters = {name: str(value) for name, value in given.items()}
    results, context = run_algorithm(algorithm, parameters, feedback)
    loaded = list(context.layersToLoadOnCompletion())
    return {**results, "loaded": loaded}


def refused(**given: Any) -> str:
    with pytest.raises(QgsProcessingException) as caught:
        run(CompareStagesAlgorithm, **given)
    said = str(caught.value)
    caught.value.__traceback__ = None
    return said


def setup_of(folder: Path, **changes: str) -> Path:
    """The sample's setup for Vimmerby alone; `changes` replace text in it."""
    path = folder / "kalmar.strukturbild.yaml"
    text = path.read_text(encoding="utf-8").replace("  coastal:", '  only: ["0884"]\n  coastal:')
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def grow_and_delete(folder: Path) -> None:
    """Every fourth housing area is gone, the next one grown by 120 m."""
    data = ogr.Open(str(folder / "op" / "op_vimmerby.gpkg"), 1)
    layer = data.GetLayerByName(HOUSING)
    for number, feature in enumerate(list(layer)):
        if number % 4 == 0:
            layer.DeleteFeature(feature.GetFID())
        elif number % 4 == 1:
            shape = feature.GetGeometryRef().Buffer(120)
            feature.SetGeometry(ogr.ForceToMultiPolygon(shape))
            layer.SetFeature(feature)
    layer = data = None


@pytest.fixture(scope="session")
def stages(qgis_app: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Results of two stages of one plan."""
    folder = tmp_path_factory.mktemp("skeden å ä ö")
    found = []
    for name, stage in (("samråd", "consultation"), ("granskning", "review")):
        copy = folder / name
        shutil.copytree(ROOT / "resources" / "sample", copy)
        setup = setup_of(copy, **{"Vimmerby\n    stage: review": f"Vimmerby\n    stage: {stage}"})
        if stage == "review":
            grow_and_delete(copy)
        found.append(folder / f"{name}.gpkg")
        run(CheckCountyAlgorithm, SETUP=setup, OUTPUT=found[-1], LOAD=False)
    return found[0], found[1]


def rows(path: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


def test_two_stages_become_layers_a_table_and_numbers(stages, tmp_path) -> None:
    output = tmp_path / "jämförelse.gpkg"
    feedback = Recorder()
    before, after = stages
    found = run(CompareStagesAlgorithm, feedback, BEFORE=before, AFTER=after, OUTPUT=output)
    assert found["OUTPUT"] == str(output)
    listed = dict(rows(output, "SELECT change, count(*) FROM comparison GROUP BY change"))
    assert {name: found[name] for name in NUMBERS} == {
        name: listed.get(name.lower(), 0) for name in NUMBERS
    }
    assert min(found[name] for name in ("NEW", "PERSISTING", "CHANGED")) > 0
    assert found["RULE_REMOVED"] == found["RULE_CHANGED"] == 0
    stages_told = rows(output, "SELECT DISTINCT stage_before, stage_after FROM comparison")
    assert ("consultation", "review") in stages_told
    assert [line for line in feedback.lines if "(0884):" in line]
    assert feedback.lines[-1].startswith("Total: ")
    assert not feedback.warnings
    layer = QgsVectorLayer(f"{output}|layername=comparison_polygon", "c", "ogr")
    assert layer.renderer().type() == "categorizedSymbol"
    assert layer.crs().authid() == "EPSG:3006"
    assert layer.attributeDisplayName(layer.fields().indexOf("what_changed")) == "Vad som skiljer"
    assert [uri for uri in found["loaded"] if "comparison_polygon" in uri]


def test_a_result_and_its_copy_differ_in_nothing(stages, tmp_path) -> None:
    copy = tmp_path / "kopia.gpkg"
    shutil.copy(stages[0], copy)
    output = tmp_path / "j.gpkg"
    given = {"BEFORE": stages[0], "AFTER": copy, "OUTPUT": output, "LOAD": False}
    found = run(CompareStagesAlgorithm, **given)
    assert found["loaded"] == []
    assert found["TO_CONFIRM"] == 0
    (total,) = rows(output, "SELECT count(*) FROM comparison")[0]
    assert found["PERSISTING"] == total > 0


def test_the_wrong_way_round_is_warned_of(stages, tmp_path) -> None:
    feedback = Recorder()
    before, after = stages
    for path, stamp in ((before, "2025-01-01"), (after, "2026-01-01")):
        shutil.copy(path, tmp_path / path.name)
        with closing(sqlite3.connect(tmp_path / path.name)) as connection:
            connection.execute("UPDATE run SET content = ? WHERE item = 'written'", (stamp,))
            connection.commit()
    given = {"BEFORE": tmp_path / after.name, "AFTER": tmp_path / before.name}
    run(CompareStagesAlgorithm, feedback, OUTPUT=tmp_path / "j.gpkg", **given)
    assert len(feedback.warnings) == 1


def test_faults_are_sentences_and_nothing_is_written(stages, tmp_path) -> None:
    before, after = stages
    output = tmp_path / "j.gpkg"
    given = {"BEFORE": before, "AFTER": after, "OUTPUT": output}
    assert "the same file" in refused(**{**given, "AFTER": before})
    assert "BEFORE" in refused(**{**given, "OUTPUT": before})
    assert "AFTER" in refused(**{**given, "OUTPUT": after})
    assert "finns inte.gpkg" in refused(**{**given, "AFTER": tmp_path / "finns inte.gpkg"})
    plan = ROOT / "resources" / "sample" / "op" / "op_vimmerby.gpkg"
    assert "not a result" in refused(**{**given, "BEFORE": plan})
    assert "nowhere" in refused(**{**given, "OUTPUT": tmp_path / "nowhere" / "j.gpkg"})
    partial = tmp_path / "ofullständig.gpkg"
    shutil.copy(after, partial)
    with closing(sqlite3.connect(partial)) as connection:
        connection.execute("UPDATE run SET content = 'no' WHERE item = 'complete'")
        connection.commit()
    assert "incomplete" in refused(**{**given, "AFTER": partial})
    assert not output.exists()
    run(CompareStagesAlgorithm, **{**given, "AFTER": partial, "ALLOW_INCOMPLETE": True})
    assert output.is_file()


def test_every_parameter_and_output_is_explained() -> None:
    algorithm = CompareStagesAlgorithm()
    algorithm.initAlgorithm()
    assert all(parameter.help() for parameter in algorithm.parameterDefinitions())
    documented = set(algorithm.output_help())
    assert {output.name() for output in algorithm.outputDefinitions()} == documented
    assert not algorithm.icon().isNull()


@pytest.mark.parametrize(
    ("language", "total"), [("sv_SE.UTF-8", "Totalt: nya "), ("en_US.UTF-8", "Total: new ")]
)
def test_a_real_run_in_both_languages(qgis_process, stages, tmp_path, language, total) -> None:
    output = tmp_path / "jämförelse å.gpkg"
    arguments = (f"BEFORE={stages[0]}", f"AFTER={stages[1]}", f"OUTPUT={output}")
    ran = qgis_process.call(
        "run", "strukturbild:comparestages", "--", *arguments, language=language
    )
    assert ran.code == 0, ran.err
    assert total in ran.out
    assert rows(output, "SELECT count(*) FROM comparison")[0][0] > 0
    same = {"BEFORE": stages[0], "AFTER": stages[0], "OUTPUT": output}
    again = qgis_process.run("comparestages", language=language, **same)
    assert again.code == 1
    assert "BEFORE" in again.err
    assert "Traceback" not in again.err
