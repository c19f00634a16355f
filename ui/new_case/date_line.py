"""A date that may be left empty: typed, or picked in a calendar."""

from __future__ import annotations

import datetime

from qgis.PyQt.QtCore import QCoreApplication, pyqtSignal
from qgis.PyQt.QtWidgets import QLineEdit, QWidget

translate = QCoreApplication.translate


class DateLine(QLineEdit):
    """A line for YYYY-MM-DD. `changed(str)` gives ISO text, "" while empty or not a date."""

    changed = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(translate("Strukturbild", "YYYY-MM-DD"))
        self.setMaxLength(10)
        self.textEdited.connect(lambda _text: self.changed.emit(self.date()))

    def date(self) -> str:
        """The date as ISO text, "" where there is none."""
        text = self.text().strip()
        try:
            return text if datetime.date.fromisoformat(text).isoformat() == text else ""
        except ValueError:
            return ""

    @property
    def is_wrong(self) -> bool:
        """Whether something stands there that is no date."""
        return bool(self.text().strip()) and not self.date()

    def show_date(self, text: str) -> None:
        """Show a date, unless the user is in the middle of typing one."""
        if not self.is_wrong and self.date() != text:
            self.setText(text)
