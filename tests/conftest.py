"""Shared by all tests: where the project, the built plugin and the shared data are."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("STRUKTURBILD_SHARED", ROOT.parent / "shared"))

# the repository root has a room named like QGIS's own plugin "processing": never import from it
sys.path[:] = [entry for entry in sys.path if entry and Path(entry).resolve() != ROOT]

# speed is measured by scripts/bench; a busy machine or a slow disk must not fail a property
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def resources() -> Path:
    return ROOT / "resources"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("shared test data is not here")
    return folder
