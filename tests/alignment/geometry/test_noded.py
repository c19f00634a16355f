"""The proof from edges: it never calls overlapping polygons disjoint."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from strukturbild.alignment.geometry.arrays import geometries
from strukturbild.alignment.geometry.noded import share_no_area

pytestmark = pytest.mark.usefixtures("blocks")


def grid(count, size=10.0):
    return [
        shapely.box(x * size, y * size, (x + 1) * size, (y + 1) * size)
        for x in range(count)
        for y in range(count)
    ]


def test_a_partition_is_recognised():
    assert share_no_area(geometries(grid(8)))


@pytest.mark.parametrize(
    "more",
    [
        [shapely.box(35, 35, 45, 45)],  # across
        [shapely.box(30, 30, 40, 40)],  # twice the same
        [shapely.box(32, 32, 38, 38)],  # inside
        grid(8),  # a second layer of everything
        [shapely.box(-10, -10, 100, 100)],  # over all
        [shapely.box(75, 0, 85, 10)],  # over the rim
    ],
)
def test_overlaps_are_never_missed(more):
    assert not share_no_area(geometries(grid(8) + more))


def test_holes_and_islands():
    ring = shapely.box(0, 0, 30, 30).difference(shapely.box(10, 10, 20, 20))
    assert share_no_area(geometries([ring, shapely.box(10, 10, 20, 20)]))
    assert not share_no_area(geometries([ring, shapely.box(9, 10, 20, 20)]))
    checkered = [shapely.multipolygons([grid(2)[0], grid(2)[3]]), *grid(2)[1:3]]
    assert share_no_area(geometries(checkered))


def test_nothing_is_disjoint():
    assert share_no_area(geometries([]))


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 3), st.integers(1, 3)),
        max_size=14,
    ),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_what_it_calls_disjoint_is(rows, turn):
    shapes = [shapely.box(x, y, x + w, y + h) for x, y, w, h in rows]
    if turn:
        shapes = [shapely.reverse(shape) for shape in shapes]
    array = geometries(shapes)
    overlap = shapely.area(array).sum() - (shapely.union_all(array).area if rows else 0)
    if share_no_area(array):
        assert overlap == pytest.approx(0, abs=1e-9)
    assert np.isfinite(overlap)
