"""The matrix that pairs plan use with place classes."""

from __future__ import annotations

from typing import Any, Mapping

import numpy as np

from ...geometry.arrays import IntArray, TextArray

OK, REVIEW, CONFLICT = 0, 1, 2


class Matrix:
    """The matrix of the rule: category -> class -> 0 goes well, 1 to be tried, 2 conflict."""

    def __init__(self, table: Mapping[str, Mapping[str, Any]]) -> None:
        self.table = table

    def values(self, category: TextArray, class_code: TextArray) -> IntArray:
        """The value of each pair; pairs that the matrix leaves out go well."""
        uses, use_of = np.unique(category.astype(str), return_inverse=True)
        classes, class_of = np.unique(class_code.astype(str), return_inverse=True)
        table = np.zeros((len(uses), len(classes)), dtype=np.int64)
        for i, use in enumerate(uses.tolist()):
            row = self.table.get(use, {})
            table[i] = [int(row.get(place, OK)) for place in classes.tolist()]
        return np.asarray(table[use_of, class_of], dtype=np.int64)

    def worst(self, category: TextArray) -> IntArray:
        """The worst that any class would make of each category."""
        highest = {
            use: max((int(v) for v in row.values()), default=OK) for use, row in self.table.items()
        }
        return np.array([highest.get(use, OK) for use in category.tolist()], dtype=np.int64)
