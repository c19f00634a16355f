"""The one place that imports shapely and calls GEOS: arrays, repair, overlay, measures."""
