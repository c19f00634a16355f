"""Asks which of the project's layers belong to a plan: several at once."""

from __future__ import annotations

from typing import Optional, Sequence

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...alignment.mapping.fold import fold
from .layer_look import LayerLook
from .layer_picker import trouble_sentence

translate = QCoreApplication.translate
LOOK = Qt.ItemDataRole.UserRole


class ProjectLayersDialog(QDialog):
    """A list with a box before each layer; `proposed` are checked from the start."""

    def __init__(
        self,
        parent: Optional[QWidget],
        looks: Sequence[LayerLook],
        proposed: Sequence[LayerLook],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Strukturbild", "Layers of the plan"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(translate("Strukturbild", "Search layers"))
        self.list = QListWidget()
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        uris = {look.source.uri for look in proposed}
        for look in looks:
            item = QListWidgetItem(look.title)
            item.setData(LOOK, look)
            item.setToolTip(trouble_sentence(look) or look.source.uri)
            checked = look.source.uri in uris and look.usable
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
            if not look.usable:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(
            translate("Strukturbild", "Cancel")
        )
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        self.search.textChanged.connect(self._search)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)

    def chosen(self) -> list[LayerLook]:
        """The checked layers."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [item.data(LOOK) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _search(self, text: str) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(fold(text) not in fold(item.text()))
