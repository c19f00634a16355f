"""Making files as municipalities have them, with plain OGR."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Sequence

from osgeo import ogr, osr

TYPES = {str: ogr.OFTString, int: ogr.OFTInteger64, float: ogr.OFTReal}
DRIVERS = {
    ".gpkg": "GPKG",
    ".shp": "ESRI Shapefile",
    ".geojson": "GeoJSON",
    ".gml": "GML",
    ".gdb": "OpenFileGDB",
}
# a square of 1 km in SWEREF 99 TM near Kalmar
SQUARE = "POLYGON((580000 6280000,581000 6280000,581000 6281000,580000 6281000,580000 6280000))"
Row = dict[str, Any]


def square(x: float, y: float, side: float = 1000.0) -> str:
    """A square with its lower left corner at x, y (m)."""
    far_x, far_y = x + side, y + side
    return f"POLYGON(({x} {y},{far_x} {y},{far_x} {far_y},{x} {far_y},{x} {y}))"


def write(
    path: Path,
    rows: Sequence[Row],
    layer: str = "lager",
    crs: int | None = 3006,
    kind: int = ogr.wkbUnknown,
    options: Sequence[str] = (),
) -> Path:
    """Write rows ({"wkt": ..., field: value}) as a layer, into the file if it exists."""
    driver = ogr.GetDriverByName(DRIVERS[path.suffix])
    dataset = ogr.Open(str(path), 1) if path.exists() else driver.CreateDataSource(str(path))
    reference = None
    if crs is not None:
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(crs)
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    made = dataset.CreateLayer(layer, reference, kind, list(options))
    names = [name for name in (rows[0] if rows else {}) if name not in ("wkt", "wkb")]
    for name in names:
        value = next((row[name] for row in rows if row[name] is not None), "")
        made.CreateField(ogr.FieldDefn(name, TYPES[type(value)]))
    for row in rows:
        feature = ogr.Feature(made.GetLayerDefn())
        if row.get("wkt"):
            feature.SetGeometry(ogr.CreateGeometryFromWkt(row["wkt"]))
        if row.get("wkb"):
            feature.SetGeometry(ogr.CreateGeometryFromWkb(row["wkb"]))
        for place, name in enumerate(names):
            if row[name] is not None:
                feature.SetField(place, row[name])
        made.CreateFeature(feature)
    dataset.FlushCache()
    return path
