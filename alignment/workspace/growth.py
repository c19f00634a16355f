"""The growth surface G: what a plan sets aside for new settlement, made disjoint once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..geometry.arrays import (
    POLYGON,
    BoolArray,
    FloatArray,
    Geometry,
    GeometryArray,
    TextArray,
    dimension,
    empty_polygons,
    is_missing,
    parts,
)
from ..geometry.disjoint import make_disjoint
from ..geometry.measure import M2_PER_HA, area, mean_width
from ..geometry.overlay import subtract, union_all, union_by_group
from ..model import Development, LandUse
from ..progress import Tick
from ..ruleset.model import Definitions
from .plan import MunicipalPlan

EXPANSION_CATEGORY = "SB"  # checks.md: expansion areas take SB's density


@dataclass(frozen=True)
class Growth:
    """The growth surface G of a municipality, object by object, made disjoint once.

    Arrays (n,): `geometry` what the object holds of G; `whole` the object as drawn (clipped to
    the municipality); `key` its plan object key; `category` MB, SB or VI (expansion areas: SB);
    `certain` False where `change` is unknown while other objects' is known; `derived` says
    that all `change` was unknown and G = {MB, SB, VI} outside localities. `dwellings_low`,
    `dwellings_high` bound the dwellings; `dwellings_given` where the plan says the number.
    `lacking` is "" or what is missing to derive G at all ("localities"). `surface` is the union
    of what is certain, `possible` of all. Rows with a `defect` are empty and undetermined.
    """

    geometry: GeometryArray
    whole: GeometryArray
    key: TextArray
    label: TextArray
    category: TextArray
    certain: BoolArray
    defect: TextArray
    dwellings_low: FloatArray
    dwellings_high: FloatArray
    dwellings_given: BoolArray
    derived: bool
    lacking: str
    surface: Geometry
    possible: Geometry

    def __len__(self) -> int:
        return len(self.geometry)


@dataclass(frozen=True)
class _Candidates:
    """Growth objects before they are made disjoint."""

    geometry: GeometryArray
    key: TextArray
    label: TextArray
    category: TextArray
    certain: BoolArray
    defect: TextArray
    dwellings: FloatArray
    table: FloatArray


def growth_of(
    plan: MunicipalPlan | None,
    sea: Geometry | None,
    locality_area: Geometry | None,
    definitions: Definitions,
    tick: Tick,
) -> Growth:
    """The growth surface of a plan, on land; empty where there is no plan."""
    derived, lacking = False, ""
    found: list[_Candidates] = []
    if plan is not None and plan.land_use is not None:
        land_use, derived, lacking = _from_land_use(plan.land_use, locality_area, definitions)
        found.append(land_use)
    if plan is not None and plan.development is not None:
        found.append(_from_development(plan.development))
    joined = _join(found)
    whole = joined.geometry if sea is None else subtract(joined.geometry, sea, POLYGON)
    usable = joined.defect == ""
    whole[~usable] = empty_polygons(int((~usable).sum()))
    priority = np.empty(len(whole), dtype=np.int64)
    order = np.lexsort((joined.key.astype(str), area(whole), joined.table, ~joined.certain))
    priority[order] = np.arange(len(whole))
    disjoint = make_disjoint(whole, priority, tick)
    low, high, given = _dwellings(joined, whole, disjoint, locality_area, definitions)
    surface = union_all(disjoint[joined.certain], tick)
    possible = surface if joined.certain.all() else union_all(disjoint, tick)
    return Growth(
        geometry=disjoint,
        whole=whole,
        key=joined.key,
        label=joined.label,
        category=joined.category,
        certain=joined.certain,
        defect=joined.defect,
        dwellings_low=low,
        dwellings_high=high,
        dwellings_given=given,
        derived=derived,
        lacking=lacking,
        surface=surface,
        possible=possible,
    )


def _from_land_use(
    land_use: LandUse, locality_area: Geometry | None, definitions: Definitions
) -> tuple[_Candidates, bool, str]:
    carriers = land_use.take(land_use.category.equals(*definitions.value("growth_categories")))
    unknown = carriers.change.null | carriers.change.equals("unknown")
    growing = carriers.change.equals(*definitions.value("growth_changes"))
    all_unknown = bool(len(carriers)) and bool(unknown.all())
    if all_unknown and locality_area is None:
        return _candidates(carriers.take(growing), 0), False, "localities"
    rows = growing | unknown
    taken = carriers.take(rows)
    geometry = taken.geometry.copy()
    open_rows = np.flatnonzero(unknown[rows] & (taken.defect == ""))
    if locality_area is not None and len(open_rows):
        outside = subtract(geometry[open_rows], locality_area, POLYGON)
        geometry[open_rows] = _without_noise(outside, definitions) if all_unknown else outside
    candidates = _candidates(taken.replace(geometry=geometry), 0)
    certain = np.ones(len(taken), dtype=bool) if all_unknown else growing[rows]
    kept = ~is_missing(geometry) | (taken.defect != "")
    return _take(candidates, certain, kept), all_unknown, ""


def _from_development(development: Development) -> _Candidates:
    areas = development.take(
        development.subcategory.equals("expansion_area")
        & ((dimension(development.geometry) == POLYGON) | (development.defect != ""))
    )
    found = _candidates(areas, 1)
    found.category[:] = EXPANSION_CATEGORY
    return found


def _candidates(table: LandUse | Development, table_order: int) -> _Candidates:
    count = len(table)
    category = getattr(table, "category", None)
    dwellings = np.where(table.dwellings.null, np.nan, table.dwellings.values)
    return _Candidates(
        geometry=table.geometry.copy(),
        key=table.key,
        label=table.name.values,
        category=np.full(count, "", dtype=object) if category is None else category.values.copy(),
        certain=np.ones(count, dtype=bool),
        defect=table.defect,
        dwellings=dwellings.astype(np.float64),
        table=np.full(count, float(table_order)),
    )


def _take(found: _Candidates, certain: BoolArray, rows: BoolArray) -> _Candidates:
    return _Candidates(
        found.geometry[rows],
        found.key[rows],
        found.label[rows],
        found.category[rows],
        certain[rows],
        found.defect[rows],
        found.dwellings[rows],
        found.table[rows],
    )


def _join(found: list[_Candidates]) -> _Candidates:
    if len(found) == 1:
        return found[0]
    names = _Candidates.__dataclass_fields__
    if not found:
        text = np.empty(0, dtype=object)
        flags, floats = np.empty(0, dtype=bool), np.empty(0)
        return _Candidates(text, text, text, text, flags, text, floats, floats)
    return _Candidates(**{n: np.concatenate([getattr(f, n) for f in found]) for n in names})


def _without_noise(geometry: GeometryArray, definitions: Definitions) -> GeometryArray:
    pieces, owner = parts(geometry)
    large = area(pieces) >= float(definitions.value("noise_area")) * M2_PER_HA
    wide = mean_width(pieces) >= float(definitions.value("noise_width"))
    kept = large & wide
    joined = union_by_group(pieces[kept], owner[kept], len(geometry))
    empty = np.array([shape is None for shape in joined], dtype=bool)
    joined[empty] = empty_polygons(int(empty.sum()))
    return joined


def _dwellings(
    found: _Candidates,
    whole: GeometryArray,
    disjoint: GeometryArray,
    locality_area: Geometry | None,
    definitions: Definitions,
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Dwellings as given (by the share of the object that is its own), else ha x density.

    Inside a locality calculated dwellings are anything from 0 to ha x density.
    """
    density_of = definitions.value("density")
    density = np.array([float(density_of.get(name, 0)) for name in found.category])
    own, drawn = area(disjoint), area(whole)
    share = np.divide(own, drawn, out=np.zeros(len(own)), where=drawn > 0)
    given = np.isfinite(found.dwellings)
    high = np.where(given, np.nan_to_num(found.dwellings) * share, own / M2_PER_HA * density)
    outside = own
    if locality_area is not None and len(own):
        outside = area(subtract(disjoint, locality_area, POLYGON))
    low = np.where(given, high, outside / M2_PER_HA * density)
    return low, high, given
