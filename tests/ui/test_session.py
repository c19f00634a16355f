"""Runs in the background, and projects that come and go meanwhile: no crash, nothing lost."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from driving import choose
from in_a_process import MAKE_DOCK, in_a_process
from strukturbild.review.opening import open_store
from strukturbild.review.records import Author, Change

MORE = (("och", "till"), ("and", "more"))


@pytest.fixture
def opened(dock: Any, empty_county: Path) -> Any:
    assert dock.session.open_case(empty_county)
    return dock


def begun(session: Any, qtbot: Any) -> None:
    """Start a run and wait until it is in the midst of its work."""
    with qtbot.waitSignal(session.running.progressed, timeout=30_000):
        assert session.run_check()


def ended(dock: Any, qtbot: Any) -> None:
    session = dock.session
    qtbot.waitUntil(lambda: not session.running.active, timeout=60_000)
    qtbot.waitUntil(lambda: not session.opening.active, timeout=60_000)


def test_a_run_fills_the_list_and_the_window_lives_on(
    opened: Any, qtbot: Any, gaps: list[float]
) -> None:
    session = opened.session
    assert session.run_check()
    assert not session.run_check()
    ended(opened, qtbot)
    if session.store is None:  # an incomplete run waits to be taken in by hand
        assert session.running.start(result_only=True)
        ended(opened, qtbot)
    assert len(session.records) > 50
    assert session.summary is not None
    assert len(opened.review.model.groups) > 5
    slow = sorted(gaps)[-3:]
    print("longest gaps", [round(gap * 1000) for gap in slow])
    assert slow[0] < 0.25, slow


def test_an_empty_list_tells_that_a_run_is_under_way(opened: Any, qtbot: Any) -> None:
    page = opened.review
    before = page.nothing.text()
    assert opened.session.run_check()
    assert page.nothing.text() not in ("", before)
    assert page.nothing.isVisibleTo(opened)
    opened.session.running.cancel()
    ended(opened, qtbot)
    assert page.nothing.text() == before


def test_a_run_is_cancelled(opened: Any, qtbot: Any) -> None:
    session = opened.session
    said: list[str] = []
    session.said.connect(lambda text, _level: said.append(text))
    begun(session, qtbot)
    started = time.perf_counter()
    session.running.cancel()
    ended(opened, qtbot)
    assert time.perf_counter() - started < 2.0
    assert len(said) == 1
    assert not Path(session.place).exists()
    assert opened.review.run_button.isEnabled()


def test_the_project_is_cleared_during_a_run(opened: Any, project: Any, qtbot: Any) -> None:
    from strukturbild.ui import task_parts  # noqa: PLC0415

    session = opened.session
    said: list[str] = []
    session.said.connect(lambda text, _level: said.append(text))
    begun(session, qtbot)
    project.clear()
    assert session.case is None
    assert opened.stack.currentWidget() is opened.welcome
    qtbot.waitUntil(lambda: not task_parts.under_way, timeout=30_000)
    qtbot.wait(100)
    assert said == []


def test_the_dock_is_closed_during_a_run(opened: Any, qtbot: Any) -> None:
    from strukturbild.ui import task_parts  # noqa: PLC0415

    begun(opened.session, qtbot)
    opened.close()  # hides it; the run goes on
    assert opened.session.running.active
    opened.session.running.cancel()
    qtbot.waitUntil(lambda: not task_parts.under_way, timeout=30_000)


def test_a_run_that_fails_is_a_sentence(opened: Any, qtbot: Any) -> None:
    said: list[str] = []
    opened.session.said.connect(lambda text, _level: said.append(text))
    folder = opened.session.setup_path.parent
    (folder / "strukturbild.gpkg").rename(folder / "borta.gpkg")
    assert opened.session.run_check()
    ended(opened, qtbot)
    assert said
    assert "Traceback" not in said[0]
    assert "strukturbild.gpkg" in said[0]
    assert opened.bar.isVisibleTo(opened)


def test_an_incomplete_run_says_first_that_nothing_was_taken_in(opened: Any, qtbot: Any) -> None:
    session, said = opened.session, []
    session.said.connect(lambda text, _level: said.append(text))
    text = session.setup_path.read_text(encoding="utf-8")
    codes = sorted(set(re.findall(r'- municipality: "(\d+)"', text)))
    others = dict(zip(codes, [*codes[1:], codes[0]]))  # each plan is another municipality's
    wrong = re.sub(
        r'- municipality: "(\d+)"', lambda code: f'- municipality: "{others[code[1]]}"', text
    )
    session.setup_path.write_text(wrong, encoding="utf-8")
    assert session.run_check()
    ended(opened, qtbot)
    lines = said[-1].splitlines()
    assert str(session.result_path) in lines[0]
    action = opened.case_menu.take_in.text()
    assert f" {action} " in lines[0]
    assert len(lines) == 4
    assert lines[-1] in [f"{words[0]} {n} {words[1]}" for words in MORE for n in range(2, 20)]
    assert not Path(session.place).exists()
    assert session.running.start(result_only=True)
    ended(opened, qtbot)
    assert len(session.records)


def test_the_project_remembers_its_case(
    dock: Any, county: Path, project: Any, tmp_path: Path, qtbot: Any
) -> None:
    assert dock.session.open_case(county)
    path = str(tmp_path / "länet.qgz")
    assert project.write(path)
    assert project.readEntry("strukturbild", "case")[0] == "exempel/kalmar.strukturbild.yaml"
    assert not project.isDirty()
    project.clear()
    assert dock.session.case is None
    assert project.read(path)  # saved once, it knows the case by where the project itself lies
    assert project.readEntry("strukturbild", "case")[0] == "exempel/kalmar.strukturbild.yaml"
    qtbot.waitUntil(lambda: dock.session.case is not None, timeout=3000)
    assert dock.session.setup_path == county
    # an unrelated project: the dock is back at its first page, and says nothing
    other = str(tmp_path / "annat.qgz")
    project.clear()
    assert project.write(other)
    assert project.read(other)
    qtbot.wait(50)
    assert dock.session.case is None
    assert not dock.bar.isVisibleTo(dock)


def test_a_case_that_is_not_where_it_was_is_told(dock: Any, project: Any, tmp_path: Path) -> None:
    from strukturbild.ui.project_memory import remember_case  # noqa: PLC0415

    gone = tmp_path / "borta.strukturbild.yaml"
    remember_case(project, gone)
    dock.session.open_remembered()
    assert dock.session.case is None
    assert str(gone) in dock.bar.text.text()


def test_switching_cases_leaves_nothing_behind(dock: Any, county: Path) -> None:
    assert dock.session.open_case(county)
    assert len(dock.session.records)
    other = county.with_name("annat.strukturbild.yaml")
    other.write_text(
        county.read_text(encoding="utf-8").replace("output: kalmar", "output: annat"),
        encoding="utf-8",
    )
    assert dock.session.open_case(other)
    assert len(dock.session.records) == 0
    assert dock.review.nothing.text()


def test_what_is_no_setup_is_a_sentence(dock: Any, tmp_path: Path) -> None:
    said: list[str] = []
    dock.session.said.connect(lambda text, _level: said.append(text))
    broken = tmp_path / "x.strukturbild.yaml"
    broken.write_text("name: [", encoding="utf-8")
    assert not dock.session.open_case(broken)
    assert not dock.session.open_case(tmp_path / "saknas.yaml")
    assert len(said) == 2
    assert dock.stack.currentWidget() is dock.welcome


def test_an_edited_layer_is_run_as_it_is_edited(opened: Any, project: Any) -> None:
    from qgis.core import QgsVectorLayer  # noqa: PLC0415
    from strukturbild.layers.edited import with_edits  # noqa: PLC0415

    folder = opened.session.setup_path.parent
    uri = f"{folder / 'op' / 'op_kalmar.gpkg'}"
    whole = QgsVectorLayer(uri)
    names = [part.split("!!::!!")[1] for part in whole.dataProvider().subLayers()]
    layer = QgsVectorLayer(f"{uri}|layername={names[0]}", "ÖP", "ogr")
    project.addMapLayer(layer)
    case = opened.session.case
    assert with_edits(case, project) == (case, {})
    assert layer.startEditing()
    assert layer.deleteFeatures([next(layer.getFeatures()).id()])
    changed, snapshots = with_edits(case, project)
    assert {snapshot.name for snapshot in snapshots.values()} == set(names)
    plan = next(p for p in changed.plans if set(snapshots) <= set(p.sources))
    assert len(plan.sources) == len(names)
    frozen = next(s for s in snapshots.values() if s.name == names[0])
    assert len(list(frozen.feature_source().getFeatures())) == layer.featureCount()
    layer.rollBack()


def test_the_dock_with_a_store_needs_no_shapely(county: Path) -> None:
    code = (
        "import sys; sys.modules['shapely'] = None\n"
        "from qgis.core import QgsApplication\n"
        "app = QgsApplication([], True); app.initQgis()\n"
        f"{MAKE_DOCK}"
        "from pathlib import Path\n"
        f"assert dock.session.open_case(Path({str(county)!r}))\n"
        "page = dock.review\n"
        "row = int(page.model.shown_rows()[0]); page.list.go_to(row)\n"
        "page.act('in_dialogue')\n"
        "assert dock.session.records.status[row] == 'in_dialogue'\n"
        "assert not dock.session.run_check()\n"
        "assert dock.bar.text.text()\n"
        "print('fine'); import os; sys.stdout.flush(); os._exit(0)\n"
    )
    done = in_a_process(code)
    assert "fine" in done.stdout, done.stderr[-3000:]


def test_the_plugin_is_loaded_and_unloaded_during_a_run(
    empty_county: Path, project: Any, qgis_iface: Any, qtbot: Any, monkeypatch: Any
) -> None:
    from qgis.PyQt.QtWidgets import QMainWindow, QMenu  # noqa: PLC0415
    from strukturbild.plugin import StrukturbildPlugin  # noqa: PLC0415
    from strukturbild.ui import task_parts  # noqa: PLC0415

    window = QMainWindow()
    qtbot.addWidget(window)
    right = QMenu("Hjälp", window)
    window.menuBar().addMenu(right)
    removed = []
    made = {
        "mainWindow": lambda: window,
        "firstRightStandardMenu": lambda: right,
        "addToolBarWidget": lambda widget: widget,
        "removeToolBarIcon": removed.append,
        "addDockWidget": window.addDockWidget,
        "removeDockWidget": window.removeDockWidget,
    }
    for name, value in made.items():
        monkeypatch.setattr(qgis_iface, name, value, raising=False)
    plugin = StrukturbildPlugin(qgis_iface)
    plugin.initGui()
    assert plugin.dock is None
    assert plugin.menu.actions()[0].text() in ("Review…", "Granska…")
    window.show()
    plugin.toggle_dock()
    assert plugin.dock.isVisible()
    plugin.toggle_dock()
    assert not plugin.dock.isVisible()
    dock = plugin.show_dock()
    assert dock.session.open_case(empty_county)
    begun(dock.session, qtbot)
    plugin.unload()
    qtbot.waitUntil(lambda: not task_parts.under_way, timeout=30_000)
    qtbot.wait(100)
    assert removed
    assert plugin.dock is None
    project.clear()  # nothing listens any more


def test_loading_the_plugin_loads_no_panel() -> None:
    code = (
        "import sys; import qgis.core\n"
        "import strukturbild.plugin\n"
        "print([name for name in sys.modules if name.startswith('strukturbild.ui.')])\n"
    )
    done = in_a_process(code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "['strukturbild.ui.ahead']"


def test_layers_of_a_saved_project_leave_the_store_writable(
    dock: Any, county: Path, project: Any, tmp_path: Path, qtbot: Any
) -> None:
    from strukturbild.layers.review_layers import review_layers  # noqa: PLC0415

    assert dock.session.open_case(county)
    dock.add_layers()
    path = str(tmp_path / "länet.qgz")
    assert project.write(path)
    project.clear()
    assert project.read(path)
    qtbot.waitUntil(lambda: dock.session.case is not None, timeout=3000)
    layers = review_layers(project)
    assert layers
    assert all(layer.isValid() and layer.readOnly() for layer in layers)
    for layer in layers:
        status = layer.fields().indexOf("status")
        assert layer.attributeAlias(status) == "Status"
        assert {"in dialogue": "in_dialogue"} in layer.editorWidgetSetup(status).config()["map"]
    store = Path(dock.session.place)
    with store.open("rb") as stream:
        header = stream.read(20)
    assert header[18:20] == b"\x01\x01"  # rollback journal, not WAL
    assert not store.with_name(store.name + "-wal").exists()
    page = dock.review
    row = int(page.model.shown_rows()[0])
    page.list.go_to(row)
    page.act("in_dialogue")
    assert dock.session.records.status[row] == "in_dialogue"
    assert not dock.review.layers_button.isVisibleTo(dock)


def test_a_store_that_can_only_be_read_says_so_when_it_is_opened(
    dock: Any, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("strukturbild.review.geopackage_file.can_be_written", lambda _path: False)
    said: list[str] = []
    dock.session.said.connect(lambda text, _level: said.append(text))
    assert dock.session.open_case(county)
    assert len(dock.session.records)
    assert len(said) == 1
    assert "kalmar.granskning.gpkg" in said[0]
    assert dock.bar.isVisibleTo(dock)


def test_a_store_that_another_file_replaced_is_read_anew(review: Any, qtbot: Any) -> None:
    session, place = review.session, Path(review.session.place)
    (finding,) = choose(review)
    copy = place.with_name("copy.gpkg")
    shutil.copyfile(place, copy)
    with open_store(str(copy)).closing() as store:  # as written on another computer
        store.write(finding, 0, Change(status="fix_in_plan"), Author("bo", "Bo Berg"))
    copy.replace(place)
    assert not session.deciding.decide([finding], "in_dialogue")
    row = session.records.row_of[finding]
    qtbot.waitUntil(lambda: session.records.status[row] == "fix_in_plan", timeout=10_000)
    readings: list[str] = []
    session.opening.begun.connect(readings.append)
    session.look_for_changes()
    assert readings == []
    assert session.deciding.decide([finding], "in_dialogue")
    with open_store(str(place)).closing() as store:
        assert store.state(finding).status == "in_dialogue"


def test_a_store_that_is_gone_is_told_and_begun_anew_by_a_run(review: Any, qtbot: Any) -> None:
    session, place = review.session, Path(review.session.place)
    (finding,) = choose(review)
    place.unlink()
    said: list[str] = []
    session.said.connect(lambda text, _level: said.append(text))
    assert not session.deciding.decide([finding], "in_dialogue")
    assert str(place) in said[-1]
    session.look_for_changes()
    assert len(session.records) > 50
    assert session.running.start(result_only=True)
    ended(review, qtbot)
    readings: list[str] = []
    session.opening.begun.connect(readings.append)
    session.look_for_changes()
    qtbot.wait(200)
    assert readings == []
    (finding,) = choose(review)
    assert session.deciding.decide([finding], "in_dialogue")
    with open_store(str(place)).closing() as store:
        assert store.state(finding).status == "in_dialogue"
