"""Repair keeps land that is meant, drops what is not, and says which rows it changed."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from strukturbild.alignment.geometry.arrays import from_wkt, geometries
from strukturbild.alignment.geometry.repair import repair

CASES = {
    "valid": ("POLYGON((0 0,4 0,4 4,0 4,0 0))", 16.0, False),
    "bow-tie": ("POLYGON((0 0,4 4,4 0,0 4,0 0))", 8.0, True),
    "spike": ("POLYGON((0 0,4 0,4 4,9 4,4 4,0 4,0 0))", 16.0, True),
    "hole outside": ("POLYGON((0 0,4 0,4 4,0 4,0 0),(9 9,10 9,10 10,9 10,9 9))", 16.0, True),
    "hole crossing": ("POLYGON((0 0,4 0,4 4,0 4,0 0),(3 1,5 1,5 3,3 3,3 1))", 14.0, True),
    "same hole twice": (
        "POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,2 1,2 2,1 2,1 1),(1 1,2 1,2 2,1 2,1 1))",
        15.0,
        True,
    ),
    "overlapping parts": (
        "MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((2 0,6 0,6 4,2 4,2 0)))",
        24.0,
        True,
    ),
    "same part twice": (
        "MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((0 0,4 0,4 4,0 4,0 0)))",
        16.0,
        True,
    ),
    "collection": ("GEOMETRYCOLLECTION(POINT(1 1),POLYGON((0 0,4 0,4 4,0 4,0 0)))", 16.0, True),
    "nested collection": (
        "GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POLYGON((0 0,4 0,4 4,0 4,0 0))))",
        16.0,
        False,
    ),
    "z": ("POLYGON Z((0 0 1,4 0 1,4 4 1,0 4 1,0 0 1))", 16.0, False),
}

pytestmark = pytest.mark.usefixtures("blocks")


@pytest.mark.parametrize("name", CASES)
def test_area_after_repair(name: str) -> None:
    wkt, area, changed = CASES[name]
    done = repair(from_wkt([wkt]))
    assert shapely.is_valid(done.geometry[0])
    assert not shapely.has_z(done.geometry[0])
    assert shapely.area(done.geometry[0]) == pytest.approx(area)
    assert (bool(done.repaired[0]), bool(done.beyond[0])) == (changed, False)


@pytest.mark.parametrize(
    "wkt",
    [
        "POLYGON((0 0,4 0,8 0,0 0))",
        "POLYGON((0 0,4 0,4 4,0 4,0 0),(0 0,4 0,4 4,0 4,0 0))",
        "LINESTRING(1 1,1 1)",
        "POLYGON((0 0,NaN 1,1 1,0 0))",
    ],
)
def test_what_collapses_is_beyond_repair(wkt: str) -> None:
    done = repair(from_wkt([wkt]))
    assert done.geometry[0] is None
    assert (bool(done.repaired[0]), bool(done.beyond[0])) == (False, True)


def test_missing_is_neither() -> None:
    done = repair(geometries([None, shapely.Polygon(), shapely.Point(1, 2)]))
    assert done.geometry[0] is None and done.geometry[1] is None
    assert not done.repaired.any() and not done.beyond.any()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=12))
def test_any_ring_ends_valid_or_beyond(ring: list[tuple[int, int]]) -> None:
    polygon = shapely.Polygon([*ring, ring[0]])
    done = repair(geometries([polygon]))
    if done.beyond[0]:
        assert done.geometry[0] is None
    else:
        assert shapely.is_valid(done.geometry[0]) and shapely.area(done.geometry[0]) > 0
    again = repair(done.geometry)
    assert not again.repaired.any()
    assert np.all(shapely.equals(again.geometry, done.geometry) | (done.geometry == None))  # noqa: E711
