"""The wizard by key: Esc, Enter, and where the focus is."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QMessageBox, QWidget
from strukturbild.ui.new_case.mapping_table import BECOMES, MappingModel
from strukturbild.ui.new_case.reading import looks_in
from strukturbild.ui.new_case.wizard import NewCaseWizard

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
STRUCTURE = SAMPLE / "strukturbild.gpkg"
OWN_WORDS = SAMPLE / "op" / "op_morbylanga.gpkg"
PATIENCE = 60_000
Key = Qt.Key


class Answers:
    """Answers what the wizard asks; `asked` are the texts of buttons, as often as it asked."""

    def __init__(self, role: Any) -> None:
        self.role = role
        self.asked: list[list[str]] = []
        self.timer = QTimer()
        self.timer.timeout.connect(self._answer)
        self.timer.start(20)

    def _answer(self) -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            self.asked.append([button.text() for button in box.buttons()])
            (button,) = (b for b in box.buttons() if box.buttonRole(b) == self.role)
            button.click()


@pytest.fixture
def wizard(qtbot: Any, qgis_app: Any) -> NewCaseWizard:
    made = NewCaseWizard(None, QgsProject())
    qtbot.addWidget(made, before_close_func=unasked)
    made.show()
    qtbot.waitExposed(made)
    return made


def unasked(wizard: NewCaseWizard) -> None:
    """Closing a test's wizard is not asked about: nobody is there to answer."""
    wizard.case.is_filled_in = False


def settled(qtbot: Any, wizard: NewCaseWizard) -> None:
    qtbot.waitUntil(lambda: not wizard.case.is_busy, timeout=PATIENCE)


def with_plan(qtbot: Any, wizard: NewCaseWizard) -> Any:
    """The plan page, with a plan whose values have no code yet."""
    wizard.currentPage().browse_layer("nodes", str(STRUCTURE))
    settled(qtbot, wizard)
    wizard.next()
    wizard.case.add_plan_files([str(OWN_WORDS)])
    settled(qtbot, wizard)
    return wizard.currentPage()


def test_esc_asks_before_what_was_chosen_is_lost(qtbot: Any, wizard: NewCaseWizard) -> None:
    wizard.currentPage().browse_layer("nodes", str(STRUCTURE))
    settled(qtbot, wizard)
    going_on = Answers(QMessageBox.ButtonRole.RejectRole)
    qtbot.keyClick(wizard, Key.Key_Escape)
    going_on.timer.stop()
    assert len(going_on.asked) == 1 and len(going_on.asked[0]) == 2
    assert wizard.isVisible() and "nodes" in wizard.case.draft.regional
    closing = Answers(QMessageBox.ButtonRole.DestructiveRole)
    qtbot.keyClick(wizard, Key.Key_Escape)
    closing.timer.stop()
    assert len(closing.asked) == 1
    assert not wizard.isVisible() and wizard.setup_path is None


def test_esc_does_not_ask_for_what_was_only_recognised(qtbot: Any, qgis_app: Any) -> None:
    project = QgsProject()
    for path in (STRUCTURE, SAMPLE / "op" / "op_kalmar.gpkg"):
        for look in looks_in(path, lambda: None):
            project.addMapLayer(QgsVectorLayer(look.source.uri, look.title, "ogr"))
    wizard = NewCaseWizard(None, project)
    qtbot.addWidget(wizard)
    wizard.show()
    settled(qtbot, wizard)
    assert wizard.case.draft.regional and wizard.case.draft.plans[0].layers
    answers = Answers(QMessageBox.ButtonRole.DestructiveRole)
    qtbot.keyClick(wizard, Key.Key_Escape)
    answers.timer.stop()
    assert answers.asked == [] and not wizard.isVisible()


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
def test_enter_in_the_table_chooses_a_code(qtbot: Any, wizard: NewCaseWizard, key: Any) -> None:
    page = with_plan(qtbot, wizard)
    table = page.mapping.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    entry = page.mapping.model.rows[0]
    assert entry.row.target is None and entry.proposal is not None
    qtbot.keyClick(table, key)
    assert wizard.currentPage() is page
    editors = table.viewport().findChildren(QComboBox)
    assert len(editors) == 1 and table.currentIndex().column() == BECOMES
    qtbot.waitUntil(lambda: editors[0].view().isVisible())
    qtbot.keyClick(editors[0].view(), Key.Key_Down)
    qtbot.keyClick(editors[0].view(), Key.Key_Up)
    assert page.mapping.model.rows[0].row.target is None  # looking at others chooses nothing
    qtbot.keyClick(editors[0].view(), key)  # takes what is proposed
    qtbot.waitUntil(lambda: page.mapping.model.rows[0].row.target is not None)
    assert page.mapping.model.rows[0].row.target == entry.proposal
    assert wizard.currentPage() is page


def by_tab(page: QWidget) -> list[QWidget]:
    """What the tab key goes to on a page, in its order."""
    found, widget = [], page.nextInFocusChain()
    while widget is not page:
        tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if tabbed and page.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled():
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def test_the_first_field_has_the_focus_and_what_is_only_read_comes_last(
    qtbot: Any, wizard: NewCaseWizard
) -> None:
    first, plan, supporting, rules = wizard.case_pages
    assert wizard.focusWidget() is first.pickers["typology"].combo
    wizard.currentPage().browse_layer("nodes", str(STRUCTURE))
    settled(qtbot, wizard)
    wizard.next()
    assert wizard.focusWidget() is plan.borders.combo
    wizard.case.add_plan_files([str(SAMPLE / "op" / "op_kalmar.gpkg")])
    settled(qtbot, wizard)
    orders = [by_tab(plan)]
    for page in (supporting, rules):
        wizard.next()
        assert wizard.currentPage() is page
        orders.append(by_tab(page))
    wizard.restart()
    orders.append(by_tab(first))
    for order, page in zip(orders, (plan, supporting, rules, first)):
        assert order.index(page.live.list) == len(order) - 1


def test_another_plan_of_the_same_words_has_its_own_order(qgis_app: Any) -> None:
    def rows(plan: str, *values: str) -> list[Any]:
        look = SimpleNamespace(source=SimpleNamespace(uri=plan))
        return [
            SimpleNamespace(
                layer=0, look=look, row=SimpleNamespace(field="f", value=value, column="c")
            )
            for value in values
        ]

    model = MappingModel()
    model.show_rows(rows("a.gpkg", "bostad", "natur"))
    model.show_rows(rows("a.gpkg", "natur", "bostad"))
    assert [row.row.value for row in model.rows] == ["bostad", "natur"]
    model.show_rows(rows("b.gpkg", "natur", "bostad"))
    assert [row.row.value for row in model.rows] == ["natur", "bostad"]
