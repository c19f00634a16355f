"""What is typed belongs to the findings it was typed for: nothing is lost or lands elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from driving import choose, colleague_writes, state
from qgis.PyQt.QtCore import Qt


def test_a_comment_stays_with_its_finding(review: Any, qtbot: Any) -> None:
    bar = review.review.decisions
    (first,) = choose(review)
    qtbot.keyClicks(bar.comment, "Tas upp med kommunen")
    (second,) = choose(review, start=1)
    assert bar.comment.text() == ""
    review.review.act("in_dialogue")
    assert (state(review, second).status, state(review, second).comment) == ("in_dialogue", "")
    assert state(review, first).status == "new"
    choose(review)
    assert bar.comment.text() == "Tas upp med kommunen"
    qtbot.keyClick(bar.comment, Qt.Key.Key_Return)
    assert state(review, first).comment == "Tas upp med kommunen"
    assert bar.comment.text() == ""
    choose(review, start=1)
    choose(review)
    assert bar.comment.text() == ""  # written: no draft any more


def test_further_fields_stay_with_their_finding(review: Any, qtbot: Any) -> None:
    bar = review.review.decisions
    (first,) = choose(review)
    bar.more.setChecked(True)
    bar.further.responsible.setCurrentIndex(bar.further.responsible.findData("region"))
    qtbot.keyClicks(bar.further.assigned, "Eva")
    qtbot.keyClicks(bar.further.due, "2027-03-01")
    (second,) = choose(review, start=1)
    assert bar.further.given() == {}
    review.review.act("fix_in_plan")
    assert state(review, second).assigned == ""
    bar.more.setChecked(False)
    choose(review)
    assert bar.further.isVisibleTo(review)  # nothing is written that is not seen
    review.review.act("fix_in_plan")
    found = state(review, first)
    assert (found.responsible, found.assigned, found.due_date) == ("region", "Eva", "2027-03-01")
    assert bar.further.given() == {}


def test_a_motive_that_is_waited_for_stays_with_its_finding(review: Any, qtbot: Any) -> None:
    page = review.review
    bar = page.decisions
    (first,) = choose(review)
    page.act("accepted")
    qtbot.keyClicks(bar.comment, "Beslutat i")
    bar.until.setCurrentIndex(1)
    (second,) = choose(review, start=1)
    assert (bar.awaiting_motive, bar.comment.text()) == ("", "")
    assert not bar.limit.isVisibleTo(review)
    choose(review)
    assert bar.awaiting_motive == "accepted"
    assert bar.limit.isVisibleTo(review)
    qtbot.keyClicks(bar.comment, " styrelsen")
    qtbot.keyClick(bar.comment, Qt.Key.Key_Return)
    found = state(review, first)
    assert (found.status, found.comment, found.until) == (
        "accepted", "Beslutat i styrelsen", "review",
    )  # fmt: skip
    assert state(review, second).status == "new"


def test_a_motive_that_nothing_was_typed_for_is_let_go(review: Any) -> None:
    bar = review.review.decisions
    choose(review)
    review.review.act("accepted")
    choose(review, start=1)
    choose(review)
    assert bar.awaiting_motive == ""


def test_escape_lets_go_of_the_motive_and_keeps_the_text(review: Any, qtbot: Any) -> None:
    bar = review.review.decisions
    (first,) = choose(review)
    review.review.act("accepted")
    qtbot.keyClicks(bar.comment, "Kanske")
    qtbot.keyClick(bar.comment, Qt.Key.Key_Escape)
    assert (bar.awaiting_motive, bar.comment.text()) == ("", "Kanske")
    qtbot.keyClick(bar.comment, Qt.Key.Key_Return)
    assert (state(review, first).status, state(review, first).comment) == ("new", "Kanske")


def test_a_date_that_can_not_be_read_leaves_the_motive_waiting(review: Any, qtbot: Any) -> None:
    bar = review.review.decisions
    (first,) = choose(review)
    qtbot.keyClicks(bar.further.due, "i mars")
    review.review.act("accepted")
    qtbot.keyClicks(bar.comment, "Motiv")
    qtbot.keyClick(bar.comment, Qt.Key.Key_Return)
    assert state(review, first).status == "new"
    bar.further.due.setText("2027-03-01")
    qtbot.keyClick(bar.comment, Qt.Key.Key_Return)
    assert (state(review, first).status, state(review, first).comment) == ("accepted", "Motiv")


def test_several_have_a_draft_of_their_own(review: Any, qtbot: Any, monkeypatch: Any) -> None:
    page = review.review
    bar = page.decisions
    three = choose(review, 3)
    qtbot.keyClicks(bar.comment, "Alla tre")
    choose(review, 2)
    assert bar.comment.text() == ""
    choose(review)
    assert bar.comment.text() == ""
    row = review.session.records.row_of[three[1]]
    assert "3" in page.model.row_text(row)
    choose(review, 3)
    assert bar.comment.text() == "Alla tre"

    def typed_and_cancelled(preview: Any) -> bool:
        preview.comment.setText("Alla tre, i höst")
        return False

    monkeypatch.setattr(page, "_accepted", typed_and_cancelled)
    page.act("in_dialogue")
    choose(review)
    choose(review, 3)
    assert bar.comment.text() == "Alla tre, i höst"
    monkeypatch.setattr(page, "_accepted", lambda _preview: True)
    page.act("in_dialogue")
    assert {state(review, item).comment for item in three} == {"Alla tre, i höst"}
    assert bar.comment.text() == ""


def test_what_was_left_behind_is_seen_in_the_list(review: Any, qtbot: Any) -> None:
    page = review.review
    (first,) = choose(review)
    row = review.session.records.row_of[first]
    plain = page.model.row_text(row)
    qtbot.keyClicks(page.decisions.comment, "Utkast")
    choose(review, start=1)
    tip = page.model.index_of(row).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith(plain) and tip != plain
    choose(review)
    assert page.model.row_text(row) == plain


def test_drafts_live_through_filters_colleagues_and_closing(
    review: Any, county: Path, qtbot: Any
) -> None:

    page = review.review
    (first,) = choose(review)
    page.act("accepted")
    qtbot.keyClicks(page.decisions.comment, "Halva motivet")
    colleague_writes(review, first, kind="comment", comment="Ringde")
    review.session.look_for_changes()
    assert page.decisions.comment.text() == "Halva motivet"
    assert page.decisions.awaiting_motive == "accepted"
    page.filters.search.setText("finns inte alls")
    qtbot.waitUntil(lambda: page.model.groups == [], timeout=2000)
    page.filters.search.setText("")
    qtbot.waitUntil(lambda: len(page.model.groups) > 0, timeout=2000)
    choose(review)
    assert page.decisions.comment.text() == "Halva motivet"
    review.session.close_case()
    assert page.decisions.comment.text() == ""
    assert review.session.open_case(county)
    choose(review)
    assert page.decisions.comment.text() == "Halva motivet"


def test_what_ends_a_conflict_leaves_later_words_alone(review: Any, qtbot: Any) -> None:

    page = review.review
    (first,) = choose(review)
    colleague_writes(review, first, status="data_error")
    qtbot.keyClicks(page.decisions.comment, "Mitt")
    page.act("in_dialogue")
    assert page.detail.mode == "conflict"
    assert page.decisions.comment.text() == "Mitt"
    qtbot.keyClicks(page.decisions.comment, " och mer")
    page.detail.first.click()
    assert page.decisions.comment.text() == "Mitt och mer"
