"""Editing is followed, and taken into a run, in a folder of Shapefiles and in PostGIS too."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from following import findings_kept, rows_of, settlement
from osgeo import gdal
from qgis.core import QgsFeature, QgsProject, QgsVectorLayer
from strukturbild.ui.live import LiveCheck, LiveState

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import postgis_server

HOUSING = "Sammanhängande bostadsbebyggelse"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A connection, as QGIS writes it, to a database with the plans of a municipality."""
    with postgis_server.server_or_skip() as running:
        running.make_database("plan", "planner")
        yield running.dsn("planner", "plan")


@pytest.fixture
def in_database(county: Path, server: str) -> str:
    """Kalmar's plan: its housing in PostGIS, under the name of the layer, the rest in its file."""
    place = county.parent / "op" / "op_kalmar.gpkg"
    done = gdal.VectorTranslate(
        f"PG:{server}", str(place), layers=[HOUSING], layerName=HOUSING,
        layerCreationOptions=["LAUNDER=NO", "OVERWRITE=YES", "GEOMETRY_NAME=geom", "FID=fid"],
    )  # fmt: skip
    assert done is not None
    done = None
    data = gdal.OpenEx(str(place), gdal.OF_VECTOR | gdal.OF_UPDATE)
    names = [data.GetLayer(n).GetName() for n in range(data.GetLayerCount())]
    data.ExecuteSQL(f'DROP TABLE "{HOUSING}"')
    data = None
    assert HOUSING in names
    uri = f'{server} key=\'fid\' srid=3010 type=MultiPolygon table="public"."{HOUSING}" (geom)'
    text = county.read_text(encoding="utf-8")
    line = "sources: [{source: op/op_kalmar.gpkg, profile: op_modell_2_1}]"
    assert line in text
    quoted = uri.replace("'", "''")
    new = (
        "sources: [{source: op/op_kalmar.gpkg, profile: op_modell_2_1}, "
        f"{{source: '{quoted}', provider: postgres, profile: op_modell_2_1}}]"
    )
    county.write_text(text.replace(line, new), encoding="utf-8")
    return uri


def follow(dock: Any, layer: QgsVectorLayer, qtbot: Any) -> LiveCheck:
    """The dock's own live check, following a layer that has just been put in edit mode."""
    assert layer.isValid(), layer.error().summary()
    QgsProject.instance().addMapLayer(layer)
    assert layer.startEditing()
    check: LiveCheck = dock.panel_menu.live
    said: list[str] = []
    check.said.connect(said.append)
    assert check.start(layer), said
    qtbot.waitUntil(lambda: check.state is LiveState.FOLLOWING, timeout=30_000)
    return check


@pytest.fixture
def in_postgis(
    dock: Any, county: Path, in_database: str, qtbot: Any
) -> tuple[LiveCheck, QgsVectorLayer]:
    """The case whose housing is in PostGIS, open, and that layer followed."""
    assert dock.session.open_case(county)
    layer = QgsVectorLayer(in_database, "Bostäder i databasen", "postgres")
    return follow(dock, layer, qtbot), layer


def ledger(check: LiveCheck) -> dict[str, tuple[Any, ...]]:
    """All that the live check says, to the byte."""
    return rows_of(check._built.engine.ledger())


def edit_and_undo(check: LiveCheck, layer: QgsVectorLayer, qtbot: Any) -> None:
    """An edit is answered, undone exactly, done again, rolled back exactly."""

    def after(act: Callable[[], Any]) -> None:
        with qtbot.waitSignal(check.changed, timeout=10_000):
            act()

    before = ledger(check)
    feature = settlement(layer)
    after(lambda: layer.deleteFeature(feature.id()))
    assert check.delta.new or check.delta.resolved
    edited = ledger(check)
    assert edited != before
    after(layer.undoStack().undo)
    assert check.delta.is_empty
    assert ledger(check) == before
    copy = QgsFeature(layer.fields())
    copy.setAttributes(feature.attributes())
    copy.setAttribute(0, None)
    shape = feature.geometry()
    shape.translate(400, 400)
    copy.setGeometry(shape)
    after(lambda: layer.addFeature(copy))
    assert ledger(check) != before
    after(layer.undoStack().undo)
    assert ledger(check) == before
    after(layer.undoStack().redo)
    after(layer.rollBack)
    assert check.delta.is_empty
    assert ledger(check) == before
    layer.startEditing()


def kept(dock: Any, check: LiveCheck, layer: QgsVectorLayer, qtbot: Any) -> None:
    """What is kept without saving the layer is in the next result."""
    with qtbot.waitSignal(check.changed, timeout=10_000):
        layer.deleteFeature(settlement(layer).id())
    gone = {(f.rule_id, f.partition, f.label) for f in check.delta.resolved}
    new = {(f.rule_id, f.partition, f.label) for f in check.delta.new}
    assert gone or new
    found = findings_kept(dock.session, check, qtbot)
    assert not gone & found
    assert new <= found
    layer.rollBack()


def test_a_shapefile_of_a_folder_is_followed_and_run_with_its_edits(
    review: Any, county: Path, qtbot: Any
) -> None:
    path = county.parent / "op" / "monsteras" / "sammanhangande_bostadsbebyggelse.shp"
    before = path.read_bytes()
    layer = QgsVectorLayer(str(path), "Bostäder", "ogr")
    check = follow(review, layer, qtbot)
    edit_and_undo(check, layer, qtbot)
    kept(review, check, layer, qtbot)
    assert path.read_bytes() == before


def test_a_table_of_postgis_is_followed_and_run_with_its_edits(
    dock: Any, in_postgis: tuple[LiveCheck, QgsVectorLayer], qtbot: Any
) -> None:
    check, layer = in_postgis
    edit_and_undo(check, layer, qtbot)
    kept(dock, check, layer, qtbot)
    QgsProject.instance().removeMapLayer(layer.id())


def test_saving_a_table_of_postgis_keeps_what_was_answered(
    dock: Any, in_postgis: tuple[LiveCheck, QgsVectorLayer], qtbot: Any
) -> None:
    check, layer = in_postgis
    with qtbot.waitSignal(check.changed, timeout=10_000):
        layer.deleteFeature(settlement(layer).id())
    edited, count = ledger(check), layer.featureCount()
    with qtbot.waitSignal(check.changed, timeout=10_000):
        assert layer.commitChanges(), layer.commitErrors()
    assert ledger(check) == edited
    assert layer.featureCount() == count
    QgsProject.instance().removeMapLayer(layer.id())


def test_the_plan_of_a_database_is_opened_from_the_menu(
    dock: Any, county: Path, in_database: str, qtbot: Any
) -> None:
    assert dock.session.open_case(county)
    plan = next(p for p in dock.session.case.plans if p.municipality == "0880")
    dock.panel_menu._edit(plan)
    layers = QgsProject.instance().mapLayers().values()
    tables = [layer for layer in layers if layer.providerType() == "postgres"]
    assert [layer.isValid() for layer in tables] == [True]
    qtbot.waitUntil(lambda: dock.panel_menu.live.state is LiveState.FOLLOWING, timeout=30_000)
    for layer in layers:
        if layer.isEditable():
            layer.rollBack()
