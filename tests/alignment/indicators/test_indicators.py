"""Shared measures: names, comparison, interval rule, noise, severity."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from strukturbild.alignment.geometry.arrays import from_wkt, geometries
from strukturbild.alignment.indicators.compare import above, at_least, at_most, below
from strukturbild.alignment.indicators.interval import settle, share_range, verdict
from strukturbild.alignment.indicators.names import name_key
from strukturbild.alignment.indicators.noise import without_noise, without_short_lines
from strukturbild.alignment.indicators.rounding import shown_dwellings
from strukturbild.alignment.indicators.severity import with_step
from strukturbild.alignment.ledger import AssessmentBuilder, Outcome
from strukturbild.alignment.model.fields import number_column
from strukturbild.alignment.ruleset.model import Definitions, Parameter

VALUES = {
    "noise_area": 1,
    "noise_width": 20,
    "noise_length": 200,
    "severity_rank": 2,
    "severity_strength": 3,
}
DEFINITIONS = Definitions({k: Parameter(v, {}, True) for k, v in VALUES.items()})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mörbylånga köping", "Mörbylånga"),
        ("KALMAR TÄTORT", "Kalmar"),
        ("Borgholms stad", "Borgholm"),
        ("S. Vi", "Södra Vi"),
        ("Ö.Åkarp", "östra åkarp"),
        ("Smedby (Kalmar)", "Smedby"),
        ("Vimmerby-centrum", "Vimmerby"),
        ("Ho\u0308gby", "Högby"),
    ],
)
def test_same_place(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hagby", "Högby"), ("Ås", "As"), ("Kalmar", "Kalmarsand"), ("Köping", ""), ("Mias", "Mia")],
)
def test_different_places(one, other):
    assert name_key(one) != name_key(other)


@given(st.text())
def test_name_key_is_stable(name):
    assert name_key(name) == name_key(" " + name.upper().lower() + " ") or "s" in name.casefold()
    assert name_key(name).strip() == name_key(name)


@pytest.mark.parametrize(
    ("unit", "slack"), [("ha", 1e-4), ("m2", 1.0), ("m", 0.1), ("share", 1e-6)]
)
def test_tolerance(unit, slack):
    assert at_least(5 - slack * 0.99, 5, unit)
    assert not at_least(5 - slack * 1.01, 5, unit)
    assert at_most(5 + slack * 0.99, 5, unit)
    assert above(5 + slack * 1.01, 5, unit)
    assert not below(5 - slack * 0.99, 5, unit)
    assert below(5 - slack * 1.01, 5, unit)


def test_nan_is_on_neither_side():
    for compare in (at_least, at_most, above, below):
        assert not compare(np.nan, 1, "m")


def test_settle():
    builder = AssessmentBuilder(3, "ha")
    best, worst = verdict(3), verdict(3)
    best.set([1], Outcome.PARTLY, 1, "little")
    worst.set([1], Outcome.PARTLY, 1, "little")
    worst.set([2], Outcome.MISSING, 2)
    settled = settle(builder, np.arange(3), [best, worst], "x.y", "why")
    assert settled.tolist() == [True, True, False]
    assert builder.outcome.tolist() == [0, 1, int(Outcome.UNDETERMINED)]
    assert builder.missing.tolist() == ["", "", "x.y"]
    assert builder.reason.tolist() == ["", "little", "why"]


amount = st.floats(0, 100, allow_nan=False).map(lambda v: round(v, 3))


@given(st.lists(st.tuples(amount, amount, st.booleans()), min_size=1, max_size=7))
def test_share_range_is_what_trying_every_selection_gives(rows):
    part = np.array([r[0] for r in rows])
    rest = np.array([r[1] for r in rows])
    certain = np.array([r[2] for r in rows])
    low, high = share_range((part, part), (rest, rest), certain)
    free = np.flatnonzero(~certain)
    shares = []
    for choice in range(2 ** len(free)):
        chosen = certain.copy()
        chosen[free[[bool(choice >> n & 1) for n in range(len(free))]]] = True
        total = part[chosen].sum() + rest[chosen].sum()
        if total > 0:
            shares.append(part[chosen].sum() / total)
    if not shares:
        assert np.isnan(low) and np.isnan(high)
    else:
        assert low == pytest.approx(min(shares))
        assert high == pytest.approx(max(shares))


def test_noise_drops_small_and_thin_parts():
    large, small = shapely.box(0, 0, 100, 100), shapely.box(200, 0, 299, 100)
    thin = shapely.box(0, 500, 2000, 510)
    shapes = geometries([shapely.MultiPolygon([large, small, thin]), small, None])
    kept = without_noise(shapes, DEFINITIONS)
    assert kept[0].equals(large)
    assert kept[1].is_empty and kept[2].is_empty
    assert without_noise(shapes, DEFINITIONS, 0.5)[1].equals(small)
    assert without_noise(shapes, DEFINITIONS, 5)[0].equals(large)


def test_short_lines_are_noise():
    lines = from_wkt(["MULTILINESTRING((0 0,200 0),(0 9,199 9))", "LINESTRING(0 0,9 9)"])
    kept = without_short_lines(lines, DEFINITIONS)
    assert kept[0].length == pytest.approx(200)
    assert kept[1].is_empty


def test_severity_step():
    rank = number_column([1, 2, 3, None])
    assert with_step(np.array([2, 3, 2, 2]), DEFINITIONS, rank=rank).tolist() == [3, 3, 2, 2]
    assert with_step(0, DEFINITIONS, rank=rank).tolist() == [0, 0, 0, 0]
    strength = number_column([3, 2])
    assert with_step(1, DEFINITIONS, strength=strength).tolist() == [2, 1]


def test_calculated_dwellings_are_shown_in_tens():
    assert shown_dwellings([123.4, 123.4], [True, False]).tolist() == [120, 123]
