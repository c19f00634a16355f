"""Layers of a written result, opened in the project when the run is done."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsVectorLayer,
)


class StoredStyle(QgsProcessingLayerPostProcessorInterface):
    """Gives a layer the style that is stored beside it: QGIS itself only does so for users.

    Instances are kept: QGIS calls them after the algorithm, and does not hold them itself.
    """

    kept: list[StoredStyle] = []  # noqa: RUF012 - shared on purpose

    def postProcessLayer(  # noqa: N802
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Load the style; called in the main thread."""
        layer.loadDefaultStyle()
        layer.triggerRepaint()


def open_when_done(
    result: Path, titles: Mapping[str, str], group: str, context: QgsProcessingContext
) -> None:
    """Have the tables that hold something opened under their titles, the first on top."""
    if context.project() is None:
        return
    for order, (table, title) in enumerate(titles.items()):
        uri = f"{result}|layername={table}"
        layer = QgsVectorLayer(uri, title, "ogr")
        if not layer.isValid() or layer.featureCount() == 0:
            continue
        StoredStyle.kept.append(StoredStyle())
        details = QgsProcessingContext.LayerDetails(title, context.project())
        details.groupName = group
        details.layerSortKey = len(titles) - order
        details.setPostProcessor(StoredStyle.kept[-1])
        context.addLayerToLoadOnCompletion(uri, details)
