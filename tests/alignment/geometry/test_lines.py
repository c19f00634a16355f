"""What of a route is near shapes: the same as by a union of all that they reach."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from strukturbild.alignment.geometry.arrays import geometries
from strukturbild.alignment.geometry.lines import covered_by
from strukturbild.alignment.geometry.overlay import buffer

pytestmark = pytest.mark.usefixtures("blocks")
PLACES = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(
    lambda p: (p[0] * 250.0, p[1] * 250.0)
)
LINES = st.lists(PLACES, min_size=2, max_size=7, unique=True).map(shapely.LineString)
SHAPES = st.lists(LINES | PLACES.map(lambda p: shapely.box(*p, p[0] + 600, p[1] + 300)), max_size=8)


@given(LINES, SHAPES, st.sampled_from([100.0, 777.0, 2500.0]))
@settings(max_examples=300, deadline=None)
def test_it_is_what_a_union_of_the_reaches_covers(route, shapes, width):
    found = covered_by(route, geometries(shapes), width)
    union = shapely.union_all(buffer(geometries(shapes), width)) if shapes else shapely.Polygon()
    xy = shapely.get_coordinates(route)
    straight = [shapely.LineString(pair) for pair in zip(xy[:-1], xy[1:])]
    expected = sum(shapely.intersection(piece, union).length for piece in straight)
    assert found.length == pytest.approx(expected, abs=1e-4)
    assert shapely.buffer(union, 1e-6).covers(found) or found.is_empty
    assert shapely.buffer(route, 1e-6).covers(found) or found.is_empty


def test_stretches_that_meet_are_one():
    route = shapely.LineString([(0, 0), (1000, 0), (2000, 0)])
    near = geometries([shapely.LineString([(100, 50), (900, 50)]), shapely.Point(1500, 0)])
    found = covered_by(route, near, 400.0)
    assert found.geom_type == "LineString"
    assert np.ptp(shapely.get_coordinates(found)[:, 0]) == pytest.approx(1900, abs=5)


@pytest.mark.parametrize("shapes", [[], [shapely.Point(0, 9000)]])
def test_nothing_near_is_an_empty_line(shapes):
    route = shapely.MultiLineString([[(0, 0), (100, 0)], [(200, 0), (300, 0)]])
    assert covered_by(route, geometries(shapes), 100.0).is_empty
    assert covered_by(shapely.LineString(), geometries([shapely.Point(0, 0)]), 100.0).is_empty
