"""Mapping profiles (YAML): source layer, field and value -> canonical code."""

from .apply import apply_profile, wanted_fields
from .labels import labels
from .layer import MappedLayer, SourceLayer
from .profile import Profile, load_profile, shipped_profiles

__all__ = [
    "MappedLayer",
    "Profile",
    "SourceLayer",
    "apply_profile",
    "labels",
    "load_profile",
    "shipped_profiles",
    "wanted_fields",
]
