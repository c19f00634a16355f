"""Page 4: the rule set in plain words, and where the case is saved."""

from __future__ import annotations

import dataclasses
from typing import Sequence

from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
)

from ...alignment.ruleset.model import Rule
from ..words import heading, word
from .live_box import hint_label
from .live_lines import Line, language_of, rule_lines
from .making import CaseMaking
from .page import CasePage

translate = QCoreApplication.translate
FILES = "YAML (*.yaml *.yml)"
SETUP_FILES = "Strukturbild (*.strukturbild.yaml)"


class RulesPage(CasePage):
    """Which rules the plan is held against, what the case is called and where it is saved."""

    def __init__(self, case: CaseMaking) -> None:
        super().__init__(
            case,
            translate("Strukturbild", "Rules"),
            translate(
                "Strukturbild",
                "Which questions should be asked about the plan? Thresholds can be changed "
                "later, for one municipality at a time.",
            ),
        )
        self.sets = QComboBox()
        self.sets.setAccessibleName(translate("Strukturbild", "Rule set"))
        self.own = QPushButton(translate("Strukturbild", "Own rule set..."))
        self.description = hint_label()
        self.rules = self._tree()
        self.name, self.place = QLineEdit(), QLineEdit()
        self.place.setAccessibleName(translate("Strukturbild", "Save as"))
        self.save_as = QPushButton(translate("Strukturbild", "Browse..."))
        self.hint = hint_label()
        which = QHBoxLayout()
        which.addWidget(self.sets, 1)
        which.addWidget(self.own)
        where = QHBoxLayout()
        where.addWidget(self.place, 1)
        where.addWidget(self.save_as)
        top, bottom = QFormLayout(), QFormLayout()
        top.addRow(translate("Strukturbild", "Rule set"), which)
        bottom.addRow(translate("Strukturbild", "Name of the case"), self.name)
        bottom.addRow(translate("Strukturbild", "Save as"), where)
        self.body.addLayout(top)
        self.body.addWidget(self.description)
        self.body.addWidget(self.rules, 1)
        self.body.addLayout(bottom)
        self.body.addWidget(self.hint)
        self.sets.activated.connect(lambda row: self.case.choose_rules(self.sets.itemData(row)))
        self.own.clicked.connect(self._own)
        self.name.textEdited.connect(self._name)
        self.place.textEdited.connect(self.case.set_place)
        self.save_as.clicked.connect(self._place)

    def _tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setRootIsDecorated(False)
        tree.setAlternatingRowColors(True)
        tree.setUniformRowHeights(True)
        tree.setAccessibleName(translate("Strukturbild", "Rules of the set"))
        tree.setHeaderLabels(
            [
                translate("Strukturbild", "Rule"),
                translate("Strukturbild", "What it asks"),
                translate("Strukturbild", "Why"),
                translate("Strukturbild", "Strength"),
            ]
        )
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for column, letters in ((0, 8), (1, 38), (3, 14)):
            header.resizeSection(column, letters * self.fontMetrics().averageCharWidth())
        return tree

    def refresh(self) -> None:
        """Show the draft as it is now."""
        draft, rule_set = self.case.draft, self.case.rule_set
        self.sets.clear()
        for name, title in self.case.rule_sets():
            self.sets.addItem(title, name)
        self.sets.setCurrentIndex(max(0, self.sets.findData(draft.rule_set)))
        self.description.setText("" if rule_set is None else language_of(rule_set.description))
        self.rules.clear()
        for rule in () if rule_set is None else rule_set.rules:
            self.rules.addTopLevelItem(_item(rule))
        if self.name.text().strip() != draft.name:
            self.name.setText(draft.name)
        if self.place.text().strip() != self.case.place:
            self.place.setText(self.case.place)
        self.hint.setText(self.case.save_trouble)
        self.hint.setVisible(bool(self.case.save_trouble))

    def lines(self) -> Sequence[Line]:
        """What the live box says."""
        return rule_lines(self.case.found, self.case.rule_set)

    def isComplete(self) -> bool:  # noqa: N802 - Qt's name
        """Whether the case can be saved."""
        named = bool(self.case.draft.name and self.case.place)
        return named and self.case.rule_set is not None and not self.case.lacking()

    def _name(self, text: str) -> None:
        self.case.name_is_own = True
        self.case.change(dataclasses.replace(self.case.draft, name=text.strip()))

    def _own(self) -> None:
        title = translate("Strukturbild", "Own rule set")
        path, _ = QFileDialog.getOpenFileName(self, title, "", FILES)
        if path:
            self.case.choose_rules(path)

    def _place(self) -> None:
        title = translate("Strukturbild", "Save the case as")
        path, _ = QFileDialog.getSaveFileName(self, title, self.case.place, SETUP_FILES)
        if path:
            self.case.set_place(path, asked=True)
            self.refresh()


def _item(rule: Rule) -> QTreeWidgetItem:
    why = language_of(rule.why)
    first = why.partition(". ")[0].rstrip(".") + "."
    strength = heading(word("strength", rule.strength))
    item = QTreeWidgetItem([rule.id, language_of(rule.title), first, strength])
    for column in range(4):
        item.setToolTip(column, why)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    return item
