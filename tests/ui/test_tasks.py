"""A background task that meets a fault: a sentence where it can be expected, QGIS's report else."""

from __future__ import annotations

import threading
import traceback
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsTask

PLAIN = QgsTask.Flag.CanCancel


def ended(raised: Exception, qtbot: Any) -> tuple[Any, list[Any]]:
    """A task that raises: how it told its end, and what reached QGIS's own reporting."""
    from strukturbild.ui.task_parts import PanelTask, under_way  # noqa: PLC0415

    told: list[str] = []

    class Raising(PanelTask):
        def work(self) -> None:
            raise raised

        def tell(self) -> None:
            told.append(self.failure)

    with qtbot.captureExceptions() as reported:
        task = Raising("raising", PLAIN)
        QgsApplication.taskManager().addTask(task)
        qtbot.waitUntil(lambda: bool(told) and not under_way, timeout=5000)
        qtbot.wait(20)
    assert len(told) == 1
    return told[0], reported


@pytest.mark.parametrize(
    "raised", [OSError(13, "nej", "x.gpkg"), MemoryError()], ids=["disk", "memory"]
)
def test_what_can_be_expected_is_a_sentence(raised: Exception, qgis_app: Any, qtbot: Any) -> None:
    sentence, reported = ended(raised, qtbot)
    assert sentence.endswith(".")
    assert reported == []


@pytest.mark.parametrize("raised", [ZeroDivisionError("oj"), KeyError("a"), RuntimeError("x")])
def test_what_nobody_expected_reaches_qgis(raised: Exception, qgis_app: Any, qtbot: Any) -> None:
    sentence, reported = ended(raised, qtbot)
    assert sentence
    assert type(raised).__name__ not in sentence
    assert [error for _, error, _ in reported] == [raised]
    trace = "".join(traceback.format_exception(*reported[0]))
    assert "in work" in trace  # where it happened, not only where it was reported


def test_a_run_that_breaks_off_leaves_the_panel_ready(
    dock: Any, empty_county: Path, qtbot: Any, monkeypatch: Any
) -> None:
    from strukturbild.ui import run_task  # noqa: PLC0415

    session = dock.session
    assert session.open_case(empty_county)
    said: list[str] = []
    session.said.connect(lambda text, _level: said.append(text))

    def breaks(*_given: Any) -> None:
        raise ZeroDivisionError("oj")

    check = run_task.check_case
    monkeypatch.setattr(run_task, "check_case", breaks)
    with qtbot.captureExceptions() as reported:
        assert session.run_check()
        qtbot.waitUntil(lambda: not session.running.active, timeout=10_000)
        qtbot.wait(20)
    assert [kind for kind, _, _ in reported] == [ZeroDivisionError]
    assert len(said) == 1 and "ZeroDivisionError" not in said[0]
    assert dock.review.run_button.isEnabled()
    assert session.store is None
    monkeypatch.setattr(run_task, "check_case", check)
    assert session.run_check()
    session.running.cancel()
    qtbot.waitUntil(lambda: not session.running.active, timeout=30_000)
    assert len(said) == 2  # that it was cancelled, which the first one was not
    assert said[0] != said[1]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are listed by Linux")
def test_no_thread_of_the_pool_outlives_the_plugin(qtbot: Any) -> None:
    from strukturbild.ui.task_parts import end_all  # noqa: PLC0415

    threads: list[int] = []
    task = QgsTask.fromFunction("thread", lambda _task: threads.append(threading.get_native_id()))
    QgsApplication.taskManager().addTask(task)
    qtbot.waitUntil(lambda: bool(threads) and not QgsApplication.taskManager().count())
    own = Path(f"/proc/self/task/{threads[0]}")
    assert own.exists()  # it waits for more to do
    end_all()
    qtbot.waitUntil(lambda: not own.exists(), timeout=3000)  # left alone, it waits half a minute


def test_a_task_that_is_stopped_before_it_begins_does_nothing_and_stays_until_then(
    qtbot: Any,
) -> None:
    from strukturbild.ui import task_parts  # noqa: PLC0415
    from strukturbild.ui.work_task import WorkTask  # noqa: PLC0415

    manager, go_on, done = QgsApplication.taskManager(), threading.Event(), []
    held_up = [
        QgsTask.fromFunction("before", lambda _task: go_on.wait(10))
        for _ in range(manager.threadPool().maxThreadCount())
    ]
    for before in held_up:
        manager.addTask(before)
    qtbot.waitUntil(lambda: all(t.status() == QgsTask.TaskStatus.Running for t in held_up))
    task = WorkTask("prov", lambda _progress: done.append("worked"), QgsTask.Flag.CanCancel)
    manager.addTask(task)
    task.stop()
    # cancelled, QGIS would delete it, which a thread that is about to begin it does not survive
    assert task.status() == QgsTask.TaskStatus.Queued
    assert task.is_at_work()
    go_on.set()
    qtbot.waitUntil(lambda: not task_parts.under_way)
    assert done == []
