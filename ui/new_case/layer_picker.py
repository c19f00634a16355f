"""One place of the case: a list of layers that fit it, and a button for files."""

from __future__ import annotations

from typing import Sequence

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ...alignment.mapping.layer import ALLOWED_DIMENSIONS, WITHOUT_GEOMETRY
from ...layers.source import VECTOR_SUFFIXES
from .layer_look import UNSAVED_EDITS, UNSAVED_LAYER, LayerLook
from .live_box import hint_label
from .live_lines import role_name
from .regional import SURE_ENOUGH, likeness

translate = QCoreApplication.translate
MINIMUM_LETTERS = 28
CLEARLY = 0.3  # how much more like it the first has to be, not to ask


def file_filter() -> str:
    """The files that a file dialog shows."""
    patterns = " ".join(f"*{suffix}" for suffix in VECTOR_SUFFIXES)
    return str(translate("Strukturbild", "Vector layers")) + f" ({patterns})"


def trouble_sentence(look: LayerLook) -> str:
    """Why a layer can't, or should not yet, be named in a setup file; "" where it can."""
    sentences = {
        UNSAVED_LAYER: translate(
            "Strukturbild",
            "{layer} is a temporary layer. A setup file needs layers that are saved: save it to "
            "a file, or choose another one.",
        ),
        UNSAVED_EDITS: translate(
            "Strukturbild",
            "{layer} has unsaved edits. They are not read until you have saved them.",
        ),
    }
    if not look.trouble:
        return ""
    other = translate("Strukturbild", "{layer} can't be read. Choose another layer.")
    return str(sentences.get(look.trouble, other)).format(layer=look.title)


class LayerPicker(QWidget):
    """Chooses the layer of one table. Emits `chosen(LayerLook | None)` and `browsed(str)`."""

    chosen = pyqtSignal(object)
    browsed = pyqtSignal(str)

    def __init__(self, table: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.looks: list[LayerLook] = []
        self.combo = QComboBox()
        self.combo.setMinimumContentsLength(MINIMUM_LETTERS)
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.combo.setAccessibleName(role_name(table))
        self.button = QPushButton(translate("Strukturbild", "Browse..."))
        self.button.setAccessibleName(
            translate("Strukturbild", "Browse for {role}").format(role=role_name(table))
        )
        self.hint = hint_label()
        self.hint.setVisible(False)
        row = QHBoxLayout()
        row.addWidget(self.combo, 1)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addWidget(self.hint)
        self.combo.activated.connect(self._activated)
        self.button.clicked.connect(self._browse)

    def set_looks(self, looks: Sequence[LayerLook], current: LayerLook | None) -> None:
        """Offer layers whose geometry fits; what can't be named is shown, but greyed."""
        chosen = "" if current is None else current.source.uri
        self.looks = [look for look in looks if self._fits(look) or look.source.uri == chosen]
        self.combo.blockSignals(True)
        self.combo.clear()
        self.combo.addItem(translate("Strukturbild", "(none)"))
        for look in self.looks:
            self.combo.addItem(look.title)
            row = self.combo.count() - 1
            said = trouble_sentence(look) or look.source.uri
            self.combo.setItemData(row, said, Qt.ItemDataRole.ToolTipRole)
            if not look.usable:
                self.combo.model().item(row).setEnabled(False)
        uris = [look.source.uri for look in self.looks]
        self.combo.setCurrentIndex(uris.index(chosen) + 1 if chosen in uris else 0)
        self.combo.blockSignals(False)
        refused = [
            look for look in self.looks if not look.usable and likeness_named(look, self.table)
        ]
        about = current if current is not None else (refused[0] if refused else None)
        said = "" if about is None else trouble_sentence(about)
        self.hint.setText(said)
        self.hint.setVisible(bool(said))

    def _fits(self, look: LayerLook) -> bool:
        return self.table in WITHOUT_GEOMETRY or look.dimension in ALLOWED_DIMENSIONS[self.table]

    def _activated(self, row: int) -> None:
        self.chosen.emit(self.looks[row - 1] if row > 0 else None)

    def _browse(self) -> None:
        title = translate("Strukturbild", "Layer for {role}").format(role=role_name(self.table))
        path, _ = QFileDialog.getOpenFileName(self, title, "", file_filter())
        if path:
            self.browsed.emit(path)


def likeness_named(look: LayerLook, table: str) -> bool:
    """Whether a layer that can't be used looks like the table all the same."""
    saved = LayerLook(look.source, look.name, look.title, look.dimension, look.fields)
    return likeness(saved, table) > 0


def which_layer(parent: QWidget, table: str, looks: Sequence[LayerLook]) -> LayerLook | None:
    """The layer of a file that is meant; asks where there are several that could be."""
    fitting = [look for look in looks if likeness(look, table) > 0] or list(looks)
    if len(fitting) == 1:
        return fitting[0]
    ordered = sorted(fitting, key=lambda look: -likeness(look, table))
    first, second = (likeness(look, table) for look in ordered[:2])
    if first >= SURE_ENOUGH and first - second > CLEARLY:
        return ordered[0]
    title = translate("Strukturbild", "Which layer?")
    label = translate("Strukturbild", "The file has several layers. Which one is {role}?")
    names = [look.title for look in ordered]
    name, chosen = QInputDialog.getItem(
        parent, title, label.format(role=role_name(table)), names, 0, False
    )
    return ordered[names.index(name)] if chosen else None
