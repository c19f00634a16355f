"""A review store by a stored connection whose password QGIS's authentication system keeps."""

from __future__ import annotations

import os
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

import pytest
from qgis.core import (
    QgsApplication,
    QgsAuthMethodConfig,
    QgsDataSourceUri,
    QgsProject,
    QgsProviderRegistry,
)
from qgis.PyQt.QtWidgets import QDialog

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import postgis_server

PASSWORD = "hemligt åäö' 42"  # noqa: S105 - of the test's own server
NAME = f"Regionens granskning {os.getpid()}"  # processes may share a profile


@dataclass
class Stored:
    """A connection of QGIS: its server and the id of its login."""

    host: str
    config: str

    def change_password(self, password: str) -> None:
        """Another password in QGIS's keeping."""
        manager = QgsApplication.authManager()
        manager.updateAuthenticationConfig(login(password, self.config))
        manager.clearCachedConfig(self.config)


def login(password: str, config: str = "") -> QgsAuthMethodConfig:
    made = QgsAuthMethodConfig("Basic")
    made.setName("Granskare")
    made.setConfig("username", "planner")
    made.setConfig("password", password)
    if config:
        made.setId(config)
    return made


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The socket folder of a server that asks planner for a password."""
    with postgis_server.server_or_skip() as running:
        quoted = PASSWORD.replace("'", "''")
        running.execute("postgres", f"ALTER ROLE planner PASSWORD '{quoted}'")
        running.make_database("sb", "planner")
        rules = running.folder / "data" / "pg_hba.conf"
        text = "local all planner scram-sha-256\n" + rules.read_text(encoding="utf-8")
        rules.write_text(text, encoding="utf-8")
        running.execute("postgres", "SELECT pg_reload_conf()")
        yield running.host


@pytest.fixture
def stored(server: str, qgis_app: Any) -> Iterator[Stored]:
    """A stored connection with a login in QGIS's authentication database."""
    manager = QgsApplication.authManager()
    if not manager.setMasterPassword("huvudlösenord", True):
        pytest.skip("QGIS has no authentication database here")
    made = login(PASSWORD)
    assert manager.storeAuthenticationConfig(made)
    config = (made[0] if isinstance(made, tuple) else made).id()
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    uri = QgsDataSourceUri()
    uri.setConnection(server, "5432", "sb", "", "", QgsDataSourceUri.SslMode.SslPrefer, config)
    connection = metadata.createConnection(uri.uri(False), {})
    metadata.saveConnection(connection, NAME)
    yield Stored(server, config)
    metadata.deleteConnection(NAME)
    manager.removeAuthenticationConfig(config)


@pytest.fixture
def filled(stored: Stored, county: Path) -> Stored:
    """The store in the database has the county's findings."""
    from qgis.core import QgsProcessingFeedback  # noqa: PLC0415
    from strukturbild.layers.connections import place_of_connection  # noqa: PLC0415
    from strukturbild.processing.feedback import FeedbackProgress  # noqa: PLC0415
    from strukturbild.processing.review_update import update_review  # noqa: PLC0415

    progress = FeedbackProgress(QgsProcessingFeedback(False))
    result = county.with_name("kalmar.gpkg")
    update_review(place_of_connection(NAME), result, progress, name="Anna", allow_incomplete=True)
    return stored


def by_dialog(dock: Any, monkeypatch: Any) -> list[list[str]]:
    """Open the store by the menu; what the dialog offered."""
    from strukturbild.ui.server_dialog import ServerDialog  # noqa: PLC0415

    offered: list[list[str]] = []

    def accept(dialog: ServerDialog) -> int:
        offered.append([dialog.choice.itemText(n) for n in range(dialog.choice.count())])
        dialog.choice.setCurrentText(NAME)
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(ServerDialog, "exec", accept)
    dock.case_menu.store_menu.actions()[-1].trigger()
    return offered


def files_hold(folder: Path, text: str) -> list[Path]:
    """Files below a folder that hold a text, zipped or not."""
    found = []
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist())
        else:
            content = path.read_bytes()
        if text.encode() in content:
            found.append(path)
    return found


def test_a_stored_connection_with_a_login_is_opened_saved_and_restored(
    dock: Any, county: Path, filled: Stored, qtbot: Any, monkeypatch: Any
) -> None:
    from strukturbild.layers.review_layers import review_layers  # noqa: PLC0415

    session = dock.session
    assert session.open_case(county)
    offered = by_dialog(dock, monkeypatch)
    qtbot.waitUntil(lambda: session.place.startswith("postgresql:"), timeout=10_000)
    qtbot.waitUntil(lambda: session.store is not None and len(session.records) > 50)
    assert NAME in offered[0]
    assert session.store.backend.login == "planner"
    page = dock.review
    (row, *_) = page.model.shown_rows().tolist()
    finding = session.records.ids[row]
    assert page.go_to(finding)
    page.act("in_dialogue")
    dock.add_layers()
    layers = review_layers(QgsProject.instance())
    assert len(layers) == 3
    assert all(layer.isValid() and layer.featureCount() > 0 for layer in layers)
    assert all(f"authcfg={filled.config}" in layer.source() for layer in layers)

    saved = county.parent / "granskning.qgz"
    assert QgsProject.instance().write(str(saved))
    plain = county.parent / "granskning.qgs"
    assert QgsProject.instance().write(str(plain))
    assert files_hold(county.parent, PASSWORD.split("'", maxsplit=1)[0]) == []
    assert files_hold(county.parent, "connection:" + NAME)

    QgsProject.instance().clear()
    assert session.case is None
    assert QgsProject.instance().read(str(saved))
    qtbot.waitUntil(lambda: session.store is not None, timeout=10_000)
    assert not session.store.backend.is_file
    assert session.store.state(finding).status == "in_dialogue"
    layers = review_layers(QgsProject.instance())
    assert len(layers) == 3
    assert all(layer.isValid() and layer.featureCount() > 0 for layer in layers)
    assert page.go_to(finding)
    page.act("not_relevant")
    page.decisions.comment.setText("Prov")
    page.undo()
    QgsProject.instance().clear()


