"""Shared by the tests of styles: helper modules of this folder and of the layers' tests."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.extend([str(HERE), str(HERE.parent / "layers")])
