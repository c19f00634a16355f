"""Which place class land lies in, where classes may overlap: the mildest counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import numpy as np

from ..geometry.arrays import FloatArray, GeometryArray, IntArray, TextArray, bounds, is_missing
from ..geometry.measure import area
from ..geometry.overlay import overlay, union_by_group
from ..geometry.rows import difference_rows
from ..model import Typology
from ..progress import Tick

UNMAPPED = -1
ValueOf = Callable[[IntArray, TextArray], IntArray]


@dataclass(frozen=True)
class Places:
    """Objects by place class.

    `by_value` maps a value to the part (n,) of each object where it is the one that counts
    (None or empty where it is nowhere); `UNMAPPED` is land in a class without a code.
    `untyped` (n,) is m2 that no class covers. `left`, `value`, `class_code`, `class_name` and
    `size` (m2) describe the single pieces, which may overlap.
    """

    by_value: dict[int, GeometryArray]
    untyped: FloatArray
    left: IntArray
    value: IntArray
    class_code: TextArray
    class_name: TextArray
    size: FloatArray

    def area(self, value: int) -> FloatArray:
        """m2 of each object where `value` counts."""
        found = self.by_value.get(value)
        return np.zeros(len(self.untyped)) if found is None else area(found)


def places(geometry: GeometryArray, typology: Typology, value_of: ValueOf, tick: Tick) -> Places:
    """Divide objects by the value that `value_of(object rows, class codes)` gives their places.

    Values are whole, 0 the mildest. Unmapped classes count only where no other class does.
    """
    near = typology.take(_near(typology.geometry, geometry))
    found = overlay(geometry, near.geometry, tick)
    codes = near.class_code.values[found.right]
    unmapped = near.class_code.null[found.right]
    value = np.where(unmapped, UNMAPPED, value_of(found.left, codes)).astype(np.int64)
    by_value: dict[int, GeometryArray] = {}
    present = sorted(set(value.tolist()), key=lambda v: (v == UNMAPPED, v))
    covered = np.zeros(len(geometry))
    for one in present:
        rows = np.flatnonzero(value == one)
        part = union_by_group(found.geometry[rows], found.left[rows], len(geometry), tick)
        for milder in by_value.values():
            part = difference_rows(part, milder)
        by_value[one] = part
        covered += area(part)
    names = near.class_name.values[found.right]
    return Places(
        by_value=by_value,
        untyped=np.maximum(area(geometry) - covered, 0.0),
        left=found.left,
        value=value,
        class_code=codes,
        class_name=np.where(names == "", codes, names).astype(object),
        size=area(found.geometry),
    )


def _near(classes: GeometryArray, geometry: GeometryArray) -> IntArray:
    """Rows of the classes whose box meets the box of all objects."""
    if is_missing(geometry).all():
        return np.empty(0, dtype=np.int64)
    box = bounds(geometry)
    minx, miny = np.nanmin(box[:, 0]), np.nanmin(box[:, 1])
    maxx, maxy = np.nanmax(box[:, 2]), np.nanmax(box[:, 3])
    own = bounds(classes)
    meets = (own[:, 0] <= maxx) & (own[:, 2] >= minx) & (own[:, 1] <= maxy) & (own[:, 3] >= miny)
    return np.flatnonzero(meets)


def outside_rural(
    geometry: GeometryArray, typology: Typology | None, classes: list[str], tick: Tick
) -> tuple[FloatArray, FloatArray, GeometryArray]:
    """m2 of each object surely and at most in the given classes, and the part that surely is.

    What no class covers, or a class without a code, may be either. NaN without a typology.
    """
    count = len(geometry)
    if typology is None or len(typology) == 0:
        return np.full(count, np.nan), np.full(count, np.nan), np.full(count, None, dtype=object)

    def is_rural(_rows: IntArray, codes: TextArray) -> IntArray:
        return np.isin(codes.astype(str), classes).astype(np.int64)

    found = places(geometry, typology, is_rural, tick)
    surely = found.area(1)
    possibly = surely + found.untyped + found.area(UNMAPPED)
    part = found.by_value.get(1, np.full(count, None, dtype=object))
    return surely, possibly, part
