"""A layer as it is now, frozen in the main thread so that a worker can read it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeatureIterator,
    QgsFeatureRequest,
    QgsProcessingFeatureSource,
    QgsProject,
    QgsProviderRegistry,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from ..alignment.problems import InputError, Problem
from .service import Service, name_at_service
from .shapefile import undeclared_encoding

FILES = ("ogr", "delimitedtext")  # providers whose layers are named after their file


@dataclass(frozen=True)
class TableFile:
    """A GeoPackage table that can be read without going through features."""

    path: Path
    table: str


@dataclass(frozen=True)
class Snapshot:
    """A vector layer that a worker thread can read: name, CRS, fields and a feature source.

    `name` is the layer's own name (the table's, not the file's). `crs` is invalid for tables
    without geometry. `source` is a feature source, or the URI of a layer that is opened only if
    its features are asked for. `file` is set where the data is a plain table of a GeoPackage.
    `context` says which datum transformations the project prefers. `service` is set where a server
    sends the features, and tells whether all came.
    """

    name: str
    crs: QgsCoordinateReferenceSystem
    fields: tuple[str, ...]
    geometry_type: Qgis.WkbType
    source: Any
    file: TableFile | None
    context: QgsCoordinateTransformContext
    service: Service | None = None

    @property
    def spatial(self) -> bool:
        """False for a table without geometry."""
        return bool(self.geometry_type != Qgis.WkbType.NoGeometry)

    def feature_source(self) -> Any:
        """The feature source, opened now where only its URI is known; keep it while reading."""
        if isinstance(self.source, str):
            return QgsVectorLayerFeatureSource(open_layer(self.source, "ogr"))
        return self.source


def features_of(source: Any, request: QgsFeatureRequest) -> QgsFeatureIterator:
    """The features of a snapshot's source; invalid geometry passes, it is repaired later."""
    if isinstance(source, QgsProcessingFeatureSource):
        unchecked = Qgis.ProcessingFeatureSourceFlag.SkipGeometryValidityChecks
        return source.getFeatures(request, unchecked)
    return source.getFeatures(request)


def open_layer(uri: str, provider: str, name: str = "") -> QgsVectorLayer:
    """A layer opened for reading only; it may be invalid."""
    file = Path(uri.partition("|")[0])
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    # a GeoPackage opened for writing switches to WAL; a Shapefile opened read-only loses its
    # encoding (QGIS 3.40 then reads the .dbf as UTF-8 whatever its .cpg says)
    options.forceReadOnly = file.suffix.lower() == ".gpkg"
    options.skipCrsValidation = True  # QGIS would ask the user; we say what is missing
    layer = QgsVectorLayer(uri, name or "layer", provider, options)
    encoding = undeclared_encoding(file) if provider == "ogr" and layer.isValid() else ""
    if encoding:
        layer.setProviderEncoding(encoding)
    return layer


def snapshot_layer(layer: QgsVectorLayer | QgsProcessingFeatureSource, name: str = "") -> Snapshot:
    """Freeze a layer, unsaved edits included; call it in the thread that the layer lives in.

    Raises InputError where QGIS can't read a layer that is being edited.
    """
    if isinstance(layer, QgsVectorLayer) and layer.isEditable():
        require_readable(layer)
    context = QgsProject.instance().transformContext()
    if isinstance(layer, QgsVectorLayer):
        return Snapshot(
            name=name or true_name(layer),
            crs=layer.crs(),
            fields=tuple(field.name() for field in layer.fields()),
            geometry_type=layer.wkbType(),
            source=QgsVectorLayerFeatureSource(layer),
            file=None if layer.isEditable() else _table_file(layer),
            context=context,
        )
    return Snapshot(
        name=name or layer.sourceName(),
        crs=layer.sourceCrs(),
        fields=tuple(field.name() for field in layer.fields()),
        geometry_type=layer.wkbType(),
        source=layer,
        file=None,
        context=context,
    )


def require_readable(layer: QgsVectorLayer) -> None:
    """Raise InputError where a layer that has features gives none: all would look deleted.

    QGIS may keep a connection to a GeoPackage from just before it was opened for editing, through
    which nothing can be read; reopening the layer's source mends that.
    """
    if not _is_readable(layer):
        layer.dataProvider().reloadData()
    if not _is_readable(layer):
        raise InputError(Problem("layer_unreadable_now", {"layer": layer.name()}))


def _is_readable(layer: QgsVectorLayer) -> bool:
    request = QgsFeatureRequest().setLimit(1).setNoAttributes()
    request.setFlags(Qgis.FeatureRequestFlag.NoGeometry)
    return layer.featureCount() <= 0 or any(layer.getFeatures(request))


def true_name(layer: QgsVectorLayer) -> str:
    """The name of the table or file that the layer shows; its own name where it has none."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    for key in ("layerName", "table"):
        if parts.get(key):
            return str(parts[key])
    at_service = name_at_service(layer)
    if at_service:
        return at_service
    path = str(parts.get("path") or "")
    return Path(path).stem if path and layer.providerType() in FILES else str(layer.name())


def _table_file(layer: QgsVectorLayer) -> TableFile | None:
    if layer.providerType() != "ogr" or layer.subsetString() or layer.joinBuffer().containsJoins():
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path = Path(str(parts.get("path") or ""))
    plain = not parts.get("subset") and not parts.get("openOptions") and not parts.get("layerId")
    filtered = "geometryType" in parts or QgsWkbTypes.isCurvedType(layer.wkbType())
    if not plain or filtered or path.suffix.lower() != ".gpkg" or not path.is_file():
        return None
    name = str(parts.get("layerName") or "")
    return TableFile(path, name) if name else None
