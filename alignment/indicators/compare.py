"""Comparison with thresholds: unrounded, with the tolerances of the domain definitions.

A figure exactly at its threshold must not fall on either side by a rounding error of the
geometry engine. Tolerances (checks.md, General, Comparison): 1e-6 for ratios, 1 m2 for areas,
0.1 m for lengths; 1e-6 of the threshold for dwellings and plain numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..geometry.arrays import BoolArray, FloatArray
from ..geometry.measure import M2_PER_HA

AREA_M2 = 1.0
LENGTH_M = 0.1
RATIO = 1e-6
TOLERANCE = {"share": RATIO, "m2": AREA_M2, "ha": AREA_M2 / M2_PER_HA, "m": LENGTH_M}

Numbers = Any  # a float or an array of floats, broadcast


def tolerance(threshold: Numbers, unit: str) -> FloatArray:
    """By how much a figure of `unit` may miss `threshold` and still count as at it."""
    limit = np.asarray(threshold, dtype=np.float64)
    if unit in TOLERANCE:
        return np.full(limit.shape, TOLERANCE[unit])
    return np.asarray(RATIO * np.abs(limit))


def at_least(values: Numbers, threshold: Numbers, unit: str) -> BoolArray:
    """values >= threshold; False for NaN."""
    limit = np.asarray(threshold, dtype=np.float64)
    return np.asarray(np.asarray(values, np.float64) >= limit - tolerance(limit, unit))


def at_most(values: Numbers, threshold: Numbers, unit: str) -> BoolArray:
    """values <= threshold; False for NaN."""
    limit = np.asarray(threshold, dtype=np.float64)
    return np.asarray(np.asarray(values, np.float64) <= limit + tolerance(limit, unit))


def below(values: Numbers, threshold: Numbers, unit: str) -> BoolArray:
    """values < threshold; False for NaN. Never true where `at_least` is."""
    limit = np.asarray(threshold, dtype=np.float64)
    return np.asarray(np.asarray(values, np.float64) < limit - tolerance(limit, unit))


def above(values: Numbers, threshold: Numbers, unit: str) -> BoolArray:
    """values > threshold; False for NaN. Never true where `at_most` is."""
    limit = np.asarray(threshold, dtype=np.float64)
    return np.asarray(np.asarray(values, np.float64) > limit + tolerance(limit, unit))


def ratio(part: Numbers, whole: Numbers) -> FloatArray:
    """part / whole; NaN where the whole is 0."""
    top = np.asarray(part, dtype=np.float64)
    bottom = np.asarray(whole, dtype=np.float64)
    top, bottom = np.broadcast_arrays(top, bottom)
    result = np.full(bottom.shape, np.nan)
    np.divide(top, bottom, out=result, where=bottom > 0)
    return result
