"""What is known of the open case, and how the parts of a session tell of it."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping

from qgis.core import Qgis
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..alignment.problems import InputError
from ..alignment.setup.case import Case
from ..layers.connections import CONNECTION, place_of_connection
from ..processing.locale import sentences
from ..review.ledger_file import LedgerSummary, MapObject, find_object
from ..review.reading import Counters, shape_of
from ..review.records import Author
from ..review.store import ReviewStore
from .loading import Loaded
from .records import Records
from .words import author_name

translate = QCoreApplication.translate


class CaseState(QObject):
    """The open case, its files and the rows of the panel; all in the main thread.

    `records` are the rows, `summary` the last result's counts (None without a result),
    `current` the finding that is looked at ("" for none), `seen` how far the store had come when
    the rows were read, `storing` whether a run is being taken in.
    """

    case_changed = pyqtSignal()
    records_changed = pyqtSignal()
    states_changed = pyqtSignal(list)
    current_changed = pyqtSignal(str)
    said = pyqtSignal(str, int)
    run_state_changed = pyqtSignal(bool)
    run_stored = pyqtSignal()
    conflict_met = pyqtSignal(str)
    steps_recalled = pyqtSignal()
    reading_asked = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.case: Case | None = None
        self.setup_path: Path | None = None
        self.store: ReviewStore | None = None
        self.place = self.remembered_place = ""
        self.result_path: Path | None = None
        self.summary: LedgerSummary | None = None
        self.records = Records()
        self.node_names: Mapping[str, str] = {}
        self.with_ledger = False
        self.current = ""
        self.last_run_at = ""
        self.seen = Counters()
        self.storing = False

    def take(self, loaded: Loaded) -> None:
        """Have what was read; nobody is told yet."""
        self.records, self.summary = loaded.records, loaded.summary
        self.result_path, self.node_names = loaded.result, loaded.node_names
        self.last_run_at, self.seen = loaded.last_run_at, loaded.seen

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

    def review_name(self) -> str:
        """The store as dialogs and their logs name it: by its connection, which tells nothing."""
        known = self.remembered_place
        return known if known.startswith(CONNECTION) else self.place

    def layer_place(self) -> str:
        """The store as map layers name it: a project never holds a password of QGIS's keeping."""
        known = self.remembered_place
        if known.startswith(CONNECTION):
            return place_of_connection(known[len(CONNECTION) :], secrets=False)
        return self.place

    def author(self) -> Author:
        """Who decides: the store's login, and the name set in this profile."""
        login = self.store.backend.login if self.store is not None else Author.current().login
        return Author(login, author_name() or login)

    def ready_to_write(self) -> bool:
        """Whether the store can be written to now; says why not while a run is taken in."""
        if self.store is None:
            return False
        if self.storing:
            self.say(
                translate(
                    "Strukturbild",
                    "The review store is taking in the new result. Try again in a moment.",
                )
            )
            return False
        return True

    def tell(self, error: InputError) -> None:
        """Say a fault as sentences."""
        self.say(sentences(error), Qgis.MessageLevel.Warning)

    def say(self, text: str, level: Qgis.MessageLevel = Qgis.MessageLevel.Info) -> None:
        """Say something in the panel's message bar."""
        self.said.emit(text, int(level.value if hasattr(level, "value") else level))
