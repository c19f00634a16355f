"""Two versions of a decision are read side by side, without scrolling, and then make room again."""

from __future__ import annotations

from typing import Any

import pytest
from driving import choose, colleague_writes
from strukturbild.ui.words import word

THEIRS = "Ingen ny bebyggelse behövs: befolkningen minskar enligt prognosen för 2040."
MINE = "Tas upp på samrådsmötet med kommunen i december."


def conflict(dock: Any) -> str:

    (finding,) = choose(dock)
    colleague_writes(dock, finding, name="Bo <b>Ek</b>", status="accepted", comment=THEIRS)
    dock.review.decisions.comment.setText(MINE)
    dock.review.decisions.further.assigned.setText("Eva")
    dock.review.act("in_dialogue")
    return str(finding)


@pytest.mark.parametrize("height", [900, 700])
def test_both_versions_are_in_sight(review: Any, qtbot: Any, height: int) -> None:
    page = review.review
    review.window().resize(420, height)
    qtbot.wait(50)
    choose(review)
    qtbot.wait(50)
    before = page.splitter.sizes()
    conflict(review)
    qtbot.wait(50)
    shown = page.detail.text.toPlainText()
    assert "Bo <b>Ek</b>" in shown  # a name is no markup
    assert shown.index(THEIRS) < shown.index(MINE)
    assert "Eva" in shown
    assert page.detail.asking_height() > 0
    enough = page.detail.height() >= page.detail.asking_height()
    all_there_is = page.list.height() == page.list.minimumHeight()
    assert enough or (height < 900 and all_there_is)
    assert page.list.viewport().rect().intersects(page.list.visualRect(page.list.currentIndex()))
    page.detail.first.click()
    qtbot.wait(50)
    assert page.detail.asking_height() == 0
    assert all(abs(a - b) < 8 for a, b in zip(page.splitter.sizes(), before))


def test_one_conflict_speaks_for_itself(review: Any, monkeypatch: Any) -> None:

    page = review.review
    said: list[str] = []
    review.session.said.connect(lambda text, _level: said.append(text))
    conflict(review)
    assert said == []
    monkeypatch.setattr(page, "_accepted", lambda _preview: True)
    ids = choose(review, 3, start=1)
    colleague_writes(review, *ids[:2], status="data_error")
    page.act("fix_in_plan")
    assert len(said) == 1
    assert "Bo" in said[0] and "2" in said[0]


@pytest.mark.parametrize("said", ["resolved", "reopened"])
def test_what_a_run_said_is_told_once(review: Any, said: str) -> None:
    page = review.review
    (finding,) = choose(review)
    colleague_writes(review, finding, name="Anna", kind=said, status=said)
    page.act("in_dialogue")
    theirs = page.detail.text.toPlainText().split("Anna:")[1].splitlines()[0].strip()
    assert theirs == word("entry_kind", said)
