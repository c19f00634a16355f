"""The wizard for a new case: four pages on one case in the making."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QMessageBox, QWidget, QWizard

from .making import CaseMaking
from .page import CasePage
from .page_plan import PlanPage
from .page_rules import RulesPage
from .page_structure import StructurePage
from .page_supporting import SupportingPage

translate = QCoreApplication.translate
WIDTH_LETTERS, HEIGHT_LINES = 190, 46
LARGEST = (1180, 730)  # leaves room for window frame and panel on a 13-inch laptop


class NewCaseWizard(QWizard):
    """Structure map, plan, supporting data, rules; after accept `setup_path` is the setup file."""

    def __init__(self, parent: QWidget | None = None, project: QgsProject | None = None) -> None:
        super().__init__(parent)
        self.setup_path: Path | None = None
        self.case = CaseMaking(project or QgsProject.instance(), self)
        self.setWindowTitle(translate("Strukturbild", "New case"))
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage, True)
        for button, text in (
            (QWizard.WizardButton.BackButton, translate("Strukturbild", "&Back")),
            (QWizard.WizardButton.NextButton, translate("Strukturbild", "&Next")),
            (QWizard.WizardButton.CancelButton, translate("Strukturbild", "Cancel")),
            (QWizard.WizardButton.FinishButton, translate("Strukturbild", "&Save the case")),
        ):
            self.setButtonText(button, text)
        self.case_pages: list[CasePage] = [
            StructurePage(self.case), PlanPage(self.case),
            SupportingPage(self.case), RulesPage(self.case),
        ]  # fmt: skip
        for page in self.case_pages:
            page.close_body()
            self.addPage(page)
        metrics = self.fontMetrics()
        self.resize(
            min(LARGEST[0], WIDTH_LETTERS * metrics.averageCharWidth()),
            min(LARGEST[1], HEIGHT_LINES * metrics.height()),
        )
        self.currentIdChanged.connect(self._page_changed)
        self.case.refreshed.connect(self._refresh)
        self.case.busy_changed.connect(self._refresh_live)
        self.case.look_at_project()

    def accept(self) -> None:
        """Save, then close; where that fails the wizard stays and says why."""
        path = self.case.path()
        if path.exists() and not self.case.may_replace and not self._replace(path):
            return
        self.setup_path = self.case.save()
        if self.setup_path is not None:
            self.case.close()
            super().accept()

    def _replace(self, path: Path) -> bool:
        text = translate("Strukturbild", "{name} is there already. Replace it?")
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
        answer = QMessageBox.question(
            self, self.windowTitle(), text.format(name=path.name), buttons
        )
        return bool(answer == QMessageBox.StandardButton.Yes)

    def reject(self) -> None:
        """Cancel what runs and close; Esc is pressed soon, and nothing of a draft is kept."""
        if self.case.is_filled_in and not self._lets_go():
            return
        self.case.close()
        super().reject()

    def _lets_go(self) -> bool:
        text = translate("Strukturbild", "Close? What you have filled in is not kept.")
        box = QMessageBox(QMessageBox.Icon.Question, self.windowTitle(), text, parent=self)
        role = QMessageBox.ButtonRole
        close = box.addButton(translate("Strukturbild", "Close"), role.DestructiveRole)
        go_on = box.addButton(translate("Strukturbild", "Go on"), role.RejectRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(go_on)
        box.exec()
        return bool(box.clickedButton() is close)

    def page_shown(self) -> CasePage:
        """The page that is on top."""
        page = self.currentPage()
        return page if isinstance(page, CasePage) else self.case_pages[0]

    def _page_changed(self, _id: int) -> None:
        self._refresh()

    def _refresh(self) -> None:
        page = self.page_shown()
        page.refresh()
        page.refresh_live()
        page.completeChanged.emit()

    def _refresh_live(self) -> None:
        self.page_shown().refresh_live()
