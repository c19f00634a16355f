"""A run sees unsaved edits, whatever kind of source the edited layer belongs to."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Iterator

import pytest
from layer_files import write
from qgis.core import QgsProject, QgsVectorLayer
from small_case import X, county, plan, uses
from strukturbild.alignment.problems import InputError
from strukturbild.alignment.progress import SilentProgress
from strukturbild.alignment.setup.case import Case, LayerSource
from strukturbild.layers.edited import with_edits
from strukturbild.layers.inputs import read_inputs


@pytest.fixture
def project(qgis_new_project: None) -> Iterator[QgsProject]:
    made = QgsProject.instance()
    yield made
    for layer in made.mapLayers().values():
        if layer.isEditable():
            layer.rollBack()


def edited(uri: str, delete: int = 1) -> QgsVectorLayer:
    """A layer in the project, in edit mode, with its first features deleted."""
    layer = QgsVectorLayer(uri, "Mitt arbetslager", "ogr")
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    layer.startEditing()
    assert layer.deleteFeatures(sorted(layer.allFeatureIds())[:delete])
    return layer


def with_plan(case: Case, *sources: LayerSource) -> Case:
    """The case with another plan for Kalmar."""
    return dataclasses.replace(case, plans=(plan("", "0880", sources=sources), case.plans[1]))


def uses_read(case: Case, project: QgsProject, resources: Path) -> int:
    """Land uses of Kalmar's plan that a run reads."""
    changed, snapshots = with_edits(case, project)
    inputs = read_inputs(changed, resources, SilentProgress(), snapshots)
    (own,) = [p for p in inputs.plans if p.municipality == "0880"]
    return len(own.land_use)


def folder_of_files(place: Path, suffix: str) -> Path:
    place.mkdir()
    for name in ("land_use", "land_use_2"):
        write(place / f"{name}{suffix}", uses(X), name)
    return place


@pytest.mark.parametrize("suffix", [".shp", ".geojson"])
def test_one_file_of_a_folder(
    tmp_path: Path, resources: Path, project: QgsProject, suffix: str
) -> None:
    place = folder_of_files(tmp_path / "öp å ä ö", suffix)
    case = with_plan(county(tmp_path), LayerSource(str(place), profile=profile(tmp_path)))
    assert uses_read(case, project, resources) == 6
    layer = edited(str(place / f"land_use{suffix}"))
    assert uses_read(case, project, resources) == 5
    other = edited(str(place / f"land_use_2{suffix}"), delete=2)
    assert uses_read(case, project, resources) == 3
    layer.undoStack().undo()
    assert uses_read(case, project, resources) == 4
    layer.rollBack()
    other.rollBack()
    assert uses_read(case, project, resources) == 6


def profile(folder: Path) -> str:
    """A profile that takes every layer as land use."""
    path = folder / "alla.yaml"
    path.write_text(
        'profile: alla\nversion: "1"\nname: {sv: Alla, en: All}\n'
        "description: {sv: Alla lager, en: All layers}\norigin: prov\nsources:\n"
        '  - layer: ["*"]\n    table: land_use\n    columns:\n'
        "      category: {field: category}\n      change: {field: change}\n"
        "      name: {field: name}\n",
        encoding="utf-8",
    )
    return str(path)


def test_a_file_named_by_itself_and_a_geojson_that_calls_itself_otherwise(
    tmp_path: Path, resources: Path, project: QgsProject
) -> None:
    own = profile(tmp_path)
    (tmp_path / "filer").mkdir()
    shapes = write(tmp_path / "filer" / "mark.shp", uses(X), "mark")
    texts = write(tmp_path / "filer" / "mer.geojson", uses(X), "kallas något annat")
    sources = [LayerSource(str(path), profile=own) for path in (shapes, texts)]
    case = with_plan(county(tmp_path), *sources)
    edited(str(shapes))
    edited(str(texts), delete=2)
    assert uses_read(case, project, resources) == 3


def test_layers_of_one_name_in_two_files_of_a_folder(
    tmp_path: Path, resources: Path, project: QgsProject
) -> None:
    place = tmp_path / "leverans"
    place.mkdir()
    for name in ("norr", "söder"):
        write(place / f"{name}.gpkg", uses(X), "land_use")
    case = with_plan(county(tmp_path), LayerSource(str(place)))
    edited(f"{place / 'söder.gpkg'}|layername=land_use", delete=2)
    assert uses_read(case, project, resources) == 4


def test_a_layer_of_the_structure_map_and_one_in_a_container_by_its_table(
    tmp_path: Path, resources: Path, project: QgsProject
) -> None:
    case = county(tmp_path)
    region = LayerSource(str(tmp_path / "region.gpkg"))
    structure = dataclasses.replace(case.structure_map, nodes=region)
    case = dataclasses.replace(case, structure_map=structure)
    edited(f"{tmp_path / 'region.gpkg'}|layername=nodes")
    edited(f"{tmp_path / 'region.gpkg'}|layername=links")
    changed, snapshots = with_edits(case, project)
    inputs = read_inputs(changed, resources, SilentProgress(), snapshots)
    assert len(inputs.structure_map.nodes) == 1
    assert len(inputs.structure_map.links) == 0
    assert len(inputs.municipalities) == 2
    assert len(inputs.structure_map.typology) == 2


def test_the_declared_crs_holds_for_what_is_edited(
    tmp_path: Path, resources: Path, project: QgsProject
) -> None:
    own = profile(tmp_path)
    place = write(tmp_path / "utan.shp", uses(X), "utan", crs=None)
    case = with_plan(county(tmp_path), LayerSource(str(place), crs="EPSG:3006", profile=own))
    edited(str(place))
    assert uses_read(case, project, resources) == 2


def test_a_filter_on_what_is_edited_is_said_and_not_taken_for_deletions(
    tmp_path: Path, project: QgsProject
) -> None:
    case = county(tmp_path)
    uri = f"{tmp_path / 'op_0880.gpkg'}|layername=land_use"
    layer = QgsVectorLayer(uri, "Filtrerat", "ogr")
    layer.setSubsetString("category = 'MB'")
    project.addMapLayer(layer)
    layer.startEditing()
    with pytest.raises(InputError) as raised:
        with_edits(case, project)
    (problem,) = raised.value.problems
    assert problem.code == "edited_layer_filtered"
    assert problem.params["layer"] == "Filtrerat"


def test_what_is_edited_elsewhere_changes_nothing(tmp_path: Path, project: QgsProject) -> None:
    case = county(tmp_path)
    copy = write(tmp_path / "kopia.gpkg", uses(X), "land_use")
    edited(f"{copy}|layername=land_use")
    memory: Any = QgsVectorLayer("Polygon?crs=EPSG:3006", "Skiss", "memory")
    project.addMapLayer(memory)
    memory.startEditing()
    assert with_edits(case, project) == (case, {})
