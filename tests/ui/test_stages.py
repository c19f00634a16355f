"""Two stages side by side, with the real dock, tasks and canvases."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any, Iterator

import pytest
from osgeo import ogr
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand, QgsVertexMarker
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QPoint, QSize, Qt
from qgis.PyQt.QtTest import QAbstractItemModelTester, QTest
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QMainWindow, QTreeView

HOUSING = "Sammanhängande bostadsbebyggelse"
SWEREF = "EPSG:3006"
KALMAR = QgsRectangle(500_000, 6_200_000, 640_000, 6_440_000)


def grow_and_delete(plan: Path) -> None:
    """Every fourth housing area is gone, the next one grown by 120 m."""
    data = ogr.Open(str(plan), 1)
    layer = data.GetLayerByName(HOUSING)
    for number, feature in enumerate(list(layer)):
        if number % 4 == 0:
            layer.DeleteFeature(feature.GetFID())
        elif number % 4 == 1:
            feature.SetGeometry(ogr.ForceToMultiPolygon(feature.GetGeometryRef().Buffer(120)))
            layer.SetFeature(feature)
    layer = data = None


@pytest.fixture(scope="session")
def earlier_result(checked_county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of the sample county as it was before three of its plans were worked on."""
    from qgis.core import QgsProcessingFeedback  # noqa: PLC0415 - after QGIS was started
    from strukturbild.alignment.setup.read import read_case  # noqa: PLC0415
    from strukturbild.processing.case_run import check_case, write_case  # noqa: PLC0415
    from strukturbild.processing.feedback import FeedbackProgress  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("skeden å ä ö") / "samråd"
    shutil.copytree(checked_county, folder)
    for name in ("vimmerby", "oskarshamn", "kalmar"):
        grow_and_delete(folder / "op" / f"op_{name}.gpkg")
    progress = FeedbackProgress(QgsProcessingFeedback(False))
    result = check_case(read_case(folder / "kalmar.strukturbild.yaml"), progress)
    return write_case(result, folder / "samråd.gpkg", progress)


@pytest.fixture
def canvas(project: Any, qtbot: Any) -> Iterator[QgsMapCanvas]:
    window = QMainWindow()
    made = QgsMapCanvas(window)
    window.setCentralWidget(made)
    window.resize(900, 700)
    made.setDestinationCrs(QgsCoordinateReferenceSystem(SWEREF))
    made.setExtent(KALMAR)
    window.show()
    qtbot.waitExposed(window)
    yield made
    if not sip.isdeleted(made):
        made.stopRendering()
    sip.delete(window)


@pytest.fixture
def control(session: Any, canvas: QgsMapCanvas) -> Iterator[Any]:
    from strukturbild.ui.stages.control import StagesControl  # noqa: PLC0415

    made = StagesControl(session, canvas, canvas.window())
    yield made
    made.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def stages(control: Any, earlier_result: Path, qtbot: Any) -> Any:
    """The dock with a comparison."""
    assert control.open()
    compare(control, earlier_result, qtbot)
    return control


def compare(control: Any, earlier: Path, qtbot: Any) -> None:
    control.compare_with(earlier)
    assert control.task is not None
    qtbot.waitUntil(lambda: control.task is None, timeout=20_000)


def items(canvas: QgsMapCanvas, kind: type) -> list[Any]:
    return [x for x in canvas.scene().items() if isinstance(x, kind) and x.isVisible()]


def lines(panel: Any, group: str) -> list[Any]:
    model = panel.model
    return model.members[model.groups.index(group)]


def choose(panel: Any, group: str, number: int = 0) -> Any:
    model = panel.model
    parent = model.index(model.groups.index(group), 0)
    index = model.index(number, 0, parent)
    panel.list.setCurrentIndex(index)
    return model.row_at(index)


def close_to(one: QgsMapCanvas, two: QgsMapCanvas) -> bool:
    unit = one.mapUnitsPerPixel()
    same_center = one.center().distance(two.center()) < unit
    return same_center and abs(two.mapUnitsPerPixel() / unit - 1) < 1e-3


