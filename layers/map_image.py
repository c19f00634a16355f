"""A map of a checked county as a picture: structure map, findings, legend, scale, notice."""

from __future__ import annotations

import tempfile
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsMapLayer,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsTextFormat,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor, QFont

from ..alignment.problems import InputError, Problem
from ..alignment.progress import SilentProgress
from ..alignment.setup.case import Case
from ..alignment.setup.read import read_case
from .case_layers import NAMES, ROOT, CaseLayers, case_layers
from .gdal_quiet import quiet_gdal
from .inputs import read_inputs

PAGE_MM = (240.0, 300.0)
MAP_MM = (8.0, 24.0, 158.0, 266.0)  # x, y, width, height
LEGEND_X_MM = 170.0
MARGIN_SHARE = 0.03
DPI = 150
TEXTS = {
    "sv": {
        "title": "{name}: översiktsplanerna mot strukturbilden",
        "legend": "Teckenförklaring",
        "sources": "Gränser: SCB/Lantmäteriet (CC0). Framställd med Strukturbild.",
    },
    "en": {
        "title": "{name}: comprehensive plans against the structure map",
        "legend": "Legend",
        "sources": "Borders: Statistics Sweden/Lantmäteriet (CC0). Made with Strukturbild.",
    },
}


def draw_map(setup: Path, result: Path, image: Path) -> Path:
    """Draw the county of a setup file with its findings; returns the PNG's path.

    Raises InputError where the case can't be read or the picture can't be written.
    """
    case = read_case(setup)
    inputs = read_inputs(case, ROOT / "resources", SilentProgress())
    with tempfile.TemporaryDirectory() as folder:
        layers = case_layers(case, inputs, Path(folder), result)
        shown = _in_drawing_order(layers, case)
        project = QgsProject()
        for layer in shown:
            project.addMapLayer(layer, False)
        extent = next(x for x in layers.supporting if _is(x, "municipalities", case)).extent()
        render_map(project, shown, extent, image, case)
        project.clear()
    return image


def _is(layer: QgsVectorLayer, name: str, case: Case) -> bool:
    return bool(layer.name() == NAMES[name][case.language])


def _in_drawing_order(layers: CaseLayers[QgsVectorLayer], case: Case) -> list[QgsMapLayer]:
    """Top first: nodes, findings, links, borders, typology, sea."""
    nodes = [x for x in layers.structure_map if _is(x, "nodes", case)]
    links = [x for x in layers.structure_map if _is(x, "links", case)]
    typology = [x for x in layers.structure_map if _is(x, "typology", case)]
    borders = [x for x in layers.supporting if _is(x, "municipalities", case)]
    sea = [x for x in layers.supporting if _is(x, "sea", case)]
    return [*nodes, *layers.findings, *links, *borders, *sea, *typology]


def render_map(
    project: QgsProject,
    layers: list[QgsMapLayer],
    extent: QgsRectangle,
    image: Path,
    case: Case,
) -> None:
    """Lay out a map of the given layers (top first) and write it as PNG."""
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    page = layout.pageCollection().page(0)
    page.setPageSize(QgsLayoutSize(*PAGE_MM, Qgis.LayoutUnit.Millimeters))
    texts = TEXTS[case.language]
    _label(layout, texts["title"].format(name=case.name), (8, 7), (224, 10), 17, bold=True)
    picture = _map(layout, layers, extent)
    _legend(layout, layers, picture, texts["legend"])
    _scale_bar(layout, picture)
    _north_arrow(layout, picture)
    if case.notice:
        _label(layout, case.notice.upper(), (8, 16), (158, 7), 10, "#8b0d1e", bold=True)
    _label(layout, texts["sources"], (8, 291.5), (224, 6), 7, "#5b5248")
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = DPI
    image.parent.mkdir(parents=True, exist_ok=True)
    with quiet_gdal():  # it would rather have a format that holds a georeference
        done = QgsLayoutExporter(layout).exportToImage(str(image), settings)
    if done != QgsLayoutExporter.ExportResult.Success:
        raise InputError(Problem("image_not_written", {"file": str(image)}))


