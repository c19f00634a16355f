"""The provider in a running QGIS: registration, help, models, selected features, cancel."""

from __future__ import annotations

import gc
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterVectorLayer,
    QgsProject,
    QgsVectorLayer,
)
from running import Recorder, run_algorithm
from strukturbild.processing.sinks import StyleOutput

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "resources" / "sample"
NAMES = {
    "checkcounty", "checkalignment", "mapplan", "inspectinputs", "areaaccount", "updatereview",
    "comparestages", "exportreview", "importreview", "exportfindings", "importresponses",
}  # fmt: skip
PLAN_LAYERS = ("landsbygd", "mangfunktionell_bebyggelse", "sammanhangande_bostadsbebyggelse")


@pytest.fixture(autouse=True)
def _collected() -> Any:
    """Layers and contexts that outlive QGIS take the process down when they are collected."""
    yield
    StyleOutput.kept.clear()
    gc.collect()


def source(name: str, file: str = "strukturbild.gpkg") -> str:
    return f"{SAMPLE / file}|layername={name}"


def layer(name: str, file: str = "strukturbild.gpkg") -> QgsVectorLayer:
    found = QgsVectorLayer(source(name, file), name, "ogr")
    assert found.isValid(), name
    return found


def torsas(**given: Any) -> dict[str, Any]:
    return {
        "PLAN_LAYERS": [source(name, "op/op_torsas.gpkg") for name in PLAN_LAYERS],
        "PLAN_PROFILE": "op_modell_2_1",
        "MUNICIPALITIES": source("kommuner"),
        "MUNICIPALITY_CODE": "0834",
        "TYPOLOGY": source("platstypologi"),
        "NODES": source("noder"),
        "LINKS": source("samband"),
        "LOCALITIES": source("tatorter"),
        "STOPS": source("hallplatser"),
        "SEA": source("hav"),
        **given,
    }


def run(name: str, parameters: dict[str, Any], feedback: Any = None) -> dict[str, Any]:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"strukturbild:{name}")
    results, context = run_algorithm(algorithm, parameters, feedback)
    results["_context"] = context
    return results


def failure(name: str, parameters: dict[str, Any], feedback: Any = None) -> str:
    """What a run that must fail says; the exception, which holds layers, is not kept."""
    try:
        run(name, parameters, feedback)
    except QgsProcessingException as error:
        said = str(error)
        error.__traceback__ = None
        return said
    pytest.fail("the run was to fail")


def test_provider_offers_all_algorithms(provider: Any) -> None:
    assert {algorithm.name() for algorithm in provider.algorithms()} == NAMES
    assert provider.icon().availableSizes() or not provider.icon().isNull()


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_parameter_has_a_tooltip_and_every_output_is_documented(provider, name) -> None:
    algorithm = provider.algorithm(name)
    for parameter in algorithm.parameterDefinitions():
        assert parameter.help(), parameter.name()
    documented = algorithm.output_help()
    assert {output.name() for output in algorithm.outputDefinitions()} == set(documented)
    assert algorithm.shortHelpString().count("<li>") > len(documented)


def test_checkalignment_gives_findings_and_a_full_ledger(provider, tmp_path) -> None:
    outputs = {
        "FINDINGS_POLYGON": "TEMPORARY_OUTPUT",
        "LEDGER": "TEMPORARY_OUTPUT",
        "OUTPUT": str(tmp_path / "r.gpkg"),
    }
    found = run("checkalignment", torsas(**outputs))
    ledger = found["_context"].getMapLayer(found["LEDGER"])
    assert ledger.featureCount() > 0
    assert found["NOT_ASSESSED"] >= 0
    written = QgsVectorLayer(f"{tmp_path / 'r.gpkg'}|layername=ledger", "ledger", "ogr")
    assert written.featureCount() == ledger.featureCount()
    names = [field.name() for field in written.fields()][1:]
    assert [field.name() for field in ledger.fields()] == names
    polygons = found["_context"].getMapLayer(found["FINDINGS_POLYGON"])
    assert polygons.crs().authid() == "EPSG:3006"


def test_absent_layers_are_told_not_hidden(provider) -> None:
    few = {"NODES": None, "STOPS": None, "LEDGER": "TEMPORARY_OUTPUT"}
    found = run("checkalignment", torsas(**few))
    ledger = found["_context"].getMapLayer(found["LEDGER"])
    missing = {
        feature["rule_id"]: feature["outcome"]
        for feature in ledger.getFeatures()
        if feature["missing"]
    }
    assert missing["N1"] == "undetermined"
    assert missing["S4"] == "undetermined"


