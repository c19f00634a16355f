"""Page 3: supporting data, each with the checks that it wakes."""

from __future__ import annotations

from typing import Sequence

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtWidgets import QFormLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from ...alignment.checks import KINDS
from ...alignment.ruleset.model import Rule, RuleSet
from .live_box import hint_label
from .live_lines import Line, language_of, role_name, supporting_lines
from .making import CaseMaking
from .page import CasePage
from .regional import SUPPORTING

translate = QCoreApplication.translate


class SupportingPage(CasePage):
    """Localities, stops, sea, population and housing need."""

    def __init__(self, case: CaseMaking) -> None:
        super().__init__(
            case,
            translate("Strukturbild", "Supporting data"),
            translate(
                "Strukturbild",
                "All of this is optional. What is missing makes some checks end as not decided; "
                "nothing else happens.",
            ),
        )
        self.pickers = {table: self.picker(table) for table in SUPPORTING}
        self.wakes = {table: hint_label() for table in SUPPORTING}
        inner = QWidget()
        form = QFormLayout(inner)
        for table, picker in self.pickers.items():
            cell = QVBoxLayout()
            cell.setSpacing(2)
            cell.addWidget(picker)
            cell.addWidget(self.wakes[table])
            form.addRow(role_name(table), cell)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        area.setAccessibleName(self.title())
        self.body.addWidget(area, 1)

    def refresh(self) -> None:
        """Show the draft as it is now."""
        for table, picker in self.pickers.items():
            choice = self.case.draft.regional.get(table)
            picker.set_looks(self.case.looks, None if choice is None else choice.look)
            self.wakes[table].setText(_what_for(table, self.case.rule_set))

    def lines(self) -> Sequence[Line]:
        """What the live box says."""
        return supporting_lines(self.case.draft, self.case.found)


def _what_for(table: str, rule_set: RuleSet | None) -> str:
    """One sentence: what the data is, and which rules can't do without it."""
    what = {
        "localities": translate(
            "Strukturbild", "Tells what is built up already, and gives nodes their extent."
        ),
        "stops": translate("Strukturbild", "Stops with departures on an ordinary weekday."),
        "sea": translate("Strukturbild", "Tells land from sea in municipalities on the coast."),
        "population": translate("Strukturbild", "Inhabitants by square or small area."),
        "housing_need": translate(
            "Strukturbild", "Dwellings that each municipality needs; a table without geometry."
        ),
    }[table]
    rules = () if rule_set is None else rule_set.rules
    woken = [r for r in rules if needs((*r.needs, *KINDS[r.kind].needs), table)]
    sharpened = [r for r in rules if table in KINDS[r.kind].sharpened_by and r not in woken]
    if not woken and not sharpened:
        return f"{what} " + translate("Strukturbild", "No rule of the chosen set depends on it.")
    said = [what]
    if woken:
        said.append(translate("Strukturbild", "Wakes {rules}.").format(rules=_named(woken)))
    if sharpened:
        sentence = translate("Strukturbild", "Makes {rules} more certain.")
        said.append(sentence.format(rules=_named(sharpened)))
    return " ".join(said)


def _named(rules: Sequence[Rule]) -> str:
    return ", ".join(f"{rule.id} {language_of(rule.title)}" for rule in rules)


def needs(needed: Sequence[str], table: str) -> bool:
    """Whether a rule's needs name the table ("a|b" is met by either)."""
    return any(table in need.split("|") for need in needed)
