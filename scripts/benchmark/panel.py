"""The review panel with 50 000 findings: opening, searching, scrolling, selecting.

`panel_cases` makes the stores; `python panel.py SETUP STORE` drives a real panel in a process of
its own and prints its figures as JSON. Times are milliseconds; `gap` is the longest time in which
the window answered nothing, by a timer that should fire all the time. The peer is QGIS's own
attribute table on the same findings.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any, Callable

COUNT = 50_000
BEAT_MS = 2
PATIENCE = 60.0
TYPED = "bebyggelse"
SPREADS = {"one municipality": 1, "twelve municipalities": 12}
WIDE, HIGH = 480, 1000
PEERS = {"open": "open", "key_p50": "key"}


class Heart:
    """Beats while the window lives; remembers the longest time that it did not."""

    def __init__(self) -> None:
        from qgis.PyQt.QtCore import QTimer  # noqa: PLC0415 - after QGIS was started

        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now

    def begin(self) -> None:
        """Count anew."""
        self.longest, self._last = 0.0, time.perf_counter()


def wait_until(done: Callable[[], bool]) -> float:
    """Milliseconds until something is so; the window waits as QGIS does, without using time."""
    from qgis.PyQt.QtCore import QEventLoop, QTimer  # noqa: PLC0415

    started = time.perf_counter()
    loop, timer = QEventLoop(), QTimer()

    def look() -> None:
        if done():
            loop.quit()
        elif time.perf_counter() - started > PATIENCE:
            sys.exit("the panel did not answer")

    timer.timeout.connect(look)
    timer.start(BEAT_MS)
    loop.exec()
    return (time.perf_counter() - started) * 1000


def drive(setup: str, place: str) -> dict[str, Any]:
    """Open a store in a panel and use it."""
    from qgis.gui import QgsMapCanvas  # noqa: PLC0415
    from qgis.PyQt.QtWidgets import QMainWindow  # noqa: PLC0415
    from strukturbild.plugin import LoadingAhead  # noqa: PLC0415

    window = QMainWindow()
    ahead = LoadingAhead(window)
    heart = Heart()
    wait_until(lambda: not ahead.timer.isActive())
    found: dict[str, Any] = {"ahead_gap": heart.longest * 1000}
    from strukturbild.ui.dock import ReviewDock  # noqa: PLC0415
    from strukturbild.ui.opening import OpenOrder  # noqa: PLC0415

    class Iface:
        """As much of QGIS's window as the panel needs."""

        canvas = QgsMapCanvas()

        def mapCanvas(self) -> QgsMapCanvas:  # noqa: N802 - QGIS's name
            return self.canvas

        def mainWindow(self) -> QMainWindow:  # noqa: N802
            return window

        def __getattr__(self, name: str) -> Any:
            return lambda *given: None

    window.resize(WIDE, HIGH)
    window.show()
    _settled()
    made: list[Any] = []

    def first_opening() -> None:
        made.append(ReviewDock(Iface(), window))
        window.setCentralWidget(made[0])
        made[0].show()

    found["first_opening"] = _timed(first_opening)
    dock = made[0]
    heart.begin()
    dock.session.opening.start(OpenOrder(Path(setup), place))
    found["open"] = wait_until(lambda: len(dock.session.records) == COUNT)
    found["open"] += _settled()
    found["open_gap"] = heart.longest * 1000
    found |= _use(dock, heart)
    dock.close_down()
    return found


def _settled() -> float:
    """Until everything that waits has been shown."""
    from qgis.PyQt.QtWidgets import QApplication  # noqa: PLC0415

    started = time.perf_counter()
    for _ in range(3):
        QApplication.processEvents()
    return (time.perf_counter() - started) * 1000


def _timed(act: Callable[[], Any]) -> float:
    """Milliseconds of an act with all that is painted after it."""
    started = time.perf_counter()
    act()
    _settled()
    return (time.perf_counter() - started) * 1000


