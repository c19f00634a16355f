"""Row-by-row operations against plain unions and differences."""

import numpy as np
import pytest
import shapely
from strukturbild.alignment.geometry import rows
from strukturbild.alignment.geometry.arrays import from_wkt, geometries, to_wkb
from strukturbild.alignment.geometry.rows import (
    collect,
    difference_rows,
    dissolve,
    inner_point,
    subtract_near,
)

pytestmark = pytest.mark.usefixtures("blocks")


def discs(seed, count, radius):
    rng = np.random.default_rng(seed)
    points = shapely.points(rng.uniform(0, 1000, count), rng.uniform(0, 1000, count))
    return np.asarray(shapely.buffer(points, radius), dtype=object)


@pytest.mark.parametrize("seed", range(5))
def test_subtract_near_is_difference_from_the_union(seed):
    areas, masks = discs(seed, 40, 60.0), discs(seed + 100, 60, 40.0)
    expected = shapely.difference(areas, shapely.union_all(masks))
    found = subtract_near(areas, masks)
    assert shapely.area(found) == pytest.approx(shapely.area(expected), abs=1e-6)
    assert (shapely.area(shapely.symmetric_difference(found, expected)) < 1e-6).all()


def test_dissolve_with_and_without_matching_edges():
    squares = geometries([shapely.box(x, 0, x + 1, 1) for x in range(5)])
    assert dissolve(squares).equals(shapely.box(0, 0, 5, 1))
    uneven = geometries([shapely.box(0, 0, 1, 2), shapely.box(1, 0, 2, 1), None])
    assert dissolve(uneven).is_valid
    assert dissolve(uneven).area == pytest.approx(3)
    assert dissolve(geometries([])).is_empty


def test_difference_rows_leaves_what_only_touches():
    a = geometries([shapely.box(0, 0, 2, 2), shapely.box(0, 0, 2, 2), shapely.box(0, 0, 2, 2)])
    b = geometries([shapely.box(1, 0, 3, 2), shapely.box(2, 0, 3, 2), None])
    assert shapely.area(difference_rows(a, b)).tolist() == [2, 4, 4]


def test_collect_and_inner_point():
    pieces = from_wkt(["POINT(0 0)", "POINT(1 1)", "POINT(2 2)"])
    owners, shapes = collect(pieces, np.array([4, 1, 4]))
    assert owners.tolist() == [1, 4]
    assert [len(shapely.get_parts(shape)) for shape in shapes] == [1, 2]
    inside = inner_point(geometries([shapely.box(0, 0, 2, 2), shapely.Point(9, 9), None]))
    assert shapely.box(0, 0, 2, 2).contains(inside[0])
    assert (inside[1].x, inside[2]) == (9, None)


def test_what_geos_can_not_relate_is_still_cut(monkeypatch) -> None:
    """GEOS 3.11 refuses to relate some shapes that it can overlay."""
    asked = []

    def refuse(*_: object, **__: object) -> None:
        asked.append(True)
        raise shapely.GEOSException("side location conflict")

    a = np.array([shapely.box(0, 0, 10, 10), shapely.box(20, 0, 30, 10)], dtype=object)
    b = np.array([shapely.box(5, 0, 15, 10), None], dtype=object)
    expected = difference_rows(a, b)
    monkeypatch.setattr(rows.shapely, "intersects", refuse, raising=False)
    found = difference_rows(a, b)
    assert asked and to_wkb(found).tolist() == to_wkb(expected).tolist()
    assert found[0].area == 50.0
