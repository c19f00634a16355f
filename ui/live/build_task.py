"""Reading a case and building the live engine, in the background.

The task gets plain records and snapshots; it never touches a layer, the project or a widget.
"""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ...alignment.checks import KINDS
from ...alignment.geometry.engine import require_shapely
from ...alignment.live import LiveEngine
from ...alignment.mapping.profile import Profile, load_profile
from ...alignment.ruleset.load import load_rule_set
from ...layers.followed import FollowedLayer, features_without_code, mapped_layer, source_layer
from ...layers.inputs import read_inputs, run_crs
from ...processing.case_run import require_plan
from ...processing.feedback import FeedbackProgress
from ...processing.locale import RESOURCES, note
from ..task_parts import PanelTask, TaskFeedback


@dataclass(frozen=True)
class Built:
    """An engine that is ready, its layer's profile, and features with values that have no code."""

    engine: LiveEngine
    profile: Profile
    without_code: frozenset[int]


class BuildTask(PanelTask):
    """Builds an engine; `ended` comes in the main thread with a `Built`, or None and a sentence."""

    ended = pyqtSignal(object, str)

    def __init__(self, title: str, followed: FollowedLayer) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel | QgsTask.Flag.Silent)
        self.followed = followed
        self.built: Built | None = None
        self.feedback = TaskFeedback(self)

    def work(self) -> None:
        """Read and build."""
        self.built = self._build()

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

    def tell(self) -> None:
        """What was built, or why not."""
        self.ended.emit(self.built, self.failure)