def test_a_wrong_password_is_a_sentence_without_it(
    dock: Any, county: Path, filled: Stored, qtbot: Any, monkeypatch: Any
) -> None:
    said: list[str] = []
    session = dock.session
    assert session.open_case(county)
    session.said.connect(lambda text, _level: said.append(text))
    before = session.place
    filled.change_password("fel lösenord")
    by_dialog(dock, monkeypatch)
    qtbot.waitUntil(lambda: said != [], timeout=10_000)
    assert len(said) == 1
    assert "planner" in said[0]
    assert "fel lösenord" not in said[0]
    assert "\n" not in said[0].strip()
    assert session.place == before
    assert session.store is not None  # the file is still open
    filled.change_password(PASSWORD)


def test_a_cancelled_master_password_connects_to_nothing(
    dock: Any, county: Path, filled: Stored, qtbot: Any, monkeypatch: Any
) -> None:
    from strukturbild.ui.opening import Opening  # noqa: PLC0415

    said: list[str] = []
    tried: list[str] = []
    session = dock.session
    assert session.open_case(county)
    session.said.connect(lambda text, _level: said.append(text))
    monkeypatch.setattr(Opening, "open_review", lambda _self, place, _name: tried.append(place))
    before, store = session.place, session.store
    QgsApplication.authManager().removeAuthenticationConfig(filled.config)  # tells no user either
    by_dialog(dock, monkeypatch)
    assert tried == []
    assert len(said) == 1 and NAME in said[0]
    assert (session.place, session.store) == (before, store)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"host": "/nowhere"}, "connection_no_answer"),
        ({"database": "finnsinte"}, "connection_no_database"),
        ({"password": ""}, "connection_no_password"),
        ({"password": "fel"}, "connection_login"),
    ],
)
def test_a_fault_names_the_connection_and_not_the_host(
    server: str, county: Path, change: dict[str, str], code: str
) -> None:
    from strukturbild.ui.opening import OpenOrder, read_opened  # noqa: PLC0415

    given = {"host": server, "database": "sb", "password": PASSWORD, **change}
    uri = QgsDataSourceUri()
    uri.setConnection(given["host"], "5432", given["database"], "planner", given["password"])
    place = "postgresql:" + uri.connectionInfo(False)
    found = read_opened(OpenOrder(county, place, "connection:" + NAME))
    assert found.fault is not None
    (problem,) = found.fault.problems
    assert (problem.code, problem.params["name"]) == (code, NAME)
    assert server not in str(problem.params) and "FATAL" not in str(problem.params)


def test_a_project_of_a_colleague_whose_connection_is_not_here_opens_no_other_store(
    dock: Any, county: Path, filled: Stored, qtbot: Any, monkeypatch: Any
) -> None:
    session = dock.session
    assert session.open_case(county)
    by_dialog(dock, monkeypatch)
    qtbot.waitUntil(lambda: session.place.startswith("postgresql:"), timeout=10_000)
    saved = county.parent / "granskning.qgz"
    assert QgsProject.instance().write(str(saved))
    QgsProject.instance().clear()
    QgsProviderRegistry.instance().providerMetadata("postgres").deleteConnection(NAME)
    said: list[str] = []
    session.said.connect(lambda text, _level: said.append(text))
    assert QgsProject.instance().read(str(saved))
    qtbot.waitUntil(lambda: said != [], timeout=10_000)
    assert NAME in said[0]
    assert session.store is None
    assert session.case is None
    QgsProject.instance().clear()


def test_processing_takes_the_connection_by_its_name(
    filled: Stored, county: Path, qgis_processing: Any
) -> None:
    from strukturbild.processing.provider import StrukturbildProvider  # noqa: PLC0415

    import processing  # noqa: PLC0415 - QGIS's own, once it is there

    provider = StrukturbildProvider()
    registry = QgsApplication.processingRegistry()
    registry.addProvider(provider)
    try:
        output = county.parent / "avvikelser.csv"
        given = {"REVIEW": "connection:" + NAME, "OUTPUT": str(output)}
        found = processing.run("strukturbild:exportfindings", given)
        assert output.read_text(encoding="utf-8-sig").count("\n") > 50
        assert PASSWORD not in str(found)
        given = {"REVIEW": "connection:" + NAME, "RESULT": str(county.with_name("kalmar.gpkg"))}
        found = processing.run("strukturbild:updatereview", {**given, "ALLOW_INCOMPLETE": True})
        assert found["REVIEW"] == "connection:" + NAME
        with pytest.raises(Exception, match="nowhere"):
            processing.run(
                "strukturbild:exportfindings",
                {"REVIEW": "connection:nowhere", "OUTPUT": str(output)},
            )
    finally:
        registry.removeProvider("strukturbild")
