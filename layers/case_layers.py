"""The layers of a case: what a worker finds out about them, and the styled layers themselves.

Reading a county and writing its copies takes seconds, so a worker does it and hands over recipes;
a layer is made of each in the main thread, one at a time.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Mapping, TypeVar

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsEditorWidgetSetup,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtXml import QDomDocument

from ..alignment.model import TABLES
from ..alignment.model.inputs import Inputs, PlanInput
from ..alignment.model.table import Table, concatenate
from ..alignment.progress import Progress, Tick, no_tick, ticker
from ..alignment.setup.case import Case, LayerSource
from .atomic import remove_beside
from .canonical_gpkg import write_canonical
from .container import geopackage_tables
from .inputs import read_inputs
from .source import open_one
from .styles import Words

ROOT = Path(__file__).resolve().parent.parent
STYLES = ROOT / "styles"
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
POINT, LINE, POLYGON = "point", "line", "polygon"
Each = TypeVar("Each")


@dataclass(frozen=True)
class Recipe:
    """What a layer is made of. `table` is canonical; `crs` is set where the setup names one."""

    table: str
    title: str
    uri: str
    language: str
    provider: str = "ogr"
    crs: QgsCoordinateReferenceSystem | None = None


@dataclass(frozen=True)
class CaseLayers(Generic[Each]):
    """The layers of a case, or their recipes, top first; plans by municipal name."""

    findings: list[Each]
    structure_map: list[Each]
    plans: dict[str, list[Each]]
    supporting: list[Each]


def prepare(case: Case, progress: Progress) -> CaseLayers[Recipe]:
    """Read a case and write the copies that its layers show, for any thread.

    Plans are shown as they were mapped: canonical copies are written to the user's profile.
    Raises InputError where the case can't be read, and `Cancelled`.
    """
    inputs = read_inputs(case, ROOT / "resources", progress, hashed=False)
    return recipes(case, inputs, _folder(case), None, ticker(progress))


def _folder(case: Case) -> Path:
    """The folder of a case's copies, which no other case has, whatever it is called."""
    name = re.sub(r"\W+", "_", case.name).strip("_") or "case"
    if case.path is not None:
        name += "_" + hashlib.sha256(str(case.path).encode()).hexdigest()[:8]
    folder = Path(QgsApplication.qgisSettingsDirPath()) / "strukturbild" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def recipes(
    case: Case, inputs: Inputs, folder: Path, result: Path | None, tick: Tick = no_tick
) -> CaseLayers[Recipe]:
    """The recipes of a case's layers; plan copies are written to `folder`."""
    structure = [
        _source_recipe(name, getattr(case.structure_map, name), case, inputs, folder)
        for name in STRUCTURE_LAYERS
    ]
    sources = {"municipalities": case.municipalities.source}
    sources |= {n: getattr(case.supporting, n) for n in ("stops", "localities", "sea")}
    supporting = [
        _source_recipe(name, sources[name], case, inputs, folder) for name in SUPPORTING_LAYERS
    ]
    municipal = inputs.municipalities
    names = dict(zip(municipal.code.values, municipal.name.values))
    plans: dict[str, list[Recipe]] = {}
    for code in sorted({plan.municipality for plan in inputs.plans}):
        tick()
        plans[str(names.get(code, code))] = _plan_recipes(code, inputs, case, folder)
    return CaseLayers(
        findings=[] if result is None else _result_recipes(result, case),
        structure_map=[recipe for recipe in structure if recipe is not None],
        plans=plans,
        supporting=[recipe for recipe in supporting if recipe is not None],
    )


def case_layers(
    case: Case, inputs: Inputs, folder: Path, result: Path | None
) -> CaseLayers[QgsVectorLayer]:
    """The styled layers of a case; plan copies are written to `folder`."""
    found = recipes(case, inputs, folder, result)
    return CaseLayers(
        findings=[x for x in map(make_layer, found.findings) if x.isValid() and x.featureCount()],
        structure_map=[make_layer(recipe) for recipe in found.structure_map],
        plans={name: [make_layer(x) for x in members] for name, members in found.plans.items()},
        supporting=[make_layer(recipe) for recipe in found.supporting],
    )


