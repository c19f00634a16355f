"""Loads rule sets: parts, `extends`, checks against the kinds. A rule that can't be read fails."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Mapping

from ..documents.schema import LINE, Report, did_you_mean
from ..ledger import Outcome
from ..model.tables import TABLES
from ..problems import InputError
from .assemble import Draft, collect, read_head, shipped_rule_sets
from .definitions import DEFINITIONS
from .model import (
    Citation,
    Definitions,
    Example,
    Parameter,
    ParameterSpec,
    Rule,
    RuleSet,
    Wording,
)
from .schema import RULE, UNITS, KindDescription, check_unit, check_value

__all__ = ["load_rule_set", "read_head", "shipped_rule_sets"]

DEFAULT_SOURCE = "default"
DEFAULT_TEXT = {"sv": "förslag till standardvärde", "en": "proposed default"}
ALWAYS_THERE = ("label", "municipality", "value", "threshold", "share")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
OUTCOMES = tuple(outcome.code for outcome in Outcome)


def load_rule_set(
    id_or_path: str, kinds: Mapping[str, KindDescription], resources: Path
) -> RuleSet:
    """A shipped rule set by id, or one of your own by path (file or folder).

    Raises InputError with every fault: file, line and what to write instead.
    """
    return _built(collect(id_or_path, resources, lambda draft: _built(draft, kinds)), kinds)


def _built(draft: Draft, kinds: Mapping[str, KindDescription]) -> RuleSet:
    """The records of a draft; InputError with every fault in it."""
    reports: list[Report] = []
    definitions = {}
    for name, (entry, file) in draft.definitions.items():
        reports.append(Report(file))
        definitions[name] = _parameter(name, entry, DEFINITIONS, reports[-1])
    for name in DEFINITIONS:
        if name not in draft.definitions:
            reports.append(Report(draft.head_file))
            reports[-1].add("definition_missing", draft.head[LINE], parameter=name)
    rules = []
    for tree, file in draft.rules.values():
        reports.append(Report(file))
        data = RULE.read(tree, reports[-1], "")
        if data is not None:
            rules.append(_rule(data, kinds, reports[-1]))
    problems = [problem for report in reports for problem in report.problems]
    if problems:
        raise InputError(sorted(problems, key=lambda p: (p.params["file"], p.params["line"])))
    return RuleSet(
        id=draft.head["ruleset"],
        version=draft.head["version"],
        name=draft.head["name"],
        description=draft.head["description"],
        definitions=Definitions(definitions),
        rules=tuple(sorted(rules, key=lambda rule: rule.id)),
        extends=draft.head["extends"],
        county=draft.head["county"],
    )


def _rule(data: dict[str, Any], kinds: Mapping[str, KindDescription], report: Report) -> Rule:
    kind = kinds.get(data["kind"])
    if kind is None and data["kind"]:
        hint = did_you_mean(data["kind"], list(kinds))
        report.add("rule_kind_unknown", data[LINE], rule=data["id"], kind=data["kind"], hint=hint)
    parameters = {}
    for name, entry in data["parameters"].items():
        specs = None if kind is None else kind.parameters
        parameters[name] = _parameter(name, entry, specs, report)
    _check_outcomes(data, report)
    if kind is not None:
        for name, spec in kind.parameters.items():
            if spec.required and name not in parameters:
                report.add("parameter_missing", data[LINE], parameter=name, rule=data["id"])
        _check_placeholders(data, kind, report)
    matches = {example["match"] for example in data["examples"]}
    if matches and matches != {True, False}:
        report.add("rule_examples", data[LINE], rule=data["id"])
    return Rule(
        id=data["id"],
        kind=data["kind"],
        part=data["part"] or (kind.part if kind else ""),
        version=int(data["version"]),
        title=data["title"],
        why=data["why"],
        wordings={
            name: Wording(entry["explanation"], entry["question"])
            for name, entry in data["wordings"].items()
        },
        resolve=data["resolve"],
        traps=data["traps"],
        strength=data["strength"],
        family=data["family"],
        responsible=data["responsible"],
        basis=tuple(Citation(entry["kind"], entry["text"]) for entry in data["basis"]),
        stages=tuple(data["stages"]),
        parameters=parameters,
        examples=tuple(
            Example(
                name=entry["name"],
                match=entry["match"],
                tables={name: tuple(rows) for name, rows in entry["tables"].items()},
                expect=tuple(sorted(entry["expect"])),
                settings=entry["settings"],
                line=entry[LINE],
            )
            for entry in data["examples"]
        ),
        remarks=data["remarks"],
        formerly=tuple(data["formerly"]),
        needs=kind.needs if kind else (),
        file=report.file,
        line=data[LINE],
    )


def _parameter(
    name: str,
    entry: dict[str, Any],
    specs: Mapping[str, ParameterSpec] | None,
    report: Report,
) -> Parameter:
    """A parameter's value, checked against what its kind takes (None where that is unknown)."""
    line = entry[LINE]
    if specs is None:
        check_unit(name, entry["unit"], UNITS, report, line)
    elif name not in specs:
        hint = did_you_mean(name, list(specs))
        report.add("parameter_unknown", line, parameter=name, hint=hint)
    else:
        spec = specs[name]
        check_value(name, entry["value"], spec, report, line)
        check_unit(name, entry["unit"], (spec.unit,), report, line)
    source = entry["source"]
    is_default = source == DEFAULT_SOURCE
    text = DEFAULT_TEXT if is_default else source
    if isinstance(text, str):
        text = {"sv": text, "en": text}
    return Parameter(entry["value"], text, is_default, line)


def _check_outcomes(data: dict[str, Any], report: Report) -> None:
    """Wordings and examples speak of outcomes that exist."""
    for name, wording in data["wordings"].items():
        outcome = str(name).partition(".")[0]
        if outcome not in OUTCOMES:
            hint = did_you_mean(outcome, OUTCOMES)
            report.add("wording_outcome", wording[LINE], name=name, hint=hint)
    for example in data["examples"]:
        for outcome in example["expect"]:
            if outcome not in OUTCOMES:
                hint = did_you_mean(outcome, OUTCOMES)
                report.add("example_outcome", example[LINE], name=outcome, hint=hint)
        for table in example["tables"]:
            if table not in TABLES:
                hint = did_you_mean(table, list(TABLES))
                report.add("example_table", example[LINE], name=table, hint=hint)
        if example["tables"] and "municipalities" not in example["tables"]:
            report.add("example_municipalities", example[LINE])


def _check_placeholders(data: dict[str, Any], kind: KindDescription, report: Report) -> None:
    for name in data["remarks"]:
        if name not in kind.placeholders:
            hint = did_you_mean(name, kind.placeholders)
            report.add("remark_figure", data[LINE], name=name, hint=hint)
    known = (*ALWAYS_THERE, *kind.placeholders)
    for wording in data["wordings"].values():
        for texts in (wording["explanation"], wording["question"]):
            for text in texts.values():
                for name in PLACEHOLDER.findall(text or ""):
                    if name not in known:
                        hint = did_you_mean(name, known)
                        report.add("wording_placeholder", wording[LINE], name=name, hint=hint)
