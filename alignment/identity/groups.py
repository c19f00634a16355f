"""Settling a group of candidates as a whole: each finding at most once."""

from __future__ import annotations

import numpy as np

from ..geometry.arrays import BoolArray, IntArray
from .assign import best_pairs
from .candidates import Candidates
from .methods import CONFIDENT, LARGEST_GROUP, TOO_CLOSE


def solve(found: Candidates) -> tuple[IntArray, BoolArray]:
    """The candidates to take, and which of them are less than sure."""
    if len(found.old) == 0:
        return np.empty(0, np.int64), np.empty(0, bool)
    old_degree = np.bincount(found.old)[found.old]
    new_degree = np.bincount(found.new)[found.new]
    alone = (old_degree == 1) & (new_degree == 1)
    chosen, unsure = [np.flatnonzero(alone)], [np.zeros(int(alone.sum()), dtype=bool)]
    for group in _groups(found, np.flatnonzero(~alone)):
        taken, doubt = _solve_group(found, group)
        chosen.append(taken)
        unsure.append(doubt)
    taken = np.concatenate(chosen)
    doubt = np.concatenate(unsure) | (found.confidence[taken] < CONFIDENT)
    return taken, doubt


def _groups(found: Candidates, rows: IntArray) -> list[IntArray]:
    """Candidates that hang together through shared findings."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(item: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(item, item) != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    ends = [
        (("o", o), ("n", n)) for o, n in zip(found.old[rows].tolist(), found.new[rows].tolist())
    ]
    for left, right in ends:
        parent[root(left)] = root(right)
    groups: dict[tuple[str, int], list[int]] = {}
    for row, (left, _) in zip(rows.tolist(), ends):
        groups.setdefault(root(left), []).append(row)
    return [np.array(group, dtype=np.int64) for group in groups.values()]


def _solve_group(found: Candidates, group: IntArray) -> tuple[IntArray, BoolArray]:
    old, row = np.unique(found.old[group], return_inverse=True)
    new, column = np.unique(found.new[group], return_inverse=True)
    if max(len(old), len(new)) > LARGEST_GROUP:
        return _mutual_best(found, group, row, column)
    scores = np.zeros((len(old), len(new)))
    scores[row, column] = found.score[group]
    at = np.zeros(scores.shape, dtype=np.int64)
    at[row, column] = group
    rows, columns = best_pairs(scores)
    best = scores[rows, columns]
    rivals = scores.copy()
    rivals[rows, columns] = 0.0
    rival = np.maximum(rivals[rows].max(axis=1), rivals[:, columns].max(axis=0))
    return at[rows, columns], rival > best - TOO_CLOSE


def _mutual_best(
    found: Candidates, group: IntArray, row: IntArray, column: IntArray
) -> tuple[IntArray, BoolArray]:
    """Of a group too large to tell: pairs that are each other's best, all to be confirmed."""
    score = found.score[group]
    best_of_row, best_of_column = np.zeros(row.max() + 1), np.zeros(column.max() + 1)
    np.maximum.at(best_of_row, row, score)
    np.maximum.at(best_of_column, column, score)
    mutual = np.flatnonzero((score == best_of_row[row]) & (score == best_of_column[column]))
    _, first = np.unique(row[mutual], return_index=True)
    mutual = mutual[np.sort(first)]
    _, first = np.unique(column[mutual], return_index=True)
    taken = group[mutual[np.sort(first)]]
    return taken, np.ones(len(taken), dtype=bool)
