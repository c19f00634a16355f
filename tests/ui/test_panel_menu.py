"""The panel's menu: charts of the store, and a plan's own layers opened and followed."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject


def entry(menu, text):
    return next(action for action in menu.actions() if action.text() == text)


def test_charts_show_the_store_s_runs_and_lead_back(review) -> None:
    review.menu.aboutToShow.emit()
    assert review.panel_menu.charts_action.isEnabled()
    review.panel_menu.charts_action.trigger()
    assert review.stack.currentWidget() is review.panel_menu.charts
    bars = review.panel_menu.charts.municipalities.bars
    assert len(bars) >= 12 and sum(bar.total() for bar in bars) > 400
    assert [bar.total() for bar in review.panel_menu.charts.runs.bars] == [
        sum(b.total() for b in bars)
    ]
    review.panel_menu.charts.back.emit()
    assert review.stack.currentWidget() is review.review


def test_without_a_case_there_is_nothing_to_show(dock) -> None:
    dock.menu.aboutToShow.emit()
    for action in (dock.panel_menu.charts_action, dock.panel_menu.follow_action):
        assert not action.isEnabled()
    assert not dock.panel_menu.edit_menu.isEnabled() and not dock.panel_menu.live_bar.isVisible()


def test_a_plan_is_opened_where_it_is_kept_and_followed(review, qtbot) -> None:
    review.menu.aboutToShow.emit()
    plan = next(p for p in review.session.case.plans if p.municipality == "0885")
    title = f"{plan.municipality} {plan.name or plan.plan_id}"
    entry(review.panel_menu.edit_menu, title).trigger()
    layers = list(QgsProject.instance().mapLayers().values())
    own = [layer for layer in layers if layer.isEditable()]
    assert len(own) == 1 and not own[0].readOnly()
    assert review.panel_menu.live_bar.isVisible() and review.panel_menu.follow_action.isChecked()
    count = len(layers)
    entry(review.panel_menu.edit_menu, title).trigger()
    assert len(QgsProject.instance().mapLayers()) == count
    own[0].rollBack()
    review.session.close_case()
    assert not review.panel_menu.live_bar.isVisible()


def test_a_plan_whose_file_is_gone_is_told_in_words(review) -> None:
    said = []
    review.session.said.connect(lambda text, _level: said.append(text))
    plan = next(p for p in review.session.case.plans if p.municipality == "0885")
    for source in plan.sources:
        Path(source.uri.partition("|")[0]).unlink(missing_ok=True)
    review.panel_menu._edit(plan)
    assert said and "Traceback" not in said[0]


def test_runs_of_one_day_are_told_apart() -> None:
    from strukturbild.review.trend import RunOutcomes  # noqa: PLC0415
    from strukturbild.ui.chart_page import run_bars  # noqa: PLC0415

    made = ("2026-11-20T08:00:00Z", "2026-11-24T08:00:00Z", "2026-11-24T09:30:00Z")
    runs = [RunOutcomes(time, time, "", {"0880": {"partly": 1}}) for time in made]
    names = [bar.name for bar in run_bars(runs)]
    assert len(set(names)) == 3
    assert ":" not in names[0]
