"""A case as a project: Swedish groups, the plugin's styles, nothing to edit; and as a picture."""

from __future__ import annotations

import dataclasses
from itertools import chain

import pytest
from layer_files import square, write
from qgis.core import QgsProject, QgsRectangle
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QImage
from small_case import SIDE, X, Y, county
from strukturbild.alignment.progress import SilentProgress
from strukturbild.alignment.setup.case import LayerSource
from strukturbild.layers.case_layers import case_layers, recipes
from strukturbild.layers.inputs import read_inputs
from strukturbild.layers.map_image import render_map
from strukturbild.layers.project import add_in_steps, broken_off, mark_of
from symbols import by_code


@pytest.fixture
def case(tmp_path):
    return dataclasses.replace(county(tmp_path), notice="exempel, ej antagen plan")


@pytest.fixture
def shown(qgis_app, case, resources, tmp_path):
    folder = tmp_path / "kopior"
    folder.mkdir()
    layers = case_layers(case, read_inputs(case, resources, SilentProgress()), folder, None)
    yield layers
    # pytest keeps them until QGIS has ended, after the last test: freed then, they crash
    for layer in (*layers.structure_map, *chain(*layers.plans.values()), *layers.supporting):
        if not sip.isdeleted(layer):
            sip.delete(layer)


@pytest.fixture
def found(qgis_app, case, resources, tmp_path):
    folder = tmp_path / "recept"
    folder.mkdir()
    return recipes(case, read_inputs(case, resources, SilentProgress()), folder, None)


def names(group):
    return [child.name() for child in group.children()]


def test_groups_are_swedish_and_layers_read_only(case, found):
    project = QgsProject()
    shares = list(add_in_steps(found, case, project))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) == len(project.mapLayers()) + 1
    top = project.layerTreeRoot().findGroup("Småland")
    plans = "Översiktsplaner (exempel, ej antagen plan)"
    assert names(top) == ["Strukturbild", plans, "Underlag"]
    assert names(top.findGroup("Strukturbild")) == [
        "Noder",
        "Funktionella samband",
        "Platstypologi",
    ]
    assert names(top.findGroup(plans)) == ["Kalmar", "Borgholm"]
    assert not top.findGroup(plans).itemVisibilityChecked()
    assert all(layer.readOnly() for layer in project.mapLayers().values())
    assert "exempel, ej antagen plan" in project.title()
    project.clear()


def test_what_is_taken_away_meanwhile_stays_away(case, found):
    project = QgsProject()
    steps = add_in_steps(found, case, project)
    next(steps)
    next(steps)
    root = project.layerTreeRoot()
    root.findGroup("Småland").removeChildNode(root.findGroup("Strukturbild"))
    for _ in steps:
        pass
    plans = "Översiktsplaner (exempel, ej antagen plan)"
    assert names(root.findGroup("Småland")) == [plans, "Underlag"]
    assert root.findGroup("Underlag").children()
    steps = add_in_steps(found, case, project)
    next(steps)
    project.clear()
    assert list(steps)[-1] == 1.0
    assert project.mapLayers() == {}


def test_what_the_map_lacks_comes_back_in_its_place(case, found):
    project = QgsProject()
    assert list(add_in_steps(found, case, project))[-1] == 1.0
    root = project.layerTreeRoot()
    groups, layers = names(root.findGroup("Småland")), names(root.findGroup("Strukturbild"))
    everything = len(project.mapLayers())
    root.findGroup("Småland").setName("Mitt län")
    root.findGroup("Strukturbild").setName("Regionens")
    gone = [layer for layer in root.findLayers() if layer.name() == layers[0]]
    gone[0].parent().removeChildNode(gone[0])
    top = root.findGroup("Mitt län")
    top.removeChildNode(root.findGroup(groups[1]))
    assert list(add_in_steps(found, case, project))[-1] == 1.0
    assert names(root) == ["Mitt län"]
    assert names(top) == ["Regionens", *groups[1:]]
    assert names(root.findGroup("Regionens")) == layers
    assert len(root.findLayers()) == everything
    assert len(project.mainAnnotationLayer().items()) == 1
    assert list(add_in_steps(found, case, project)) == [1.0]
    project.clear()


def test_a_map_says_how_much_of_it_is_there_until_it_is_whole(case, found):
    project = QgsProject()
    mark = mark_of(case)
    steps = add_in_steps(found, case, project)
    for _ in range(3):
        next(steps)
    root = project.layerTreeRoot()
    total = sum(1 for _ in steps) + 2
    assert broken_off(project, mark) is None
    project.clear()
    steps = add_in_steps(found, case, project)
    for _ in range(3):
        next(steps)
    root.findGroup("Småland").setName("Mitt län")
    assert broken_off(project, mark) == (2, total)
    assert broken_off(project, "annat") is None
    project.clear()


def test_layers_wear_the_plugins_styles(shown):
    nodes, links, typology = shown.structure_map
    assert nodes.renderer().classAttribute() == "category"
    assert typology.renderer().classAttribute() == "class_code"
    assert links.renderer().type() == "RuleRenderer"
    (uses,) = shown.plans["Kalmar"]
    assert uses.name() == "Mark- och vattenanvändning"
    assert uses.renderer().type() == "RuleRenderer"


def test_a_structure_map_in_its_own_words_is_shown_as_mapped(qgis_app, case, resources, tmp_path):
    rows = [{"wkt": square(X + 1000, Y + 1000), "RecNum": 7, "Strukbild": "Regional nod"}]
    path = write(tmp_path / "noder.gpkg", rows, "noder")
    source = LayerSource(f"{path}|layername=noder", profile="strukturbild_ostergotland")
    case = dataclasses.replace(
        case, structure_map=dataclasses.replace(case.structure_map, nodes=source)
    )
    folder = tmp_path / "kopior"
    folder.mkdir()
    layers = case_layers(case, read_inputs(case, resources, SilentProgress()), folder, None)
    nodes = layers.structure_map[0]
    assert nodes.name() == "Noder"
    assert [f["category"] for f in nodes.getFeatures()] == ["regional_core"]
    symbol = by_code(nodes)["regional_core"]
    assert "CentroidFill" in [layer.layerType() for layer in symbol.symbolLayers()]


def test_the_picture_is_the_same_each_time(case, shown, tmp_path):
    project = QgsProject()
    layers = [*shown.structure_map, *shown.supporting]
    for layer in layers:
        project.addMapLayer(layer, False)
    extent = QgsRectangle(X, Y, X + 2 * SIDE, Y + SIDE)
    pictures = []
    for name in ("a.png", "b.png"):
        render_map(project, layers, extent, tmp_path / name, case)
        pictures.append(QImage(str(tmp_path / name)))
    assert pictures[0].width() > 1000
    assert pictures[0] == pictures[1]
    project.clear()
