"""Work in the background whose outcome comes back in the main thread, or is not heard of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ...alignment.progress import Cancelled, Tick
from ..task_parts import FAULTS, fault_sentence, under_way

Work = Callable[[Tick], Any]


@dataclass
class WorkOutcome:
    """What the work returned, or why it did not: a sentence, or that it was cancelled."""

    value: Any = None
    failure: str = ""
    cancelled: bool = False


class WorkTask(QgsTask):
    """Runs `work`, which gets plain data only and calls its tick often; `ended` brings a
    `WorkOutcome`. QGIS asks before it quits during the task, unless it is `expendable`.
    """

    ended = pyqtSignal(object)

    def __init__(self, title: str, work: Work, *, expendable: bool) -> None:
        alone = QgsTask.Flag.CanCancel
        super().__init__(title, alone | QgsTask.Flag.CancelWithoutPrompt if expendable else alone)
        self.work = work
        self.outcome = WorkOutcome()
        under_way.add(self)

    def tick(self) -> None:
        """Raise `Cancelled` once someone has cancelled the task."""
        if self.isCanceled():
            raise Cancelled

    def run(self) -> bool:
        """In the worker; faults become a sentence."""
        try:
            self.outcome.value = self.work(self.tick)
            self.tick()
        except Cancelled:
            self.outcome.cancelled = True
        except FAULTS as error:
            self.outcome.failure = fault_sentence(error)
        return not self.outcome.failure and not self.outcome.cancelled

    def finished(self, done: bool) -> None:
        """In the main thread."""
        under_way.discard(self)
        if not done and not self.outcome.failure:
            self.outcome.cancelled = True
        self.ended.emit(self.outcome)
