"""The small form that opens when a finding has been drawn: two fields, the rest is filled in."""

from __future__ import annotations

from typing import Sequence, TypeVar

from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtGui import QCloseEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ...layers.places import PlaceObject, Places
from ..words import amount, heading, word
from .values import PARTS, Chosen, label_of, likely_part, likely_structure_object

translate = QCoreApplication.translate
WIDTH_IN_LETTERS = 64
NOTHING = -1
Item = TypeVar("Item")


class FindingForm(QDialog):
    """Asks for title and part; municipality and objects are those found at the place.

    `confirmed` brings a `Chosen`; closing the form in any other way emits `rejected`.
    """

    confirmed = pyqtSignal(object)

    def __init__(self, places: Places, measure: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strukturbildManualForm")
        self.setWindowTitle(translate("Strukturbild", "New finding"))
        self.setModal(False)
        self.places = places
        self._structure_is_own_choice = False
        self.title = QLineEdit()
        self.title.setPlaceholderText(translate("Strukturbild", "What is to be talked about?"))
        self.title.setMaxLength(200)
        self.part = QComboBox()
        for code in PARTS:
            self.part.addItem(heading(word("part", code)), code)
        self.municipality = QComboBox()
        self.plan_object = _object_box(places.plan_objects)
        self.structure_object = _object_box(places.structure_objects)
        self.measure = QLabel(measure)
        self.buttons = QDialogButtonBox()
        self.add_button = self.buttons.addButton(
            translate("Strukturbild", "Add finding (Enter)"),
            QDialogButtonBox.ButtonRole.AcceptRole,
        )
        self.buttons.addButton(
            translate("Strukturbild", "Cancel (Esc)"), QDialogButtonBox.ButtonRole.RejectRole
        )
        self._lay_out()
        self._prefill()
        self._connect()
        self.title.setFocus()

    def _lay_out(self) -> None:
        rows = QFormLayout()
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields = (
            (translate("Strukturbild", "Title"), self.title),
            (translate("Strukturbild", "Part"), self.part),
            (translate("Strukturbild", "Municipality"), self.municipality),
            (translate("Strukturbild", "Concerns in the plan"), self.plan_object),
            (translate("Strukturbild", "In the structure map"), self.structure_object),
        )
        for name, field in fields:
            field.setAccessibleName(name)
            rows.addRow(name + ":", field)
            if isinstance(field, QComboBox):
                # long names of objects must not widen the form
                field.setSizeAdjustPolicy(
                    QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
                )
                field.setMinimumContentsLength(WIDTH_IN_LETTERS // 2)
        rows.addRow(translate("Strukturbild", "Drawn") + ":", self.measure)
        whole = QVBoxLayout(self)
        whole.addLayout(rows)
        whole.addWidget(self.buttons)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(WIDTH_IN_LETTERS * letter, self.sizeHint().height())

    def _prefill(self) -> None:
        territories = self.places.municipalities
        if not self.places.hit():
            self.municipality.addItem(translate("Strukturbild", "No municipality"), NOTHING)
        for place, territory in enumerate(territories):
            self.municipality.addItem(territory.name or territory.code, place)
        self.part.setCurrentIndex(self.part.findData(likely_part(self.places)))
        if self.places.plan_objects:
            self.plan_object.setCurrentIndex(1)
        self._suggest_structure_object()
        self._title_changed("")

    def _connect(self) -> None:
        self.title.textChanged.connect(self._title_changed)
        self.part.activated.connect(self._suggest_structure_object)
        self.structure_object.activated.connect(self._structure_chosen)
        self.buttons.accepted.connect(self.confirm)
        self.buttons.rejected.connect(self.reject)

    def _title_changed(self, text: str) -> None:
        self.add_button.setEnabled(bool(text.strip()))

    def _structure_chosen(self, _index: int = 0) -> None:
        self._structure_is_own_choice = True

    def _suggest_structure_object(self, _index: int = 0) -> None:
        """The object goes with the part, until someone has chosen it."""
        if self._structure_is_own_choice:
            return
        likely = likely_structure_object(self.places, str(self.part.currentData()))
        known = list(self.places.structure_objects)
        place = known.index(likely) if likely is not None else NOTHING
        self.structure_object.setCurrentIndex(self.structure_object.findData(place))

    def confirm(self) -> None:
        """Hand over what was chosen; without a title nothing happens."""
        if not self.title.text().strip():
            self.title.setFocus()
            return
        self.confirmed.emit(self.chosen())

    def chosen(self) -> Chosen:
        """The form as it stands."""
        return Chosen(
            title=self.title.text().strip(),
            part=str(self.part.currentData()),
            municipality=_of(self.municipality, self.places.municipalities),
            plan_object=_of(self.plan_object, self.places.plan_objects),
            structure_object=_of(self.structure_object, self.places.structure_objects),
            met=tuple(territory.code for territory in self.places.hit()),
        )

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Closing the window is the same as Esc."""
        event.accept()
        self.reject()


def _of(box: QComboBox, items: Sequence[Item]) -> Item | None:
    place = box.currentData()
    return items[place] if isinstance(place, int) and place >= 0 else None


def _object_box(items: Sequence[PlaceObject]) -> QComboBox:
    """The objects at the place, and none of them."""
    box = QComboBox()
    box.addItem(translate("Strukturbild", "No object"), NOTHING)
    for place, item in enumerate(items):
        box.addItem(object_text(item), place)
        box.setItemData(box.count() - 1, object_text(item), Qt.ItemDataRole.ToolTipRole)
    return box


def object_text(item: PlaceObject) -> str:
    """An object in words: its name, what it is, and how far away where it is not met."""
    kinds = {
        "nodes": translate("Strukturbild", "node"),
        "links": translate("Strukturbild", "link"),
        "typology": translate("Strukturbild", "place type"),
        "land_use": translate("Strukturbild", "land use"),
        "development": translate("Strukturbild", "orientation"),
        "considerations": translate("Strukturbild", "consideration"),
    }
    kind = kinds.get(item.table, item.table)
    text = f"{label_of(item)} ({kind})" if item.label else heading(kind)
    if item.distance_m > 0:
        away = translate("Strukturbild", "{distance} away")
        text += ", " + away.format(distance=amount(item.distance_m, "m"))
    return text
