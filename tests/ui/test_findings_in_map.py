"""The findings in the map: one group for three geometry types, and decided ones step back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
from qgis.core import (
    QgsFeatureRequest,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QImage
from strukturbild.layers.review_layers import review_layers


def group_of(layer: QgsVectorLayer) -> Any:
    return QgsProject.instance().layerTreeRoot().findLayer(layer.id()).parent()


def test_three_layers_are_one_group_with_its_legend_folded(review: Any) -> None:
    review.add_layers()
    root = QgsProject.instance().layerTreeRoot()
    (group,) = [child for child in root.children() if child.nodeType() == 0]
    assert root.children()[0] is group
    assert len(group.findLayers()) == 3
    assert not any(node.isExpanded() for node in group.findLayers())
    assert all(node.isVisible() for node in group.findLayers())
    shapes = [node.layer().geometryType().name for node in group.findLayers()]
    assert shapes == ["Point", "Line", "Polygon"]  # the small ones on top


def test_what_was_taken_away_comes_back_among_the_others(review: Any) -> None:
    review.add_layers()
    group = group_of(review_layers(QgsProject.instance())[0])
    group.setName("Det vi granskar")
    line = next(x for x in review_layers(QgsProject.instance()) if "line" in x.source())
    QgsProject.instance().removeMapLayer(line.id())
    review.add_layers()
    root = QgsProject.instance().layerTreeRoot()
    assert [child.name() for child in root.children()] == ["Det vi granskar"]
    assert {group_of(x).name() for x in review_layers(QgsProject.instance())} == {"Det vi granskar"}
    assert len(group.findLayers()) == 3


def test_findings_of_the_case_before_are_taken_away(
    review: Any, resources: Path, tmp_path: Path
) -> None:
    review.add_layers()
    shutil.copytree(resources / "sample", tmp_path / "annat")
    assert review.session.open_case(tmp_path / "annat" / "kalmar.strukturbild.yaml")
    assert review_layers(QgsProject.instance()) == []
    root = QgsProject.instance().layerTreeRoot()
    assert not [child for child in root.children() if child.nodeType() == 0]
    assert not review.review.layers_button.isVisible()


def ink(layer: QgsVectorLayer, finding: str) -> float:
    """How far from white a finding is drawn, alone on white paper."""
    clone = layer.clone()
    clone.setSubsetString(f"finding_id = '{finding}'")
    (feature,) = clone.getFeatures(QgsFeatureRequest())
    box = feature.geometry().boundingBox()
    box.grow(max(box.width(), box.height(), 200) * 0.3)
    settings = QgsMapSettings()
    settings.setLayers([clone])
    settings.setDestinationCrs(clone.crs())
    settings.setExtent(box)
    settings.setOutputSize(QSize(200, 200))
    settings.setBackgroundColor(Qt.GlobalColor.white)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage().convertToFormat(QImage.Format.Format_Grayscale8)
    bits = image.constBits()
    bits.setsize(image.sizeInBytes())
    return float((255.0 - np.frombuffer(bits, np.uint8)).sum())


def test_what_is_decided_is_drawn_paler_and_undone_as_before(review: Any) -> None:
    review.add_layers()
    for layer in review_layers(QgsProject.instance()):
        finding = str(next(layer.getFeatures())["finding_id"])
        before = ink(layer, finding)
        assert before > 0
        assert review.review.go_to(finding)
        review.review.act("in_dialogue")
        after = ink(layer, finding)
        assert 0 < after < 0.8 * before, layer.name()
        review.review.undo()
        assert ink(layer, finding) == before
