"""Cases made to draw a decision to the wrong finding, or to lose it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from plain_findings import finding_rows, square
from strukturbild.alignment.identity.match import Matches, match


def matched(old: Any, new: Any, **options: Any) -> Matches:
    found = match(finding_rows(old), finding_rows(new), **options)
    assert len(set(found.old_row.tolist())) == len(found.old_row)
    assert len(set(found.new_row.tolist())) == len(found.new_row)
    return found


def paired(old: Any, new: Any, **options: Any) -> tuple[dict[int, int], set[int]]:
    found = matched(old, new, **options)
    pairs = dict(zip(found.old_row.tolist(), found.new_row.tolist()))
    return pairs, set(found.old_row[found.to_confirm].tolist())


def dealt(items: Any, order: list[int], *columns: str) -> Any:
    """The items with the given columns of others, as if those had been dealt anew."""
    return [{**item, **{c: items[o][c] for c in columns}} for item, o in zip(items, order)]


@pytest.mark.parametrize("overlap", [0.1, 0.2, 0.3, 0.5, 0.7])
def test_ids_swapped_between_neighbours_that_overlap(overlap: float) -> None:
    step = 200.0 * (1 - overlap)
    old = [
        {"geometry": square(0, 0), "plan_object": "a", "label": "Ängen"},
        {"geometry": square(step, 0), "plan_object": "b", "label": "Skogen"},
    ]
    pairs, waiting = paired(old, dealt(old, [1, 0], "plan_object"))
    assert pairs == {0: 0, 1: 1} and waiting == set(), "ground and name speak with one voice"


@pytest.mark.parametrize("overlap", [0.1, 0.3, 0.5])
def test_ids_swapped_between_neighbours_without_names_wait(overlap: float) -> None:
    step = 200.0 * (1 - overlap)
    old = [
        {"geometry": square(0, 0), "plan_object": "a"},
        {"geometry": square(step, 0), "plan_object": "b"},
    ]
    pairs, waiting = paired(old, dealt(old, [1, 0], "plan_object"))
    assert pairs == {0: 0, 1: 1} and waiting == {0, 1}


def test_ids_that_moved_up_by_one_along_overlapping_neighbours() -> None:
    """The first object was taken out and every id moved up: overlaps of 30 % must not mislead."""
    old = [
        {"geometry": square(140.0 * n, 0), "plan_object": f"p{n}", "label": f"Område {n}"}
        for n in range(12)
    ]
    new = [{**old[n + 1], "plan_object": f"p{n}"} for n in range(11)]
    pairs, waiting = paired(old, new)
    assert pairs == {n + 1: n for n in range(11)} and waiting == set()


def test_two_halves_of_a_square_whose_ids_were_swapped() -> None:
    """Bounds, area and key agree, and yet it is the other half."""
    lower = shapely.Polygon([(0, 0), (200, 0), (200, 200)])
    upper = shapely.Polygon([(0, 0), (200, 200), (0, 200)])
    old = [
        {"geometry": lower, "plan_object": "a", "label": "Ängen"},
        {"geometry": upper, "plan_object": "b", "label": "Skogen"},
    ]
    pairs, _ = paired(old, dealt(old, [1, 0], "plan_object"))
    assert pairs == {0: 0, 1: 1}


def test_a_key_on_changed_ground_that_another_finding_holds_waits() -> None:
    old = [{"geometry": square(0, 0), "plan_object": "a"}]
    new = [
        {"geometry": shapely.box(150, 0, 900, 200), "plan_object": "a"},
        {"geometry": square(0, 0), "plan_object": "z"},
    ]
    pairs, waiting = paired(old, new)
    assert set(pairs) == {0} and waiting == {0}


def test_a_key_stays_where_its_object_grew_by_much() -> None:
    old = [{"geometry": square(0, 0), "plan_object": "a"}]
    new = [{"geometry": shapely.box(0, 0, 800, 200), "plan_object": "a"}]
    assert paired(old, new) == ({0: 0}, set())


def test_a_sure_pair_is_not_given_up_for_two_unsure_ones() -> None:
    """One name on both: the sum of two likenesses is more than one overlap."""
    ground = shapely.box(0, 0, 1000, 100)
    old = [
        {"geometry": ground, "plan_object": "a", "label": "Ängen"},
        {"geometry": shapely.box(0, 0, 600, 100), "plan_object": "b", "label": "Ängen"},
    ]
    new = [
        {"geometry": ground, "plan_object": "c", "label": "Ängen"},
        {"geometry": shapely.box(380, 0, 1000, 100), "plan_object": "d", "label": "Ängen"},
    ]
    pairs, waiting = paired(old, new)
    assert pairs[0] == 0 and 0 not in waiting


def test_one_plan_object_with_many_findings_of_a_rule() -> None:
    """A plan object meets nine classes; the structure map is revised, so that all keys change."""
    old = [
        {"geometry": square(250.0 * n, 0), "plan_object": "p", "structure_object": f"s{n}"}
        for n in range(9)
    ]
    new = [
        {**item, "structure_object": f"t{n}", "geometry": square(250.0 * n + 15, 0)}
        for n, item in enumerate(old)
    ]
    pairs, waiting = paired(old, new[::-1])
    assert pairs == {n: 8 - n for n in range(9)} and waiting == set()


def test_the_structure_map_is_revised_by_more_than_half_of_a_finding() -> None:
    """The object is the same, but only a third of its ground: kept, and asked about."""
    old = [{"geometry": shapely.box(0, 0, 300, 100), "plan_object": "p", "structure_object": "s"}]
    new = [{"geometry": shapely.box(150, 0, 450, 100), "plan_object": "p", "structure_object": "t"}]
    assert paired(old, new) == ({0: 0}, {0})


def test_findings_on_one_ground_are_told_apart_by_name() -> None:
    old = [
        {"geometry": square(0, 0), "plan_object": f"a{n}", "label": f"Område {n}"} for n in range(6)
    ]
    new = [{**item, "plan_object": f"b{n}"} for n, item in enumerate(old)]
    assert paired(old, new[::-1]) == ({n: 5 - n for n in range(6)}, set())


def test_findings_on_one_ground_are_told_apart_by_their_plan_objects() -> None:
    """Revised structure map, no names: the plan's own ids still tell."""
    old = [
        {"geometry": square(0, 0), "plan_object": f"p{n}", "structure_object": "s"}
        for n in range(4)
    ]
    new = [{**item, "structure_object": "t"} for item in old]
    assert paired(old, new[::-1]) == ({n: 3 - n for n in range(4)}, set())


