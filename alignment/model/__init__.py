"""The canonical data model (domain words of the ÖP and of the structure map), as frozen tables."""

from .codes import *  # noqa: F403
from .fields import Column, FieldSpec
from .table import SourceRows, Table, build, field_specs
from .tables import (
    TABLES,
    Considerations,
    Development,
    HousingNeed,
    LandUse,
    Links,
    Localities,
    Municipalities,
    Nodes,
    Population,
    Sea,
    Stops,
    Typology,
)

__all__ = [
    "TABLES",
    "Column",
    "Considerations",
    "Development",
    "FieldSpec",
    "HousingNeed",
    "LandUse",
    "Links",
    "Localities",
    "Municipalities",
    "Nodes",
    "Population",
    "Sea",
    "SourceRows",
    "Stops",
    "Table",
    "Typology",
    "build",
    "field_specs",
]
