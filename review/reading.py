"""What a review panel reads of a store: columns for its list, one finding for its details."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, Sequence

from .schema import FINDING_COPY, SHAPES
from .states import NEW
from .store import OWN_COLUMNS, ReviewStore, StoredFinding, stored_finding

LISTED = (
    "finding_id", "presence", "to_confirm", "municipality_code", "municipality", "partition_code",
    "rule_id", "part", "title", "label", "outcome", "severity", "value", "threshold", "unit",
    "structure_object", "plan_object",
)  # fmt: skip
STATUSES = (
    "SELECT finding_id, status FROM decision WHERE status <> '' AND entry_id NOT IN"
    " (SELECT undoes FROM decision WHERE undoes <> '') ORDER BY finding_id, sequence"
)
NEW_KEYS = "SELECT finding_key FROM appearance WHERE run_id = ? AND change = 'new'"
UNDECIDED_KEYS = (
    "SELECT f.finding_key FROM finding f JOIN finding_state s ON s.finding_id = f.finding_id"
    " WHERE f.presence = 'present' AND (s.status IN ('new', 'reopened') OR f.to_confirm = 1)"
)
COUNTED = (
    "SELECT COUNT(*) FROM decision",  # on a server, numbers are not committed in their order
    "SELECT COALESCE(MAX(fid), 0) FROM run",
    "SELECT COALESCE(MAX(fid), 0) FROM waiting",
)


@dataclass(frozen=True)
class Run:
    """A run that a store took in: when (UTC, ISO), and the name of its result file."""

    run_id: str
    made_at: str
    result_name: str
    case_name: str


@dataclass(frozen=True)
class Counters:
    """The entries of the log, and row numbers that grow as runs come in and entries wait."""

    entries: int = 0
    runs: int = 0
    waiting: int = 0


class Standing(NamedTuple):
    """A finding's status, and the number of its last entry (0: none)."""

    status: str
    sequence: int


UNTOUCHED = Standing(NEW, 0)


@dataclass(frozen=True)
class Relative:
    """A finding that another came of, or became part of, by "split" or "merge"."""

    finding_id: str
    relation: str
    title: str
    label: str
    status: str


def listed_columns(store: ReviewStore) -> dict[str, Sequence[Any]]:
    """All findings, present or gone, as one sequence a column of `LISTED`; sorted by id."""
    names = ", ".join(LISTED)
    rows = store.backend.query(" ".join(("SELECT", names, "FROM finding ORDER BY finding_id")))
    columns = list(zip(*rows)) if rows else [()] * len(LISTED)
    return dict(zip(LISTED, columns))


def logged_standings(store: ReviewStore) -> dict[str, Standing]:
    """Where the findings that have a log stand; those that have none are new.

    The same as the view `finding_state` says, by two passes over the log's few columns that count.
    """
    said: dict[str, str] = dict(store.backend.query(STATUSES))  # the last one stays
    return {
        finding: Standing(said.get(finding, NEW), number)
        for finding, number in last_sequences(store).items()
    }


def one_finding(store: ReviewStore, finding_id: str) -> StoredFinding | None:
    """A finding with all that the store knows of it; None where there is none of that id."""
    names = ", ".join((*OWN_COLUMNS, *FINDING_COPY))
    statement = ("SELECT", names, "FROM finding WHERE finding_id = ?")
    rows = store.backend.query(" ".join(statement), (finding_id,))
    return stored_finding(rows[0]) if rows else None


def relatives(store: ReviewStore, finding_id: str) -> list[Relative]:
    """The findings that this one came of (split) or that became part of it (merge)."""
    rows = store.backend.query(
        "SELECT l.parent_id, l.relation, f.title, f.label, s.status FROM lineage l"
        " JOIN finding f ON f.finding_id = l.parent_id"
        " JOIN finding_state s ON s.finding_id = l.parent_id"
        " WHERE l.child_id = ? ORDER BY f.label, l.parent_id",
        (finding_id,),
    )
    return [Relative(row[0], row[1], row[2] or "", row[3] or "", row[4] or NEW) for row in rows]


def new_in_last_run(store: ReviewStore) -> frozenset[str]:
    """Ids of findings that the last run had and the one before did not."""
    rows = store.backend.query(
        "SELECT finding_id FROM appearance WHERE run_id = ? AND change IN ('new', 'returned')",
        (store.last_run(),),
    )
    return frozenset(str(row[0]) for row in rows)


def keys_new_in_last_run(store: ReviewStore) -> frozenset[str]:
    """Keys of findings that no run before the last one had; what came back is not among them."""
    return _keys(store.backend.query(NEW_KEYS, (store.last_run(),)))


def keys_undecided(store: ReviewStore) -> frozenset[str]:
    """Keys of findings that are there and new, reopened or waiting to be confirmed."""
    return _keys(store.backend.query(UNDECIDED_KEYS))


def _keys(rows: Sequence[Sequence[Any]]) -> frozenset[str]:
    return frozenset(str(row[0]) for row in rows)


def runs(store: ReviewStore) -> list[Run]:
    """The runs that came in here, the last one first."""
    rows = store.backend.query(
        "SELECT run_id, made_at, result_name, case_name FROM run WHERE imported = 0"
        " ORDER BY fid DESC"
    )
    return [Run(*(str(value) for value in row)) for row in rows]


def counters(store: ReviewStore) -> Counters:
    """How far the store has come."""
    numbers = [int(store.backend.query(statement)[0][0]) for statement in COUNTED]
    return Counters(*numbers)


def last_sequences(store: ReviewStore) -> dict[str, int]:
    """Finding id -> the number of its last entry, for those that have a log."""
    rows = store.backend.query("SELECT finding_id, MAX(sequence) FROM decision GROUP BY finding_id")
    return {str(row[0]): int(row[1]) for row in rows}


def shape_of(store: ReviewStore, finding_id: str) -> bytes | None:
    """A finding's geometry as WKB in the store's CRS; None where it has none."""
    for shape in SHAPES:
        found = store.backend.shapes(shape, finding_id)
        if found:
            return found[0][1] or None
    return None


def waiting_ids(store: ReviewStore) -> frozenset[str]:
    """Findings for which entries from elsewhere wait to be settled."""
    rows = store.backend.query("SELECT DISTINCT finding_id FROM waiting")
    return frozenset(str(row[0]) for row in rows)


def wait_at_most(store: ReviewStore, seconds: float) -> None:
    """How long a file that a colleague writes to is waited for: a window can't stand still long."""
    if store.backend.is_file:
        store.backend.query("PRAGMA busy_timeout = " + str(int(seconds * 1000)))
