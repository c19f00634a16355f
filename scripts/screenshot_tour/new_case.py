"""The wizard for a new case, with layers that a planner has in the project."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

from qgis.PyQt.QtWidgets import QWizard
from qgis.utils import iface

from .camera import Camera
from .hands import click, dialog, write
from .waiting import Wait, dock, settled

STRUCTURE = ("platstypologi", "noder", "samband", "kommuner", "tatorter", "hallplatser", "hav")
PLAN = ("ÖP_yta", "ÖP_linje", "Inriktning punkt", "Inriktning linje", "Inriktning yta")
RULES, PLACE = "nytt-arende-regler", "/home/anna/planer/morbylanga.strukturbild.yaml"


def scenes(camera: Camera) -> Iterator[Wait]:
    """A project with the region's layers and one plan; then page by page."""
    folder = dock().session.setup_path.parent
    iface.newProject(False)
    yield 0.5
    for name in STRUCTURE:
        _add(folder / "strukturbild.gpkg", name)
    for name in PLAN:
        _add(folder / "op" / "op_morbylanga.gpkg", name)
    yield from settled()
    yield click(dock().welcome.new)
    wizard = dialog()
    yield from calm(wizard)
    camera.take("nytt-arende-strukturbild", wizard)
    yield click(wizard.button(QWizard.WizardButton.NextButton))
    yield from plan(camera, wizard)
    for name in ("nytt-arende-underlag", RULES):
        yield click(wizard.button(QWizard.WizardButton.NextButton))
        yield from calm(wizard)
        if name == RULES:
            place = wizard.currentPage().place
            place.selectAll()
            yield write(place, PLACE)
            yield from calm(wizard)
        camera.take(name, wizard)
    yield click(wizard.button(QWizard.WizardButton.CancelButton))
    question = dialog()  # whether to let go of what was filled in
    yield click(next(b for b in question.buttons() if b.text() == "Stäng"))
    yield lambda: dialog() is None
    iface.newProject(False)
    yield 0.5


def plan(camera: Camera, wizard: QWizard) -> Iterator[Wait]:
    """Whose plan, and what its own words mean."""
    page = wizard.currentPage()
    yield from calm(wizard)
    buttons = {button.text(): button for button in page.findChildren(type(page.add_plan))}
    yield click(buttons["Lager i projektet…"])
    layers = dialog()
    if not layers.chosen():
        yield click(layers.all)
    camera.take("nytt-arende-planlager", layers)
    yield click(layers.add)
    yield from calm(wizard)
    if not page.form.name.text():
        yield write(page.form.name, "Översiktsplan Mörbylånga")
    yield from calm(wizard)
    camera.take("nytt-arende-plan", wizard)


def calm(wizard: QWizard) -> Iterator[Wait]:
    """Until the wizard has tried the case."""
    yield 0.6
    yield lambda: not wizard.case.is_busy
    yield 0.6


def _add(path: Path, name: str) -> None:
    iface.addVectorLayer(f"{path}|layername={name}", name, "ogr")
