"""What must hold of a store after a crash; each check returns sentences, none where all is well."""

from __future__ import annotations

import os
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

from content import fingerprint
from strukturbild.alignment.problems import InputError
from strukturbild.review.opening import is_server, open_store
from strukturbild.review.store import ReviewStore

CAN_BE_WRITTEN = "strukturbild.review.geopackage_file.can_be_written"
TWO_DAYS = 2 * 24 * 3600
Content = dict[str, list[Any]]


def read_only(place: str) -> Content | str:
    """What someone sees who may not write, before anyone who may has opened the store."""
    with patch(CAN_BE_WRITTEN, return_value=False):
        try:
            with open_store(place).closing() as store:
                return fingerprint(store)
        except InputError as error:
            return str(error)


def logs(store: ReviewStore, before: Content, side: Path) -> list[str]:
    """Every acknowledged entry once, those from before too, numbers without gaps, nothing else."""
    wrong = []
    entries = store.log()
    times = Counter(entry.entry_id for entry in entries)
    known = {row[0] for row in before["decision"]}
    lines = side.read_text(encoding="ascii").splitlines() if side.exists() else []
    told = [line.split() for line in lines]
    acknowledged = {entry_id for entry_id, *_ in told}
    if lost := [item for item in (*known, *acknowledged) if times[item] != 1]:
        wrong.append(f"{len(lost)} entries lost or doubled")
    placed = {entry.entry_id: (entry.finding_id, str(entry.sequence)) for entry in entries}
    if any(placed.get(entry) != (finding, number) for entry, finding, number in told):
        wrong.append("an entry is not where it was acknowledged")
    numbers: dict[str, list[int]] = {}
    for entry in entries:
        numbers.setdefault(entry.finding_id, []).append(entry.sequence)
    if any(found != list(range(1, len(found) + 1)) for found in numbers.values()):
        wrong.append("numbers of entries with gaps")
    if side.exists() and len(set(times) - known - acknowledged) > 1:  # one may have been on its way
        wrong.append("entries that nobody wrote")
    return wrong


def whole(store: ReviewStore) -> list[str]:
    """Nothing doubled, every reference leads somewhere, the file is sound."""
    wrong = []
    ids = [item.finding_id for item in store.findings()]
    if len(ids) != len(set(ids)):
        wrong.append("findings doubled")
    shapes = [
        key for shape in ("polygon", "line", "point") for key, _ in store.backend.shapes(shape)
    ]
    if len(shapes) != len(set(shapes)) or set(shapes) - set(ids):
        wrong.append("shapes doubled or without a finding")
    if set(store.states()) != set(ids):
        wrong.append("states without findings")
    if store.backend.is_file:
        if store.backend.query("PRAGMA integrity_check") != [("ok",)]:
            wrong.append("integrity_check")
        if store.backend.query("PRAGMA foreign_key_check"):
            wrong.append("foreign_key_check")
    return wrong


def one_of(found: Content, *allowed: Content) -> list[str]:
    """All or nothing."""
    if any(found == content for content in allowed):
        return []
    near = min(allowed, key=lambda content: sum(found[t] != content[t] for t in content))
    return [f"half done: {', '.join(t for t in near if found[t] != near[t])}"]


def leftovers(place: str) -> list[str]:
    """Names of files beside a store that are neither it nor the copy of an older version."""
    if is_server(place):
        return []
    path = Path(place)
    expected = {path.name, f"{path.stem}.v1{path.suffix}", "side"}
    return sorted(item.name for item in path.parent.iterdir() if item.name not in expected)


def cleared(place: str) -> list[str]:
    """What is left beside a store a day later, once somebody has opened it."""
    if is_server(place) or not Path(place).exists():
        return []
    before = time.time() - TWO_DAYS
    for item in Path(place).parent.iterdir():
        os.utime(item, (before, before))
    open_store(place).backend.close()
    return [f"left for ever: {name}" for name in leftovers(place)]


def older_copy(path: Path, original: Path) -> tuple[str, list[str]]:
    """The version that a store has, and what is wrong with the copy laid beside: whole, in time."""
    copy = path.with_name(f"{path.stem}.v1{path.suffix}")
    with closing(sqlite3.connect(path)) as connection:  # this also undoes what was cut off
        item = "SELECT content FROM review_meta WHERE item = 'version'"
        version = str(connection.execute(item).fetchone()[0])
    if not copy.exists():
        return version, [] if version == "1" else ["migrated without a copy"]
    with closing(sqlite3.connect(copy)) as kept, closing(sqlite3.connect(original)) as asked:
        same = list(kept.iterdump()) == list(asked.iterdump())
    return version, [] if same else ["copy differs"]
