"""Findings drawn by hand, with real clicks on a real map canvas."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

import pytest
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsSnappingConfig,
    QgsSnappingUtils,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsMapToolPan, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from strukturbild.ui.manual.values import label_of

SWEREF = "EPSG:3006"
OSKARSHAMN = (599_000.0, 6_347_500.0)
ENOUGH = "Saknar gång- och cykelväg"


@pytest.fixture
def canvas(project: Any, qtbot: Any) -> Iterator[QgsMapCanvas]:
    made = QgsMapCanvas()
    made.resize(400, 400)
    made.setDestinationCrs(QgsCoordinateReferenceSystem(SWEREF))
    made.setExtent(QgsRectangle.fromCenterAndSize(QgsPointXY(*OSKARSHAMN), 4000, 4000))
    made.show()
    qtbot.waitExposed(made)
    yield made
    if not sip.isdeleted(made):
        made.stopRendering()
        sip.delete(made)


@pytest.fixture
def manual(session: Any, canvas: QgsMapCanvas) -> Iterator[Any]:
    from strukturbild.ui.manual.control import ManualFindings  # noqa: PLC0415

    made = ManualFindings(session, canvas)
    yield made
    made.close()


def pixel(canvas: QgsMapCanvas, x: float, y: float) -> QPoint:
    """Where map coordinates are on the canvas."""
    place = canvas.getCoordinateTransform().transform(QgsPointXY(x, y))
    return QPoint(round(place.x()), round(place.y()))


def click(canvas: QgsMapCanvas, east: float, north: float, button: Any = None) -> None:
    """Click metres east and north of the middle."""
    center = canvas.center()
    place = pixel(canvas, center.x() + east, center.y() + north)
    QTest.mouseMove(canvas.viewport(), place)
    QTest.mouseClick(canvas.viewport(), button or Qt.MouseButton.LeftButton, pos=place)


def bands(canvas: QgsMapCanvas) -> list[QgsRubberBand]:
    return [item for item in canvas.scene().items() if isinstance(item, QgsRubberBand)]


def stored(session: Any, finding: str) -> tuple[Any, QgsGeometry]:
    (found,) = [item for item in session.store.findings() if item.finding_id == finding]
    shape = QgsGeometry()
    shape.fromWkb(session.finding_shape(finding))
    return found, shape


def fill_in(manual: Any, title: str = ENOUGH, part: str = "") -> str:
    """Fill the form in and add; the finding's id."""
    added: list[str] = []
    manual.added.connect(added.append)
    form = manual.form
    form.title.setText(title)
    if part:
        form.part.setCurrentIndex(form.part.findData(part))
    form.add_button.click()
    manual.added.disconnect(added.append)
    assert len(added) == 1
    return added[0]


def test_a_point_in_one_click_and_two_fields(manual, session, canvas) -> None:
    before = len(session.records)
    assert manual.start("point")
    click(canvas, 0, 0)
    form = manual.form
    assert form.isVisible()
    assert not form.isModal()
    assert form.municipality.currentText() == "Oskarshamns kommun"
    assert not form.add_button.isEnabled()
    finding = fill_in(manual, part="typology")
    found, shape = stored(session, finding)
    assert found.origin == "manual"
    assert found.values["title"] == ENOUGH
    assert found.values["part"] == "typology"
    assert (found.values["municipality_code"], found.values["partition_code"]) == ("0882", "0882")
    assert shape.asMultiPoint()[0].distance(QgsPointXY(*OSKARSHAMN)) < 15
    assert len(session.records) == before + 1
    assert session.current == finding
    assert manual.form is None
    assert bands(canvas) == []


def test_a_line_with_a_vertex_taken_back(manual, session, canvas, qtbot) -> None:
    assert manual.start("line")
    click(canvas, -1000, 0)
    click(canvas, 0, 1500)
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    click(canvas, 1000, 0)
    click(canvas, 0, -500, Qt.MouseButton.RightButton)
    finding = fill_in(manual, part="links")
    found, shape = stored(session, finding)
    assert shape.type() == Qgis.GeometryType.Line
    assert found.values["length_m"] == pytest.approx(2000, abs=25)
    assert len(shape.asMultiPolyline()[0]) == 2


