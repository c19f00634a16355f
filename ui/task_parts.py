"""What the panel's background tasks share: feedback, faults as sentences, staying alive."""

from __future__ import annotations

from qgis.core import QgsProcessingFeedback, QgsTask

from ..alignment.problems import InputError
from ..processing.locale import file_trouble, sentences

# what reading, writing and mapping may raise; rules and municipalities are guarded by the runner
FAULTS = (
    InputError, OSError, MemoryError, RuntimeError, ValueError, TypeError, LookupError,
)  # fmt: skip
under_way: set[QgsTask] = set()  # a task that Python lets go of while it runs would crash


def fault_sentence(error: BaseException) -> str:
    """One of `FAULTS` as the panel tells it."""
    if isinstance(error, InputError):
        return sentences(error)
    if isinstance(error, OSError):
        return file_trouble(error)
    return f"{type(error).__name__}: {error}"


class TaskFeedback(QgsProcessingFeedback):
    """Processing's feedback, as a task reports it."""

    def __init__(self, task: QgsTask) -> None:
        super().__init__(False)
        self.task = task

    def isCanceled(self) -> bool:  # noqa: N802
        """Whether someone cancelled the task."""
        return bool(self.task.isCanceled())

    def setProgress(self, progress: float) -> None:  # noqa: N802
        """Per cent of the whole."""
        self.task.setProgress(progress)
