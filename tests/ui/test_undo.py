"""What is written in the dock can be taken back, the last first, and the log keeps all."""

from __future__ import annotations

from typing import Any

import pytest
from driving import choose, colleague_writes, let_something_wait, state
from qgis.PyQt.QtCore import Qt


def undo(dock: Any, qtbot: Any) -> None:
    """Ctrl+Z in the list."""
    page = dock.review
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize(("button", "status"), [("first", "data_error"), ("second", "in_dialogue")])
def test_a_settling_is_taken_back(review: Any, qtbot: Any, button: str, status: str) -> None:
    page = review.review
    (finding,) = choose(review)
    page.act("in_dialogue")
    let_something_wait(review, finding, qtbot)
    getattr(page.detail, button).click()
    assert state(review, finding).status == status
    assert page.detail.mode == ""
    length = len(review.session.store.history(finding))
    choose(review, start=2)
    undo(review, qtbot)
    assert review.session.current == finding
    assert state(review, finding).status == "in_dialogue"
    assert len(review.session.store.history(finding)) > length
    assert page.detail.mode == "waiting"
    assert "Cecilia" in page.detail.text.toPlainText()
    assert review.session.records.to_confirm[review.session.records.row_of[finding]]
    page.detail.first.click()
    assert state(review, finding).status == "data_error"
    undo(review, qtbot)
    undo(review, qtbot)
    assert state(review, finding).status == "new"
    assert not page.decisions.undo.isEnabled()


def test_a_colleague_who_wrote_after_the_settling_is_shown_first(review: Any, qtbot: Any) -> None:
    page, session = review.review, review.session
    said: list[str] = []
    session.said.connect(lambda text, _level: said.append(text))
    (finding,) = choose(review)
    page.act("in_dialogue")
    let_something_wait(review, finding, qtbot)
    page.detail.first.click()
    colleague_writes(review, finding, status="fix_in_plan")
    undo(review, qtbot)
    assert "Bo" in said[-1]
    assert session.records.status[session.records.row_of[finding]] == "fix_in_plan"
    assert session.store.backend.query("SELECT COUNT(*) FROM waiting") == [(0,)]
    undo(review, qtbot)
    assert page.detail.mode == "waiting"
    assert state(review, finding).status == "fix_in_plan"


def test_mine_on_top_of_theirs_is_taken_back(review: Any, qtbot: Any) -> None:
    page = review.review
    (finding,) = choose(review)
    colleague_writes(review, finding, status="not_relevant", comment="Vattentornet")
    qtbot.keyClicks(page.decisions.comment, "Mitt motiv")
    page.act("accepted")
    assert page.detail.mode == "conflict"
    page.detail.second.click()
    assert state(review, finding).comment == "Mitt motiv"
    undo(review, qtbot)
    assert (state(review, finding).status, state(review, finding).comment) == (
        "not_relevant", "Vattentornet",
    )  # fmt: skip


def test_mine_is_not_lost_where_it_can_not_be_written(review: Any, qtbot: Any) -> None:
    page, session = review.review, review.session
    (finding,) = choose(review)
    colleague_writes(review, finding, status="not_relevant")
    page.act("in_dialogue")
    session.storing = True  # a run is being taken in
    page.detail.second.click()
    assert state(review, finding).status == "not_relevant"
    assert page.detail.mode == "conflict"
    session.storing = False
    page.detail.second.click()
    assert state(review, finding).status == "in_dialogue"


def test_a_comment_on_several_with_fields_is_one_step(review: Any, qtbot: Any) -> None:
    bar = review.review.decisions
    three = choose(review, 3)
    qtbot.keyClicks(bar.comment, "Ring kommunen")
    qtbot.keyClicks(bar.further.assigned, "Eva")
    qtbot.keyClick(bar.comment, Qt.Key.Key_Return)
    assert {(state(review, i).comment, state(review, i).assigned) for i in three} == {
        ("Ring kommunen", "Eva")
    }
    undo(review, qtbot)
    assert {(state(review, i).comment, state(review, i).assigned) for i in three} == {("", "")}
    assert not bar.undo.isEnabled()


def test_steps_are_taken_back_in_their_order(review: Any, qtbot: Any, monkeypatch: Any) -> None:
    from strukturbild.layers.drawn import Drawn  # noqa: PLC0415
    from strukturbild.ui.manual.adding import add_finding  # noqa: PLC0415
    from strukturbild.ui.manual.values import Chosen  # noqa: PLC0415

    page, session = review.review, review.session
    monkeypatch.setattr(page, "_accepted", lambda _preview: True)
    shape = session.finding_shape(choose(review)[0])
    ids = choose(review, 3)
    page.act("in_dialogue")
    (first,) = choose(review)
    qtbot.keyClicks(page.decisions.comment, "Motiv")
    page.act("accepted")
    drawn = add_finding(session, Chosen("Saknas", "links"), Drawn("polygon", shape, 1.0, 0.0))
    backend = session.store.backend
    with backend.transaction():
        backend.execute("UPDATE finding SET to_confirm = 1 WHERE finding_id = ?", (ids[1],))
    session.reload()
    assert page.go_to(ids[1])
    page.detail.first.click()
    row = session.records.row_of
    assert not session.records.to_confirm[row[ids[1]]]
    undo(review, qtbot)
    assert session.records.to_confirm[row[ids[1]]]
    undo(review, qtbot)
    assert state(review, drawn).status == "not_relevant"
    undo(review, qtbot)
    assert state(review, first).status == "in_dialogue"
    undo(review, qtbot)
    assert {state(review, item).status for item in ids} == {"new"}
    assert not page.decisions.undo.isEnabled()


