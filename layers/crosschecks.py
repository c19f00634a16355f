"""What one layer says about another: codes twice, borders that disagree, plans elsewhere."""

from __future__ import annotations

from typing import Sequence

import numpy as np

from ..alignment.geometry.arrays import (
    POLYGON,
    GeometryArray,
    blocks,
    bounds,
    geometries,
    is_missing,
)
from ..alignment.geometry.coverage import holes, inner_points
from ..alignment.geometry.gaps import WIDEST_M, strips_between
from ..alignment.geometry.measure import M2_PER_HA, area
from ..alignment.geometry.overlay import intersection, pairs, union_by_group
from ..alignment.model import Municipalities, Table, build
from ..alignment.model.fields import Column, text_column
from ..alignment.problems import InputError, Problem
from ..alignment.progress import Tick

NOISE_HA = 1.0  # borders of different generalisation differ by slivers; checks.md, noise rule
CODE_LENGTH = 4


def padded_codes(codes: Column) -> Column:
    """Municipal codes as four digits: fields of numbers lose the leading zero."""
    padded = [code.zfill(CODE_LENGTH) if code.isdigit() else code for code in codes.values]
    return text_column(padded)


def one_row_each(table: Municipalities, tick: Tick) -> tuple[Municipalities, list[Problem]]:
    """Municipalities with their parts joined; those without code or geometry are left out.

    Raises InputError where one code has two names, and where no municipality is left.
    """
    problems: list[Problem] = []
    codes, names = padded_codes(table.code).values, table.name.values
    usable = ~is_missing(table.geometry) & (codes != "")
    for row in np.flatnonzero(~usable):
        params = {"name": names[row] or "–", "feature": int(table.source.row[row])}
        problems.append(Problem("municipality_unusable", params, "", codes[row]))
    unique, group = np.unique(codes[usable].astype(str), return_inverse=True)
    if len(unique) == 0:
        raise InputError([*problems, Problem("municipalities_empty")])
    clashes = []
    label = []
    for number, code in enumerate(unique):
        found = sorted({name for name in names[usable][group == number] if name})
        label.append(found[0] if found else str(code))
        if len(found) > 1:
            params = {"code": code, "names": ", ".join(found)}
            clashes.append(Problem("municipality_code_twice", params))
    if clashes:
        raise InputError(clashes)
    shapes = union_by_group(table.geometry[usable], group, len(unique), tick)
    columns = {"code": text_column([str(c) for c in unique]), "name": text_column(label)}
    return build(Municipalities, shapes, columns), problems


def border_problems(municipalities: Municipalities, tick: Tick) -> list[Problem]:
    """Warnings, in ha, where territories overlap or leave land between them uncovered.

    A strip that is open at an end is no hole, and would part two neighbours without a word.
    """
    shapes, names = municipalities.geometry, municipalities.name.values
    problems = []
    i, j = pairs(shapes, shapes)
    for a, b in zip(i[i < j], j[i < j]):
        tick()
        common = geometries([intersection(shapes[a], shapes[b], POLYGON)])
        size = float(area(common)[0]) / M2_PER_HA
        if size >= NOISE_HA:
            params = {"a": names[a], "b": names[b], "ha": size}
            problems.append(Problem("borders_overlap", params))
    enclosed = holes(shapes, tick)
    i, j = pairs(shapes, shapes, within=WIDEST_M)
    for a, b in zip(i[i < j], j[i < j]):
        tick()
        strips = strips_between(shapes[a], shapes[b], shapes, tick)
        open_ended = np.setdiff1d(np.arange(len(strips)), pairs(strips, enclosed)[0])
        sizes = area(strips[open_ended]) / M2_PER_HA
        if (sizes >= NOISE_HA).any():
            params = {"a": names[a], "b": names[b], "ha": float(sizes[sizes >= NOISE_HA].sum())}
            problems.append(Problem("borders_apart", params))
    sizes = area(enclosed) / M2_PER_HA
    large = sizes[sizes >= NOISE_HA]
    if len(large):
        params = {"count": len(large), "ha": float(large.sum())}
        problems.append(Problem("borders_gap", params))
    return problems


def lies_elsewhere(table: Table, municipalities: Municipalities) -> bool:
    """True where a table has geometry and none of it is near any municipality."""
    present = table.geometry[~is_missing(table.geometry)]
    if len(present) == 0:
        return False
    box, county = bounds(present), bounds(municipalities.geometry)
    apart = (
        (box[:, 0] > county[:, 2].max())
        | (box[:, 2] < county[:, 0].min())
        | (box[:, 1] > county[:, 3].max())
        | (box[:, 3] < county[:, 1].min())
    )
    return bool(apart.all())


def touches_territory(tables: Sequence[Table], territory: GeometryArray) -> bool:
    """True where any object lies in the territory, or where there is no geometry to judge by.

    A neighbour's plan touches the border, or crosses it by slivers: that is not enough.
    """
    shapes = [table.geometry[~is_missing(table.geometry)] for table in tables]
    joined = np.concatenate([geometries([]), *shapes])
    if len(joined) == 0:
        return True
    # most plans are settled by their first block
    within = (pairs(inner_points(joined[block]), territory)[0] for block in blocks(joined))
    return any(map(len, within)) or len(pairs(inner_points(territory), joined)[0]) > 0
