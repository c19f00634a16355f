"""The map of the open case: a worker reads its layers, then they come into the project."""

from __future__ import annotations

from itertools import chain
from typing import Iterator

from qgis.core import Qgis, QgsApplication, QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ..alignment.geometry.engine import require_shapely
from ..alignment.setup.case import Case
from ..layers.case_layers import CaseLayers, Recipe, prepare
from ..layers.moved_case import follow_moved, remember_home
from ..layers.project import (
    add_in_steps,
    broken_off,
    case_group,
    mark_of,
    mend_in_steps,
    unavailable,
)
from ..processing.feedback import FeedbackProgress
from .case_state import CaseState
from .task_parts import IN_SILENCE
from .work_task import WorkOutcome, WorkTask

translate = QCoreApplication.translate
READ = 60.0  # per cent of showing a map; the rest is making layers


class CaseMap(QObject):
    """Brings what the map lacks of the open case's layers, and mends those that don't find their
    files, one a turn of the event loop.

    `begun`, `progressed` (per cent) and `ended` tell how far it has come; `shown` comes when all
    is there that can be.
    """

    begun = pyqtSignal(str)
    progressed = pyqtSignal(float)
    ended = pyqtSignal()
    shown = pyqtSignal()

    def __init__(
        self, session: CaseState, canvas: QgsMapCanvas, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.canvas = session, canvas
        self.case: Case | None = None
        self.task: WorkTask | None = None
        self.steps: Iterator[float] | None = None
        self._is_new = self._adds = self._afresh = False
        self._turn = QTimer(self)  # for one step: QGIS may ask something in a dialog meanwhile
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._step)
        QgsProject.instance().writeProject.connect(self._project_written)

    @property
    def active(self) -> bool:
        """Whether a map is on its way."""
        return self.task is not None or self.steps is not None

    def case_opened(self, mapped: bool) -> None:
        """Show the map of the case that was opened, if it is to be shown; mend it in any case."""
        case, project = self.session.case, QgsProject.instance()
        if case is None or self.active:
            return
        moved = follow_moved(project, case)
        mark = mark_of(case)
        is_whole = case_group(project, mark) is not None and broken_off(project, mark) is None
        if mapped and not is_whole:
            self.show()
            return
        if mapped:  # it is there, and what someone took away stays away
            self.shown.emit()
        else:
            self._tell_of_rest(case)
        if moved or unavailable(project, mark):
            self._start(case, adds=False, afresh=moved)

    def show(self) -> None:
        """Bring all layers of the open case that the map lacks; those that it has read anew."""
        self._adds = True
        if self.session.case is not None and not self.active:
            self._start(self.session.case, adds=True, afresh=True)

    def _start(self, case: Case, adds: bool, afresh: bool) -> None:
        self._adds, self._afresh = adds, afresh

        def read(progress: FeedbackProgress) -> CaseLayers[Recipe]:
            require_shapely()
            return prepare(case, progress.part(0.0, READ))

        title = translate("Strukturbild", "Reading the layers of the map…")
        self.case, self.task = case, WorkTask(title, read, IN_SILENCE)
        self.task.progressChanged.connect(self._progressed)
        self.task.ended.connect(self._read)
        QgsApplication.taskManager().addTask(self.task)
        self.begun.emit(title)

    def stop(self) -> None:
        """Someone wants no more of it: what is there stays, and what the map lacks is told."""
        case, was_active = self.case, self.active
        self.cancel()
        if was_active:
            self._tell_of_rest(case)

    def cancel(self) -> None:
        """Bring nothing more; what is there stays."""
        was_active = self.active
        task, self.task, self.steps = self.task, None, None
        self._turn.stop()
        if task is not None:
            task.progressChanged.disconnect(self._progressed)
            task.ended.disconnect()
            task.stop()
        if was_active:
            self.ended.emit()

    def close_down(self) -> None:
        """End it for good: the project is not listened to any more."""
        QgsProject.instance().writeProject.disconnect(self._project_written)
        self.cancel()

    def follow_case(self) -> None:
        """Another case, or none, ends this; the same one read anew does not."""
        case = self.session.case
        if self.case is not None and (case is None or mark_of(case) != mark_of(self.case)):
            self.cancel()

    def _tell_of_rest(self, case: Case | None) -> None:
        found = None if case is None else broken_off(QgsProject.instance(), mark_of(case))
        if case is None or found is None:
            return
        text = translate(
            "Strukturbild",
            "The map of {name} is not complete: {there} of {total} layers. "
            "“Show the case's map” in the case's menu brings the rest.",
        )
        text = text.format(name=case.name, there=found[0], total=found[1])
        self.session.say(text, Qgis.MessageLevel.Warning)

    def _read(self, outcome: WorkOutcome) -> None:
        self.task = None
        if outcome.value is None or self.case is None:
            self.ended.emit()
            if outcome.failure:
                self.session.say(outcome.failure, Qgis.MessageLevel.Warning)
                if self._adds:  # the review needs no map
                    self.shown.emit()
            return
        project = QgsProject.instance()
        self._is_new = case_group(project, mark_of(self.case)) is None
        self.begun.emit(translate("Strukturbild", "Adding layers to the map…"))
        self.steps = chain(
            mend_in_steps(outcome.value, self.case, project, self._afresh),
            self._adding(outcome.value),
        )
        self._turn.start()

    def _adding(self, found: CaseLayers[Recipe]) -> Iterator[float]:
        if self.case is not None and self._adds:
            yield from add_in_steps(found, self.case, QgsProject.instance())

    def _step(self) -> None:
        share = None if self.steps is None else next(self.steps, None)
        if share is not None:
            self.progressed.emit(READ + (100 - READ) * share)
            if self.steps is not None:  # it may have been ended while a layer was made
                self._turn.start()
            return
        self.steps = None
        self.ended.emit()
        if self._adds and self._is_new:
            self.canvas.zoomToFullExtent()
        if self._adds:
            self.shown.emit()

    def _project_written(self, *_document: object) -> None:
        remember_home(QgsProject.instance())

    def _progressed(self, share: float) -> None:
        self.progressed.emit(share)
