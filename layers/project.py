"""A case in a QGIS project: styled layers in groups, read-only, in the order that maps need."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from qgis.core import (
    QgsAnnotationPointTextItem,
    QgsApplication,
    QgsLayerTreeGroup,
    QgsPointXY,
    QgsProject,
    QgsTextFormat,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument

from ..alignment.model import TABLES
from ..alignment.model.inputs import Inputs, PlanInput
from ..alignment.model.table import Table, concatenate
from ..alignment.progress import Progress, SilentProgress
from ..alignment.setup.case import Case, LayerSource
from ..alignment.setup.read import read_case
from .canonical_gpkg import write_canonical
from .inputs import read_inputs
from .source import open_one

ROOT = Path(__file__).resolve().parent.parent
STYLES = ROOT / "styles"
GROUPS = {
    "findings": {"sv": "Avvikelser", "en": "Findings"},
    "structure_map": {"sv": "Strukturbild", "en": "Structure map"},
    "plans": {"sv": "Översiktsplaner", "en": "Comprehensive plans"},
    "supporting": {"sv": "Underlag", "en": "Supporting data"},
}
NAMES = {
    "nodes": {"sv": "Noder", "en": "Nodes"},
    "links": {"sv": "Funktionella samband", "en": "Functional links"},
    "typology": {"sv": "Platstypologi", "en": "Place typology"},
    "municipalities": {"sv": "Kommuner", "en": "Municipalities"},
    "stops": {"sv": "Hållplatser", "en": "Stops"},
    "localities": {"sv": "Tätorter", "en": "Localities"},
    "sea": {"sv": "Hav", "en": "Sea"},
    "development_point": {"sv": "Utvecklingsinriktning, platser", "en": "Orientation, places"},
    "development_line": {"sv": "Utvecklingsinriktning, stråk", "en": "Orientation, corridors"},
    "development_polygon": {"sv": "Utvecklingsinriktning, områden", "en": "Orientation, areas"},
    "land_use_line": {"sv": "Transportinfrastruktur", "en": "Transport infrastructure"},
    "land_use": {"sv": "Mark- och vattenanvändning", "en": "Land and water use"},
    "findings_point": {"sv": "Avvikelser, punkter", "en": "Findings, points"},
    "findings_line": {"sv": "Avvikelser, linjer", "en": "Findings, lines"},
    "findings_polygon": {"sv": "Avvikelser, ytor", "en": "Findings, areas"},
}
PLAN_LAYERS = (
    "development_point",
    "development_line",
    "development_polygon",
    "land_use_line",
    "land_use",
)
RESULT_LAYERS = ("findings_point", "findings_line", "findings_polygon")
STRUCTURE_LAYERS = ("nodes", "links", "typology")
SUPPORTING_LAYERS = ("municipalities", "stops", "localities", "sea")
HIDDEN_AT_FIRST = ("stops", "localities")
NOTICE_COLOR = "#8b0d1e"
KINDS = {"Polygon": "polygon", "Line": "line", "Point": "point"}


@dataclass(frozen=True)
class CaseLayers:
    """The layers of a case, top first; plans by municipal name."""

    findings: list[QgsVectorLayer]
    structure_map: list[QgsVectorLayer]
    plans: dict[str, list[QgsVectorLayer]]
    supporting: list[QgsVectorLayer]


def open_case_project(
    setup: Path,
    project: QgsProject | None = None,
    result: Path | None = None,
    progress: Progress | None = None,
) -> CaseLayers:
    """Read a case and add its layers to a project (default: the current one).

    Plans are shown as they were mapped: canonical copies are written to the user's profile.
    Raises InputError where the case can't be read.
    """
    case = read_case(setup)
    inputs = read_inputs(case, ROOT / "resources", progress or SilentProgress())
    layers = case_layers(case, inputs, _folder(case), result)
    add_to_project(layers, case, project or QgsProject.instance())
    return layers


def _folder(case: Case) -> Path:
    name = re.sub(r"\W+", "_", case.name).strip("_") or "case"
    folder = Path(QgsApplication.qgisSettingsDirPath()) / "strukturbild" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def case_layers(case: Case, inputs: Inputs, folder: Path, result: Path | None) -> CaseLayers:
    """The styled layers of a case; plan copies are written to `folder`."""
    structure = [
        _source_layer(name, getattr(case.structure_map, name), case, inputs, folder)
        for name in STRUCTURE_LAYERS
    ]
    sources = {"municipalities": case.municipalities.source}
    sources |= {n: getattr(case.supporting, n) for n in ("stops", "localities", "sea")}
    supporting = [
        _source_layer(name, sources[name], case, inputs, folder) for name in SUPPORTING_LAYERS
    ]
    municipal = inputs.municipalities
    names = dict(zip(municipal.code.values, municipal.name.values))
    plans = {
        str(names.get(code, code)): _plan_layers(code, inputs, case, folder)
        for code in sorted({plan.municipality for plan in inputs.plans})
    }
    return CaseLayers(
        findings=[] if result is None else _result_layers(result, case),
        structure_map=[layer for layer in structure if layer is not None],
        plans=plans,
        supporting=[layer for layer in supporting if layer is not None],
    )


def _source_layer(
    name: str, source: LayerSource | None, case: Case, inputs: Inputs, folder: Path
) -> QgsVectorLayer | None:
    """A layer of the setup, styled; None where it was not given.

    What a profile has to translate is shown as a copy in canonical fields, which styles know.
    """
    if source is None:
        return None
    if source.profile != "canonical":
        rooms = (inputs.structure_map, inputs.supporting, inputs)
        table = next((t for r in rooms if (t := getattr(r, name, None)) is not None), None)
        if table is None:
            return None
        copies = _canonical_copies({name: table}, folder / f"{name}.gpkg", case)
        return next(iter(copies.values()), None)
    snapshot = open_one(source, name)
    provider = source.provider or "ogr"
    layer = QgsVectorLayer(source.uri, NAMES[name][case.language], provider)
    if source.crs:
        layer.setCrs(snapshot.crs)
    return styled(layer, _style_name(name, layer))


def _result_layers(result: Path, case: Case) -> list[QgsVectorLayer]:
    found = []
    for name in RESULT_LAYERS:
        layer = QgsVectorLayer(f"{result}|layername={name}", NAMES[name][case.language], "ogr")
        if layer.isValid() and layer.featureCount():
            found.append(_read_only(layer))
    return found


def _plan_layers(code: str, inputs: Inputs, case: Case, folder: Path) -> list[QgsVectorLayer]:
    """A municipality's plans as they were mapped, one layer a table and geometry type."""
    plans = [plan for plan in inputs.plans if plan.municipality == code]
    tables = {name: _together(name, plans) for name in ("land_use", "development")}
    path = folder / f"{code}.gpkg"
    written = {name: table for name, table in tables.items() if len(table)}
    if not written:
        return []
    layers = _canonical_copies(written, path, case)
    return [layers[name] for name in PLAN_LAYERS if name in layers]


