"""What QGIS's dialogs, batch tables and models give for outputs, and what comes into the map."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any, Iterator

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsVectorLayer,
)
from running import Recorder, run_algorithm
from strukturbild.processing.loading import StoredStyle
from strukturbild.review.opening import create_store

SAMPLE = Path(__file__).resolve().parent.parent.parent / "resources" / "sample"
NOWHERE = QgsProcessingOutputLayerDefinition("")  # an output left empty in a batch table


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    yield
    StoredStyle.kept.clear()
    gc.collect()


def source(name: str, file: str = "strukturbild.gpkg") -> str:
    return f"{SAMPLE / file}|layername={name}"


def torsas(**given: Any) -> dict[str, Any]:
    plan = SAMPLE / "op" / "op_torsas.gpkg"
    return {
        "PLAN_LAYERS": [f"{plan}|layername=landsbygd"],
        "MUNICIPALITIES": source("kommuner"),
        "MUNICIPALITY_CODE": "0834",
        "TYPOLOGY": source("platstypologi"),
        **given,
    }


def run(name: str, parameters: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    registry = QgsApplication.processingRegistry()
    return run_algorithm(registry.createAlgorithmById(f"strukturbild:{name}"), parameters)


def failure(name: str, parameters: dict[str, Any]) -> str:
    try:
        run(name, parameters)
    except QgsProcessingException as error:
        said = str(error)
        error.__traceback__ = None
        return said
    pytest.fail("the run was to fail")


def test_findings_that_are_opened_wear_their_style(provider: Any, tmp_path: Path) -> None:
    setup = str(SAMPLE / "kalmar.strukturbild.yaml")
    given = {"SETUP": setup, "OUTPUT": str(tmp_path / "k.gpkg"), "LOAD": True}
    _, context = run("checkcounty", given)
    waiting = context.layersToLoadOnCompletion()
    assert len(waiting) == 3
    for uri, details in waiting.items():
        layer = QgsProcessingUtils.mapLayerFromString(uri, context)
        assert layer.renderer().type() == "singleSymbol"  # QGIS leaves the stored style alone
        details.postProcessor().postProcessLayer(layer, context, Recorder())
        assert layer.renderer().type() == "categorizedSymbol"
        assert layer.attributeAlias(layer.fields().indexOf("outcome")) == "Utfall"


@pytest.mark.parametrize("name", ["checkalignment", "areaaccount"])
def test_outputs_left_empty_in_a_batch_table_are_left_out(
    provider: Any, tmp_path: Path, name: str
) -> None:
    wanted = {"checkalignment": "LEDGER", "areaaccount": "OUTPUT"}[name]
    left_out = {"checkalignment": "FINDINGS_POLYGON", "areaaccount": "PIECES"}[name]
    to_file = QgsProcessingOutputLayerDefinition(str(tmp_path / "o.gpkg"))
    found, _ = run(name, torsas(**{wanted: to_file, left_out: NOWHERE}))
    assert left_out not in found
    assert QgsVectorLayer(str(tmp_path / "o.gpkg"), "o", "ogr").featureCount() > 0


@pytest.mark.parametrize("name", ["updatereview", "importreview", "importresponses"])
def test_decisions_are_not_kept_in_a_temporary_file(provider: Any, name: str) -> None:
    said = failure(name, {"REVIEW": "TEMPORARY_OUTPUT"})
    assert "temporary file" in said or "tillfällig fil" in said


def test_a_profile_that_knows_no_layer_gives_no_account(provider: Any, tmp_path: Path) -> None:
    given = {"PLAN_PROFILE": "canonical", "OUTPUT": str(tmp_path / "account.gpkg")}
    said = failure("areaaccount", torsas(**given))
    assert "landsbygd" in said
    assert not (tmp_path / "account.gpkg").exists()


def test_one_municipality_s_run_does_not_judge_the_county_s_cover(provider: Any) -> None:
    found, context = run("checkalignment", torsas(LEDGER="TEMPORARY_OUTPUT"))
    ledger = context.getMapLayer(found["LEDGER"])
    (cover,) = [
        row for row in ledger.getFeatures() if row["rule_id"] == "U4" and row["share"] is not None
        and str(row["locator"]) == "typology:coverage"
    ]  # fmt: skip
    assert (cover["outcome"], cover["missing"]) == ("undetermined", "sea")


@pytest.mark.parametrize("name", ["exportfindings", "exportreview"])
def test_a_store_is_not_exported_over_itself(provider: Any, tmp_path: Path, name: str) -> None:
    store = tmp_path / "granskning.gpkg"
    create_store(str(store), "EPSG:3006").backend.close()
    before = store.read_bytes()
    failure(name, {"REVIEW": str(store), "OUTPUT": str(store)})
    assert store.read_bytes() == before
