"""What an edit changes: findings that are new, resolved or changed since the engine was built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

import numpy as np

from ..geometry.arrays import BoolArray, IntArray, to_wkb
from ..identity.findings import FindingRows
from ..identity.match import match
from ..runner.ledger_table import LedgerTable


@dataclass(frozen=True)
class LiveResult:
    """The findings of a municipality and its borders, held against those before the editing.

    `new` and `changed` are rows as they are now, `resolved` as they were. A finding that is
    `changed` differs in outcome, severity, a figure or its geometry, or got another key where
    the review would surely take it for the same. Of neighbours there are the findings whose
    figures look across the border. `outcomes` are the counts of all rows now, `outcomes_before`
    those at the start. `deferred` are ids of rules that only an ordinary run answers; `complete`
    is False where a rule broke. Area account and headline figures are a run's alone.
    """

    new: LedgerTable
    resolved: LedgerTable
    changed: LedgerTable
    outcomes: Mapping[str, int]
    outcomes_before: Mapping[str, int]
    deferred: tuple[str, ...] = ()
    complete: bool = True

    @property
    def is_empty(self) -> bool:
        """True where nothing differs from the start."""
        return not (len(self.new) or len(self.resolved) or len(self.changed))


@dataclass(frozen=True)
class Difference:
    """Findings that came and those that differ (rows of now), and that went (rows of before)."""

    new: IntArray
    resolved: IntArray
    changed: IntArray


def difference(before: LedgerTable, now: LedgerTable) -> Difference:
    """How two ledgers of the same rules and places differ in their findings."""
    row_before = {key: row for row, key in enumerate(before.key.tolist())}
    row_now = {key: row for row, key in enumerate(now.key.tolist())}
    was, is_now = before.is_finding, now.is_finding
    new = [row for key, row in row_now.items() if is_now[row] and not _is(was, row_before, key)]
    gone = [row for key, row in row_before.items() if was[row] and not _is(is_now, row_now, key)]
    both = [
        (row_before[key], row)
        for key, row in row_now.items()
        if is_now[row] and _is(was, row_before, key)
    ]
    i = np.array([a for a, _ in both], dtype=np.int64)
    j = np.array([b for _, b in both], dtype=np.int64)
    differ = _differ(before.take(i), now.take(j))
    changed = j[differ]
    new_rows, gone_rows = np.array(new, dtype=np.int64), np.array(gone, dtype=np.int64)
    if new and gone:
        same = _same_findings(before.take(gone_rows), now.take(new_rows))
        changed = np.append(changed, new_rows[same[1]])
        new_rows = np.delete(new_rows, same[1])
        gone_rows = np.delete(gone_rows, same[0])
    return Difference(new_rows, gone_rows, np.sort(changed))


def _same_findings(before: LedgerTable, now: LedgerTable) -> tuple[IntArray, IntArray]:
    """Pairs of rows that are surely one finding with another key, as the review will match them.

    An object without an id of its own is known by its place: it is the same when it is moved.
    """
    found = match(FindingRows.of(before), FindingRows.of(now))
    sure = ~found.to_confirm
    return found.old_row[sure], found.new_row[sure]


def _is(finding: BoolArray, rows: Mapping[str, int], key: str) -> bool:
    row = rows.get(key)
    return row is not None and bool(finding[row])


def _differ(before: LedgerTable, now: LedgerTable) -> BoolArray:
    """Row by row whether anything that a reader sees differs."""
    differ = np.zeros(len(now), dtype=bool)
    for name in ("outcome", "severity", "reason", "label", "stage", "figures", "area_m2",
                 "length_cm", "explanation"):  # fmt: skip
        differ |= getattr(before, name) != getattr(now, name)
    for name in ("value", "threshold", "share"):
        a, b = getattr(before, name), getattr(now, name)
        differ |= ~((a == b) | (np.isnan(a) & np.isnan(b)))
    same_place = np.array([a is b for a, b in zip(before.geometry, now.geometry)], dtype=bool)
    open_rows = np.flatnonzero(~same_place & ~differ)
    if len(open_rows):
        differ[open_rows] = to_wkb(before.geometry[open_rows]) != to_wkb(now.geometry[open_rows])
    return differ
