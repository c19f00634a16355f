"""The interval rule: what is unknown is computed at best and at worst.

Where every case leads to the same outcome and severity, that is the answer; otherwise the row
is undetermined, and both figures are shown (checks.md, General, Interval rule).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Sequence

import numpy as np

from ..geometry.arrays import BoolArray, FloatArray, IntArray, TextArray
from ..ledger import AssessmentBuilder, Outcome


@dataclass(frozen=True)
class Verdict:
    """Outcomes of some rows in one case (best, worst): arrays (n,) of equal length."""

    outcome: IntArray
    severity: IntArray
    reason: TextArray

    def __len__(self) -> int:
        return len(self.outcome)

    def set(
        self, rows: Any, outcome: Outcome, severity: Any = 0, reason: str | None = None
    ) -> None:
        """Give the rows (mask or indices) an outcome; later calls win."""
        self.outcome[rows] = int(outcome)
        self.severity[rows] = severity
        if reason is not None:
            self.reason[rows] = reason


def verdict(count: int) -> Verdict:
    """A verdict in which every row is supported."""
    return Verdict(
        np.zeros(count, dtype=np.int64),
        np.zeros(count, dtype=np.int64),
        np.full(count, "", dtype=object),
    )


def agree(cases: Sequence[Verdict]) -> BoolArray:
    """True for the rows that come to the same outcome and severity in all cases."""
    first = cases[0]
    same = np.ones(len(first), dtype=bool)
    for other in cases[1:]:
        same &= (other.outcome == first.outcome) & (other.severity == first.severity)
    return same


def settle(
    builder: AssessmentBuilder,
    rows: IntArray,
    cases: Sequence[Verdict],
    missing: str,
    reason: str = "",
) -> BoolArray:
    """Write rows by the interval rule; return which of them were settled.

    `rows` are the builder's rows that the cases (best first, worst last) speak of, in order.
    Those that agree get the worst case's outcome, severity and reason; the rest become
    undetermined, with `missing` naming what was not known and `reason` picking the wording.
    """
    worst = cases[-1]
    settled = agree(cases)
    builder.outcome[rows] = np.where(settled, worst.outcome, int(Outcome.UNDETERMINED))
    builder.severity[rows] = np.where(settled, worst.severity, 0)
    builder.reason[rows] = np.where(settled, worst.reason, reason)
    builder.missing[rows] = np.where(settled, "", missing)
    return settled


def share_range(
    part: tuple[FloatArray, FloatArray],
    rest: tuple[FloatArray, FloatArray],
    certain: BoolArray,
) -> tuple[float, float]:
    """Lowest and highest possible sum(part) / sum(part + rest).

    `part` and `rest` are (low, high) arrays by object, `certain` says which objects surely
    count; any selection of the others may. NaN where no selection has anything to share.
    """
    low = _extreme(part[0], rest[1], certain, highest=False)
    high = _extreme(part[1], rest[0], certain, highest=True)
    return low, high


def _extreme(part: FloatArray, rest: FloatArray, certain: BoolArray, *, highest: bool) -> float:
    """The extreme share: objects that may count are taken in order of their own share."""
    whole = part + rest
    optional = np.flatnonzero(~certain & (whole > 0))
    own = part[optional] / whole[optional]
    order = optional[np.argsort(-own if highest else own, kind="stable")]
    top = np.concatenate(([part[certain].sum()], part[order])).cumsum()
    bottom = np.concatenate(([whole[certain].sum()], whole[order])).cumsum()
    usable = bottom > 0
    if not usable.any():
        return float("nan")
    shares = top[usable] / bottom[usable]
    return float(shares.max() if highest else shares.min())
