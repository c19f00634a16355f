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


def colleague_writes(dock: Any, *findings: str, name: str = "Bo", **said: str) -> None:
    """A colleague, in a panel of their own, writes an entry on findings of the same store."""
    from strukturbild.review.opening import open_store  # noqa: PLC0415 - after QGIS was started
    from strukturbild.review.records import Author, Change  # noqa: PLC0415

    with open_store(dock.session.place).closing() as other:
        for finding in findings:
            number = other.state(finding).sequence
            other.write(finding, number, Change(**said), Author("bo", name))


def let_something_wait(dock: Any, finding: str, qtbot: Any) -> None:
    """As when a package came with another decision."""
    from strukturbild.review.log import new_entry  # noqa: PLC0415
    from strukturbild.review.records import Author, Change  # noqa: PLC0415
    from strukturbild.review.waiting import let_wait  # noqa: PLC0415

    session = dock.session
    change = Change(status="data_error", comment="Fel lager", origin="x" * 24)
    theirs = new_entry(finding, 1, change, Author("cecilia", "Cecilia"), "")
    with session.store.backend.transaction():
        let_wait(session.store, [theirs])
    session.look_for_changes()
    qtbot.waitUntil(lambda: dock.review.detail.mode == "waiting", timeout=5000)
