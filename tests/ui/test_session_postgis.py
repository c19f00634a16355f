"""The dock on a review store in PostGIS: the same list, decisions and map layers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Iterator

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import postgis_server


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The place of an empty database in which `planner` may make a schema."""
    with postgis_server.server_or_skip() as running:
        running.make_database("sb", "planner")
        yield "postgresql:" + running.dsn("planner", "sb")


def test_a_database_is_reviewed_like_a_file(
    dock: Any, county: Path, database: str, project: Any, qtbot: Any
) -> None:
    from qgis.core import QgsProcessingFeedback  # noqa: PLC0415
    from strukturbild.layers.review_layers import review_layers  # noqa: PLC0415
    from strukturbild.processing.feedback import FeedbackProgress  # noqa: PLC0415
    from strukturbild.processing.review_update import update_review  # noqa: PLC0415

    progress = FeedbackProgress(QgsProcessingFeedback(False))
    update_review(
        database, county.with_name("kalmar.gpkg"), progress, name="Anna", allow_incomplete=True
    )
    session = dock.session
    assert session.open_case(county)
    in_file = len(session.records)
    session.opening.open_review(database)
    qtbot.waitUntil(lambda: session.place == database, timeout=10_000)
    assert len(session.records) == in_file
    page = dock.review
    shown = [session.records.ids[row] for row in page.model.shown_rows()]
    finding = next(item for item in shown if session.finding_shape(item))
    assert page.go_to(finding)
    page.act("in_dialogue")
    assert session.store.state(finding).status == "in_dialogue"
    page.undo()
    assert session.store.state(finding).status == "new"
    dock.add_layers()
    layers = review_layers(project)
    assert len(layers) == 3
    assert all(layer.isValid() and layer.providerType() == "postgres" for layer in layers)
    assert sum(layer.featureCount() for layer in layers) > 50
    project.removeAllMapLayers()
    session.close_case()


def test_a_database_out_of_reach_is_a_sentence(dock: Any, county: Path, qtbot: Any) -> None:
    said: list[str] = []
    assert dock.session.open_case(county)
    dock.session.said.connect(lambda text, _level: said.append(text))
    place = dock.session.place
    dock.session.opening.open_review("postgresql:host=127.0.0.1 port=1 dbname=x user=y")
    qtbot.waitUntil(lambda: len(said) == 1, timeout=10_000)
    assert dock.session.place == place
    assert dock.session.store is not None  # the one before is still open
