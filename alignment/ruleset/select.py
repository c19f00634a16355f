"""Which rules of a set run, and with which parameters in one municipality."""

from __future__ import annotations

import dataclasses
from typing import Any, Mapping, Sequence

from ..documents.schema import Report, did_you_mean
from ..problems import InputError, Problem
from ..setup.case import Override, RuleChoice
from .model import Parameter, Rule, RuleSet
from .schema import KindDescription, check_override


def _find(rule_id: str, rule_set: RuleSet) -> Rule | None:
    """A rule by its id or one that it had."""
    for rule in rule_set.rules:
        if rule_id == rule.id or rule_id in rule.formerly:
            return rule
    return None


def selected(rule_set: RuleSet, choice: RuleChoice, file: str = "") -> RuleSet:
    """The rule set with the chosen rules only; InputError for ids that it does not have.

    `file` is the setup file that the choice stands in, for messages.
    """
    known = [rule.id for rule in rule_set.rules]
    where = f"{file}:{choice.line}" if file and choice.line else file
    problems = [
        Problem("rule_unknown", {"rule": name, "hint": did_you_mean(name, known)}, where)
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
                old = rule.parameters[name].value if name in rule.parameters else None
                check_override(name, old, value, specs[name], report, override.line)
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
            old = parameters[name].value if name in parameters else None
            merged = _laid_over(old, value)
            source = {"sv": override.reason, "en": override.reason}
            parameters[name] = Parameter(merged, source, False, override.line)
    return dataclasses.replace(rule, parameters=parameters)


def _laid_over(old: Any, new: Any) -> Any:
    """`new`, or a table in which `new` replaces only the entries that it names."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return new
    return {**old, **{key: _laid_over(old.get(key), value) for key, value in new.items()}}
