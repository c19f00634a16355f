"""From map to list: a click with the panel's tool, and what is selected with QGIS's own tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Sequence

from qgis.core import Qgis, QgsFeatureRequest, QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer

from ..layers.review_layers import review_layers

if TYPE_CHECKING:
    from .dock import ReviewDock

translate = QCoreApplication.translate


class MapChoice(QObject):
    """Chooses rows of the panel; while it does, the map stays where the user is looking.

    Features of the review layers that are selected in QGIS select their rows. The panel never
    selects features itself, so nothing goes in circles.
    """

    def __init__(self, dock: ReviewDock) -> None:
        super().__init__(dock)
        self.dock = dock
        self.choosing = False
        self._heard: set[str] = set()
        self._timer = QTimer(self)  # a rectangle may select in several layers: one answer
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._take_selection)
        QgsProject.instance().layersAdded.connect(self._listen)
        QgsProject.instance().layersWillBeRemoved.connect(self._forget)
        self._listen(list(QgsProject.instance().mapLayers().values()))
        dock.map_link.picked.connect(self._picked)
        dock.map_link.all_hidden.connect(self._say_hidden)
        dock.review.pick_toggled.connect(self._pick)

    def close(self) -> None:
        """Listen to the project and its layers no more."""
        self._timer.stop()
        QgsProject.instance().layersAdded.disconnect(self._listen)
        QgsProject.instance().layersWillBeRemoved.disconnect(self._forget)
        for layer in review_layers(QgsProject.instance()):
            if layer.id() in self._heard:
                layer.selectionChanged.disconnect(self._selection_changed)

    def _listen(self, layers: Sequence[QgsMapLayer]) -> None:
        known = {layer.id() for layer in review_layers(QgsProject.instance())}
        for layer in layers:
            if layer.id() in known - self._heard:
                layer.selectionChanged.connect(self._selection_changed)
                self._heard.add(layer.id())

    def _forget(self, layer_ids: Sequence[str]) -> None:
        self._heard.difference_update(layer_ids)  # a project that is read anew has the same ids

    # QGIS's own selection

    def _selection_changed(self, *_changed: object) -> None:
        self._timer.start()

    def _take_selection(self) -> None:
        """Select the rows of what is selected; where nothing is any more, the rows stay."""
        if self.dock.session.store is None:
            return
        found = [i for layer in review_layers(QgsProject.instance()) for i in _selected(layer)]
        if not found:
            return
        self.choosing = True
        missing = self.dock.review.select_findings(found)
        self.choosing = False
        if missing:
            told = translate(
                "Strukturbild", "Hidden by the filter, and not selected in the list: {count}."
            )
            self.dock.session.say(told.format(count=missing))

    # the panel's tool

    def _pick(self, on: bool) -> None:
        dock, project = self.dock, QgsProject.instance()
        if on and not review_layers(project):
            dock.add_layers()
        layers = review_layers(project) if on else []
        if layers:
            dock.map_link.start_picking(layers)
        else:
            dock.map_link.stop_picking()

    def _picked(self, finding_id: str, place: int, count: int) -> None:
        self.choosing = True
        known = self.dock.review.go_to(finding_id)
        self.choosing = False
        if known and count > 1:
            told = translate(
                "Strukturbild",
                "{place} of {count} findings that lie here. Click again for the next one.",
            )
            self.dock.session.say(told.format(place=place, count=count))
        else:
            self.dock.bar.clear()

    def _say_hidden(self) -> None:
        told = translate("Strukturbild", "The findings are switched off in the layer panel.")
        self.dock.session.say(told)


def _selected(layer: QgsVectorLayer) -> list[str]:
    """Finding ids of the features selected in a layer."""
    if not layer.isValid() or not layer.selectedFeatureCount():
        return []
    request = QgsFeatureRequest(layer.selectedFeatureIds())
    request.setFlags(Qgis.FeatureRequestFlag.NoGeometry)
    request.setSubsetOfAttributes(["finding_id"], layer.fields())
    return [str(feature["finding_id"]) for feature in layer.getFeatures(request)]
