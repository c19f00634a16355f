"""A field that can be emptied, with a hint that can be read."""

from __future__ import annotations

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtGui import QPaintEvent, QPalette

from .marks import dimmed_text


class ClearField(QgsFilterLineEdit):
    """A field whose hint can be read in QGIS's dark themes, too: they leave it half of its hue."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A theme may change at any time, and with it the palette."""
        palette = self.palette()
        wanted = dimmed_text(palette, False)
        if palette.color(QPalette.ColorRole.PlaceholderText) != wanted:
            palette.setColor(QPalette.ColorRole.PlaceholderText, wanted)
            self.setPalette(palette)
        super().paintEvent(event)