def test_an_area_finished_by_enter_or_double_click(manual, session, canvas, qtbot) -> None:
    for finish in ("enter", "double"):
        assert manual.start("polygon")
        click(canvas, -500, -500)
        click(canvas, 500, -500)
        click(canvas, 500, 500)
        if finish == "enter":
            click(canvas, -500, 500)
            qtbot.keyClick(canvas, Qt.Key.Key_Return)
        else:
            center = canvas.center()
            place = pixel(canvas, center.x() - 500, center.y() + 500)
            QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
            QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
        found, shape = stored(session, fill_in(manual))
        assert found.values["area_ha"] == pytest.approx(100, abs=4)
        assert shape.area() == pytest.approx(1_000_000, rel=0.04)


def test_too_few_points_are_told_and_drawing_goes_on(manual, session, canvas, qtbot) -> None:
    told: list[str] = []
    session.said.connect(lambda text, _level: told.append(text))
    assert manual.start("polygon")
    click(canvas, 0, 0)
    click(canvas, 500, 0)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert manual.form is None
    assert canvas.mapTool() is manual.tool
    assert any("three corners" in text for text in told)
    click(canvas, 500, 500)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert manual.form is not None


def test_the_preview_follows_the_cursor(manual, canvas) -> None:
    assert manual.start("line")
    click(canvas, -1000, 0)
    center = canvas.center()
    QTest.mouseMove(canvas.viewport(), pixel(canvas, center.x() + 700, center.y()))
    QTest.qWait(20)
    (band,) = bands(canvas)
    assert band.asGeometry().length() == pytest.approx(1700, abs=30)


@pytest.mark.parametrize("when", ["drawing", "asked"])
def test_esc_leaves_nothing_and_gives_the_tool_back(
    manual, session, canvas, qtbot, when: str
) -> None:
    former = QgsMapToolPan(canvas)
    canvas.setMapTool(former)
    before = len(session.store.findings())
    assert manual.start("polygon")
    assert canvas.mapTool() is not former
    click(canvas, -500, -500)
    click(canvas, 500, -500)
    if when == "drawing":
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    else:
        click(canvas, 500, 500)
        qtbot.keyClick(canvas, Qt.Key.Key_Enter)
        assert len(bands(canvas)) == 1
        qtbot.keyClick(manual.form, Qt.Key.Key_Escape)
    assert canvas.mapTool() is former
    assert bands(canvas) == []
    assert manual.form is None
    assert len(session.store.findings()) == before
    canvas.unsetMapTool(former)


def test_another_tool_ends_drawing_and_is_kept(manual, canvas) -> None:
    assert manual.start("line")
    click(canvas, 0, 0)
    other = QgsMapToolPan(canvas)
    canvas.setMapTool(other)
    assert manual.tool is None
    assert bands(canvas) == []
    assert canvas.mapTool() is other
    canvas.unsetMapTool(other)


def test_the_map_in_another_crs_than_the_store(manual, session, canvas) -> None:
    mercator = QgsCoordinateReferenceSystem("EPSG:3857")
    to_map = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem(SWEREF), mercator, QgsProject.instance()
    )
    place = to_map.transform(QgsPointXY(*OSKARSHAMN))
    canvas.setDestinationCrs(mercator)
    canvas.setExtent(QgsRectangle.fromCenterAndSize(place, 8000, 8000))
    assert manual.start("polygon")
    for east, north in ((-1000, -1000), (1000, -1000), (1000, 1000), (-1000, 1000)):
        click(canvas, east, north)
    click(canvas, 0, 0, Qt.MouseButton.RightButton)
    assert manual.form.municipality.currentText() == "Oskarshamns kommun"
    found, shape = stored(session, fill_in(manual))
    assert shape.centroid().asPoint().distance(QgsPointXY(*OSKARSHAMN)) < 40
    # a metre of Mercator is cos(57.25 degrees) of one on the ground
    assert found.values["area_ha"] == pytest.approx(400 * 0.541**2, rel=0.04)


