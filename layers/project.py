"""A case in a QGIS project: styled layers in groups, read-only, in the order that maps need."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import AbstractSet, Iterator, Sequence

from qgis.core import (
    QgsAnnotationPointTextItem,
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsLayerTreeNode,
    QgsPointXY,
    QgsProject,
    QgsTextFormat,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ..alignment.setup.case import Case
from .case_layers import CaseLayers, Recipe, make_layer

CASE, PART, TOTAL = "strukturbild/case", "strukturbild/part", "strukturbild/total"
TOP, STRUCTURE, PLANS, SUPPORTING = "case", "structure_map", "plans", "supporting"
GROUPS = {
    STRUCTURE: {"sv": "Strukturbild", "en": "Structure map"},
    PLANS: {"sv": "Översiktsplaner", "en": "Comprehensive plans"},
    SUPPORTING: {"sv": "Underlag", "en": "Supporting data"},
}
HIDDEN_AT_FIRST = ("stops", "localities")
NOTICE_COLOR = "#8b0d1e"


@dataclass(frozen=True)
class _Place:
    """A group below a case's own: what it is marked as, its title, and what goes into it."""

    part: str
    title: str
    members: Sequence[Recipe]

    def part_of(self, recipe: Recipe) -> str:
        """What a layer of this group is marked as."""
        return f"{self.part}/{recipe.table}"


def mark_of(case: Case) -> str:
    """What a case's groups and layers are known by, whatever they are called: its setup file."""
    return case.name if case.path is None else str(case.path)


def add_in_steps(found: CaseLayers[Recipe], case: Case, project: QgsProject) -> Iterator[float]:
    """Add those of a case's layers that the map lacks, one a step: a window can live in between.

    Yields the share that is done. No group or layer is kept from one step to the next: people may
    take them away meanwhile, and what would go into a group that is gone is left out. Up to the
    last step the case's group says how many layers there are to be.
    """
    mark, places = mark_of(case), _places(found, case)
    there = _nodes(project, mark)
    missing = [
        (place, recipe)
        for place in places
        for recipe in place.members
        if place.part_of(recipe) not in there
    ]
    if missing:
        _make_groups(project, case, places, {place.part for place, _ in missing})
        total = sum(len(place.members) for place in places)
        _nodes(project, mark)[TOP].setCustomProperty(TOTAL, str(total))
    for done, (place, recipe) in enumerate(missing):
        yield done / len(missing)
        group = _nodes(project, mark).get(place.part)
        if group is not None:
            _add(recipe, place, group, case, project)
    top = case_group(project, mark)
    if top is not None:
        top.removeCustomProperty(TOTAL)
    yield 1.0


def mend_in_steps(
    found: CaseLayers[Recipe], case: Case, project: QgsProject, afresh: bool
) -> Iterator[float]:
    """Let a case's layers read what the recipes say, one a step: those that don't find their
    files, or `afresh` all of them, for their files may be others now or have been written anew.

    Yields the share that is done.
    """
    mark = mark_of(case)
    recipes = {place.part_of(x): x for place in _places(found, case) for x in place.members}
    wanted = _layers(project, mark) if afresh else unavailable(project, mark)
    parts = [part for part in wanted if part in recipes]
    for done, part in enumerate(parts):
        yield done / len(parts)
        layer = _layers(project, mark).get(part)
        if layer is not None:
            recipe = recipes[part]
            layer.setDataSource(recipe.uri, layer.name(), recipe.provider, False)
            if recipe.crs is not None:
                layer.setCrs(recipe.crs)
            layer.setReadOnly(True)


def unavailable(project: QgsProject, mark: str) -> dict[str, QgsVectorLayer]:
    """Those of a case's layers that don't find their files: what each is marked as -> layer."""
    layers = _layers(project, mark)
    return {part: layer for part, layer in layers.items() if not layer.isValid()}


def _layers(project: QgsProject, mark: str) -> dict[str, QgsVectorLayer]:
    return {
        part: node.layer()
        for part, node in _nodes(project, mark).items()
        if isinstance(node, QgsLayerTreeLayer) and isinstance(node.layer(), QgsVectorLayer)
    }


def case_group(project: QgsProject, mark: str) -> QgsLayerTreeGroup | None:
    """The group of a case's map; None where it is not there."""
    return _nodes(project, mark).get(TOP)


