"""From the map to the list and back, with real clicks on a real canvas."""

from __future__ import annotations

from typing import Any, Iterator, Sequence

import pytest
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

CASE_CRS = "EPSG:3006"
LARGEST = 16_777_215  # pixels: QWIDGETSIZE_MAX
NOWHERE = QgsPointXY(100_000, 7_000_000)


@pytest.fixture
def shown(review: Any) -> Iterator[Any]:
    """The dock with its findings in a map of 800 by 600 pixels."""
    canvas = review.map_link.canvas
    size, crs = canvas.size(), canvas.mapSettings().destinationCrs()
    canvas.window().show()  # a hidden canvas keeps the pixels that it had
    canvas.setFixedSize(800, 600)
    QApplication.processEvents()
    assert canvas.mapSettings().outputSize().width() > 700
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem(CASE_CRS))
    review.map_link.set_follow("zoom")
    review.add_layers()
    yield review
    review.map_link.set_follow("zoom")
    canvas.setMapTool(QgsMapToolPan(canvas))
    canvas.setDestinationCrs(crs)
    canvas.setMinimumSize(0, 0)
    canvas.setMaximumSize(LARGEST, LARGEST)
    canvas.resize(size)
    canvas.window().hide()


def layers() -> dict[str, Any]:
    """The review's layers by geometry."""
    from strukturbild.layers.review_layers import PROPERTY, review_layers  # noqa: PLC0415

    found = review_layers(QgsProject.instance())
    return {str(layer.customProperty(PROPERTY)).rpartition("_")[2]: layer for layer in found}


def features() -> list[tuple[str, QgsGeometry]]:
    """Ids and shapes of all findings on the map."""
    return [
        (str(feature["finding_id"]), QgsGeometry(feature.geometry()))
        for layer in layers().values()
        for feature in layer.getFeatures()
    ]


def look_at(dock: Any, place: QgsPointXY, metres: float = 4000.0) -> None:
    """Put a place of the case's CRS in the middle of the map."""
    canvas = dock.map_link.canvas
    box = QgsRectangle.fromCenterAndSize(place, metres, metres)
    origin = QgsCoordinateReferenceSystem(CASE_CRS)
    move = QgsCoordinateTransform(origin, canvas.mapSettings().destinationCrs(), QgsProject())
    canvas.setExtent(move.transformBoundingBox(box))


def click(dock: Any, place: QgsPointXY) -> None:
    """Click with the mouse on a place of the case's CRS."""
    canvas = dock.map_link.canvas
    origin = QgsCoordinateReferenceSystem(CASE_CRS)
    move = QgsCoordinateTransform(origin, canvas.mapSettings().destinationCrs(), QgsProject())
    pixel = canvas.mapSettings().mapToPixel().transform(move.transform(place))
    spot = QPoint(round(pixel.x()), round(pixel.y()))
    no_key = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, no_key, spot)


def inside(shape: QgsGeometry) -> QgsPointXY:
    return shape.pointOnSurface().asPoint()


def at(place: QgsPointXY, metres: float) -> set[str]:
    """Ids of the findings that lie within a distance of a place."""
    spot = QgsGeometry.fromPointXY(place)
    return {item for item, shape in features() if shape.distance(spot) <= metres}


def alone() -> tuple[str, QgsPointXY]:
    """A finding, and a place where it lies by itself."""
    for item, shape in features():
        place = inside(shape)
        if at(place, 150.0) == {item}:
            return item, place
    raise LookupError


def overlapping() -> tuple[QgsPointXY, list[str]]:
    """A place where several findings lie, and those: points, lines, areas, the smaller first."""
    shapes = dict(features())

    def rank(item: str) -> tuple[int, float, str]:
        shape = shapes[item]
        return int(shape.type().value), shape.area() or shape.length(), item

    for shape in shapes.values():
        place = inside(shape)
        near = at(place, 150.0)
        if len(near) > 2 and near == at(place, 0.0 if shape.type() else 1.0):
            kinds = {shapes[item].type() for item in near}
            if Qgis.GeometryType.Polygon in kinds:
                return place, sorted(near, key=rank)
    raise LookupError