def test_the_list_counts_what_comparestages_counts(stages, session, earlier_result, tmp_path):
    panel = stages.panel
    QAbstractItemModelTester(panel.model)
    saved = tmp_path / "jämförelse.gpkg"
    from strukturbild.review.comparison import compare as compared_by  # noqa: PLC0415
    from strukturbild.review.comparison_tables import write_comparison  # noqa: PLC0415
    from strukturbild.review.result_file import read_result  # noqa: PLC0415

    before, after = read_result(earlier_result), read_result(session.result_path)
    write_comparison(compared_by(before, after), before, after, saved)
    with closing(sqlite3.connect(saved)) as connection:
        found = connection.execute("SELECT change, direction FROM comparison").fetchall()
    known = ("new", "persisting", "resolved")
    expected = Counter(
        change if change in known else direction if change == "changed" else "gone"
        for change, direction in found
    )
    assert {group: n for group, n in panel.model.counts().items() if n} == dict(expected)
    assert expected["new"] > 0
    assert expected["persisting"] > 0
    titles = [panel.model.data(panel.model.index(row, 0)) for row in range(panel.model.rowCount())]
    assert any(title.endswith(f"({expected['persisting']})") for title in titles)


def test_one_municipality_at_a_time(stages) -> None:
    panel = stages.panel
    total = sum(panel.model.counts().values())
    place = panel.municipality.findText("Vimmerby kommun")
    panel.municipality.setCurrentIndex(place)
    panel.municipality.activated.emit(place)
    shown = [row for own in panel.model.members for row in own]
    assert 0 < len(shown) < total
    assert {row.municipality_code for row in shown} == {"0884"}
    assert panel.list.isColumnHidden(2)
    panel.municipality.setCurrentIndex(0)
    panel.municipality.activated.emit(0)
    assert sum(panel.model.counts().values()) == total


def test_both_maps_move_as_one(stages, canvas, qtbot) -> None:
    other = stages.panel.map
    moves = Counter[str]()
    canvas.extentsChanged.connect(lambda: moves.update(["main"]))
    other.extentsChanged.connect(lambda: moves.update(["other"]))
    assert close_to(canvas, other)
    canvas.setExtent(QgsRectangle(580_000, 6_300_000, 590_000, 6_310_000))
    assert close_to(canvas, other)
    other.setCenter(QgsPointXY(570_000, 6_290_000))
    other.zoomByFactor(0.5)
    assert close_to(canvas, other)
    assert canvas.center().distance(QgsPointXY(570_000, 6_290_000)) < 20
    canvas.setRotation(30)
    assert other.rotation() == 30
    other.setRotation(0)
    assert canvas.rotation() == 0
    assert close_to(canvas, other)
    QTest.qWait(100)
    assert max(moves.values()) < 12


def test_a_new_frame_leaves_the_main_map_where_it_is(stages, canvas) -> None:
    other = stages.panel.map
    stages.dock.setFloating(True)
    QTest.qWait(80)
    canvas.setExtent(QgsRectangle(580_000, 6_300_000, 590_000, 6_310_000))
    before = QgsRectangle(canvas.extent())
    for size in (QSize(1200, 500), QSize(700, 900)):
        stages.dock.resize(size)
        QTest.qWait(700)  # the map takes its time for a new frame
        assert canvas.extent() == before
        assert close_to(canvas, other)


def test_another_crs_of_the_project_is_taken_over(stages, canvas) -> None:
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    canvas.setExtent(QgsRectangle(1_800_000, 7_700_000, 1_850_000, 7_750_000))
    other = stages.panel.map
    assert other.mapSettings().destinationCrs().authid() == "EPSG:3857"
    assert close_to(canvas, other)
    row = next(row for row in lines(stages.panel, "persisting") if row.before and row.after)
    stages._row_chosen(row)
    assert items(other, QgsRubberBand)
    marked = items(canvas, QgsRubberBand)[0].asGeometry().boundingBox()
    assert canvas.extent().contains(marked)
    assert canvas.extent().width() < 250_000


def test_the_cursor_of_one_map_is_a_cross_on_the_other(stages, canvas) -> None:
    other = stages.panel.map
    for here, there in ((canvas, other), (other, canvas)):
        QTest.mouseMove(here.viewport(), QPoint(40, 50))
        QTest.mouseMove(here.viewport(), QPoint(60, 70))
        QTest.qWait(20)
        assert len(items(there, QgsVertexMarker)) == 1
        assert items(here, QgsVertexMarker) == []
    QApplication.sendEvent(other.viewport(), QEvent(QEvent.Type.Leave))
    assert items(canvas, QgsVertexMarker) == []


