"""Loads the panel's code before anyone asks for it: a part at a time, once QGIS waits for input."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, QTimer

# each takes some 30 ms at the most, without those before it; together they are panel and wizard
PARTS = (
    ".opening", ".session", ".review_page", ".live.live_check", ".dock", ".new_case.page_plan",
    ".new_case.wizard",
)  # fmt: skip
BETWEEN_MS = 200


class LoadingAhead(QObject):
    """Loads the next of `PARTS` with every beat of its timer, until there are none left."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left = list(PARTS)
        self.timer = QTimer(self)
        self.timer.timeout.connect(self._load_next)
        self.timer.start(BETWEEN_MS)

    def _load_next(self) -> None:
        part = self._left.pop(0)
        if not self._left:
            self.timer.stop()
        __import__(f"{__package__}{part}")  # QGIS notes what this brings, for when it unloads us