def test_a_click_on_a_finding_chooses_its_row_and_the_map_stays(shown: Any) -> None:
    item, place = alone()
    page = shown.review
    look_at(shown, place)
    page.pick_button.click()
    before = shown.map_link.canvas.extent()
    click(shown, place)
    assert shown.session.current == item
    assert [page.model.records.ids[row] for row in page.list.selected_rows()] == [item]
    assert page.detail.text.toPlainText()
    assert shown.map_link.bands
    assert shown.map_link.canvas.extent() == before
    assert page.pick_button.isChecked()  # one goes on picking


def test_nothing_under_the_click_leaves_the_row(shown: Any) -> None:
    item, place = alone()
    shown.review.pick_button.click()
    look_at(shown, place)
    click(shown, place)
    look_at(shown, NOWHERE)
    click(shown, NOWHERE)
    assert shown.session.current == item


def test_where_findings_overlap_further_clicks_go_on_to_the_next(shown: Any) -> None:
    place, wanted = overlapping()
    shown.review.pick_button.click()
    look_at(shown, place)
    got = []
    for _ in range(len(wanted) + 1):
        click(shown, place)
        got.append(shown.session.current)
    assert got == [*wanted, wanted[0]]
    assert f"1 av {len(wanted)}" in shown.bar.text.text() or (
        f"1 of {len(wanted)}" in shown.bar.text.text()
    )
    item, other = alone()
    look_at(shown, other)
    click(shown, other)
    assert shown.session.current == item
    assert not shown.bar.isVisibleTo(shown), shown.bar.text.text()


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:4326"])
def test_a_map_in_another_crs_is_clicked_all_the_same(shown: Any, crs: str) -> None:
    item, place = alone()
    shown.map_link.canvas.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    look_at(shown, place)
    shown.review.pick_button.click()
    click(shown, place)
    assert shown.session.current == item
    shown.review.zoom_asked.emit("finding")
    assert shown.map_link.canvas.extent().contains(
        QgsCoordinateTransform(
            QgsCoordinateReferenceSystem(CASE_CRS), QgsCoordinateReferenceSystem(crs), QgsProject()
        ).transform(place)
    )


def test_what_is_switched_off_is_not_picked(shown: Any) -> None:
    item, place = alone()
    shown.review.pick_button.click()
    look_at(shown, place)
    root = QgsProject.instance().layerTreeRoot()
    group = root.findLayer(layers()["point"].id()).parent()
    group.setItemVisibilityChecked(False)
    click(shown, place)
    assert shown.session.current != item
    assert shown.bar.isVisibleTo(shown)
    group.setItemVisibilityChecked(True)
    click(shown, place)
    assert shown.session.current == item


def select(layer: Any, ids: Sequence[int]) -> list[str]:
    """Select features with QGIS; the ids of their findings."""
    layer.selectByIds(list(ids))
    return [str(feature["finding_id"]) for feature in layer.selectedFeatures()]


def selected(dock: Any) -> set[str]:
    page = dock.review
    return {page.model.records.ids[row] for row in page.list.selected_rows()}


def test_what_qgis_selects_is_chosen_in_the_list(shown: Any, qtbot: Any) -> None:
    layer = layers()["polygon"]
    before = shown.map_link.canvas.extent()
    (item,) = select(layer, sorted(layer.allFeatureIds())[:1])
    qtbot.waitUntil(lambda: shown.session.current == item, timeout=2000)
    assert selected(shown) == {item}
    assert shown.map_link.canvas.extent() == before
    shown.review.step(1)  # on from here by key; QGIS's selection is not touched by it
    assert shown.session.current != item
    assert layer.selectedFeatureCount() == 1
    qtbot.wait(50)
    assert shown.session.current != item
    now = shown.session.current
    layer.removeSelection()
    qtbot.wait(50)
    assert shown.session.current == now


def test_many_selected_in_several_layers_are_decided_at_once(
    shown: Any, qtbot: Any, monkeypatch: Any
) -> None:
    page = shown.review
    monkeypatch.setattr(page, "_accepted", lambda _preview: True)
    areas, points = layers()["polygon"], layers()["point"]
    wanted = set(select(areas, sorted(areas.allFeatureIds())[:6]))
    wanted |= set(select(points, sorted(points.allFeatureIds())[:3]))
    assert len(wanted) == 9
    qtbot.waitUntil(lambda: selected(shown) == wanted, timeout=2000)
    assert shown.session.current in wanted
    page.act("in_dialogue")
    assert {shown.session.store.state(item).status for item in wanted} == {"in_dialogue"}
    qtbot.wait(50)
    assert selected(shown) == wanted
    page.undo()
    assert {shown.session.store.state(item).status for item in wanted} == {"new"}


