"""The real dock in a real QGIS: a sample county that was run once, and what a test does to it."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path
from typing import Any, Iterator

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "review"))
sys.path.insert(0, str(ROOT / "tests" / "ui"))
SAMPLE = ROOT / "resources" / "sample"
NAME = "kalmar.strukturbild.yaml"


@pytest.fixture(scope="session")
def checked_county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample county with a result and a review store beside its setup."""
    from qgis.core import QgsProcessingFeedback  # noqa: PLC0415 - after QGIS was started
    from strukturbild.alignment.setup.read import read_case  # noqa: PLC0415
    from strukturbild.processing.case_run import check_case, write_case  # noqa: PLC0415
    from strukturbild.processing.feedback import FeedbackProgress  # noqa: PLC0415
    from strukturbild.processing.review_update import update_review  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("län å ä ö") / "exempel"
    shutil.copytree(SAMPLE, folder)
    progress = FeedbackProgress(QgsProcessingFeedback(False))
    result = check_case(read_case(folder / NAME), progress)
    written = write_case(result, folder / "kalmar.gpkg", progress)
    update_review(str(folder / "kalmar.granskning.gpkg"), written, progress, name="Anna")
    return folder


@pytest.fixture
def county(checked_county: Path, tmp_path: Path) -> Path:
    """The setup file of a county of one's own."""
    shutil.copytree(checked_county, tmp_path / "exempel")
    return tmp_path / "exempel" / NAME


@pytest.fixture
def empty_county(tmp_path: Path) -> Path:
    """The setup file of a county that was never checked."""
    shutil.copytree(SAMPLE, tmp_path / "exempel")
    return tmp_path / "exempel" / NAME


@pytest.fixture
def project(qgis_new_project: Any) -> Any:
    """An empty project."""
    from qgis.core import QgsProject  # noqa: PLC0415

    return QgsProject.instance()


@pytest.fixture
def dock(project: Any, qgis_iface: Any, qtbot: Any) -> Iterator[Any]:
    """The dock, in a window, without a case."""
    from qgis.PyQt.QtWidgets import QMainWindow  # noqa: PLC0415
    from strukturbild.ui.dock import ReviewDock  # noqa: PLC0415

    window = QMainWindow()
    qtbot.addWidget(window)
    made = ReviewDock(qgis_iface, window)
    window.addDockWidget(_right(), made)
    window.resize(420, 900)
    window.show()
    qtbot.waitExposed(window)
    yield made
    made.close_down()


@pytest.fixture
def review(dock: Any, county: Path) -> Any:
    """The dock with the checked county open."""
    assert dock.session.open_case(county)
    return dock


@pytest.fixture
def session(project: Any, county: Path) -> Iterator[Any]:
    """The checked county without a dock."""
    from strukturbild.ui.session import ReviewSession  # noqa: PLC0415

    made = ReviewSession()
    assert made.open_case(county)
    yield made
    made.close()


@pytest.fixture
def gaps() -> Iterator[list[float]]:
    """How long the event loop was held up (s), while the test runs."""
    from qgis.PyQt.QtCore import QTimer  # noqa: PLC0415

    found: list[float] = []
    last = [time.perf_counter()]

    def beat() -> None:
        now = time.perf_counter()
        found.append(now - last[0])
        last[0] = now

    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(5)
    yield found
    timer.stop()


def _right() -> Any:
    from qgis.PyQt.QtCore import Qt  # noqa: PLC0415

    return Qt.DockWidgetArea.RightDockWidgetArea
