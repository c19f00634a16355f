"""The tools' dialogs, opened from the dock's menu: filled in right, run, seen by the dock."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from qgis.core import QgsApplication, QgsProcessingContext
from qgis.gui import QgsBrowserGuiModel
from qgis.PyQt.QtWidgets import QApplication
from strukturbild.alignment.problems import InputError
from strukturbild.review.opening import open_store
from strukturbild.review.records import Author, Change


@pytest.fixture
def tools(review: Any, qgis_processing: Any, qgis_iface: Any, monkeypatch: Any) -> Iterator[Any]:
    """The dock; `tools(name, act)` clicks the entry, and acts on the dialog that QGIS opens."""
    from strukturbild.processing.provider import StrukturbildProvider  # noqa: PLC0415

    import processing  # noqa: PLC0415 - QGIS's own, once it is there

    browser = QgsBrowserGuiModel()
    monkeypatch.setattr(qgis_iface, "browserModel", lambda: browser, raising=False)
    registry = QgsApplication.processingRegistry()
    registry.addProvider(StrukturbildProvider())

    def click(name: str, act: Callable[[Any], None]) -> None:
        opened: list[Any] = []

        def shown(algorithm: str, given: dict[str, Any]) -> dict[str, Any]:
            dialog = processing.createAlgorithmDialog(algorithm, given)
            opened.append(dialog)
            dialog.show()
            act(dialog)
            dialog.close()
            return dict(dialog.results() or {})

        monkeypatch.setattr(processing, "execAlgorithmDialog", shown)
        review.menu.aboutToShow.emit()
        action = review.case_menu.exchange[name]
        assert action.isVisible()
        assert action.isEnabled()
        action.trigger()
        assert len(opened) == 1

    yield click
    registry.removeProvider("strukturbild")


def given_in(dialog: Any) -> dict[str, Any]:
    return dict(dialog.createProcessingParameters())


def run(dialog: Any, qtbot: Any) -> dict[str, Any]:
    """Click Run, and wait."""
    dialog.runButton().click()
    qtbot.waitUntil(dialog.wasExecuted, timeout=60_000)
    qtbot.waitUntil(lambda: dialog.runButton().isEnabled(), timeout=10_000)
    QApplication.processEvents()
    return dict(dialog.results())


def test_findings_of_the_filter_are_exported_beside_the_store_and_nothing_is_replaced(
    review: Any, county: Path, tools: Any, qtbot: Any
) -> None:
    from strukturbild.ui.filters import Filter  # noqa: PLC0415

    review.review.filters.choose(Filter(municipalities=frozenset({"0880"})))
    made: list[Path] = []

    def act(dialog: Any) -> None:
        given = given_in(dialog)
        assert given["REVIEW"] == review.session.place
        assert given["MUNICIPALITY"] == "0880"
        output = Path(given["OUTPUT"])
        assert output.parent == county.parent
        assert output.name.startswith("kalmar ")
        assert output.suffix == ".xlsx"
        assert output not in made
        found = run(dialog, qtbot)
        assert found["FINDINGS"] == len(review.review.model.shown_rows())
        assert output.is_file()
        made.append(output)

    tools("exportfindings", act)
    tools("exportfindings", act)
    assert len(set(made)) == 2


def test_a_package_goes_out_and_what_comes_back_is_seen_at_once(
    review: Any, county: Path, tools: Any, qtbot: Any, tmp_path: Path
) -> None:
    session = review.session
    finding = session.records.ids[int(review.review.model.shown_rows()[0])]
    theirs = tmp_path / "annans.granskning.gpkg"
    shutil.copyfile(session.place, theirs)
    with open_store(str(theirs)).closing() as store:
        change = Change(status="data_error", comment="Fel lager")
        store.write(finding, 0, change, Author("cecilia", "Cecilia"))
    package = tmp_path / "paket.zip"

    def send(dialog: Any) -> None:
        given = given_in(dialog)
        assert given["REVIEW"] == session.place
        assert Path(given["OUTPUT"]).suffix == ".zip"
        dialog.setParameters({**given, "REVIEW": str(theirs), "OUTPUT": str(package)})
        run(dialog, qtbot)

    def take_in(dialog: Any) -> None:
        given = given_in(dialog)
        dialog.setParameters({**given, "REVIEW": session.place, "PACKAGE": str(package)})
        assert run(dialog, qtbot)["ADDED"] == 1

    tools("exportreview", send)
    tools("importreview", take_in)
    row = session.records.row_of[finding]
    qtbot.waitUntil(lambda: session.records.status[row] == "data_error", timeout=5000)


def test_the_last_result_is_filled_in_for_the_store(review: Any, tools: Any, qtbot: Any) -> None:
    def act(dialog: Any) -> None:
        given = given_in(dialog)
        assert given["RESULT"] == str(review.session.result_path)
        assert given["REVIEW"] == review.session.place
        dialog.setParameters({**given, "ALLOW_INCOMPLETE": True})
        assert run(dialog, qtbot)["REVIEW"] == review.session.place

    tools("updatereview", act)
    assert len(review.session.records) > 50


def test_stages_are_the_last_result_and_the_newest_kept_one(
    review: Any, county: Path, tools: Any, qtbot: Any
) -> None:
    text = county.read_text(encoding="utf-8")
    county.write_text(text.replace("stage: consultation", "stage: review"), encoding="utf-8")
    assert review.session.run_check()
    qtbot.waitUntil(lambda: not review.session.running.active, timeout=60_000)

    def act(dialog: Any) -> None:
        given = given_in(dialog)
        assert given["AFTER"] == str(review.session.result_path)
        assert Path(given["BEFORE"]).parent == county.parent / "tidigare"
        output = Path(given["OUTPUT"])
        dialog.setParameters({**given, "LOAD": False})
        run(dialog, qtbot)
        assert output.is_file()

    tools("comparestages", act)


def test_the_account_of_the_whole_case(review: Any, county: Path, tools: Any, qtbot: Any) -> None:
    def act(dialog: Any) -> None:
        given = given_in(dialog)
        assert given["SETUP"] == str(county.resolve())
        found = run(dialog, qtbot)
        assert found.get("OUTPUT")

    tools("areaaccount", act)


@pytest.mark.parametrize(
    "name", ["exportfindings", "importresponses", "exportreview", "importreview", "updatereview"]
)
def test_a_database_is_filled_in_by_the_name_of_its_connection(
    review: Any, tools: Any, monkeypatch: Any, name: str
) -> None:
    monkeypatch.setattr(review.session, "remembered_place", "connection:Regionens granskning")
    monkeypatch.setattr(review.session, "place", "postgresql:dbname='x' password='hemligt'")

    def act(dialog: Any) -> None:
        wrappers = dialog.mainWidget().wrappers
        value = {"REVIEW": wrappers["REVIEW"].parameterValue()}
        assert "hemligt" not in str(value)
        algorithm, context = dialog.algorithm(), QgsProcessingContext()
        assert algorithm.review_name(value, context) == "connection:Regionens granskning"
        with pytest.raises(InputError, match="connection_unknown"):
            algorithm.review_place(value, context)

    tools(name, act)