def test_who_decides_anew_need_not_confirm(review: Any, qtbot: Any, monkeypatch: Any) -> None:
    page, session = review.review, review.session
    monkeypatch.setattr(page, "_accepted", lambda _preview: True)
    ids = choose(review, 3)
    with session.store.backend.transaction():
        session.store.set_to_confirm(ids[:2], waits=True)
    session.reload()
    rows = [session.records.row_of[item] for item in ids]
    page.list.clearSelection()
    page.list.select(rows)
    page.act("in_dialogue")
    assert [bool(session.records.to_confirm[row]) for row in rows] == [False] * 3
    assert {state(review, item).status for item in ids} == {"in_dialogue"}
    assert page.model.state_text(rows[0]) in page.decisions.undo.toolTip().lower()
    undo(review, qtbot)
    assert [bool(session.records.to_confirm[row]) for row in rows] == [True, True, False]
    assert {state(review, item).status for item in ids} == {"new"}
    assert not page.decisions.undo.isEnabled()
    assert page.go_to(ids[0])
    page.act("fix_in_plan")
    assert page.detail.mode == ""
    undo(review, qtbot)
    assert page.detail.mode == "confirm"
    assert (session.current, state(review, ids[0]).status) == (ids[0], "new")


def test_deciding_does_not_settle_what_came_from_elsewhere(review: Any, qtbot: Any) -> None:
    (finding,) = choose(review)
    review.review.act("in_dialogue")
    let_something_wait(review, finding, qtbot)
    review.review.act("fix_in_plan")
    assert state(review, finding).status == "fix_in_plan"
    assert review.review.detail.mode == "waiting"


def reopened(dock: Any, qtbot: Any) -> Any:
    """The case opened anew, as after a restart of QGIS."""
    path = dock.session.setup_path
    dock.session.close_case()
    assert dock.review.decisions.undo.isEnabled() is False
    with qtbot.waitSignal(dock.session.steps_recalled):
        assert dock.session.open_case(path)
    return dock.review


def test_steps_of_earlier_days_are_taken_back(review: Any, qtbot: Any, monkeypatch: Any) -> None:
    page = review.review
    monkeypatch.setattr(page, "_accepted", lambda _preview: True)
    ids = choose(review, 3)
    page.act("in_dialogue")
    qtbot.wait(2)
    (first,) = choose(review, start=4)
    page.act("fix_in_plan")
    assert page.decisions.undo.isEnabled()
    page = reopened(review, qtbot)
    assert page.decisions.undo.isEnabled()
    said: list[str] = []
    review.session.said.connect(lambda text, _level: said.append(text))
    undo(review, qtbot)
    assert state(review, first).status == "new"
    assert review.session.current == first
    assert len(said) == 1
    assert "3" in page.decisions.undo.toolTip()
    undo(review, qtbot)
    assert {state(review, item).status for item in ids} == {"new"}
    assert "3" in said[1]
    assert not page.decisions.undo.isEnabled()
    assert page.decisions.undo.toolTip() == ""
    assert [len(review.session.store.history(item)) for item in (*ids, first)] == [2, 2, 2, 2]


def test_what_others_wrote_upon_is_left_as_it_is(review: Any, qtbot: Any) -> None:
    (mine,) = choose(review)
    review.review.act("in_dialogue")
    colleague_writes(review, mine, kind="comment", comment="Ringde dem")
    (others,) = choose(review, start=1)
    colleague_writes(review, others, status="data_error")
    page = reopened(review, qtbot)
    assert not page.decisions.undo.isEnabled()
    undo(review, qtbot)
    assert (state(review, mine).status, state(review, others).status) == (
        "in_dialogue", "data_error",
    )  # fmt: skip


def test_the_button_tells_what_it_takes_back(review: Any, qtbot: Any) -> None:
    page, session = review.review, review.session
    (finding,) = choose(review)
    page.act("in_dialogue")
    tip = page.decisions.undo.toolTip()
    row = session.records.row_of[finding]
    texts = session.records.texts
    assert texts["rule_id"][row] in tip
    assert (texts["label"][row] or texts["title"][row]) in tip
    assert page.model.state_text(row) in tip.lower()
    assert page.decisions.undo.accessibleDescription() == tip
    let_something_wait(review, finding, qtbot)
    page.detail.first.click()
    settled = page.decisions.undo.toolTip()
    assert settled != tip
    undo(review, qtbot)
    assert page.decisions.undo.toolTip() == tip


@pytest.mark.parametrize(("name", "possible"), [("", False), ("Eva Ek", True)])
def test_a_login_that_many_may_share_needs_a_name(review: Any, name: str, possible: bool) -> None:
    from qgis.core import QgsSettings  # noqa: PLC0415
    from strukturbild.ui.steps import earlier_steps  # noqa: PLC0415
    from strukturbild.ui.words import AUTHOR_SETTING  # noqa: PLC0415

    session = review.session
    QgsSettings().setValue(AUTHOR_SETTING, name)
    try:
        choose(review)
        review.review.act("in_dialogue")
        assert len(earlier_steps(session.store, session.author(), session.records)) == 1
        session.store.backend.is_file = False  # as a server's
        found = earlier_steps(session.store, session.author(), session.records)
        assert bool(found) is possible
    finally:
        QgsSettings().remove(AUTHOR_SETTING)
