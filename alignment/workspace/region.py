"""What all municipalities of a run share: structure map, supporting data, node zones."""

from __future__ import annotations

import copy
import dataclasses
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ..geometry.arrays import POLYGON, Geometry, GeometryArray, dimension, is_missing
from ..geometry.borders import shared_borders
from ..geometry.disjoint import make_disjoint
from ..geometry.overlay import union_all
from ..identity.keys import with_keys
from ..model import Municipalities
from ..model.inputs import Inputs, PlanInput, StructureMap, Supporting
from ..progress import Tick, no_tick
from ..ruleset.model import Definitions
from .municipality import MunicipalWorkspace
from .plan import assemble
from .zones import NodesHere, membership, node_zones

BORDER_TOLERANCE_M = 50.0


@dataclass
class Region:
    """Tables of the whole run and what is derived from them without regard to borders.

    `gates` holds (check kind, municipality) -> True where a gate has closed.
    """

    inputs: Inputs
    definitions: Definitions
    tick: Tick = no_tick
    gates: dict[tuple[str, str], bool] = field(default_factory=dict)
    _workspaces: dict[str, MunicipalWorkspace] = field(default_factory=dict)
    _earlier: dict[str, MunicipalWorkspace] = field(default_factory=dict)

    @cached_property
    def structure_map(self) -> StructureMap:
        """The regional structure map, its objects with their keys."""
        given = self.inputs.structure_map
        return dataclasses.replace(
            given,
            typology=None if given.typology is None else with_keys(given.typology),
            nodes=None if given.nodes is None else with_keys(given.nodes),
            links=None if given.links is None else with_keys(given.links),
        )

    @property
    def supporting(self) -> Supporting:
        """Localities, stops, sea and the rest."""
        return self.inputs.supporting

    @property
    def municipalities(self) -> Municipalities:
        """All municipalities of the run."""
        return self.inputs.municipalities

    @cached_property
    def zones(self) -> GeometryArray:
        """Node zone Z of each row of `structure_map.nodes` (borders ignored), polygons.

        Empty for nodes `under_study`; an empty array without nodes.
        """
        nodes = self.structure_map.nodes
        if nodes is None:
            return np.empty(0, dtype=object)
        return node_zones(nodes, self.supporting.localities, self.definitions)

    @cached_property
    def zones_union(self) -> Geometry:
        """All node zones as one."""
        return union_all(self.zones, self.tick)

    @cached_property
    def disjoint_typology(self) -> GeometryArray:
        """The typology's polygons without what an earlier one holds; empty without typology."""
        typology = self.structure_map.typology
        if typology is None:
            return np.empty(0, dtype=object)
        return make_disjoint(typology.geometry, np.arange(len(typology)), self.tick)

    @cached_property
    def locality_polygons(self) -> GeometryArray | None:
        """Tätorter and småorter drawn as polygons; None where there are none."""
        localities = self.supporting.localities
        if localities is None:
            return None
        shapes = localities.geometry[dimension(localities.geometry) == POLYGON]
        return shapes if len(shapes) else None

    @cached_property
    def sea(self) -> Geometry | None:
        """All sea as one polygon; None without a sea layer."""
        sea = self.supporting.sea
        return None if sea is None else union_all(sea.geometry, self.tick)

    @cached_property
    def membership(self) -> dict[str, NodesHere]:
        """The nodes of each municipality, by code."""
        nodes = self.structure_map.nodes
        if nodes is None:
            return {}
        share = float(self.definitions.value("zone_membership_share"))
        return membership(nodes, self.zones, self.municipalities, self.sea, share)

    @cached_property
    def _plans_by_code(self) -> dict[str, list[PlanInput]]:
        found: dict[str, list[PlanInput]] = {}
        for plan in self.inputs.plans:
            found.setdefault(plan.municipality, []).append(plan)
        return found

    @cached_property
    def _neighbours(self) -> list[tuple[str, str, Geometry]]:
        codes = self.municipalities.code.values
        usable = np.flatnonzero(~is_missing(self.municipalities.geometry))
        rows = usable[np.argsort(codes[usable].astype(str), kind="stable")]
        shared = shared_borders(self.municipalities.geometry[rows], BORDER_TOLERANCE_M)
        return [(str(codes[rows[i]]), str(codes[rows[j]]), line) for i, j, line in shared]

    def neighbours(self) -> list[tuple[str, str, Geometry]]:
        """Pairs of neighbouring municipal codes (in order) and the border they share."""
        return self._neighbours

    def workspace(self, code: str) -> MunicipalWorkspace:
        """The workspace of a municipality, built at first use; KeyError for an unknown code."""
        if code not in self._workspaces and code in self._earlier:
            plans = self._plans_by_code.get(code, [])
            self._workspaces[code] = self._earlier[code].moved(self, plans)
        if code not in self._workspaces:
            rows = np.flatnonzero(self.municipalities.code.values == code)
            if len(rows) == 0:
                raise KeyError(code)
            row = int(rows[0])
            territory = self.municipalities.geometry[row]
            plans = self._plans_by_code.get(code, [])
            self._workspaces[code] = MunicipalWorkspace(
                code=code,
                name=str(self.municipalities.name.values[row]),
                territory=territory,
                region=self,
                plan=assemble(code, territory, plans, self.tick) if plans else None,
            )
        return self._workspaces[code]

    def with_plans(self, inputs: Inputs, code: str) -> Region:
        """The region with other plans of one municipality; nothing else of `inputs` may differ.

        What doesn't depend on them is shared with this region, which stays as it is.
        """
        made = copy.copy(self)
        made.inputs = inputs
        made.gates = {gate: closed for gate, closed in self.gates.items() if gate[1] != code}
        made.__dict__.pop("_plans_by_code", None)
        made._earlier = {**self._earlier, **self._workspaces}
        made._workspaces = {
            other: workspace.moved(made)
            for other, workspace in self._workspaces.items()
            if other != code
        }
        return made