def _use(dock: Any, heart: Heart) -> dict[str, Any]:
    page, found = dock.review, {}
    search, timer = page.filters.search, page.filters._timer
    strokes = []
    for end in [*range(1, len(TYPED) + 1), *range(len(TYPED) - 1, -1, -1)]:

        def stroke(text: str = TYPED[:end]) -> None:
            search.setText(text)
            timer.stop()
            page.filters.filter_changed.emit(page.filters.chosen())

        strokes.append(_timed(stroke))
    found["key_p50"], found["key_max"] = statistics.median(strokes), max(strokes)
    bar = page.list.verticalScrollBar()
    steps = [bar.maximum() * n // 40 for n in range(41)]
    scrolls = [_timed(lambda to=to: bar.setValue(to)) for to in steps]
    found["scroll_p50"], found["scroll_max"] = statistics.median(scrolls), max(scrolls)
    page.step(1)
    found["select_all"] = _timed(page.list.selectAll)
    found["step"] = _timed(lambda: page.step(1))
    heart.begin()
    for grouping in ("rule", "status", "node", "municipality"):
        place = page.filters.grouping.findData(grouping)
        act = lambda place=place: page.filters.grouping.setCurrentIndex(place)  # noqa: E731
        found[f"group_{grouping}"] = _timed(act)
    return found


def peer(place: str) -> dict[str, float]:
    """QGIS's attribute table: opened on the findings with all rows, and one filter."""
    from qgis.core import QgsVectorLayer  # noqa: PLC0415
    from qgis.gui import QgsAttributeTableFilterModel, QgsDualView, QgsMapCanvas  # noqa: PLC0415
    from qgis.PyQt.QtWidgets import QMainWindow  # noqa: PLC0415

    window, canvas, view = QMainWindow(), QgsMapCanvas(), QgsDualView()
    window.resize(WIDE, HIGH)
    window.setCentralWidget(view)
    window.show()
    layer = QgsVectorLayer(f"{place}|layername=finding", "finding", "ogr")

    def opened() -> None:
        view.init(layer, canvas)
        view.setView(QgsDualView.ViewMode.AttributeTable)

    found = {"open": _timed(opened)}
    mode = QgsAttributeTableFilterModel.FilterMode.ShowFilteredList
    said = f"\"title\" ILIKE '%{TYPED}%'"

    def filtered() -> None:
        view.setFilterMode(mode)
        view.setFilteredFeatures([feature.id() for feature in layer.getFeatures(said)])

    found["key"] = _timed(filtered)
    return found


def panel_cases(work: Path, repeats: int = 3) -> list[dict[str, Any]]:
    """Each case as `{case, seconds, spread, peak_mb, size, peers}`."""
    from county import write_county  # noqa: PLC0415 - needs what only the benchmark installs
    from matching import findings  # noqa: PLC0415
    from store import fill, in_process, result_of  # noqa: PLC0415

    folder = work / "panel"
    setup = write_county(folder, 12, 240)
    rows, cases = findings(COUNT), []
    for name, groups in SPREADS.items():
        result = result_of(rows, name)
        for number, item in enumerate(result.findings):
            item.values["municipality"] = f"Kommun {number % groups + 1:02d}"
            item.values["municipality_code"] = f"{1000 + number % groups}"
        place = folder / f"{name}.gpkg"
        place.unlink(missing_ok=True)
        fill(str(place), result)
        runs = [in_process(__file__, str(setup), str(place)) for _ in range(repeats)]
        other = [in_process(__file__, "peer", str(place))[0] for _ in range(repeats)]
        for act in runs[0][0]:
            times = [said[act] / 1000 for said, _ in runs]
            case = {
                "case": f"panel, {name}: {act}",
                "seconds": statistics.median(times),
                "spread": (min(times), max(times)),
                "peak_mb": max(peak for _, peak in runs),
                "size": COUNT,
            }
            if act in PEERS:
                case["peers"] = {
                    "native": statistics.median(said[PEERS[act]] for said in other) / 1000
                }
            cases.append(case)
    return cases


def main() -> None:
    """Drive one panel, or its peer."""
    from qgis.core import QgsApplication  # noqa: PLC0415

    application = QgsApplication([], True)
    application.initQgis()
    found = peer(sys.argv[2]) if sys.argv[1] == "peer" else drive(*sys.argv[1:3])
    print(json.dumps(found), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
