"""Findings that fell apart, and findings that became one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

import numpy as np

from ..geometry.arrays import FloatArray, IntArray
from ..geometry.likeness import ROWS_PER_QUESTION, BoxTree, box_overlap
from ..progress import Tick
from .candidates import ranked
from .judge import common_ground
from .methods import MOST_ALIKE, PIECE_SHARE
from .sides import Side


@dataclass(frozen=True)
class Pieces:
    """Pieces on one side, each with the one whole of the other side that it came from (n,).

    `shared` is in m2, `part` the piece's size as a share of the whole's.
    """

    piece: IntArray
    whole: IntArray
    shared: FloatArray
    part: FloatArray


def pieces_of(
    side: Side, wholes: Side, free: IntArray, own_self: Mapping[int, int], tick: Tick
) -> Pieces:
    """Free rows of a side that lie mostly on a larger row of the other side.

    `own_self` maps wholes to their partners on the pieces' side. Where that one still covers the
    piece, the whole did not fall apart: the piece lies on top of it. A piece has one whole, of
    several the one that it shares most with, then the smaller one.
    """
    free = free[side.placed[free]]
    among = np.flatnonzero(wholes.placed & np.isin(wholes.kind, side.kind[free]))
    if len(free) == 0 or len(among) == 0:
        return Pieces(*(np.empty(0, np.int64),) * 2, *(np.empty(0),) * 2)
    i, j = _covering(side, wholes, free, among, tick)
    ground = common_ground(side, wholes, i, j, tick)
    size, whole = side.size(i), wholes.size(j)
    mostly = (size < whole) & (ground.of_smaller > PIECE_SHARE)
    i, j, shared = i[mostly], j[mostly], ground.shared[mostly]
    still = np.array([own_self.get(int(row), -1) for row in j], dtype=np.int64)
    asked = np.flatnonzero(still >= 0)
    left = common_ground(side, side, i[asked], still[asked], tick)
    covered = np.zeros(len(i), dtype=bool)
    covered[asked] = left.shared > PIECE_SHARE * side.size(i[asked])
    i, j, shared = i[~covered], j[~covered], shared[~covered]
    order = np.lexsort((wholes.size(j), -shared, i))
    _, first = np.unique(i[order], return_index=True)
    best = order[first]
    return Pieces(i[best], j[best], shared[best], side.size(i[best]) / wholes.size(j[best]))


def _covering(
    side: Side, wholes: Side, free: IntArray, among: IntArray, tick: Tick
) -> tuple[IntArray, IntArray]:
    """Pairs of free pieces and wholes whose bounds cover more than half of the piece."""
    tree = BoxTree(wholes.boxes[among], wholes.kind[among])
    pieces, covering = [], []
    for start in range(0, len(free), ROWS_PER_QUESTION):
        tick()
        block = free[start : start + ROWS_PER_QUESTION]
        i, j = tree.overlapping(side.boxes[block], side.kind[block])
        i, j = block[i], among[j]
        overlap = box_overlap(side.boxes[i], wholes.boxes[j])
        kept = overlap > PIECE_SHARE * side.size(i)
        i, j, overlap = i[kept], j[kept], overlap[kept]
        kept = ranked(i, overlap, j) < MOST_ALIKE
        pieces.append(i[kept])
        covering.append(j[kept])
    return np.concatenate(pieces), np.concatenate(covering)


def families(found: Pieces, own_self: Mapping[int, int]) -> dict[int, list[int]]:
    """Each whole with its pieces, largest first, and its own self last; one piece is no family."""
    order = np.lexsort((found.piece, -found.shared, found.whole))
    gathered: dict[int, list[int]] = {}
    for piece, whole in zip(found.piece[order].tolist(), found.whole[order].tolist()):
        gathered.setdefault(whole, []).append(piece)
    for whole, pieces in gathered.items():
        if whole in own_self:
            pieces.append(own_self[whole])
    return {whole: pieces for whole, pieces in gathered.items() if len(pieces) > 1}


def listed(gathered: Mapping[int, list[int]]) -> IntArray:
    """(piece, whole) of every family, one row each."""
    found = [(piece, whole) for whole, pieces in gathered.items() for piece in pieces]
    return np.array(found, dtype=np.int64).reshape(-1, 2)
