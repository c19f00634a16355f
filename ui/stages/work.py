"""Work in the background whose outcome comes back in the main thread, or is not heard of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ...alignment.progress import Cancelled, Tick
from ..task_parts import PanelTask

Work = Callable[[Tick], Any]


@dataclass
class WorkOutcome:
    """What the work returned, or why it did not: a sentence, or that it was cancelled."""

    value: Any = None
    failure: str = ""
    cancelled: bool = False


class WorkTask(PanelTask):
    """Runs `work`, which gets plain data only and calls its tick often; `ended` brings a
    `WorkOutcome`. QGIS asks before it quits during the task, unless it is `expendable`.
    """

    ended = pyqtSignal(object)

    def __init__(self, title: str, work: Work, *, expendable: bool) -> None:
        alone = QgsTask.Flag.CanCancel
        super().__init__(title, alone | QgsTask.Flag.CancelWithoutPrompt if expendable else alone)
        self._work = work
        self.outcome = WorkOutcome()

    def tick(self) -> None:
        """Raise `Cancelled` once someone has cancelled the task."""
        if self.isCanceled():
            raise Cancelled

    def work(self) -> None:
        """What was asked for."""
        self.outcome.value = self._work(self.tick)
        self.tick()

    def tell(self) -> None:
        """How it ended."""
        self.outcome.failure, self.outcome.cancelled = self.failure, self.cancelled
        self.ended.emit(self.outcome)
