"""What surrounds the work of a thread: the collector rests, and QGIS's caches are left sound."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import Iterator

from .crs import forget_cached


class _Rest:
    """Python's cycle collector stands still while any worker is at work."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._workers = 0
        self._was_enabled = False

    def begin(self) -> None:
        with self._guard:
            if self._workers == 0:
                self._was_enabled = gc.isenabled()
                gc.disable()
            self._workers += 1

    def end(self) -> None:
        with self._guard:
            self._workers -= 1
            if self._workers == 0 and self._was_enabled:
                gc.enable()


_rest = _Rest()


@contextmanager
def at_work() -> Iterator[None]:
    """Around all that a worker does.

    A run makes hundreds of thousands of values and geometries, and next to none is part of a
    cycle; the collector would go through them again and again, a tenth of the run, and the window
    stands still meanwhile.
    """
    _rest.begin()
    try:
        yield
    finally:
        _rest.end()
        forget_cached()
