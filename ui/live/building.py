"""Reading a case and building the live engine: work for the background.

It gets plain records and snapshots; it never touches a layer, the project or a widget.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...alignment.checks import KINDS
from ...alignment.geometry.engine import require_shapely
from ...alignment.live import LiveEngine
from ...alignment.mapping.profile import Profile, load_profile
from ...alignment.problems import InputError, Problem
from ...alignment.progress import Progress
from ...alignment.ruleset.load import load_rule_set
from ...layers.followed import FollowedLayer, features_without_code, mapped_layer, source_layer
from ...layers.inputs import read_inputs, run_crs
from ...processing.case_run import require_plan
from ...processing.locale import RESOURCES


@dataclass(frozen=True)
class Built:
    """An engine that is ready, its layer's profile, and features with values that have no code."""

    engine: LiveEngine
    profile: Profile
    without_code: frozenset[int]


def build(followed: FollowedLayer, progress: Progress) -> Built:
    """Read the case and check it once; in a worker.

    Raises InputError where the case can't be read or the layer is not mapped, and `Cancelled`.
    """
    require_shapely()
    case, plan = followed.case, followed.plan
    inputs = read_inputs(case, RESOURCES, progress, followed.snapshots, hashed=False)
    require_plan(inputs, plan.municipality)
    rules = load_rule_set(case.rules.rule_set, KINDS, RESOURCES)
    profile = load_profile(followed.source.profile, RESOURCES)
    snapshot = next(s for s in followed.snapshots.values() if s.name == followed.name)
    layer = source_layer(snapshot, run_crs(case.crs), profile)
    if mapped_layer(layer, profile, plan.municipality).unused:
        raise InputError(Problem("live_layer_unmapped", {"layer": followed.name}))
    engine = LiveEngine(case, inputs, rules, plan.municipality)
    lost = features_without_code(layer, profile, plan.municipality)
    return Built(engine, profile, lost)
