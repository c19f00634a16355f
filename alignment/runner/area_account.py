"""Area account: plan use x typology class per municipality, closing to the municipal area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from ..geometry.arrays import (
    FloatArray,
    GeometryArray,
    IntArray,
    TextArray,
    geometries,
    is_missing,
)
from ..geometry.measure import area
from ..geometry.overlay import Overlay, overlay, pairs
from ..geometry.threads import meanwhile
from ..model import LandUse, Typology
from ..progress import Tick, no_tick
from ..workspace.region import Region
from .result import AccountPieces, AreaAccount

UNPLANNED, UNTYPED = "unplanned", "untyped"


@dataclass(frozen=True)
class _Rows:
    use: list[str]
    typology: list[str]
    area_m2: list[int]


def area_account(
    region: Region, codes: Sequence[str], *, with_pieces: bool = False, tick: Tick = no_tick
) -> AreaAccount:
    """The account of the given municipalities, sorted by municipality, use and class.

    Each piece of land counts once: where uses overlap it goes to the smaller object, where
    typology classes overlap to the earlier class. Rows are in whole m2; "unplanned" and
    "untyped" take what is left, so that each municipality closes to its territory.
    """
    names = _class_names(region.structure_map.typology)
    parts: list[tuple[str, _Rows]] = []
    pieces: list[AccountPieces] = []
    with meanwhile(lambda: region.disjoint_typology) as all_classes:
        for code in codes:
            tick()
            here = region.workspace(code)
            land_use = None if here.plan is None else here.plan.land_use
            uses = here.disjoint_uses
            local = _near(all_classes(), here.territory)
            classes, class_names = all_classes()[local], names[local]
            found = overlay(uses, classes, tick)
            rows = _close(here.territory, land_use, uses, classes, class_names, found)
            parts.append((code, rows))
            if with_pieces and land_use is not None:
                pieces.append(_pieces(code, land_use, class_names, found))
    return _joined(parts, pieces if with_pieces else None)


def _class_names(typology: Typology | None) -> TextArray:
    if typology is None:
        return np.empty(0, dtype=object)
    names: TextArray = typology.class_code.or_else(UNTYPED)
    return names


def _near(classes: GeometryArray, territory: object) -> IntArray:
    _, rows = pairs(geometries([territory]), classes)
    return rows


def _numbered(names: TextArray) -> tuple[list[str], IntArray]:
    """The different names, sorted, and which of them each row has."""
    listed = names.tolist()
    different = sorted(set(listed))
    number = {name: place for place, name in enumerate(different)}
    return different, np.fromiter(map(number.__getitem__, listed), np.int64, len(listed))


def _sum_by(names: TextArray, values: FloatArray) -> dict[str, float]:
    different, place = _numbered(names)
    return dict(zip(different, np.bincount(place, weights=values).tolist()))


def _sum_by_both(
    first: TextArray, second: TextArray, values: FloatArray
) -> dict[tuple[str, str], float]:
    (rows, row), (columns, column) = _numbered(first), _numbered(second)
    pair = row * len(columns) + column
    sums = np.bincount(pair, weights=values)
    return {
        (rows[n // len(columns)], columns[n % len(columns)]): float(sums[n])
        for n in np.unique(pair).tolist()
    }


def _close(
    territory: object,
    land_use: LandUse | None,
    uses: GeometryArray,
    classes: GeometryArray,
    class_names: TextArray,
    found: Overlay,
) -> _Rows:
    """Rows of one municipality: overlaid pieces, and what is left of each use and class."""
    whole = geometries([territory])
    by_class_all = overlay(whole, classes)
    class_area = _sum_by(class_names[by_class_all.right], area(by_class_all.geometry))
    category = _categories(land_use)
    cell = _sum_by_both(category[found.left], class_names[found.right], area(found.geometry))
    for use, size in _sum_by(category, area(uses)).items():
        typed = sum(v for (u, _), v in cell.items() if u == use)
        cell[use, UNTYPED] = cell.get((use, UNTYPED), 0.0) + size - typed
    for name, size in class_area.items():
        used = sum(v for (u, n), v in cell.items() if n == name and u != UNPLANNED)
        cell[UNPLANNED, name] = size - used
    left = float(area(whole)[0]) - sum(cell.values())
    cell[UNPLANNED, UNTYPED] = cell.get((UNPLANNED, UNTYPED), 0.0) + left
    rounded = {key: round(value) for key, value in sorted(cell.items())}
    rounded[UNPLANNED, UNTYPED] += round(float(area(whole)[0])) - sum(rounded.values())
    kept = [key for key, value in rounded.items() if value != 0]
    return _Rows([k[0] for k in kept], [k[1] for k in kept], [rounded[k] for k in kept])


def _categories(land_use: LandUse | None) -> TextArray:
    if land_use is None:
        return np.empty(0, dtype=object)
    names: TextArray = land_use.category.values
    return names


def _pieces(code: str, land_use: LandUse, class_names: TextArray, found: Overlay) -> AccountPieces:
    shapes = found.geometry
    kept = ~is_missing(shapes)
    left, right, shapes = found.left[kept], found.right[kept], shapes[kept]
    return AccountPieces(
        municipality=np.full(len(shapes), code, dtype=object),
        plan_object=land_use.key[left],
        use=land_use.category.values[left],
        typology=class_names[right],
        area_m2=np.rint(area(shapes)).astype(np.int64),
        geometry=shapes,
    )


def _joined(parts: list[tuple[str, _Rows]], pieces: list[AccountPieces] | None) -> AreaAccount:
    codes = [code for code, rows in parts for _ in rows.use]
    return AreaAccount(
        municipality=np.array(codes, dtype=object),
        use=np.array([use for _, rows in parts for use in rows.use], dtype=object),
        typology=np.array([name for _, rows in parts for name in rows.typology], dtype=object),
        area_m2=np.array([size for _, rows in parts for size in rows.area_m2], dtype=np.int64),
        pieces=None if pieces is None else _joined_pieces(pieces),
    )


def join_accounts(accounts: Sequence[AreaAccount]) -> AreaAccount:
    """Accounts of several municipalities as one, in the given order, without pieces."""
    names = ("municipality", "use", "typology", "area_m2")
    if not accounts:
        text = np.empty(0, dtype=object)
        return AreaAccount(text, text, text, np.empty(0, dtype=np.int64))
    return AreaAccount(**{n: np.concatenate([getattr(a, n) for a in accounts]) for n in names})


def _joined_pieces(pieces: list[AccountPieces]) -> AccountPieces:
    names = AccountPieces.__dataclass_fields__
    if not pieces:
        text = np.empty(0, dtype=object)
        return AccountPieces(text, text, text, text, np.empty(0, dtype=np.int64), text)
    return AccountPieces(**{n: np.concatenate([getattr(p, n) for p in pieces]) for n in names})
