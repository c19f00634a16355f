"""Derived geometry (growth surface, node zones, corridors, reach), built once and shared."""
