"""One of several writers of a store, a process of its own: says which entries were acknowledged."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "build" / "plugins"))

from strukturbild.review.opening import open_store
from strukturbild.review.records import Author, Change, Conflict

ROUNDS = 5
KINDS = (
    Change(kind="comment", comment=str(os.getpid())),
    Change(status="in_dialogue"),
    Change(kind="link", target="https://example.org"),
    Change(status="accepted", comment="Beslutat"),
    Change(kind="confirmed"),
)


def main(place: str, number: int) -> None:
    """Write on every finding once a round; a conflict must name the others, with their entries."""
    written, refused = [], 0
    with open_store(place).closing() as store:
        findings = [item.finding_id for item in store.findings()]
        for turn in range(ROUNDS):
            for finding_id in findings:
                expected = store.state(finding_id).sequence
                change = KINDS[(turn + number) % len(KINDS)]
                try:
                    entry = store.write(finding_id, expected, change, Author(f"w{number}"))
                    written.append(entry.entry_id)
                except Conflict as conflict:
                    theirs = list(conflict.theirs)
                    since = store.history(finding_id, expected)[: len(theirs)]
                    if not theirs or theirs != since:
                        raise
                    if any(entry.author.name not in str(conflict) for entry in theirs):
                        raise
                    refused += 1
    print(json.dumps([number, written, refused]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
