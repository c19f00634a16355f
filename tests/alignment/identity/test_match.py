"""Metamorphic tests: whatever is done to a plan, no decision is lost, none goes elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_findings import finding_rows, square
from strukturbild.alignment.identity.match import match

CASES = st.integers(0, 10_000)


def scattered(seed: int, count: int = 30) -> list[dict[str, Any]]:
    """Findings of three rules in two municipalities, 300 m or more from others of their rule."""
    random = np.random.default_rng(seed)
    items = []
    for number in range(count):
        x, y = 900.0 * (number % 6), 900.0 * (number // 6)
        side = float(random.integers(100, 600))
        items.append(
            {
                "rule_id": f"T{number % 3}",
                "partition": ("0880", "0885")[number % 2],
                "plan_object": f"p{number}",
                "label": f"Område {number}",
                "geometry": square(x, y, side),
            }
        )
    return items


def changed(items: list[dict[str, Any]], **changes: Any) -> list[dict[str, Any]]:
    return [{**item, **{k: f(item) for k, f in changes.items()}} for item in items]


def paired(old: Any, new: Any, **options: Any) -> tuple[dict[int, int], set[int]]:
    found = match(finding_rows(old), finding_rows(new), **options)
    pairs = dict(zip(found.old_row.tolist(), found.new_row.tolist()))
    assert len(pairs) == len(found.old_row) and len(set(pairs.values())) == len(pairs)
    return pairs, set(found.old_row[found.to_confirm].tolist())


def jittered(geometry: Any, metres: float, random: np.random.Generator) -> Any:
    ring = shapely.get_coordinates(geometry)[:-1]
    return shapely.Polygon(ring + random.uniform(-metres, metres, ring.shape))


def there_and_back(geometry: Any) -> Any:
    """Another system's numbers and back again, with the rounding that it brings."""
    there = shapely.transform(geometry, lambda xy: (xy * 1.0004 + 1234.567).astype(np.float32))
    return shapely.transform(there, lambda xy: (xy - 1234.567) / 1.0004)


