"""How much of the growth surface lies outside something: measures that several kinds share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..geometry.arrays import POLYGON, FloatArray, Geometry, GeometryArray, TextArray, dimension
from ..geometry.measure import M2_PER_HA, area
from ..geometry.overlay import overlay, subtract
from ..indicators.compare import ratio
from ..indicators.interval import share_range
from ..indicators.sums import sum_by
from ..workspace.municipality import Growth, MunicipalWorkspace
from ..workspace.scope import Scope

GROWTH_LAYER = "plan.land_use|plan.development"
CHANGE_UNKNOWN = "land_use.change"
NAMED_LOCALITIES = 5


def growth_layer_absent(here: MunicipalWorkspace) -> bool:
    """True where no layer of the plan could carry growth: neither use polygons nor settlement."""
    plan = here.plan
    if plan is None:
        return True
    has_use = plan.land_use is not None and len(plan.land_use) > 0
    development = plan.development
    has_orientation = development is not None and bool(development.theme.equals("settlement").any())
    return not has_use and not has_orientation


def object_labels(names: TextArray, category: TextArray) -> TextArray:
    """What a plan object is called: its name, else the code of its category."""
    return np.where(names == "", category, names).astype(object)


@dataclass(frozen=True)
class Outside:
    """The part of each growth object outside a mask; areas in m2, dwellings (low, high)."""

    geometry: GeometryArray
    area: FloatArray
    whole: FloatArray
    dwellings: tuple[FloatArray, FloatArray]
    dwellings_inside: tuple[FloatArray, FloatArray]

    @property
    def share(self) -> FloatArray:
        """Share of each object that lies outside; NaN for objects that hold no land."""
        return ratio(self.area, self.whole)


def outside_of(growth: Growth, mask: Geometry, locality_area: Geometry | None) -> Outside:
    """Growth without what the mask covers."""
    return measured(growth, subtract(growth.geometry, mask, POLYGON), locality_area)


def measured(growth: Growth, geometry: GeometryArray, locality_area: Geometry | None) -> Outside:
    """The measures of growth whose part outside something is `geometry` (n,).

    Dwellings are split by area at the edge; calculated ones inside a locality are anything
    from none to ha x density, so their low figure is split by the area outside localities.
    """
    whole, out = area(growth.geometry), area(geometry)
    high_share = np.nan_to_num(ratio(out, whole))
    low_share = high_share
    if locality_area is not None and not locality_area.is_empty:
        open_whole = area(subtract(growth.geometry, locality_area, POLYGON))
        open_out = area(subtract(geometry, locality_area, POLYGON))
        low_share = np.where(
            growth.dwellings_given, high_share, np.nan_to_num(ratio(open_out, open_whole))
        )
    low, high = growth.dwellings_low, growth.dwellings_high
    return Outside(
        geometry=geometry,
        area=out,
        whole=whole,
        dwellings=(low * low_share, high * high_share),
        dwellings_inside=(low * (1 - low_share), high * (1 - high_share)),
    )


@dataclass(frozen=True)
class Totals:
    """Sums of a municipality, each (low, high); shares 0-1, areas in ha.

    Low and high bound what may be: objects that may not be growth, dwellings in localities,
    and what the best and the worst case of the mask leave outside. What is shown are sums of
    what is certainly growth, in the worst case of the mask, with dwellings counted high.
    """

    growth: tuple[float, float]
    outside: tuple[float, float]
    share: tuple[float, float]
    dwellings: tuple[float, float]
    outside_dwellings: tuple[float, float]
    dwellings_share: tuple[float, float]
    shown_growth: float
    shown_outside: float
    shown_dwellings: float

    @property
    def shown_share(self) -> float:
        """Share of the growth that is certain; of all where nothing is certain."""
        return float(ratio(self.shown_outside, self.shown_growth))


def totals(growth: Growth, best: Outside, worst: Outside) -> Totals:
    """Sums over all growth objects, `best` and `worst` being the two cases of the mask."""
    certain = growth.certain
    shown = certain if certain.any() else np.ones(len(growth), dtype=bool)
    return Totals(
        growth=_sum(worst.whole, worst.whole, growth),
        outside=_sum(best.area, worst.area, growth),
        share=share_range(
            (best.area, worst.area), (worst.whole - worst.area, best.whole - best.area), certain
        ),
        dwellings=(
            float(growth.dwellings_low[certain].sum()),
            float(growth.dwellings_high.sum()),
        ),
        outside_dwellings=(
            float(best.dwellings[0][certain].sum()),
            float(worst.dwellings[1].sum()),
        ),
        dwellings_share=share_range(
            (best.dwellings[0], worst.dwellings[1]),
            (worst.dwellings_inside[0], best.dwellings_inside[1]),
            certain,
        ),
        shown_growth=float(worst.whole[shown].sum()) / M2_PER_HA,
        shown_outside=float(worst.area[shown].sum()) / M2_PER_HA,
        shown_dwellings=float(growth.dwellings_high[shown].sum()),
    )


def _sum(low: FloatArray, high: FloatArray, growth: Growth) -> tuple[float, float]:
    return float(low[growth.certain].sum()) / M2_PER_HA, float(high.sum()) / M2_PER_HA


def in_localities(scope: Scope, pieces: GeometryArray) -> tuple[FloatArray, FloatArray, str]:
    """Where pieces lie: m2 of each in a locality, m2 in open country, and the localities' names.

    NaN without polygon localities. The names are the localities that hold most, at most five.
    """
    localities = scope.region.supporting.localities
    count = len(pieces)
    nothing = np.full(count, np.nan)
    if localities is None:
        return nothing, nothing.copy(), ""
    drawn = localities.take(dimension(localities.geometry) == POLYGON)
    if len(drawn) == 0:
        return nothing, nothing.copy(), ""
    found = overlay(pieces, drawn.geometry, scope.tick)
    size = area(found.geometry)
    inside = sum_by(found.left, size, count)
    by_place = sum_by(found.right, size, len(drawn))
    order = np.lexsort((np.arange(len(drawn)), -np.rint(by_place)))
    names = [str(drawn.name.values[row]) for row in order if by_place[row] >= 1.0]
    listed = list(dict.fromkeys(name for name in names if name))[:NAMED_LOCALITIES]
    return inside, np.maximum(area(pieces) - inside, 0.0), ", ".join(listed)
