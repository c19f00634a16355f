"""Runs inside QGIS for scripts/screenshot: runs the given script, says when to look, then quits."""

import os
import runpy
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.utils import iface

MARKER = Path(os.environ["STRUKTURBILD_MARKER"])
MILLISECONDS_TO_SETTLE = 6000


def go() -> None:
    """Run the script; give the map time to be drawn."""
    namespace = runpy.run_path(os.environ["STRUKTURBILD_START"])
    wait = namespace.get("SECONDS_TO_WAIT", MILLISECONDS_TO_SETTLE / 1000)
    QTimer.singleShot(int(wait * 1000), ready)


def ready() -> None:
    """Let the picture be taken, and go when it has been."""
    MARKER.write_text("ready", encoding="utf-8")
    leave()


def leave() -> None:
    """Quit once the picture is taken."""
    if not MARKER.with_name("taken").exists():
        QTimer.singleShot(200, leave)
        return
    QgsProject.instance().clear()
    iface.actionExit().trigger()


QTimer.singleShot(1000, go)