def make_layer(recipe: Recipe) -> QgsVectorLayer:
    """The layer of a recipe, with the plugin's style, read-only."""
    options = QgsVectorLayer.LayerOptions()
    options.skipCrsValidation = True  # QGIS would ask for a CRS that the setup names
    layer = QgsVectorLayer(recipe.uri, recipe.title, recipe.provider, options)
    if recipe.crs is not None:
        layer.setCrs(recipe.crs)
    if recipe.table in RESULT_LAYERS:  # they wear the style that is stored with them
        return _read_only(layer)
    kind = layer.geometryType().name.lower()
    style = _style_name(recipe.table, kind if kind in (POINT, LINE) else POLYGON)
    words = Words.load(ROOT / "resources", recipe.language)
    return in_words(styled(layer, style), recipe.table, words)


def _source_recipe(
    name: str, source: LayerSource | None, case: Case, inputs: Inputs, folder: Path
) -> Recipe | None:
    """A layer of the setup; None where it was not given.

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
    crs = snapshot.crs if source.crs else None
    title = NAMES[name][case.language]
    return Recipe(name, title, source.uri, case.language, source.provider or "ogr", crs)


def _result_recipes(result: Path, case: Case) -> list[Recipe]:
    return [
        Recipe(name, NAMES[name][case.language], f"{result}|layername={name}", case.language)
        for name in RESULT_LAYERS
    ]


def _plan_recipes(code: str, inputs: Inputs, case: Case, folder: Path) -> list[Recipe]:
    """A municipality's plans as they were mapped, one layer a table and geometry type."""
    plans = [plan for plan in inputs.plans if plan.municipality == code]
    tables = {name: _together(name, plans) for name in ("land_use", "development")}
    written = {name: table for name, table in tables.items() if len(table)}
    if not written:
        return []
    copies = _canonical_copies(written, folder / f"{code}.gpkg", case)
    return [copies[name] for name in PLAN_LAYERS if name in copies]


def _canonical_copies(tables: Mapping[str, Table], path: Path, case: Case) -> dict[str, Recipe]:
    """Tables written to a GeoPackage: name of the style -> recipe."""
    remove_beside(path)
    path = write_canonical(tables, (), path, case.crs, case.language).path
    found = {}
    for part in geopackage_tables(path):
        kind = QgsWkbTypes.geometryType(part.geometry_type).name.lower()
        name = _style_name(part.name, kind)
        if part.spatial and (STYLES / f"{name}.qml").is_file():
            title = NAMES.get(name, NAMES.get(part.name, {})).get(case.language, part.name)
            uri = f"{path}|layername={part.name}"
            found[name] = Recipe(part.name, title, uri, case.language)
    return found


def _together(name: str, plans: list[PlanInput]) -> Table:
    tables = [getattr(plan, name) for plan in plans if getattr(plan, name) is not None]
    together: Table = concatenate(TABLES[name], tables)
    return together


def _style_name(table: str, kind: str) -> str:
    """The style of a canonical layer: some tables have one a geometry type."""
    if table.startswith("development"):
        return f"development_{kind}"
    if table.startswith("nodes"):
        return "nodes_polygon" if kind == POLYGON else "nodes"
    if table.startswith("localities"):
        return "localities_point" if kind == POINT else "localities"
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


def in_words(layer: QgsVectorLayer, table: str, words: Words) -> QgsVectorLayer:
    """The layer with its fields and codes called by their names, in table and form."""
    for index, field in enumerate(layer.fields()):
        if field.name() in words.fields:
            layer.setFieldAlias(index, words.fields[field.name()])
        codes = words.values_of(table, field.name())
        if codes:
            listed = {"map": [{name: code} for code, name in codes.items()]}
            layer.setEditorWidgetSetup(index, QgsEditorWidgetSetup("ValueMap", listed))
    return layer


def _read_only(layer: QgsVectorLayer) -> QgsVectorLayer:
    layer.setReadOnly(True)  # editing would switch the file to another journal
    return layer
