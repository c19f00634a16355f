"""Metamorphic tests from the source on: a plan and a structure map are changed, findings derived
again, and every decision must be with what it was about, or be asked about.

What is known of each object travels unseen by keys (see `landscape`). Rates on a large case:
`scripts/reliability identity`, docs/reliability.md.
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from landscape import derive, landscape
from source_changes import (
    CHANGES,
    grown,
    jitter,
    new_ids,
    one_after_another,
    redrawn,
    renamed,
    there_and_back,
    typology_revised,
)
from strukturbild.alignment.identity.change import ChangeLimits, Measured, material_changes
from verdicts import (
    ELSEWHERE,
    GONE,
    GONE_CARRIED,
    LOST,
    RIGHT,
    RIGHT_ASKED,
    Verdicts,
    verdicts,
)

SEEDS = st.integers(0, 10_000)
SAYS_NOTHING = (  # of what a finding is about: nothing is even asked
    "rows shuffled, new feature ids",
    "vertices added",
    "jitter of 1 cm",
    "rule texts and thresholds edited",
)
SAYS_LITTLE = (  # ids, names and coordinates: nothing is lost, some may be asked
    "jitter of 10 cm",
    "reprojected there and back",
    "a third renamed",
    "new ids",
    "ids dealt anew",
    "new ids, 10 cm, shuffled",
    "new ids, a third renamed",
    "a tenth split",
    "a tenth split, new ids",
    "grown by 30 %",
)
SAYS_MORE = tuple(name for name in CHANGES if name not in (*SAYS_NOTHING, *SAYS_LITTLE))
FEW = 0.05  # of findings that shrank to nothing or lay on top of each other (docs/reliability.md)
LIMITS = ChangeLimits(
    share=0.25, area_ha=25.0, length_m=1000.0, noise_area_ha=1.0, noise_length_m=200.0
)
some = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def judged(name: str, seed: int) -> Verdicts:
    land = landscape(seed)
    changed = CHANGES[name](land, np.random.default_rng(seed))
    return verdicts(derive(land), derive(changed), changed)


@pytest.mark.parametrize("name", SAYS_NOTHING)
@some
@given(seed=SEEDS)
def test_what_says_nothing_new_asks_nothing(name: str, seed: int) -> None:
    found = judged(name, seed)
    assert set(found.word) <= {RIGHT, GONE}
    assert found.count(GONE) <= 1, "a sliver at the noise limit may come or go"


@pytest.mark.parametrize("name", SAYS_LITTLE)
@some
@given(seed=SEEDS)
def test_no_decision_is_lost_and_none_goes_elsewhere(name: str, seed: int) -> None:
    found = judged(name, seed)
    assert set(found.word) <= {RIGHT, RIGHT_ASKED, GONE}
    assert found.count(GONE) <= 2
    assert found.count(RIGHT) >= 0.7 * len(found.word)


@pytest.mark.parametrize("name", SAYS_MORE)
@some
@given(seed=SEEDS)
def test_what_changes_much_carries_nothing_elsewhere_in_silence(name: str, seed: int) -> None:
    found = judged(name, seed)
    assert found.count(ELSEWHERE) == 0 and found.count(GONE_CARRIED) == 0
    assert found.count(LOST) <= FEW * len(found.word)


@some
@given(seed=SEEDS)
def test_redelivered_with_other_ids_names_and_typology_at_once(seed: int) -> None:
    """Nothing but the ground is left: all is found again, and what is not certain is asked."""
    land = landscape(seed)
    change = one_after_another(
        new_ids, renamed, typology_revised(20.0), redrawn(jitter(0.1)), redrawn(there_and_back)
    )
    changed = change(land, np.random.default_rng(seed))
    found = verdicts(derive(land), derive(changed), changed)
    assert found.count(ELSEWHERE) == 0 and found.count(GONE_CARRIED) == 0
    assert found.count(LOST) <= FEW * len(found.word)


@some
@given(seed=SEEDS)
def test_growth_of_a_third_is_the_same_finding_and_a_material_change(seed: int) -> None:
    land = landscape(seed)
    typology = land.places.but(category=np.full(len(land.places), "rural_close", dtype=object))
    land = land.but(places=typology)  # one class: findings grow as their objects do
    changed = grown(0.3)(land, np.random.default_rng(seed))
    old, new = derive(land), derive(changed)
    found = verdicts(old, new, changed)
    alone = [
        row
        for row in np.flatnonzero(old.rows.rule_id == "T1")
        if old.rows.area_m2[row] > 40_000
        and abs(old.rows.area_m2[row] - _object_area(land, old.plan_origin[row])) <= 2
        and _inside(changed, old.plan_origin[row])
    ]
    assert alone
    for row in alone:
        assert found.word[row] in (RIGHT, RIGHT_ASKED)
    partners = found.partner[alone]
    verdict = material_changes(
        _measured(old.rows.take(alone)), _measured(new.rows.take(partners)), LIMITS
    )
    assert set(verdict) == {"area"}


def _object_area(land: object, origin: int) -> float:
    return float(land.plan.geometry[land.plan.origin == origin][0].area)


def _inside(land: object, origin: int) -> bool:
    """Whether an object lies wholly within the typology, so that nothing of it is cut away."""
    shape = land.plan.geometry[land.plan.origin == origin][0]
    return bool(shapely.union_all(land.places.geometry).buffer(0.01).covers(shape))


def _measured(rows: object) -> Measured:
    return Measured(
        rows.area_m2,
        rows.length_cm,
        rows.severity,
        rows.threshold,
        rows.stage,
        rows.strength,
        rows.outcome,
    )
