"""Going through findings: look, decide, give a motive, undo, filter, many at once, all of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLineEdit, QTextBrowser

from .camera import Camera
from .clock import Clock
from .hands import (
    CONTROL,
    LEFT,
    PLAIN,
    algorithm,
    algorithm_shown,
    choose,
    click,
    dialog,
    entry,
    menu,
    press,
    write,
)
from .waiting import Wait, dock, run_ended, settled

FLASH_S = 2.0


def scenes(camera: Camera, clock: Clock) -> Iterator[Wait]:
    """One finding after the other, then many."""
    yield from decisions(camera, clock)
    yield from filters(camera)
    yield from many(camera)
    yield from everything(camera)
    yield from again(camera, clock)


def find(**wanted: str) -> int:
    """The first row shown in which these columns have these values."""
    page = dock().review
    texts = page.session.records.texts
    for row in page.model.shown_rows().tolist():
        if all(value in texts[name][row] for name, value in wanted.items()):
            return int(row)
    raise LookupError(wanted)


def click_row(row: int, modifier: Any = PLAIN) -> None:
    """Click a row of the list."""
    page = dock().review
    index = page.model.index_of(row)
    page.list.scrollTo(index)
    place = page.list.visualRect(index).center()
    page.list.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.mouseClick(page.list.viewport(), LEFT, modifier, place)


def decisions(camera: Camera, clock: Clock) -> Iterator[Wait]:
    """A finding on the map, a decision by key, one with a motive, and undo."""
    page = dock().review
    dock().bar.clear()
    clock.start()
    click_row(find(rule_id="N1", label="Oskarshamn"))
    yield from settled(FLASH_S)
    text = page.detail.findChild(QTextBrowser).toPlainText()
    clock.stop("4 look at a finding", 1, text)
    camera.take("en-avvikelse")
    camera.take("panelen", for_readme=True)
    clock.start()
    yield press(Qt.Key.Key_D)
    yield press(Qt.Key.Key_N)
    yield press(Qt.Key.Key_N)
    clock.stop("4 decide, and the next one", 3, text)
    yield from settled(FLASH_S)
    clock.start()
    yield press(Qt.Key.Key_M)
    motive = "Bostäderna finns redan i detaljplaner från 2019. Följs upp i nästa översiktsplan."
    yield write(page.decisions.comment, motive)
    camera.take("motiverad-avvikelse", dock())
    yield press(Qt.Key.Key_Return)
    yield 0.5
    yield press(Qt.Key.Key_Z, CONTROL)
    clock.stop("4 a motive, and undo", 3, motive, motive)
    yield 0.5
    camera.take("angrad", dock())


def filters(camera: Camera) -> Iterator[Wait]:
    """By municipality and by state."""
    bar = dock().review.filters
    for button, text in ((bar.municipality, "Oskarshamns kommun"), (bar.status, "Ny")):
        yield click(button)
        action = next(a for a in button.own.actions() if a.text().startswith(text.split()[0]))
        if button is bar.status:
            camera.take("filter-meny", dock(), button.own)
        yield choose(button.own, action)
    yield from settled()


def many(camera: Camera) -> Iterator[Wait]:
    """Several at once: what will change is shown first."""
    page = dock().review
    rows = page.model.shown_rows().tolist()
    click_row(rows[1])
    for row in rows[2:6]:
        click_row(row, CONTROL)
    yield 0.5
    yield press(Qt.Key.Key_D)
    box = dialog()
    yield write(box.comment, "Tas upp på samrådsmötet i oktober.")
    camera.take("flera-pa-en-gang", box)
    yield click(box.ok)
    yield 0.5
    saved = page.filters.saved.menu()
    yield click(page.filters.saved)
    yield choose(saved, entry(saved, "Visa alla"))


def everything(camera: Camera) -> Iterator[Wait]:
    """Not only the gaps: what is supported, and what could not be decided."""
    page = dock().review
    yield click(page.filters.ledger)
    yield from settled()
    outcomes = page.filters.outcome.own
    yield click(page.filters.outcome)
    yield choose(outcomes, entry(outcomes, "Kunde ej avgöras"))
    yield from settled()
    click_row(page.model.shown_rows().tolist()[0])
    yield from settled(FLASH_S)
    camera.take("allt-bedomt", dock())
    yield click(page.filters.outcome)
    yield choose(outcomes, entry(outcomes, "Kunde ej avgöras"))
    yield click(page.filters.ledger)
    yield from settled()


def again(camera: Camera, clock: Clock) -> Iterator[Wait]:
    """The check once more, and a workbook for the municipalities."""
    page = dock().review
    clock.start()
    yield click(page.run_button)
    yield run_ended
    yield from settled()
    clock.stop("5 run again", 1, dock().bar.text.text())
    yield from menu("Exportera avvikelser")
    yield algorithm_shown
    yield 0.5
    box = algorithm()
    clock.start()
    fields = [field for field in box.findChildren(QLineEdit) if field.isVisible()]
    workbook = Path(fields[-1].text())
    camera.take("exportera", box)
    yield click(box.runButton())
    yield workbook.is_file
    yield 1.0
    clock.stop("5 export a workbook", 3)
    box.reject()
    yield 0.5
