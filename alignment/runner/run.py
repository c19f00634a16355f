"""One run: counts subjects, assesses them rule by rule, and never loses one on the way.

The only two broad `except`s of the project stand here: one around a rule, one around a
municipality. Either marks the run incomplete.
"""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass, field
from typing import Mapping, Sequence

from ..checks import KINDS
from ..checks.kind import MUNICIPALITY, PAIR, REGION, CheckKind
from ..geometry.engine import require_shapely
from ..ledger import Outcome, RuleResult, Subjects, all_rows, subjects
from ..model.inputs import Inputs
from ..problems import Problem
from ..progress import Cancelled, Progress, SilentProgress, Tick, ticker
from ..ruleset.model import Rule, RuleSet
from ..ruleset.select import check_overrides, selected, with_overrides
from ..setup.case import Case
from ..workspace.region import Region
from ..workspace.scope import Scope
from .area_account import area_account, join_accounts
from .headline import county_headline, headline
from .ledger_table import flatten
from .needs import closed_gate, lacking
from .result import AreaAccount, RuleTrace, RunResult

FIRST_KINDS = ("structure_map_quality", "plan_coverage", "plan_statements")


@dataclass
class _Run:
    """What a run collects on its way."""

    region: Region
    rules: Sequence[Rule]
    kinds: Mapping[str, CheckKind]
    case: Case
    progress: Progress
    tick: Tick
    partitions: int
    results: list[RuleResult] = field(default_factory=list)
    traces: list[RuleTrace] = field(default_factory=list)
    timings: dict[str, float] = field(default_factory=dict)
    accounts: list[AreaAccount] = field(default_factory=list)
    with_account: bool = True
    done: int = 0

    def rules_of(self, partition: str) -> list[Rule]:
        """The rules whose kind looks at this sort of partition, gates first."""
        return [r for r in self.rules if self.kinds[r.kind].partition == partition]

    def spend(self, name: str, started: float) -> None:
        """Add the time since `started` to a named timing."""
        self.timings[name] = self.timings.get(name, 0.0) + time.perf_counter() - started

    def advance(self) -> None:
        """One more partition is done."""
        self.done += 1
        self.progress.share_done(self.done / max(self.partitions, 1))


def run(
    case: Case,
    inputs: Inputs,
    rule_set: RuleSet,
    progress: Progress | None = None,
    kinds: Mapping[str, CheckKind] = KINDS,
) -> RunResult:
    """Check every municipality and every border of `inputs` by the rules of `rule_set`.

    Raises `MissingDependency` without shapely 2, `Cancelled` when the user stops the run, and
    `InputError` for overrides that name rules or parameters which do not exist.
    """
    require_shapely()
    setup_name = case.path.name if case.path else case.name
    check_overrides(rule_set, kinds, case.overrides, setup_name)
    rule_set = selected(rule_set, case.rules, setup_name)
    started = time.perf_counter()
    progress = progress or SilentProgress()
    tick = ticker(progress)
    region = Region(inputs, rule_set.definitions, tick)
    codes = sorted(str(code) for code in inputs.municipalities.code.values)
    wanted = set(case.municipalities.only) or set(codes)
    codes = [code for code in codes if code in wanted]
    pairs = [(a, b) for a, b, _ in region.neighbours() if a in wanted or b in wanted]
    state = _Run(
        region=region,
        rules=sorted(rule_set.rules, key=lambda r: (_precedence(r.kind), r.id)),
        kinds=kinds,
        case=case,
        progress=progress,
        tick=tick,
        partitions=len(codes) + len(pairs) + 1,
    )
    _check_region(state)
    for code in codes:
        _check_municipality(state, code)
    for pair in pairs:
        _check_pair(state, pair)
    names = {
        c: n for c, n in zip(inputs.municipalities.code.values, inputs.municipalities.name.values)
    }
    stages = {plan.municipality: plan.stage for plan in inputs.plans}
    rules = {rule.id: rule for rule in rule_set.rules}
    ledger = flatten(state.results, rules, names, stages, case.language)
    headlines = tuple(headline(code, names[code], state.results, rules) for code in codes)
    state.timings["total"] = time.perf_counter() - started
    return RunResult(
        case=case,
        rule_set=rule_set,
        inputs=inputs,
        ledger=ledger,
        municipalities=headlines,
        county=county_headline(case.name, headlines, state.results, rules),
        area_account=join_accounts(state.accounts),
        problems=(*inputs.problems, *_trace_problems(state.traces)),
        complete=not state.traces and not _plans_lost(case, inputs, codes),
        traces=tuple(state.traces),
        timings=state.timings,
    )