def test_a_huge_finding_is_not_one_of_the_many_within_it() -> None:
    huge = {"geometry": square(0, 0, 10_000.0), "plan_object": "h", "label": "detached_housing"}
    small = [
        {"geometry": square(900.0 * n, 500), "plan_object": f"a{n}", "label": "detached_housing"}
        for n in range(10)
    ]
    new = [{**item, "plan_object": "b" + item["plan_object"]} for item in (huge, *small)]
    pairs, waiting = paired([huge, *small], new)
    assert pairs == {n: n for n in range(11)} and waiting == set()


def test_a_new_finding_on_top_of_one_that_stays_is_no_piece_of_it() -> None:
    huge = {"geometry": square(0, 0, 10_000.0), "plan_object": "h", "label": "Fältet"}
    small = {"geometry": square(500, 500), "plan_object": "n", "label": "Dungen"}
    assert matched([huge], [huge, small]).splits.tolist() == []
    found = matched([huge, small], [huge])
    assert found.merges.tolist() == [], "it is gone, and did not become part of anything"
    assert found.old_row.tolist() == [0] and not found.to_confirm.any()


def test_a_piece_that_broke_off_shows_its_parent() -> None:
    old = [{"geometry": shapely.box(0, 0, 1000, 200), "plan_object": "a", "label": "Ängen"}]
    new = [
        {"geometry": shapely.box(0, 0, 600, 200), "plan_object": "a", "label": "Ängen"},
        {"geometry": shapely.box(610, 0, 1000, 200), "plan_object": "b", "label": "Norra ängen"},
    ]
    assert sorted(matched(old, new).splits.tolist()) == [[0, 0], [1, 0]]


def test_a_piece_has_one_parent() -> None:
    old = [
        {"geometry": shapely.box(0, 0, 1000, 200), "plan_object": "a"},
        {"geometry": shapely.box(0, 0, 5000, 900), "plan_object": "b"},
    ]
    new = [
        {"geometry": shapely.box(0, 0, 480, 200), "plan_object": "c"},
        {"geometry": shapely.box(500, 0, 1000, 200), "plan_object": "d"},
    ]
    splits = matched(old, new).splits
    assert len(splits) == len(set(splits[:, 0].tolist()))


