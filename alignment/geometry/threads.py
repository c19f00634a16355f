"""Pairwise GEOS work in blocks, several at a time, answered in order and cancelled at once.

GEOS works on immutable geometries outside Python's lock. Prepared geometries build their indexes
while they are asked, so none that goes to several threads stays prepared.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any, Callable, Iterator, Sequence, TypeVar

import numpy as np

from ..progress import Tick, no_tick
from .arrays import BoolArray, GeometryArray, blocks
from .engine import shapely

WORKERS = max(1, min(4, os.cpu_count() or 1))
VERTICES_PER_TASK = 30_000
ASK_EVERY_S = 0.1
Result = tuple[GeometryArray, BoolArray]
Item = TypeVar("Item")
Answer = TypeVar("Answer")


def in_blocks(
    operation: Callable[[GeometryArray, GeometryArray], Result],
    left: GeometryArray,
    right: GeometryArray,
    tick: Tick,
) -> Result:
    """Run an operation that gives (result, failed) on pairs; results in the order of the pairs.

    `tick` is asked while waiting: a cancel drops what has not begun.
    """
    parts = list(blocks(left, VERTICES_PER_TASK))
    if len(parts) <= 1:
        tick()
        return operation(left, right)
    shapely.destroy_prepared(left)
    shapely.destroy_prepared(right)
    with ThreadPoolExecutor(WORKERS) as pool:
        tasks = [pool.submit(operation, left[part], right[part]) for part in parts]
        answers = _in_order(tasks, tick)
    return (
        np.concatenate([result for result, _ in answers]),
        np.concatenate([failed for _, failed in answers]),
    )


def over_blocks(
    function: Callable[[GeometryArray], Any], geometry: GeometryArray, tick: Tick = no_tick
) -> Any:
    """A function of one array that gives an array, run on its blocks; one array in order."""
    answers = per_block(function, geometry, tick)
    return np.asarray(answers[0]) if len(answers) == 1 else np.concatenate(answers)


def per_block(
    function: Callable[[GeometryArray], Answer], geometry: GeometryArray, tick: Tick = no_tick
) -> list[Answer]:
    """The answers of a function to each block of an array (at least one), in order."""
    parts = list(blocks(geometry, VERTICES_PER_TASK))
    if len(parts) > 1:
        shapely.destroy_prepared(geometry)
    return side_by_side(function, [geometry[part] for part in parts] or [geometry], tick)


def side_by_side(
    function: Callable[[Item], Answer], items: Sequence[Item], tick: Tick = no_tick
) -> list[Answer]:
    """The answers of a function to each item, several at a time, in order."""
    if len(items) == 1:
        return [function(items[0])]
    with ThreadPoolExecutor(WORKERS) as pool:
        return _in_order([pool.submit(function, item) for item in items], tick)


@contextmanager
def meanwhile(function: Callable[[], Answer]) -> Iterator[Callable[[], Answer]]:
    """Run a function in a thread beside the block; what is given waits for its answer."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(copy_context().run, function).result


def _in_order(tasks: list[Future[Answer]], tick: Tick) -> list[Answer]:
    """The answers in the order of submission; a cancel drops what has not begun."""
    try:
        return [_awaited(task, tick) for task in tasks]
    finally:
        for task in tasks:
            task.cancel()


def _awaited(task: Future[Answer], tick: Tick) -> Answer:
    while True:
        tick()
        try:
            return task.result(timeout=ASK_EVERY_S)
        except NotYet:
            continue
