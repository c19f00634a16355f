"""One thing at a time in the background: a new request cancels the earlier one."""

from __future__ import annotations

from typing import Any, Callable

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...alignment.problems import InputError
from ...processing.locale import file_problem
from ..work_task import Work, WorkOutcome, WorkTask

Failed = Callable[[InputError], None]


class LatestOnly(QObject):
    """Runs the latest request after a pause of `pause_ms`; results of earlier ones are dropped.

    `done(result)` or `failed(InputError)` comes in the main thread.
    """

    done = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(self, title: str, pause_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.task: WorkTask | None = None
        self.work: Work | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(pause_ms)
        self.timer.timeout.connect(self._start)

    @property
    def is_busy(self) -> bool:
        """Whether a request waits or runs."""
        return self.timer.isActive() or self.task is not None

    def request(self, work: Work) -> None:
        """Ask for something; what was asked for before is cancelled."""
        self._cancel()
        self.work = work
        self.timer.start()

    def close(self) -> None:
        """Cancel what runs; nothing is emitted any more."""
        self.timer.stop()
        self._cancel()

    def _start(self) -> None:
        if self.work is None:
            return
        flags = QgsTask.Flag.CanCancel | QgsTask.Flag.Silent
        self.task = WorkTask(self.title, self.work, flags)
        self.task.ended.connect(self._ended)
        QgsApplication.taskManager().addTask(self.task)

    def _ended(self, outcome: WorkOutcome) -> None:
        self.task = None
        if outcome.value is None:
            self.failed.emit(_as_input_error(outcome.fault))
        else:
            self.done.emit(outcome.value)

    def _cancel(self) -> None:
        task, self.task = self.task, None
        if task is not None:
            task.ended.disconnect(self._ended)
            task.stop()


class InOrder(QObject):
    """Looks at layers in the order asked for; none of them is dropped."""

    def __init__(self, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.waiting: list[tuple[Work, Callable[[Any], None], Failed | None]] = []
        self.worker = LatestOnly(title, 0, self)
        self.worker.done.connect(lambda result: self._next(result, None))
        self.worker.failed.connect(lambda error: self._next(None, error))

    @property
    def is_busy(self) -> bool:
        """Whether anything waits or runs."""
        return bool(self.waiting)

    def request(
        self,
        work: Work,
        done: Callable[[Any], None],
        failed: Failed | None = None,
    ) -> None:
        """Ask for a look; `done` gets it in the main thread."""
        self.waiting.append((work, done, failed))
        if len(self.waiting) == 1:
            self.worker.request(work)

    def close(self) -> None:
        """Forget what waits, cancel what runs."""
        self.waiting.clear()
        self.worker.close()

    def _next(self, result: Any, error: InputError | None) -> None:
        if not self.waiting:
            return
        _, done, failed = self.waiting.pop(0)
        if self.waiting:
            self.worker.request(self.waiting[0][0])
        if error is not None and failed is not None:
            failed(error)
        elif result is not None:
            done(result)


def _as_input_error(fault: BaseException | None) -> InputError:
    """What the wizard shows beside its layers; without a problem where the work broke off."""
    if isinstance(fault, InputError):
        return fault
    return InputError(file_problem(fault)) if isinstance(fault, OSError) else InputError(())
