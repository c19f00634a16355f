"""What tests of the dock do with it, as a planner would."""

from __future__ import annotations

from typing import Any


def choose(dock: Any, count: int = 1, start: int = 0) -> list[str]:
    """Select findings of the list that follow each other; their ids."""
    page = dock.review
    rows = page.model.shown_rows().tolist()[start : start + count]
    page.list.go_to(rows[0])
    selection = page.list.selectionModel()
    for row in rows[1:]:
        selection.select(page.model.index_of(row), type(selection).SelectionFlag.Select)
    return [page.model.records.ids[row] for row in rows]


def state(dock: Any, finding: str) -> Any:
    """Where a finding stands in the store."""
    return dock.session.store.state(finding)
