"""What can be said of a finding beside a decision: who is responsible, by when, and a link."""

from __future__ import annotations

from typing import Mapping

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from ..review.records import CLEARED
from ..review.states import RESPONSIBLE
from .clear_field import ClearField
from .words import heading, word

translate = QCoreApplication.translate


class FurtherFields(QWidget):
    """Fields by the names that a `Change` has for them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.responsible = QComboBox(self)
        self.assigned = ClearField(self)
        self.due = ClearField(self)
        self.link = QgsFileWidget(self)
        asked = translate("Strukturbild", "Responsible")
        self.responsible.addItem(asked + "…", "")
        for code in RESPONSIBLE:
            self.responsible.addItem(heading(word("responsible", code)), code)
        self.responsible.addItem(translate("Strukturbild", "Nobody"), CLEARED)
        self.responsible.setAccessibleName(asked)
        self._name(self.assigned, translate("Strukturbild", "Assigned to"))
        self._name(self.due, translate("Strukturbild", "Due yyyy-mm-dd"))
        self._name(self.link.lineEdit(), translate("Strukturbild", "Link: address or file"))
        for button in self.link.findChildren(QToolButton):
            button.setAccessibleName(translate("Strukturbild", "Choose a file to link to"))
        form = QHBoxLayout()
        form.setSpacing(4)
        for field in (self.responsible, self.assigned, self.due):
            field.setMinimumWidth(self.fontMetrics().height() * 3)
            form.addWidget(field, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(form)
        layout.addWidget(self.link)

    def _name(self, field: QLineEdit, text: str) -> None:
        field.setPlaceholderText(text)
        field.setAccessibleName(text)

    def given(self) -> dict[str, str]:
        """The fields that are filled in."""
        found = {
            "responsible": str(self.responsible.currentData() or ""),
            "assigned": self.assigned.text().strip(),
            "due_date": self.due.text().strip(),
            "target": self.link.lineEdit().text().strip(),
        }
        return {name: value for name, value in found.items() if value}

    def show_given(self, given: Mapping[str, str]) -> None:
        """Fill the fields in; those that are not given are emptied."""
        place = self.responsible.findData(given.get("responsible", ""))
        self.responsible.setCurrentIndex(max(place, 0))
        self.assigned.setText(given.get("assigned", ""))
        self.due.setText(given.get("due_date", ""))
        self.link.lineEdit().setText(given.get("target", ""))
