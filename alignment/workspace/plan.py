"""A municipality's plans made one: clipped to its territory, the stronger plan on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Sequence

import numpy as np

from ..geometry.arrays import LINE, POINT, POLYGON, Geometry, GeometryArray, dimension, is_missing
from ..geometry.measure import area
from ..geometry.overlay import intersect_with, subtract, union_all
from ..identity.keys import with_keys
from ..model import Considerations, Development, LandUse
from ..model.inputs import PlanInput, UnmappedValue
from ..model.table import T, concatenate
from ..progress import Tick

REPLACES_WITHIN = {"deepening": 0, "amendment": 1}
MUNICIPALITY_WIDE = "municipality_wide"


@dataclass(frozen=True)
class MunicipalPlan:
    """What a municipality's plans say together, clipped to its territory.

    `land_use` holds polygons, `land_use_lines` transport infrastructure drawn as lines. A
    table is None where no layer was mapped to it: checks that need it are blocked. Rows with a
    `defect` have an empty geometry and are undetermined. `stage` is that of the
    municipality-wide plan. `outside_m2` is what lay outside the territory.
    """

    municipality: str
    stage: str
    land_use: LandUse | None
    land_use_lines: LandUse | None
    development: Development | None
    considerations: Considerations | None
    residual_use: str
    unmapped: tuple[UnmappedValue, ...]
    outside_m2: int


def assemble(
    municipality: str, territory: Geometry, plans: Sequence[PlanInput], tick: Tick
) -> MunicipalPlan:
    """Make one plan of a municipality's plans (at least one).

    A deepening or amendment replaces the municipality-wide plan inside its own area (deepening
    before amendment); an addition only adds. Objects are clipped to the territory.
    """
    ordered = sorted(plans, key=lambda p: (REPLACES_WITHIN.get(p.plan_type, 2), p.plan_id))
    tables: dict[str, list[Any]] = {"land_use": [], "development": [], "considerations": []}
    taken: list[Geometry] = []
    outside = 0.0
    for plan in ordered:
        masked = bool(taken) and plan.plan_type in ("amendment", MUNICIPALITY_WIDE)
        mask = union_all(_array(taken), tick) if masked else None
        for name, collected in tables.items():
            table = getattr(plan, name)
            if table is None:
                continue
            clipped, lost = _clip(with_keys(table), territory, mask)
            collected.append(clipped)
            outside += lost if name == "land_use" else 0.0
            tick()
        if plan.plan_type in REPLACES_WITHIN:
            taken.append(_extent(plan, tick))
    wide = next((p for p in ordered if p.plan_type == MUNICIPALITY_WIDE), ordered[0])
    land_use = _joined(LandUse, tables["land_use"])
    lines = None if land_use is None else land_use.take(dimension(land_use.geometry) == LINE)
    return MunicipalPlan(
        municipality=municipality,
        stage=wide.stage,
        land_use=None if land_use is None else land_use.take(dimension(land_use.geometry) != LINE),
        land_use_lines=lines,
        development=_joined(Development, tables["development"]),
        considerations=_joined(Considerations, tables["considerations"]),
        residual_use=wide.residual_use,
        unmapped=tuple(value for plan in ordered for value in plan.unmapped),
        outside_m2=round(outside),
    )


def _array(items: Sequence[Geometry]) -> GeometryArray:
    result = np.empty(len(items), dtype=object)
    result[:] = list(items)
    return result


def _joined(table: type[T], items: Sequence[T]) -> T | None:
    return concatenate(table, list(items)) if items else None


def _extent(plan: PlanInput, tick: Tick) -> Geometry:
    if plan.extent is not None:
        return union_all(plan.extent.geometry, tick)
    if plan.land_use is None:
        return _array([None])[0]
    polygons = plan.land_use.geometry[dimension(plan.land_use.geometry) == POLYGON]
    return union_all(polygons, tick)


def _clip(table: T, territory: Geometry, mask: Geometry | None) -> tuple[T, float]:
    """The table inside the territory and outside the mask; m2 lost outside the territory."""
    geometry = table.geometry.copy()
    defect = table.defect.copy()
    dimensions = dimension(geometry)
    before = float(area(geometry).sum())
    for wanted in (POINT, LINE, POLYGON):
        rows = np.flatnonzero((dimensions == wanted) & (defect == ""))
        if len(rows):
            geometry[rows] = intersect_with(geometry[rows], territory, wanted)
    lost = before - float(area(geometry).sum())
    if mask is not None:
        for wanted in (POINT, LINE, POLYGON):
            rows = np.flatnonzero((dimensions == wanted) & (defect == "") & ~is_missing(geometry))
            if len(rows):
                geometry[rows] = subtract(geometry[rows], mask, wanted)
    failed = np.array([shape is None for shape in geometry], dtype=bool) & (defect == "")
    defect[failed] = "beyond_repair"
    kept = ~is_missing(geometry) | (defect != "")
    return table.replace(geometry=geometry, defect=defect).take(kept), lost
