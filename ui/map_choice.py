"""From map to list: a click with the panel's tool, and what is selected with QGIS's own tools."""

from __future__ import annotations

from typing import Sequence

from qgis.core import Qgis, QgsFeatureRequest, QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ..layers.review_layers import review_layers
from .case_state import CaseState
from .map_link import MapLink
from .review_page import ReviewPage

translate = QCoreApplication.translate


class MapChoice(QObject):
    """Chooses rows of the panel; while it does, the map stays where the user is looking.

    Features of the review layers that are selected in QGIS select their rows. The panel never
    selects features itself, so nothing goes in circles. `nothing_to_say` comes where a click
    needs no words, `layers_asked` where there are no layers to click on.
    """

    nothing_to_say = pyqtSignal()
    layers_asked = pyqtSignal()

    def __init__(
        self, session: CaseState, map_link: MapLink, review: ReviewPage, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.session, self.map_link, self.review = session, map_link, review
        self.choosing = False
        self._heard: set[str] = set()
        self._timer = QTimer(self)  # a rectangle may select in several layers: one answer
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._take_selection)
        QgsProject.instance().layersAdded.connect(self._listen)
        QgsProject.instance().layersWillBeRemoved.connect(self._forget)
        self._listen(list(QgsProject.instance().mapLayers().values()))
        map_link.picked.connect(self._picked)
        map_link.all_hidden.connect(self._say_hidden)
        review.pick_toggled.connect(self._pick)

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
        if self.session.store is None:
            return
        found = [i for layer in review_layers(QgsProject.instance()) for i in _selected(layer)]
        if not found:
            return
        self.choosing = True
        missing = self.review.select_findings(found)
        self.choosing = False
        if missing:
            told = translate(
                "Strukturbild", "Hidden by the filter, and not selected in the list: {count}."
            )
            self.session.say(told.format(count=missing))

    # the panel's tool

    def _pick(self, on: bool) -> None:
        project = QgsProject.instance()
        if on and not review_layers(project):
            self.layers_asked.emit()
        layers = review_layers(project) if on else []
        if layers:
            self.map_link.start_picking(layers)
        else:
            self.map_link.stop_picking()

    def _picked(self, finding_id: str, place: int, count: int) -> None:
        self.choosing = True
        known = self.review.go_to(finding_id)
        self.choosing = False
        if known and count > 1:
            told = translate(
                "Strukturbild",
                "{place} of {count} findings that lie here. Click again for the next one.",
            )
            self.session.say(told.format(place=place, count=count))
        else:
            self.nothing_to_say.emit()

    def _say_hidden(self) -> None:
        told = translate("Strukturbild", "The findings are switched off in the layer panel.")
        self.session.say(told)


def _selected(layer: QgsVectorLayer) -> list[str]:
    """Finding ids of the features selected in a layer."""
    if not layer.isValid() or not layer.selectedFeatureCount():
        return []
    request = QgsFeatureRequest(layer.selectedFeatureIds())
    request.setFlags(Qgis.FeatureRequestFlag.NoGeometry)
    request.setSubsetOfAttributes(["finding_id"], layer.fields())
    return [str(feature["finding_id"]) for feature in layer.getFeatures(request)]
