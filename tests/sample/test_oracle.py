"""Overlay figures against QGIS's own algorithms, on the sample county."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
SETUP = RESOURCES / "sample" / "kalmar.strukturbild.yaml"


@pytest.fixture(scope="module")
def region(qgis_app):
    from strukturbild.alignment.checks import KINDS  # noqa: PLC0415
    from strukturbild.alignment.progress import SilentProgress  # noqa: PLC0415
    from strukturbild.alignment.ruleset.load import load_rule_set  # noqa: PLC0415
    from strukturbild.alignment.setup.read import read_case  # noqa: PLC0415
    from strukturbild.alignment.workspace.region import Region  # noqa: PLC0415
    from strukturbild.layers.inputs import read_inputs  # noqa: PLC0415

    inputs = read_inputs(read_case(SETUP), RESOURCES, SilentProgress())
    return Region(inputs, load_rule_set("kalmar", KINDS, RESOURCES).definitions)


def memory_layer(shapes):
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:3006", "x", "memory")
    features = []
    for wkb in shapely.to_wkb(shapes, output_dimension=3):
        feature = QgsFeature()
        geometry = QgsGeometry()
        geometry.fromWkb(wkb)
        feature.setGeometry(geometry)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


@pytest.mark.parametrize("code", ["0880", "0884", "0885"])
def test_area_account_agrees_with_native_intersection(region, qgis_processing, code):
    from strukturbild.alignment.geometry.disjoint import make_disjoint  # noqa: PLC0415
    from strukturbild.alignment.runner.area_account import area_account  # noqa: PLC0415

    import processing  # noqa: PLC0415 - QGIS's own, once it has started

    land_use = region.workspace(code).plan.land_use
    uses = land_use.take(land_use.defect == "").geometry
    sizes = np.argsort(np.argsort([shape.area for shape in uses]))
    disjoint = [shape for shape in make_disjoint(uses, sizes) if not shape.is_empty]
    native = processing.run(
        "native:intersection",
        {
            "INPUT": memory_layer(disjoint),
            "OVERLAY": memory_layer(region.disjoint_typology),
            "OUTPUT": "memory:",
        },
    )["OUTPUT"]
    expected = sum(feature.geometry().area() for feature in native.getFeatures())
    account = area_account(region, [code], with_pieces=True)
    found = sum(shape.area for shape in account.pieces.geometry)
    assert found == pytest.approx(expected, rel=1e-6)
    territory = region.workspace(code).territory.area
    assert int(account.area_m2.sum()) == round(territory)