def objects(session: Any, table: str) -> list[tuple[str, str, QgsGeometry]]:
    """The objects of a table in the result: key, label, geometry."""
    found = []
    for name in ("point", "line", "polygon"):
        layer = QgsVectorLayer(f"{session.result_path}|layername=objects_{name}", "o", "ogr")
        layer.setSubsetString(f"object_table = '{table}'")
        found += [(f["key"], f["label"], QgsGeometry(f.geometry())) for f in layer.getFeatures()]
    return found


def test_what_lies_there_is_filled_in_and_can_be_changed(manual, session, canvas) -> None:
    nodes = objects(session, "nodes")
    label, shape = next(
        (label, shape)
        for _, label, shape in objects(session, "land_use")
        if any(500 < shape.distance(place) < 4000 for _, _, place in nodes)
    )
    canvas.setExtent(shape.boundingBox().buffered(500))
    inside = shape.pointOnSurface().asPoint()
    center = canvas.center()
    assert manual.start("point")
    click(canvas, inside.x() - center.x(), inside.y() - center.y())
    form = manual.form
    assert label in form.plan_object.currentText()
    node = next(i for i in form.places.structure_objects if i.table == "nodes")
    form.part.setCurrentIndex(form.part.findData("nodes"))
    form.part.activated.emit(form.part.currentIndex())
    assert node.label in form.structure_object.currentText()
    form.plan_object.setCurrentIndex(0)
    found, _ = stored(session, fill_in(manual))
    assert found.values["plan_object"] == ""
    assert found.values["structure_object"] == node.key
    assert found.values["label"] == node.label


def test_a_line_over_a_border_belongs_to_the_pair(manual, session, canvas) -> None:
    layer = QgsVectorLayer(f"{session.result_path}|layername=municipalities", "m", "ogr")
    shapes = {f["municipality_code"]: QgsGeometry(f.geometry()) for f in layer.getFeatures()}
    border = shapes["0882"].intersection(shapes["0861"])
    middle = border.interpolate(border.length() / 2).asPoint()
    canvas.setExtent(QgsRectangle.fromCenterAndSize(middle, 20_000, 20_000))
    assert manual.start("line")
    click(canvas, 0, -3000)
    click(canvas, 0, 3000)
    click(canvas, 0, 0, Qt.MouseButton.RightButton)
    assert len(manual.form.places.hit()) == 2
    found, _ = stored(session, fill_in(manual, part="borders"))
    assert found.values["partition_code"] == "0861+0882"
    assert found.values["municipality_code"] in ("0861", "0882")


def test_snapping_follows_the_projects_settings(manual, session, canvas, qtbot) -> None:
    layer = QgsVectorLayer(f"LineString?crs={SWEREF}", "väg", "memory")
    east, north = OSKARSHAMN
    feature = QgsFeature()
    feature.setGeometry(
        QgsGeometry.fromPolylineXY([QgsPointXY(east + 123.4, north), QgsPointXY(east, north + 900)])
    )
    layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    utils = QgsSnappingUtils(canvas)
    utils.setMapSettings(canvas.mapSettings())
    config = QgsSnappingConfig(QgsProject.instance())
    config.setEnabled(True)
    config.setMode(Qgis.SnappingMode.AllLayers)
    config.setTypeFlag(Qgis.SnappingTypes(Qgis.SnappingType.Vertex))
    config.setTolerance(20)
    config.setUnits(Qgis.MapToolUnit.Pixels)
    utils.setConfig(config)
    canvas.setLayers([layer])
    utils.setMapSettings(canvas.mapSettings())
    canvas.setSnappingUtils(utils)
    qtbot.waitUntil(lambda: utils.snapToMap(QgsPointXY(east + 124, north)).isValid(), timeout=5000)
    assert manual.start("point")
    click(canvas, 150, 20)
    _, shape = stored(session, fill_in(manual))
    assert shape.asMultiPoint()[0].distance(QgsPointXY(east + 123.4, north)) < 0.001
    canvas.setSnappingUtils(None)


