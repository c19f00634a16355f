"""Overlay figures: areas of parts sum to the whole, and huge polygons are handled in tiles."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from strukturbild.alignment.geometry import arrays, overlay
from strukturbild.alignment.geometry.borders import shared_borders
from strukturbild.alignment.geometry.disjoint import make_disjoint
from strukturbild.alignment.geometry.nearest import nearest
from strukturbild.alignment.geometry.rounding import round_to_millimetre
from strukturbild.alignment.progress import Cancelled

pytestmark = pytest.mark.usefixtures("blocks")


def squares(*corners, size=10.0):
    return arrays.geometries([shapely.box(x, y, x + size, y + size) for x, y in corners])


coordinate = st.integers(min_value=0, max_value=40).map(float)
rectangles = st.lists(
    st.tuples(coordinate, coordinate, st.integers(1, 15), st.integers(1, 15)),
    min_size=1,
    max_size=12,
).map(lambda rows: arrays.geometries([shapely.box(x, y, x + w, y + h) for x, y, w, h in rows]))


def test_overlay_gives_every_pair_that_shares_area_once():
    found = overlay.overlay(squares((0, 0), (20, 0)), squares((5, 5), (10, 0)))
    assert list(zip(found.left, found.right)) == [(0, 0)]
    assert shapely.area(found.geometry).tolist() == [25.0]


@given(a=rectangles, b=rectangles)
@settings(max_examples=60, deadline=None)
def test_overlay_areas_agree_with_pairwise_intersection(a, b):
    found = overlay.overlay(a, b)
    brute = sum(shapely.area(shapely.intersection(x, y)) for x in a for y in b)
    assert shapely.area(found.geometry).sum() == pytest.approx(brute, rel=1e-9, abs=1e-9)
    mirrored = overlay.overlay(b, a)
    assert shapely.area(mirrored.geometry).sum() == pytest.approx(brute, rel=1e-9, abs=1e-9)


@given(shapes=rectangles)
@settings(max_examples=60, deadline=None)
def test_disjoint_polygons_cover_the_same_land_without_overlap(shapes):
    disjoint = make_disjoint(shapes, np.arange(len(shapes)))
    union = shapely.union_all(shapes)
    assert shapely.area(disjoint).sum() == pytest.approx(union.area, rel=1e-9)
    assert shapely.union_all(disjoint).symmetric_difference(union).area == pytest.approx(
        0, abs=1e-9
    )


@given(shapes=rectangles, masks=rectangles)
@settings(max_examples=60, deadline=None)
def test_clip_and_subtract_split_each_polygon(shapes, masks):
    mask = shapely.union_all(masks)
    inside = overlay.intersect_with(shapes, mask, arrays.POLYGON)
    outside = overlay.subtract(shapes, mask, arrays.POLYGON)
    total = shapely.area(inside) + shapely.area(outside)
    assert total == pytest.approx(shapely.area(shapes), rel=1e-9)


def test_a_huge_polygon_is_cut_into_tiles_without_losing_area():
    angles = np.linspace(0, 2 * np.pi, 30_000, endpoint=False)
    radius = 1000 + 50 * np.sin(40 * angles)
    star = shapely.Polygon(np.column_stack([radius * np.cos(angles), radius * np.sin(angles)]))
    tiles, owner = overlay.subdivide(arrays.geometries([star]))
    assert len(tiles) > 1
    assert set(owner) == {0}
    assert shapely.area(tiles).sum() == pytest.approx(star.area, rel=1e-9)
    grid = squares(
        *[(x, y) for x in range(-1100, 1100, 100) for y in range(-1100, 1100, 100)], size=100
    )
    found = overlay.overlay(grid, arrays.geometries([star]))
    assert shapely.area(found.geometry).sum() == pytest.approx(star.area, rel=1e-9)


def test_touching_polygons_share_nothing():
    found = overlay.overlay(squares((0, 0)), squares((10, 0)))
    assert len(found.geometry) == 0


def test_a_polygon_that_geos_refuses_costs_its_row_only():
    bow_tie = shapely.from_wkt("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))")
    broken = arrays.geometries([shapely.box(1, 1, 2, 2), bow_tie])
    result, failed = overlay.guarded(
        shapely.intersection, broken, arrays.geometries([shapely.box(0, 0, 9, 5)] * 2)
    )
    assert result[0].area == 1
    assert failed.tolist() == [False, True]


def test_cancel_stops_an_overlay():
    def tick():
        raise Cancelled

    with pytest.raises(Cancelled):
        overlay.overlay(squares((0, 0)), squares((5, 5)), tick)


def test_empty_arrays_are_fine():
    nothing = arrays.geometries([])
    assert len(overlay.overlay(nothing, squares((0, 0))).geometry) == 0
    assert overlay.union_all(nothing).is_empty
    assert len(make_disjoint(nothing, [])) == 0


def test_nearest_takes_the_lowest_row_on_ties():
    points = arrays.from_wkt(["POINT (5 0)", None])
    targets = arrays.from_wkt(["POINT (10 0)", "POINT (0 0)"])
    assert nearest(points, targets).tolist() == [0, -1]
    assert nearest(points, targets, within=1.0).tolist() == [-1, -1]


def test_rounding_to_the_millimetre_keeps_polygons_valid():
    sliver = shapely.Polygon([(0, 0), (10, 0), (10, 0.0004), (5, 0.0001), (0, 0.0004)])
    rounded = round_to_millimetre(arrays.geometries([shapely.box(0, 0, 1.00049, 1), sliver]))
    assert rounded[0].bounds == (0, 0, 1.0, 1.0)
    assert shapely.is_valid(rounded).all()


@pytest.mark.parametrize("gap", [0.0, 3.0])
def test_borders_are_found_exactly_or_within_tolerance(gap):
    towns = arrays.geometries(
        [shapely.box(0, 0, 1000, 1000), shapely.box(1000 + gap, 0, 2000, 1000)]
    )
    ((a, b, line),) = shared_borders(towns, 50.0)
    assert (a, b) == (0, 1)
    assert line.length == pytest.approx(1000, abs=101)


def test_a_crowd_in_one_place_is_made_disjoint_too():
    rng = np.random.default_rng(1)
    crowd = shapely.buffer(shapely.points(rng.uniform(0, 40, (60, 2))), 30)
    alone = shapely.box(500, 0, 510, 10)
    shapes = arrays.geometries([*crowd, alone])
    disjoint = make_disjoint(shapes, np.arange(len(shapes)))
    union = shapely.union_all(shapes)
    assert shapely.area(disjoint).sum() == pytest.approx(union.area, rel=1e-9)
    assert disjoint[-1].equals(alone)
    assert disjoint[0].equals(shapes[0])
