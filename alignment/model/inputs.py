"""What a run works on: canonical tables as read, before anything is clipped or judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..problems import Problem
from .tables import (
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


@dataclass(frozen=True)
class ReadCount:
    """How one layer was read: features seen, mapped, repaired, beyond repair, and skipped.

    `table` is the canonical table ("" for a layer that no profile entry matched).
    """

    layer: str
    table: str
    municipality: str
    crs: str
    features: int
    mapped: int
    repaired: int = 0
    undetermined: int = 0
    skipped: int = 0
    hash: str = ""
    transformation: str = ""


@dataclass(frozen=True)
class UnmappedValue:
    """A layer or value that the mapping profile has no code for; becomes a finding (U3).

    `field` and `value` are "" where the whole layer is unmapped. `area_m2` is what the features
    cover. `table` is where they would have gone ("" if unknown).
    """

    municipality: str
    layer: str
    field: str
    value: str
    table: str
    count: int
    area_m2: int


@dataclass(frozen=True)
class StructureMap:
    """The regional structure map; a part that was not given is None.

    `matching` is `geometric` or `relational`; `normative_typology` see checks.md correction 1.
    """

    typology: Typology | None = None
    nodes: Nodes | None = None
    links: Links | None = None
    matching: str = "geometric"
    normative_typology: bool = False
    date: str = ""


@dataclass(frozen=True)
class PlanInput:
    """One plan as read and mapped; a table that no layer was mapped to is None.

    `land_use` holds polygons and, for transport infrastructure, lines. `extent` is the plan's
    own area for amendments, additions and deepenings (None: union of its objects).
    """

    plan_id: str
    municipality: str
    plan_type: str
    stage: str
    land_use: LandUse | None = None
    development: Development | None = None
    considerations: Considerations | None = None
    extent: Municipalities | None = None
    name: str = ""
    adopted_on: str = ""
    in_force_on: str = ""
    residual_use: str = ""
    unmapped: tuple[UnmappedValue, ...] = ()


@dataclass(frozen=True)
class Supporting:
    """Supporting data; None where it was not given."""

    localities: Localities | None = None
    stops: Stops | None = None
    sea: Sea | None = None
    population: Population | None = None
    housing_need: HousingNeed | None = None


@dataclass(frozen=True)
class Inputs:
    """All tables of a run, in one projected CRS (metres), valid geometry, sorted by content.

    `problems` are what went wrong for single municipalities (their plans are not in `plans`) or
    was worth a warning; what makes the whole run impossible is raised before this exists.
    `coastal` are the municipalities that hold sea; without `coasts_known` others may too.
    """

    structure_map: StructureMap
    municipalities: Municipalities
    plans: tuple[PlanInput, ...]
    supporting: Supporting = field(default_factory=Supporting)
    coastal: frozenset[str] = frozenset()
    coasts_known: bool = True
    counts: tuple[ReadCount, ...] = ()
    problems: tuple[Problem, ...] = ()
