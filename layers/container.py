"""The tables of a GeoPackage, opened once for all of them.

A county has hundreds of small plan layers: one QGIS layer for each would cost more than reading
their content.
"""

from __future__ import annotations

from pathlib import Path

from osgeo import gdal, ogr, osr
from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsProject

from .snapshot import Snapshot, TableFile

NOT_PLAN_TABLES = ("layer_styles", "qgis_projects")  # what QGIS itself keeps in a GeoPackage


def geopackage_tables(path: Path) -> list[Snapshot]:
    """Snapshots of all tables with one geometry column or none; empty where it can't be opened.

    QGIS's own tables are left out, and so is what this GDAL can't read by columns.
    """
    dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY, ["GPKG"])
    if dataset is None:
        return []
    layers = [dataset.GetLayer(number) for number in range(dataset.GetLayerCount())]
    if not all(hasattr(layer, "GetArrowStreamAsNumPy") for layer in layers):
        return []
    return [
        _snapshot(layer, path, dataset)
        for layer in layers
        if layer.GetName() not in NOT_PLAN_TABLES and layer.GetLayerDefn().GetGeomFieldCount() <= 1
    ]


def _snapshot(layer: ogr.Layer, path: Path, dataset: gdal.Dataset) -> Snapshot:
    definition = layer.GetLayerDefn()
    fields = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
    key = layer.GetFIDColumn()
    name = layer.GetName()
    return Snapshot(
        name=name,
        crs=_crs(layer.GetSpatialRef()),
        fields=tuple([key, *fields] if key else fields),
        geometry_type=Qgis.WkbType(ogr.GT_Flatten(layer.GetGeomType())),
        source=f"{path}|layername={name}",
        file=TableFile(path, name, dataset),
        context=QgsProject.instance().transformContext(),
    )


def _crs(reference: osr.SpatialReference | None) -> QgsCoordinateReferenceSystem:
    """The CRS of a table; invalid for GeoPackage's "undefined" ones."""
    if reference is None or (reference.GetName() or "").casefold().startswith("undefined"):
        return QgsCoordinateReferenceSystem()
    authority, code = reference.GetAuthorityName(None), reference.GetAuthorityCode(None)
    if authority and code:
        named = QgsCoordinateReferenceSystem(f"{authority}:{code}")
        if named.isValid():
            return named
    return QgsCoordinateReferenceSystem.fromWkt(reference.ExportToWkt(["FORMAT=WKT2_2019"]))
