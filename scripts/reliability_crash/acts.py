"""What a process does until it is killed: each act works on one store, in a process of its own."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import syscalls
from content import BO, EVA, something
from strukturbild.review.exchange import take_in
from strukturbild.review.opening import create_store, open_store
from strukturbild.review.package import Package
from strukturbild.review.result_file import ResultFile
from strukturbild.review.update import bring_up_to_date

Act = Callable[[str, Path], None]  # place, file of acknowledgements


def decisions(place: str, side: Path, seed: int = 1, most: int = 150) -> None:
    """Write decisions, comments and undos; each is acknowledged once `write` has returned."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    with open_store(place).closing() as store, side.open("a", encoding="ascii") as told:
        findings = [item.finding_id for item in store.findings()][:20]
        for _ in range(most):
            entry = something(store, findings, draw, EVA)
            told.write(f"{entry.entry_id} {entry.finding_id} {entry.sequence}\n")
            told.flush()
            os.fsync(told.fileno())


def endless(place: str, side: Path) -> None:
    """Decisions until something ends it."""
    decisions(place, side, most=1_000_000)


def imports(package: Package) -> Act:
    """Take a package in."""

    def act(place: str, _: Path) -> None:
        with open_store(place).closing() as store:
            take_in(store, package, BO)

    return act


def updates(result: ResultFile) -> Act:
    """Bring the store up to date."""

    def act(place: str, _: Path) -> None:
        with open_store(place).closing() as store:
            bring_up_to_date(store, result, EVA)

    return act


def opens(place: str, _: Path) -> None:
    """Open the store, which migrates an older one."""
    open_store(place).backend.close()


def creates(place: str, _: Path) -> None:
    """Make a store."""
    create_store(place, "EPSG:3006").backend.close()


def vacuums(place: str, _: Path) -> None:
    """Drop what old runs found, and give the space back."""
    with open_store(place).closing() as store:
        store.vacuum(keep_runs=1)


@dataclass(frozen=True)
class Outcome:
    """How a process ended: killed, or by itself; its seconds; what it said where it failed."""

    killed: bool
    seconds: float
    fault: str = ""


def run(
    act: Act,
    place: str,
    side: Path,
    *,
    hook: syscalls.Hook | None = None,
    kill_after: float | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Outcome:
    """Do an act in a child process, which is killed after so many seconds or by the hook."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _in_child(act, place, side, hook, writer)
    os.close(writer)
    started = time.perf_counter()
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    meanwhile()
    with os.fdopen(reader, "rb") as said:
        fault = said.read().decode("utf-8", "replace")
    _, status = os.waitpid(child, 0)
    return Outcome(os.WIFSIGNALED(status), time.perf_counter() - started, fault)


def _in_child(act: Act, place: str, side: Path, hook: syscalls.Hook | None, writer: int) -> None:
    code = 1
    try:
        if hook is not None:
            syscalls.intercept(hook)
        act(place, side)
        code = 0
    except BaseException:  # noqa: BLE001 - the parent is told, whatever it was
        os.write(writer, traceback.format_exc().encode())
    finally:
        sys.stdout.flush()
        os._exit(code)
