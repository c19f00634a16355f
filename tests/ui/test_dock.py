"""The dock as a planner uses it: open, choose, decide, undo, filter, group, many at once."""

from __future__ import annotations

from typing import Any

from qgis.PyQt.QtCore import Qt


def choose(dock: Any, count: int = 1) -> list[str]:
    """Select the first findings of the list; their ids."""
    page = dock.review
    rows = page.model.shown_rows().tolist()[:count]
    page.list.go_to(rows[0])
    selection = page.list.selectionModel()
    for row in rows[1:]:
        selection.select(page.model.index_of(row), type(selection).SelectionFlag.Select)
    return [page.model.records.ids[row] for row in rows]


def test_without_a_case_the_dock_says_what_it_does(dock: Any) -> None:
    assert dock.stack.currentWidget() is dock.welcome
    assert dock.welcome.sample.isEnabled()


def test_open_lists_findings_with_progress(review: Any) -> None:
    page = review.review
    assert review.stack.currentWidget() is page
    assert len(page.model.groups) > 5
    assert all(group.left == group.total for group in page.model.groups)
    assert "12" in page.last_run.text()
    assert page.summary.isVisibleTo(review)


def test_choose_shows_details_and_marks_the_map(review: Any) -> None:
    page, session = review.review, review.session
    shown = [session.records.ids[row] for row in page.model.shown_rows()]
    finding = next(item for item in shown if session.finding_shape(item))
    assert page.go_to(finding)
    assert session.current == finding
    assert page.detail.title.text()
    assert page.detail.text.toPlainText()
    assert review.map_link.bands
    page.list.clearSelection()
    session.set_current("")
    assert review.map_link.bands == []


def test_decide_by_key_and_undo(review: Any, qtbot: Any) -> None:
    (finding,) = choose(review)
    page, session = review.review, review.session
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_D)
    row = session.records.row_of[finding]
    assert session.records.status[row] == "in_dialogue"
    assert session.store.state(finding).status == "in_dialogue"
    qtbot.keyClick(page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.store.state(finding).status == "new"
    assert session.records.status[row] == "new"
    assert len(session.store.history(finding)) == 2