NEW_IDS = {"plan_object": lambda item: "new-" + item["plan_object"]}
CHANGES = {
    "new ids": {},
    "vertices added": {"geometry": lambda item: shapely.segmentize(item["geometry"], 7.0)},
    "reprojected": {"geometry": lambda item: there_and_back(item["geometry"])},
    "texts edited": {"threshold": lambda item: 2.0, "severity": lambda item: 3},
    "started elsewhere": {"geometry": lambda item: shapely.normalize(item["geometry"])},
    "1 cm": {"geometry": lambda item: jittered(item["geometry"], 0.01, np.random.default_rng(1))},
    "10 cm": {"geometry": lambda item: jittered(item["geometry"], 0.1, np.random.default_rng(2))},
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("ids", [{}, NEW_IDS], ids=["same ids", "other ids"])
@settings(max_examples=8)
@given(seed=CASES)
def test_what_says_nothing_new_keeps_every_decision(
    change: str, ids: dict[str, Any], seed: int
) -> None:
    old = scattered(seed)
    order = np.random.default_rng(seed).permutation(len(old))
    new = changed([old[row] for row in order], **CHANGES[change], **ids)
    pairs, waiting = paired(old, new)
    assert {o: order[n] for o, n in pairs.items()} == {row: row for row in range(len(old))}
    assert waiting == set()


@settings(max_examples=20)
@given(seed=CASES)
def test_the_order_of_rows_says_nothing(seed: int) -> None:
    old, random = scattered(seed), np.random.default_rng(seed)
    new = changed(old, geometry=lambda item: jittered(item["geometry"], 60.0, random), **NEW_IDS)
    straight, waits = paired(old, new)
    turned, waits_too = paired(old[::-1], new)
    last = len(old) - 1
    assert {last - o: n for o, n in turned.items()} == straight
    assert {last - o for o in waits_too} == waits


@settings(max_examples=20)
@given(seed=CASES)
def test_ids_that_were_dealt_anew_move_no_decision(seed: int) -> None:
    """A plan delivered with its ids in another order: the same keys on other ground."""
    old = scattered(seed)
    order = np.random.default_rng(seed).permutation(len(old))
    new = [{**item, "plan_object": old[order[row]]["plan_object"]} for row, item in enumerate(old)]
    pairs, waiting = paired(old, new)
    wrong = {o for o, n in pairs.items() if o != n}
    assert wrong <= waiting, "a decision went elsewhere in silence"
    right = sum(o == n for o, n in pairs.items())
    assert right == len(old)


def test_renamed_objects_keep_their_decisions() -> None:
    old = scattered(1)
    pairs, waiting = paired(old, changed(old, label=lambda item: "Nytt namn " + item["label"]))
    assert pairs == {row: row for row in range(len(old))} and waiting == set()


def test_renamed_and_with_other_ids_waits_to_be_confirmed() -> None:
    old = scattered(1)
    new = changed(old, label=lambda item: "Nytt " + item["label"], **NEW_IDS)
    pairs, waiting = paired(old, new)
    assert pairs == {row: row for row in range(len(old))} and waiting == set(pairs)


def test_a_rule_that_changed_its_name_keeps_its_findings() -> None:
    old = scattered(1)
    new = changed(old, rule_id=lambda item: "X" + item["rule_id"])
    formerly = {f"T{number}": f"XT{number}" for number in range(3)}
    pairs, waiting = paired(old, new, formerly=formerly)
    assert pairs == {row: row for row in range(len(old))} and waiting == set()
    assert paired(old, new)[0] == {}


def test_growth_of_a_third_is_the_same_finding() -> None:
    old = scattered(1)
    larger = {"geometry": lambda item: shapely.affinity.scale(item["geometry"], 1.14, 1.14)}
    pairs, _ = paired(old, changed(old, **larger, **NEW_IDS))
    assert pairs == {row: row for row in range(len(old))}


def test_another_municipality_or_rule_is_another_finding() -> None:
    here = [{"geometry": square(0, 0), "plan_object": "a"}]
    there = [{"geometry": square(0, 0), "plan_object": "a", "partition": "0885"}]
    other = [{"geometry": square(0, 0), "plan_object": "a", "rule_id": "T2"}]
    assert paired(here, there)[0] == {} and paired(here, other)[0] == {}


def test_a_finding_that_fell_apart_shows_its_parent_on_every_piece() -> None:
    old = [{"geometry": shapely.box(0, 0, 900, 300), "plan_object": "a", "label": "Ängen"}]
    new = [
        {"geometry": square(x, 0, 290.0), "plan_object": f"b{x}", "label": f"Del {x}"}
        for x in (0, 305, 605)
    ]
    found = match(finding_rows(old), finding_rows(new))
    assert sorted(found.splits.tolist()) == [[0, 0], [1, 0], [2, 0]]
    assert len(found.old_row) == 1 and found.to_confirm.all()


def test_findings_that_became_one_are_all_named() -> None:
    old = [
        {"geometry": square(x, 0, 290.0), "plan_object": f"b{x}", "label": f"Del {x}"}
        for x in (0, 305, 605)
    ]
    new = [{"geometry": shapely.box(0, 0, 900, 300), "plan_object": "a", "label": "Ängen"}]
    found = match(finding_rows(old), finding_rows(new))
    assert sorted(found.merges.tolist()) == [[0, 0], [1, 0], [2, 0]]
    assert len(found.old_row) == 1 and found.to_confirm.all()


def test_twins_that_nothing_tells_apart_wait() -> None:
    twin = {"geometry": square(0, 0), "label": "Ängen"}
    old = [{**twin, "plan_object": "a"}, {**twin, "plan_object": "b"}]
    new = [{**twin, "plan_object": "c"}, {**twin, "plan_object": "d"}]
    pairs, waiting = paired(old, new)
    assert len(pairs) == 2 and waiting == {0, 1}


def test_a_crowd_too_large_to_tell_waits() -> None:
    crowd = [
        {"geometry": square(float(n), float(n)), "plan_object": f"a{n}", "label": "x"}
        for n in range(80)
    ]
    pairs, waiting = paired(crowd, changed(crowd, **NEW_IDS))
    assert waiting == set(pairs)


def test_findings_without_a_place_are_told_by_their_key() -> None:
    old = [{"plan_object": "", "locator": "summary", "label": "Kalmar"}]
    pairs, waiting = paired(old, changed(old, severity=lambda item: 3))
    assert pairs == {0: 0} and waiting == set()


def test_lines_redrawn_beside_themselves() -> None:
    line = shapely.LineString([(0, 0), (4000, 0)])
    old = [{"geometry": line, "structure_object": "k1", "label": "Kalmar-Nybro"}]
    new = [
        {
            "geometry": shapely.affinity.translate(line, 0, 2.0),
            "structure_object": "k9",
            "label": "Kalmar-Nybro",
        }
    ]
    pairs, waiting = paired(old, new)
    assert pairs == {0: 0} and waiting == set()
