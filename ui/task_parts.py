"""What the panel's background tasks share: feedback, faults as sentences, staying alive."""

from __future__ import annotations

import time
from types import TracebackType

from qgis.core import QgsApplication, QgsProcessingFeedback, QgsTask
from qgis.PyQt.QtCore import QCoreApplication

from ..alignment.problems import InputError
from ..alignment.progress import Cancelled
from ..layers.worker import at_work
from ..processing.locale import file_trouble, sentences

translate = QCoreApplication.translate
FAULTS = (InputError, OSError, MemoryError)  # what input, disks and machines may do
# what reads for the panel: it may be cancelled at any time, and QGIS tells nobody of it
IN_SILENCE = QgsTask.Flag.CanCancel | QgsTask.Flag.CancelWithoutPrompt | QgsTask.Flag.Silent
PATIENCE_S = 10.0  # cancelling takes a second at most, unless a disk or a database hangs
OTHERS_MS = 1000  # what tasks of others may hold that up
under_way: set[PanelTask] = set()  # a task that Python lets go of while it runs would crash


def end_all() -> None:
    """Cancel what is under way, and wait until no worker runs Python.

    QGIS may end Python next, and a worker that is still in it then brings QGIS down.
    """
    for task in tuple(under_way):  # one that was stopped before may end at once
        task.stop()
    latest = time.monotonic() + PATIENCE_S
    while any(task.is_at_work() for task in under_way) and time.monotonic() < latest:
        time.sleep(0.01)  # lets the workers have the interpreter
    # idle threads end now: one that ends after QGIS's authentication is gone, and has used its
    # database, brings QGIS down
    QgsApplication.taskManager().threadPool().waitForDone(OTHERS_MS)


def fault_sentence(error: BaseException) -> str:
    """One of `FAULTS` as the panel tells it."""
    if isinstance(error, InputError):
        return sentences(error)
    if isinstance(error, OSError):
        return file_trouble(error)
    return translate("Strukturbild", "The computer ran out of memory.")


class TaskFeedback(QgsProcessingFeedback):
    """Processing's feedback, as a task reports it."""

    def __init__(self, task: PanelTask) -> None:
        super().__init__(False)
        self.task = task

    def isCanceled(self) -> bool:  # noqa: N802
        """Whether someone cancelled the task."""
        return self.task.is_stopped()

    def setProgress(self, progress: float) -> None:  # noqa: N802
        """Per cent of the whole."""
        self.task.setProgress(progress)


class PanelTask(QgsTask):
    """`work()` is done in a worker, then `tell()` in the main thread, however the work ended.

    `fault` is what it failed of, one of `FAULTS`, and `failure` says it as a sentence; `cancelled`
    is that someone stopped it.
    """

    def __init__(self, title: str, flags: QgsTask.Flag) -> None:
        super().__init__(title, flags)
        self.fault: BaseException | None = None
        self.failure = ""
        self.cancelled = False
        self._stopped = self._worker_left = False
        self._carrier = _Carrier()
        under_way.add(self)

    def stop(self) -> None:
        """Cancel it; one that has not begun does nothing once it begins.

        QGIS deletes a waiting task that is cancelled, also where a thread is just about to begin
        it: QGIS then goes down.
        """
        self._stopped = True
        if self.status() == QgsTask.TaskStatus.Running:
            self.cancel()

    def is_stopped(self) -> bool:
        """Whether the panel stopped it, or someone cancelled it in QGIS's list of tasks."""
        return self._stopped or bool(self.isCanceled())

    def is_at_work(self) -> bool:
        """Whether a worker is in it, or will be; QGIS only says so once the main thread is free."""
        waiting = (QgsTask.TaskStatus.Queued, QgsTask.TaskStatus.Running)
        return not self._worker_left and self.status() in waiting

    def work(self) -> None:
        """In the worker: everything; it touches no layer, no project and no widget."""
        raise NotImplementedError

    def tell(self) -> None:
        """In the main thread: say how it ended."""
        raise NotImplementedError

    def run(self) -> bool:
        """In the worker; faults that can be expected become a sentence."""
        with at_work(), self._carrier:
            try:
                if self._stopped:
                    raise Cancelled
                self.work()
            except Cancelled:
                self.cancelled = True
            except FAULTS as error:
                self.fault, self.failure = error, fault_sentence(error)
        done = not (self.failure or self.cancelled or self._carrier.error)
        self._worker_left = True
        return done

    def finished(self, done: bool) -> None:
        """In the main thread: what nobody expected is raised here, for QGIS to report."""
        under_way.discard(self)
        unexpected = self._carrier.error
        if unexpected is not None:
            self.failure = translate(
                "Strukturbild",
                "This broke off because of a fault in the plugin. Nothing that was stored is "
                "lost. QGIS's message log has the details, under Python error.",
            )
        elif not done and not self.failure:
            self.cancelled = True
        self.tell()
        if unexpected is not None:
            raise unexpected


class _Carrier:
    """Takes what a worker raises over to the main thread.

    Raised out of `QgsTask.run`, QGIS would report it then and there: with a dialog that is made
    outside the main thread, which nobody sees and which may bring QGIS down.
    """

    def __init__(self) -> None:
        self.error: Exception | None = None

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        if isinstance(error, Exception):
            self.error = error
            return True
        return False
