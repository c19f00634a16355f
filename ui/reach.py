"""Whether a review store is within reach, and what colleagues have written on its server."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..processing.feedback import FeedbackProgress
from ..review.opening import exists, open_store
from ..review.reading import Counters, counters
from ..review.store import ReviewStore
from .task_parts import IN_SILENCE
from .work_task import WorkOutcome, WorkTask

translate = QCoreApplication.translate


class ServerWatch(QObject):
    """Asks a server in workers, on connections of their own: one that is out of reach answers
    after seconds, if at all, and the window can't stand still for that.

    `answered` brings the store's `Counters`. `is_silent` is that it did not answer the last time.
    """

    answered = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_silent = False
        self._task: WorkTask | None = None

    def look(self, place: str) -> None:
        """Ask the server of a store, unless it is being asked already."""
        if self._task is not None:
            return

        def ask(_progress: FeedbackProgress) -> Counters:
            with open_store(place).closing() as store:
                return counters(store)

        self._task = WorkTask(
            translate("Strukturbild", "Looking for the database"), ask, IN_SILENCE
        )
        self._task.ended.connect(self._asked)
        QgsApplication.taskManager().addTask(self._task)

    def forget(self) -> None:
        """Another store is opened, or none: what is being asked is not heard of any more."""
        self.is_silent = False
        if self._task is not None:
            self._task.ended.disconnect(self._asked)
            self._task.stop()
            self._task = None

    def _asked(self, outcome: WorkOutcome) -> None:
        self._task = None
        if isinstance(outcome.value, Counters):
            self.answered.emit(outcome.value)
        else:
            self.is_silent = True


def away_text(place: str, store: ReviewStore) -> str:
    """Why nothing was written to a store that is out of reach; "" where it was told already."""
    if not store.backend.is_file:
        return translate(
            "Strukturbild",
            "The database does not answer, so nothing was written. What you typed is still "
            "here; the panel says when the database is back.",
        )
    if store.backend.lost:
        if exists(place):
            return ""
        gone = translate(
            "Strukturbild",
            "The review store {path} is not there any more, so nothing was written. Put the "
            "file back, or run the check to begin a new one.",
        )
        return gone.format(path=place)
    return translate(
        "Strukturbild",
        "The review store had been replaced by another file, which is read now. Nothing was "
        "written: look at the finding and decide again.",
    )
