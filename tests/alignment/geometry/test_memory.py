"""What is remembered is what would be computed, and what nobody asks for is let go."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from strukturbild.alignment.geometry import disjoint, memory, nearest, overlay, rows
from strukturbild.alignment.geometry.arrays import geometries, to_wkb
from strukturbild.alignment.geometry.uncovered import uncovered
from strukturbild.alignment.progress import no_tick


def squares(corners: list[tuple[int, int, int]]) -> Any:
    return geometries([shapely.box(x, y, x + s, y + s) for x, y, s in corners])


CORNER = st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(20, 300))
SQUARES = st.lists(CORNER, min_size=2, max_size=12).map(squares)


def same(a: Any, b: Any) -> bool:
    return to_wkb(np.asarray(a)).tolist() == to_wkb(np.asarray(b)).tolist()


def answers(a: Any, b: Any, mask: Any) -> list[Any]:
    """What the operations that remember say."""
    pieces = overlay.overlay(a, b)
    i, j = disjoint.sharing_pairs(a)
    return [
        to_wkb(overlay.intersect_with(a, mask, 2)).tolist(),
        to_wkb(overlay.subtract(a, mask, 2)).tolist(),
        to_wkb(pieces.geometry).tolist(),
        pieces.left.tolist(),
        pieces.right.tolist(),
        i.tolist(),
        j.tolist(),
        to_wkb(disjoint.make_disjoint(a, np.arange(len(a)))).tolist(),
        to_wkb(np.array([overlay.union_all(b)])).tolist(),
        to_wkb(rows.subtract_near(a, b)).tolist(),
        to_wkb(overlay.buffer(a, np.arange(len(a)) + 1.0)).tolist(),
        nearest.nearest_distance(a, b).tolist(),
        to_wkb(np.array([uncovered(mask, b)])).tolist(),
    ]


@settings(max_examples=40, deadline=None)
@given(SQUARES, SQUARES, st.data())
def test_answers_are_the_same_with_and_without(a: Any, b: Any, data: Any) -> None:
    kept = memory.Memory()
    mask = shapely.box(100, 100, 700, 700)
    for _turn in range(3):
        with memory.remembering(kept):
            remembered = answers(a, b, mask)
        assert remembered == answers(a, b, mask)
        row = data.draw(st.integers(0, len(a) - 1))
        a = np.append(np.delete(a, row), squares([data.draw(CORNER)]))


def test_only_what_is_new_is_computed() -> None:
    asked: list[int] = []

    @memory.row_by_row()
    def grown(shapes: Any, distance: float) -> Any:
        asked.append(len(shapes))
        return shapely.buffer(shapes, distance)

    first = squares([(0, 0, 10), (50, 0, 10), (90, 0, 10)])
    kept = memory.Memory()
    with memory.remembering(kept):
        one = grown(first, 5.0)
        two = grown(np.append(first[1:], squares([(7, 7, 7)])), 5.0)
        grown(first, 6.0)
    assert asked == [3, 1, 3]
    assert same(one[1:], two[:2])
    grown(first, 5.0)
    assert asked[-1] == 3  # outside the block nothing is looked up


def test_geometry_that_is_gone_is_never_taken_for_another() -> None:
    kept = memory.Memory()
    mask = shapely.box(0, 0, 500, 500)
    for number in range(300):
        shapes = squares([(number, 0, 40)])
        with memory.remembering(kept):
            found = overlay.intersect_with(shapes, mask, 2)
        assert same(found, overlay.intersect_with(shapes, mask, 2))


def test_what_nobody_asks_for_is_let_go() -> None:
    kept = memory.Memory()
    mask = shapely.box(0, 0, 500, 500)
    lasting = squares([(0, 0, 10)])
    for number in range(memory.TURNS_A_GENERATION * 3):
        with memory.remembering(kept):
            overlay.intersect_with(lasting, mask, 2)
            overlay.intersect_with(squares([(number, 300, 10)]), mask, 2)
    [table] = [t for _, t in kept._tables.values() if len(t.young) + len(t.old) > 1]
    assert len(table.young) + len(table.old) <= memory.TURNS_A_GENERATION * 2 + 2
    assert table.get(id(lasting[0])) is not None


@pytest.mark.parametrize("count", [0, 1, 400])
def test_uncovered_is_the_area_without_the_union(count: int) -> None:
    rng = np.random.default_rng(count)
    area = shapely.Point(20_000, 20_000).buffer(18_000)
    shapes = shapely.buffer(shapely.points(rng.uniform(0, 40_000, (count, 2))), 700)
    left = uncovered(area, shapes, no_tick)
    right = shapely.difference(area, shapely.union_all(shapes))
    assert left.is_valid
    assert left.symmetric_difference(right).area < 1e-3
    assert len(shapely.get_parts(left)) == len(shapely.get_parts(right))


def test_a_hole_across_the_pieces_stays_one_hole() -> None:
    area = shapely.box(0, 0, 30_000, 30_000)
    sides = [shapely.box(0, 0, 30_000, 14_990), shapely.box(0, 15_010, 30_000, 30_000)]
    edges = np.arange(0, 30_000, 100)
    strips = [shapely.intersection(side, shapely.box(x, 0, x + 100, 30_000))
              for side in sides for x in edges]  # fmt: skip
    detailed = shapely.segmentize(geometries(strips), 500)
    left = uncovered(area, detailed)
    assert left.geom_type == "Polygon"
    assert left.area == pytest.approx(30_000 * 20)
