"""Rounding of figures that are calculated and not counted."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..geometry.arrays import FloatArray

DWELLINGS_STEP = 10.0


def shown_dwellings(values: Any, calculated: Any) -> FloatArray:
    """Dwellings as shown: whole where the plan gives them, to tens where they are calculated.

    Thresholds are compared with the unrounded values (checks.md, General, Dwellings).
    """
    number = np.asarray(values, dtype=np.float64)
    tens = np.rint(number / DWELLINGS_STEP) * DWELLINGS_STEP
    return np.asarray(np.where(np.asarray(calculated, dtype=bool), tens, np.rint(number)))