def _format(size: float, name: str, *, bold: bool) -> QgsTextFormat:
    font = QFont("Open Sans")
    font.setBold(bold)
    made = QgsTextFormat()
    made.setFont(font)
    made.setSize(size)
    made.setColor(QColor(name))
    return made


def _place(item: object, at: tuple[float, float], size: tuple[float, float]) -> None:
    millimetres = Qgis.LayoutUnit.Millimeters
    item.attemptMove(QgsLayoutPoint(*at, millimetres))  # type: ignore[attr-defined]
    item.attemptResize(QgsLayoutSize(*size, millimetres))  # type: ignore[attr-defined]


def _label(
    layout: QgsPrintLayout,
    text: str,
    at: tuple[float, float],
    size: tuple[float, float],
    points: float,
    name: str = "#2b2723",
    *,
    bold: bool = False,
) -> None:
    item = QgsLayoutItemLabel(layout)
    item.setText(text)
    item.setTextFormat(_format(points, name, bold=bold))
    layout.addLayoutItem(item)
    _place(item, at, size)


def _map(
    layout: QgsPrintLayout, layers: list[QgsMapLayer], extent: QgsRectangle
) -> QgsLayoutItemMap:
    item = QgsLayoutItemMap(layout)
    _place(item, MAP_MM[:2], MAP_MM[2:])
    item.setLayers(layers)
    item.setCrs(layers[-1].crs())
    wider = QgsRectangle(extent)
    wider.scale(1 + 2 * MARGIN_SHARE)
    item.zoomToExtent(wider)
    item.setFrameEnabled(True)
    item.setFrameStrokeColor(QColor("#b9b0a6"))
    layout.addLayoutItem(item)
    return item


def _legend(
    layout: QgsPrintLayout,
    layers: list[QgsMapLayer],
    picture: QgsLayoutItemMap,
    title: str,
) -> None:
    item = QgsLayoutItemLegend(layout)
    item.setTitle(title)
    item.setLinkedMap(picture)
    item.setAutoUpdateModel(False)
    root = item.model().rootGroup()
    root.clear()
    for layer in layers:
        root.addLayer(layer)
    styles = {
        QgsLegendStyle.Style.Title: _format(11, "#2b2723", bold=True),
        QgsLegendStyle.Style.Subgroup: _format(8.5, "#2b2723", bold=True),
        QgsLegendStyle.Style.SymbolLabel: _format(7.5, "#2b2723", bold=False),
    }
    for style, text in styles.items():
        item.rstyle(style).setTextFormat(text)
    item.rstyle(QgsLegendStyle.Style.SymbolLabel).setMargin(QgsLegendStyle.Side.Left, 3)
    item.setSymbolWidth(11)  # room for the dashes of the widest link
    item.setSymbolHeight(3.4)
    item.setMaximumSymbolSize(5)
    item.setLegendFilterByMapEnabled(True)
    layout.addLayoutItem(item)
    _place(item, (LEGEND_X_MM, 22), (64, 230))
    item.adjustBoxSize()


def _scale_bar(layout: QgsPrintLayout, picture: QgsLayoutItemMap) -> None:
    item = QgsLayoutItemScaleBar(layout)
    item.setLinkedMap(picture)
    item.setStyle("Single Box")
    item.setUnits(Qgis.DistanceUnit.Kilometers)
    item.setUnitLabel("km")
    item.setUnitsPerSegment(10)
    item.setNumberOfSegments(3)
    item.setNumberOfSegmentsLeft(0)
    item.setTextFormat(_format(7.5, "#2b2723", bold=False))
    layout.addLayoutItem(item)
    _place(item, (12, 277), (60, 12))


def _north_arrow(layout: QgsPrintLayout, picture: QgsLayoutItemMap) -> None:
    item = QgsLayoutItemPicture(layout)
    item.setPicturePath(str(ROOT / "resources" / "symbols" / "north_arrow.svg"))
    item.setLinkedMap(picture)
    item.setNorthMode(QgsLayoutItemPicture.NorthMode.GridNorth)
    layout.addLayoutItem(item)
    _place(item, (152, 27), (10, 15))