def check_again(
    region: Region,
    case: Case,
    rules: Sequence[Rule],
    partition: str,
    broken: Sequence[RuleTrace] = (),
    kinds: Mapping[str, CheckKind] = KINDS,
) -> tuple[list[RuleResult], list[RuleTrace]]:
    """What rules say of one municipality or pair of an existing region, as `run` would.

    `broken` are the crashes of municipalities so far: their pairs can't be checked. The area
    account is left out. Returns the results and the crashes of this partition.
    """
    state = _Run(
        region=region,
        rules=sorted(rules, key=lambda r: (_precedence(r.kind), r.id)),
        kinds=kinds,
        case=case,
        progress=SilentProgress(),
        tick=region.tick,
        partitions=1,
        traces=list(broken),
        with_account=False,
    )
    first, _, second = partition.partition("+")
    if second:
        _check_pair(state, (first, second))
    else:
        _check_municipality(state, first)
    return state.results, state.traces[len(broken) :]


def _plans_lost(case: Case, inputs: Inputs, codes: Sequence[str]) -> set[str]:
    """Municipalities of the run whose plan the setup names but reading could not deliver."""
    named = {plan.municipality for plan in case.plans} & set(codes)
    return named - {plan.municipality for plan in inputs.plans}


def _precedence(kind: str) -> int:
    return FIRST_KINDS.index(kind) if kind in FIRST_KINDS else len(FIRST_KINDS)


def _trace_problems(traces: Sequence[RuleTrace]) -> list[Problem]:
    return [
        Problem(
            _crash_code(trace),
            {"rule": trace.rule_id, "partition": trace.partition},
            municipality=trace.partition,
        )
        for trace in traces
    ]


def _crash_code(trace: RuleTrace) -> str:
    if not trace.rule_id:
        return "municipality_crashed"
    return "region_rule_crashed" if trace.partition == REGION else "rule_crashed"


def _check_region(state: _Run) -> None:
    scope = Scope(REGION, state.region, (), state.tick)
    for rule in state.rules_of(REGION):
        _apply(state, rule, scope)
    state.advance()


def _check_municipality(state: _Run, code: str) -> None:
    """All municipal rules for one municipality; the guard for what its plan may do to us."""
    started = time.perf_counter()
    try:
        workspace = state.region.workspace(code)
        if state.with_account:
            state.accounts.append(area_account(state.region, [code], tick=state.tick))
    except Cancelled:
        raise
    except Exception:  # noqa: BLE001 - a broken plan costs this municipality only
        state.traces.append(RuleTrace("", code, traceback.format_exc()))
        for rule in state.rules_of(MUNICIPALITY):
            _append(state, rule, code, _one_row(), Outcome.NOT_RUN)
        state.advance()
        return
    state.spend("area_account", started)
    scope = Scope(code, state.region, (workspace,), state.tick)
    for rule in state.rules_of(MUNICIPALITY):
        _apply(state, rule, scope)
    state.advance()


def _check_pair(state: _Run, pair: tuple[str, str]) -> None:
    broken = {trace.partition for trace in state.traces if not trace.rule_id}
    name = "+".join(pair)
    if broken & set(pair):
        for rule in state.rules_of(PAIR):
            _append(state, rule, name, _one_row(), Outcome.NOT_RUN)
    else:
        both = tuple(state.region.workspace(code) for code in pair)
        for rule in state.rules_of(PAIR):
            _apply(state, rule, Scope(name, state.region, both, state.tick))
    state.advance()


def _one_row() -> Subjects:
    return subjects("municipality", count=1, summary=True)


def _append(
    state: _Run, rule: Rule, partition: str, who: Subjects, outcome: Outcome, missing: str = ""
) -> None:
    rows = all_rows(len(who), outcome, missing=missing)
    state.results.append(RuleResult(rule.id, partition, who, rows))


def _apply(state: _Run, rule: Rule, scope: Scope) -> None:
    """One rule on one partition; the guard that turns a crash into `not_run` rows."""
    kind = state.kinds[rule.kind]
    state.tick()
    absent = lacking(kind, scope)
    gate = closed_gate(kind, scope)
    if absent is not None:
        _append(state, rule, scope.partition, _one_row(), absent.outcome, absent.name)
        return
    if gate:
        _append(state, rule, scope.partition, _one_row(), Outcome.BLOCKED, gate)
        return
    if not _stage_applies(rule, scope):
        _append(state, rule, scope.partition, _one_row(), Outcome.NOT_APPLICABLE, "stage")
        return
    adjusted = with_overrides(rule, state.case.overrides, scope.partition)
    started = time.perf_counter()
    counted: Subjects | None = None
    try:
        counted = kind.subjects(scope, adjusted)
        if len(counted):
            answers = kind.assess(scope, adjusted, counted)
            if len(answers) != len(counted):
                raise RuntimeError(f"{len(answers)} assessments of {len(counted)} subjects")
            state.results.append(RuleResult(rule.id, scope.partition, counted, answers))
    except Cancelled:
        raise
    except Exception:  # noqa: BLE001 - a crashed rule must not look like "no findings"
        state.traces.append(RuleTrace(rule.id, scope.partition, traceback.format_exc()))
        who = counted if counted is not None and len(counted) else _one_row()
        _append(state, rule, scope.partition, who, Outcome.NOT_RUN)
    state.spend(rule.id, started)


def _stage_applies(rule: Rule, scope: Scope) -> bool:
    plans = [m.plan for m in scope.municipalities if m.plan is not None]
    return not plans or any(plan.stage in rule.stages for plan in plans)
