"""Reading all that the panel shows of a case: the same for the window and for the worker."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping

from ..alignment.problems import InputError
from ..alignment.setup.case import Case
from ..review.ledger_file import LedgerSummary, node_names, read_other_outcomes, read_summary
from ..review.reading import (
    Counters,
    counters,
    listed_columns,
    logged_standings,
    new_in_last_run,
    runs,
)
from ..review.store import ReviewStore
from .places import latest_result, result_place
from .records import Records, make_records


@dataclass(frozen=True)
class Loaded:
    """Rows, the last result with its counts, when it was run (UTC, ISO), and how far the store
    had come; `fault` is what kept the result from being read.
    """

    records: Records = field(default_factory=Records)
    result: Path | None = None
    summary: LedgerSummary | None = None
    node_names: Mapping[str, str] = field(default_factory=dict)
    last_run_at: str = ""
    seen: Counters = field(default_factory=Counters)
    fault: InputError | None = None


def load(case: Case, setup: Path, store: ReviewStore | None, with_ledger: bool) -> Loaded:
    """Read result and store; raises InputError where the store can't be read."""
    made = runs(store) if store is not None else []
    result = latest_result(result_place(case, setup), made[0].result_name if made else "")
    summary: LedgerSummary | None = None
    names: Mapping[str, str] = {}
    ledger = fault = None
    if result is not None:
        try:
            summary, names = read_summary(result), node_names(result)
            ledger = read_other_outcomes(result) if with_ledger else None
        except InputError as error:
            result, summary, fault = None, None, error
    last_run_at = made[0].made_at if made else summary.written if summary is not None else ""
    if store is None:
        return Loaded(Records(), result, summary, names, last_run_at, Counters(), fault)
    seen = counters(store)  # before the rows: what comes meanwhile is read again
    records = make_records(
        listed_columns(store), logged_standings(store), new_in_last_run(store), ledger
    )
    records.prepare()
    return Loaded(records, result, summary, names, last_run_at, seen, fault)
