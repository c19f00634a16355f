"""WKB: whatever the geometry, the bytes are those that GEOS writes."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from strukturbild.alignment.geometry.arrays import from_wkb, geometries, to_wkb

SHAPES = [
    None,
    shapely.Point(1, 2),
    shapely.Point(1, 2, 3),
    shapely.Point(),
    shapely.Polygon(),
    shapely.box(0, 0, 1, 1),
    shapely.Polygon([(0, 0), (9.5, 0), (9, 9), (-0.0, 9)]),
    shapely.Polygon([(0, 0, 5), (9, 0, 5), (9, 9, 5)]),
    shapely.box(0, 0, 9, 9).difference(shapely.box(2, 2, 3, 3)),
    shapely.MultiPolygon([shapely.box(0, 0, 1, 1)]),
    shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(3, 0, 4, 1)]),
    shapely.LineString([(0, 0), (1, 1)]),
    shapely.GeometryCollection([shapely.box(0, 0, 1, 1), shapely.Point(5, 5)]),
]


@given(st.lists(st.sampled_from(range(len(SHAPES))), max_size=30))
@settings(max_examples=200, deadline=None)
def test_wkb_is_what_geos_writes(chosen):
    shapes = geometries([SHAPES[number] for number in chosen])
    written = to_wkb(shapes)
    expected = shapely.to_wkb(shapes, output_dimension=3, byte_order=1, flavor="iso")
    assert written.tolist() == np.asarray(expected, dtype=object).tolist()


@pytest.mark.parametrize("count", [0, 1, 500])
def test_wkb_comes_back(count):
    generator = np.random.default_rng(count)
    corners = generator.uniform(-1e6, 7e6, (count, 2))
    shapes = geometries([shapely.box(x, y, x + 1.1, y + 0.7) for x, y in corners])
    again = from_wkb(to_wkb(shapes).tolist())
    assert shapely.equals_exact(again, shapes).all()