def _canonical_copies(
    tables: Mapping[str, Table], path: Path, case: Case
) -> dict[str, QgsVectorLayer]:
    """Tables written to a GeoPackage and opened again: name of the style -> layer."""
    write_canonical(tables, (), path, case.crs, case.language)
    container = QgsVectorLayer(str(path), "", "ogr")
    layers = {}
    for part in container.dataProvider().subLayers():
        table = part.split("!!::!!")[1]
        layer = QgsVectorLayer(f"{path}|layername={table}", table, "ogr")
        name = _style_name(table, layer)
        if (STYLES / f"{name}.qml").is_file():
            layer.setName(NAMES.get(name, NAMES.get(table, {})).get(case.language, table))
            layers[name] = styled(layer, name)
    return layers


def _together(name: str, plans: list[PlanInput]) -> Table:
    tables = [getattr(plan, name) for plan in plans if getattr(plan, name) is not None]
    return concatenate(TABLES[name], tables)


def _style_name(table: str, layer: QgsVectorLayer) -> str:
    """The style of a canonical layer: some tables have one a geometry type."""
    kind = KINDS.get(layer.geometryType().name, "polygon")
    if table.startswith("development"):
        return f"development_{kind}"
    if table.startswith("nodes"):
        return "nodes_polygon" if kind == "polygon" else "nodes"
    if table.startswith("localities"):
        return "localities_point" if kind == "point" else "localities"
    return table