def test_what_is_left_of_a_finding_waits() -> None:
    """Other ids, no name, a third of the ground: not lost, but not certain either."""
    old = [{"geometry": shapely.box(0, 0, 900, 200), "plan_object": "a"}]
    new = [{"geometry": shapely.box(0, 0, 300, 200), "plan_object": "b"}]
    assert paired(old, new) == ({0: 0}, {0})
    assert paired(new, old) == ({0: 0}, {0})


@pytest.mark.parametrize("count", [61, 150])
def test_in_a_crowd_too_large_to_tell_nothing_is_lost(count: int) -> None:
    random = np.random.default_rng(count)
    crowd = [
        {"geometry": square(*random.uniform(0, 40, 2)), "plan_object": f"a{n}", "label": "x"}
        for n in range(count)
    ]
    new = [
        {
            **item,
            "plan_object": "n" + item["plan_object"],
            "geometry": square(*random.uniform(0, 40, 2)),
        }
        for item in crowd
    ]
    pairs, waiting = paired(crowd, new)
    assert len(pairs) >= 0.95 * count and waiting == set(pairs)


def test_a_crowd_says_the_same_in_any_order() -> None:
    crowd = [
        {"geometry": square(float(n % 9), 0), "plan_object": f"a{n}", "label": "x"}
        for n in range(90)
    ]
    new = [{**item, "plan_object": "n" + item["plan_object"]} for item in crowd]
    straight, _ = paired(crowd, new)
    turned, _ = paired(crowd[::-1], new[::-1])
    assert {89 - o: 89 - n for o, n in turned.items()} == straight


NO_PLACE = {"rule_id": "B1", "label": "Kalmar"}


def test_summary_rows_without_geometry_whose_plan_was_keyed_anew() -> None:
    """No ground to compare and other keys: one of its name on both sides is asked about."""
    old = [{**NO_PLACE, "plan_object": "p1"}, {"rule_id": "B2", "label": "x", "plan_object": "q1"}]
    new = [{**NO_PLACE, "plan_object": "p2"}, {"rule_id": "B2", "label": "x", "plan_object": "q2"}]
    assert paired(old, new) == ({0: 0, 1: 1}, {0, 1})


def test_without_geometry_another_question_about_the_same_object_waits() -> None:
    old = [{**NO_PLACE, "structure_object": "s", "locator": "class a"}]
    new = [{**NO_PLACE, "structure_object": "s", "locator": "class b"}]
    assert paired(old, new) == ({0: 0}, {0})


def test_without_geometry_nor_anything_of_its_own_nothing_is_guessed() -> None:
    old = [{**NO_PLACE, "locator": f"defect {n}"} for n in range(5)]
    new = [{**NO_PLACE, "locator": f"fault {n}"} for n in range(5)]
    assert paired(old, new)[0] == {}


def test_summary_rows_of_a_rule_that_changed_its_name() -> None:
    old = [
        {**NO_PLACE, "locator": "summary"},
        {**NO_PLACE, "locator": "overlap"},
        {**NO_PLACE, "locator": "class a", "structure_object": "s"},
    ]
    new = [{**item, "rule_id": "C9"} for item in old]
    assert paired(old, new[::-1], formerly={"B1": "C9"}) == ({0: 2, 1: 1, 2: 0}, set())


def test_geometry_that_is_empty_or_absent_on_one_side() -> None:
    old = [
        {"geometry": square(0, 0), "plan_object": "a"},
        {"geometry": None, "plan_object": "b"},
        {"geometry": shapely.Polygon(), "plan_object": "c"},
        {"geometry": shapely.Polygon(), "plan_object": "d", "label": "Ängen"},
    ]
    new = [
        {"geometry": shapely.Polygon(), "plan_object": "a"},
        {"geometry": square(0, 0), "plan_object": "b"},
        {"geometry": None, "plan_object": "c"},
        {"geometry": None, "plan_object": "e", "label": "Ängen"},
    ]
    assert paired(old, new) == ({n: n for n in range(4)}, {3})


