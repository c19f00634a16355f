"""The dock as a planner uses it: open, choose, decide, undo, filter, group, many at once."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from driving import choose, colleague_writes, let_something_wait
from qgis.PyQt.QtCore import QPoint, Qt
from strukturbild.processing.missing import missing_words
from strukturbild.ui.page_texts import last_run_text


def test_without_a_case_the_dock_says_what_it_does(dock: Any) -> None:
    assert dock.stack.currentWidget() is dock.welcome
    assert dock.welcome.sample.isEnabled()


def test_open_lists_findings_with_progress(review: Any) -> None:
    page = review.review
    assert review.stack.currentWidget() is review.stack.named["review"]
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
    assert [session.records.ids[r] for r in page.list.selected_rows()] == [finding]


def test_a_motive_is_asked_for_in_place(review: Any, qtbot: Any) -> None:
    (finding,) = choose(review)
    page, session = review.review, review.session
    page.act("accepted")
    assert page.decisions.awaiting_motive == "accepted"
    assert session.store.state(finding).status == "new"
    qtbot.keyClick(page.decisions.comment, Qt.Key.Key_Return)
    assert session.store.state(finding).status == "new"
    qtbot.keyClicks(page.decisions.comment, "Motiv i planen")
    page.decisions.until.setCurrentIndex(1)
    qtbot.keyClick(page.decisions.comment, Qt.Key.Key_Return)
    state = session.store.state(finding)
    assert (state.status, state.comment, state.until) == (
        "accepted",
        "Motiv i planen",
        "review",
    )


@pytest.mark.parametrize("status", ["not_relevant", "data_error"])
@pytest.mark.parametrize("why", ["", "Fel lager"])
def test_why_may_be_said_in_place(review: Any, qtbot: Any, status: str, why: str) -> None:
    (finding,) = choose(review)
    page, session = review.review, review.session
    page.list.setFocus()
    key = {"not_relevant": Qt.Key.Key_E, "data_error": Qt.Key.Key_F}[status]
    qtbot.keyClick(page.list, key)
    assert page.decisions.comment.hasFocus()
    assert session.store.state(finding).status == "new"
    qtbot.keyClicks(page.decisions.comment, why)
    qtbot.keyClick(page.decisions.comment, Qt.Key.Key_Return)
    state = session.store.state(finding)
    assert (state.status, state.comment) == (status, why)
    assert page.list.hasFocus()


def test_why_is_not_asked_again(review: Any, qtbot: Any, monkeypatch: Any) -> None:
    page, session = review.review, review.session
    (first,) = choose(review)
    qtbot.keyClicks(page.decisions.comment, "Redan sagt")
    page.act("data_error")
    assert session.store.state(first).status == "data_error"
    (second,) = choose(review, start=1)
    page.decisions.buttons["not_relevant"].click()
    page.decisions.buttons["in_dialogue"].click()  # another decision does not wait for it
    assert session.store.state(second).status == "in_dialogue"
    seen = []
    monkeypatch.setattr(page, "_accepted", lambda preview: bool(seen.append(preview)) or True)
    several = choose(review, 2, start=2)
    page.act("not_relevant")  # the preview has a field for it
    assert len(seen) == 1
    assert {session.store.state(item).status for item in several} == {"not_relevant"}


def test_letters_typed_in_a_field_are_no_decisions(review: Any, qtbot: Any) -> None:
    (finding,) = choose(review)
    page = review.review
    page.filters.search.setFocus()
    qtbot.keyClicks(page.filters.search, "dpsmefnb")
    assert page.filters.search.text() == "dpsmefnb"
    assert review.session.store.state(finding).status == "new"


def test_filter_and_grouping_keep_the_choice(review: Any, qtbot: Any) -> None:
    choose(review)
    page = review.review
    current = review.session.current
    for place in range(page.filters.grouping.count()):
        page.filters.grouping.setCurrentIndex(place)
        assert review.session.current == current
        assert page.list.current_row() == review.session.records.row_of[current]
    page.filters.search.setText("finns inte alls")
    qtbot.waitUntil(lambda: page.model.groups == [], timeout=2000)
    assert page.nothing.isVisibleTo(review)
    page.filters.search.setText("")
    qtbot.waitUntil(lambda: len(page.model.groups) > 0, timeout=2000)
    assert page.list.current_row() == review.session.records.row_of[current]


def test_the_whole_ledger_tells_what_is_missing(review: Any, qtbot: Any) -> None:
    page = review.review
    findings = len(page.model.shown_rows())
    page.filters.ledger.setChecked(True)
    qtbot.waitUntil(lambda: len(page.model.shown_rows()) > findings, timeout=5000)
    records = review.session.records
    item = next(item for item, text in records.missing.items() if text == "land_use.change")
    assert page.go_to(item)
    assert "mark- och vatten" in page.detail.text.toPlainText() or (
        "land and water use" in page.detail.text.toPlainText()
    )
    assert not page.decisions.buttons["in_dialogue"].isEnabled()


def test_many_at_once_are_one_step(review: Any, monkeypatch: Any) -> None:
    page, session = review.review, review.session
    seen = []

    def accepted(preview: Any) -> bool:
        seen.append((len(preview.plan.ids), len(preview.plan.skipped)))
        return True

    monkeypatch.setattr(page, "_accepted", accepted)
    ids = choose(review, 5)
    page.act("in_dialogue")
    assert seen == [(5, 0)]
    assert {session.store.state(item).status for item in ids} == {"in_dialogue"}
    ids = choose(review, 6)
    page.act("in_dialogue")
    assert seen[-1] == (1, 5)
    page.undo()
    page.undo()
    assert {session.store.state(item).status for item in ids} == {"new"}
    assert session.deciding.undo_text() == ""


def test_another_writer_is_a_conflict_and_nothing_is_lost(review: Any) -> None:

    (finding,) = choose(review)
    page, session = review.review, review.session
    colleague_writes(review, finding, status="not_relevant", comment="Gamla vattentornet")
    page.act("in_dialogue")
    assert page.detail.mode == "conflict"
    assert "Gamla vattentornet" in page.detail.text.toPlainText()
    assert session.store.state(finding).status == "not_relevant"
    page.detail.second.click()
    assert session.store.state(finding).status == "in_dialogue"
    assert session.store.history(finding)[0].author.name == "Bo"
    assert page.detail.mode == ""


def test_what_others_wrote_is_seen_without_asking(review: Any) -> None:

    (finding,) = choose(review)
    colleague_writes(review, finding, status="data_error")
    review.session.look_for_changes()
    row = review.session.records.row_of[finding]
    assert review.session.records.status[row] == "data_error"
    assert review.session.current == finding


def test_saved_filters_are_in_the_store(review: Any, county: Any) -> None:
    page = review.review
    page.filters.status.choose(frozenset({"open"}))
    page.saved_filters.save("Att göra")
    review.session.close_case()
    assert review.session.open_case(county)
    assert [item.name for item in page.saved_filters.saved] == ["Att göra"]
    page.filters.choose(page.saved_filters.saved[0].filter)
    assert page.model.chosen.statuses == frozenset({"open"})


def test_layers_can_be_deleted_and_come_back(review: Any, project: Any) -> None:
    from strukturbild.layers.review_layers import review_layers  # noqa: PLC0415

    review.add_layers()
    layers = review_layers(project)
    assert layers
    assert all(layer.readOnly() for layer in layers)
    layers[0].setName("Något annat")
    review.add_layers()
    assert len(review_layers(project)) == len(layers)
    del layers
    project.removeAllMapLayers()
    ids = choose(review)
    review.review.act("in_dialogue")
    review.session.reload()
    assert review.session.store.state(ids[0]).status == "in_dialogue"
    assert review.review.layers_button.isVisibleTo(review)
    review.review.layers_button.click()
    assert review_layers(project)
    assert not review.review.layers_button.isVisibleTo(review)


def test_a_click_in_the_map_chooses_the_row(review: Any, project: Any) -> None:
    review.add_layers()
    records = review.session.records
    shown = [records.ids[row] for row in review.review.model.shown_rows()]
    review.map_link.picked.emit(shown[3], 1, 1)
    assert review.session.current == shown[3]


def waits(dock: Any, finding: str) -> None:
    """Let a finding wait to be confirmed, as a run does after a split."""
    backend = dock.session.store.backend
    with backend.transaction():
        backend.execute("UPDATE finding SET to_confirm = 1 WHERE finding_id = ?", (finding,))
    dock.session.reload()


def test_what_waits_comes_first_and_is_confirmed_and_unconfirmed(review: Any) -> None:
    page, session = review.review, review.session
    finding = page.model.records.ids[int(page.model.groups[1].rows[-1])]
    waits(review, finding)
    group = page.model.groups[1]
    assert page.model.records.ids[int(group.rows[0])] == finding
    assert page.go_to(finding)
    assert page.detail.mode == "confirm"
    page.detail.first.click()
    row = session.records.row_of[finding]
    assert not session.records.to_confirm[row]
    assert page.detail.mode == ""
    page.undo()
    assert session.records.to_confirm[session.records.row_of[finding]]
    assert page.detail.mode == "confirm"


def test_two_versions_are_shown_and_one_is_chosen(review: Any, qtbot: Any) -> None:
    (finding,) = choose(review)
    page, session = review.review, review.session
    page.act("in_dialogue")
    said: list[str] = []
    review.session.said.connect(lambda text, _level: said.append(text))
    let_something_wait(review, finding, qtbot)
    assert len(said) == 1
    review.session.look_for_changes()
    assert len(said) == 1
    assert "Cecilia" in page.detail.text.toPlainText()
    page.detail.first.click()
    assert session.store.state(finding).status == "data_error"
    assert page.detail.mode == ""
    session.look_for_changes()
    assert not session.opening.active  # one's own settling, and taking it back, are no news
    page.undo()
    session.look_for_changes()
    assert not session.opening.active
    assert page.detail.mode == "waiting"


def test_another_map_tool_lets_go_of_the_button(review: Any) -> None:
    from qgis.gui import QgsMapToolPan  # noqa: PLC0415

    page = review.review
    page.pick_button.setChecked(True)
    assert review.map_link.tool is not None
    pan = QgsMapToolPan(review.map_link.canvas)
    review.map_link.canvas.setMapTool(pan)
    assert not page.pick_button.isChecked()
    assert review.map_link.tool is None
    page.pick_button.setChecked(True)
    review.session.close_case()
    assert not page.pick_button.isChecked()


def test_a_read_only_store_can_be_looked_at(dock: Any, county: Any) -> None:
    store = county.with_name("kalmar.granskning.gpkg")
    from strukturbild.review import geopackage_file  # noqa: PLC0415

    real = geopackage_file.can_be_written
    geopackage_file.can_be_written = lambda _path: False
    try:
        assert dock.session.open_case(county)
        choose(dock)
        page = dock.review
        assert page.detail.text.toPlainText()
        assert not page.decisions.buttons["in_dialogue"].isEnabled()
        page.saved_filters.save("Mina")
        assert [item.name for item in page.saved_filters.saved] == ["Mina"]
    finally:
        geopackage_file.can_be_written = real
    assert store.is_file()


def test_a_colleagues_entry_of_the_same_moment_is_seen(review: Any) -> None:
    """Written between our last look and our own decision: that decision is no reason to miss it."""

    session = review.session
    mine, theirs = choose(review, 2)
    told: list[str] = []
    session.states_changed.connect(told.extend)
    colleague_writes(review, theirs, status="data_error")
    choose(review)
    review.review.act("in_dialogue")
    assert session.records.status[session.records.row_of[mine]] == "in_dialogue"
    assert session.records.status[session.records.row_of[theirs]] == "data_error"
    assert set(told) == {mine, theirs}
    told.clear()
    session.look_for_changes()
    assert told == []


def test_what_a_colleague_draws_comes_with_our_next_decision(review: Any, qtbot: Any) -> None:
    from strukturbild.review.opening import open_store  # noqa: PLC0415
    from strukturbild.review.records import Author  # noqa: PLC0415

    session = review.session
    choose(review)
    shape = session.finding_shape(session.current)
    with open_store(session.place).closing() as other:
        values = {"title": "Saknad länk", "part": "links", "municipality_code": "0880"}
        drawn = other.add_manual(values, "polygon", shape, Author("bo", "Bo"))
    review.review.act("in_dialogue")
    qtbot.waitUntil(lambda: drawn in session.records.row_of, timeout=5000)
    row = session.records.row_of[session.current]
    assert session.records.status[row] == "in_dialogue"


def test_what_was_decided_while_a_worker_read_stays(review: Any) -> None:
    from strukturbild.ui.loading import load  # noqa: PLC0415

    session = review.session
    (finding,) = choose(review)
    before = load(session.case, session.setup_path, session.store, session.with_ledger)
    review.review.act("in_dialogue")
    session.reload(before)
    assert session.records.status[session.records.row_of[finding]] == "in_dialogue"


def test_shown_by_key_the_panel_has_the_keys(review: Any, qtbot: Any) -> None:
    review.review.detail.text.setFocus()
    review.take_focus()
    qtbot.waitUntil(review.review.list.hasFocus)
    review.session.close_case()
    review.take_focus()
    qtbot.waitUntil(review.welcome.sample.hasFocus)


def test_a_run_of_one_municipality_says_so_in_the_singular(review: Any) -> None:
    session = review.session
    session.summary = dataclasses.replace(session.summary, municipalities=1)
    assert last_run_text(session).endswith("1 municipality")


@pytest.mark.parametrize(
    "lacking, said",
    [
        ("plan", "a plan of the municipality"),
        ("plan.development", "development orientation"),
        ("plan.land_use|plan.development", "land and water use or development orientation"),
        ("localities.coverage", "localities for the whole municipality"),
    ],
)
def test_what_is_missing_is_said_in_words(lacking: str, said: str) -> None:
    assert missing_words(lacking) == said


def test_layers_that_are_taken_away_are_offered_again(review: Any, project: Any) -> None:
    review.add_layers()
    assert not review.review.layers_button.isVisibleTo(review)
    project.removeAllMapLayers()
    assert review.review.layers_button.isVisibleTo(review)


def _corner(widget: Any, page: Any) -> tuple[int, int]:
    """Where a widget begins on the page: down, then across."""
    place = widget.mapTo(page, QPoint(0, 0))
    return place.y(), place.x()


def test_tab_goes_through_the_page_from_top_to_bottom(review: Any) -> None:
    choose(review)
    page = review.review
    page.decisions.more.setChecked(True)
    reached, widget = [], page.case_button
    while widget not in reached:
        reached.append(widget)
        widget = widget.nextInFocusChain()
    decisions = sorted(page.decisions.buttons.values(), key=lambda button: _corner(button, page))
    bars = [page.case_button, page.filters.search, page.list, page.detail.text, *decisions]
    bars += [page.decisions.comment, page.decisions.further.responsible, page.decisions.undo]
    bars += [page.decisions.next]
    tops = [_corner(bar, page)[0] for bar in bars]
    assert tops == sorted(tops)  # what is compared stands so on the screen
    places = [reached.index(bar) for bar in bars]
    assert places == sorted(places)