def broken_off(project: QgsProject, mark: str) -> tuple[int, int] | None:
    """How many layers of how many a case's map has; None unless its filling broke off."""
    nodes = _nodes(project, mark)
    total = nodes[TOP].customProperty(TOTAL) if TOP in nodes else None
    if not total:
        return None
    return sum(isinstance(node, QgsLayerTreeLayer) for node in nodes.values()), int(total)


def marked_nodes(project: QgsProject) -> list[QgsLayerTreeNode]:
    """All groups and layers of cases."""
    root = project.layerTreeRoot()
    nodes = (*root.findGroups(True), *root.findLayers())
    return [node for node in nodes if node.customProperty(CASE)]


def _nodes(project: QgsProject, mark: str) -> dict[str, QgsLayerTreeNode]:
    """A case's groups and layers, wherever they are by now: what each is marked as -> node."""
    return {
        str(node.customProperty(PART)): node
        for node in marked_nodes(project)
        if node.customProperty(CASE) == mark
    }


def _places(found: CaseLayers[Recipe], case: Case) -> list[_Place]:
    """The groups below the case's own, top first."""
    titles = {name: words[case.language] for name, words in GROUPS.items()}
    if case.notice:
        titles[PLANS] = f"{titles[PLANS]} ({case.notice})"
    places = [
        _Place(STRUCTURE, titles[STRUCTURE], found.structure_map),
        _Place(PLANS, titles[PLANS], ()),
        *(_Place(f"{PLANS}/{name}", name, members) for name, members in found.plans.items()),
        _Place(SUPPORTING, titles[SUPPORTING], found.supporting),
    ]
    return [place for place in places if place.members or place.part == PLANS]


def _make_groups(
    project: QgsProject, case: Case, places: Sequence[_Place], wanted: AbstractSet[str]
) -> None:
    """Make the groups that layers go into, where they are not there, in the order of maps."""
    mark = mark_of(case)
    nodes = _nodes(project, mark)
    if TOP not in nodes:
        nodes[TOP] = _marked(project.layerTreeRoot().insertGroup(0, case.name), mark, TOP)
        if case.notice:
            project.setTitle(f"{case.name} – {case.notice}")
    for number, place in enumerate(places):
        if place.part in nodes or not (place.part in wanted or place.part == PLANS):
            continue
        over = nodes[PLANS] if place.part.startswith(f"{PLANS}/") else nodes[TOP]
        row = _row_below(over, mark, [above.part for above in places[:number]])
        group = nodes[place.part] = _marked(over.insertGroup(row, place.title), mark, place.part)
        if place.part == PLANS:
            # a whole county of plans hides its structure map: the reader turns on what to look at
            group.setItemVisibilityChecked(False)
            group.setExpanded(False)


def _add(
    recipe: Recipe, place: _Place, group: QgsLayerTreeGroup, case: Case, project: QgsProject
) -> None:
    mark = mark_of(case)
    layer = make_layer(recipe)
    project.addMapLayer(layer, False)
    above = itertools.takewhile(lambda other: other is not recipe, place.members)
    row = _row_below(group, mark, [place.part_of(other) for other in above])
    node = _marked(group.insertLayer(row, layer), mark, place.part_of(recipe))
    node.setExpanded(False)
    node.setItemVisibilityChecked(recipe.table not in HIDDEN_AT_FIRST)
    if case.notice and recipe.table == "municipalities":
        _write_on_map(case.notice, layer, project)


def _row_below(group: QgsLayerTreeGroup, mark: str, above: Sequence[str]) -> int:
    """The row right below the last of those that go above."""
    rows = [
        row
        for row, node in enumerate(group.children(), 1)
        if node.customProperty(CASE) == mark and node.customProperty(PART) in above
    ]
    return rows[-1] if rows else 0


def _marked(node: QgsLayerTreeNode, mark: str, part: str) -> QgsLayerTreeNode:
    node.setCustomProperty(CASE, mark)
    node.setCustomProperty(PART, part)
    return node


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
    written = (
        item.text()
        for item in annotations.items().values()
        if isinstance(item, QgsAnnotationPointTextItem)
    )
    if item.text() in written:
        return
    annotations.setCrs(territory.crs())
    annotations.addItem(item)
