"""Derived geometry of one municipality."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Mapping, Protocol, Sequence

import numpy as np

from ..geometry.arrays import Geometry, GeometryArray
from ..geometry.disjoint import SharingPairs, make_disjoint, sharing_pairs
from ..geometry.measure import area
from ..geometry.overlay import difference, union_within
from ..model.inputs import Inputs, PlanInput, StructureMap, Supporting
from ..progress import Tick
from ..ruleset.model import Definitions
from .growth import Growth, growth_of
from .lines import LinksHere, PlanTransport, links_in, plan_transport
from .plan import MunicipalPlan, assemble
from .zones import NodesHere

OF_THE_PLAN = ("growth", "sharing_uses", "disjoint_uses", "transport")
__all__ = ["Growth", "LinksHere", "MunicipalWorkspace", "NodesHere", "PlanTransport"]


class Surroundings(Protocol):
    """What a municipality needs of its region, which builds it: see `region.Region`."""

    inputs: Inputs
    definitions: Definitions

    @property
    def tick(self) -> Tick:
        """To be called now and then: it raises where the run was cancelled."""

    @property
    def structure_map(self) -> StructureMap:
        """The regional structure map."""

    @property
    def supporting(self) -> Supporting:
        """Localities, stops, sea and the rest."""

    @property
    def zones(self) -> GeometryArray:
        """The zone of each node."""

    @property
    def locality_polygons(self) -> GeometryArray | None:
        """Localities drawn as polygons; None where there are none."""

    @property
    def membership(self) -> Mapping[str, NodesHere]:
        """The nodes of each municipality, by code."""


@dataclass
class MunicipalWorkspace:
    """One municipality: territory, plan, growth surface, nodes and links. Built lazily, once."""

    code: str
    name: str
    territory: Geometry
    region: Surroundings
    plan: MunicipalPlan | None

    @cached_property
    def sea(self) -> Geometry | None:
        """The sea inside the territory; None where there is none or no sea layer."""
        sea = self.region.supporting.sea
        if sea is None:
            return None
        here = union_within(sea.geometry, self.territory, self.region.tick)
        return None if here.is_empty else here

    @cached_property
    def land(self) -> Geometry:
        """Territory without sea (lakes stay); the territory where there is no sea layer."""
        return self.territory if self.sea is None else difference(self.territory, self.sea)

    @property
    def sea_unknown(self) -> bool:
        """True for a coastal municipality that no sea layer covers: areas are undetermined."""
        return self.code in self.region.inputs.coastal and self.sea is None

    @cached_property
    def growth(self) -> Growth:
        """The growth surface; empty arrays where there is no plan."""
        return growth_of(
            self.plan,
            self.sea,
            self.locality_area,
            self.region.definitions,
            self.region.tick,
        )

    @cached_property
    def locality_area(self) -> Geometry | None:
        """Tätorter and småorter in the territory; None without polygon localities."""
        shapes = self.region.locality_polygons
        if shapes is None:
            return None
        return union_within(shapes, self.territory, self.region.tick)

    @cached_property
    def zones_union(self) -> Geometry:
        """All node zones, also neighbours', inside the territory."""
        return union_within(self.region.zones, self.territory, self.region.tick)

    @cached_property
    def sharing_uses(self) -> SharingPairs:
        """Pairs of land-use polygons that share area (rows of the plan's land use)."""
        if self.plan is None or self.plan.land_use is None:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        return sharing_pairs(self.plan.land_use.geometry, self.region.tick)

    @cached_property
    def disjoint_uses(self) -> GeometryArray:
        """Land-use polygons made disjoint: shared land goes to the smaller object."""
        if self.plan is None or self.plan.land_use is None:
            return np.empty(0, dtype=object)
        shapes = self.plan.land_use.geometry
        smallest_first = np.argsort(np.argsort(area(shapes), kind="stable"), kind="stable")
        return make_disjoint(shapes, smallest_first, self.region.tick, self.sharing_uses)

    @cached_property
    def nodes(self) -> NodesHere:
        """Nodes of this municipality (checks.md, General: Zones)."""
        nothing = NodesHere(np.empty(0, np.int64), np.empty(0))
        return self.region.membership.get(self.code, nothing)

    @cached_property
    def links(self) -> LinksHere:
        """Links that cross the municipality."""
        return links_in(self.region.structure_map.links, self.territory)

    @cached_property
    def transport(self) -> PlanTransport:
        """Transport and green-blue lines and polygons of the plan."""
        return plan_transport(self.plan)

    def moved(
        self, region: Surroundings, plans: Sequence[PlanInput] | None = None
    ) -> MunicipalWorkspace:
        """The same municipality in another region: with other plans, or (None) with the same."""
        made = copy.copy(self)
        made.region = region
        if plans is not None:
            made.plan = assemble(self.code, self.territory, plans, region.tick) if plans else None
            for name in OF_THE_PLAN:
                made.__dict__.pop(name, None)
        return made
