"""The parameters that rules share: their names, types and units (checks.md, section 5)."""

from __future__ import annotations

from typing import Mapping

from ..model.codes import CHANGES, LAND_USE_CATEGORIES
from .model import SIZE_CLASSES, ParameterSpec

DEFINITIONS: Mapping[str, ParameterSpec] = {
    # what growth is
    "growth_categories": ParameterSpec("list", choices=LAND_USE_CATEGORIES),
    "growth_changes": ParameterSpec("list", choices=CHANGES),
    "growth_minimum": ParameterSpec("number", "ha", minimum=0),
    "density": ParameterSpec("map", "dwellings/ha", minimum=0, choices=LAND_USE_CATEGORIES),
    # node zones: by rank, or by category where that has an entry of its own
    "zone_buffer": ParameterSpec("map", "m", minimum=0, entries=SIZE_CLASSES),
    "zone_radius": ParameterSpec("map", "m", minimum=0, entries=SIZE_CLASSES),
    "zone_locality_distance": ParameterSpec("number", "m", minimum=0),
    "zone_membership_share": ParameterSpec("number", "share", minimum=0, maximum=1),
    # gaps that are too small to speak of
    "noise_area": ParameterSpec("number", "ha", minimum=0),
    "noise_width": ParameterSpec("number", "m", minimum=0),
    "noise_length": ParameterSpec("number", "m", minimum=0),
    # links: by strength
    "corridor_width": ParameterSpec("map", "m", minimum=0, entries=(1, 2, 3)),
    "line_join_distance": ParameterSpec("number", "m", minimum=0),
    # growth from which an accepted deviation is reopened: by share and beyond the noise, or alone
    "material_share": ParameterSpec("number", "share", minimum=0),
    "material_area": ParameterSpec("number", "ha", minimum=0),
    "material_length": ParameterSpec("number", "m", minimum=0),
    # severity rises one step at this rank or higher, and at this strength
    "severity_rank": ParameterSpec("whole", minimum=0),
    "severity_strength": ParameterSpec("whole", minimum=0),
}
MATERIAL_CHANGE_LIMITS = (
    "material_share", "material_area", "material_length", "noise_area", "noise_length",
)  # fmt: skip
