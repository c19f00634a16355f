"""Reading a case and building the live engine, in the background.

The task gets plain records and snapshots; it never touches a layer, the project or a widget.
"""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsProcessingFeedback, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ...alignment.checks import KINDS
from ...alignment.geometry.engine import require_shapely
from ...alignment.live import LiveEngine
from ...alignment.mapping.profile import Profile, load_profile
from ...alignment.problems import InputError
from ...alignment.progress import Cancelled
from ...alignment.ruleset.load import load_rule_set
from ...layers.followed import FollowedLayer, features_without_code, mapped_layer, source_layer
from ...layers.inputs import read_inputs, run_crs
from ...processing.case_run import require_plan
from ...processing.feedback import FeedbackProgress
from ...processing.locale import RESOURCES, note, sentences

_under_way: set[BuildTask] = set()  # a task that Python lets go of while it runs would crash


@dataclass(frozen=True)
class Built:
    """An engine that is ready, its layer's profile, and features with values that have no code."""

    engine: LiveEngine
    profile: Profile
    without_code: frozenset[int]


class _TaskFeedback(QgsProcessingFeedback):
    """Processing's feedback, as the task reports it."""

    def __init__(self, task: BuildTask) -> None:
        super().__init__(False)
        self.task = task

    def isCanceled(self) -> bool:  # noqa: N802
        """Whether someone cancelled the task."""
        return bool(self.task.isCanceled())

    def setProgress(self, progress: float) -> None:  # noqa: N802
        """Per cent of the whole."""
        self.task.setProgress(progress)


class BuildTask(QgsTask):
    """Builds an engine; `ended` comes in the main thread with a `Built`, or None and a sentence."""

    ended = pyqtSignal(object, str)

    def __init__(self, title: str, followed: FollowedLayer) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel | QgsTask.Flag.Silent)
        self.followed = followed
        self.built: Built | None = None
        self.failure = ""
        self.feedback = _TaskFeedback(self)
        _under_way.add(self)

    def run(self) -> bool:
        """In the worker: everything; faults become a sentence."""
        try:
            self.built = self._build()
        except InputError as error:
            self.failure = sentences(error)
        except Cancelled:
            return False
        except OSError as error:
            reason = error.strerror or str(error)
            self.failure = note("file_trouble", path=str(error.filename or ""), reason=reason)
        except (MemoryError, RuntimeError, ValueError, TypeError, LookupError) as error:
            self.failure = f"{type(error).__name__}: {error}"
        return self.built is not None

    def _build(self) -> Built | None:
        require_shapely()
        followed, progress = self.followed, FeedbackProgress(self.feedback)
        case, plan = followed.case, followed.plan
        inputs = read_inputs(case, RESOURCES, progress, followed.snapshots, hashed=False)
        require_plan(inputs, plan.municipality)
        rules = load_rule_set(case.rules.rule_set, KINDS, RESOURCES)
        profile = load_profile(followed.source.profile, RESOURCES)
        snapshot = next(s for s in followed.snapshots.values() if s.name == followed.name)
        layer = source_layer(snapshot, run_crs(case.crs), profile)
        if mapped_layer(layer, profile, plan.municipality).unused:
            self.failure = note("live_layer_unmapped", layer=followed.name)
            return None
        engine = LiveEngine(case, inputs, rules, plan.municipality)
        lost = features_without_code(layer, profile, plan.municipality)
        return Built(engine, profile, lost)

    def finished(self, _done: bool) -> None:
        """In the main thread."""
        _under_way.discard(self)
        self.ended.emit(self.built, self.failure)
