"""Choosing a database for the review store among the connections that QGIS knows."""

from __future__ import annotations

from qgis.core import QgsDataSourceUri, QgsProviderConnectionException, QgsProviderRegistry
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

translate = QCoreApplication.translate
PREFIX = "postgresql:"


def connection_names() -> list[str]:
    """Names of the PostgreSQL connections stored in this profile."""
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    return sorted(metadata.connections(False)) if metadata is not None else []


def place_of_connection(name: str, *, secrets: bool = True) -> str:
    """The place of a store on a stored connection; "" where there is none of that name.

    With `secrets` it holds what QGIS's authentication knows: never write that down.
    """
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    if metadata is None:
        return ""
    try:
        found = metadata.findConnection(name)
    except QgsProviderConnectionException:
        return ""
    if found is None:
        return ""
    uri = QgsDataSourceUri(found.uri())
    if not secrets and uri.authConfigId():
        uri.setPassword("")
    return PREFIX + str(uri.connectionInfo(secrets))


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
