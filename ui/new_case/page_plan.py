"""Page 2: the municipality and the layers of its plan."""

from __future__ import annotations

import dataclasses
from typing import Iterator, Sequence

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
)

from .draft import PlanDraft, with_plan
from .layer_picker import file_filter
from .live_box import hint_label
from .live_lines import Line, plan_lines, role_name
from .making import CaseMaking
from .mapping_panel import MappingPanel
from .page import CasePage
from .plan_form import PlanForm
from .project_layers import ProjectLayersDialog

translate = QCoreApplication.translate


class PlanPage(CasePage):
    """Which municipality, which plan layers, and what their values become."""

    def __init__(self, case: CaseMaking) -> None:
        super().__init__(
            case,
            translate("Strukturbild", "Comprehensive plan"),
            translate(
                "Strukturbild",
                "Whose plan is it, how far has it come, and what do its layers and values mean?",
            ),
        )
        self.borders = self.picker("municipalities")
        self.without_plan = QCheckBox(
            translate("Strukturbild", "Also municipalities without a plan")
        )
        self.without_plan.setToolTip(
            translate(
                "Strukturbild",
                "For a whole county: each municipality of the layer gets its rows, and those "
                "without a plan are shown as lacking one. Otherwise only municipalities whose "
                "plans are here are checked.",
            )
        )
        self.plans = QComboBox()
        self.plans.setAccessibleName(translate("Strukturbild", "Plan"))
        self.add_plan = QPushButton(translate("Strukturbild", "Another plan"))
        self.remove_plan = QPushButton(translate("Strukturbild", "Remove the plan"))
        self.form = PlanForm()
        self.hint = hint_label()
        self.mapping = MappingPanel()
        top = QFormLayout()
        borders = QHBoxLayout()
        borders.addWidget(self.borders, 1)
        borders.addWidget(self.without_plan, 0, Qt.AlignmentFlag.AlignTop)
        top.addRow(role_name("municipalities"), borders)
        which = QHBoxLayout()
        which.addWidget(self.plans, 1)
        which.addWidget(self.add_plan)
        which.addWidget(self.remove_plan)
        top.addRow(translate("Strukturbild", "Plan"), which)
        self.body.addLayout(top)
        self.body.addWidget(self.form)
        self.body.addLayout(self._layer_buttons())
        self.body.addWidget(self.hint)
        self.body.addWidget(self.mapping, 1)
        self._known: tuple[object, ...] = ()
        self.plans.activated.connect(self._select)
        self.without_plan.clicked.connect(self._every)
        self.add_plan.clicked.connect(self._another)
        self.remove_plan.clicked.connect(self._without)
        self.form.changed.connect(lambda changes: self._change(**changes))
        self.mapping.changed.connect(lambda plan: self._change(layers=plan.layers))

    def _layer_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        buttons = (
            (translate("Strukturbild", "Layers of the project..."), self.choose_project_layers),
            (translate("Strukturbild", "Files..."), self._from_files),
            (translate("Strukturbild", "Folder..."), self._from_folder),
        )
        row.addWidget(hint_label(translate("Strukturbild", "Add plan layers:")))
        for text, slot in buttons:
            button = QPushButton(text)
            button.clicked.connect(lambda _checked=False, call=slot: call())
            row.addWidget(button)
        row.addStretch(1)
        return row

    def refresh(self) -> None:
        """Show the draft as it is now."""
        draft, number = self.case.draft, self.case.plan_number
        choice = draft.regional.get("municipalities")
        self.borders.set_looks(self.case.looks, None if choice is None else choice.look)
        self.plans.clear()
        for place, plan in enumerate(draft.plans, 1):
            self.plans.addItem(_plan_title(plan, place))
        self.plans.setCurrentIndex(number)
        self.remove_plan.setEnabled(len(draft.plans) > 1)
        plan = draft.plans[number]
        known = self.case.found.municipalities
        planned = {plan.municipality for plan in draft.plans}
        self.without_plan.setVisible(draft.without_plan or len(known) > len(planned))
        self.without_plan.setChecked(draft.without_plan)
        if known != self._known:
            self._known = known
            self.form.show_municipalities(known)
        coast = plan.municipality in draft.measured_coast if plan.coast is None else plan.coast
        self.form.show_plan(plan, coast)
        self.mapping.show_plan(plan, self.case.shipped)
        self._hint(plan)

    def _hint(self, plan: PlanDraft) -> None:
        lacking = self.case.lacking()
        if self.form.wrong_dates():
            text = translate(
                "Strukturbild", "Dates are written YYYY-MM-DD, for example 2025-06-01."
            )
        elif "dates" in lacking:
            text = translate(
                "Strukturbild",
                "The plan can't be in force before it was adopted. Look at the dates.",
            )
        elif "two_wide_plans" in lacking:
            text = translate(
                "Strukturbild",
                "A municipality has one municipality-wide plan at a time. Make the other one an "
                "amendment, addition or area deepening, or remove it.",
            )
        elif not plan.layers:
            text = translate(
                "Strukturbild",
                "Choose the layers of the plan: several at once, from the project, from files or "
                "a whole folder.",
            )
        elif "municipalities" in lacking:
            text = translate("Strukturbild", "Choose the layer with municipal borders.")
        elif not plan.municipality and not self.case.is_busy:
            text = translate(
                "Strukturbild",
                "The layers don't tell whose plan it is. Choose the municipality.",
            )
        else:
            text = " ".join(self._advice())
        self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def _advice(self) -> Iterator[str]:
        """What may be done where nothing has to."""
        if self.case.left_out:
            text = translate(
                "Strukturbild",
                "Not part of the plan, but of the structure map or supporting data: {names}.",
            )
            yield text.format(names=", ".join(self.case.left_out))
        if self.mapping.proposals():
            yield translate(
                "Strukturbild",
                "What has no code is not counted. Look through the proposals and accept them, or "
                "double-click in the column Becomes to choose another code.",
            )
        elif self.mapping.has_open_rows():
            yield translate(
                "Strukturbild",
                "What has no code is not counted. Double-click in the column Becomes to give one; "
                "where a field tells the use, choose the row and then the field.",
            )

    def lines(self) -> Sequence[Line]:
        """What the live box says."""
        return plan_lines(self.case.draft, self.case.found)

    def isComplete(self) -> bool:  # noqa: N802 - Qt's name
        """Whether every plan has layers and a municipality, and nothing contradicts itself."""
        wanted = {
            "municipalities",
            "municipality",
            "plan_layers",
            "dates",
            "two_wide_plans",
            "fields",
        }
        return not wanted & set(self.case.lacking()) and not self.form.wrong_dates()

    def _change(self, **changes: object) -> None:
        self.case.change(with_plan(self.case.draft, self.case.plan_number, **changes))

    def _select(self, row: int) -> None:
        self.case.plan_number = row
        self.refresh()

    def _every(self, checked: bool) -> None:
        self.case.change(dataclasses.replace(self.case.draft, without_plan=bool(checked)))

    def _another(self) -> None:
        plans = (*self.case.draft.plans, PlanDraft())
        self.case.plan_number = len(plans) - 1
        self.case.change(dataclasses.replace(self.case.draft, plans=plans))

    def _without(self) -> None:
        number = self.case.plan_number
        plans = tuple(p for n, p in enumerate(self.case.draft.plans) if n != number)
        self.case.plan_number = max(0, number - 1)
        self.case.change(dataclasses.replace(self.case.draft, plans=plans))

    def choose_project_layers(self) -> None:
        """Ask which of the project's layers belong to the plan."""
        looks = self.case.free_layers()
        dialog = ProjectLayersDialog(self, looks, self.case.plan_like(looks))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.case.add_plan_layers(dialog.chosen())

    def _from_files(self) -> None:
        title = translate("Strukturbild", "Layers of the plan")
        paths, _ = QFileDialog.getOpenFileNames(self, title, "", file_filter())
        if paths:
            self.case.add_plan_files(paths)

    def _from_folder(self) -> None:
        title = translate("Strukturbild", "Folder with the plan's layers")
        path = QFileDialog.getExistingDirectory(self, title)
        if path:
            self.case.add_plan_files([path])


def _plan_title(plan: PlanDraft, number: int) -> str:
    name = plan.name or plan.municipality_name
    return f"{number}. {name or translate('Strukturbild', 'new plan')}"