def styled(layer: QgsVectorLayer, name: str) -> QgsVectorLayer:
    """The layer with the plugin's style of that name, read-only.

    A layer of another geometry type keeps the style it has.
    """
    document = QDomDocument()
    document.setContent((STYLES / f"{name}.qml").read_text(encoding="utf-8"))
    # loadNamedStyle would take the style stored in a GeoPackage instead of the file
    layer.importNamedStyle(document)
    return _read_only(layer)


def _read_only(layer: QgsVectorLayer) -> QgsVectorLayer:
    layer.setReadOnly(True)  # editing would switch the file to another journal
    return layer


def add_to_project(layers: CaseLayers, case: Case, project: QgsProject) -> None:
    """Add the layers in named groups, findings on top, the notice in the project's title."""
    root = project.layerTreeRoot().insertGroup(0, case.name)
    language = case.language
    parts = {
        "findings": layers.findings,
        "structure_map": [x for x in layers.structure_map if not _is_typology(x, language)],
        "plans": [],
        "supporting": layers.supporting,
    }
    for name, members in parts.items():
        if name == "plans":
            _add_plans(layers, root.addGroup(_plans_title(case)), project)
        elif members:
            _add(members, root.addGroup(GROUPS[name][language]), project)
    background = [x for x in layers.structure_map if _is_typology(x, language)]
    structure = root.findGroup(GROUPS["structure_map"][language])
    _add(background, structure or root, project)
    for layer in layers.supporting:
        if layer.name() in [NAMES[hidden][language] for hidden in HIDDEN_AT_FIRST]:
            root.findLayer(layer.id()).setItemVisibilityChecked(False)
    if case.notice:
        project.setTitle(f"{case.name} – {case.notice}")
        _write_on_map(case.notice, layers, project)


def _write_on_map(notice: str, layers: CaseLayers, project: QgsProject) -> None:
    """The notice above the county, so that no picture of the map goes without it."""
    if not layers.supporting:
        return
    territory = layers.supporting[0]
    extent = territory.extent()
    text = QgsTextFormat()
    text.setSize(13)
    text.setColor(QColor(NOTICE_COLOR))
    place = QgsPointXY(extent.xMinimum(), extent.yMaximum())
    item = QgsAnnotationPointTextItem(notice.upper(), place)
    item.setFormat(text)
    annotations = project.mainAnnotationLayer()
    annotations.setCrs(territory.crs())
    annotations.addItem(item)


def _is_typology(layer: QgsVectorLayer, language: str) -> bool:
    return bool(layer.name() == NAMES["typology"][language])


def _plans_title(case: Case) -> str:
    title = GROUPS["plans"][case.language]
    return f"{title} ({case.notice})" if case.notice else title


def _add_plans(layers: CaseLayers, group: QgsLayerTreeGroup, project: QgsProject) -> None:
    for name, members in layers.plans.items():
        own = group.addGroup(name)
        _add(members, own, project)
        own.setExpanded(False)
    group.setExpanded(False)
    # a whole county of plans hides its structure map: the reader turns on what to look at
    group.setItemVisibilityChecked(False)


def _add(members: list[QgsVectorLayer], group: QgsLayerTreeGroup, project: QgsProject) -> None:
    for layer in members:
        project.addMapLayer(layer, False)
        node = group.addLayer(layer)
        node.setExpanded(False)
