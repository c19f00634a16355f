"""Loads rule sets: parts, `extends`, checks against the kinds. A rule that can't be read fails."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping, Optional, Sequence

from ..documents.parse import Items, Node, Scalar, parse, parse_any
from ..documents.parse import Mapping as Tree
from ..documents.schema import LINE, Report, did_you_mean
from ..problems import InputError, Problem
from .model import (
    Citation,
    Definitions,
    Example,
    Parameter,
    Rule,
    RuleSet,
    Wording,
)
from .schema import RULE, RULE_SET, UNITS, KindDescription, check_unit, check_value

DEFAULT_SOURCE = "default"
DEFAULT_TEXT = {"sv": "förslag till standardvärde", "en": "proposed default"}
ALWAYS_THERE = ("label", "municipality", "value", "threshold", "share")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
SHIPPED_FILE = "ruleset.yaml"
LONGEST_CHAIN = 5
MERGED_KEYS = ("parameters", "wordings")


@dataclass
class _Draft:
    """A rule set while it is put together: rule trees by id, with the file each stands in."""

    head: dict[str, Any]
    head_file: str
    definitions: dict[str, tuple[dict[str, Any], str]] = field(default_factory=dict)
    rules: dict[str, tuple[Tree, str]] = field(default_factory=dict)


def shipped_rule_sets(resources: Path) -> list[str]:
    """The ids of the rule sets that come with the plugin."""
    return sorted(path.parent.name for path in (resources / "rulesets").glob(f"*/{SHIPPED_FILE}"))


def load_rule_set(
    id_or_path: str, kinds: Mapping[str, KindDescription], resources: Path
) -> RuleSet:
    """A shipped rule set by id, or one of your own by path (file or folder).

    Raises InputError with every fault: file, line and what to write instead.
    """
    draft = _collect(id_or_path, resources, [])
    reports: list[Report] = []
    rules = []
    for tree, file in draft.rules.values():
        report = Report(file)
        reports.append(report)
        data = RULE.read(tree, report, "")
        if data is not None:
            rules.append(_rule(data, kinds, report))
    definitions_report = Report(draft.head_file)
    definitions = {
        name: _parameter(name, entry, None, definitions_report)
        for name, (entry, _) in draft.definitions.items()
    }
    problems = [p for report in (*reports, definitions_report) for p in report.problems]
    if problems:
        raise InputError(problems)
    return RuleSet(
        id=draft.head["ruleset"],
        version=draft.head["version"],
        name=draft.head["name"],
        description=draft.head["description"],
        definitions=Definitions(definitions),
        rules=tuple(sorted(rules, key=lambda rule: rule.id)),
        extends=draft.head["extends"],
    )


def _find(id_or_path: str, resources: Path) -> Path:
    shipped = resources / "rulesets" / id_or_path / SHIPPED_FILE
    if "/" not in id_or_path and "\\" not in id_or_path and shipped.is_file():
        return shipped
    path = Path(id_or_path)
    if path.is_dir():
        path = path / SHIPPED_FILE
    if path.is_file():
        return path
    known = shipped_rule_sets(resources)
    raise InputError(
        Problem(
            "ruleset_not_found",
            {"name": id_or_path, "known": ", ".join(known), "hint": did_you_mean(id_or_path, known)},
        )
    )


def _collect(id_or_path: str, resources: Path, chain: list[Path]) -> _Draft:
    path = _find(id_or_path, resources).resolve()
    if path in chain or len(chain) > LONGEST_CHAIN:
        raise InputError(Problem("ruleset_circle", {"name": id_or_path}, str(path)))
    report = Report(_short(path))
    tree = parse(path.read_bytes(), _short(path))
    head = RULE_SET.read(tree, report, "") or {}
    report.raise_if_any()
    draft = _Draft(head, _short(path))
    if head["extends"]:
        below = _collect(head["extends"], resources, [*chain, path])
        draft.definitions, draft.rules = below.definitions, below.rules
    for rule_id in head["remove"]:
        if rule_id not in draft.rules:
            hint = did_you_mean(rule_id, list(draft.rules))
            report.add("rule_unknown", head[LINE], rule=rule_id, hint=hint)
        draft.rules.pop(rule_id, None)
    for name, entry in head["definitions"].items():
        draft.definitions[name] = (entry, _short(path))
    _add_rules(draft, tree.entries.get("rules"), path, report)
    report.raise_if_any()
    return draft


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _add_rules(draft: _Draft, node: Optional[Node], path: Path, report: Report) -> None:
    if node is None:
        return
    if not isinstance(node, Items):
        report.add("schema_list", node.line, key="rules")
        return
    seen: dict[str, int] = {}
    for item in node.items:
        if isinstance(item, Tree):
            _add_rule(draft, item, _short(path), report, seen)
            continue
        part = path.parent / str(getattr(item, "text", ""))
        if not part.is_file():
            report.add("ruleset_part_missing", item.line, part=part.name)
            continue
        part_report = Report(_short(part))
        for rule in _rules_in(part):
            _add_rule(draft, rule, _short(part), part_report, seen)
        report.problems += part_report.problems


def _rules_in(part: Path) -> Sequence[Tree]:
    """The rules of a part file, which is a list of mappings."""
    tree = parse_any(part.read_bytes(), _short(part))
    items = tree.items if isinstance(tree, Items) else (tree,)
    rules = [item for item in items if isinstance(item, Tree)]
    if len(rules) != len(items):
        where = f"{_short(part)}:{tree.line}"
        raise InputError(Problem("schema_mapping", {"key": "rules", "line": tree.line}, where))
    return rules


def _add_rule(
    draft: _Draft, rule: Tree, file: str, report: Report, seen: dict[str, int]
) -> None:
    """Add a rule; one with the id of an extended rule is laid over it key by key."""
    id_node = rule.entries.get("id")
    rule_id = id_node.text if isinstance(id_node, Scalar) else ""
    if not rule_id:
        report.add("schema_missing_key", rule.line, key="id")
        return
    if rule_id in seen:
        report.add("rule_twice", rule.line, rule=rule_id, first=seen[rule_id])
        return
    seen[rule_id] = rule.line
    below = draft.rules.get(rule_id)
    draft.rules[rule_id] = (rule if below is None else _laid_over(below[0], rule), file)


def _laid_over(below: Tree, above: Tree) -> Tree:
    entries = dict(below.entries)
    for key, node in above.entries.items():
        beneath = entries.get(key)
        if key in MERGED_KEYS and isinstance(node, Tree) and isinstance(beneath, Tree):
            entries[key] = Tree({**beneath.entries, **node.entries}, {}, node.line)
        else:
            entries[key] = node
    return Tree(entries, {**below.key_lines, **above.key_lines}, above.line)


def _rule(data: dict[str, Any], kinds: Mapping[str, KindDescription], report: Report) -> Rule:
    kind = kinds.get(data["kind"])
    if kind is None:
        hint = did_you_mean(data["kind"], list(kinds))
        report.add("rule_kind_unknown", data[LINE], rule=data["id"], kind=data["kind"], hint=hint)
    parameters = {}
    for name, entry in data["parameters"].items():
        parameters[name] = _parameter(name, entry, kind, report)
    if kind is not None:
        for name, spec in kind.parameters.items():
            if spec.required and name not in parameters:
                report.add("parameter_missing", data[LINE], parameter=name, rule=data["id"])
        _check_placeholders(data, kind, report)
    if {example["match"] for example in data["examples"]} != {True, False}:
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
        formerly=tuple(data["formerly"]),
        needs=kind.needs if kind else (),
        file=report.file,
        line=data[LINE],
    )


def _parameter(
    name: str, entry: dict[str, Any], kind: Optional[KindDescription], report: Report
) -> Parameter:
    """A parameter's value, checked against its kind (None for shared definitions)."""
    line = entry[LINE]
    if kind is None:
        check_unit(name, entry["unit"], UNITS, report, line)
    elif name not in kind.parameters:
        hint = did_you_mean(name, list(kind.parameters))
        report.add("parameter_unknown", line, parameter=name, hint=hint)
    else:
        spec = kind.parameters[name]
        check_value(name, entry["value"], spec, report, line)
        check_unit(name, entry["unit"], (spec.unit,), report, line)
    source = entry["source"]
    is_default = source == DEFAULT_SOURCE
    text = DEFAULT_TEXT if is_default else source
    if isinstance(text, str):
        text = {"sv": text, "en": text}
    return Parameter(entry["value"], text, is_default, line)


def _check_placeholders(data: dict[str, Any], kind: KindDescription, report: Report) -> None:
    known = (*ALWAYS_THERE, *kind.placeholders)
    for wording in data["wordings"].values():
        for texts in (wording["explanation"], wording["question"]):
            for text in texts.values():
                for name in PLACEHOLDER.findall(text or ""):
                    if name not in known:
                        hint = did_you_mean(name, known)
                        report.add("wording_placeholder", wording[LINE], name=name, hint=hint)
