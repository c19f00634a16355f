"""The ledger of a result file, and the objects that it speaks of, for those who only look."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Sequence

from ..alignment.ledger import FINDING_CODES
from ..alignment.problems import InputError, Problem
from ..layers.container import wkb_of
from ..layers.read_only import open_read_only
from .schema import SHAPES

LEDGER_COLUMNS = (
    "finding_key", "outcome", "missing", "reason", "municipality_code", "municipality",
    "partition", "rule_id", "part", "title", "label", "severity", "value", "threshold", "unit",
    "strength", "structure_object", "plan_object", "explanation", "question", "basis",
    "responsible", "stage", "subject_type", "figures",
)  # fmt: skip
COUNTS = "SELECT outcome, COUNT(*) FROM ledger WHERE counted GROUP BY outcome"
RUN = "SELECT item, content FROM run WHERE topic IN ('run', 'case')"
PLACES = "SELECT COUNT(*) FROM municipalities"
NODES = "SELECT key, label FROM objects_{shape} WHERE object_table = 'nodes'"
OBJECT = "SELECT label, object_table, geom FROM objects_{shape} WHERE key = ?"


@dataclass(frozen=True)
class LedgerSummary:
    """What a run assessed: its case, when it was written (UTC, ISO), counts by outcome.

    The sum of `outcomes` is the number of subjects; pieces of findings are not in it.
    """

    case_name: str
    written: str
    complete: bool
    municipalities: int
    outcomes: Mapping[str, int]


@dataclass(frozen=True)
class MapObject:
    """An object that the ledger speaks of: its label, table of origin and geometry (WKB)."""

    label: str
    table: str
    wkb: bytes


def read_summary(path: Path) -> LedgerSummary:
    """The counts of a result; InputError where the file is none."""
    with _opened(path) as connection:
        run = dict(_rows(connection, RUN, path))
        return LedgerSummary(
            case_name=str(run.get("name", "")),
            written=str(run.get("written", "")),
            complete=run.get("complete") == "yes",
            municipalities=int(_rows(connection, PLACES, path)[0][0]),
            outcomes={str(code): int(n) for code, n in _rows(connection, COUNTS, path)},
        )


def read_other_outcomes(path: Path) -> dict[str, Sequence[Any]]:
    """Every row of the ledger that is no finding, as one sequence a column of `LEDGER_COLUMNS`."""
    names = ", ".join('"' + name + '"' for name in LEDGER_COLUMNS)
    marks = ", ".join("?" * len(FINDING_CODES))
    words = ("SELECT", names, "FROM ledger WHERE outcome NOT IN (", marks, ") ORDER BY finding_key")
    with _opened(path) as connection:
        rows = _rows(connection, " ".join(words), path, FINDING_CODES)
    columns = list(zip(*rows)) if rows else [()] * len(LEDGER_COLUMNS)
    return dict(zip(LEDGER_COLUMNS, columns))


def read_ledger_row(path: Path, key: str) -> dict[str, Any] | None:
    """One row of the ledger by its key, as `LEDGER_COLUMNS`; None where there is none."""
    names = ", ".join('"' + name + '"' for name in LEDGER_COLUMNS)
    statement = " ".join(("SELECT", names, "FROM ledger WHERE finding_key = ?"))
    with _opened(path) as connection:
        rows = _rows(connection, statement, path, (key,))
    return dict(zip(LEDGER_COLUMNS, rows[0])) if rows else None


def find_object(path: Path, key: str) -> MapObject | None:
    """The object of that key; None where the result has none. InputError where it is no result."""
    with _opened(path) as connection:
        for shape in SHAPES:
            rows = _rows(connection, OBJECT.replace("{shape}", shape), path, (key,))
            if rows:
                return MapObject(str(rows[0][0] or ""), str(rows[0][1]), wkb_of(rows[0][2]) or b"")
    return None


def node_names(path: Path) -> dict[str, str]:
    """The names of the nodes that the ledger speaks of, by key."""
    found: dict[str, str] = {}
    with _opened(path) as connection:
        for shape in SHAPES:
            found.update(_rows(connection, NODES.replace("{shape}", shape), path))
    return {key: str(label or "") for key, label in found.items()}


def _opened(path: Path) -> closing[sqlite3.Connection]:
    if not path.is_file():
        raise InputError(Problem("file_missing", {"path": str(path)}))
    try:
        return closing(open_read_only(path))
    except sqlite3.Error as error:
        raise InputError(Problem("result_not_a_result", {"path": str(path)})) from error


def _rows(
    connection: sqlite3.Connection, sql: str, path: Path, values: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    try:
        return connection.execute(sql, tuple(values)).fetchall()
    except sqlite3.Error as error:
        raise InputError(Problem("result_not_a_result", {"path": str(path)})) from error
