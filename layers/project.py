"""A case in a QGIS project: styled layers in groups, read-only, in the order that maps need."""

from __future__ import annotations

from typing import Iterator, Sequence

from qgis.core import (
    QgsAnnotationPointTextItem,
    QgsLayerTreeGroup,
    QgsPointXY,
    QgsProject,
    QgsTextFormat,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ..alignment.setup.case import Case
from .case_layers import CaseLayers, Recipe, make_layer

GROUPS = {
    "structure_map": {"sv": "Strukturbild", "en": "Structure map"},
    "plans": {"sv": "Översiktsplaner", "en": "Comprehensive plans"},
    "supporting": {"sv": "Underlag", "en": "Supporting data"},
}
HIDDEN_AT_FIRST = ("stops", "localities")
NOTICE_COLOR = "#8b0d1e"


def add_in_steps(found: CaseLayers[Recipe], case: Case, project: QgsProject) -> Iterator[float]:
    """Add a case's layers in named groups, one a step, so that a window can live in between.

    Yields the share that is done. No group or layer is kept from one step to the next: people may
    take them away meanwhile, and what would go into a group that is gone is left out.
    """
    places = _places(found, case)
    _make_groups(project.layerTreeRoot().insertGroup(0, case.name), case, places)
    total = sum(len(members) for _, members in places)
    if case.notice:
        project.setTitle(f"{case.name} – {case.notice}")
    done = 0
    for path, members in places:
        for recipe in members:
            yield done / total
            done += 1
            group = _find(project, (case.name, *path))
            if group is None:
                continue
            layer = make_layer(recipe)
            project.addMapLayer(layer, False)
            node = group.addLayer(layer)
            node.setExpanded(False)
            node.setItemVisibilityChecked(recipe.table not in HIDDEN_AT_FIRST)
            if case.notice and recipe.table == "municipalities":
                _write_on_map(case.notice, layer, project)
    yield 1.0


def _places(
    found: CaseLayers[Recipe], case: Case
) -> list[tuple[tuple[str, ...], Sequence[Recipe]]]:
    """Groups as paths below the case's own, with what goes into them, top first."""
    language = case.language
    plans = _plans_title(case)
    places: list[tuple[tuple[str, ...], Sequence[Recipe]]] = [
        ((GROUPS["structure_map"][language],), found.structure_map),
        ((plans,), ()),
        *(((plans, name), members) for name, members in found.plans.items()),
        ((GROUPS["supporting"][language],), found.supporting),
    ]
    return [(path, members) for path, members in places if members or path == (plans,)]


def _plans_title(case: Case) -> str:
    title = GROUPS["plans"][case.language]
    return f"{title} ({case.notice})" if case.notice else title


def _make_groups(
    top: QgsLayerTreeGroup, case: Case, places: Sequence[tuple[tuple[str, ...], object]]
) -> None:
    for path, _ in places:
        over = top
        for name in path[:-1]:
            over = over.findGroup(name)
        group = over.addGroup(path[-1])
        if path[0] == _plans_title(case):
            group.setExpanded(False)
    # a whole county of plans hides its structure map: the reader turns on what to look at
    top.findGroup(_plans_title(case)).setItemVisibilityChecked(False)


def _find(project: QgsProject, path: Sequence[str]) -> QgsLayerTreeGroup | None:
    group: QgsLayerTreeGroup | None = project.layerTreeRoot()
    for name in path:
        group = None if group is None else group.findGroup(name)
    return group


def _write_on_map(notice: str, territory: QgsVectorLayer, project: QgsProject) -> None:
    """The notice above the county, so that no picture of the map goes without it."""
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
