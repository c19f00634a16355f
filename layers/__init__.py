"""Between QGIS and arrays: feature sources to tables, results to GeoPackage."""
