"""Writing layers as small, repeatable files."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any, Sequence

# Read by GDAL when it is loaded: small pages and a fixed time stamp in GeoPackages.
os.environ["OGR_SQLITE_PRAGMA"] = "page_size=1024"
os.environ["OGR_CURRENT_DATE"] = "2025-06-01T00:00:00Z"

import geopandas
import pyogrio

from .facts import CRS

Rows = Sequence[dict[str, Any]]


def frame(rows: Rows, crs: str = CRS) -> geopandas.GeoDataFrame:
    """Rows as a GeoDataFrame in `crs`; whole numbers stay whole where some are absent."""
    made = geopandas.GeoDataFrame(list(rows), crs=CRS)
    for name in made.columns.drop("geometry"):
        values = made[name].dropna()
        if len(values) and values.map(lambda v: isinstance(v, (int, float))).all():
            made[name] = made[name].astype("Int64")
        else:
            made[name] = made[name].astype("string")
    return made if crs == CRS else made.to_crs(crs)


def write_layer(path: Path, layer: str, made: geopandas.GeoDataFrame) -> None:
    """Add a layer to a GeoPackage."""
    kinds = set(made.geometry.geom_type.dropna())
    multi = {kind for kind in kinds if kind.startswith("Multi")}
    geometry_type = sorted(multi)[0] if multi else sorted(kinds)[0]
    pyogrio.write_dataframe(
        made,
        path,
        layer=layer,
        driver="GPKG",
        append=path.exists(),
        geometry_type=geometry_type,
        promote_to_multi=bool(multi),
        layer_options={"SPATIAL_INDEX": "NO"},
        dataset_options={} if path.exists() else {"ADD_GPKG_OGR_CONTENTS": "NO", "VERSION": "1.2"},
    )


def write_shapefile(path: Path, made: geopandas.GeoDataFrame) -> None:
    """Write a Shapefile in UTF-8."""
    pyogrio.write_dataframe(
        made,
        path,
        driver="ESRI Shapefile",
        layer_options={"ENCODING": "UTF-8", "DBF_DATE_LAST_UPDATE": "2025-06-01"},
    )


def write_geojson(path: Path, made: geopandas.GeoDataFrame) -> None:
    """Write GeoJSON with coordinates to about a decimetre."""
    pyogrio.write_dataframe(
        made, path, driver="GeoJSON", layer_options={"COORDINATE_PRECISION": "6"}
    )


def compact(path: Path) -> None:
    """Give a GeoPackage back the space that it does not use."""
    with sqlite3.connect(path) as database:
        database.execute("VACUUM")
    database.close()


__all__ = ["compact", "frame", "write_geojson", "write_layer", "write_shapefile"]
