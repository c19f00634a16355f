"""The open case: its files, the rows of the panel, what people decide, and the run under way."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping, Sequence

from qgis.core import Qgis, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QObject, QTimer, pyqtSignal

from ..alignment.problems import InputError
from ..alignment.progress import SilentProgress
from ..alignment.setup.case import Case
from ..layers.connections import CONNECTION, named_place, place_of_connection
from ..processing.locale import sentences
from ..review.ledger_file import LedgerSummary, MapObject, find_object
from ..review.opening import exists, open_store
from ..review.reading import Counters, counters, shape_of, wait_at_most
from ..review.records import Author
from ..review.store import ReviewStore
from .deciding import Deciding
from .loading import Loaded, load
from .opening import Opened, Opening, OpenOrder, read_opened
from .project_memory import (
    remember_case,
    remember_review,
    remembered_case,
    remembered_review,
)
from .records import Records
from .run_control import RunControl
from .task_parts import fault_sentence
from .words import author_name

translate = QCoreApplication.translate
PATIENCE = 2.0  # seconds that the window waits for a colleague who writes
LOOK_EVERY = 20_000  # ms between looks for what colleagues have written


class ReviewSession(QObject):
    """What the panel works on. Reads and writes; shows nothing.

    `records` are the rows, `summary` the last result's counts (None without a result),
    `current` the finding that is looked at ("" for none).
    """

    case_changed = pyqtSignal()
    records_changed = pyqtSignal()
    states_changed = pyqtSignal(list)
    current_changed = pyqtSignal(str)
    said = pyqtSignal(str, int)
    run_state_changed = pyqtSignal(bool)
    conflict_met = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.case: Case | None = None
        self.setup_path: Path | None = None
        self.store: ReviewStore | None = None
        self.place = self._review = ""
        self.result_path: Path | None = None
        self.summary: LedgerSummary | None = None
        self.records = Records()
        self.node_names: Mapping[str, str] = {}
        self.with_ledger = False
        self.current = ""
        self.last_run_at = ""
        self.seen = Counters()
        self.deciding = Deciding(self)
        self.running = RunControl(self)
        self.opening = Opening(self)
        self._project_timer = QTimer(self)
        self._project_timer.setSingleShot(True)
        self._project_timer.timeout.connect(self.open_remembered)
        self._look_timer = QTimer(self)
        self._look_timer.setInterval(LOOK_EVERY)
        self._look_timer.timeout.connect(self.look_for_changes)
        project = QgsProject.instance()
        project.cleared.connect(self._project_cleared)
        project.readProject.connect(self._project_read)
        project.projectSaved.connect(self._project_saved)

    # the case

    def open_case(self, path: Path) -> bool:
        """Open a setup file and wait for it; says why where it can't be read.

        The panel does not wait: see `opening`.
        """
        try:
            found = read_opened(OpenOrder(path, with_ledger=self.with_ledger), SilentProgress())
        except (InputError, OSError) as error:
            self.say(fault_sentence(error), Qgis.MessageLevel.Warning)
            return False
        self.adopt(found)
        return True

    def adopt(self, found: Opened) -> None:
        """Make a case that was read the open one."""
        self._let_go()
        self.case, self.setup_path, self.place = found.case, found.setup, found.place
        self._review = found.order.review
        remember_case(QgsProject.instance(), self.setup_path)
        remember_review(QgsProject.instance(), self._review)
        if found.fault is None:
            self._open_store()
        self.case_changed.emit()
        if found.fault is not None:
            self.tell(found.fault)
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
        project.projectSaved.disconnect(self._project_saved)
        self.blockSignals(True)
        self.opening.close()
        self._let_go()

    def open_remembered(self) -> None:
        """Open the case that the project remembers, if it does."""
        setup = remembered_case(QgsProject.instance())
        if setup is None or setup.resolve() == self.setup_path:
            return
        review = remembered_review(QgsProject.instance())
        try:
            place = named_place(review)
        except InputError as error:  # another store in its place would be taken for it
            self.tell(error)
            return
        self.opening.start(OpenOrder(setup, place, review))

    def _let_go(self) -> None:
        self._look_timer.stop()
        self.running.cancel(silently=True)
        if self.store is not None:
            self.store.backend.close()
        self.case = self.setup_path = self.store = None
        self.place = ""
        self._take(Loaded())
        self.deciding.forget()
        self.set_current("")

    def _open_store(self) -> None:
        try:
            if exists(self.place):
                self.store = open_store(self.place)
                wait_at_most(self.store, PATIENCE)
        except InputError as error:
            self.tell(error)

    def _project_cleared(self) -> None:
        self._project_timer.stop()
        self.opening.cancel()
        self.close_case()

    def _project_read(self, *_document: object) -> None:
        self._project_timer.start(0)  # once the project is whole

    def _project_saved(self) -> None:
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
            if self.store is None:
                self._open_store()
            if loaded is None:
                loaded = load(self.case, self.setup_path, self.store, self.with_ledger)
        except InputError as error:
            loaded = Loaded()
            self.tell(error)
        self._show(loaded)

    def _show(self, loaded: Loaded) -> None:
        self._take(loaded)
        if loaded.fault is not None:
            self.tell(loaded.fault)
        self.records_changed.emit()
        if self.current and self.current not in self.records.row_of:
            self.set_current("")
        self.look_for_changes()  # what was written while a worker read

    def _take(self, loaded: Loaded) -> None:
        self.records, self.summary = loaded.records, loaded.summary
        self.result_path, self.node_names = loaded.result, loaded.node_names
        self.last_run_at, self.seen = loaded.last_run_at, loaded.seen

    def set_ledger(self, shown: bool) -> None:
        """Show all that was assessed, or findings only."""
        if shown != self.with_ledger:
            self.with_ledger = shown
            self.opening.read_anew()

    def look_for_changes(self) -> None:
        """Read anew where someone else has written since."""
        if self.store is None or self.running.active:
            return
        try:
            now, seen = counters(self.store), self.seen
            if (now.runs, now.waiting) != (seen.runs, seen.waiting):
                self.opening.read_anew()
            elif now.entries != seen.entries:
                self.deciding.read_again(self.store)
        except InputError:
            return  # busy or out of reach: the next look may do better

    def set_current(self, finding_id: str) -> None:
        """Look at a finding; "" for none."""
        if finding_id != self.current:
            self.current = finding_id
            self.current_changed.emit(finding_id)

    def finding_shape(self, finding_id: str) -> bytes | None:
        """A finding's geometry as WKB in the case's CRS."""
        if self.store is None or finding_id not in self.records.row_of:
            return None
        try:
            return shape_of(self.store, finding_id)
        except InputError as error:
            self.tell(error)
            return None

    def object_geometry(self, kind: str, row: int) -> MapObject | None:
        """The "plan" or "structure" object that a row speaks of, from the last result."""
        keys = self.records.texts.get(f"{kind}_object", ())
        key = keys[row] if 0 <= row < len(keys) else ""
        if not key or self.result_path is None:
            return None
        try:
            return find_object(self.result_path, key)
        except InputError as error:
            self.tell(error)
            return None

    # what the panel does

    def review_name(self) -> str:
        """The store as dialogs and their logs name it: by its connection, which tells nothing."""
        return self._review if self._review.startswith(CONNECTION) else self.place

    def layer_place(self) -> str:
        """The store as map layers name it: a project never holds a password of QGIS's keeping."""
        if self._review.startswith(CONNECTION):
            return place_of_connection(self._review[len(CONNECTION) :], secrets=False)
        return self.place

    def author(self) -> Author:
        """Who decides: the store's login, and the name set in this profile."""
        login = self.store.backend.login if self.store is not None else Author.current().login
        return Author(login, author_name() or login)

    def ready_to_write(self) -> bool:
        """Whether the store can be written to now; says why not while a run is taken in."""
        if self.store is None:
            return False
        if self.running.storing:
            self.say(
                translate(
                    "Strukturbild",
                    "The review store is taking in the new result. Try again in a moment.",
                )
            )
            return False
        return True

    def run_check(self) -> bool:
        """Start a run in the background; False where one is under way or nothing is open."""
        return self.running.start()

    def decide(self, ids: Sequence[str], status: str, comment: str = "", **fields: str) -> bool:
        """Write a decision on findings, as one step that can be undone."""
        return self.deciding.decide(ids, status, comment, **fields)

    def comment(self, finding_id: str, text: str) -> bool:
        """Add a comment to a finding."""
        return self.deciding.comment([finding_id], text)

    def undo(self) -> bool:
        """Take back the last step."""
        return self.deciding.undo()

    def confirm(self, finding_id: str) -> bool:
        """Say that a carried decision belongs to the finding."""
        return self.deciding.confirm(finding_id)

    def settle(self, finding_id: str, keep: str) -> bool:
        """End a conflict with what came from elsewhere: keep "ours" or "theirs"."""
        return self.deciding.settle(finding_id, keep)

    def tell(self, error: InputError) -> None:
        """Say a fault as sentences."""
        self.say(sentences(error), Qgis.MessageLevel.Warning)

    def say(self, text: str, level: Qgis.MessageLevel = Qgis.MessageLevel.Info) -> None:
        """Say something in the panel's message bar."""
        self.said.emit(text, int(level.value if hasattr(level, "value") else level))
