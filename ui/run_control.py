"""Starting, watching and cancelling the run of a session."""

from __future__ import annotations

from typing import Mapping

from qgis.core import Qgis, QgsApplication, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..alignment.geometry.engine import require_shapely
from ..alignment.problems import InputError
from ..alignment.setup.case import Case, LayerSource
from ..alignment.setup.read import read_case
from ..layers.edited import with_edits
from ..layers.snapshot import Snapshot
from ..processing.locale import note
from .case_state import CaseState
from .places import result_place
from .run_task import RunOrder, RunOutcome, RunTask
from .words import author_name

translate = QCoreApplication.translate
WARNINGS_SHOWN = 3
WORTH_TELLING = ("new", "resolved", "reopened", "changed", "to_confirm")


class RunControl(QObject):
    """The one run that a session may have under way.

    `result_taken` brings what the panel then shows (`Loaded`).
    """

    progressed = pyqtSignal(float, str)
    result_taken = pyqtSignal(object)

    def __init__(self, session: CaseState) -> None:
        super().__init__(session)
        self.session = session
        self.task: RunTask | None = None
        self.just_ended = False

    @property
    def active(self) -> bool:
        """Whether a run is under way."""
        return self.task is not None

    def start(self, *, result_only: bool = False) -> bool:
        """Start a run of the setup as it now is, or take the result that is there in."""
        session = self.session
        if self.task is not None or session.case is None or session.setup_path is None:
            return False
        try:
            case: Case | None = None
            snapshots: Mapping[LayerSource, Snapshot] = {}
            place = session.result_path or result_place(session.case, session.setup_path)
            if not result_only:
                require_shapely()
                session.case = read_case(session.setup_path)
                place = result_place(session.case, session.setup_path)
                case, snapshots = with_edits(session.case, QgsProject.instance())
        except InputError as error:
            session.tell(error)
            return False
        order = RunOrder(
            case=case,
            snapshots=snapshots,
            result=place,
            review=session.place,
            review_name=session.review_name(),
            author=author_name(),
            setup=session.setup_path,
            known=session.case,
            with_ledger=session.with_ledger,
            allow_incomplete=result_only,
        )
        title = translate("Strukturbild", "Check of {name}").format(name=session.case.name)
        task = RunTask(title, order)
        task.progressChanged.connect(self._progressed)
        task.told.connect(self._told)
        task.storing.connect(self._storing)
        task.ended.connect(self._ended)
        self.task = task
        QgsApplication.taskManager().addTask(task)
        session.run_state_changed.emit(True)
        return True

    def cancel(self, *, silently: bool = False) -> None:
        """Ask the run to stop; silently, it is not heard of any more."""
        task = self.task
        if task is None:
            return
        if silently:
            task.progressChanged.disconnect(self._progressed)
            task.told.disconnect(self._told)
            task.storing.disconnect(self._storing)
            task.ended.disconnect(self._ended)
            self.task, self.session.storing = None, False
            self.session.run_state_changed.emit(False)
        task.stop()

    def _progressed(self, share: float) -> None:
        self.progressed.emit(share, "")

    def _told(self, text: str) -> None:
        if self.task is not None:
            self.progressed.emit(self.task.progress(), text)

    def _storing(self) -> None:
        self.session.storing = True

    def _ended(self, outcome: RunOutcome) -> None:
        session = self.session
        task, self.task, session.storing = self.task, None, False
        if task is not None and task.order.with_ledger != session.with_ledger:
            outcome.loaded = None  # the switch was moved meanwhile
        session.run_state_changed.emit(False)
        if outcome.failure:
            session.say(outcome.failure, Qgis.MessageLevel.Warning)
            return
        if outcome.cancelled:
            session.say(note("run_cancelled"))
            return
        if outcome.loaded is None:
            session.reading_asked.emit()
        else:
            self.just_ended = True
            self.result_taken.emit(outcome.loaded)
            self.just_ended = False
        if outcome.stored:
            session.run_stored.emit()
        told = [_told(outcome)] if outcome.counts else []
        told += outcome.warnings[:WARNINGS_SHOWN]
        cut = len(outcome.warnings) - WARNINGS_SHOWN
        if cut > 0:
            told.append(translate("Strukturbild", "and {n} more").format(n=cut))
        level = Qgis.MessageLevel.Warning if outcome.warnings else Qgis.MessageLevel.Success
        session.say("\n".join(told), level)


def _told(outcome: RunOutcome) -> str:
    """What the run brought, in one sentence."""
    names = {
        "new": translate("Strukturbild", "{count} new"),
        "changed": translate("Strukturbild", "{count} changed"),
        "resolved": translate("Strukturbild", "{count} resolved"),
        "reopened": translate("Strukturbild", "{count} reopened"),
        "to_confirm": translate("Strukturbild", "{count} to be confirmed"),
    }
    one = {
        "new": translate("Strukturbild", "1 new"),
        "changed": translate("Strukturbild", "1 changed"),
        "resolved": translate("Strukturbild", "1 resolved"),
        "reopened": translate("Strukturbild", "1 reopened"),
        "to_confirm": translate("Strukturbild", "1 to be confirmed"),
    }
    parts = [
        (one if outcome.counts[name] == 1 else names)[name].format(count=outcome.counts[name])
        for name in WORTH_TELLING
        if outcome.counts.get(name)
    ]
    if not parts:
        return translate("Strukturbild", "The check is done: nothing has changed.")
    listed = ", ".join(parts)
    return translate("Strukturbild", "The check is done: {changes}.").format(changes=listed)
