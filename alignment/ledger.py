"""The result: every assessment made, exactly one outcome a subject; findings are some of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .geometry.arrays import BoolArray, FloatArray, GeometryArray, IntArray, TextArray


class Outcome(IntEnum):
    """What an assessment came to. Findings are PARTLY, CONFLICTING and MISSING."""

    SUPPORTED = 0
    PARTLY = 1
    CONFLICTING = 2
    MISSING = 3
    NOT_APPLICABLE = 4
    UNDETERMINED = 5
    BLOCKED = 6
    NOT_RUN = 7

    @property
    def code(self) -> str:
        """The name in outputs: supported, partly, ..."""
        return self.name.lower()


FINDING_OUTCOMES = (Outcome.PARTLY, Outcome.CONFLICTING, Outcome.MISSING)
FINDING_CODES = tuple(outcome.code for outcome in FINDING_OUTCOMES)
NOT_ASSESSED = (Outcome.UNDETERMINED, Outcome.BLOCKED, Outcome.NOT_RUN)
PARTS = ("basis", "typology", "nodes", "links", "borders", "infrastructure")
TEXT_UNITS = ("text", "code")
SUBJECT_TYPES = (
    "municipality",  # a summary row, or the only row a rule has there
    "plan_object",
    "regional_object",
    "pair",
    "crossing",
    "layer",
)


@dataclass(frozen=True)
class Figures:
    """A named figure of each row: `values` (n,) with NaN where it does not apply, and its unit.

    Units: m, ha, share (0-1), dwellings, count, m2 ("" for plain numbers); "text" for names and
    "code" for codes that readers see by name, both str with "" where they do not apply.
    """

    values: NDArray[np.float64] | TextArray
    unit: str


@dataclass(frozen=True)
class Subjects:
    """What one rule has to assess in one partition; one entry a ledger row, counted first.

    `type` is one of SUBJECT_TYPES. `structure_object`, `plan_object` are object keys ("" for
    none). `locator` tells rows apart that speak of the same objects (a class, a 500 m cell).
    `label` is what a planner calls the subject (a name; no prose). `summary` marks the one row
    a rule may have for the whole partition. `municipality` is where the row is shown (the
    partition's code; for pairs the silent or lower side).
    """

    type: TextArray
    structure_object: TextArray
    plan_object: TextArray
    locator: TextArray
    label: TextArray
    summary: BoolArray

    def __len__(self) -> int:
        return len(self.type)


@dataclass(frozen=True)
class Children:
    """Pieces of findings that are worth a decision each (holes, patches), outside the sum.

    `value` is the size of each, held against `threshold`, both in `unit`.
    """

    parent: IntArray
    geometry: GeometryArray
    locator: TextArray
    value: FloatArray
    threshold: FloatArray
    unit: str


@dataclass(frozen=True)
class Assessments:
    """The answers to `Subjects`, row by row.

    `outcome` holds `Outcome` values; `severity` 0-3 (0 unless a finding). `reason` is a short
    code that picks the wording ("" for the outcome's default). `value` and `threshold` are in
    the unit `unit` of the rule's main figure. `share` is 0-1 or NaN. `geometry` is the true
    geometry of the finding, multipart, None for rows that are no findings. `missing` names what
    was absent for undetermined rows ("stops.departures") and the gate for blocked rows.
    """

    outcome: IntArray
    severity: IntArray
    reason: TextArray
    value: FloatArray
    threshold: FloatArray
    share: FloatArray
    unit: str
    geometry: GeometryArray
    missing: TextArray
    figures: Mapping[str, Figures] = field(default_factory=dict)
    children: Children | None = None

    def __len__(self) -> int:
        return len(self.outcome)


@dataclass(frozen=True)
class RuleResult:
    """What one rule said of one partition: a municipality, or a pair ("0834+0880")."""

    rule_id: str
    partition: str
    subjects: Subjects
    assessments: Assessments
    trace: str = ""
    seconds: float = 0.0


def is_finding(outcome: NDArray[np.int64]) -> BoolArray:
    """True for partly, conflicting and missing."""
    return np.isin(outcome, [int(o) for o in FINDING_OUTCOMES])


def subjects(
    type: str,
    *,
    structure_object: Sequence[str] | TextArray | None = None,
    plan_object: Sequence[str] | TextArray | None = None,
    locator: Sequence[str] | TextArray | None = None,
    label: Sequence[str] | TextArray | None = None,
    count: int | None = None,
    summary: bool = False,
) -> Subjects:
    """Subjects of one type; columns that are not given are ""."""
    given = [c for c in (structure_object, plan_object, locator, label) if c is not None]
    size = count if count is not None else len(given[0])

    def column(values: Sequence[str] | TextArray | None) -> TextArray:
        result = np.full(size, "", dtype=object)
        if values is not None:
            result[:] = list(values)
        return result

    return Subjects(
        type=np.full(size, type, dtype=object),
        structure_object=column(structure_object),
        plan_object=column(plan_object),
        locator=column(locator),
        label=column(label),
        summary=np.full(size, summary, dtype=bool),
    )


def join_subjects(*items: Subjects) -> Subjects:
    """Several subjects as one, in the given order (objects first, the summary last)."""
    return Subjects(
        **{
            name: np.concatenate([getattr(item, name) for item in items])
            for name in ("type", "structure_object", "plan_object", "locator", "label", "summary")
        }
    )


@dataclass
class AssessmentBuilder:
    """Fills an `Assessments` of `count` rows; everything starts as supported, severity 0.

    `set(rows, outcome, severity, reason=...)` writes outcomes; `figure(name, values, unit)` adds
    a figure. Later calls win, so call in reverse order of precedence or with disjoint rows.
    """

    count: int
    unit: str

    def __post_init__(self) -> None:
        count = self.count
        self.outcome = np.zeros(count, dtype=np.int64)
        self.severity = np.zeros(count, dtype=np.int64)
        self.reason = np.full(count, "", dtype=object)
        self.missing = np.full(count, "", dtype=object)
        self.value = np.full(count, np.nan)
        self.threshold = np.full(count, np.nan)
        self.share = np.full(count, np.nan)
        self.geometry = np.full(count, None, dtype=object)
        self.figures: dict[str, Figures] = {}
        self.children: Children | None = None

    def set(
        self,
        rows: object,
        outcome: Outcome,
        severity: object = 0,
        *,
        reason: str | None = None,
        missing: str | None = None,
    ) -> None:
        """Give the rows (mask, indices or a slice) an outcome and a severity."""
        self.outcome[rows] = int(outcome)
        self.severity[rows] = severity
        if reason is not None:
            self.reason[rows] = reason
        if missing is not None:
            self.missing[rows] = missing

    def figure(self, name: str, values: object, unit: str) -> None:
        """Add a named figure with its unit; values (count,) or one value for all rows."""
        if unit in TEXT_UNITS:
            filled = np.full(self.count, "", dtype=object)
        else:
            filled = np.full(self.count, np.nan)
        filled[:] = values
        self.figures[name] = Figures(filled, unit)

    def done(self) -> Assessments:
        """The finished record; rows that are no findings lose severity and geometry."""
        findings = is_finding(self.outcome)
        self.severity[~findings] = 0
        self.geometry[~findings] = None
        return Assessments(
            outcome=self.outcome,
            severity=np.clip(self.severity, 0, 3),
            reason=self.reason,
            value=self.value,
            threshold=self.threshold,
            share=self.share,
            unit=self.unit,
            geometry=self.geometry,
            missing=self.missing,
            figures=self.figures,
            children=self.children,
        )


def all_rows(count: int, outcome: Outcome, unit: str = "", missing: str = "") -> Assessments:
    """Assessments in which every row has the same outcome (blocked, undetermined, not_run)."""
    builder = AssessmentBuilder(count, unit)
    builder.set(slice(None), outcome, missing=missing)
    return builder.done()
