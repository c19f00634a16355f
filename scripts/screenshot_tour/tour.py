"""Walks through scenes; each scene yields when it waits, so that QGIS goes on living."""

from __future__ import annotations

import os
import time
import traceback
from pathlib import Path
from typing import Iterator

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.utils import iface

from . import beginning, dark, editing, new_case, reviewing, together
from .camera import Camera
from .clock import Clock
from .waiting import Wait

STEP_MS = 50
PATIENCE_S = 60.0


class Tour:
    """Runs the scenes in their order, writes the report, and ends QGIS."""

    def __init__(self) -> None:
        self.camera = Camera(
            Path(os.environ["STRUKTURBILD_PICTURES"]),
            Path(os.environ["STRUKTURBILD_README_PICTURES"]),
        )
        self.clock = Clock()
        self.report = Path(os.environ["STRUKTURBILD_REPORT"])
        self.story = self.scenes()
        self.wait: Wait = 0.0
        self.since = 0.0

    def scenes(self) -> Iterator[Wait]:
        """All scenes; each one finds QGIS as the one before left it."""
        yield from beginning.scenes(self.camera, self.clock)
        yield from reviewing.scenes(self.camera, self.clock)
        yield from editing.scenes(self.camera)
        yield from together.scenes(self.camera)
        yield from new_case.scenes(self.camera)
        yield from dark.scenes(self.camera)

    def begin(self) -> None:
        """Take the first step."""
        self.since = time.monotonic()
        self.go_on()

    def go_on(self) -> None:
        """Wait on, or take the next step; whatever goes wrong is written into the report."""
        try:
            done = not self.waited() or self.step()
        except Exception:  # noqa: BLE001 - a tour without anyone to see it must not just hang
            self.end(traceback.format_exc())
            return
        if done:
            QTimer.singleShot(STEP_MS, self.go_on)

    def waited(self) -> bool:
        """Whether what was waited for has come; raises TimeoutError where it doesn't."""
        passed = time.monotonic() - self.since
        if not callable(self.wait):
            return passed >= self.wait
        if passed > PATIENCE_S:
            raise TimeoutError(self.wait.__qualname__)
        return bool(self.wait())

    def step(self) -> bool:
        """Let the story go on to where it waits next; False at its end."""
        try:
            self.wait = next(self.story)
        except StopIteration:
            self.end(self.clock.report())
            return False
        self.since = time.monotonic()
        return True

    def end(self, report: str) -> None:
        """Write the report and close QGIS."""
        self.report.write_text(report, encoding="utf-8")
        for dialog in QgsApplication.topLevelWidgets():
            if dialog.isModal():
                dialog.close()
        QgsProject.instance().clear()
        QTimer.singleShot(500, iface.actionExit().trigger)
