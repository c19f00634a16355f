"""The panel's menu: charts of the store, and a plan's own layers opened and followed."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject, QgsVectorLayer
from strukturbild.ui.live import LiveState


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
    assert review.stack.currentWidget() is review.stack.named["review"]


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


def open_for_editing(review, qtbot, municipality):
    """Open a plan from the menu and wait until it is followed; the layer that is then active."""
    menu, live = review.panel_menu, review.panel_menu.live
    review.menu.aboutToShow.emit()
    plan = next(p for p in review.session.case.plans if p.municipality == municipality)
    entry(menu.edit_menu, f"{plan.municipality} {plan.name or plan.plan_id}").trigger()
    qtbot.waitUntil(lambda: live.state is LiveState.FOLLOWING, timeout=30_000)
    assert live.municipality == municipality
    layer = menu.iface.activeLayer()
    assert layer.isEditable() and live.layer is layer
    return layer


def test_another_plan_is_followed_in_place_of_the_first(review, qtbot) -> None:
    live, bar = review.panel_menu.live, review.panel_menu.live_bar
    first = open_for_editing(review, qtbot, "0883")
    homes = next(f for f in first.getFeatures() if f["namn"] == "Loftahammar, västra bostäder")
    with qtbot.waitSignal(live.changed, timeout=5_000):
        first.deleteFeature(homes.id())
    told = bar.status.text()
    assert bar.keep.isVisible()
    assert open_for_editing(review, qtbot, "0883") is first
    assert bar.status.text() == told  # what its edits change is not forgotten
    second = open_for_editing(review, qtbot, "0834")
    assert second is not first and bar.status.text() != told
    assert not bar.keep.isVisible()
    with qtbot.waitSignal(live.changed, timeout=5_000):
        second.deleteFeature(next(second.getFeatures()).id())
    first.rollBack()
    second.rollBack()


def test_a_followed_layer_that_is_removed_is_told_and_can_be_followed_anew(review, qtbot) -> None:
    menu = review.panel_menu
    layer = open_for_editing(review, qtbot, "0885")
    name = layer.name()
    QgsProject.instance().removeMapLayer(layer.id())
    assert menu.live.state is LiveState.OFF
    assert name in menu.live_bar.status.text()
    assert menu.live_bar.isVisible() and not menu.live_bar.toggle.isChecked()
    assert not menu.follow_action.isChecked()
    again = open_for_editing(review, qtbot, "0885")
    assert menu.follow_action.isChecked() and menu.live_bar.toggle.isChecked()
    menu.follow_action.trigger()
    assert menu.live.state is LiveState.OFF and not menu.live_bar.isVisible()
    again.rollBack()


def test_what_cannot_be_followed_leaves_the_entry_off_and_the_strip_can_be_closed(review) -> None:
    menu = review.panel_menu
    sketch = QgsVectorLayer("Polygon?crs=EPSG:3006", "Skiss", "memory")
    QgsProject.instance().addMapLayer(sketch)
    menu.iface.setActiveLayer(sketch)
    menu.follow_action.trigger()
    assert not menu.follow_action.isChecked()
    assert menu.live_bar.isVisible() and "Skiss" in menu.live_bar.status.text()
    menu.live_bar.closing.click()
    assert not menu.live_bar.isVisible()


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