def test_a_filter_gives_way_only_where_it_hides_all(shown: Any, qtbot: Any) -> None:
    page = shown.review
    layer = layers()["polygon"]
    by_rule: dict[str, list[int]] = {}
    for feature in layer.getFeatures():
        by_rule.setdefault(str(feature["rule_id"]), []).append(feature.id())
    (one, other) = sorted(by_rule)[:2]
    page.filters.search.setText(one)
    qtbot.waitUntil(
        lambda: all(page.model.records.texts["rule_id"][r] == one for r in page.model.shown_rows()),
        timeout=2000,
    )
    both = select(layer, [by_rule[one][0], by_rule[other][0]])
    qtbot.waitUntil(lambda: len(selected(shown) & set(both)) == 1, timeout=2000)
    assert shown.bar.isVisibleTo(shown)
    assert page.filters.search.text() == one
    (hidden,) = select(layer, by_rule[other][:1])
    qtbot.waitUntil(lambda: selected(shown) == {hidden}, timeout=2000)
    assert page.filters.search.text() == ""


def test_layers_of_a_saved_project_are_heard_too(shown: Any, qtbot: Any, tmp_path: Any) -> None:
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "granskning.qgz"))
    project.clear()
    assert project.read(str(tmp_path / "granskning.qgz"))
    qtbot.waitUntil(lambda: shown.session.store is not None, timeout=3000)
    layer = layers()["line"]
    (item,) = select(layer, sorted(layer.allFeatureIds())[:1])
    qtbot.waitUntil(lambda: shown.session.current == item, timeout=2000)


def with_objects(dock: Any) -> str:
    """A finding with a shape, and a plan object and a regional object that have one too.

    The sample has none with both: one that speaks of a plan object gets a node as well.
    """
    session = dock.session
    texts = session.records.texts
    rows = [row for row in dock.review.model.shown_rows().tolist() if texts["plan_object"][row]]
    item = next(i for i in (session.records.ids[row] for row in rows) if session.finding_shape(i))
    node = sorted(session.node_names)[0]
    backend = session.store.backend
    with backend.transaction():
        backend.execute(
            "UPDATE finding SET structure_object = ? WHERE finding_id = ?", (node, item)
        )
    session.reload()
    return str(item)


def bands_on(canvas: Any) -> list[Any]:
    from qgis.gui import QgsRubberBand  # noqa: PLC0415

    return [item for item in canvas.scene().items() if isinstance(item, QgsRubberBand)]


@pytest.mark.parametrize("follow", ["zoom", "pan", "stay"])
def test_a_row_moves_the_map_as_set_and_flashes_finding_and_objects(
    shown: Any, follow: str, qtbot: Any
) -> None:
    canvas, page = shown.map_link.canvas, shown.review
    item = with_objects(shown)
    row = shown.session.records.row_of[item]
    flashed: list[list[bytes]] = []
    real = canvas.flashGeometries
    canvas.flashGeometries = lambda shapes, crs: (
        flashed.append([bytes(s.asWkb().data()) for s in shapes]), real(shapes, crs)
    )  # fmt: skip
    try:
        look_at(shown, NOWHERE, 9000.0)
        shown.map_link.set_follow(follow)
        start = canvas.extent()
        qtbot.waitUntil(lambda: bands_on(canvas) == [], timeout=4000)
        assert page.go_to(item)
        flashed_at_once = len(bands_on(canvas))
    finally:
        del canvas.flashGeometries
    middle = QgsGeometry()
    middle.fromWkb(shown.session.finding_shape(item))
    box = middle.boundingBox()
    if follow == "stay":
        assert canvas.extent() == start
    else:
        assert canvas.extent().contains(box.center())
        scale = canvas.extent().width() / start.width()
        assert (abs(scale - 1) < 0.01) == (follow == "pan")
        assert follow == "pan" or canvas.extent().contains(box)
    objects = [shown.session.object_geometry(kind, row).wkb for kind in ("structure", "plan")]
    assert flashed_at_once == 3 + len(flashed)  # three marks that stay, and what flashes
    assert all(len({shape[1] for shape in shapes}) == 1 for shapes in flashed)
    wanted = [shown.session.finding_shape(item), *objects]
    assert sorted(shape for shapes in flashed for shape in shapes) == sorted(wanted)
    qtbot.waitUntil(lambda: len(bands_on(canvas)) == 3, timeout=4000)
