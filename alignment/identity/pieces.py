"""Findings that fell apart, and findings that became one."""

from __future__ import annotations

from typing import Mapping

import numpy as np

from ..geometry.arrays import IntArray, is_missing
from ..geometry.likeness import areas, common_area
from ..geometry.overlay import pairs
from ..progress import Tick
from .candidates import Sides
from .methods import PIECE_SHARE


def pieces_of(side: Sides, which: str, taken: IntArray, tick: Tick) -> list[tuple[int, int, float]]:
    """(piece, whole, shared m2) for free rows of one side mostly on a row of the other."""
    split = which == "split"
    ground_piece, ground_whole = (
        (side.ground_new, side.ground_old) if split else (side.ground_old, side.ground_new)
    )
    kind_piece, kind_whole = (
        (side.kind_new, side.kind_old) if split else (side.kind_old, side.kind_new)
    )
    free = np.setdiff1d(np.arange(len(kind_piece)), taken)
    free = free[~is_missing(ground_piece[free])]
    i, j = pairs(ground_piece[free], ground_whole, tick=tick)
    i = free[i]
    same = kind_piece[i] == kind_whole[j]
    i, j = i[same], j[same]
    shared = common_area(ground_piece[i], ground_whole[j], tick)
    size, whole = areas(ground_piece[i]), areas(ground_whole[j])
    mostly = (shared > PIECE_SHARE * size) & (size < whole)
    return list(zip(i[mostly].tolist(), j[mostly].tolist(), shared[mostly].tolist()))


def families(
    pieces: list[tuple[int, int, float]], partner_of_whole: Mapping[int, int]
) -> dict[int, list[int]]:
    """Each whole with its pieces, largest first; a whole that has but one fell not apart."""
    families: dict[int, list[tuple[float, int]]] = {}
    for piece, whole, shared in pieces:
        families.setdefault(whole, []).append((-shared, piece))
    result = {}
    for whole, members in sorted(families.items()):
        listed = [piece for _, piece in sorted(members)]
        if whole in partner_of_whole:
            listed.append(partner_of_whole[whole])
        if len(listed) > 1:
            result[whole] = listed
    return result


def listed(families: Mapping[int, list[int]]) -> IntArray:
    """(piece, whole) of every family, one row each."""
    found = [(piece, whole) for whole, pieces in families.items() for piece in pieces]
    return np.array(found, dtype=np.int64).reshape(-1, 2)
