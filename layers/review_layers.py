"""The review store's findings as read-only map layers, in one group of the project."""

from __future__ import annotations

from typing import Sequence
from urllib.parse import unquote, urlsplit

from qgis.core import (
    QgsDataSourceUri,
    QgsLayerTreeGroup,
    QgsProject,
    QgsVectorLayer,
)

from .case_layers import NAMES, ROOT, in_words, styled
from .styles import Words

VIEWS = ("findings_point", "findings_line", "findings_polygon")
PROPERTY = "strukturbild/review"
SERVER = "postgresql:"
PRESENT = "\"presence\" IN ('present','not_in_run')"  # what is gone is in the list, not on the map
SCHEMA = "strukturbild_review"
TITLE = {"sv": "Avvikelser i granskningen", "en": "Findings under review"}


def review_layers(project: QgsProject) -> list[QgsVectorLayer]:
    """The layers of a review store that the project has, whatever they are called by now."""
    return [
        layer
        for layer in project.mapLayers().values()
        if isinstance(layer, QgsVectorLayer) and layer.customProperty(PROPERTY) in VIEWS
    ]


def add_review_layers(project: QgsProject, place: str, language: str) -> list[QgsVectorLayer]:
    """Add those layers of a store that are not there yet, on top; returns all of them."""
    known = {str(layer.customProperty(PROPERTY)): layer for layer in review_layers(project)}
    repoint(list(known.values()), place)
    new = [_layer(place, view, language) for view in VIEWS if view not in known]
    added = [layer for layer in new if layer.isValid()]
    if added:
        group = _group(project, list(known.values()), language)
        for layer in added:
            project.addMapLayer(layer, False)
            group.addLayer(layer).setExpanded(False)
    return review_layers(project)


def remove_review_layers(project: QgsProject) -> None:
    """Take them away, and their group where nothing else is in it."""
    layers = review_layers(project)
    root = project.layerTreeRoot()
    nodes = [root.findLayer(layer.id()) for layer in layers]
    groups = {node.parent() for node in nodes if node is not None}
    project.removeMapLayers([layer.id() for layer in layers])
    for group in groups:
        if group is not root and not group.children():
            group.parent().removeChildNode(group)


def repoint(layers: Sequence[QgsVectorLayer], place: str) -> None:
    """Let layers read from a store (again): after a run, or when the store is another."""
    for layer in layers:
        uri, provider = _source(place, str(layer.customProperty(PROPERTY)))
        if layer.source() != uri or not layer.isValid():
            layer.setDataSource(uri, layer.name(), provider, False)
            layer.setReadOnly(True)
        refresh([layer])


def refresh(layers: Sequence[QgsVectorLayer]) -> None:
    """Draw anew what people decided."""
    for layer in layers:
        if layer.isValid():
            layer.dataProvider().reloadData()
            layer.triggerRepaint()


def _layer(place: str, view: str, language: str) -> QgsVectorLayer:
    uri, provider = _source(place, view)
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    options.forceReadOnly = True  # opened for writing, the file would switch to WAL
    layer = QgsVectorLayer(uri, NAMES[view][language], provider, options)
    layer.setCustomProperty(PROPERTY, view)
    if not layer.isValid():
        return layer
    words = Words.of_review(ROOT / "resources", language)
    return in_words(styled(layer, view.replace("findings", "review")), view, words)


def _source(place: str, view: str) -> tuple[str, str]:
    if not place.startswith(SERVER):
        return f"{place}|layername={view}|subset={PRESENT}", "ogr"
    uri = QgsDataSourceUri(_connection(place))
    uri.setDataSource(SCHEMA, view, "geom", PRESENT, "fid")
    return str(uri.uri(False)), "postgres"


def _connection(place: str) -> str:
    """Keys and values as QGIS takes them; libpq's address is taken apart."""
    if not place.startswith(SERVER + "//"):
        return place[len(SERVER) :].strip()
    parts = urlsplit(place)
    found = {
        "host": parts.hostname,
        "port": parts.port,
        "dbname": parts.path.lstrip("/"),
        "user": parts.username,
        "password": parts.password,
    }
    return " ".join(f"{key}='{unquote(str(value))}'" for key, value in found.items() if value)


def _group(
    project: QgsProject, known: Sequence[QgsVectorLayer], language: str
) -> QgsLayerTreeGroup:
    """The group that the others are in, whatever people call it; else the one of its name."""
    root = project.layerTreeRoot()
    for layer in known:
        node = root.findLayer(layer.id())
        if node is not None and isinstance(node.parent(), QgsLayerTreeGroup):
            return node.parent()
    return root.findGroup(TITLE[language]) or root.insertGroup(0, TITLE[language])
