"""Many rows of the list as one selection: in ranges, which stay fast where single rows do not."""

from __future__ import annotations

from typing import Sequence

import numpy as np
from qgis.PyQt.QtCore import QItemSelection, QModelIndex

from .findings_model import FindingsModel
from .records import IntArray

NO_ROWS: IntArray = np.zeros(0, np.int64)


def indexes_of(model: FindingsModel, rows: Sequence[int]) -> list[QModelIndex]:
    """Where rows of the records are shown, in the order of the list; hidden ones are left out."""
    found = [index for row in rows if (index := model.index_of(row)).isValid()]
    return sorted(found, key=lambda index: (index.internalId(), index.row()))


def selection_of(indexes: Sequence[QModelIndex]) -> QItemSelection:
    """The selection of these indexes, which stand in the order of the list."""
    selection = QItemSelection()
    first = last = None
    for index in indexes:
        following = last is not None and index.internalId() == last.internalId()
        if first is None or last is None or not following or index.row() != last.row() + 1:
            if first is not None and last is not None:
                selection.select(first, last)
            first = index
        last = index
    if first is not None and last is not None:
        selection.select(first, last)
    return selection


def whole_groups(model: FindingsModel, places: Sequence[int]) -> QItemSelection:
    """The selection of all rows of the groups at these places."""
    selection = QItemSelection()
    for place in places:
        top = model.index(place, 0)
        selection.select(model.index(0, 0, top), model.index(model.rowCount(top) - 1, 0, top))
    return selection


def rows_of(model: FindingsModel, selection: QItemSelection) -> IntArray:
    """Rows of the records that are selected, in the order of the list; groups are none."""
    starts = np.cumsum([0, *(len(group.rows) for group in model.groups)])
    parts = [
        np.arange(part.top(), part.bottom() + 1) + starts[part.parent().row()]
        for part in selection
        if part.parent().isValid()
    ]
    return model.shown_rows()[np.unique(np.concatenate(parts))] if parts else NO_ROWS
