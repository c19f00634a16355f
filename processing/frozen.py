"""Layers given as parameters: frozen in the main thread, named as sources of a case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from ..alignment.problems import InputError, Problem
from ..alignment.setup.case import LayerSource
from ..layers.snapshot import Snapshot, snapshot_layer
from .base import StrukturbildAlgorithm, Values


class FrozenLayers:
    """Adds an algorithm's layer parameters to its snapshots, by the source that a case knows."""

    def __init__(
        self,
        algorithm: StrukturbildAlgorithm,
        parameters: Values,
        context: QgsProcessingContext,
    ) -> None:
        self.algorithm = algorithm
        self.parameters = parameters
        self.context = context
        self.snapshots = algorithm.snapshots
        self.files: list[Path] = []

    def one(self, name: str) -> LayerSource | None:
        """The layer of a vector parameter; None where it was left empty."""
        value = self.parameters.get(name)
        if value is None or value == "":
            return None
        whole = self.algorithm.parameterAsVectorLayer(self.parameters, name, self.context)
        layer: Any = whole
        if _is_partial(value):
            layer = self.algorithm.parameterAsSource(self.parameters, name, self.context)
        if layer is None or (isinstance(layer, QgsVectorLayer) and not layer.isValid()):
            raise InputError(Problem("layer_parameter_unreadable", {"parameter": name}))
        self._note_file(whole)
        return self._add(name, snapshot_layer(layer), "canonical")

    def required(self, name: str) -> LayerSource:
        """The layer of a vector parameter that can't be left empty."""
        source = self.one(name)
        if source is None:
            raise InputError(Problem("layer_parameter_unreadable", {"parameter": name}))
        return source

    def several(self, name: str, profile: str) -> tuple[LayerSource, ...]:
        """The layers of a multiple-layers parameter, to be mapped by `profile`."""
        layers = self.algorithm.parameterAsLayerList(self.parameters, name, self.context)
        if not layers:
            raise InputError(Problem("plan_layers_missing"))
        return tuple(self._add(name, self._snapshot(layer, name), profile) for layer in layers)

    def _snapshot(self, layer: QgsMapLayer, name: str) -> Snapshot:
        if not isinstance(layer, QgsVectorLayer) or not layer.isValid():
            raise InputError(Problem("layer_parameter_unreadable", {"parameter": name}))
        self._note_file(layer)
        return snapshot_layer(layer)

    def _note_file(self, layer: QgsVectorLayer | None) -> None:
        """Remember the file of a layer: nothing may be written over it."""
        if layer is not None:
            parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
            if parts.get("path"):
                self.files.append(Path(str(parts["path"])))

    def _add(self, name: str, snapshot: Snapshot, profile: str) -> LayerSource:
        if snapshot.spatial and not snapshot.crs.isValid():
            raise InputError(Problem("parameter_without_crs", {"layer": snapshot.name}, name))
        source = LayerSource(uri=f"{name} {len(self.snapshots) + 1}", profile=profile)
        self.snapshots[source] = snapshot
        return source


def _is_partial(value: Any) -> bool:
    """Only some features of a layer are meant: the selected ones, or those of an expression."""
    if not isinstance(value, QgsProcessingFeatureSourceDefinition):
        return False
    return bool(value.selectedFeaturesOnly or value.filterExpression or value.featureLimit >= 0)
