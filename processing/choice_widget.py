"""How dialogs show a choice: by names in the interface's language; its value is the code."""

from __future__ import annotations

from typing import Any

from processing.gui.wrappers import DIALOG_BATCH, DIALOG_MODELER, WidgetWrapper
from qgis.core import (
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterString,
)
from qgis.gui import QgsCheckableComboBox
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtWidgets import QComboBox, QLabel

from .choice_names import choice_names

translate = QCoreApplication.translate


class ChoiceWidget(WidgetWrapper):
    """One code, or several, of an enumeration; in models also an input or another output."""

    widget: QComboBox

    def createWidget(self, names: str = "") -> QComboBox:  # noqa: N802
        """The choice among the codes, which `names` says how to call."""
        self.several = bool(self.parameterDefinition().allowMultiple())
        choice: QComboBox = QgsCheckableComboBox() if self.several else QComboBox()
        if self.several:
            choice.setDefaultText(translate("Strukturbild", "All"))
        known = choice_names(names)
        for code in self.parameterDefinition().options():
            choice.addItem(known.get(code, code), code)
        if self.dialogType == DIALOG_MODELER and not self.several:
            for source in self.dialog.getAvailableValuesOfType(
                [QgsProcessingParameterEnum, QgsProcessingParameterString],
                [QgsProcessingOutputString],
            ):
                choice.addItem(self.dialog.resolveValueDescription(source), source)
        changed = choice.checkedItemsChanged if self.several else choice.currentIndexChanged
        changed.connect(lambda _now: self.widgetValueHasChanged.emit(self))
        return choice

    def createLabel(self) -> QLabel | None:  # noqa: N802
        """The parameter's name; QGIS's own says "optional" in English only."""
        if self.dialogType == DIALOG_BATCH:
            return None
        label = QLabel(self.parameterDefinition().description())
        label.setToolTip(self.parameterDefinition().name())
        return label

    def setValue(self, value: Any) -> None:  # noqa: N802
        """Choose a code; several come as a list, or as text with commas."""
        if not self.several:
            self.setComboValue(value)
            return
        chosen = value.split(",") if isinstance(value, str) else list(value or [])
        for row in range(self.widget.count()):
            is_chosen = self.widget.itemData(row) in chosen
            state = Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked
            self.widget.setItemCheckState(row, state)

    def value(self) -> Any:
        """The code; a list of them where several may be chosen."""
        return self.widget.checkedItemsData() if self.several else self.widget.currentData()
