"""The engine: checks of one municipality kept warm, so that an edit is answered at once.

It runs the same check kinds as a run, through the same guards, on a region in which only the
edited plan is another; a memory of geometry (`geometry.memory`) makes what an edit doesn't touch
a look-up. So there is one way to judge, and an answer is what a run of the edited plan would say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Mapping, Sequence

import numpy as np

from ..checks import KINDS
from ..checks.kind import MUNICIPALITY, PAIR, REGION, CheckKind
from ..geometry.arrays import FloatArray, bounds
from ..geometry.memory import Memory, remembering
from ..ledger import Outcome, RuleResult
from ..model.inputs import Inputs
from ..ruleset.model import Rule, RuleSet
from ..ruleset.select import check_overrides, selected, with_overrides
from ..runner import RuleTrace, check_again
from ..runner.ledger_table import LedgerTable, flatten
from ..setup.case import Case
from ..workspace.region import Region
from .edits import Edit, with_edit
from .reach import edit_reaches_border
from .result import LiveResult, difference
from .sameness import differing

ACROSS_BORDERS = ("node_support",)  # kinds whose figures look at neighbours' plans as drawn
WITHOUT_PLANS = ("structure_map_quality",)  # kinds of the region that no plan can change
Results = dict[tuple[str, str], RuleResult]


@dataclass
class _State:
    """What is known of one version of the inputs; never changed once it is made.

    `results` by (rule, partition); `traces` the crashes by partition.
    """

    region: Region
    results: Results = field(default_factory=dict)
    traces: dict[str, list[RuleTrace]] = field(default_factory=dict)


class LiveEngine:
    """Answers edits of one municipality's plan.

    Building it checks the municipality and its borders once (`before`); raises what a run
    raises for a rule choice or override that can't be used, and KeyError for a municipality that
    is not there. Not for several threads at once.
    """

    def __init__(
        self,
        case: Case,
        inputs: Inputs,
        rule_set: RuleSet,
        municipality: str,
        kinds: Mapping[str, CheckKind] = KINDS,
    ) -> None:
        setup_name = case.path.name if case.path else case.name
        check_overrides(rule_set, kinds, case.overrides, setup_name)
        self._case, self._kinds = case, kinds
        self._rule_set = rule_set
        self._rules = selected(rule_set, case.rules, setup_name).rules
        self._deferred = tuple(
            rule.id
            for rule in self._rules
            if kinds[rule.kind].partition == REGION and rule.kind not in WITHOUT_PLANS
        )
        self.municipality = municipality
        self._memory = Memory()
        municipal = inputs.municipalities
        self._names = dict(zip(municipal.code.values.tolist(), municipal.name.values.tolist()))
        region = Region(inputs, rule_set.definitions)
        self._wanted = set(case.municipalities.only) or set(self._names)
        self._borders = {
            f"{a}+{b}": line
            for a, b, line in region.neighbours()
            if municipality in (a, b) and (a in self._wanted or b in self._wanted)
        }
        self._pairs = list(self._borders)
        with remembering(self._memory):
            self._before = self._first_state(region)
        self._now = self._before

    @property
    def inputs(self) -> Inputs:
        """The inputs with all edits so far."""
        return self._now.region.inputs

    def apply(self, edits: Sequence[Edit]) -> LiveResult:
        """Make edits, one after the other, and answer how findings differ from the start.

        Raises KeyError for a plan that is not there, ValueError for another municipality's.
        """
        with remembering(self._memory):
            self._now = self._after(self._now, edits)
            return self._held_against_start()

    def reset(self) -> LiveResult:
        """Forget all edits."""
        self._now = self._before
        return self._held_against_start()

    def ledger(self) -> LedgerTable:
        """All rows of the municipality and its borders, as they are now."""
        return self._worded([r for r in self._now.results.values() if self._own(r)])

    def _own(self, result: RuleResult) -> bool:
        return self.municipality in result.partition.split("+")

    def _rules_of(self, partition: str, kinds: Sequence[str] | None = None) -> list[Rule]:
        sort = PAIR if "+" in partition else MUNICIPALITY
        return [
            rule
            for rule in self._rules
            if self._kinds[rule.kind].partition == sort and (kinds is None or rule.kind in kinds)
        ]

    def _first_state(self, region: Region) -> _State:
        state = _State(region)
        gates = {gate for kind in self._kinds.values() for gate in kind.blocked_by}
        for pair in self._pairs:
            other = next(code for code in pair.split("+") if code != self.municipality)
            if other in self._wanted:  # a run doesn't look at gates of the others either
                self._check(state, other, self._rules_of(other, (*gates, *ACROSS_BORDERS)))
        self._check(state, self.municipality, self._rules_of(self.municipality))
        for pair in self._pairs:
            self._check(state, pair, self._rules_of(pair))
        return state

    def _check(self, state: _State, partition: str, rules: Sequence[Rule]) -> None:
        broken = [trace for found in state.traces.values() for trace in found]
        results, traces = check_again(
            state.region, self._case, rules, partition, broken, self._kinds
        )
        for rule in rules:
            state.results.pop((rule.id, partition), None)
        state.results.update({(result.rule_id, partition): result for result in results})
        state.traces[partition] = traces

    def _after(self, earlier: _State, edits: Sequence[Edit]) -> _State:
        inputs, boxes = earlier.region.inputs, [np.empty((0, 4))]
        for edit in edits:
            edited = with_edit(inputs, edit)
            if edited.municipality != self.municipality:
                raise ValueError(edit.plan_id)
            inputs = edited.inputs
            boxes.append(edited.boxes)
        region = earlier.region.with_plans(inputs, self.municipality)
        state = _State(region, dict(earlier.results), dict(earlier.traces))
        state.traces.pop(self.municipality, None)
        self._check(state, self.municipality, self._rules_of(self.municipality))
        touched = np.concatenate(boxes)
        for pair in self._pairs:
            if self._reaches(pair, touched, earlier, state):
                self._check(state, pair, self._rules_of(pair))
        for other in self._looking_here(region, touched):
            rules = self._rules_of(other, ACROSS_BORDERS)
            if (rules and rules[0].id, other) not in earlier.results:
                self._check(self._before, other, rules)  # not a neighbour: asked the first time
            self._check(state, other, rules)
        return state

    def _reaches(self, pair: str, boxes: FloatArray, earlier: _State, now: _State) -> bool:
        """Whether an edit may change what is said of a border."""
        code = self.municipality
        if now.traces.get(code) or earlier.traces.get(code):
            return True
        if earlier.region.gates != now.region.gates:
            return True
        here, before = now.region.workspace(code), earlier.region.workspace(code)
        rules = [with_overrides(r, self._case.overrides, pair) for r in self._rules_of(pair)]
        return edit_reaches_border(rules, here, before, self._borders[pair], boxes)

    def _looking_here(self, region: Region, boxes: FloatArray) -> list[str]:
        """Other municipalities one of whose node zones meets the box of what was edited."""
        if len(boxes) == 0 or region.structure_map.nodes is None:
            return []
        low, high = np.nanmin(boxes[:, :2], axis=0), np.nanmax(boxes[:, 2:], axis=0)
        zone = bounds(region.zones)
        near = (zone[:, :2] <= high).all(axis=1) & (zone[:, 2:] >= low).all(axis=1)
        return [
            code
            for code, here in sorted(region.membership.items())
            if code != self.municipality and code in self._wanted and near[here.row].any()
        ]

    def _held_against_start(self) -> LiveResult:
        before: list[RuleResult] = []
        now: list[RuleResult] = []
        for name in sorted({*self._before.results, *self._now.results}):
            was, is_now = self._before.results.get(name), self._now.results.get(name)
            if was is is_now:
                continue
            if was is not None and is_now is not None:
                was, is_now = differing(was, is_now)
            before += [] if was is None else [was]
            now += [] if is_now is None else [is_now]
        old, new = self._worded(before), self._worded(now)
        found = difference(old, new)
        return LiveResult(
            new=new.take(found.new),
            resolved=old.take(found.resolved),
            changed=new.take(found.changed),
            outcomes=self._outcomes(self._now),
            outcomes_before=self._outcomes(self._before),
            deferred=self._deferred,
            complete=not any(self._now.traces.values()),
        )

    def _worded(self, results: Sequence[RuleResult]) -> LedgerTable:
        stages = {plan.municipality: plan.stage for plan in self.inputs.plans}
        rules = {rule.id: rule for rule in self._rules}
        return flatten(results, rules, self._names, stages, self._case.language)

    def _outcomes(self, state: _State) -> Mapping[str, int]:
        counts: Counter[int] = Counter()
        for result in state.results.values():
            if self._own(result):
                summary = result.subjects.summary
                counted = ~summary if (~summary).any() else np.ones(len(summary), dtype=bool)
                counts.update(result.assessments.outcome[counted].tolist())
        return {outcome.code: counts[int(outcome)] for outcome in Outcome}
