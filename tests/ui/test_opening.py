"""Opening a case while the window lives on: quick turns, and whatever happens meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from driving import colleague_writes
from in_a_process import MAKE_DOCK, in_a_process
from qgis.core import QgsApplication

PATIENCE = 30_000
QUITTING = f"""
import sys, time
from qgis.core import QgsApplication, QgsProject
app = QgsApplication([], True, sys.argv[1]); app.initQgis()
{MAKE_DOCK}
def enough():
    return sys.argv[2] == "reading" or len(QgsProject.instance().mapLayers()) > 3
dock.open_sample()
started = time.monotonic()
while time.monotonic() - started < 0.2 or not enough():
    app.processEvents()
assert dock.session.opening.active or dock.strip.steps is not None
dock.close_down()
del dock, iface, window
QgsProject.instance().clear()
app.exitQgis()
print("gone")
"""


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A profile folder of one's own: the sample and the copies of plans go there."""
    folder = tmp_path / "profil"
    folder.mkdir()
    monkeypatch.setattr(QgsApplication, "qgisSettingsDirPath", lambda: f"{folder}/")
    return folder


@pytest.fixture
def said(dock: Any) -> list[str]:
    texts: list[str] = []
    dock.session.said.connect(lambda text, _level: texts.append(text))
    return texts


def all_quiet(qtbot: Any) -> None:
    from strukturbild.ui import task_parts  # noqa: PLC0415

    qtbot.waitUntil(lambda: not task_parts.under_way, timeout=PATIENCE)
    qtbot.wait(50)


def filled(dock: Any, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: dock.session.case is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: dock.strip.steps is None, timeout=PATIENCE)


def test_the_sample_opens_and_the_window_lives_on(
    dock: Any, project: Any, profile: Path, qtbot: Any, gaps: list[float]
) -> None:
    dock.welcome.sample.click()
    assert dock.session.opening.active
    qtbot.waitUntil(lambda: dock.strip.isVisibleTo(dock), timeout=PATIENCE)
    assert dock.strip.text.text()
    filled(dock, qtbot)
    assert not dock.strip.isVisibleTo(dock)
    assert dock.stack.currentWidget() is dock.review
    assert len(project.mapLayers()) > 40
    slow = sorted(gaps)[-3:]
    print("longest gaps", [round(gap * 1000) for gap in slow])
    assert slow[0] < 0.25, slow
    # once more: the map is there already
    dock.session.close_case()
    dock.welcome.sample.click()
    filled(dock, qtbot)
    assert len(project.layerTreeRoot().findGroups()) == 1


def test_the_project_is_cleared_while_a_case_is_read(
    dock: Any, project: Any, profile: Path, qtbot: Any, said: list[str]
) -> None:
    dock.welcome.sample.click()
    qtbot.wait(100)
    project.clear()
    assert not dock.session.opening.active
    all_quiet(qtbot)
    assert dock.session.case is None
    assert dock.stack.currentWidget() is dock.welcome
    assert project.mapLayers() == {}
    assert not dock.strip.isVisibleTo(dock)
    assert said == []


def test_the_project_is_cleared_while_layers_come(
    dock: Any, project: Any, profile: Path, qtbot: Any
) -> None:
    dock.welcome.sample.click()
    qtbot.waitUntil(lambda: len(project.mapLayers()) > 3, timeout=PATIENCE)
    assert dock.strip.steps is not None
    project.clear()
    assert dock.strip.steps is None
    qtbot.wait(100)
    assert project.mapLayers() == {}
    assert dock.session.case is None


def test_stop_keeps_what_is_there(dock: Any, project: Any, profile: Path, qtbot: Any) -> None:
    dock.welcome.sample.click()
    qtbot.waitUntil(lambda: len(project.mapLayers()) > 3, timeout=PATIENCE)
    dock.strip.stop.click()
    there = len(project.mapLayers())
    qtbot.wait(100)
    assert len(project.mapLayers()) == there
    assert dock.session.case is not None


def test_a_group_is_deleted_while_layers_come(
    dock: Any, project: Any, profile: Path, qtbot: Any
) -> None:
    dock.welcome.sample.click()
    qtbot.waitUntil(lambda: len(project.mapLayers()) > 3, timeout=PATIENCE)
    project.layerTreeRoot().clear()
    filled(dock, qtbot)
    assert project.layerTreeRoot().findGroups() == []


@pytest.mark.parametrize("moment", ["reading", "filling"])
def test_qgis_quits_while_a_case_is_opened(moment: str, tmp_path: Path) -> None:
    done = in_a_process(QUITTING, str(tmp_path), moment)
    assert "gone" in done.stdout, done.stderr[-3000:]
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Traceback" not in done.stderr


def test_the_latest_request_counts(dock: Any, county: Path, qtbot: Any, project: Any) -> None:
    from strukturbild.ui.opening import OpenOrder  # noqa: PLC0415

    other = county.with_name("annan.strukturbild.yaml")
    other.write_text(county.read_text(encoding="utf-8"), encoding="utf-8")
    opened: list[Path] = []
    dock.session.opening.opened.connect(lambda found: opened.append(found.setup))
    dock.session.opening.start(OpenOrder(other))
    dock.session.opening.start(OpenOrder(county))
    all_quiet(qtbot)
    assert opened == [county.resolve()]
    assert len(dock.session.records) > 50
    assert project.mapLayers() == {}


def test_what_is_no_setup_is_a_sentence_and_the_case_stays(
    review: Any, tmp_path: Path, qtbot: Any
) -> None:
    from strukturbild.ui.opening import OpenOrder  # noqa: PLC0415

    said: list[str] = []
    review.session.said.connect(lambda text, _level: said.append(text))
    before = review.session.setup_path
    broken = tmp_path / "x.strukturbild.yaml"
    broken.write_text("name: [", encoding="utf-8")
    for path in (broken, tmp_path / "saknas.yaml"):
        review.session.opening.start(OpenOrder(path))
        all_quiet(qtbot)
    assert len(said) == 2
    assert all("Traceback" not in text for text in said)
    assert review.session.setup_path == before
    assert len(review.session.records) > 50


def test_without_shapely_the_sample_opens_without_its_map(
    dock: Any, project: Any, profile: Path, qtbot: Any, said: list[str], monkeypatch: Any
) -> None:
    from strukturbild.alignment.problems import InputError, Problem  # noqa: PLC0415
    from strukturbild.ui import opening  # noqa: PLC0415

    def missing() -> None:
        raise InputError(Problem("file_missing", {"path": "shapely", "hint": ""}))

    monkeypatch.setattr(opening, "require_shapely", missing)
    dock.welcome.sample.click()
    filled(dock, qtbot)
    assert dock.session.case is not None
    assert len(said) == 1
    assert dock.bar.isVisibleTo(dock)
    assert project.mapLayers() == {}


def test_read_anew_keeps_the_place_and_sees_what_came_meanwhile(review: Any, qtbot: Any) -> None:

    page, session = review.review, review.session
    rows = page.model.shown_rows().tolist()
    page.list.go_to(rows[4])
    here = session.current
    colleague_writes(review, here, status="data_error")
    session.opening.read_anew()
    assert session.opening.active
    all_quiet(qtbot)
    assert session.current == here
    assert page.list.current_row() == session.records.row_of[here]
    assert session.records.status[session.records.row_of[here]] == "data_error"
