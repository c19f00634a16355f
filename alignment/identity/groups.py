"""Settling candidates: each finding at most once, a group that hangs together as a whole.

In turns: first the pairs by key, objects or the same ground, in each group those whose scores add
up to the most; then, of what is left, those of one name on much of the same ground; then the unsure
ones. A pair is never given up for weaker ones, however many: two doubtful carries are not worth one
decision that went elsewhere.
"""

from __future__ import annotations

import numpy as np

from ..geometry.arrays import BoolArray, IntArray
from .assign import best_pairs
from .judge import Candidates
from .methods import CONFIDENCE, CONFIDENT, LARGEST_GROUP, OVERLAP, TOO_CLOSE

TURNS = (CONFIDENCE[OVERLAP], CONFIDENT, 0.0)


def solve(found: Candidates) -> tuple[IntArray, BoolArray]:
    """The candidates to take, and which of them wait to be confirmed."""
    nothing = np.empty(0, np.int64), np.empty(0, bool)
    if len(found.old) == 0:
        return nothing
    taken, doubt = nothing
    free = np.ones(len(found.old), dtype=bool)
    for least in TURNS:
        more, crowded = _settle(found, np.flatnonzero(free & (found.confidence >= least)))
        taken, doubt = np.append(taken, more), np.append(doubt, crowded)
        free &= ~np.isin(found.old, found.old[more]) & ~np.isin(found.new, found.new[more])
    doubt |= found.confidence[taken] < CONFIDENT
    return taken, doubt | _rivalled(found, taken) | _contradicted(found, taken)


def _settle(found: Candidates, rows: IntArray) -> tuple[IntArray, BoolArray]:
    """Of the given candidates the best set, and which came from a group too large to tell."""
    old_degree = np.bincount(found.old[rows])[found.old[rows]] if len(rows) else rows
    new_degree = np.bincount(found.new[rows])[found.new[rows]] if len(rows) else rows
    alone = (old_degree == 1) & (new_degree == 1)
    chosen, crowded = [rows[alone]], [np.zeros(int(alone.sum()), dtype=bool)]
    for group in _groups(found, rows[~alone]):
        taken, doubt = _solve_group(found, group)
        chosen.append(taken)
        crowded.append(np.full(len(taken), doubt, dtype=bool))
    return np.concatenate(chosen), np.concatenate(crowded)


def _groups(found: Candidates, rows: IntArray) -> list[IntArray]:
    """Candidates that hang together through shared findings."""
    _, old = np.unique(found.old[rows], return_inverse=True)
    _, new = np.unique(found.new[rows], return_inverse=True)
    behind = int(old.max(initial=-1)) + 1
    parent = list(range(behind + int(new.max(initial=-1)) + 1))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    ends = list(zip(old.tolist(), (new + behind).tolist()))
    for left, right in ends:
        parent[root(left)] = root(right)
    groups: dict[int, list[int]] = {}
    for row, (left, _) in zip(rows.tolist(), ends):
        groups.setdefault(root(left), []).append(row)
    return [np.array(group, dtype=np.int64) for group in groups.values()]


def _solve_group(found: Candidates, group: IntArray) -> tuple[IntArray, bool]:
    old, row = np.unique(found.old[group], return_inverse=True)
    new, column = np.unique(found.new[group], return_inverse=True)
    if min(len(old), len(new)) == 1:
        return group[[int(np.argmax(found.score[group]))]], False
    if max(len(old), len(new)) > LARGEST_GROUP:
        return _by_turns(found, group), True
    scores = np.zeros((len(old), len(new)))
    scores[row, column] = found.score[group]
    at = np.zeros(scores.shape, dtype=np.int64)
    at[row, column] = group
    rows, columns = best_pairs(scores)
    return at[rows, columns], False


def _by_turns(found: Candidates, group: IntArray) -> IntArray:
    """Of a group too large to tell: the best pair, then the best of what is left, and so on."""
    order = group[np.argsort(-found.score[group], kind="stable")]
    taken, used_old, used_new = [], set(), set()
    for row, old, new in zip(order.tolist(), found.old[order].tolist(), found.new[order].tolist()):
        if old not in used_old and new not in used_new:
            taken.append(row)
            used_old.add(old)
            used_new.add(new)
    return np.array(taken, dtype=np.int64)


def _rivalled(found: Candidates, taken: IntArray) -> BoolArray:
    """Whether another partner of either finding does nearly as well, or better."""
    others = np.ones(len(found.old), dtype=bool)
    others[taken] = False
    best_old = np.zeros(int(found.old.max()) + 1)
    best_new = np.zeros(int(found.new.max()) + 1)
    np.maximum.at(best_old, found.old[others], found.score[others])
    np.maximum.at(best_new, found.new[others], found.score[others])
    rival = np.maximum(best_old[found.old[taken]], best_new[found.new[taken]])
    return np.asarray(rival > found.score[taken] - TOO_CLOSE, dtype=bool)


def _contradicted(found: Candidates, taken: IntArray) -> BoolArray:
    """Whether key and ground speak for different partners, and nothing settles it.

    A key on changed ground is doubted where another finding lies on much of the ground. Ground is
    doubted where the key lives on: on part of this ground, unless a telling name agrees; or
    elsewhere, unless a telling name agrees or the ground is identical.
    """
    chosen = np.zeros(len(found.old), dtype=bool)
    chosen[taken] = True
    ground_rival = _met(found, ~chosen & found.much_ground & ~found.keyed, taken)
    key_here = _met(found, ~chosen & found.kept_ground, taken)
    key_anywhere = _met(found, ~chosen & found.keyed, taken)
    keyed, telling = found.keyed[taken], found.telling[taken]
    shaken = key_here | (key_anywhere & ~found.identical[taken])
    return np.where(keyed, ground_rival & ~found.much_ground[taken], shaken & ~telling)


def _met(found: Candidates, which: BoolArray, taken: IntArray) -> BoolArray:
    """For each taken pair whether either of its findings is in one of the marked candidates."""
    old = np.zeros(int(found.old.max()) + 1, dtype=bool)
    new = np.zeros(int(found.new.max()) + 1, dtype=bool)
    old[found.old[which]] = True
    new[found.new[which]] = True
    return np.asarray(old[found.old[taken]] | new[found.new[taken]], dtype=bool)
