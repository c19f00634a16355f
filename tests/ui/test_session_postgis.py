"""The dock on a review store in PostGIS: the same list, decisions and map layers."""

from __future__ import annotations

import sys
import uuid
from pathlib import Path
from typing import Any, Iterator

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import postgis_server
from driving import colleague_writes
from strukturbild.ui import task_parts


@pytest.fixture(scope="module")
def server() -> Iterator[postgis_server.Server]:
    with postgis_server.server_or_skip() as running:
        yield running


@pytest.fixture
def database(server: postgis_server.Server) -> str:
    """The place of an empty database in which `planner` may make a schema."""
    name = "sb_" + uuid.uuid4().hex[:8]
    server.make_database(name, "planner")
    return "postgresql:" + server.dsn("planner", name)


def open_in_database(dock: Any, county: Path, database: str, qtbot: Any) -> list[str]:
    """The county's findings in a database, open in the dock; their ids as they are listed."""
    from qgis.core import QgsProcessingFeedback  # noqa: PLC0415
    from strukturbild.processing.feedback import FeedbackProgress  # noqa: PLC0415
    from strukturbild.processing.review_update import update_review  # noqa: PLC0415

    progress = FeedbackProgress(QgsProcessingFeedback(False))
    update_review(
        database, county.with_name("kalmar.gpkg"), progress, name="Anna", allow_incomplete=True
    )
    session = dock.session
    assert session.open_case(county)
    session.opening.open_review(database)
    qtbot.waitUntil(lambda: session.place == database, timeout=10_000)
    return [session.records.ids[row] for row in dock.review.model.shown_rows()]


def test_a_database_is_reviewed_like_a_file(
    dock: Any, county: Path, database: str, project: Any, qtbot: Any
) -> None:
    from strukturbild.layers.review_layers import review_layers  # noqa: PLC0415

    session, page = dock.session, dock.review
    assert session.open_case(county)
    in_file = len(session.records)
    shown = open_in_database(dock, county, database, qtbot)
    assert len(session.records) == in_file
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


BACK = ("Förbindelsen med databasen är tillbaka.", "The connection to the database is back.")


def test_a_database_that_comes_back_is_written_to_again(
    dock: Any, county: Path, database: str, server: postgis_server.Server, qtbot: Any
) -> None:
    session, page = dock.session, dock.review
    finding = open_in_database(dock, county, database, qtbot)[0]
    said: list[str] = []
    session.said.connect(lambda text, _level: said.append(text))
    page.go_to(finding)
    server.kill()
    assert not page.session.deciding.decide([finding], "in_dialogue")
    assert not page.session.deciding.decide([finding], "in_dialogue")
    assert not any(text in BACK for text in said)
    qtbot.waitUntil(lambda: session.watch.is_silent, timeout=10_000)
    server.start()
    with qtbot.waitSignal(session.said, check_params_cb=lambda text, _level: text in BACK):
        session.look_for_changes()
    assert session.deciding.decide([finding], "in_dialogue")
    assert [text for text in said if text in BACK] == said[-1:]
    assert [entry.change.status for entry in session.store.history(finding)] == ["in_dialogue"]


def test_a_database_that_comes_back_is_found_without_being_asked(
    dock: Any, county: Path, database: str, server: postgis_server.Server, qtbot: Any
) -> None:
    session = dock.session
    finding = open_in_database(dock, county, database, qtbot)[0]
    said: list[str] = []
    session.said.connect(lambda text, _level: said.append(text))
    server.kill()
    session.look_for_changes()
    qtbot.waitUntil(lambda: not task_parts.under_way, timeout=10_000)
    assert said == []
    server.start()
    colleague_writes(dock, finding, status="fix_in_plan")
    session.look_for_changes()
    row = session.records.row_of[finding]
    qtbot.waitUntil(lambda: session.records.status[row] == "fix_in_plan", timeout=10_000)
    assert [text for text in said if text in BACK] == said
    assert len(said) == 1


def test_what_may_have_been_saved_when_the_database_was_lost_is_not_written_again(
    dock: Any, county: Path, database: str, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = dock.session
    finding = open_in_database(dock, county, database, qtbot)[0]
    backend = session.store.backend
    run = backend._run

    def lost_after_saving(sql: str) -> None:
        run(sql)
        if sql == "COMMIT":
            backend.close()
            run("SELECT 1")  # the answer does not come

    monkeypatch.setattr(backend, "_run", lost_after_saving)
    assert not session.deciding.decide([finding], "in_dialogue")
    monkeypatch.undo()
    session.look_for_changes()
    row = session.records.row_of[finding]
    qtbot.waitUntil(lambda: session.records.status[row] == "in_dialogue", timeout=10_000)
    assert len(session.store.history(finding)) == 1


def test_a_database_out_of_reach_is_a_sentence(dock: Any, county: Path, qtbot: Any) -> None:
    said: list[str] = []
    assert dock.session.open_case(county)
    dock.session.said.connect(lambda text, _level: said.append(text))
    place = dock.session.place
    dock.session.opening.open_review("postgresql:host=127.0.0.1 port=1 dbname=x user=y")
    qtbot.waitUntil(lambda: len(said) == 1, timeout=10_000)
    assert dock.session.place == place
    assert dock.session.store is not None  # the one before is still open


def test_an_answer_from_just_before_the_server_was_lost_is_not_told(
    dock: Any, county: Path, database: str, server: postgis_server.Server, qtbot: Any
) -> None:
    from strukturbild.review.reading import counters  # noqa: PLC0415

    session = dock.session
    open_in_database(dock, county, database, qtbot)
    qtbot.waitUntil(lambda: not task_parts.under_way, timeout=10_000)
    said: list[str] = []
    session.said.connect(lambda text, _level: said.append(text))
    now = counters(session.store)
    server.kill()
    try:
        session._answered(now)
        session._answered(now)
        assert said == []
        assert session.watch.is_silent
    finally:
        server.start()
