"""Many rows of the list as one selection: in ranges, which stay fast where single rows do not."""

from __future__ import annotations

from typing import Sequence

from qgis.PyQt.QtCore import QItemSelection, QModelIndex

from .findings_model import FindingsModel


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
