"""Choosing a database for the review store among the connections that QGIS knows."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from ..alignment.problems import InputError
from ..layers.connections import CONNECTION, connection_names, named_place
from .session import ReviewSession

translate = QCoreApplication.translate
LEAST_LETTERS = 60  # what a window's frame needs to show its title


class ServerDialog(QDialog):
    """A list of connections; where there is none, how to make one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Strukturbild", "Review store in a database"))
        names = connection_names()
        self.told = QLabel(_told() if names else _told_without_connections(), self)
        self.told.setWordWrap(True)
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(translate("Strukturbild", "Connection"))
        self.choice.addItems(names)
        self.choice.setVisible(bool(names))
        self.buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        self.open = self.buttons.addButton(translate("Strukturbild", "Open"), role.AcceptRole)
        self.buttons.addButton(translate("Strukturbild", "Cancel"), role.RejectRole)
        self.open.setEnabled(bool(names))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.told)
        layout.addWidget(self.choice)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(LEAST_LETTERS * self.fontMetrics().averageCharWidth())

    def name(self) -> str:
        """The connection chosen."""
        return str(self.choice.currentText())


def _told() -> str:
    return str(
        translate(
            "Strukturbild",
            "Choose a PostgreSQL connection. New ones are made in QGIS's data source manager.",
        )
    )


def _told_without_connections() -> str:
    return str(
        translate(
            "Strukturbild",
            "QGIS has no PostgreSQL connection yet. Make one under Layer > Data Source Manager > "
            "PostgreSQL, then come back here.",
        )
    )


def choose_server(session: ReviewSession, parent: QWidget) -> None:
    """Ask for a connection and open its store; where that fails, the one open stays."""
    dialog = ServerDialog(parent)
    accepted, name = dialog.exec(), dialog.name()
    dialog.deleteLater()
    if not accepted or not name:
        return
    try:
        place = named_place(CONNECTION + name)  # once: QGIS asks for its master password
    except InputError as error:
        session.tell(error)
        return
    session.opening.open_review(place, CONNECTION + name)
