"""Links clipped to a municipality, and what its plan says about transport and green links."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..geometry.arrays import (
    LINE,
    POINT,
    BoolArray,
    FloatArray,
    Geometry,
    GeometryArray,
    IntArray,
    TextArray,
    dimension,
    is_missing,
)
from ..geometry.measure import length
from ..geometry.overlay import intersect_with
from ..model import LandUse, Links
from .plan import MunicipalPlan

INTENDED_CHANGES = ("new", "changed", "developed")


@dataclass(frozen=True)
class LinksHere:
    """Links clipped to the municipality: row of the region's links, geometry, length in m."""

    row: IntArray
    geometry: GeometryArray
    length: FloatArray


@dataclass(frozen=True)
class PlanTransport:
    """What the plan says about transport and green links: lines and polygons.

    `intention` is False for existing transport infrastructure that the plan merely shows
    (land use TI with `change` ongoing or unknown): alone it carries a link at most partly.
    `theme` is transport or green_blue.
    """

    geometry: GeometryArray
    key: TextArray
    label: TextArray
    theme: TextArray
    intention: BoolArray

    def __len__(self) -> int:
        return len(self.geometry)


def links_in(links: Links | None, territory: Geometry) -> LinksHere:
    """The links that cross a territory (sea included), in row order."""
    if links is None or len(links) == 0:
        nothing = np.empty(0, dtype=object)
        return LinksHere(np.empty(0, np.int64), nothing, np.empty(0))
    clipped = intersect_with(links.geometry, territory, LINE)
    rows = np.flatnonzero(~is_missing(clipped) & (links.defect == ""))
    return LinksHere(rows, clipped[rows], length(clipped[rows]))


def plan_transport(plan: MunicipalPlan | None) -> PlanTransport:
    """Transport and green-blue orientation, and transport infrastructure, of a plan."""
    pieces: list[PlanTransport] = []
    if plan is not None and plan.development is not None:
        development = plan.development
        drawn = ~is_missing(development.geometry) & (dimension(development.geometry) != POINT)
        chosen = development.take(drawn & development.theme.equals("transport", "green_blue"))
        pieces.append(
            PlanTransport(
                chosen.geometry,
                chosen.key,
                chosen.name.values,
                chosen.theme.values,
                np.ones(len(chosen), dtype=bool),
            )
        )
    if plan is not None:
        pieces += [
            _infrastructure(t) for t in (plan.land_use, plan.land_use_lines) if t is not None
        ]
    if not pieces:
        nothing = np.empty(0, dtype=object)
        return PlanTransport(nothing, nothing, nothing, nothing, np.empty(0, dtype=bool))
    names = PlanTransport.__dataclass_fields__
    return PlanTransport(**{n: np.concatenate([getattr(p, n) for p in pieces]) for n in names})


def _infrastructure(land_use: LandUse) -> PlanTransport:
    chosen = land_use.take(land_use.category.equals("TI") & ~is_missing(land_use.geometry))
    return PlanTransport(
        chosen.geometry,
        chosen.key,
        chosen.name.values,
        np.full(len(chosen), "transport", dtype=object),
        chosen.change.equals(*INTENDED_CHANGES),
    )
