"""Page 1: the region's structure map."""

from __future__ import annotations

import dataclasses
from typing import Sequence

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QWidget

from .date_line import DateLine
from .draft import with_regional
from .live_box import hint_label
from .live_lines import Line, role_name, structure_lines
from .making import CaseMaking
from .mapping_table import MappingModel, TableRow, open_first
from .mapping_view import MappingView
from .page import CasePage
from .plan_mapping import Target
from .regional import STRUCTURE
from .regional_values import coded_rows, with_code

translate = QCoreApplication.translate


class StructurePage(CasePage):
    """Which layers are place typology, nodes and links."""

    def __init__(self, case: CaseMaking) -> None:
        super().__init__(
            case,
            translate("Strukturbild", "Structure map"),
            translate(
                "Strukturbild",
                "Which layers hold the region's structure map? Any of the three may be left out.",
            ),
        )
        self.pickers = {table: self.picker(table) for table in STRUCTURE}
        form = QFormLayout()
        for table, picker in self.pickers.items():
            form.addRow(role_name(table), picker)
        self.matching = QComboBox()
        self.matching.addItem(
            translate("Strukturbild", "drawn along real roads and railways"), "geometric"
        )
        self.matching.addItem(
            translate("Strukturbild", "straight lines between places"), "relational"
        )
        self.matching.activated.connect(self._matching)
        form.addRow(translate("Strukturbild", "The links are"), self.matching)
        self.date = DateLine()
        self.date.changed.connect(self._date)
        form.addRow(translate("Strukturbild", "Decided on"), self.date)
        self.body.addLayout(form)
        self.found = hint_label()
        self.body.addWidget(self.found)
        self.values = MappingModel(self)
        self.values.placed.connect(self._placed)
        self.table = MappingView(self.values)
        self.body.addWidget(self.table, 1)
        self.rest = QWidget()
        self.body.addWidget(self.rest, 1)

    def refresh(self) -> None:
        """Show the draft as it is now."""
        draft = self.case.draft
        for table, picker in self.pickers.items():
            choice = draft.regional.get(table)
            picker.set_looks(self.case.looks, None if choice is None else choice.look)
        self.matching.setCurrentIndex(self.matching.findData(draft.matching))
        guessed = [role_name(table) for table in STRUCTURE if table in self.case.recognised]
        if guessed:
            text = translate(
                "Strukturbild",
                "Recognised by name, geometry and fields: {names}. Change what is wrong.",
            )
            self.found.setText(text.format(names=", ".join(guessed)))
        elif not self.case.looks:
            self.found.setText(
                translate(
                    "Strukturbild",
                    "There are no layers in the project. Use Browse to choose files.",
                )
            )
        else:
            self.found.clear()
        self._refresh_values()

    def _refresh_values(self) -> None:
        """The table is there while a value has no code, and stays so that choices can be seen."""
        case = self.case
        rows = [
            TableRow(number, choice.look, row, None)
            for number, (table, choice) in enumerate(case.draft.regional.items())
            if table in STRUCTURE and not choice.lacking
            for row in coded_rows(choice, table, case.shipped)
        ]
        self.values.show_rows(open_first(rows))
        waiting = any(row.is_open for row in rows)
        shown = waiting or (bool(rows) and self.table.isVisibleTo(self))
        self.table.setVisible(shown)
        self.rest.setVisible(not shown)
        if waiting:
            text = translate(
                "Strukturbild",
                "Some values of the structure map are not known. Double-click in the column "
                "Becomes to say what they are; objects without a code are left out.",
            )
            self.found.setText(text)

    def _placed(self, entry: TableRow, target: Target | None) -> None:
        draft, table = self.case.draft, entry.row.table
        choice = with_code(draft.regional[table], entry.row, target, self.case.shipped)
        self.case.change(with_regional(draft, table, choice))

    def lines(self) -> Sequence[Line]:
        """What the live box says."""
        return structure_lines(self.case.draft, self.case.found)

    def isComplete(self) -> bool:  # noqa: N802 - Qt's name
        """Whether there is anything to compare plans with."""
        return not {"structure_map", "fields"} & set(self.case.lacking())

    def _matching(self, row: int) -> None:
        matching = self.matching.itemData(row)
        self.case.change(dataclasses.replace(self.case.draft, matching=matching))

    def _date(self, text: str) -> None:
        self.case.change(dataclasses.replace(self.case.draft, structure_date=text))
