"""Which place class land lies in, where classes may overlap: the mildest counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Sequence

import numpy as np

from ..geometry.arrays import FloatArray, GeometryArray, IntArray, TextArray, bounds, is_missing
from ..geometry.measure import area
from ..geometry.overlay import overlay, pairs, union_by_group
from ..geometry.rows import difference_rows, touch
from ..indicators.sums import sum_by
from ..model import Typology
from ..progress import Tick

UNMAPPED = -1
RURAL = 1
ValueOf = Callable[[IntArray, TextArray], IntArray]


@dataclass
class Places:
    """Objects by place class.

    One entry a piece: `left` its object, `value`, `class_code`, `class_name`, `size` in m2 and
    `geometry`; pieces overlap where classes do (`overlapping`). `part` and `area` say what
    each object holds of a value where that value is the one that counts.
    """

    count: int
    object_area: FloatArray
    geometry: GeometryArray
    left: IntArray
    value: IntArray
    class_code: TextArray
    class_name: TextArray
    size: FloatArray
    overlapping: bool
    tick: Tick
    _parts: dict[int, GeometryArray] = field(default_factory=dict)

    @property
    def values(self) -> list[int]:
        """The values that occur, the mildest first and `UNMAPPED` last."""
        return sorted(set(self.value.tolist()), key=lambda v: (v == UNMAPPED, v))

    def area(self, value: int) -> FloatArray:
        """m2 of each object where `value` counts."""
        if self.overlapping:
            return area(self.part(value))
        own = self.value == value
        return sum_by(self.left[own], self.size[own], self.count)

    @property
    def untyped(self) -> FloatArray:
        """m2 of each object that no class covers."""
        covered = np.zeros(self.count)
        for value in self.values:
            covered += self.area(value)
        return np.maximum(self.object_area - covered, 0.0)

    def part(self, value: int) -> GeometryArray:
        """The part (n,) of each object where `value` counts; None or empty where it is nowhere."""
        if value not in self._parts:
            rows = np.flatnonzero(self.value == value)
            part = union_by_group(self.geometry[rows], self.left[rows], self.count, self.tick)
            if self.overlapping:
                for milder in self.values[: self._place(value)]:
                    part = difference_rows(part, self.part(milder))
            self._parts[value] = part
        return self._parts[value]

    def _place(self, value: int) -> int:
        return self.values.index(value) if value in self.values else 0


def places(geometry: GeometryArray, typology: Typology, value_of: ValueOf, tick: Tick) -> Places:
    """Divide objects by the value that `value_of(object rows, class codes)` gives their places.

    Values are whole, 0 the mildest. Unmapped classes count only where no other class does.
    """
    near = typology.take(_near(typology.geometry, geometry))
    found = overlay(geometry, near.geometry, tick)
    codes = near.class_code.values[found.right]
    unmapped = near.class_code.null[found.right]
    names = near.class_name.values[found.right]
    return Places(
        count=len(geometry),
        object_area=area(geometry),
        geometry=found.geometry,
        left=found.left,
        value=np.where(unmapped, UNMAPPED, value_of(found.left, codes)).astype(np.int64),
        class_code=codes,
        class_name=np.where(names == "", codes, names).astype(object),
        size=area(found.geometry),
        overlapping=_overlapping(found.geometry, found.left),
        tick=tick,
    )


def _overlapping(pieces: GeometryArray, left: IntArray) -> bool:
    """Whether any two pieces of one object share more than an edge."""
    several = np.isin(left, left[1:][left[1:] == left[:-1]])
    pieces, left = pieces[several], left[several]
    i, j = pairs(pieces, pieces)
    same = (i < j) & (left[i] == left[j])
    i, j = i[same], j[same]
    return bool((~touch(pieces[i], pieces[j])).any())


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


def rural_places(
    geometry: GeometryArray, typology: Typology, classes: Sequence[str], tick: Tick
) -> Places:
    """Objects by whether they lie in one of the given classes (value `RURAL`) or not (0)."""

    def is_rural(_rows: IntArray, codes: TextArray) -> IntArray:
        return np.where(np.isin(codes.astype(str), classes), RURAL, 0).astype(np.int64)

    return places(geometry, typology, is_rural, tick)
