"""Mapping profiles (YAML): source layer, field and value -> canonical code."""
