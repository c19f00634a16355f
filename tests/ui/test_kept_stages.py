"""Runs from the dock keep the results they replace, and the two stages offer them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from osgeo import ogr
from qgis.PyQt.QtWidgets import QMainWindow
from strukturbild.layers.kept_results import kept_results

HOUSING = "Sammanhängande bostadsbebyggelse"


@pytest.fixture
def stages(review: Any, qtbot: Any) -> Any:
    """The control of the two stages, of a real window with the dock's canvas in it."""
    from strukturbild.ui.stages.control import StagesControl  # noqa: PLC0415

    window = QMainWindow()
    qtbot.addWidget(window)
    made = StagesControl(review.session, review.map_link.canvas, window)
    yield made
    made.close()


def run(dock: Any, qtbot: Any) -> None:
    assert dock.session.run_check()
    qtbot.waitUntil(lambda: not dock.session.running.active, timeout=60_000)


def fewer_houses(county: Path) -> None:
    """The plan of Kalmar loses some housing."""
    data = ogr.Open(str(county.parent / "op" / "op_kalmar.gpkg"), 1)
    layer = data.GetLayerByName(HOUSING)
    for number, feature in enumerate(list(layer)):
        if number % 3 == 0:
            layer.DeleteFeature(feature.GetFID())
    layer = data = None


def offered(control: Any) -> list[tuple[str, Any]]:
    box = control.panel.earlier
    listed = [(box.itemText(n), box.itemData(n)) for n in range(box.count())]
    return [(text, path) for text, path in listed if isinstance(path, Path)]


def test_a_run_keeps_the_former_result_and_the_stages_offer_it(
    review: Any, county: Path, stages: Any, qtbot: Any
) -> None:
    first = review.session.result_path.read_bytes()
    run(review, qtbot)  # nothing is different: nothing is kept
    assert kept_results(review.session.result_path) == []
    fewer_houses(county)
    run(review, qtbot)
    (kept,) = kept_results(review.session.result_path)
    assert kept.path.parent == county.parent / "tidigare"
    assert len(kept.path.read_bytes()) == len(first)
    text = county.read_text(encoding="utf-8")
    assert "stage: consultation" in text
    county.write_text(text.replace("stage: consultation", "stage: review"), encoding="utf-8")
    run(review, qtbot)
    later, earlier = kept_results(review.session.result_path)
    assert earlier == kept
    assert stages.open()
    listed = offered(stages)
    assert [path for _, path in listed] == [later.path, earlier.path]
    assert all(
        re.match(r"(today|i dag) \d\d.\d\d · 1 (samråd|consultation), ", t) for t, _ in listed
    )
    stages.panel.earlier.setCurrentIndex(2)  # as a user does: the first line says "Choose…"
    stages.panel.earlier.activated.emit(2)
    assert stages.earlier == earlier.path
    qtbot.waitUntil(lambda: stages.task is None, timeout=30_000)
    counts = stages.panel.model.counts()
    assert counts["new"] + counts["resolved"] + counts["worse"] + counts["better"] > 0
    assert stages.panel.save.isEnabled()


@pytest.mark.parametrize(
    ("line", "expected"), [("earlier_results: 0", 0), ("earlier_results: 1", 1)]
)
def test_the_setup_says_how_many(
    review: Any, county: Path, qtbot: Any, line: str, expected: int
) -> None:
    with county.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    for _ in range(2):
        fewer_houses(county)
        run(review, qtbot)
    assert len(kept_results(review.session.result_path)) == expected


@pytest.mark.parametrize(("line", "expected"), [("", 0), ("earlier_results: 3", 1)])
def test_checkcounty_keeps_only_what_the_setup_asks_for(
    county: Path, line: str, expected: int, qgis_app: Any
) -> None:
    from qgis.core import QgsProcessingFeedback  # noqa: PLC0415
    from strukturbild.processing.county_run import CountyRun  # noqa: PLC0415
    from strukturbild.processing.feedback import FeedbackProgress  # noqa: PLC0415

    with county.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    fewer_houses(county)
    result = county.with_name("kalmar.gpkg")
    progress = FeedbackProgress(QgsProcessingFeedback(False))
    CountyRun(county, result, None, "never", progress).run()
    assert len(kept_results(result)) == expected
    assert (county.parent / "tidigare").exists() == bool(expected)
