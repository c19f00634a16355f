"""Two results held against each other: what is new, persists, changed, is resolved or unknown.

Every finding of either result is in exactly one row. A plan's stage, which is what differs, makes
nothing changed by itself. Being gone has four reasons, which are never mixed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Sequence

from ..alignment.identity.change import (
    NOT_IN_RUN,
    OUTCOME_ORDER,
    RESOLVED,
    RULE_CHANGED,
    RULE_REMOVED,
    why_gone,
)
from ..alignment.identity.match import CONFIDENCE, MERGE, SPLIT, match
from ..alignment.problems import InputError, Problem
from ..alignment.progress import Tick, no_tick
from .comparison_families import (
    CHANGED,
    PERSISTING,
    Difference,
    Family,
    Verdict,
    find_families,
    verdicts,
)
from .result_file import Finding, ResultFile
from .scope import run_scope

NEW = "new"
CHANGES = (NEW, CHANGED, PERSISTING, RESOLVED, RULE_CHANGED, RULE_REMOVED, NOT_IN_RUN)
# why a finding is new: the reasons of being gone, seen from the other side
WHY_NEW = {
    RESOLVED: "appeared",
    RULE_REMOVED: "rule_added",
    RULE_CHANGED: "rule_altered",
    NOT_IN_RUN: "not_judged_before",
}
WHY_GONE = {
    RESOLVED: "disappeared",
    RULE_REMOVED: "rule_removed",
    RULE_CHANGED: "rule_changed",
    NOT_IN_RUN: "not_judged_now",
}
SUPPORTED, SUPPORTED_BEFORE, SUPPORTED_NOW = "supported", "supported_before", "supported_now"


@dataclass(frozen=True)
class Compared:
    """A row of the comparison: one finding, or two that are the same.

    `outcome_before` and `outcome_after` are what either ledger says ("" for nothing). `related`
    are keys of the other findings of a split or merge. `confidence` is 0-1, None without a match.
    """

    before: Finding | None
    after: Finding | None
    change: str
    direction: str = ""
    differences: Sequence[Difference] = field(default_factory=tuple)
    method: str = ""
    confidence: float | None = None
    to_confirm: bool = False
    related: Sequence[str] = field(default_factory=tuple)
    outcome_before: str = ""
    outcome_after: str = ""

    @property
    def shown(self) -> Finding:
        """The finding to show: the later one where there is one."""
        found = self.after or self.before
        if found is None:
            raise ValueError(self.change)
        return found


def require_comparable(before: ResultFile, after: ResultFile, *, allow_incomplete: bool) -> None:
    """Raise InputError for one result given twice, an incomplete one, or two CRSs."""
    if before.path.resolve() == after.path.resolve():
        raise InputError(Problem("comparison_same_file", {"path": str(before.path)}))
    broken = [result for result in (before, after) if not result.complete]
    if broken and not allow_incomplete:
        raise InputError([Problem("comparison_incomplete", {"path": str(r.path)}) for r in broken])
    if before.crs != after.crs:
        params = {"before": before.crs, "after": after.crs}
        raise InputError(Problem("comparison_crs_differs", params))


def compare(before: ResultFile, after: ResultFile, tick: Tick = no_tick) -> list[Compared]:
    """Every finding of either result once, by municipality, change and rule."""
    old, new = before.rows(), after.rows()
    matches = match(old, new, after.formerly, tick)
    families = find_families(matches)
    judged = verdicts(families, old, new, after.limits)
    of_old = {row: number for number, family in enumerate(families) for row in family.old}
    of_new = {row: number for number, family in enumerate(families) for row in family.new}
    sides = _Sides(before, after)
    pairs = zip(matches.old_row.tolist(), matches.new_row.tolist())
    rows = []
    for pair, (old_row, new_row) in enumerate(pairs):
        number = of_new[new_row]
        link = _Link(
            str(matches.method[pair]),
            float(matches.confidence[pair]),
            bool(matches.to_confirm[pair]),
        )
        rows.append(sides.kept(old_row, new_row, link, families[number], judged[number]))
    for row in matches.unmatched_new(len(new)).tolist():
        if row in of_new:
            number = of_new[row]
            rows.append(sides.kept(None, row, PIECE, families[number], judged[number]))
        else:
            rows.append(sides.new(after.findings[row]))
    for row in matches.unmatched_old(len(old)).tolist():
        if row in of_old:
            number = of_old[row]
            rows.append(sides.kept(row, None, FORMER, families[number], judged[number]))
        else:
            rows.append(sides.gone(before.findings[row]))
    return sorted(rows, key=_place)


def _place(row: Compared) -> tuple[Any, ...]:
    values = row.shown.values
    texts = (str(values[name] or "") for name in ("rule_id", "partition_code", "label"))
    code = str(values["municipality_code"] or "")
    return (code, CHANGES.index(row.change), *texts, row.shown.key, row.after is None)


@dataclass(frozen=True)
class _Link:
    """How one finding was tied to another, and how sure that is."""

    method: str
    confidence: float
    to_confirm: bool


PIECE = _Link(SPLIT, CONFIDENCE[SPLIT], to_confirm=True)
FORMER = _Link(MERGE, CONFIDENCE[MERGE], to_confirm=True)


class _Sides:
    """The two results, and what each could speak of, seen from the other."""

    def __init__(self, before: ResultFile, after: ResultFile) -> None:
        self.before, self.after = before, after
        self.renamed = dict(after.formerly)
        known = before.fingerprints
        self.former = {now: then for then, now in after.formerly.items() if then in known}
        self.scope_before = run_scope(before, after.fingerprints, self.former)
        self.scope_after = run_scope(after, before.fingerprints, self.renamed)

    def kept(
        self, old: int | None, new: int | None, link: _Link, family: Family, verdict: Verdict
    ) -> Compared:
        """A finding that is in both results, or a piece of one, or one that went into another."""
        then = None if old is None else self.before.findings[old]
        now = None if new is None else self.after.findings[new]
        olds = [self.before.findings[row] for row in family.old]
        news = [self.after.findings[row] for row in family.new]
        own = {finding.key for finding in (then, now) if finding is not None}
        kin = {finding.key for finding in (*olds, *news)} - own
        return Compared(
            before=then,
            after=now,
            change=verdict.change,
            direction=verdict.direction,
            differences=verdict.differences,
            method=link.method,
            confidence=link.confidence,
            to_confirm=link.to_confirm,
            related=tuple(sorted(kin)),
            outcome_before=_worst(olds if then is None else [then]),
            outcome_after=_worst(news if now is None else [now]),
        )

    def new(self, finding: Finding) -> Compared:
        """A finding that was not there: for the data, the rule, or what was not judged before."""
        rule, partition = _rule_and_partition(finding)
        why = why_gone(self.scope_before, finding.key, self.former.get(rule, rule), partition)
        outcome = self.before.outcomes.get(finding.key, "")
        supported = why == RESOLVED and outcome == SUPPORTED
        return Compared(
            before=None,
            after=finding,
            change=NEW,
            differences=(Difference(SUPPORTED_BEFORE if supported else WHY_NEW[why]),),
            outcome_before=outcome,
            outcome_after=_worst([finding]),
        )

    def gone(self, finding: Finding) -> Compared:
        """A finding that is not there any more, and which of the four reasons that has."""
        rule, partition = _rule_and_partition(finding)
        why = why_gone(self.scope_after, finding.key, self.renamed.get(rule, rule), partition)
        outcome = self.after.outcomes.get(finding.key, "")
        supported = why == RESOLVED and outcome == SUPPORTED
        return Compared(
            before=finding,
            after=None,
            change=why,
            differences=(Difference(SUPPORTED_NOW if supported else WHY_GONE[why]),),
            outcome_before=_worst([finding]),
            outcome_after=outcome,
        )


def _rule_and_partition(finding: Finding) -> tuple[str, str]:
    return str(finding.values["rule_id"]), str(finding.values["partition_code"])


def _worst(findings: Sequence[Finding]) -> str:
    outcomes = [str(finding.values["outcome"] or "") for finding in findings]
    return max(outcomes, key=lambda outcome: OUTCOME_ORDER.get(outcome, 0))
