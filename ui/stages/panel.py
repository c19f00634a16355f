"""What the dock of two stages shows: a choice, the earlier map, the list. It only shows."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QItemSelection, QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ..words import when
from .comparing import Comparison, StageRow
from .earlier_map import EarlierMap
from .model import StageModel, finding_text
from .sources import EarlierResult
from .stage_list import StageList

translate = QCoreApplication.translate
OTHER_FILE = "other"
DETAIL_LINES = 5
WIDE = 1.5  # from this width to height on, map and list stand side by side


class StagesPanel(QWidget):
    """Emits what is asked: `earlier_chosen` (a `Path`), `file_asked`, `cancel_asked`,
    `save_asked`, `row_chosen` (a `StageRow` or None).
    """

    earlier_chosen = pyqtSignal(object)
    file_asked = pyqtSignal()
    cancel_asked = pyqtSignal()
    save_asked = pyqtSignal()
    row_chosen = pyqtSignal(object)

    def __init__(self, main: QgsMapCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.earlier = QComboBox()
        self.earlier.setAccessibleName(translate("Strukturbild", "Earlier result"))
        self.municipality = QComboBox()
        self.municipality.setAccessibleName(translate("Strukturbild", "Municipality"))
        self.save = QPushButton(translate("Strukturbild", "Save comparison…"))
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.cancel = QPushButton(translate("Strukturbild", "Cancel"))
        self.note = _text_label()
        self.map_title = _text_label()
        self.map = EarlierMap(main)
        self.model = StageModel(self)
        self.list = StageList(self.model)
        self.detail = _text_label()
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.chosen_path: Path | None = None
        self._keep_in_sight = QTimer(self)
        self._keep_in_sight.setSingleShot(True)
        self._lay_out()
        self._connect()
        self.set_running(False)
        self.show_comparison(None)

    def _lay_out(self) -> None:
        for box in (self.earlier, self.municipality):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        top = QGridLayout()
        top.addWidget(QLabel(translate("Strukturbild", "Earlier result") + ":"), 0, 0)
        top.addWidget(self.earlier, 0, 1)
        top.addWidget(QLabel(translate("Strukturbild", "Municipality") + ":"), 1, 0)
        top.addWidget(self.municipality, 1, 1)
        top.setColumnStretch(1, 1)
        running = QHBoxLayout()
        running.addWidget(self.progress, 1)
        running.addWidget(self.cancel)
        for holder, members in ((QWidget(), (self.map_title, self.map)),
                                (QWidget(), (self.list, self.detail))):  # fmt: skip
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            for member in members:
                column.addWidget(member, 0 if isinstance(member, QLabel) else 1)
            self.splitter.addWidget(holder)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([1000, 1000])
        letter = self.fontMetrics().averageCharWidth()
        # a detail that grows would push the chosen row out of sight
        self.detail.setMinimumHeight(DETAIL_LINES * self.fontMetrics().lineSpacing())
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        for part in (self.map, self.list):
            part.setMinimumSize(QSize(12 * letter, 5 * self.fontMetrics().height()))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(6, 6, 6, 6)
        whole.addLayout(top)
        whole.addLayout(running)
        whole.addWidget(self.note)
        whole.addWidget(self.splitter, 1)
        whole.addWidget(self.save, 0, Qt.AlignmentFlag.AlignRight)

    def _connect(self) -> None:
        self.earlier.activated.connect(self._earlier_activated)
        self.municipality.activated.connect(self._municipality_activated)
        self.cancel.clicked.connect(self.cancel_asked)
        self.save.clicked.connect(self.save_asked)
        self.list.selectionModel().selectionChanged.connect(self._selected)
        self._keep_in_sight.timeout.connect(self._scroll_to_chosen)

    def close_down(self) -> None:
        """Let go of map and rows."""
        self.map.close_down()
        self.model.set_rows(())

    # what is shown

    def offer(self, results: Sequence[EarlierResult], chosen: Path | None) -> None:
        """Fill the choice of earlier results; one that was chosen as a file is kept in it."""
        self.chosen_path = chosen
        self.earlier.clear()
        if chosen is None:
            self.earlier.addItem(translate("Strukturbild", "Choose…"), None)
        listed = list(results)
        if chosen is not None and all(item.path != chosen for item in listed):
            listed.insert(0, EarlierResult(chosen, chosen.name))
        for item in listed:
            self.earlier.addItem(item.text, item.path)
            tip = str(item.path)
            self.earlier.setItemData(self.earlier.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.earlier.addItem(translate("Strukturbild", "Another file…"), OTHER_FILE)
        self._show_choice()

    def _show_choice(self) -> None:
        for place in range(self.earlier.count()):
            if self.earlier.itemData(place) == self.chosen_path:
                self.earlier.setCurrentIndex(place)

    def set_running(self, running: bool) -> None:
        """Show that a comparison is under way, or not."""
        self.progress.setVisible(running)
        self.cancel.setVisible(running)
        if running:
            self.show_note(translate("Strukturbild", "Comparing…"))

    def show_note(self, text: str) -> None:
        """Say something above the maps; "" for nothing."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def show_comparison(self, found: Comparison | None) -> None:
        """Show a comparison, or none: then a sentence says what to do."""
        self.model.set_rows(() if found is None else found.rows)
        self.municipality.clear()
        self.municipality.addItem(translate("Strukturbild", "All municipalities"), "")
        for code, name in self.model.municipalities():
            self.municipality.addItem(name or translate("Strukturbild", "No municipality"), code)
        self.municipality.setEnabled(found is not None)
        self.save.setEnabled(found is not None)
        self.map.show_result(None if found is None else found.before.path)
        title = translate("Strukturbild", "Earlier stage")
        if found is not None:
            title += f": {found.before.path.name}, {when(found.before.written)}"
        self.map_title.setText(title)
        self._show_detail(None)
        self.list.unfold()
        if found is None:
            self.show_note(
                translate(
                    "Strukturbild",
                    "Choose the result of an earlier stage. It is held against the last result: "
                    "the earlier one is shown here, the later one in the project's map.",
                )
            )
            return
        self.show_note(_warnings(found))

    def _show_detail(self, row: StageRow | None) -> None:
        if row is None:
            self.detail.setText("")
            return
        where = translate("Strukturbild", "Only in the earlier stage.") if not row.after else ""
        if not row.before and row.after:
            where = translate("Strukturbild", "Only in the later stage.")
        told = [finding_text(row), row.municipality, row.told, where]
        self.detail.setText("\n".join(text for text in told if text))

    # what is done

    def _earlier_activated(self, place: int) -> None:
        chosen = self.earlier.itemData(place)
        self._show_choice()
        if chosen == OTHER_FILE:
            self.file_asked.emit()
        elif isinstance(chosen, Path):
            self.earlier_chosen.emit(chosen)

    def _municipality_activated(self, place: int) -> None:
        self.model.set_municipality(str(self.municipality.itemData(place)))
        self._show_detail(None)
        self.list.unfold()
        self.row_chosen.emit(None)

    def _selected(self, chosen: QItemSelection, _left: QItemSelection) -> None:
        indexes = chosen.indexes()
        row = self.model.row_at(indexes[0]) if indexes else None
        self._show_detail(row)
        self.row_chosen.emit(row)
        self._keep_in_sight.start(0)  # once the detail below has its height

    def _scroll_to_chosen(self) -> None:
        self.list.scrollTo(self.list.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Side by side in a wide dock, one above the other in a high one."""
        super().resizeEvent(event)
        wide = self.width() > WIDE * self.height()
        self.splitter.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)


def _warnings(found: Comparison) -> str:
    told = []
    if found.reversed_in_time():
        told.append(
            translate(
                "Strukturbild",
                "The result that was chosen as the earlier one was made after the last one.",
            )
        )
    for name in found.incomplete():
        text = translate(
            "Strukturbild",
            "{name} is incomplete: findings that it could not speak of are shown as not assessed.",
        )
        told.append(text.format(name=name))
    return "\n".join(told)


def _text_label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
