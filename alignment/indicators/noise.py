"""The noise rule: parts of a gap that are too small or too thin to speak of are dropped.

checks.md, General, Noise: dissolve per object first, then drop parts; shares use the unfiltered
geometry; a rule's smaller minimum replaces `noise_area`, the width test stays.
"""

from __future__ import annotations

import numpy as np

from ..geometry.arrays import (
    BoolArray,
    Geometry,
    GeometryArray,
    IntArray,
    empty_polygons,
    geometries,
    is_missing,
    parts,
)
from ..geometry.measure import M2_PER_HA, area, length, mean_width
from ..geometry.rows import collect, dissolve, empty_lines
from ..progress import Tick
from ..ruleset.model import Definitions
from .compare import at_least


def without_noise(
    geometry: GeometryArray, definitions: Definitions, minimum_ha: float | None = None
) -> GeometryArray:
    """Polygons (dissolved per object) without the parts that are noise; empty where all are.

    Definitions: `noise_area` (ha), `noise_width` (m). `minimum_ha` is the rule's own minimum:
    it counts where it is the smaller one.
    """
    smallest = float(definitions.value("noise_area"))
    if minimum_ha is not None:
        smallest = min(smallest, minimum_ha)
    pieces, owner = parts(_present(geometry, empty_polygons(1)[0]))
    large = at_least(area(pieces), smallest * M2_PER_HA, "m2")
    wide = at_least(mean_width(pieces), float(definitions.value("noise_width")), "m")
    return _kept(geometry, pieces, owner, large & wide, empty_polygons(1)[0])


def joined_without_noise(
    geometry: GeometryArray, definitions: Definitions, tick: Tick
) -> GeometryArray:
    """Disjoint polygons joined to one, as an array (1,): without noise, unless all is noise.

    For rows whose outcome rests on a share: shares use what noise hides, and a finding must
    show where it is.
    """
    joined = geometries([dissolve(geometry, tick)])
    kept = without_noise(joined, definitions)
    return joined if is_missing(kept)[0] else kept


def without_short_lines(
    geometry: GeometryArray, definitions: Definitions, minimum_m: float | None = None
) -> GeometryArray:
    """Lines (merged per object) without parts below `noise_length` (m); empty where all are."""
    smallest = float(definitions.value("noise_length"))
    if minimum_m is not None:
        smallest = min(smallest, minimum_m)
    nothing = empty_lines(1)[0]
    pieces, owner = parts(_present(geometry, nothing))
    long = at_least(length(pieces), smallest, "m")
    return _kept(geometry, pieces, owner, long, nothing)


def _present(geometry: GeometryArray, nothing: Geometry) -> GeometryArray:
    result = geometry.copy()
    missing = is_missing(geometry)
    result[missing] = geometries([nothing] * int(missing.sum()))
    return result


def _kept(
    geometry: GeometryArray,
    pieces: GeometryArray,
    owner: IntArray,
    keep: BoolArray,
    nothing: Geometry,
) -> GeometryArray:
    """The geometries with only the parts to keep; untouched where none is dropped."""
    result = _present(geometry, nothing)
    touched = np.unique(owner[~keep])
    if len(touched) == 0:
        return result
    result[touched] = geometries([nothing] * len(touched))
    rows = np.flatnonzero(keep & np.isin(owner, touched))
    owners, collected = collect(pieces[rows], owner[rows])
    result[owners] = collected
    return result
