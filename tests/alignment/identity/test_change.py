"""What reopens an acceptance, and the three ways of being gone."""

from __future__ import annotations

import numpy as np
import pytest
from strukturbild.alignment.identity.change import (
    ChangeLimits,
    Measured,
    RunScope,
    material_changes,
    ran_out,
    why_gone,
)

LIMITS = ChangeLimits(
    share=0.25, area_ha=25.0, length_m=1000.0, noise_area_ha=1.0, noise_length_m=200.0
)
PLAIN = {"area_ha": 10.0, "length_m": 0.0, "severity": 1, "threshold": 5.0}
PLAIN |= {"stage": "consultation", "strength": "should", "outcome": "partly"}


def measured(**changes: object) -> Measured:
    row = {**PLAIN, **changes}
    return Measured(
        area_m2=np.array([row["area_ha"]]) * 10_000,
        length_cm=np.array([row["length_m"]]) * 100,
        severity=np.array([row["severity"]]),
        threshold=np.array([row["threshold"]], dtype=float),
        stage=np.array([row["stage"]], dtype=object),
        strength=np.array([row["strength"]], dtype=object),
        outcome=np.array([row["outcome"]], dtype=object),
    )


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({}, {}, ""),
        ({}, {"area_ha": 13.0}, "area"),
        ({}, {"area_ha": 12.4}, ""),
        ({}, {"area_ha": 2.0}, ""),
        ({"area_ha": 0.5}, {"area_ha": 1.2}, ""),
        ({"area_ha": 1000.0}, {"area_ha": 1024.0}, ""),
        ({"area_ha": 1000.0}, {"area_ha": 1026.0}, "area"),
        ({"length_m": 1000.0}, {"length_m": 1300.0}, "length"),
        ({"length_m": 100.0}, {"length_m": 200.0}, ""),
        ({}, {"severity": 2}, "severity"),
        ({}, {"severity": 0}, ""),
        ({}, {"threshold": 6.0}, "threshold"),
        ({"threshold": np.nan}, {"threshold": np.nan}, ""),
        ({}, {"stage": "review"}, "stage"),
        ({}, {"strength": "shall"}, "strength"),
        ({}, {"outcome": "conflicting"}, "outcome"),
        ({"outcome": "conflicting"}, {}, ""),
        ({}, {"area_ha": 20.0, "severity": 3}, "area,severity"),
    ],
)
def test_material_change(before: dict, now: dict, expected: str) -> None:
    assert material_changes(measured(**before), measured(**now), LIMITS) == [expected]


@pytest.mark.parametrize(
    ("until", "stage", "over"),
    [
        ("", "in_force", False),
        ("2026-01-01", "review", True),
        ("2027-01-01", "review", False),
        ("review", "consultation", False),
        ("review", "review", True),
        ("review", "adopted", True),
        ("review", "", False),
    ],
)
def test_an_acceptance_runs_out(until: str, stage: str, over: bool) -> None:
    assert ran_out(until, stage, "2026-11-24") is over


def test_three_ways_of_being_gone_are_never_mixed() -> None:
    scope = RunScope(
        rules=frozenset({"T1", "T2", "N1"}),
        changed_rules=frozenset({"T2"}),
        answered=frozenset({("T1", "0880"), ("T2", "0880")}),
        outcomes={"known": "supported", "unknown": "undetermined", "early": "not_applicable"},
    )
    assert why_gone(scope, "known", "T1", "0880") == "resolved"
    assert why_gone(scope, "vanished", "T1", "0880") == "resolved"
    assert why_gone(scope, "unknown", "T1", "0880") == "not_in_run"
    assert why_gone(scope, "early", "T1", "0880") == "not_in_run"
    assert why_gone(scope, "known", "T1", "0885") == "not_in_run"
    assert why_gone(scope, "known", "N1", "0880") == "not_in_run"
    assert why_gone(scope, "known", "T2", "0880") == "rule_changed"
    assert why_gone(scope, "known", "S9", "0880") == "rule_removed"
