"""Severity of findings: one step more where the regional object is an important one."""

from __future__ import annotations

import numpy as np

from ..geometry.arrays import IntArray
from ..model.fields import Column
from ..ruleset.model import Definitions

HIGHEST = 3


def with_step(
    severity: IntArray | int,
    definitions: Definitions,
    *,
    rank: Column | None = None,
    strength: Column | None = None,
) -> IntArray:
    """Severity +1 once where rank <= `severity_rank` or strength >= `severity_strength`, at most 3.

    For rows of regional objects only (checks.md, General, Severity): not for summaries, plan
    objects, or basis rules. 0 stays 0. `rank` and `strength` are columns by row.
    """
    column = rank if rank is not None else strength
    count = 1 if column is None else len(column)
    important = np.zeros(count, dtype=bool)
    if rank is not None:
        important |= ~rank.null & (rank.values <= float(definitions.value("severity_rank")))
    if strength is not None:
        limit = float(definitions.value("severity_strength"))
        important |= ~strength.null & (strength.values >= limit)
    base = np.broadcast_to(np.asarray(severity, dtype=np.int64), important.shape)
    return np.where(base > 0, np.minimum(base + important, HIGHEST), base).astype(np.int64)