def test_a_row_takes_both_maps_there_and_marks_it_where_it_is(stages, canvas) -> None:
    panel, other = stages.panel, stages.panel.map
    row = choose(panel, "new")
    assert row.before is None
    assert items(other, QgsRubberBand) == []
    assert items(canvas, QgsRubberBand)
    assert row.title[1:] in panel.detail.text()
    assert close_to(canvas, other)
    assert canvas.extent().width() < 60_000
    for map_canvas in (canvas, other):
        shown = map_canvas.mapSettings().visibleExtent()
        assert all(
            shown.contains(band.asGeometry().boundingBox())
            for band in items(map_canvas, QgsRubberBand)
        )
    both = next(n for n, r in enumerate(lines(panel, "persisting")) if r.before and r.after)
    choose(panel, "persisting", both)
    assert items(other, QgsRubberBand)
    assert items(canvas, QgsRubberBand)


def test_the_earlier_map_has_its_findings_over_the_projects_background(stages, canvas, county):
    other = stages.panel.map
    assert [layer.name() for layer in other.findings]
    background = QgsVectorLayer(str(county.parent / "op" / "op_kalmar.gpkg"), "plan", "ogr")
    later = QgsVectorLayer(
        f"{stages.session.result_path}|layername=findings_polygon", "senare", "ogr"
    )
    QgsProject.instance().addMapLayers([background, later])
    canvas.setLayers([later, background])
    assert other.layers() == [*other.findings, background]
    assert {layer.source().split("|")[0] for layer in other.findings} == {
        str(stages.found.before.path)
    }
    QgsProject.instance().removeMapLayer(background.id())
    assert other.layers() == other.findings
    canvas.setLayers([later])


def test_nothing_of_the_dock_is_in_the_project(stages) -> None:
    assert QgsProject.instance().mapLayers() == {}