def test_taking_it_back_is_a_decision_and_the_log_keeps_both(manual, session, canvas) -> None:
    assert manual.start("point")
    click(canvas, 0, 0)
    finding = fill_in(manual)
    assert session.deciding.undo()
    state = session.store.state(finding)
    assert state.status == "not_relevant"
    assert state.comment
    assert [entry.change.kind for entry in session.store.history(finding)] == [
        "comment", "decision",
    ]  # fmt: skip
    assert session.deciding.undo_text() == ""


def test_a_decision_made_later_is_undone_before(manual, session, canvas) -> None:
    assert manual.start("point")
    click(canvas, 0, 0)
    finding = fill_in(manual)
    assert session.deciding.decide([finding], "in_dialogue")
    assert session.deciding.undo()
    assert session.store.state(finding).status == "new"
    assert session.deciding.undo()
    assert session.store.state(finding).status == "not_relevant"


def test_it_lives_through_a_run(manual, session, canvas) -> None:
    from qgis.core import QgsProcessingFeedback  # noqa: PLC0415
    from strukturbild.processing.feedback import FeedbackProgress  # noqa: PLC0415
    from strukturbild.processing.review_update import update_review  # noqa: PLC0415

    assert manual.start("point")
    click(canvas, 0, 0)
    finding = fill_in(manual)
    progress = FeedbackProgress(QgsProcessingFeedback(False))
    update_review(session.place, session.result_path, progress, name="Bo")
    session.reload()
    row = session.records.row_of[finding]
    assert not session.records.gone[row]
    assert session.records.texts["title"][row] == ENOUGH


def test_without_a_store_it_is_said_what_to_do(project, empty_county, canvas) -> None:
    from strukturbild.ui.manual.control import ManualFindings  # noqa: PLC0415
    from strukturbild.ui.session import ReviewSession  # noqa: PLC0415

    session = ReviewSession()
    assert session.open_case(empty_county)
    told: list[str] = []
    session.said.connect(lambda text, _level: told.append(text))
    manual = ManualFindings(session, canvas)
    assert not manual.start("point")
    assert len(told) == 1
    manual.close()
    session.close()


def test_closing_the_case_ends_drawing_and_form(manual, session, canvas) -> None:
    for clicks in (1, 3):
        assert manual.start("polygon")
        for number in range(clicks):
            click(canvas, 300 * number, 300 * (number % 2))
        if clicks == 3:
            click(canvas, 0, 0, Qt.MouseButton.RightButton)
            assert manual.form is not None
        setup = session.setup_path
        QgsProject.instance().clear()
        assert session.case is None
        assert manual.form is None
        assert manual.tool is None
        assert bands(canvas) == []
        assert session.open_case(setup)


def test_the_canvas_may_go_first(session, canvas) -> None:
    from strukturbild.ui.manual.control import ManualFindings  # noqa: PLC0415

    manual = ManualFindings(session, canvas)
    assert manual.start("line")
    click(canvas, 0, 0)
    canvas.stopRendering()
    sip.delete(canvas)
    assert not manual.start("line")
    manual.close()


def test_a_read_only_store_keeps_the_form_open(manual, session, canvas, monkeypatch) -> None:
    assert manual.start("point")
    click(canvas, 0, 0)
    monkeypatch.setattr(session.store.backend, "writable", False)
    told: list[str] = []
    session.said.connect(lambda text, _level: told.append(text))
    manual.form.title.setText(ENOUGH)
    manual.form.add_button.click()
    assert manual.form.isVisible()
    assert manual.form.title.text() == ENOUGH
    assert told


