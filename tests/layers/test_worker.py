"""Python's cycle collector rests while workers are at work, and is as it was afterwards."""

from __future__ import annotations

import gc
import threading
from typing import Iterator

import pytest
from qgis.PyQt.QtCore import QCoreApplication
from strukturbild.layers.worker import at_work


@pytest.fixture(autouse=True)
def _collector_as_it_was() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.enable()
    yield
    if not was_enabled:
        gc.disable()


def test_it_rests_and_comes_back(qgis_app: object) -> None:
    with at_work():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_fault_brings_it_back(qgis_app: object) -> None:
    with pytest.raises(ValueError, match="broken"), at_work():
        raise ValueError("broken")
    assert gc.isenabled()


def test_the_last_worker_brings_it_back_in_the_main_thread(qgis_app: object) -> None:
    inside, leave = threading.Event(), threading.Event()

    def work() -> None:
        with at_work():
            inside.set()
            leave.wait(10)

    other = threading.Thread(target=work)
    with at_work():
        other.start()
        assert inside.wait(10)
    assert not gc.isenabled()
    leave.set()
    other.join(10)
    assert not gc.isenabled()  # a worker must not take the window's objects apart
    QCoreApplication.processEvents()
    assert gc.isenabled()


def test_work_that_begins_before_the_main_thread_heard_of_the_end(qgis_app: object) -> None:
    def work() -> None:
        with at_work():
            pass

    other = threading.Thread(target=work)
    other.start()
    other.join(10)
    with at_work():
        QCoreApplication.processEvents()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_whoever_had_turned_it_off_finds_it_off(qgis_app: object) -> None:
    gc.disable()
    with at_work():
        pass
    assert not gc.isenabled()
    gc.enable()
