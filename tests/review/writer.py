"""One of several writers of a store, a process of its own: says what was acknowledged."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "build" / "plugins"))

from strukturbild.review.opening import open_store
from strukturbild.review.records import Author, Change, Conflict

ROUNDS = 5


def main(place: str, number: int) -> None:
    """Comment every finding once a round; a conflict must name the other."""
    written, refused = 0, 0
    with open_store(place).closing() as store:
        findings = [item.finding_id for item in store.findings()]
        for _ in range(ROUNDS):
            for finding_id in findings:
                expected = store.state(finding_id).sequence
                change = Change(kind="comment", comment=str(os.getpid()))
                try:
                    store.write(finding_id, expected, change, Author(f"w{number}"))
                    written += 1
                except Conflict as conflict:
                    if not conflict.theirs:
                        raise
                    refused += 1
    print(json.dumps([number, written, refused]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