def test_every_field_has_a_name_for_screen_readers(manual, canvas) -> None:
    assert manual.start("point")
    click(canvas, 0, 0)
    form = manual.form
    fields = (form.title, form.part, form.municipality, form.plan_object, form.structure_object)
    assert all(field.accessibleName() for field in fields)


def test_the_docks_menu_draws_and_undoes(review: Any, qgis_canvas: QgsMapCanvas) -> None:
    tools, session = review.map_menu, review.session
    review.menu.aboutToShow.emit()
    assert tools.draw_menu.isEnabled()
    action = next(a for a in tools.draw_menu.actions() if a.data() == "point")
    action.trigger()
    assert tools.manual.tool is not None
    qgis_canvas.setDestinationCrs(QgsCoordinateReferenceSystem(SWEREF))
    tools.manual.tool.drawn.emit(QgsGeometry.fromPointXY(QgsPointXY(*OSKARSHAMN)))
    finding = fill_in(tools.manual)
    assert finding in session.records.row_of
    assert session.deciding.undo()
    assert session.store.state(finding).status == "not_relevant"


def test_the_place_type_under_it_is_suggested_in_words(manual, session, canvas) -> None:
    spoken_of = [shape for _, _, shape in objects(session, "typology")]
    shape = max(spoken_of, key=lambda area: area.area())
    inside = shape.pointOnSurface().asPoint()
    canvas.setExtent(QgsRectangle.fromCenterAndSize(inside, 2000, 2000))
    assert manual.start("point")
    click(canvas, 0, 0)
    form = manual.form
    assert form.part.currentData() == "typology"
    place = form.places.structure_objects[form.structure_object.currentData()]
    assert place.table == "typology" and place.distance_m == 0
    assert form.structure_object.currentText() == f"{label_of(place)} (place type)"
    assert "_" not in label_of(place)  # a class, and not its code
    found, _ = stored(session, fill_in(manual))
    assert found.values["structure_object"] == place.key
    assert found.values["label"]


def drawn_in_dock(review: Any) -> str:
    """A point drawn from the button of the panel; the finding's id."""
    tools = review.map_menu
    action = next(a for a in review.review.draw_button.menu().actions() if a.data() == "point")
    action.trigger()
    canvas = tools.manual.canvas
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem(SWEREF))
    tools.manual.tool.drawn.emit(QgsGeometry.fromPointXY(QgsPointXY(*OSKARSHAMN)))
    return fill_in(tools.manual)


def test_the_button_is_in_sight_once_there_is_a_review(dock: Any, county: Path, qtbot: Any) -> None:
    dock.window().resize(360, 800)
    assert dock.session.open_case(county)
    button = dock.review.draw_button
    qtbot.waitUntil(button.isVisible)
    assert button.menu() is dock.map_menu.draw_menu
    corner = button.mapTo(dock.review, button.rect().bottomRight())
    assert dock.review.rect().contains(corner)
    assert button.width() >= button.sizeHint().width()
    dock.session.close_case()
    assert button.isHidden()


def test_esc_in_the_panel_ends_drawing_too(review: Any, qtbot: Any) -> None:
    manual = review.map_menu.manual
    assert manual.start("polygon")
    review.window().activateWindow()
    review.review.list.setFocus()
    qtbot.waitUntil(review.review.list.hasFocus)
    QTest.keyClick(review.review.list, Qt.Key.Key_Escape)
    assert manual.tool is None
    assert manual.start("point")  # and again
    manual.stop()


def test_the_history_of_a_drawn_finding_tells_its_title_once(
    review: Any, qgis_canvas: QgsMapCanvas
) -> None:
    finding = drawn_in_dock(review)
    text = review.review.detail.text.toPlainText()
    assert text.count(ENOUGH) == 1, text
    assert "drew the finding" in text or "ritade avvikelsen" in text
    assert review.session.store.state(finding).comment == ""
