"""What a dry run says: layers as read, values not mapped, problems, and checks with reasons."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Iterable, Sequence

from ..alignment.checks import KINDS
from ..alignment.checks.kind import MUNICIPALITY, PAIR
from ..alignment.mapping import load_profile, shipped_profiles
from ..alignment.mapping.suggest import suggest
from ..alignment.model.inputs import Inputs
from ..alignment.progress import Tick
from ..alignment.ruleset.model import Rule, RuleSet
from ..alignment.runner.needs import lacking
from ..alignment.setup.case import Case
from ..alignment.workspace.region import Region
from ..alignment.workspace.scope import Scope
from ..layers.describe import describe_layers
from ..layers.geopackage import TEXT, WHOLE, Field, OutTable
from .locale import RESOURCES, interface_language, note, sentence
from .missing import missing_words

LAYER, UNMAPPED, PROBLEM, CHECK = "layer", "unmapped", "problem", "check"
SUGGESTION = "suggestion"
RUNS, NOT_APPLICABLE = "runs", "not_applicable"


@dataclass(frozen=True)
class InspectionRow:
    """One thing that a dry run found; `text` is the sentence that says it."""

    row_type: str
    municipality_code: str
    name: str
    text: str
    state: str = ""
    target_table: str = ""
    crs: str = ""
    features: int | None = None
    mapped: int | None = None
    repaired: int | None = None
    undetermined: int | None = None


def inspect(case: Case, inputs: Inputs, rule_set: RuleSet, tick: Tick) -> list[InspectionRow]:
    """Everything worth knowing before a run, in the interface's language."""
    region = Region(inputs, rule_set.definitions, tick)
    return [
        *_problems(inputs),
        *_layers(inputs),
        *_unmapped(inputs),
        *_suggestions(case, inputs),
        *_checks(case, region, rule_set, tick),
    ]


def inspect_checks(
    case: Case, inputs: Inputs, rule_set: RuleSet, tick: Tick
) -> list[InspectionRow]:
    """Only which checks would run or not, and why: nothing is opened again for proposals."""
    return list(_checks(case, Region(inputs, rule_set.definitions, tick), rule_set, tick))


def inspection_table(rows: Sequence[InspectionRow]) -> OutTable:
    """The rows as a table."""
    numbers = ("features", "mapped", "repaired", "undetermined")
    columns = []
    for entry in fields(InspectionRow):
        values = [getattr(row, entry.name) for row in rows]
        columns.append(Field(entry.name, WHOLE if entry.name in numbers else TEXT, values))
    return OutTable("inspection", columns)


def inspection_text(rows: Sequence[InspectionRow]) -> str:
    """The rows as text, a heading before each sort."""
    lines = []
    for kind in (PROBLEM, LAYER, UNMAPPED, SUGGESTION, CHECK):
        here = [row.text for row in rows if row.row_type == kind]
        if here:
            lines += [note(f"inspect_{kind}s"), *(f"  {text}" for text in here), ""]
    return "\n".join(lines).rstrip()


def _problems(inputs: Inputs) -> Iterable[InspectionRow]:
    for problem in inputs.problems:
        yield InspectionRow(PROBLEM, problem.municipality, problem.where, sentence(problem))


def _layers(inputs: Inputs) -> Iterable[InspectionRow]:
    for count in inputs.counts:
        text = note(
            "inspect_layer",
            layer=count.layer,
            code=count.municipality or "–",
            table=count.table or "–",
            features=count.features,
            mapped=count.mapped,
            repaired=count.repaired,
            undetermined=count.undetermined,
            crs=count.crs or "–",
        )
        yield InspectionRow(
            LAYER,
            count.municipality,
            count.layer,
            text,
            target_table=count.table,
            crs=count.crs,
            features=count.features,
            mapped=count.mapped,
            repaired=count.repaired,
            undetermined=count.undetermined,
        )


def _unmapped(inputs: Inputs) -> Iterable[InspectionRow]:
    for plan in inputs.plans:
        for value in plan.unmapped:
            code = "inspect_value" if value.field else "inspect_whole_layer"
            text = note(
                code,
                layer=value.layer,
                field=value.field,
                value=value.value,
                count=value.count,
                code=value.municipality,
            )
            yield InspectionRow(
                UNMAPPED,
                value.municipality,
                value.layer,
                text,
                target_table=value.table,
                features=value.count,
            )


def _suggestions(case: Case, inputs: Inputs) -> Iterable[InspectionRow]:
    """A proposed mapping for each layer that no entry of its profile took."""
    whole = {
        plan.municipality: {value.layer for value in plan.unmapped if not value.field}
        for plan in inputs.plans
    }
    described = describe_layers(case.plans, whole)
    profiles = [load_profile(name, RESOURCES) for name in shipped_profiles(RESOURCES)]
    found = suggest([layer for _, layer in described], profiles)
    for (code, _), proposal in zip(described, found):
        if proposal.source is None:
            text = note("inspect_no_suggestion", layer=proposal.layer, code=code)
        else:
            text = note(
                "inspect_suggestion",
                layer=proposal.layer,
                code=code,
                table=proposal.source.table,
                profile=proposal.profile or "–",
                percent=round(100 * proposal.confidence),
            )
        table = "" if proposal.source is None else proposal.source.table
        yield InspectionRow(SUGGESTION, code, proposal.layer, text, target_table=table)


def _checks(case: Case, region: Region, rule_set: RuleSet, tick: Tick) -> Iterable[InspectionRow]:
    codes = sorted(str(code) for code in region.inputs.municipalities.code.values)
    chosen = set(case.municipalities.only) or set(codes)
    scopes = {
        "region": [Scope("region", region, (), tick)],
        MUNICIPALITY: [
            Scope(code, region, (region.workspace(code),), tick) for code in codes if code in chosen
        ],
        PAIR: [
            Scope(f"{a}+{b}", region, (region.workspace(a), region.workspace(b)), tick)
            for a, b, _ in region.neighbours()
            if a in chosen or b in chosen
        ],
    }
    for rule in rule_set.rules:
        for scope in scopes[KINDS[rule.kind].partition]:
            tick()
            yield _check(rule, rule_set, scope)


def _check(rule: Rule, rule_set: RuleSet, scope: Scope) -> InspectionRow:
    kind = KINDS[rule.kind]
    absent = lacking(kind, scope)
    gates = ", ".join(r.id for r in rule_set.rules if r.kind in kind.blocked_by)
    plans = [m.plan for m in scope.municipalities if m.plan is not None]
    if absent is not None:
        state = absent.outcome.code
        text = note(
            f"inspect_check_{state}", missing=missing_words(absent.name), **_named(rule, scope)
        )
    elif plans and not any(plan.stage in rule.stages for plan in plans):
        state = NOT_APPLICABLE
        text = note("inspect_check_stage", stage=plans[0].stage, **_named(rule, scope))
    elif gates:
        state = RUNS
        text = note("inspect_check_gate", gates=gates, **_named(rule, scope))
    else:
        state = RUNS
        text = note("inspect_check_runs", **_named(rule, scope))
    return InspectionRow(CHECK, scope.partition, rule.id, text, state)


def _named(rule: Rule, scope: Scope) -> dict[str, str]:
    where = " – ".join(m.name for m in scope.municipalities)
    return {
        "rule": rule.id,
        "title": rule.title[interface_language()],
        "place": where or note("inspect_region"),
    }
