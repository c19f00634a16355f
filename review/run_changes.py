"""What one run changes in a store, gathered before it is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ..alignment.identity.change import NOT_IN_RUN
from .log import insert_into, run_entry
from .records import Author, Change, Entry, State
from .result_file import Finding, ResultFile, as_json
from .states import PRESENT
from .store import ReviewStore, StoredFinding

STILL_HERE = (PRESENT, NOT_IN_RUN)
NEW, UNCHANGED, CHANGED, BACK, TO_CONFIRM = (
    "new", "unchanged", "changed", "returned", "to_confirm",
)  # fmt: skip
APPEARANCE = (
    "run_id", "finding_id", "finding_key", "outcome", "severity", "value", "threshold", "area_ha",
    "length_m", "stage", "strength", "change",
)  # fmt: skip


@dataclass
class RunChanges:
    """What one run changes, gathered before anything is written."""

    store: ReviewStore
    result: ResultFile
    author: Author
    today: str
    olds: list[StoredFinding]
    states: dict[str, State]
    entries: list[Entry] = field(default_factory=list)
    appearances: list[tuple[Any, ...]] = field(default_factory=list)
    lineage: set[tuple[str, str, str]] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    last: dict[str, int] = field(default_factory=dict)

    def relate(self, child: str, parent: str, relation: str) -> None:
        """Note that a finding came of another by "split" or "merge"."""
        self.lineage.add((child, parent, relation))

    def say(self, finding_id: str, change: Change) -> None:
        """Add the next entry of a finding's log."""
        state = self.states.get(finding_id)
        number = self.last.get(finding_id, state.sequence if state else 0) + 1
        self.last[finding_id] = number
        entry = run_entry(finding_id, number, change, self.author, self.result.run_id)
        self.entries.append(entry)


def appearance_of(run: str, finding_id: str, finding: Finding, change: str) -> tuple[Any, ...]:
    """A row of `APPEARANCE`: what a run had of a finding."""
    values = {name: finding.values[name] for name in APPEARANCE if name in finding.values}
    texts = {name: values[name] or "" for name in ("outcome", "stage", "strength")}
    own = {"run_id": run, "finding_id": finding_id, "finding_key": finding.key, "change": change}
    row = {**values, **texts, **own, "severity": values["severity"] or 0}
    return tuple(row[name] for name in APPEARANCE)


def write_run(update: RunChanges) -> None:
    """The run itself, what it found, and the log entries, last of all."""
    store, result = update.store, update.result
    counts = {code: update.counts[code] for code in sorted(update.counts)}
    columns = (
        "run_id", "made_at", "made_by", "case_name", "result_name", "complete", "rules", "counts",
    )  # fmt: skip
    values = (
        result.run_id,
        result.written,
        update.author.name,
        result.case_name,
        result.path.name,
        int(result.complete),
        as_json(dict(result.fingerprints)),
        as_json(counts),
    )
    store.backend.execute(insert_into("run", columns), values)
    store.backend.execute_many(insert_into("appearance", APPEARANCE), update.appearances)
    lineage = ("child_id", "parent_id", "relation", "run_id")
    known = store.backend.query("SELECT child_id, parent_id, relation FROM lineage")
    relations = sorted(update.lineage - set(known))  # what parted once may part again
    store.backend.execute_many(
        insert_into("lineage", lineage), [(*row, result.run_id) for row in relations]
    )
    store.insert_entries(update.entries)
    outcomes = ("run_id", "partition_code", "outcome", "number")
    store.backend.execute_many(
        insert_into("run_outcome", outcomes),
        [(result.run_id, *key, number) for key, number in sorted(result.counts.items())],
    )
