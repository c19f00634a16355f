"""Which rules of a set run, and with which parameters in one municipality."""

from __future__ import annotations

import dataclasses
from typing import Mapping, Sequence

from ..documents.schema import Report, did_you_mean
from ..problems import InputError, Problem
from ..setup.case import Override, RuleChoice
from .model import Parameter, Rule, RuleSet
from .schema import KindDescription, check_value


def _find(rule_id: str, rule_set: RuleSet) -> Rule | None:
    """A rule by its id or one that it had."""
    for rule in rule_set.rules:
        if rule_id == rule.id or rule_id in rule.formerly:
            return rule
    return None


def selected(rule_set: RuleSet, choice: RuleChoice) -> RuleSet:
    """The rule set with the chosen rules only; InputError for ids that it does not have."""
    known = [rule.id for rule in rule_set.rules]
    problems = [
        Problem("rule_unknown", {"rule": name, "hint": did_you_mean(name, known), "line": 0})
        for name in (*choice.only, *choice.skip)
        if _find(name, rule_set) is None
    ]
    if problems:
        raise InputError(problems)
    only = _ids(choice.only, rule_set) or set(known)
    skipped = _ids(choice.skip, rule_set)
    kept = tuple(r for r in rule_set.rules if r.id in only and r.id not in skipped)
    return dataclasses.replace(rule_set, rules=kept)


def _ids(names: Sequence[str], rule_set: RuleSet) -> set[str]:
    return {rule.id for rule in (_find(name, rule_set) for name in names) if rule is not None}


def check_overrides(
    rule_set: RuleSet,
    kinds: Mapping[str, KindDescription],
    overrides: Sequence[Override],
    file: str,
) -> None:
    """Raise InputError for overrides that name rules or parameters that don't exist, or whose
    values are of the wrong type.
    """
    report = Report(file)
    known = [rule.id for rule in rule_set.rules]
    for override in overrides:
        rule = _find(override.rule_id, rule_set)
        if rule is None:
            hint = did_you_mean(override.rule_id, known)
            report.add("rule_unknown", override.line, rule=override.rule_id, hint=hint)
            continue
        specs = kinds[rule.kind].parameters
        for name, value in override.parameters.items():
            if name not in specs:
                hint = did_you_mean(name, list(specs))
                report.add("parameter_unknown", override.line, parameter=name, hint=hint)
            else:
                check_value(name, value, specs[name], report, override.line)
    report.raise_if_any()


def with_overrides(rule: Rule, overrides: Sequence[Override], partition: str) -> Rule:
    """The rule as it applies in one partition.

    A table given in an override replaces only the entries that it names. A pair of neighbours
    takes the overrides of both, the later entry of the setup file last.
    """
    here = [
        override
        for override in overrides
        if override.municipality in partition.split("+")
        and override.rule_id in (rule.id, *rule.formerly)
    ]
    if not here:
        return rule
    parameters = dict(rule.parameters)
    for override in here:
        for name, value in override.parameters.items():
            old = parameters[name].value
            merged = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
            source = {"sv": override.reason, "en": override.reason}
            parameters[name] = Parameter(merged, source, False, override.line)
    return dataclasses.replace(rule, parameters=parameters)
