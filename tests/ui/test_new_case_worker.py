"""What the wizard does in the background: the latest counts, and whatever fails, it goes on."""

from __future__ import annotations

import time
from typing import Any

from strukturbild.alignment.problems import InputError, Problem
from strukturbild.alignment.progress import Cancelled
from strukturbild.ui import task_parts
from strukturbild.ui.new_case.worker import InOrder, LatestOnly


def test_only_the_latest_request_is_heard_of(qgis_app: Any, qtbot: Any) -> None:
    heard: list[int] = []
    worker = LatestOnly("prov", 0)
    worker.done.connect(heard.append)
    for number in (1, 2, 3):
        worker.request(lambda _progress, number=number: number)
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert heard == [3]


def test_a_look_that_fails_does_not_stop_the_next(qgis_app: Any, qtbot: Any) -> None:
    seen: list[Any] = []
    told: list[str] = []

    def faulty(_progress: object) -> object:
        raise InputError(Problem("file_missing", {"path": "x"}))

    def unreadable(_progress: object) -> object:
        raise PermissionError(13, "Permission denied", "hemlig.gpkg")

    def failed(error: InputError) -> None:
        told.extend(str(problem.code) for problem in error.problems)

    order = InOrder("prov")
    order.request(faulty, seen.append, failed)
    order.request(unreadable, seen.append, failed)
    order.request(lambda _progress: "läst", seen.append, failed)
    qtbot.waitUntil(lambda: not order.is_busy)
    assert seen == ["läst"]
    assert told == ["file_missing", "file_trouble"]


def test_no_worker_is_in_python_once_the_plugin_is_unloaded(qgis_app: Any, qtbot: Any) -> None:
    at_work: list[bool] = []

    def slow(progress: Any) -> object:
        at_work.append(True)
        while not progress.is_cancelled():
            time.sleep(0.005)
        time.sleep(0.3)  # what can't be interrupted
        at_work.append(False)
        raise Cancelled

    worker = LatestOnly("prov", 0)
    worker.request(slow)
    qtbot.waitUntil(lambda: at_work == [True])
    worker.close()
    assert at_work == [True]
    task_parts.end_all()
    assert at_work == [True, False]
    assert not any(task.is_at_work() for task in task_parts.under_way)
