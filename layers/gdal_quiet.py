"""Keeping GDAL's own remarks off the console: what matters is said as a problem."""

from __future__ import annotations

import contextlib
from typing import Iterator

from osgeo import gdal


@contextlib.contextmanager
def quiet_gdal() -> Iterator[None]:
    """Silence GDAL in this thread; what it refuses is told by what it returns."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()