@pytest.mark.parametrize(
    ("metres", "waits"), [(1.0, False), (50.0, False), (120.0, True), (600.0, True)]
)
def test_a_named_point_without_id_that_moved_into_another_cell(metres: float, waits: bool) -> None:
    """Its key holds the cell: 1 m over the border is nothing, 600 m may be another place."""
    old = [{"geometry": shapely.Point(499.5, 0), "plan_object": "cell 0", "label": "Påryd"}]
    new = [
        {"geometry": shapely.Point(499.5 + metres, 0), "plan_object": "cell 1", "label": "Påryd"}
    ]
    assert paired(old, new) == ({0: 0}, {0} if waits else set())


@pytest.mark.parametrize(("metres", "waits"), [(50.0, False), (150.0, False), (600.0, True)])
def test_a_point_with_an_id_that_moved(metres: float, waits: bool) -> None:
    old = [{"geometry": shapely.Point(0, 0), "structure_object": "n1", "label": "Påryd"}]
    new = [{"geometry": shapely.Point(metres, 0), "structure_object": "n1", "label": "Påryd"}]
    assert paired(old, new) == ({0: 0}, {0} if waits else set())


def test_points_close_together_without_names_wait() -> None:
    old = [{"geometry": shapely.Point(8.0 * n, 0), "structure_object": f"a{n}"} for n in range(4)]
    new = [{**item, "structure_object": "b" + item["structure_object"]} for item in old]
    pairs, waiting = paired(old, new)
    assert pairs == {n: n for n in range(4)} and waiting == set(pairs)


def test_lines_that_were_turned_and_parallel_lines_beside_them() -> None:
    """Reversed lines are the same lines; a link 10 m beside another is not."""
    lines = [shapely.LineString([(0, y), (4000, y), (6000, y + 900)]) for y in (0.0, 10.0, 20.0)]
    old = [
        {"geometry": line, "structure_object": f"k{n}", "label": f"Led {n}"}
        for n, line in enumerate(lines)
    ]
    new = [
        {**item, "structure_object": f"m{n}", "geometry": shapely.reverse(item["geometry"])}
        for n, item in enumerate(old)
    ]
    assert paired(old, new[::-1]) == ({n: 2 - n for n in range(3)}, set())


def test_the_cell_of_a_piece_changed_but_not_its_ground() -> None:
    """Holes in a plan: no objects, one label for all, and their numbers moved up by one."""
    old = [
        {
            "geometry": square(400.0 * n, 0),
            "locator": f"{n}:0 {n}",
            "parent_key": "coverage",
            "label": "Kalmar",
        }
        for n in range(6)
    ]
    new = [{**old[n], "locator": f"{n}:0 {n - 1}"} for n in range(1, 6)]
    pairs, waiting = paired(old, new)
    assert pairs == {n: n - 1 for n in range(1, 6)} and waiting == set()


def test_a_piece_is_never_the_finding_it_belongs_to() -> None:
    old = [{"geometry": square(0, 0), "plan_object": "a", "label": "Ängen"}]
    new = [{**old[0], "parent_key": "x", "locator": "1:1"}]
    assert paired(old, new)[0] == {}


def test_an_id_that_was_given_to_something_else_far_away_waits() -> None:
    old = [{"geometry": square(0, 0), "plan_object": "a", "label": "Ängen"}]
    new = [{"geometry": square(90_000, 0), "plan_object": "a", "label": "Hamnen"}]
    assert paired(old, new) == ({0: 0}, {0})


def test_a_common_name_draws_no_decision_to_a_neighbour() -> None:
    """What has no name is called by its category; the one that is gone is gone."""
    old = [
        {"geometry": square(250.0 * n, 0), "plan_object": f"a{n}", "label": "detached_housing"}
        for n in range(8)
    ]
    new = [{**item, "plan_object": f"b{n}"} for n, item in enumerate(old) if n != 3]
    pairs, waiting = paired(old, new)
    assert pairs == {n: n - (n > 3) for n in range(8) if n != 3} and waiting == set()


def test_ground_that_cannot_be_repaired_or_crosses_itself() -> None:
    bow = shapely.Polygon([(0, 0), (200, 200), (200, 0), (0, 200)])
    old = [{"geometry": bow, "plan_object": "a", "label": "Ängen"}]
    new = [{"geometry": shapely.make_valid(bow), "plan_object": "b", "label": "Ängen"}]
    assert paired(old, new) == ({0: 0}, set())


def test_nothing_at_all() -> None:
    some = [{"geometry": square(0, 0), "plan_object": "a"}]
    for old, new in (([], []), (some, []), ([], some)):
        assert paired(old, new) == ({}, set())
