"""Pairwise GEOS work in blocks, several at a time, answered in order and cancelled at once.

GEOS works on immutable geometries outside Python's lock. Prepared geometries build their indexes
while they are asked, so predicates on them stay in one thread.
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import Any, Callable

import numpy as np

from ..progress import Tick
from .arrays import BoolArray, GeometryArray, blocks

WORKERS = max(1, min(4, os.cpu_count() or 1))
VERTICES_PER_TASK = 60_000
ASK_EVERY_S = 0.1
Result = tuple[GeometryArray, BoolArray]


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
    with ThreadPoolExecutor(WORKERS) as pool:
        tasks = [pool.submit(operation, left[part], right[part]) for part in parts]
        try:
            answers = [_awaited(task, tick) for task in tasks]
        finally:
            for task in tasks:
                task.cancel()
    return (
        np.concatenate([result for result, _ in answers]),
        np.concatenate([failed for _, failed in answers]),
    )


def _awaited(task: Future[Any], tick: Tick) -> Result:
    while True:
        tick()
        try:
            answer: Result = task.result(timeout=ASK_EVERY_S)
            return answer
        except NotYet:
            continue
