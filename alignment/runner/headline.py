"""The five headline figures of a municipality and of the county (checks.md, Headline figures)."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Iterable, Mapping, Sequence

import numpy as np

from ..geometry.arrays import BoolArray
from ..ledger import NOT_ASSESSED, Outcome, RuleResult
from ..ruleset.model import Rule
from .result import Headline

SEVERE = 3
ASSESSED = (Outcome.SUPPORTED, Outcome.PARTLY, Outcome.CONFLICTING, Outcome.MISSING)
SUMMED = [
    "growth_in_nodes",
    "growth_total",
    "growth_unknown",
    "growth_in_reach",
    "reach_total",
    "reach_unknown",
    "nodes_supported",
    "nodes_partly",
    "nodes_assessed",
    "nodes_unknown",
    "links_carried_m",
    "links_total_m",
    "links_unknown_m",
]


def headline(
    code: str, name: str, results: Sequence[RuleResult], rules: Mapping[str, Rule]
) -> Headline:
    """The figures of one municipality; border rows count on both sides."""
    here = [r for r in results if code in r.partition.split("+")]
    return _headline(code, name, here, rules)


def county_headline(
    name: str,
    municipalities: Sequence[Headline],
    results: Sequence[RuleResult],
    rules: Mapping[str, Rule],
) -> Headline:
    """The county's figures: sums over municipalities; border rows count once.

    Growth is summed in ha, so that municipalities counted in dwellings and in ha add up.
    """
    everything = _headline("", name, results, rules)
    sums = {key: sum(getattr(m, key) for m in municipalities) for key in SUMMED}
    return dataclasses.replace(everything, **sums)


def _headline(
    code: str, name: str, results: Sequence[RuleResult], rules: Mapping[str, Rule]
) -> Headline:
    first = _first_rule_of_kind(rules)

    def of(kind: str) -> list[RuleResult]:
        return [r for r in results if r.rule_id == first.get(kind)]

    growth = _growth_figures(of("growth_outside_nodes"))
    reach = _growth_figures(of("growth_outside_transit"))
    nodes, node_outcomes = of("node_support"), Counter[int]()
    for result in nodes:
        node_outcomes.update(_object_outcomes(result))
    carried, total, unknown = _link_lengths(of("link_support"))
    crossings: Counter[int] = Counter()
    for result in of("border_crossing"):
        crossings.update(_object_outcomes(result))
    counts = _outcome_counts(results)
    return Headline(
        code=code,
        name=name,
        growth_in_nodes=growth[0],
        growth_total=growth[1],
        growth_unknown=growth[2],
        growth_in_reach=reach[0],
        reach_total=reach[1],
        reach_unknown=reach[2],
        nodes_supported=node_outcomes[Outcome.SUPPORTED],
        nodes_partly=node_outcomes[Outcome.PARTLY],
        nodes_assessed=_sum(node_outcomes, ASSESSED),
        nodes_unknown=_sum(node_outcomes, NOT_ASSESSED),
        links_carried_m=carried,
        links_total_m=total,
        links_unknown_m=unknown,
        crossings_met=crossings[Outcome.SUPPORTED],
        crossings_assessed=_sum(crossings, ASSESSED),
        crossings_unknown=_sum(crossings, NOT_ASSESSED),
        outcomes=counts,
        severe=sum(int((r.assessments.severity >= SEVERE).sum()) for r in results),
    )


def _first_rule_of_kind(rules: Mapping[str, Rule]) -> dict[str, str]:
    """Headlines take the first rule (by id) of each kind."""
    first: dict[str, str] = {}
    for rule in sorted(rules.values(), key=lambda r: r.id):
        first.setdefault(rule.kind, rule.id)
    return first


def _sum(counts: Mapping[int, int], outcomes: Iterable[Outcome]) -> int:
    return sum(counts[outcome] for outcome in outcomes)


def _counted(result: RuleResult) -> BoolArray:
    summary = result.subjects.summary
    return ~summary if (~summary).any() else np.ones(len(summary), dtype=bool)


def _object_outcomes(result: RuleResult) -> list[int]:
    return [int(o) for o in result.assessments.outcome[_counted(result)]]


def _outcome_counts(results: Sequence[RuleResult]) -> dict[str, int]:
    counts: Counter[int] = Counter()
    for result in results:
        counts.update(_object_outcomes(result))
    return {outcome.code: counts[outcome] for outcome in Outcome}


def _growth_figures(results: Sequence[RuleResult]) -> tuple[float, float, float]:
    """ha of growth inside, in all, and not assessed, from summary rows.

    The figures `growth_area` and `outside_area` (ha) are of what is certain; an undetermined
    summary row counts as unknown as a whole.
    """
    inside = total = unknown = 0.0
    for result in results:
        for row in np.flatnonzero(result.subjects.summary):
            figures = result.assessments.figures
            if "growth_area" not in figures:
                continue
            area = float(np.nan_to_num(np.float64(figures["growth_area"].values[row])))
            outside = float(np.nan_to_num(np.float64(figures["outside_area"].values[row])))
            if Outcome(int(result.assessments.outcome[row])) in NOT_ASSESSED:
                unknown += area
            else:
                inside += area - outside
                total += area
    return inside, total, unknown


def _link_lengths(results: Sequence[RuleResult]) -> tuple[float, float, float]:
    """Metres of link carried (share x length), in all, and not assessed."""
    carried = total = unknown = 0.0
    for result in results:
        answers = result.assessments
        if "length" not in answers.figures:
            continue
        length = np.nan_to_num(np.asarray(answers.figures["length"].values, dtype=np.float64))
        assessed = np.isin(answers.outcome, [int(o) for o in ASSESSED])
        not_assessed = np.isin(answers.outcome, [int(o) for o in NOT_ASSESSED])
        carried += float((np.nan_to_num(answers.share) * length)[assessed].sum())
        total += float(length[assessed].sum())
        unknown += float(length[not_assessed].sum())
    return carried, total, unknown