def test_unsaved_edits_and_selections_count(provider) -> None:
    borders = layer("kommuner")
    borders.selectByExpression("\"code\" IN ('0834', '0880')")
    only = QgsProcessingFeatureSourceDefinition(borders.id(), True)
    QgsProject.instance().addMapLayer(borders, False)
    found = run(
        "areaaccount",
        {
            "PLAN_LAYERS": [layer("landsbygd", "op/op_torsas.gpkg")],
            "PLAN_PROFILE": "op_modell_2_1",
            "TYPOLOGY": layer("platstypologi"),
            "MUNICIPALITIES": only,
            "OUTPUT": "TEMPORARY_OUTPUT",
        },
    )
    table = found["_context"].getMapLayer(found["OUTPUT"])
    assert {feature["municipality_code"] for feature in table.getFeatures()} == {"0834", "0880"}
    QgsProject.instance().removeMapLayer(borders.id())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"MUNICIPALITY_CODE": "88"}, "88"),
        ({"MUNICIPALITY_CODE": "0114"}, "0114"),
        ({"PLAN_LAYERS": []}, ""),
        ({"RULE_SET_FILE": "/nowhere/rules.yaml"}, "rules.yaml"),
        ({"CRS": "EPSG:4326"}, "4326"),
        ({"TYPOLGY": None}, "TYPOLOGY"),
    ],
)
def test_faults_are_sentences(provider, changes, said) -> None:
    sentence = failure("checkalignment", torsas(LEDGER="TEMPORARY_OUTPUT", **changes))
    assert said in sentence
    assert "Traceback" not in sentence


@pytest.mark.parametrize("name", ["checkalignment", "mapplan"])
def test_a_layer_that_is_read_is_not_written_over(provider, tmp_path, name) -> None:
    file = tmp_path / "op.gpkg"
    shutil.copyfile(SAMPLE / "op" / "op_torsas.gpkg", file)
    before = file.read_bytes()
    plan = [f"{file}|layername=landsbygd"]
    given = {"PLAN_LAYERS": plan, "PLAN_PROFILE": "op_modell_2_1", "OUTPUT": str(file)}
    given = torsas(**given) if name == "checkalignment" else {**given, "CRS": "EPSG:3006"}
    assert str(file) in failure(name, given)
    assert file.read_bytes() == before


def test_cancelling_stops_with_a_status_and_no_result(provider, tmp_path) -> None:
    given = {"SETUP": str(SAMPLE / "kalmar.strukturbild.yaml"), "OUTPUT": str(tmp_path / "r.gpkg")}
    assert failure("checkcounty", given, Recorder(cancel_at=40.0))
    assert not (tmp_path / "r.gpkg").exists()
    status = json.loads((tmp_path / "r.status.json").read_text("utf-8"))
    assert status["state"] == "cancelled"


def test_checkalignment_works_in_a_model(provider) -> None:
    model = QgsProcessingModelAlgorithm("kontroll", "test")
    for name in ("kommuner", "platstypologi", "noder", "plan"):
        model.addModelParameter(
            QgsProcessingParameterVectorLayer(name, name), QgsProcessingModelParameter(name)
        )
    child = QgsProcessingModelChildAlgorithm("strukturbild:checkalignment")
    child.setChildId("check")
    child_source = QgsProcessingModelChildParameterSource
    for parameter, name in (
        ("MUNICIPALITIES", "kommuner"),
        ("TYPOLOGY", "platstypologi"),
        ("NODES", "noder"),
        ("PLAN_LAYERS", "plan"),
    ):
        child.addParameterSources(parameter, [child_source.fromModelParameter(name)])
    child.addParameterSources("MUNICIPALITY_CODE", [child_source.fromStaticValue("0834")])
    output = QgsProcessingModelOutput("LEDGER", "LEDGER")
    output.setChildId("check")
    output.setChildOutputName("LEDGER")
    child.setModelOutputs({"LEDGER": output})
    model.addChildAlgorithm(child)
    model.initAlgorithm()
    valid, problems = model.validate()
    assert valid, problems
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    given = {
        "kommuner": layer("kommuner"),
        "platstypologi": layer("platstypologi"),
        "noder": layer("noder"),
        "plan": layer("landsbygd", "op/op_torsas.gpkg"),
        "check:LEDGER": "TEMPORARY_OUTPUT",
    }
    results, done = model.run(given, context, Recorder(), {}, False)
    assert done
    assert context.getMapLayer(results["ledger"]).featureCount() > 0


def test_outputs_that_are_loaded_are_styled(provider) -> None:
    before = len(StyleOutput.kept)
    definition = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
    run("checkalignment", torsas(LEDGER=definition))
    assert len(StyleOutput.kept) == before + 1
