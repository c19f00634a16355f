"""Shared by the tests of `layers`: the helper module, a recorder, a CRS."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem

sys.path.append(str(Path(__file__).parent))


@pytest.fixture
def sweref() -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem("EPSG:3006")
