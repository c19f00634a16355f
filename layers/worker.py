"""What surrounds the work of a thread: the collector rests, and QGIS's caches are left sound."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import Iterator

from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from .crs import forget_cached


class _Rest(QObject):
    """Python's cycle collector stands still while any worker is at work.

    It goes on in the main thread: in a worker it would at once take apart what the window has
    left behind, and Qt's objects must not be taken apart in another thread than their own.
    """

    over = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self._guard = threading.Lock()
        self._workers = 0
        self._resting = False
        self._was_enabled = False
        self.over.connect(self._go_on)

    def begin(self) -> None:
        """One more worker begins."""
        with self._guard:
            self._workers += 1
            if not self._resting:
                self._resting = True
                self._was_enabled = gc.isenabled()
                gc.disable()

    def end(self) -> None:
        """A worker is done."""
        with self._guard:
            self._workers -= 1
        self.over.emit()  # to the main thread's event loop, from a worker

    def _go_on(self) -> None:
        with self._guard:
            if self._workers == 0 and self._resting:
                self._resting = False
                if self._was_enabled:
                    gc.enable()


_rest = _Rest()
if QCoreApplication.instance() is not None:  # whatever thread was the first to need this
    _rest.moveToThread(QCoreApplication.instance().thread())


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
