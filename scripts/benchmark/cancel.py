"""How soon a cancel is answered: the adversarial overlay, cancelled at random moments."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "build" / "plugins"), str(ROOT / "scripts" / "benchmark")]

from data import partition  # noqa: E402
from run import SQUARE, star  # noqa: E402
from strukturbild.alignment.geometry.disjoint import make_disjoint  # noqa: E402
from strukturbild.alignment.geometry.overlay import overlay, union_all  # noqa: E402
from strukturbild.alignment.progress import Cancelled  # noqa: E402

TRIES = 30


def answer_time(after: float, plan: np.ndarray, huge: np.ndarray) -> float:
    """Seconds from a cancel, `after` seconds into the work, to its answer (0: it was done)."""
    cancelled = threading.Event()
    asked: list[float] = []

    def cancel() -> None:
        asked.append(time.perf_counter())
        cancelled.set()

    def tick() -> None:
        if cancelled.is_set():
            raise Cancelled

    timer = threading.Timer(after, cancel)
    timer.start()
    try:
        make_disjoint(plan, np.arange(len(plan)), tick)
        overlay(plan, huge, tick)
        union_all(plan, tick)
    except Cancelled:
        return time.perf_counter() - asked[0]
    finally:
        timer.cancel()
    return 0.0


def main() -> None:
    """Print the median, 95th percentile and worst answer."""
    rng = np.random.default_rng(11)
    plan = partition(50_000, SQUARE, 1)
    plan[::7] = partition(50_000, SQUARE, 9)[: len(plan[::7])]  # overlaps, so that none is skipped
    huge = np.array([star(30_000)], dtype=object)
    answers = [answer_time(after, plan, huge) for after in rng.uniform(0.2, 8.0, TRIES)]
    print(
        f"cancel answered after {np.median(answers):.2f} s (median), "
        f"{np.quantile(answers, 0.95):.2f} s (p95), {max(answers):.2f} s (worst of {TRIES})"
    )


if __name__ == "__main__":
    main()
