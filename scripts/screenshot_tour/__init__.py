"""A walk through the panel, as a planner takes it, with a camera; runs inside QGIS."""
