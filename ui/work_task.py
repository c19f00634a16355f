"""Work in the background whose outcome comes back in the main thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..processing.feedback import FeedbackProgress
from .task_parts import PanelTask, TaskFeedback

Work = Callable[[FeedbackProgress], Any]


@dataclass(frozen=True)
class WorkOutcome:
    """What the work returned, or why it did not: a fault and its sentence, or neither where it
    was cancelled.
    """

    value: Any = None
    fault: BaseException | None = None
    failure: str = ""


class WorkTask(PanelTask):
    """Does `work` in a worker: it gets plain data only, and asks its progress often whether to
    go on. `ended` brings a `WorkOutcome`.
    """

    ended = pyqtSignal(object)

    def __init__(self, title: str, work: Work, flags: QgsTask.Flag) -> None:
        super().__init__(title, flags)
        self._work = work
        self._value: Any = None
        self._progress = FeedbackProgress(TaskFeedback(self))

    def work(self) -> None:
        """What was asked for."""
        self._value = self._work(self._progress)

    def tell(self) -> None:
        """How it ended."""
        self.ended.emit(WorkOutcome(self._value, self.fault, self.failure))
