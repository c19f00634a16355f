"""Shapely works with its own GEOS, also in QGIS, which has another one loaded."""

import os
import subprocess
import sys

import pytest

IN_QGIS = """
import ctypes
import ctypes.util
ctypes.CDLL(ctypes.util.find_library("geos_c"), ctypes.RTLD_GLOBAL)  # as QGIS's own program has it
from strukturbild.alignment.geometry.engine import shapely
print(shapely.box(0, 0, 1, 1) == shapely.box(0, 0, 1, 2))
print(shapely.to_wkt(shapely.Point(1, 2, 3)))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere libraries keep apart")
def test_the_geos_of_qgis_is_not_taken_for_that_of_shapely() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_QGIS],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n")[:2] == ["False", "POINT Z (1 2 3)"]
