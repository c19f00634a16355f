"""The panel's code is loaded before it is asked for."""

from __future__ import annotations

from in_a_process import in_a_process

LOADING = """
import sys
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QApplication
app = QApplication([])
import qgis.gui
from strukturbild.ui import ahead
ahead.BETWEEN_MS = 1
owner = QObject()
loading = ahead.LoadingAhead(owner)
assert "strukturbild.ui.dock" not in sys.modules
while loading.timer.isActive():
    app.processEvents()
known = set(sys.modules)
import strukturbild.ui.dock, strukturbild.ui.new_case.wizard
print(sorted(set(sys.modules) - known))
"""


def test_nothing_is_left_to_load_when_the_panel_is_opened() -> None:
    done = in_a_process(LOADING)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
