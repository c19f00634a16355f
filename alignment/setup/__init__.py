"""A case described once: structure map, municipalities, plans, supporting data, rules, output."""

from .case import (
    Case,
    LayerSource,
    MunicipalitiesSetup,
    Override,
    PlanSetup,
    RuleChoice,
    StructureMapSetup,
    SupportingSetup,
)

__all__ = [
    "Case",
    "LayerSource",
    "MunicipalitiesSetup",
    "Override",
    "PlanSetup",
    "RuleChoice",
    "StructureMapSetup",
    "SupportingSetup",
]
