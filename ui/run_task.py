"""A run in the background: check, write the result, bring the review store up to date.

The task gets plain records and snapshots; it never touches a layer, the project or a widget.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..alignment.geometry.engine import require_shapely
from ..alignment.problems import InputError
from ..alignment.setup.case import Case, LayerSource
from ..layers.connections import told_by_name
from ..layers.kept_results import KEPT_AT_MOST
from ..layers.snapshot import Snapshot
from ..processing.case_run import check_case, write_case
from ..processing.feedback import FeedbackProgress
from ..processing.locale import note
from ..processing.overwriting import require_output
from ..processing.review_update import update_review
from ..review.opening import open_store
from .loading import Loaded, load
from .task_parts import PanelTask, TaskFeedback

CHECKED, WRITTEN = 85.0, 92.0


@dataclass(frozen=True)
class RunOrder:
    """What to run: `case` is None to take a result that is there into the store.

    `review_name` is the store as it is named to people. `known` and `setup` are the session's
    case, of which the panel shows the rows afterwards.
    """

    case: Case | None
    snapshots: Mapping[LayerSource, Snapshot]
    result: Path
    review: str
    review_name: str
    author: str
    setup: Path
    known: Case
    with_ledger: bool
    allow_incomplete: bool = False


@dataclass
class RunOutcome:
    """How a run ended: where the result stands, what became of the findings, what went wrong.

    `stored` is that a check of the case has been taken into the store; `loaded` is what the panel
    then shows: reading it would hold up the window.
    """

    result: Path | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    failure: str = ""
    cancelled: bool = False
    stored: bool = False
    loaded: Loaded | None = None
    warnings: list[str] = field(default_factory=list)


class _RunFeedback(TaskFeedback):
    """Feedback that also tells what the run is doing."""

    task: RunTask

    def pushInfo(self, info: str) -> None:  # noqa: N802
        """What it is doing now."""
        self.task.told.emit(info)

    def pushWarning(self, warning: str) -> None:  # noqa: N802
        """What is worth knowing afterwards."""
        self.task.outcome.warnings.append(warning)


class RunTask(PanelTask):
    """One run; `ended` comes in the main thread whatever happened, with a `RunOutcome`."""

    told = pyqtSignal(str)
    storing = pyqtSignal()
    ended = pyqtSignal(object)

    def __init__(self, title: str, order: RunOrder) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel | QgsTask.Flag.CancelWithoutPrompt)
        self.order = order
        self.outcome = RunOutcome()
        self.feedback = _RunFeedback(self)

    def work(self) -> None:
        """Check, write, take in, read."""
        progress = FeedbackProgress(self.feedback)
        order = self.order
        written = order.result
        if order.case is not None:
            require_shapely()
            require_output(order.case, order.result, order.review)
            result = check_case(order.case, progress.part(0.0, CHECKED), order.snapshots)
            said = order.case.earlier_results
            keep = KEPT_AT_MOST if said is None else said
            written = write_case(result, order.result, progress.part(CHECKED, WRITTEN), keep)
            self.outcome.result = written
            if not result.complete and not order.allow_incomplete:
                left = note("result_not_taken_in", path=written)
                self.outcome.warnings.insert(0, left)  # the rest says why
                return
        self.storing.emit()
        self.outcome.result = written
        try:
            self._take_in(written, progress)
        except InputError as error:
            raise told_by_name(error, order.review_name) from error
        progress.share_done(1.0)

    def _take_in(self, result: Path, progress: FeedbackProgress) -> None:
        order = self.order
        summary = update_review(
            order.review,
            result,
            progress,
            name=order.author,
            allow_incomplete=order.allow_incomplete,
        )
        self.outcome.counts, self.outcome.stored = summary.counts, order.case is not None
        with open_store(order.review).closing() as store:
            self.outcome.loaded = load(order.known, order.setup, store, order.with_ledger)

    def tell(self) -> None:
        """How it ended."""
        self.outcome.failure, self.outcome.cancelled = self.failure, self.cancelled
        self.ended.emit(self.outcome)
