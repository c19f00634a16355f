"""Transformations after the worker that made a CRS has ended: QGIS's cache then holds it empty."""

from __future__ import annotations

import threading
from typing import Any, Callable

import numpy as np
import pytest
import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
)

# systems that no other test uses: what the cache holds of them is this test's own
GOTHENBURG, UTM = "EPSG:3007", "EPSG:25833"
PLACE = (150_000.0, 6_400_000.0)  # in EPSG:3007


def in_a_thread(work: Callable[[], Any]) -> Any:
    """What the work returns; its thread has ended by then."""
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found[0]


def used(name: str) -> QgsCoordinateTransform:
    origin, target = QgsCoordinateReferenceSystem(name), QgsCoordinateReferenceSystem("EPSG:4326")
    made = QgsCoordinateTransform(origin, target, QgsCoordinateTransformContext())
    made.transform(*PLACE)
    return made


def made_in_a_thread_that_ended(
    names: list[str], at_its_end: Callable[[], None] = lambda: None
) -> list[QgsCoordinateTransform]:
    """A thread makes the CRSs, the main one uses and keeps them, the thread ends."""
    made, done = threading.Event(), threading.Event()

    def make() -> None:
        for name in names:
            used(name)
        made.set()
        done.wait()
        at_its_end()

    thread = threading.Thread(target=make)
    thread.start()
    made.wait()
    kept = [used(name) for name in names]
    done.set()
    thread.join()
    return kept


@pytest.fixture
def emptied(qgis_app: Any) -> Any:
    """QGIS's cache as it is when workers have ended; whole again after the test."""
    QgsCoordinateReferenceSystem.invalidateCache()
    QgsCoordinateTransform.invalidateCache()
    kept = made_in_a_thread_that_ended([GOTHENBURG, UTM])
    assert in_a_thread(lambda: QgsCoordinateReferenceSystem(UTM).toWkt()) == ""  # QGIS's fault
    yield
    kept.clear()
    QgsCoordinateReferenceSystem.invalidateCache()
    QgsCoordinateTransform.invalidateCache()


def moved() -> Any:
    from strukturbild.alignment.progress import no_tick  # noqa: PLC0415
    from strukturbild.layers.transform import transform  # noqa: PLC0415

    geometry = np.array([shapely.points(PLACE), None], dtype=object)
    origin, target = QgsCoordinateReferenceSystem(GOTHENBURG), QgsCoordinateReferenceSystem(UTM)
    return transform(geometry, origin, target, QgsCoordinateTransformContext(), no_tick)


def test_a_crs_whose_thread_has_ended_still_transforms(emptied: None) -> None:
    found = in_a_thread(moved)
    assert not found.failed.any()
    assert GOTHENBURG in found.operation
    x, y = shapely.get_coordinates(found.geometry)[0]
    assert x == pytest.approx(323_000, abs=3_000)
    assert y == pytest.approx(6_399_000, abs=3_000)


def test_geometry_without_a_way_to_the_target_fails_and_does_not_stay(
    qgis_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from strukturbild.layers import transform as module  # noqa: PLC0415

    monkeypatch.setattr(module, "sound_transform", lambda *given: QgsCoordinateTransform())
    found = moved()
    assert found.failed.tolist() == [True, False]
    assert found.geometry.tolist() == [None, None]


def test_what_a_worker_made_does_not_outlive_it(qgis_app: Any) -> None:
    from strukturbild.layers.crs import forget_cached  # noqa: PLC0415

    kept = made_in_a_thread_that_ended([UTM], at_its_end=forget_cached)
    assert in_a_thread(lambda: QgsCoordinateReferenceSystem(UTM).toWkt())
    kept.clear()
