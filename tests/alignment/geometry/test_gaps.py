"""Strips of nobody's land between two territories."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from strukturbild.alignment.geometry.gaps import WIDEST_M, strips_between

WEST = shapely.box(0, 0, 10_000, 10_000)


def strips(*territories):
    shapes = np.array(territories, dtype=object)
    return strips_between(shapes[0], shapes[1], shapes)


@pytest.mark.parametrize("width", [5, 60, 95])
def test_a_strip_that_is_open_at_both_ends(width):
    (strip,) = strips(WEST, shapely.box(10_000 + width, 0, 20_000, 10_000))
    assert shapely.area(strip) == pytest.approx(width * 10_000, rel=0.02)


@pytest.mark.parametrize(
    "east",
    [
        shapely.box(10_000, 0, 20_000, 10_000),
        shapely.box(10_000 + WIDEST_M + 1, 0, 20_000, 10_000),
        shapely.box(9_900, 0, 20_000, 10_000),
        shapely.box(10_000, 5_000, 20_000, 15_000),
        shapely.box(50_000, 0, 60_000, 10_000),
    ],
    ids=["they meet", "a sound", "they overlap", "they meet for a part", "far away"],
)
def test_no_strip(east):
    assert shapely.area(strips(WEST, east)).sum() < 10_000  # a corner is filled a little


def test_land_of_a_third_is_no_strip():
    middle = shapely.box(10_000, 0, 10_050, 10_000)
    assert len(strips(WEST, shapely.box(10_050, 0, 20_000, 10_000), middle)) == 0


@settings(max_examples=50)
@given(st.lists(st.integers(-40, 40), min_size=3, max_size=12), st.integers(0, 40))
def test_neighbours_whose_border_is_one_line_have_none(bends, west):
    ys = np.linspace(0, 10_000, len(bends))
    border = [(10_000 + bend, y) for bend, y in zip(bends, ys)]
    left = shapely.Polygon([(-west, 0), *border, (0, 10_000)])
    right = shapely.Polygon([(20_000, 0), *border, (20_000, 10_000)])
    assert shapely.area(strips(left, right)).sum() < 10_000
    apart = shapely.transform(right, lambda points: points + np.array([50.0, 0.0]))
    assert shapely.area(strips(left, apart)).sum() == pytest.approx(50 * 10_000, rel=0.1)
