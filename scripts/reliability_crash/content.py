"""Stores, results and packages that the campaigns work on; made by seed, the same every time."""

from __future__ import annotations

import random
import shutil
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

from small_result import finding, small_result
from strukturbild.review.exchange import gather
from strukturbild.review.opening import create_store, open_store
from strukturbild.review.package import Package
from strukturbild.review.records import Author, Change
from strukturbild.review.result_file import ResultFile
from strukturbild.review.schema import SHAPES
from strukturbild.review.store import ReviewStore
from strukturbild.review.update import bring_up_to_date

CRS = "EPSG:3006"
EVA, BO = Author("eva", "Eva Ek"), Author("bo", "Bo Berg")
OLD_STORE = Path(__file__).resolve().parents[2] / "tests/review/stores/version_1.gpkg"
# table -> columns whose values are the same whenever a thing is done
STABLE = {
    "review_meta": "item",
    "run": "run_id, made_at, made_by, rules, counts, imported",
    "finding": "finding_id, finding_key, parent_id, presence, to_confirm, method, first_run,"
    " last_run, label, area_ha, outcome",
    "decision": "entry_id, finding_id, sequence, kind, status, comment, undoes, author, run_id",
    "appearance": "run_id, finding_id, outcome, area_ha, change",
    "lineage": "child_id, parent_id, relation, run_id",
    "waiting": "entry_id, finding_id",
    "run_outcome": "run_id, partition_code, outcome, number",
}


def first_result(count: int) -> ResultFile:
    """So many findings in a row."""
    return small_result(*(finding(f"p{row}", 1000.0 * row) for row in range(count)))


def second_result(count: int) -> ResultFile:
    """A later run: a third has grown, a tenth is gone, a tenth is new, all under other ids."""
    found = [
        finding(f"p{row}", 1000.0 * row, 400.0 if row % 3 == 0 else 300.0, plan_object=f"n{row}")
        for row in range(count)
        if row % 10 != 7
    ]
    found += [finding(f"q{row}", 1000.0 * (count + row)) for row in range(count // 10)]
    return small_result(*found, written="2")


def filled_store(place: str, count: int) -> None:
    """A store with the first result, every second finding decided, every fourth commented."""
    with create_store(place, CRS).closing() as store:
        bring_up_to_date(store, first_result(count), EVA)
        decide(store)


def decide(store: ReviewStore) -> None:
    """Entries for every second finding, in one transaction."""
    with store.backend.transaction():
        for row, item in enumerate(store.findings()[::2]):
            change = Change(status="accepted", comment=f"Beslut {row} å")
            store._append(item.finding_id, 0, change, EVA)
            if row % 2 == 0:
                store._append(item.finding_id, 1, Change(kind="comment", comment="Jo"), BO)


def package_of(place: str, folder: Path, count: int) -> Package:
    """What comes back from a colleague: more findings, and decisions on those that are known."""
    colleague = folder / f"kollega-{uuid.uuid4().hex[:6]}.gpkg"
    with open_store(place).closing() as ours, create_store(str(colleague), CRS).closing() as store:
        from strukturbild.review.exchange import take_in  # noqa: PLC0415

        take_in(store, gather(ours, EVA), BO)
        more = [finding(f"m{row}", 1000.0 * row, rule_id="T2") for row in range(count)]
        bring_up_to_date(store, small_result(*more, written="3"), BO)
        with store.backend.transaction():
            for item in store.findings()[1::2]:
                expected = store.state(item.finding_id).sequence
                store._append(item.finding_id, expected, Change(status="fix_in_plan"), BO)
        package = gather(store, BO)
    colleague.unlink()
    return package


def old_store(path: Path, copies: int) -> None:
    """A store of version 1, made larger: each finding with its log, so many times."""
    shutil.copy(OLD_STORE, path)
    with closing(sqlite3.connect(path)) as connection:
        for table in ("finding", "decision", *(f"shape_{shape}" for shape in SHAPES)):
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")][1:]
            rows = connection.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()  # noqa: S608
            marks = ", ".join("?" * len(names))
            own = {"finding_id", "entry_id", "undoes"}
            for copy in range(copies):
                more = [
                    [f"{v}-{copy}" if n in own and v else v for n, v in zip(names, row)]
                    for row in rows
                ]
                into = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
                connection.executemany(into, more)
        connection.commit()


def fingerprint(store: ReviewStore) -> dict[str, list[Any]]:
    """All that a store holds, but for times and row numbers."""
    found: dict[str, list[Any]] = {
        table: sorted(store.backend.query(f"SELECT {columns} FROM {table}"), key=repr)  # noqa: S608
        for table, columns in STABLE.items()
    }
    found["shapes"] = sorted((key, shape) for key, (shape, _) in store.shapes().items())
    return found


def something(store: ReviewStore, findings: list[str], draw: random.Random, author: Author) -> Any:
    """One thing that a person does to a finding, chosen at random; the entry that was written."""
    finding_id = draw.choice(findings)
    expected = store.state(finding_id).sequence
    kind = draw.randrange(5)
    if kind == 0 and expected:
        undoable = [e for e in store.history(finding_id) if e.change.kind in ("decision", "link")]
        undone = {e.change.undoes for e in store.history(finding_id)}
        if any(entry.entry_id not in undone for entry in undoable):
            return store.undo(finding_id, expected, author)
    changes = (
        Change(status="accepted", comment=f"Beslutat {draw.random()}"),
        Change(status="fix_in_plan", responsible="municipality", due_date="2027-03-01"),
        Change(kind="comment", comment="Talade med 'Bo' å ä ö"),
        Change(kind="link", target="https://example.org/a"),
        Change(kind="confirmed"),
    )
    return store.write(finding_id, expected, changes[kind], author)
