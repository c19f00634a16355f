"""Rates of matching on a large random case, errors in both directions; see docs/reliability.md.

Derives findings from plans and a structure map, changes the source, derives again, matches, and
compares with what is known of each object. Prints a Markdown table, a row a change.
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np
from landscape import derive, landscape
from source_changes import CHANGES
from verdicts import (
    ELSEWHERE,
    ELSEWHERE_ASKED,
    GONE,
    GONE_ASKED,
    GONE_CARRIED,
    LOST,
    MERGED,
    RIGHT,
    RIGHT_ASKED,
    SAME_GROUND,
    Verdicts,
    verdicts,
)

STILL_THERE = (RIGHT, RIGHT_ASKED, ELSEWHERE, ELSEWHERE_ASKED, MERGED, LOST)
IN_TRUTH_GONE = (GONE, GONE_ASKED, GONE_CARRIED)
HEADS = (
    "change", "findings", "right", "right, asked", "**elsewhere**", "elsewhere, asked",
    "same ground", "merged", "**lost**", "gone", "said to be gone", "kept, asked", "**kept**",
    "**called new**",
)  # fmt: skip


def line(name: str, found: Verdicts) -> str:
    """One row of the table: shares of what is still there, then counts of what is gone."""
    there = sum(found.count(word) for word in STILL_THERE) + found.count(SAME_GROUND)

    def share(word: str) -> str:
        count = found.count(word)
        return f"{100 * count / max(there, 1):.2f} %" if count else "0"

    gone = sum(found.count(word) for word in IN_TRUTH_GONE)
    cells = [name, f"{there}"]
    cells += [share(word) for word in (RIGHT, RIGHT_ASKED, ELSEWHERE, ELSEWHERE_ASKED)]
    cells += [share(word) for word in (SAME_GROUND, MERGED, LOST)]
    cells += [str(gone), *(str(found.count(word)) for word in (GONE, GONE_ASKED, GONE_CARRIED))]
    cells.append(str(found.called_new))
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Measure every change and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--municipalities", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    land = landscape(given.seed, given.municipalities)
    old = derive(land)
    print(f"{len(land.plan)} plan objects, {len(land.places)} places, {len(old.rows)} findings\n")
    print("| " + " | ".join(HEADS) + " |")
    print("|" + " --- |" * len(HEADS), flush=True)
    started = time.perf_counter()
    grave = 0
    for number, (name, change) in enumerate(CHANGES.items()):
        changed = change(land, np.random.default_rng(given.seed * 100 + number))
        found = verdicts(old, derive(changed), changed)
        grave += found.count(ELSEWHERE)
        print(line(name, found), flush=True)
    print(
        f"\nseed {given.seed}, {time.perf_counter() - started:.0f} s; {grave} decisions elsewhere"
    )
    sys.exit(1 if grave else 0)


if __name__ == "__main__":
    main()
