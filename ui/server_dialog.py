"""Choosing a database for the review store among the connections that QGIS knows."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from ..layers.connections import connection_names, place_of_connection

translate = QCoreApplication.translate


class ServerDialog(QDialog):
    """A list of connections."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Strukturbild", "Review store in a database"))
        names = connection_names()
        told = QLabel(
            translate(
                "Strukturbild",
                "Choose a PostgreSQL connection. New ones are made in QGIS's data source manager.",
            ),
            self,
        )
        told.setWordWrap(True)
        self.choice = QComboBox(self)
        self.choice.addItems(names)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.button(QDialogButtonBox.StandardButton.Open).setEnabled(bool(names))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(told)
        layout.addWidget(self.choice)
        layout.addWidget(buttons)

    def name(self) -> str:
        """The connection chosen."""
        return str(self.choice.currentText())

    def place(self) -> str:
        """The place of the store there."""
        return place_of_connection(self.name()) if self.name() else ""
