"""The map of the earlier stage: its findings over the background that the project shows."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QWidget

from ...layers.case_layers import RESULT_LAYERS

translate = QCoreApplication.translate
# a layer with one of these tells of findings, of whatever stage: no background
FINDING_FIELDS = ("finding_id", "finding_key", "key_after")


class EarlierMap(QgsMapCanvas):
    """Shows an earlier result's findings; its layers are its own and not the project's."""

    def __init__(self, main: QgsMapCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strukturbildEarlierMap")
        self.setAccessibleName(translate("Strukturbild", "Map of the earlier stage"))
        self.main = main
        self.findings: list[QgsVectorLayer] = []
        self.enableAntiAliasing(main.antiAliasingEnabled())
        self.setParallelRenderingEnabled(main.isParallelRenderingEnabled())
        self.setCanvasColor(main.canvasColor())
        self.setProject(QgsProject.instance())
        self.setDestinationCrs(main.mapSettings().destinationCrs())
        self.pan = QgsMapToolPan(self)
        self.setMapTool(self.pan)
        main.layersChanged.connect(self.update_layers)
        QgsProject.instance().layersWillBeRemoved.connect(self._layers_go)
        self.update_layers()

    def show_result(self, path: Path | None) -> None:
        """Show a result's findings, in the styles that the file has; None for none."""
        self.stopRendering()
        self.setLayers([])
        self.findings = []
        if path is not None:
            made = [_layer(path, name) for name in RESULT_LAYERS]
            self.findings = [layer for layer in made if layer.isValid() and layer.featureCount()]
        self.update_layers()

    def update_layers(self) -> None:
        """Take over what the main map shows, but for findings of other stages."""
        if sip.isdeleted(self.main):
            return
        background = [layer for layer in self.main.layers() if not tells_of_findings(layer)]
        self.setLayers([*self.findings, *background])

    def _layers_go(self, ids: Sequence[str]) -> None:
        gone = set(ids)
        self.setLayers([layer for layer in self.layers() if layer.id() not in gone])

    def close_down(self) -> None:
        """Draw nothing any more, hold no layer, listen to nobody."""
        if not sip.isdeleted(self.main):
            self.main.layersChanged.disconnect(self.update_layers)
        QgsProject.instance().layersWillBeRemoved.disconnect(self._layers_go)
        self.stopRendering()
        self.unsetMapTool(self.pan)
        self.setLayers([])
        self.findings = []


def _layer(path: Path, name: str) -> QgsVectorLayer:
    options = QgsVectorLayer.LayerOptions()
    options.forceReadOnly = True  # opened for writing, the file would switch to another journal
    return QgsVectorLayer(f"{path}|layername={name}", name, "ogr", options)


def tells_of_findings(layer: QgsMapLayer) -> bool:
    """Whether a layer holds findings or a comparison of them."""
    if not isinstance(layer, QgsVectorLayer):
        return False
    fields = layer.fields()
    return any(fields.lookupField(name) >= 0 for name in FINDING_FIELDS)
