"""Findings as matching sees them: what they are about, where, and how much."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..geometry.arrays import FloatArray, GeometryArray, IntArray, TextArray


@dataclass(frozen=True)
class FindingRows:
    """Columns (n,) of findings, from a result or from a review store.

    `partition` is a municipal code or pair; `parent_key` is "" but for pieces of a finding.
    `area_m2` and `length_cm` are whole numbers, `threshold` in the rule's unit (NaN for none).
    Geometry is in one projected CRS, None for findings without. `locator` is what tells findings
    of the same objects apart; where it is not given, findings without geometry whose keys
    changed wait to be confirmed.
    """

    key: TextArray
    parent_key: TextArray
    rule_id: TextArray
    partition: TextArray
    plan_object: TextArray
    structure_object: TextArray
    label: TextArray
    stage: TextArray
    strength: TextArray
    outcome: TextArray
    severity: IntArray
    threshold: FloatArray
    area_m2: IntArray
    length_cm: IntArray
    geometry: GeometryArray
    locator: TextArray | None = None

    def __len__(self) -> int:
        return len(self.key)

    def take(self, rows: Any) -> FindingRows:
        """The findings at the given rows (indices or mask)."""
        columns: dict[str, Any] = {
            field.name: getattr(self, field.name) for field in dataclasses.fields(self)
        }
        taken: dict[str, Any] = {
            name: None if column is None else column[rows] for name, column in columns.items()
        }
        return FindingRows(**taken)

    @classmethod
    def of(cls, table: Any) -> FindingRows:
        """The same columns of another table, such as a ledger's findings."""
        columns: dict[str, Any] = {
            field.name: getattr(table, field.name) for field in dataclasses.fields(cls)
        }
        arrays: dict[str, Any] = {
            name: None if column is None else np.asarray(column) for name, column in columns.items()
        }
        return cls(**arrays)
