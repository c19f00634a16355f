"""From the panel's first page through the wizard to a finding that was decided on."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QWizard

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
PATIENCE = 90_000
LEFT = Qt.MouseButton.LeftButton


class Planner:
    """Goes through the wizard while it waits for its user, one step when it is at rest."""

    def __init__(self, steps: Callable[[Any], Iterator[None]]) -> None:
        self.steps, self.going = steps, None
        self.timer = QTimer()
        self.timer.setInterval(20)
        self.timer.timeout.connect(self.go_on)
        self.timer.start()

    def go_on(self) -> None:
        shown = (w for w in QApplication.topLevelWidgets() if isinstance(w, QWizard))
        wizard = next((w for w in shown if w.isVisible()), None)
        if wizard is None or wizard.case.is_busy:
            return
        self.going = self.going or self.steps(wizard)
        if next(self.going, "done") == "done":
            self.timer.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A region's file and a plan's, in a folder with a name of its own."""
    made = tmp_path / "Mörbylånga, ÖP 2024"
    made.mkdir()
    shutil.copy(SAMPLE / "strukturbild.gpkg", made)
    shutil.copy(SAMPLE / "op" / "op_kalmar.gpkg", made)
    return made


def through_files(qtbot: Any, folder: Path) -> Callable[[Any], Iterator[None]]:
    def steps(wizard: Any) -> Iterator[None]:
        following = wizard.button(QWizard.WizardButton.NextButton)
        assert not following.isEnabled()
        wizard.currentPage().browse_layer("nodes", str(folder / "strukturbild.gpkg"))
        yield
        qtbot.mouseClick(following, LEFT)
        wizard.case.add_plan_files([str(folder / "op_kalmar.gpkg")])
        yield
        for _ in range(2):
            qtbot.mouseClick(following, LEFT)
            yield
        qtbot.mouseClick(wizard.button(QWizard.WizardButton.FinishButton), LEFT)

    return steps


def through_project(qtbot: Any) -> Callable[[Any], Iterator[None]]:
    def steps(wizard: Any) -> Iterator[None]:
        for _ in range(3):
            qtbot.mouseClick(wizard.button(QWizard.WizardButton.NextButton), LEFT)
            yield
        qtbot.mouseClick(wizard.button(QWizard.WizardButton.FinishButton), LEFT)

    return steps


def at_rest(dock: Any) -> bool:
    return not dock.session.opening.active and not dock.case_map.active


def test_from_an_empty_project_to_a_decision(dock: Any, folder: Path, qtbot: Any) -> None:
    planner = Planner(through_files(qtbot, folder))
    qtbot.mouseClick(dock.welcome.new, LEFT)  # comes back when the wizard is done
    assert not planner.timer.isActive()
    qtbot.waitUntil(lambda: dock.session.case is not None and at_rest(dock), timeout=PATIENCE)
    assert dock.session.setup_path == folder / "kalmar.strukturbild.yaml"
    names = {layer.name() for layer in QgsProject.instance().mapLayers().values()}
    assert QgsProject.instance().layerTreeRoot().findGroup("Kalmar") is not None
    assert len(names) > 10  # the plan can be looked at while it is gone through
    qtbot.mouseClick(dock.review.run_button, LEFT)
    qtbot.waitUntil(
        lambda: not dock.session.running.active and len(dock.session.records) > 0, timeout=PATIENCE
    )
    dock.review.step(1)
    finding = dock.session.current
    assert finding
    qtbot.mouseClick(dock.review.decisions.buttons["in_dialogue"], LEFT)
    assert dock.session.store.state(finding).status == "in_dialogue"


def test_a_project_that_has_the_plan_keeps_its_own_map(
    dock: Any, folder: Path, qtbot: Any, project: Any
) -> None:
    from strukturbild.ui.new_case.reading import looks_in  # noqa: PLC0415 - after QGIS was started

    for look in looks_in(folder, lambda: None):
        project.addMapLayer(QgsVectorLayer(look.source.uri, look.title, "ogr"))
    before = set(project.mapLayers())
    planner = Planner(through_project(qtbot))
    qtbot.mouseClick(dock.welcome.new, LEFT)
    assert not planner.timer.isActive()
    qtbot.waitUntil(lambda: dock.session.case is not None and at_rest(dock), timeout=PATIENCE)
    assert set(project.mapLayers()) == before
