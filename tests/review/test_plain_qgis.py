"""A review file in plain QGIS: its views are styled layers, its tables know each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsProviderRegistry, QgsVectorLayer
from small_result import finding, small_result
from strukturbild.review.opening import create_store
from strukturbild.review.records import Author, Change
from strukturbild.review.update import bring_up_to_date

EVA = Author("eva", "Eva Ek")


@pytest.fixture
def file(tmp_path: Path, qgis_app) -> Path:
    path = tmp_path / "granskning å.gpkg"
    with create_store(str(path), "EPSG:3006").closing() as store:
        bring_up_to_date(store, small_result(finding("a"), finding("b", 1000.0)), EVA)
        first = store.findings()[0].finding_id
        store.write(first, 0, Change(status="accepted", comment="Beslutat"), EVA)
    return path


def test_findings_are_a_styled_layer_with_words(file: Path) -> None:
    layer = QgsVectorLayer(f"{file}|layername=findings_polygon", "x", "ogr")
    assert layer.isValid() and layer.featureCount() == 2
    assert layer.renderer().type() != "singleSymbol"
    assert layer.attributeDisplayName(layer.fields().indexOf("status")) == "Läge"
    states = {feature["status"] for feature in layer.getFeatures()}
    assert states == {"accepted", "new"}
    shown = [item for setup in (layer.editorWidgetSetup(layer.fields().indexOf("status")),)
             for item in setup.config()["map"]]  # fmt: skip
    assert {"motiverad avvikelse": "accepted"} in shown
    assert layer.extent().width() == 1300


def test_history_is_a_table_to_read(file: Path) -> None:
    layer = QgsVectorLayer(f"{file}|layername=history", "x", "ogr")
    rows = [(f["author"], f["status"], f["comment"], f["title"]) for f in layer.getFeatures()]
    assert rows == [("Eva Ek", "accepted", "Beslutat", "Ny bebyggelse i gles landsbygd")]
    assert layer.attributeDisplayName(layer.fields().indexOf("made_at")) == "Tidpunkt (UTC)"


def test_the_log_is_related_to_its_findings(file: Path) -> None:
    metadata = QgsProviderRegistry.instance().providerMetadata("ogr")
    connection = metadata.createConnection(str(file), {})
    found = connection.relationships("", "decision") or connection.relationships("", "finding")
    pairs = {(r.referencedLayerName(), r.referencingLayerName()) for r in found}
    assert ("finding", "decision") in pairs
