"""Asks which of the project's layers belong to a plan: several at once."""

from __future__ import annotations

from typing import Iterator, Sequence

from qgis.PyQt.QtCore import QCoreApplication, QModelIndex, QSize, Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ...alignment.mapping.fold import fold
from ..clear_field import ClearField
from .layer_look import LayerLook
from .layer_picker import trouble_sentence

translate = QCoreApplication.translate
LOOK = Qt.ItemDataRole.UserRole
WIDTH_LETTERS, HEIGHT_LINES = 110, 26
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class NarrowDelegate(QStyledItemDelegate):
    """Rows as wide as the list: as wide as their text, that would never be shortened."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # noqa: N802
        """Asks for no width."""
        return QSize(0, super().sizeHint(option, index).height())


class ProjectLayersDialog(QDialog):
    """A list with a box before each layer; `proposed` are checked from the start."""

    def __init__(
        self,
        parent: QWidget | None,
        looks: Sequence[LayerLook],
        proposed: Sequence[LayerLook],
    ) -> None:
        super().__init__(parent)
        title = translate("Strukturbild", "Layers of the plan")
        self.setWindowTitle(title)
        self.search = ClearField(self)
        asked = translate("Strukturbild", "Search layers and files")
        self.search.setPlaceholderText(asked)
        self.search.setAccessibleName(asked)
        self.all = QPushButton(translate("Strukturbild", "Choose all"))
        self.none = QPushButton(translate("Strukturbild", "Choose none"))
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names often differ at the end
        self.list.setItemDelegate(NarrowDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self._fill(looks, {look.source.uri for look in proposed})
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(
            translate("Strukturbild", "Cancel")
        )
        role = QDialogButtonBox.ButtonRole.AcceptRole
        self.add = self.buttons.addButton("", role)
        self._lay_out(nothing=not looks)
        self.resize(
            WIDTH_LETTERS * self.fontMetrics().averageCharWidth(),
            HEIGHT_LINES * self.fontMetrics().height(),
        )
        self.search.textChanged.connect(self._search)
        self.all.clicked.connect(self.choose_all)
        self.none.clicked.connect(self.choose_none)
        self.list.itemChanged.connect(self._count)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._count()

    def _lay_out(self, *, nothing: bool) -> None:
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        row.addWidget(self.all)
        row.addWidget(self.none)
        empty = QLabel(translate("Strukturbild", "There are no further layers in the project."))
        empty.setVisible(nothing)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(empty)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.buttons)

    def _fill(self, looks: Sequence[LayerLook], proposed: set[str]) -> None:
        """Where layers come from several files, each says which: plans often have the same ones."""
        files = {_file(look) for look in looks}
        for look in looks:
            text = look.title if len(files) < 2 else f"{look.title}  ({_file(look)})"
            item = QListWidgetItem(text)
            item.setData(LOOK, look)
            item.setToolTip(f"{text}\n{trouble_sentence(look) or look.source.uri}")
            checked = look.source.uri in proposed and look.usable
            item.setCheckState(CHECKED if checked else UNCHECKED)
            if not look.usable:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)

    def chosen(self) -> list[LayerLook]:
        """The checked layers."""
        return [item.data(LOOK) for item in self._items() if item.checkState() == CHECKED]

    def choose_all(self) -> None:
        """Check every layer that is shown and can be used."""
        self._check(CHECKED)

    def choose_none(self) -> None:
        """Uncheck every layer that is shown."""
        self._check(UNCHECKED)

    def _check(self, state: Qt.CheckState) -> None:
        for item in self._items():
            if not item.isHidden() and item.flags() & Qt.ItemFlag.ItemIsEnabled:
                item.setCheckState(state)

    def _items(self) -> Iterator[QListWidgetItem]:
        return (self.list.item(row) for row in range(self.list.count()))

    def _search(self, text: str) -> None:
        words = fold(text).split()
        for item in self._items():
            told = fold(f"{item.text()} {item.data(LOOK).source.uri}")
            item.setHidden(not all(word in told for word in words))

    def _count(self, *_changed: object) -> None:
        count = len(self.chosen())
        self.add.setText(translate("Strukturbild", "Add the chosen ({count})").format(count=count))
        self.add.setEnabled(count > 0)


def _file(look: LayerLook) -> str:
    """The file, or the service, that a layer comes from."""
    return look.source.provider or look.file.name