def test_saved_as_comparestages_does(stages, tmp_path, qtbot) -> None:
    told: list[str] = []
    stages.session.said.connect(lambda text, _level: told.append(text))
    path = tmp_path / "sparad å.gpkg"
    assert stages.save_to(path)
    qtbot.waitUntil(lambda: stages.saving is None, timeout=20_000)
    with closing(sqlite3.connect(path)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM comparison").fetchone()
    assert count == len(stages.found.rows)
    assert "sparad å.gpkg" in told[-1]
    assert not stages.save_to(stages.found.before.path)


def test_faults_are_sentences_in_the_dock(control, session, county, qtbot) -> None:
    assert control.open()
    for path in (county, session.result_path, county.with_name("saknas.gpkg")):
        compare(control, path, qtbot)
        assert control.panel.note.text()
        assert "Error" not in control.panel.note.text()
        assert control.found is None
        assert not control.panel.save.isEnabled()
        assert control.panel.model.rowCount() == 0


def test_an_earlier_run_that_is_still_there_is_offered(control, session, earlier_result) -> None:
    from qgis.core import QgsProcessingFeedback  # noqa: PLC0415
    from strukturbild.processing.feedback import FeedbackProgress  # noqa: PLC0415
    from strukturbild.processing.review_update import update_review  # noqa: PLC0415

    older = session.result_path.with_name("kalmar samråd.gpkg")
    shutil.copy(earlier_result, older)
    progress = FeedbackProgress(QgsProcessingFeedback(False))
    earlier = session.result_path
    update_review(session.place, older, progress, name="Bo")
    session.reload()
    assert session.result_path == older
    assert control.open()
    combo = control.panel.earlier
    assert [combo.itemData(n) for n in range(combo.count())] == [None, earlier, "other"]
    assert earlier.name in combo.itemText(1)


def test_a_new_run_is_compared_anew(stages, session, qtbot) -> None:
    first = stages.found
    session.records_changed.emit()
    assert stages.task is None
    session.result_path.touch()
    session.records_changed.emit()
    assert stages.task is not None
    qtbot.waitUntil(lambda: stages.task is None, timeout=20_000)
    assert stages.found is not first


def nothing_runs() -> bool:
    return not [task for task in QgsApplication.taskManager().activeTasks() if type(task).__name__]


@pytest.mark.parametrize("how", ["cancel", "dock", "project", "case", "panel gone"])
def test_ending_while_the_task_runs(control, session, canvas, earlier_result, qtbot, how) -> None:
    from strukturbild.ui import task_parts  # noqa: PLC0415

    assert control.open()
    control.compare_with(earlier_result)
    assert control.task is not None
    if how == "cancel":
        control.panel.cancel.click()
        assert not control.panel.progress.isVisibleTo(control.panel)
        assert control.panel.note.text()
    elif how == "dock":
        control.dock.close()
    elif how == "project":
        QgsProject.instance().clear()
    elif how == "case":
        session.close_case()
    else:
        sip.delete(control.dock)
        control.close_dock()
    assert control.task is None
    if how != "cancel":
        assert control.dock is None
    qtbot.waitUntil(lambda: not task_parts.under_way and nothing_runs(), timeout=20_000)
    assert control.found is None
    assert items(canvas, QgsRubberBand) == []


@pytest.mark.parametrize("how", ["dock", "project", "layers", "canvas", "twice"])
def test_ending_with_a_comparison_shown(stages, session, canvas, how: str) -> None:
    QTest.mouseMove(stages.panel.map.viewport(), QPoint(60, 70))
    choose(stages.panel, "new")
    layer = QgsVectorLayer(f"Polygon?crs={SWEREF}", "yta", "memory")
    QgsProject.instance().addMapLayer(layer)
    canvas.setLayers([layer])
    if how == "dock":
        stages.dock.close()
    elif how == "project":
        QgsProject.instance().clear()
    elif how == "layers":
        QgsProject.instance().removeAllMapLayers()
        assert stages.panel.map.layers() == stages.panel.map.findings
        choose(stages.panel, "persisting")
        stages.close_dock()
    elif how == "canvas":
        canvas.stopRendering()
        canvas.window().takeCentralWidget()
        sip.delete(canvas)
        choose(stages.panel, "persisting")
        assert not stages.open()
        stages.close_dock()
    else:
        stages.close_dock()
        stages.close_dock()
    assert stages.dock is None
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QTest.qWait(1800)  # the flash goes by itself
    if not sip.isdeleted(canvas):
        assert items(canvas, QgsRubberBand) == []
        assert items(canvas, QgsVertexMarker) == []
        canvas.setExtent(KALMAR)


def test_open_again_after_closing(stages, earlier_result, qtbot) -> None:
    stages.dock.close()
    assert stages.dock is None
    assert stages.open()
    compare(stages, earlier_result, qtbot)
    assert stages.panel.model.rowCount() > 0


def test_without_a_result_it_is_said_what_to_do(project, empty_county, canvas) -> None:
    from strukturbild.ui.session import ReviewSession  # noqa: PLC0415
    from strukturbild.ui.stages.control import StagesControl  # noqa: PLC0415

    session = ReviewSession()
    assert session.open_case(empty_county)
    told: list[str] = []
    session.said.connect(lambda text, _level: told.append(text))
    control = StagesControl(session, canvas, canvas.window())
    assert not control.open()
    assert len(told) == 1
    control.close()
    session.close()


def test_the_neighbours_get_their_width_back(control, canvas) -> None:
    window = canvas.window()
    layers = QDockWidget("Lager", window)
    layers.setWidget(QTreeView())
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, layers)
    window.resizeDocks([layers], [200], Qt.Orientation.Horizontal)
    QTest.qWait(50)
    widths = (layers.width(), canvas.width())
    assert control.open()
    QTest.qWait(80)
    assert canvas.width() < widths[1]
    assert abs(control.dock.width() - canvas.width()) < 40
    control.dock.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QTest.qWait(80)
    assert abs(layers.width() - widths[0]) < 5
    assert abs(canvas.width() - widths[1]) < 5


def test_columns_give_way_in_a_narrow_dock(stages) -> None:
    stages.dock.setFloating(True)
    shown = []
    for width in (360, 640, 1600):
        stages.dock.resize(width, 400 if width > 700 else 900)
        QTest.qWait(60)
        view = stages.panel.list
        shown.append([not view.isColumnHidden(column) for column in range(3)])
        assert view.columnWidth(0) <= view.viewport().width()
    assert shown[0] == [True, False, False]
    assert shown[2][:2] == [True, True]


def test_usable_at_360_pixels_with_names_for_screen_readers(stages) -> None:
    panel = stages.panel
    assert panel.minimumSizeHint().width() <= 360
    for widget in (panel.earlier, panel.municipality, panel.list, panel.map):
        assert widget.accessibleName()


def test_the_docks_menu_opens_it_and_closing_down_ends_it(review: Any) -> None:
    review.menu.aboutToShow.emit()
    assert review.map_menu.stages_action.isEnabled()
    review.map_menu.stages_action.trigger()
    assert review.map_menu.stages.dock is not None
    review.session.close_case()
    assert review.map_menu.stages.dock is None
    review.menu.aboutToShow.emit()
    assert not review.map_menu.stages_action.isEnabled()
