"""Opening a case and reading it anew in the background: the window lives on meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..alignment.problems import InputError
from ..alignment.setup.case import Case
from ..alignment.setup.read import read_case
from ..layers.connections import told_by_name
from ..processing.feedback import FeedbackProgress
from ..review.opening import exists, open_store
from .case_state import CaseState
from .loading import Loaded, load
from .places import review_place, sample_setup
from .task_parts import IN_SILENCE
from .work_task import Work, WorkOutcome, WorkTask

translate = QCoreApplication.translate


@dataclass(frozen=True)
class OpenOrder:
    """What to open: `setup` is None for the sample county, of which a copy is made first.

    `place` is another store than the case's own, `review` what the project remembers of it; with
    `needs_store`, a case without it is not opened. With `mapped`, its map is to be shown.
    """

    setup: Path | None
    place: str = ""
    review: str = ""
    needs_store: bool = False
    with_ledger: bool = False
    mapped: bool = False


@dataclass(frozen=True)
class Opened:
    """A case as it was read: `fault` kept its store from being opened."""

    order: OpenOrder
    case: Case
    setup: Path
    place: str
    loaded: Loaded
    fault: InputError | None = None


def read_opened(order: OpenOrder) -> Opened:
    """Read what an order asks for, in any thread.

    Raises InputError or OSError where the setup can't be read.
    """
    setup = (sample_setup() if order.setup is None else order.setup).resolve()
    case = read_case(setup)
    place = order.place or review_place(case, setup)
    loaded, fault = _read_store(case, setup, place, order.review, order.with_ledger)
    if fault is not None and order.needs_store:
        raise fault
    return Opened(order, case, setup, place, loaded, fault)


def _read_store(
    case: Case, setup: Path, place: str, review: str, with_ledger: bool
) -> tuple[Loaded, InputError | None]:
    try:
        if not exists(place):
            return load(case, setup, None, with_ledger), None
        with open_store(place).closing() as store:
            return load(case, setup, store, with_ledger), None
    except InputError as error:
        return Loaded(), told_by_name(error, review)


class Opening(QObject):
    """What a session is reading; a later request takes the place of the earlier one.

    `case_read` brings the session an `Opened`, `rows_read` a `Loaded` of the open case; `opened`
    comes once the session has the case, with the `Opened`.
    """

    begun = pyqtSignal(str)
    ended = pyqtSignal()
    case_read = pyqtSignal(object)
    rows_read = pyqtSignal(object)
    opened = pyqtSignal(object)

    def __init__(self, session: CaseState) -> None:
        super().__init__(session)
        self.session = session
        self.task: WorkTask | None = None
        self._only_reads = False

    @property
    def active(self) -> bool:
        """Whether something is being read."""
        return self.task is not None

    def start(self, order: OpenOrder) -> None:
        """Open a case; the open one stays until then."""
        name = translate("Strukturbild", "the sample county")
        if order.setup is not None:
            name = order.setup.name
        title = translate("Strukturbild", "Opening {name}…").format(name=name)

        def read(_progress: FeedbackProgress) -> Opened:
            return read_opened(order)

        self._begin(title, read, self._adopt)
        self._only_reads = False

    def open_review(self, place: str, name: str = "") -> None:
        """Use another review store for the case; says why where it can't be opened.

        The project remembers `name` (the place itself for a file): a place may hold a password.
        """
        session = self.session
        if session.setup_path is not None:
            order = OpenOrder(session.setup_path, place, name or place, True, session.with_ledger)
            self.start(order)

    def read_anew(self) -> None:
        """Read store and result of the open case again."""
        session = self.session
        if session.case is None or session.setup_path is None:
            return
        if self.active and not self._only_reads:  # the case that is being opened counts
            return
        review, ledger = session.remembered_place, session.with_ledger
        order = OpenOrder(session.setup_path, session.place, review, with_ledger=ledger)
        case, setup = session.case, session.setup_path

        def read(_progress: FeedbackProgress) -> Opened:
            loaded, fault = _read_store(case, setup, order.place, review, order.with_ledger)
            return Opened(order, case, setup, order.place, loaded, fault)

        title = translate("Strukturbild", "Reading the findings…")
        self._begin(title, read, self._show)
        self._only_reads = True

    def forget_reading(self) -> None:
        """What is being read anew would be older than what the session got otherwise."""
        if self._only_reads:
            self.cancel()

    def cancel(self) -> None:
        """Stop reading; it is not heard of any more."""
        task, self.task = self.task, None
        if task is not None:
            task.ended.disconnect()
            task.stop()
            self.ended.emit()

    def _begin(self, title: str, read: Work, then: Callable[[WorkOutcome], None]) -> None:
        self.cancel()
        self.task = task = WorkTask(title, read, IN_SILENCE)
        task.ended.connect(then)
        QgsApplication.taskManager().addTask(task)
        self.begun.emit(task.description())

    def _adopt(self, outcome: WorkOutcome) -> None:
        found = self._end(outcome)
        if found is None:
            return
        self.case_read.emit(found)
        self.opened.emit(found)

    def _show(self, outcome: WorkOutcome) -> None:
        found = self._end(outcome)
        if found is not None and found.fault is not None:
            self.session.tell(found.fault)
        elif found is not None and found.order.with_ledger == self.session.with_ledger:
            self.rows_read.emit(found.loaded)

    def _end(self, outcome: WorkOutcome) -> Opened | None:
        """What was read; says why where it can't be."""
        self.task = None
        self.ended.emit()
        if outcome.failure:
            self.session.say(outcome.failure, Qgis.MessageLevel.Warning)
        return outcome.value if isinstance(outcome.value, Opened) else None
