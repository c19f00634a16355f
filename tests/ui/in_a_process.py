"""A panel in a Python of its own, for what may bring its process down or needs a clean one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MAKE_DOCK = """
from qgis.PyQt.QtWidgets import QMainWindow
from qgis.gui import QgsMapCanvas
from strukturbild.ui.dock import ReviewDock
class Iface:
    def __init__(self): self.canvas = QgsMapCanvas()
    def mapCanvas(self): return self.canvas
    def mainWindow(self): return window
    def __getattr__(self, name): return lambda *given: None
window = QMainWindow(); iface = Iface(); dock = ReviewDock(iface, window)
"""


def in_a_process(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run code, with the plugin on its path, and wait for its end."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "build" / "plugins")},
        timeout=60,
    )
