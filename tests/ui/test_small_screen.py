"""The panel on a 13-inch screen and at its narrowest: nothing is cut, the list keeps its rows."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

NARROW = 360
ROWS = 7
PIXELS = 15  # of a line of text, where QGIS leaves 400 x 590 of 1366 x 768


def small(dock: Any) -> tuple[int, int]:
    """400 x 590 pixels, as far as this font's lines reach."""
    line = dock.fontMetrics().height()
    return 400 * line // PIXELS, 590 * line // PIXELS


@pytest.fixture
def undivided() -> None:
    QgsSettings().remove("strukturbild/dock_split")


def sized(dock: Any, qtbot: Any, width: int, height: int) -> None:
    """Give the dock its size and let the layouts settle."""
    dock.setFloating(True)
    dock.resize(width, height)
    qtbot.waitUntil(lambda: (dock.width(), dock.height()) == (width, height), timeout=3000)
    qtbot.wait(50)


def first_row_chosen(dock: Any) -> None:
    page = dock.review
    assert page.list.go_to(int(page.model.shown_rows()[0]))


def cut(page: QWidget) -> list[str]:
    """What is seen of the page's fields and buttons, and is smaller than its text or sticks out."""
    found = []
    for kind in (QAbstractButton, QComboBox, QLineEdit):
        for widget in page.findChildren(kind):
            if not widget.isVisible() or isinstance(widget.parentWidget(), (QComboBox, QLineEdit)):
                continue
            left = widget.mapTo(page, widget.rect().topLeft()).x()
            least = widget.minimumSizeHint().width()
            if kind is QComboBox:  # what it could show may be longer than what it shows
                least = widget.fontMetrics().horizontalAdvance(widget.currentText())
            if widget.width() < least or left < 0 or left + widget.width() > page.width():
                found.append(f"{kind.__name__} {widget.accessibleName()} {widget.width()} {least}")
    return found


@pytest.mark.parametrize("height", [590, 900])
def test_nothing_is_cut_at_360_pixels(
    undivided: None, review: Any, qtbot: Any, height: int
) -> None:
    sized(review, qtbot, NARROW, height * review.fontMetrics().height() // PIXELS)
    first_row_chosen(review)
    review.review.filters.unfold.setChecked(True)
    qtbot.wait(50)
    assert review.width() == NARROW
    assert review.minimumSizeHint().width() <= NARROW
    assert cut(review.review) == []
    texts = [b.text() for b in review.review.decisions.buttons.values() if not b.isVisible()]
    assert texts == []


def test_a_small_screen_shows_rows_details_and_decisions(
    undivided: None, review: Any, qtbot: Any
) -> None:
    sized(review, qtbot, *small(review))
    page = review.review
    first_row_chosen(review)
    qtbot.wait(50)
    row = page.list.visualRect(page.list.currentIndex()).height()
    assert page.list.viewport().height() >= ROWS * row
    assert page.detail.text.height() >= 4 * page.fontMetrics().height()
    assert all(button.isVisible() for button in page.decisions.buttons.values())
    bottom = page.decisions.mapTo(review, page.decisions.rect().bottomLeft()).y()
    assert bottom <= review.height()


def over_each_other(page: QWidget) -> list[str]:
    """Pairs of the page's fields and buttons that share pixels."""
    seen = [
        (widget, widget.rect().translated(widget.mapTo(page, widget.rect().topLeft())))
        for kind in (QAbstractButton, QComboBox, QLineEdit)
        for widget in page.findChildren(kind)
        if widget.isVisible() and not isinstance(widget.parentWidget(), (QComboBox, QLineEdit))
    ]
    return [
        f"{one.accessibleName()} {other.accessibleName()}"
        for place, (one, first) in enumerate(seen)
        for other, second in seen[place + 1 :]
        if first.intersects(second)
    ]


@pytest.mark.parametrize("lines", [18, 25, 32, 40])
def test_a_lower_screen_scrolls_and_lays_nothing_over_another(
    undivided: None, review: Any, qtbot: Any, lines: int
) -> None:
    line = review.fontMetrics().height()
    sized(review, qtbot, 26 * line, lines * line)
    page, area = review.review, review.stack.named["review"]
    first_row_chosen(review)
    page.act("accepted")
    field = page.decisions.comment
    rect = field.rect().translated(field.mapTo(area.viewport(), field.rect().topLeft()))
    assert area.viewport().rect().contains(rect)
    page.decisions.more.setChecked(True)
    qtbot.wait(50)
    assert over_each_other(page) == []
    assert cut(page) == []


def test_filters_fold_away_and_say_that_they_are_set(review: Any, qtbot: Any) -> None:
    filters, summary = review.review.filters, review.review.summary
    sized(review, qtbot, *small(review))
    assert not filters.choices.isVisible()
    assert filters.unfold.text() == "Filter"
    filters.unfold.click()
    assert filters.choices.isVisible()
    filters.only_new.setChecked(True)
    filters.unfold.click()
    assert filters.unfold.text() == "Filter (1)"
    assert not review.review.last_run.isVisible()
    assert review.review.run_button.toolTip() == review.review.last_run.text() != ""
    low = summary.text.text()
    assert "·" not in low
    assert "·" in summary.text.toolTip()
    line = review.fontMetrics().height()
    sized(review, qtbot, 27 * line, 50 * line)
    assert filters.choices.isVisible()
    assert not filters.unfold.isVisible()
    assert "·" in summary.text.text()


def test_how_the_panel_is_divided_is_remembered(
    undivided: None, review: Any, qtbot: Any, qgis_iface: Any
) -> None:
    from strukturbild.ui.review_page import ReviewPage  # noqa: PLC0415

    sized(review, qtbot, 400, 900)
    page = review.review
    whole = sum(page.splitter.sizes())
    page.splitter.setSizes([whole // 2, whole - whole // 2])
    left = page.splitter.sizes()
    page.close_down()
    again = ReviewPage(review.session)
    qtbot.addWidget(again)
    assert again.splitter.saveState() == page.splitter.saveState()
    assert page.splitter.sizes() == left


def test_a_narrow_panel_folds_its_filters_sooner(review: Any, qtbot: Any) -> None:
    line = review.fontMetrics().height()
    sized(review, qtbot, 27 * line, 50 * line)
    assert review.review.filters.choices.isVisible()
    sized(review, qtbot, 20 * line, 50 * line)
    assert not review.review.filters.choices.isVisible()


def test_a_message_does_not_fold_the_filters(review: Any, qtbot: Any) -> None:
    line = review.fontMetrics().height()
    sized(review, qtbot, 30 * line, 52 * line)
    page = review.review
    assert page.filters.choices.isVisible()
    before = page.height()
    review.bar.say("En mening.\n" * 12, 1)
    qtbot.waitUntil(review.bar.isVisible)
    qtbot.wait(50)
    assert page.height() < 44 * line
    assert page.filters.choices.isVisible()
    review.bar.clear()
    qtbot.waitUntil(lambda: page.height() >= before)
    assert page.filters.choices.isVisible()


def test_the_search_hint_can_be_read_in_a_dark_theme(review: Any, qtbot: Any) -> None:
    search = review.review.filters.search
    search.setStyleSheet("QLineEdit { color: #b1b1b1; background: #222222; }")
    search.grab()
    shown = search.palette().color(QPalette.ColorRole.PlaceholderText)
    text = search.palette().color(QPalette.ColorRole.Text)
    assert shown.rgb() == text.rgb()
    assert shown.alphaF() > 0.6
