"""Figures of a rule that has object rows and, last, one summary row."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..geometry.arrays import TextArray
from ..ledger import TEXT_UNITS, AssessmentBuilder


class RowFigures:
    """Collects named figures of object rows (0..n-2) and of the summary row (n-1)."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._columns: dict[str, tuple[TextArray, str]] = {}

    def objects(self, name: str, values: Any, unit: str) -> None:
        """Give the object rows a figure; values (n-1,)."""
        self._column(name, unit)[:-1] = values

    def summary(self, name: str, value: Any, unit: str) -> None:
        """Give the summary row a figure."""
        self._column(name, unit)[-1] = value

    def everywhere(self, name: str, value: Any, unit: str) -> None:
        """Give all rows the same figure."""
        self._column(name, unit)[:] = value

    def write(self, builder: AssessmentBuilder) -> None:
        """Hand all figures to the builder."""
        for name, (values, unit) in self._columns.items():
            builder.figure(name, values, unit)

    def _column(self, name: str, unit: str) -> TextArray:
        if name not in self._columns:
            blank = np.full(self.count, "" if unit in TEXT_UNITS else np.nan, dtype=object)
            self._columns[name] = (blank, unit)
        return self._columns[name][0]
