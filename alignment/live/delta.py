"""What the interface shows of a live answer: plain records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

from ..geometry.arrays import to_wkb
from ..runner.ledger_table import LedgerTable
from .result import LiveResult


@dataclass(frozen=True)
class LiveFinding:
    """One finding of a live answer; `wkb` is its geometry in the computing CRS, if it has one."""

    key: str
    rule_id: str
    part: str
    label: str
    partition: str
    outcome: str
    severity: int
    title: str
    explanation: str
    value: float
    threshold: float
    unit: str
    wkb: bytes | None


@dataclass(frozen=True)
class LiveDelta:
    """How findings differ from the start of the following; `seconds` from the edit's turn on.

    `outcomes` and `outcomes_before` count rows of the municipality and its borders. `deferred`
    are rules that only an ordinary run answers; `complete` is False where a rule broke.
    """

    new: tuple[LiveFinding, ...] = ()
    resolved: tuple[LiveFinding, ...] = ()
    changed: tuple[LiveFinding, ...] = ()
    outcomes: Mapping[str, int] | None = None
    outcomes_before: Mapping[str, int] | None = None
    deferred: tuple[str, ...] = ()
    complete: bool = True
    seconds: float = 0.0

    @property
    def is_empty(self) -> bool:
        """True where no finding came, went or changed."""
        return not (self.new or self.resolved or self.changed)


def delta_of(result: LiveResult, seconds: float = 0.0) -> LiveDelta:
    """A live answer as records; pieces of findings stay with their finding."""
    return LiveDelta(
        new=_findings(result.new),
        resolved=_findings(result.resolved),
        changed=_findings(result.changed),
        outcomes=result.outcomes,
        outcomes_before=result.outcomes_before,
        deferred=result.deferred,
        complete=result.complete,
        seconds=seconds,
    )


def _findings(table: LedgerTable) -> tuple[LiveFinding, ...]:
    whole = table.take(table.parent_key == "")
    columns = zip(
        whole.key, whole.rule_id, whole.part, whole.label, whole.partition, whole.outcome,
        whole.severity.tolist(), whole.title, whole.explanation, whole.value.tolist(),
        whole.threshold.tolist(), whole.unit, to_wkb(whole.geometry),
    )  # fmt: skip
    return tuple(LiveFinding(*row) for row in columns)
