"""What changed so much that an acceptance no longer stands, and why findings are gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

import numpy as np

from ..geometry.arrays import BoolArray, FloatArray, IntArray, TextArray
from ..model.codes import STAGES

AREA, LENGTH, SEVERITY, THRESHOLD, STAGE, STRENGTH, OUTCOME = (
    "area", "length", "severity", "threshold", "stage", "strength", "outcome",
)  # fmt: skip
RAN_OUT = "until"
OUTCOME_ORDER = {"partly": 1, "missing": 2, "conflicting": 3}
M2_PER_HA, CM_PER_M = 10_000.0, 100.0
TOLERANCE = 1e-9

RESOLVED, RULE_REMOVED, RULE_CHANGED, NOT_IN_RUN = (
    "resolved", "rule_removed", "rule_changed", "not_in_run",
)  # fmt: skip
NOTHING_SAID = ("undetermined", "blocked", "not_run", "not_applicable")


@dataclass(frozen=True)
class ChangeLimits:
    """From where growth is material: by share (0-1) and beyond the noise, or by ha and m alone."""

    share: float
    area_ha: float
    length_m: float
    noise_area_ha: float
    noise_length_m: float


@dataclass(frozen=True)
class Measured:
    """What is compared, (n,): area in m2, length in cm, the threshold in the rule's unit."""

    area_m2: FloatArray | IntArray
    length_cm: FloatArray | IntArray
    severity: IntArray
    threshold: FloatArray
    stage: TextArray
    strength: TextArray
    outcome: TextArray


def material_changes(before: Measured, now: Measured, limits: ChangeLimits) -> list[str]:
    """Row by row the codes of what changed materially, joined by commas ("" for nothing).

    Growth counts and shrinking does not; a threshold, stage or strength that is another counts.
    """
    area = _grown(
        before.area_m2 / M2_PER_HA,
        now.area_m2 / M2_PER_HA,
        limits.share,
        limits.noise_area_ha,
        limits.area_ha,
    )
    length = _grown(
        before.length_cm / CM_PER_M,
        now.length_cm / CM_PER_M,
        limits.share,
        limits.noise_length_m,
        limits.length_m,
    )
    order = OUTCOME_ORDER
    worse = [order.get(b, 0) < order.get(n, 0) for b, n in zip(before.outcome, now.outcome)]
    differs = ~np.isclose(before.threshold, now.threshold, rtol=0, atol=TOLERANCE, equal_nan=True)
    masks: Mapping[str, BoolArray] = {
        AREA: area,
        LENGTH: length,
        SEVERITY: np.asarray(now.severity > before.severity),
        THRESHOLD: differs,
        STAGE: np.asarray(before.stage != now.stage, dtype=bool),
        STRENGTH: np.asarray(before.strength != now.strength, dtype=bool),
        OUTCOME: np.array(worse, dtype=bool),
    }
    return [
        ",".join(code for code, mask in masks.items() if mask[row])
        for row in range(len(now.severity))
    ]


def _grown(
    before: FloatArray, now: FloatArray, share: float, noise: float, plain: float
) -> BoolArray:
    growth = now - before
    by_share = (growth >= share * before) & (growth >= noise) & (growth > 0)
    return np.asarray(by_share | ((growth >= plain) & (growth > 0)), dtype=bool)


def ran_out(until: str, stage: str, today: str) -> bool:
    """Whether an acceptance "until" an ISO date or a plan stage is over; "" never is."""
    if until in STAGES:
        return stage in STAGES and STAGES.index(stage) >= STAGES.index(until)
    return bool(until) and until < today


@dataclass(frozen=True)
class RunScope:
    """What a run could speak of: its rules, and the ledger's outcome by key.

    `rules` are the ids that ran, `changed_rules` those whose parameters or strength differ from
    the run before, `changed_in` the (rule, municipality) whose override does. `answered` are
    (rule, partition) in which every subject could be counted and something was assessed.
    `outcomes` maps ledger keys to outcome codes.
    """

    rules: frozenset[str]
    changed_rules: frozenset[str]
    answered: frozenset[tuple[str, str]]
    outcomes: Mapping[str, str]
    changed_in: frozenset[tuple[str, str]] = frozenset()


def why_gone(scope: RunScope, key: str, rule_id: str, partition: str) -> str:
    """Why a finding that was there is not in this run; the three ways are never mixed."""
    if rule_id not in scope.rules:
        return RULE_REMOVED
    outcome = scope.outcomes.get(key, "")
    if outcome in NOTHING_SAID or (rule_id, partition) not in scope.answered:
        return NOT_IN_RUN
    changed = rule_id in scope.changed_rules or (rule_id, partition) in scope.changed_in
    return RULE_CHANGED if changed else RESOLVED
