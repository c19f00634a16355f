"""Looking at layers, in a worker: what they are called, their geometry, fields and values."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Callable, Sequence

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsDataSourceUri,
    QgsFeatureRequest,
    QgsProject,
    QgsProviderRegistry,
    QgsProviderSublayerDetails,
    QgsVectorLayer,
)

from ...alignment.mapping.values import as_text
from ...alignment.problems import InputError
from ...alignment.progress import Progress, Tick, ticker
from ...alignment.setup.case import LayerSource
from ...layers.container import NOT_PLAN_TABLES
from ...layers.crs import sound_crs, sound_transform
from ...layers.gdal_quiet import quiet_gdal
from ...layers.snapshot import open_layer, true_name
from ...layers.source import VECTOR_SUFFIXES, open_source
from .draft import SWEREF
from .layer_look import UNREADABLE, UNSAVED_EDITS, UNSAVED_LAYER, Box, LayerLook

OWN_FILES = ({"ledger", "run"}, {"review_meta"})  # tables of a result, and of a review store
MOST_VALUES = 60
LONGEST_VALUE = 80
FEATURES_PER_TICK = 2000
DIMENSIONS = {
    Qgis.GeometryType.Point: 0,
    Qgis.GeometryType.Line: 1,
    Qgis.GeometryType.Polygon: 2,
}


def project_looks(project: QgsProject) -> list[LayerLook]:
    """The project's vector layers as they are named, in the main thread; values come later."""
    layers = [layer for layer in project.mapLayers().values() if isinstance(layer, QgsVectorLayer)]
    return sorted(map(project_look, layers), key=lambda look: look.title.casefold())


def project_look(layer: QgsVectorLayer) -> LayerLook:
    """One project layer as a setup file would name it, without its values."""
    provider = layer.providerType()
    uri = layer.source() if provider == "ogr" else QgsDataSourceUri.removePassword(layer.source())
    own = layer.dataProvider().crs() if layer.dataProvider() is not None else layer.crs()
    source = LayerSource(
        uri=uri,
        provider="" if provider == "ogr" else provider,
        crs=layer.crs().authid() if own != layer.crs() else "",
    )
    trouble = UNSAVED_EDITS if layer.isEditable() and layer.isModified() else ""
    if provider == "memory" or uri.startswith("/vsimem"):
        trouble = UNSAVED_LAYER
    return LayerLook(
        source=source,
        name=true_name(layer),
        title=layer.name(),
        dimension=DIMENSIONS.get(layer.geometryType(), -1),
        fields=tuple(field.name() for field in layer.fields()),
        crs=layer.crs().authid(),
        trouble=UNREADABLE if not layer.isValid() else trouble,
    )


def look_closer(look: LayerLook, tick: Tick) -> LayerLook:
    """The layer with the values of its fields, its count and its extent, read from its source."""
    if look.trouble in (UNSAVED_LAYER, UNREADABLE):
        return look
    layer = open_layer(look.source.uri, look.source.provider or "ogr", look.name)
    if not layer.isValid():
        return dataclasses.replace(look, trouble=UNREADABLE)
    fields = tuple(field.name() for field in layer.fields())
    crs = sound_crs(look.source.crs) if look.source.crs else layer.crs()
    return dataclasses.replace(
        look,
        dimension=DIMENSIONS.get(layer.geometryType(), -1),
        fields=fields,
        values=_values(layer, fields, tick),
        features=int(layer.featureCount()),
        crs=crs.authid(),
        extent=_extent(layer, crs),
    )


def _values(layer: QgsVectorLayer, fields: Sequence[str], tick: Tick) -> dict[str, dict[str, int]]:
    """Field -> value -> count, for fields with few different short values."""
    counts: list[dict[str, int] | None] = [{} for _ in fields]
    request = QgsFeatureRequest()
    request.setFlags(Qgis.FeatureRequestFlag.NoGeometry)
    for number, feature in enumerate(layer.getFeatures(request)):
        if number % FEATURES_PER_TICK == 0:
            tick()
        for place, value in enumerate(feature.attributes()):
            counted = counts[place]
            if counted is None:
                continue
            text = as_text(value) if isinstance(value, (str, int, float)) else ""
            counted[text] = counted.get(text, 0) + 1
            if len(counted) > MOST_VALUES or len(text) > LONGEST_VALUE:
                counts[place] = None
    return {
        name: dict(sorted(counted.items()))
        for name, counted in zip(fields, counts)
        if counted and any(counted)
    }


def _extent(layer: QgsVectorLayer, crs: QgsCoordinateReferenceSystem) -> Box | None:
    box = layer.extent()
    if box.isEmpty() and not box.width() + box.height():
        return None
    if not crs.isValid():
        return None
    sweref = sound_crs(SWEREF)
    transform = sound_transform(crs, sweref, QgsProject.instance().transformContext())
    if not transform.isValid():
        return None
    try:
        box = transform.transformBoundingBox(box)
    except QgsCsException:
        return None
    return (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())


def looks_in(path: Path, tick: Tick) -> list[LayerLook]:
    """The vector layers of a file, or of the files of a folder and its folders.

    Raises InputError where a single file can't be read; in a folder such files are left out, and
    so are results and review stores that were written there.
    """
    if not path.is_dir() or path.suffix.lower() == ".gdb":
        return _looks_of_file(path, tick)
    found: list[LayerLook] = []
    for file in sorted(path.rglob("*")):
        tick()
        if file.suffix.lower() in VECTOR_SUFFIXES:
            found += _readable(file, tick, _looks_of_file)
    return found


def look_closer_at(looks: Sequence[LayerLook], progress: Progress) -> list[LayerLook]:
    """`look_closer` at several layers, as work for the background."""
    tick = ticker(progress)
    return [look_closer(look, tick) for look in looks]


def looks_in_all(paths: Sequence[str], progress: Progress) -> list[LayerLook]:
    """`looks_in` for several files and folders, as work for the background."""
    tick = ticker(progress)
    return [look for path in paths for look in looks_in(Path(path), tick)]


def _readable(
    file: Path, tick: Tick, look: Callable[[Path, Tick], list[LayerLook]]
) -> list[LayerLook]:
    try:
        return [] if _is_own(file) else look(file, tick)
    except InputError:
        return []  # a folder holds other things than layers


def _is_own(file: Path) -> bool:
    if file.suffix.lower() != ".gpkg":
        return False
    names = {str(detail.name()) for detail in _sublayers(file)}
    return any(tables <= names for tables in OWN_FILES)


def _looks_of_file(file: Path, tick: Tick) -> list[LayerLook]:
    names = _layer_names(file)
    if not names:
        open_source(LayerSource(str(file)))  # says what is wrong with the file
    named = len(names) > 1 or file.suffix.lower() == ".gpkg"
    found = []
    for name in names:
        uri = f"{file}|layername={name}" if named else str(file)
        found.append(look_closer(LayerLook(LayerSource(uri), name, name, -1), tick))
    return found


def _layer_names(file: Path) -> list[str]:
    """The vector layers of a file; tables without geometry only where there is nothing else."""
    vector = [
        detail
        for detail in _sublayers(file)
        if detail.type() == Qgis.LayerType.Vector
        and detail.providerKey() == "ogr"
        and detail.name() not in NOT_PLAN_TABLES
    ]
    spatial = [d for d in vector if d.wkbType() != Qgis.WkbType.NoGeometry]
    return list(dict.fromkeys(str(detail.name()) for detail in spatial or vector))


def _sublayers(file: Path) -> list[QgsProviderSublayerDetails]:
    with quiet_gdal():
        return list(QgsProviderRegistry.instance().querySublayers(str(file)))
