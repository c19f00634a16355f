"""The session of the panel: opens a case, keeps its rows up to date, and lets go of it."""

from __future__ import annotations

from pathlib import Path

from qgis.core import Qgis, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer

from ..alignment.problems import InputError, Problem
from ..layers.connections import named_place, told_by_name
from ..review.opening import exists, open_store
from ..review.reading import Counters, counters, wait_at_most
from ..review.store import ReviewStore
from .case_state import CaseState
from .deciding import Deciding
from .loading import Loaded, load
from .opening import Opened, Opening, OpenOrder, read_opened
from .project_memory import (
    remember_case,
    remember_review,
    remembered_case,
    remembered_review,
)
from .reach import ServerWatch, away_text
from .run_control import RunControl
from .task_parts import fault_sentence

translate = QCoreApplication.translate
PATIENCE = 2.0  # seconds that the window waits for a colleague who writes
LOOK_EVERY = 20_000  # ms between looks for what colleagues have written


class ReviewSession(CaseState):
    """What the panel works on. Reads and writes; shows nothing.

    `opening` reads in the background, `deciding` writes what people decide, `running` runs.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.deciding = Deciding(self)
        self.running = RunControl(self)
        self.opening = Opening(self)
        self.opening.case_read.connect(self.adopt)
        self.opening.rows_read.connect(self.reload)
        self.running.result_taken.connect(self.reload)
        self.reading_asked.connect(self.opening.read_anew)
        self.watch = ServerWatch(self)
        self.watch.answered.connect(self._answered)
        self._project_timer = QTimer(self)
        self._project_timer.setSingleShot(True)
        self._project_timer.timeout.connect(self.open_remembered)
        self._recall_timer = QTimer(self)  # the list is shown first
        self._recall_timer.setSingleShot(True)
        self._recall_timer.timeout.connect(self._recall)
        self._look_timer = QTimer(self)
        self._look_timer.setInterval(LOOK_EVERY)
        self._look_timer.timeout.connect(self.look_for_changes)
        project = QgsProject.instance()
        project.cleared.connect(self._project_cleared)
        project.readProject.connect(self._project_read)
        project.writeProject.connect(self._project_written)

    # the case

    def open_case(self, path: Path) -> bool:
        """Open a setup file and wait for it; says why where it can't be read.

        The panel does not wait: see `opening`.
        """
        try:
            found = read_opened(OpenOrder(path, with_ledger=self.with_ledger))
        except (InputError, OSError) as error:
            self.say(fault_sentence(error), Qgis.MessageLevel.Warning)
            return False
        self.adopt(found)
        return True

    def adopt(self, found: Opened) -> None:
        """Make a case that was read the open one."""
        self._let_go()
        self.case, self.setup_path, self.place = found.case, found.setup, found.place
        self.remembered_place = found.order.review
        remember_case(QgsProject.instance(), self.setup_path)
        remember_review(QgsProject.instance(), self.remembered_place)
        if found.fault is None:
            self._open_store()
        self.case_changed.emit()
        if found.fault is not None:
            self.tell(found.fault)
        elif self.store is not None and not self.store.backend.writable:
            self.tell(InputError(Problem("review_read_only", {"path": self.review_name()})))
        self._show(found.loaded)
        if found.order.with_ledger != self.with_ledger:  # the switch was moved meanwhile
            self.opening.read_anew()
        self._look_timer.start()

    def close_case(self) -> None:
        """Let go of the case: nothing of it is held or shown any more."""
        if self.case is None:
            return
        self._let_go()
        self.case_changed.emit()
        self.records_changed.emit()

    def close(self) -> None:
        """End the session: the project is not listened to any more, the run is cancelled."""
        project = QgsProject.instance()
        project.cleared.disconnect(self._project_cleared)
        project.readProject.disconnect(self._project_read)
        project.writeProject.disconnect(self._project_written)
        self.blockSignals(True)
        self.opening.cancel()
        self._let_go()

    def open_remembered(self) -> None:
        """Open the case that the project remembers, if it does."""
        setup = remembered_case(QgsProject.instance())
        if setup is None or setup.resolve() == self.setup_path:
            return
        if not setup.is_file():
            gone = translate(
                "Strukturbild",
                "The project's case is not where it was: {path}. Open it where it lies now.",
            )
            self.say(gone.format(path=setup), Qgis.MessageLevel.Warning)
            return
        review = remembered_review(QgsProject.instance())
        try:
            place = named_place(review)
        except InputError as error:  # another store in its place would be taken for it
            not_opened = translate("Strukturbild", "The project's case was not opened: {path}")
            told = f"{fault_sentence(error)} {not_opened.format(path=setup)}"
            self.say(told, Qgis.MessageLevel.Warning)
            return
        self.opening.start(OpenOrder(setup, place, review))

    def _let_go(self) -> None:
        self._look_timer.stop()
        self._recall_timer.stop()
        self.running.cancel(silently=True)
        self.watch.forget()
        if self.store is not None:
            self.store.backend.close()
        self.case = self.setup_path = self.store = None
        self.place = ""
        self.take(Loaded())
        self.deciding.forget()
        self.set_current("")

    def _open_store(self, *, in_silence: bool = False) -> bool:
        """Open the store where there is one, in place of one that can't be used any more.

        What was being written when that was lost is not written again: it may have been kept.
        Says why it can't be opened, unless nobody asked for it.
        """
        try:
            if not exists(self.place):
                return False
            store = open_store(self.place)
            wait_at_most(store, PATIENCE)
        except InputError as error:
            if not in_silence:
                self.tell(told_by_name(error, self.remembered_place))
            return False
        if self.store is not None:
            self.store.backend.close()
        self.store = store
        return True

    def _project_cleared(self) -> None:
        self._project_timer.stop()
        self.opening.cancel()
        self.close_case()

    def _project_read(self, *_document: object) -> None:
        self._project_timer.start(0)  # once the project is whole

    def _project_written(self, *_document: object) -> None:
        if self.setup_path is not None:  # saved elsewhere, the path reads otherwise
            remember_case(QgsProject.instance(), self.setup_path)

    # reading

    def reload(self, loaded: Loaded | None = None) -> None:
        """Read store and result anew; the finding that is looked at stays where it can.

        `loaded` is what a worker has read already.
        """
        if self.case is None or self.setup_path is None:
            return
        self.opening.forget_reading()
        try:
            if self.store is None or self.store.backend.lost:
                self._open_store()
            if loaded is None:
                loaded = load(self.case, self.setup_path, self.store, self.with_ledger)
        except InputError as error:
            loaded = Loaded()
            self.tell(error)
        self._show(loaded)

    def _show(self, loaded: Loaded) -> None:
        self.take(loaded)
        if loaded.fault is not None:
            self.tell(loaded.fault)
        self.records_changed.emit()
        if self.current and self.current not in self.records.row_of:
            self.set_current("")
        self._recall_timer.start(0)
        self.look_for_changes()  # what was written while a worker read

    def _recall(self) -> None:
        self.deciding.recall()
        self.steps_recalled.emit()

    def set_ledger(self, shown: bool) -> None:
        """Show all that was assessed, or findings only."""
        if shown != self.with_ledger:
            self.with_ledger = shown
            self.opening.read_anew()

    def look_for_changes(self) -> None:
        """Read anew where someone else has written since."""
        if self.store is None or self.running.active:
            return
        if not self.store.backend.is_file:
            self.watch.look(self.place)
        elif not self.store.backend.lost:
            self._compare(self.store)
        elif self._open_store():
            self.opening.read_anew()

    def _compare(self, store: ReviewStore, now: Counters | None = None) -> None:
        try:
            now, seen = now or counters(store), self.seen
            if (now.runs, now.waiting) != (seen.runs, seen.waiting):
                self.opening.read_anew()
                if now.waiting > seen.waiting:
                    text = translate(
                        "Strukturbild",
                        "What came from elsewhere says otherwise than what is decided here. Both "
                        "versions stand first in the list, to be settled.",
                    )
                    self.say(text, Qgis.MessageLevel.Warning)
            elif now.entries != seen.entries:
                self.deciding.read_again(store)
        except InputError:
            return  # busy or out of reach: the next look may do better

    # a store that is not within reach

    def ready_to_write(self) -> bool:
        """Whether the store can be written to now; a server that is away is not waited for."""
        if self.store is not None and self._is_away(self.store):
            self.look_for_changes()
            text = away_text(self.place, self.store)
            if text:
                self.say(text, Qgis.MessageLevel.Warning)
            return False
        return super().ready_to_write()

    def _is_away(self, store: ReviewStore) -> bool:
        return self.watch.is_silent or store.backend.lost

    def _answered(self, now: Counters) -> None:
        if self.store is None or self.running.active:
            return
        if self._is_away(self.store):
            self.watch.is_silent = not self._open_store(in_silence=True)
            if self.watch.is_silent:  # it answered just before it was lost
                return
            self.say(translate("Strukturbild", "The connection to the database is back."))
        self._compare(self.store, now)

    def run_check(self) -> bool:
        """Start a run in the background; False where one is under way or nothing is open."""
        return self.running.start()
