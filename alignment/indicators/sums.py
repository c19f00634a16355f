"""Sums by group."""

from __future__ import annotations

import numpy as np

from ..geometry.arrays import FloatArray, IntArray


def sum_by(group: IntArray, values: object, count: int) -> FloatArray:
    """Sum of `values` (n,) over each group 0..count-1; 0 for empty groups."""
    weights = np.asarray(values, dtype=np.float64)
    return np.asarray(np.bincount(group, weights=weights, minlength=count), dtype=np.float64)
