"""Result tables into the sinks that a Processing run asks for, with their styles."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingOutputLayerDefinition,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType
from qgis.PyQt.QtXml import QDomDocument

from ..alignment.geometry.arrays import as_multi, to_wkb
from ..alignment.progress import Tick
from ..layers.atomic import write_atomically
from ..layers.crs import sound_crs
from ..layers.geopackage import FLAG, NUMBER, TEXT, WHOLE, OutTable, plain_values, write_tables
from ..layers.styles import Words, style_of
from .locale import RESOURCES

STYLES = RESOURCES.parent / "styles"
BATCH = 2000
FIELD_TYPES = {
    TEXT: QMetaType.Type.QString,
    WHOLE: QMetaType.Type.LongLong,
    NUMBER: QMetaType.Type.Double,
    FLAG: QMetaType.Type.Bool,
}
GEOMETRY_TYPES: Mapping[str, Any] = {
    "point": Qgis.WkbType.MultiPoint,
    "line": Qgis.WkbType.MultiLineString,
    "polygon": Qgis.WkbType.MultiPolygon,
    "": Qgis.WkbType.NoGeometry,
}
Values = dict[str, Any]


class StyleOutput(QgsProcessingLayerPostProcessorInterface):
    """Gives a loaded output its style, with field names and codes in words.

    Instances are kept: QGIS calls them after the algorithm, and does not hold them itself.
    """

    kept: list[StyleOutput] = []  # noqa: RUF012 - shared on purpose

    def __init__(self, table: OutTable, language: str) -> None:
        super().__init__()
        file = STYLES / f"{table.name}.qml"
        words = Words.load(RESOURCES, language)
        self.qml = style_of(table, file if file.is_file() else None, words)

    def postProcessLayer(  # noqa: N802
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Load the style; called in the main thread, for layers that are loaded only."""

        if isinstance(layer, QgsVectorLayer):
            document = QDomDocument()
            document.setContent(self.qml)
            layer.importNamedStyle(document)
            layer.triggerRepaint()


class Sinks:
    """Where one run's tables go."""

    def __init__(
        self,
        algorithm: QgsProcessingAlgorithm,
        parameters: Values,
        context: QgsProcessingContext,
        crs: str,
        language: str,
    ) -> None:
        self.algorithm = algorithm
        self.parameters = parameters
        self.context = context
        self.crs = crs
        self.language = language

    def wanted(self, name: str) -> bool:
        """False where an optional output was left out."""
        value = self.parameters.get(name)
        if isinstance(value, QgsProcessingOutputLayerDefinition):  # as batch tables give it
            value, _ = value.sink.valueAsString(self.context.expressionContext(), "")
        return value not in (None, "")

    def write(self, name: str, table: OutTable, tick: Tick) -> Values:
        """Write a table to the output of that name; {} where it is not wanted."""
        if not self.wanted(name):
            return {}
        value = self.parameters[name]
        if isinstance(value, str) and value.lower().endswith(".gpkg") and "=" not in value:
            # a plain file that nobody loads: written as fast, and as whole, as a result
            written = write_atomically(
                Path(value), lambda file: write_tables(file, [table], self.crs)
            )
            return {name: str(written.path)}
        fields = _fields(table)
        crs = sound_crs(self.crs) if table.geometry_type else QgsCoordinateReferenceSystem()
        sink, destination = self.algorithm.parameterAsSink(
            self.parameters,
            name,
            self.context,
            fields,
            GEOMETRY_TYPES[table.geometry_type],
            crs,
        )
        if sink is None:
            raise QgsProcessingException(self.algorithm.invalidSinkError(self.parameters, name))
        _fill(sink, fields, table, tick)
        sink.flushBuffer()
        self._style_on_loading(destination, table)
        return {name: destination}

    def _style_on_loading(self, destination: str, table: OutTable) -> None:
        """Have the output styled where it will be loaded; elsewhere nothing would ask for it."""
        if self.context.willLoadLayerOnCompletion(destination):
            processor = StyleOutput(table, self.language)
            StyleOutput.kept.append(processor)
            details = self.context.layerToLoadOnCompletionDetails(destination)
            details.setPostProcessor(processor)


def _fields(table: OutTable) -> QgsFields:
    fields = QgsFields()
    for field in table.fields:
        fields.append(QgsField(field.name, FIELD_TYPES[field.type]))
    return fields


def _fill(sink: QgsFeatureSink, fields: QgsFields, table: OutTable, tick: Tick) -> None:
    columns = [_column(field.type, plain_values(field)) for field in table.fields]
    shapes = None
    if table.geometry_type and table.geometry is not None:
        shapes = to_wkb(as_multi(table.geometry)).tolist()
    batch: list[QgsFeature] = []
    for row, values in enumerate(zip(*columns)):
        feature = QgsFeature(fields)
        feature.setAttributes(list(values))
        if shapes is not None and shapes[row] is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(shapes[row])
            feature.setGeometry(geometry)
        batch.append(feature)
        if len(batch) == BATCH:
            tick()
            _add(sink, batch)
            batch = []
    _add(sink, batch)


def _column(kind: str, values: list[Any]) -> list[Any]:
    return [None if v is None else bool(v) for v in values] if kind == FLAG else values


def _add(sink: QgsFeatureSink, features: list[QgsFeature]) -> None:
    if features and not sink.addFeatures(features, QgsFeatureSink.Flag.FastInsert):
        raise QgsProcessingException(sink.lastError())
