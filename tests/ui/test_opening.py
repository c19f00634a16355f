"""Opening a case while the window lives on: quick turns, and whatever happens meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from driving import colleague_writes
from in_a_process import MAKE_DOCK, in_a_process
from qgis.core import QgsApplication, QgsVectorLayer

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
assert dock.session.opening.active or dock.case_map.active
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
    qtbot.waitUntil(
        lambda: not dock.session.opening.active and not dock.case_map.active, timeout=PATIENCE
    )


def some_layers_come(dock: Any, project: Any, qtbot: Any) -> int:
    """The sample is opened and some of its layers are there; how many there are to be."""
    dock.welcome.sample.click()
    qtbot.waitUntil(lambda: len(project.mapLayers()) > 3, timeout=PATIENCE)
    assert dock.case_map.steps is not None
    return the_rest(dock, project)[1]


def the_rest(dock: Any, project: Any) -> tuple[int, int]:
    from strukturbild.layers.project import broken_off, mark_of  # noqa: PLC0415

    found = broken_off(project, mark_of(dock.session.case))
    assert found is not None
    return found


def chosen(monkeypatch: pytest.MonkeyPatch, setup: Path) -> None:
    """The dialog for files is answered with that setup file."""
    from strukturbild.ui import case_menu  # noqa: PLC0415

    monkeypatch.setattr(case_menu.QFileDialog, "getOpenFileName", lambda *_given: (str(setup), ""))


def names_of_groups(project: Any) -> list[str]:
    return [group.name() for group in project.layerTreeRoot().findGroups()]


def of_the_case(project: Any, group: str) -> int:
    return len(project.layerTreeRoot().findGroup(group).findLayers())


def test_the_sample_opens_and_the_window_lives_on(
    dock: Any, project: Any, profile: Path, qtbot: Any, gaps: list[float]
) -> None:
    dock.welcome.sample.click()
    assert dock.session.opening.active
    qtbot.waitUntil(lambda: dock.strip.isVisibleTo(dock), timeout=PATIENCE)
    assert dock.strip.text.text()
    filled(dock, qtbot)
    qtbot.waitUntil(lambda: not dock.strip.isVisibleTo(dock), timeout=PATIENCE)
    assert dock.stack.currentWidget() is dock.stack.named["review"]
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
    dock: Any, project: Any, profile: Path, qtbot: Any, said: list[str]
) -> None:
    some_layers_come(dock, project, qtbot)
    project.clear()
    assert not dock.case_map.active
    qtbot.wait(100)
    assert project.mapLayers() == {}
    assert dock.session.case is None
    assert said == []


def test_a_map_that_was_stopped_says_so_and_comes_whole_when_opened_again(
    dock: Any, project: Any, profile: Path, qtbot: Any, said: list[str]
) -> None:
    total = some_layers_come(dock, project, qtbot)
    dock.strip.stop.click()
    there = len(project.mapLayers())
    qtbot.wait(100)
    assert len(project.mapLayers()) == there
    assert dock.session.case is not None
    (told,) = said
    assert str(there) in told
    assert str(total) in told
    assert dock.bar.isVisibleTo(dock)
    dock.open_sample()
    filled(dock, qtbot)
    assert names_of_groups(project) == ["Kalmar län"]
    assert of_the_case(project, "Kalmar län") == total
    assert len(project.mainAnnotationLayer().items()) == 1
    assert len(said) == 1


def test_the_same_case_opened_while_its_layers_come_gets_them_all(
    dock: Any, project: Any, profile: Path, qtbot: Any, said: list[str]
) -> None:
    total = some_layers_come(dock, project, qtbot)
    assert dock.session.open_case(dock.session.setup_path)
    assert dock.case_map.active
    dock.open_sample()
    filled(dock, qtbot)
    assert names_of_groups(project) == ["Kalmar län"]
    assert of_the_case(project, "Kalmar län") == total
    assert said == []


def test_a_group_that_is_renamed_while_layers_come_is_still_the_cases(
    dock: Any, project: Any, profile: Path, qtbot: Any
) -> None:
    total = some_layers_come(dock, project, qtbot)
    project.layerTreeRoot().findGroup("Kalmar län").setName("Mitt")
    project.layerTreeRoot().findGroup("Underlag").setName("Annat")
    filled(dock, qtbot)
    dock.open_sample()
    filled(dock, qtbot)
    assert names_of_groups(project) == ["Mitt"]
    assert of_the_case(project, "Mitt") == total


def test_another_case_of_the_same_name_gets_a_map_of_its_own(
    dock: Any, project: Any, profile: Path, county: Path, qtbot: Any, said: list[str]
) -> None:
    total = some_layers_come(dock, project, qtbot)
    there = len(project.mapLayers())
    assert dock.session.open_case(county)
    assert not dock.case_map.active
    assert said == []  # the case that was let go of is not spoken of
    dock.case_map.case_opened(mapped=True)
    filled(dock, qtbot)
    cases = [g for g in project.layerTreeRoot().findGroups() if g.name() == "Kalmar län"]
    assert sorted(len(group.findLayers()) for group in cases) == [there, total]


def test_a_project_with_half_a_map_says_so_when_it_is_read(
    dock: Any, project: Any, profile: Path, tmp_path: Path, qtbot: Any, said: list[str]
) -> None:
    some_layers_come(dock, project, qtbot)
    dock.strip.stop.click()
    project.write(str(tmp_path / "halv.qgz"))
    project.clear()
    said.clear()
    project.read(str(tmp_path / "halv.qgz"))
    qtbot.waitUntil(lambda: dock.session.case is not None, timeout=PATIENCE)
    filled(dock, qtbot)
    there, total = the_rest(dock, project)
    (told,) = said
    assert f"{there}" in told
    assert f"{total}" in told


def test_a_group_is_deleted_while_layers_come(
    dock: Any, project: Any, profile: Path, qtbot: Any
) -> None:
    dock.welcome.sample.click()
    qtbot.waitUntil(lambda: len(project.mapLayers()) > 3, timeout=PATIENCE)
    project.layerTreeRoot().clear()
    filled(dock, qtbot)
    assert project.layerTreeRoot().findGroups() == []


def test_a_case_opened_in_an_empty_project_brings_its_map(
    dock: Any, project: Any, profile: Path, county: Path, qtbot: Any, monkeypatch: Any
) -> None:
    chosen(monkeypatch, county)
    dock.case_menu.open_case()
    filled(dock, qtbot)
    titles = names_of_groups(project)
    assert "Kalmar län" in titles
    assert len(titles) == 2  # and the findings
    assert of_the_case(project, "Kalmar län") > 40


def test_a_project_with_layers_keeps_its_map_until_the_cases_is_asked_for(
    dock: Any, project: Any, profile: Path, county: Path, qtbot: Any, monkeypatch: Any
) -> None:
    project.addMapLayer(QgsVectorLayer("Point?crs=EPSG:3006", "eget", "memory"))
    chosen(monkeypatch, county)
    dock.menu.aboutToShow.emit()
    assert not dock.case_menu.show_map.isEnabled()
    dock.case_menu.open_case()
    filled(dock, qtbot)
    assert len(project.mapLayers()) == 1
    dock.menu.aboutToShow.emit()
    here = dock.session.records.ids[5]
    dock.session.set_current(here)
    dock.case_menu.show_map.trigger()
    filled(dock, qtbot)
    total = of_the_case(project, "Kalmar län")
    assert total > 40
    assert dock.session.current == here  # the case was not opened anew
    root = project.layerTreeRoot()
    root.findGroup("Kalmar län").removeChildNode(root.findGroup("Underlag"))
    dock.case_menu.show_map.trigger()
    filled(dock, qtbot)
    assert of_the_case(project, "Kalmar län") == total


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
    from strukturbild.ui import case_map  # noqa: PLC0415

    def missing() -> None:
        raise InputError(Problem("file_missing", {"path": "shapely", "hint": ""}))

    monkeypatch.setattr(case_map, "require_shapely", missing)
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
