"""History told in numbers: what every run assessed, and how far reviewing has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

from .records import State
from .selection import municipality_names
from .states import CLOSED, GONE, NEW, REOPENED
from .store import ReviewStore, StoredFinding

RUNS = "SELECT run_id, made_at, case_name FROM run WHERE imported = 0 ORDER BY fid"
OUTCOMES = "SELECT run_id, partition_code, outcome, number FROM run_outcome"


@dataclass(frozen=True)
class RunOutcomes:
    """One run: when (ISO), and how many assessments had which outcome, by partition."""

    run_id: str
    made_at: str
    case_name: str
    by_partition: Mapping[str, Mapping[str, int]]

    def total(self) -> dict[str, int]:
        """How many assessments had which outcome, all partitions together."""
        found: dict[str, int] = {}
        for counts in self.by_partition.values():
            for outcome, number in counts.items():
                found[outcome] = found.get(outcome, 0) + number
        return found


@dataclass(frozen=True)
class Reviewed:
    """How far reviewing has come in one municipality: findings in all, untouched, closed."""

    code: str
    name: str
    findings: int
    untouched: int
    closed: int


@dataclass(frozen=True)
class Trend:
    """Runs from the first on, names of municipalities by code, and progress of reviewing."""

    runs: Sequence[RunOutcomes]
    names: Mapping[str, str]
    reviewed: Sequence[Reviewed]


def trend_of(store: ReviewStore) -> Trend:
    """The store's history; runs that came with packages are left out."""
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for run_id, partition, outcome, number in store.backend.query(OUTCOMES):
        counts.setdefault(run_id, {}).setdefault(partition, {})[outcome] = int(number)
    runs = [
        RunOutcomes(run_id, made_at, case_name, counts.get(run_id, {}))
        for run_id, made_at, case_name in store.backend.query(RUNS)
    ]
    findings = store.findings()
    names = municipality_names(findings)
    return Trend(runs, names, _reviewed(findings, store.states(), names))


def _reviewed(
    findings: Sequence[StoredFinding], states: Mapping[str, State], names: Mapping[str, str]
) -> list[Reviewed]:
    numbers = {code: [0, 0, 0] for code in names}
    for finding in findings:
        code = str(finding.values["municipality_code"] or "")
        if code not in numbers or finding.presence in GONE:
            continue
        status = states[finding.finding_id].status
        numbers[code][0] += 1
        numbers[code][1] += status in (NEW, REOPENED)
        numbers[code][2] += status in CLOSED
    return [Reviewed(code, names[code], *numbers[code]) for code in sorted(numbers)]
