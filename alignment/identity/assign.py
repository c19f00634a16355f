"""Pairing the rows and columns of a small table so that the sum of scores is greatest."""

from __future__ import annotations

import numpy as np

from ..geometry.arrays import FloatArray, IntArray


def best_pairs(scores: FloatArray) -> tuple[IntArray, IntArray]:
    """Rows and columns paired so that their scores add up to the most; 0 is "no pair".

    `scores` is (n, m) with values >= 0. The Hungarian method with potentials (Kuhn 1955, in the
    O(n2 m) form of Jonker and Volgenant); rows come sorted. Meant for some dozens of rows.
    """
    if scores.shape[0] > scores.shape[1]:
        columns, rows = best_pairs(scores.T)
        order = np.argsort(rows, kind="stable")
        return rows[order], columns[order]
    count, width = scores.shape
    cost = np.zeros((count + 1, width + 1))
    cost[1:, 1:] = -scores
    row_potential, column_potential = np.zeros(count + 1), np.zeros(width + 1)
    row_of = np.zeros(width + 1, dtype=np.int64)  # 0: the column is free
    for row in range(1, count + 1):
        row_of[0] = row
        _augment(cost, row_potential, column_potential, row_of)
    columns = np.flatnonzero(row_of[1:])
    rows = row_of[1:][columns] - 1
    order = np.argsort(rows, kind="stable")
    rows, columns = rows[order], columns[order]
    real = scores[rows, columns] > 0
    return rows[real], columns[real]


def _augment(
    cost: FloatArray, row_potential: FloatArray, column_potential: FloatArray, row_of: IntArray
) -> None:
    """Give the row in `row_of[0]` a column, moving others where that is cheaper."""
    width = cost.shape[1]
    nearest = np.full(width, np.inf)
    came_from = np.zeros(width, dtype=np.int64)
    done = np.zeros(width, dtype=bool)
    column = 0
    while True:
        done[column] = True
        row = row_of[column]
        reduced = cost[row] - row_potential[row] - column_potential
        closer = ~done & (reduced < nearest)
        closer[0] = False
        nearest[closer] = reduced[closer]
        came_from[closer] = column
        open_columns = np.where(done, np.inf, nearest)
        following = int(np.argmin(open_columns))
        step = open_columns[following]
        row_potential[row_of[done]] += step
        column_potential[done] -= step
        nearest[~done] -= step
        column = following
        if row_of[column] == 0:
            break
    while column:
        before = came_from[column]
        row_of[column] = row_of[before]
        column = int(before)
