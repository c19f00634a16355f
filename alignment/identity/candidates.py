"""Which pairs of findings might be one, whatever their keys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..geometry.arrays import BoolArray, FloatArray, IntArray
from ..geometry.likeness import (
    ROWS_PER_QUESTION,
    BoxTree,
    box_distance,
    box_overlap,
)
from ..progress import Tick
from .methods import LARGEST_GROUP, MOST_ALIKE, NEAR_M, SOME_GROUND, TELLING
from .sides import Side


@dataclass(frozen=True)
class Possible:
    """Pairs (n,) of rows of old and new, each once; `more` where a crowd has others."""

    old: IntArray
    new: IntArray
    more: bool


def possible_pairs(
    old: Side, new: Side, free_old: IntArray, free_new: IntArray, keyed: IntArray, tick: Tick
) -> Possible:
    """Pairs of free rows that are worth judging.

    `keyed` (n, 2) are pairs of one key that share too little ground to be settled by it.
    """
    found = [keyed, _same_objects(old, new, free_old, free_new)]
    found += [_same_plan_object(old, new, free_old, free_new)]
    found += [_unplaced(old, new, free_old, free_new), _namesakes(old, new, free_old, free_new)]
    ground, more = _same_ground(old, new, free_old, free_new, tick)
    found.append(ground)
    together = np.concatenate([pairs.astype(np.int64).reshape(-1, 2) for pairs in found])
    together = together[old.kind[together[:, 0]] == new.kind[together[:, 1]]]
    once = np.unique(together[:, 0] * max(len(new), 1) + together[:, 1])
    return Possible(once // max(len(new), 1), once % max(len(new), 1), more)


def joined(left: IntArray, right: IntArray, most: int) -> IntArray:
    """Index pairs (n, 2) of equal numbers, without those that a side has more often than `most`."""
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    start = np.searchsorted(ordered, left, side="left")
    count = np.searchsorted(ordered, left, side="right") - start
    values, where, times = np.unique(left, return_inverse=True, return_counts=True)
    del values
    count[(times[where] > most) | (count > most)] = 0
    i = np.repeat(np.arange(len(left)), count)
    offset = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count)
    return np.column_stack([i, order[start[i] + offset]]) if len(i) else np.empty((0, 2), np.int64)


def _join_rows(
    old: IntArray, new: IntArray, left: IntArray, right: IntArray, most: int
) -> IntArray:
    """Pairs of the given rows of old and new whose numbers are equal."""
    found = joined(left[old], right[new], most)
    return np.column_stack([old[found[:, 0]], new[found[:, 1]]])


def _same_objects(old: Side, new: Side, free_old: IntArray, free_new: IntArray) -> IntArray:
    """Of one rule, partition and objects, whatever their locators; of many only ground can tell."""
    left = free_old[(old.plan[free_old] > 0) | (old.structure[free_old] > 0)]
    right = free_new[(new.plan[free_new] > 0) | (new.structure[free_new] > 0)]
    return _join_rows(left, right, old.objects, new.objects, LARGEST_GROUP)


def _same_plan_object(old: Side, new: Side, free_old: IntArray, free_new: IntArray) -> IntArray:
    """Of one rule and plan object, where their bounds meet: what is left in another place."""
    left = free_old[(old.plan[free_old] > 0) & old.placed[free_old]]
    right = free_new[(new.plan[free_new] > 0) & new.placed[free_new]]
    width = int(max(old.plan.max(initial=0), new.plan.max(initial=0))) + 1
    found = _join_rows(
        left, right, old.kind * width + old.plan, new.kind * width + new.plan, LARGEST_GROUP
    )
    return found[box_overlap(old.boxes[found[:, 0]], new.boxes[found[:, 1]]) > 0]


def _unplaced(old: Side, new: Side, free_old: IntArray, free_new: IntArray) -> IntArray:
    """Findings without geometry that have a name, or one of their objects, to themselves."""
    left, right = free_old[~old.placed[free_old]], free_new[~new.placed[free_new]]
    found = [np.empty((0, 2), np.int64)]
    for a, b in ((old.plan, new.plan), (old.structure, new.structure), (old.name, new.name)):
        here, there = left[a[left] > 0], right[b[right] > 0]
        width = int(max(a.max(initial=0), b.max(initial=0))) + 1
        found.append(_join_rows(here, there, old.kind * width + a, new.kind * width + b, 1))
    return np.concatenate(found)


def _namesakes(old: Side, new: Side, free_old: IntArray, free_new: IntArray) -> IntArray:
    """Of one telling name and near each other, whether or not they share ground."""
    left = free_old[old.placed[free_old] & (old.name[free_old] > 0)]
    right = free_new[new.placed[free_new] & (new.name[free_new] > 0)]
    left = left[old.name_count[left] <= TELLING]
    right = right[new.name_count[right] <= TELLING]
    found = _join_rows(left, right, old.named, new.named, TELLING)
    near = box_distance(old.boxes[found[:, 0]], new.boxes[found[:, 1]]) <= NEAR_M
    return found[near]


def _same_ground(
    old: Side, new: Side, free_old: IntArray, free_new: IntArray, tick: Tick
) -> tuple[IntArray, bool]:
    """Pairs that may share a tenth of their ground, and whether there were more of them.

    Of each finding those of the most similar bounds: in a heap each may be paired with each.
    """
    left, right = free_old[old.placed[free_old]], free_new[new.placed[free_new]]
    if len(left) == 0 or len(right) == 0:
        return np.empty((0, 2), np.int64), False
    size_left, size_right = old.size(left), new.size(right)
    tree = BoxTree(new.boxes[right], new.kind[right])
    found, more = [], False
    for start in range(0, len(left), ROWS_PER_QUESTION):
        tick()
        block = left[start : start + ROWS_PER_QUESTION]
        i, j = tree.overlapping(old.boxes[block], old.kind[block])
        i += start
        likeness = _at_most(
            box_overlap(old.boxes[left[i]], new.boxes[right[j]]), size_left[i], size_right[j]
        )
        kept = likeness >= SOME_GROUND
        i, j, likeness = i[kept], j[kept], likeness[kept]
        best = ranked(i, likeness, j) < MOST_ALIKE
        more |= not best.all()
        found.append((i[best], j[best], likeness[best]))
    i, j, likeness = (np.concatenate(column) for column in zip(*found))
    best = ranked(j, likeness, i) < MOST_ALIKE
    return np.column_stack([left[i[best]], right[j[best]]]), more or not best.all()


def _at_most(shared: FloatArray, a: FloatArray, b: FloatArray) -> FloatArray:
    """The largest IoU that areas of a and b m2 can have when they share at most `shared` m2."""
    most = np.minimum(shared, np.minimum(a, b))
    whole = a + b - most
    return np.divide(most, whole, out=np.zeros(len(most)), where=whole > 0)


def ranked(group: IntArray, likeness: FloatArray, other: IntArray) -> IntArray:
    """The rank (0 is first) of each entry within its group, by likeness, ties by `other`."""
    order = np.lexsort((other, -likeness, group))
    ordered = group[order]
    first: BoolArray = np.ones(len(order), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    starts = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order)) - starts
    return ranks
