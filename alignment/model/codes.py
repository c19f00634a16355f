"""Closed code lists of the canonical model.

Codes are English, or the two-letter short forms of the ten categories of the national model
(ÖP-modell 2.1, category names as published by Boverket); labels come from `resources/codelists`.
"""

LAND_USE_CATEGORIES = ("MB", "SB", "VI", "TI", "TA", "AN", "GP", "NF", "LB", "VA")
CHANGES = ("ongoing", "developed", "changed", "new", "unknown")
PLAN_TYPES = ("municipality_wide", "amendment", "addition", "deepening")
STAGES = ("consultation", "review", "adopted", "in_force")
THEMES = ("settlement", "transport", "green_blue")
DEVELOPMENT_SUBCATEGORIES = (
    "expansion_direction",
    "expansion_area",
    "regional_core",
    "locality",
    "service_centre",
    "corridor",
    "node",
    "interchange",
    "link",
    "other",
)
NODE_CATEGORIES = (
    "growth_engine",
    "regional_core",
    "strategic_node",
    "archipelago_node",
    "local_node",
    "service_centre",
    "other",
)
NODE_STATUSES = ("existing", "target", "under_study")
LINK_KINDS = (
    "combined",
    "commuting",
    "housing",
    "education",
    "service",
    "culture_tourism",
    "freight",
    "green",
)
LINK_STATUSES = ("existing", "strengthen", "new")
TYPOLOGY_CLASSES = (
    "inner_urban",
    "outer_urban",
    "peri_urban",
    "local_centre",
    "rural_close",
    "rural_heartland",
    "sparse_rural",
)
STOP_KINDS = ("bus", "rail", "ferry")
LANGUAGES = ("sv", "en")

__all__ = [name for name in dir() if name.isupper()]
