"""Finds a rule set's files and lays them over the set that it extends."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Sequence

from ..documents.parse import Items, Node, Scalar, read_any
from ..documents.parse import Mapping as Tree
from ..documents.schema import LINE, Report, did_you_mean
from ..problems import InputError, Problem
from .model import RuleSetHead
from .schema import RULE_SET

SHIPPED_FILE = "ruleset.yaml"
LONGEST_CHAIN = 5
MERGED_KEYS = ("parameters", "wordings")


@dataclass
class Draft:
    """A rule set while it is put together: rule trees by id, with the file each stands in."""

    head: dict[str, Any]
    head_file: str
    definitions: dict[str, tuple[dict[str, Any], str]] = field(default_factory=dict)
    rules: dict[str, tuple[Tree, str]] = field(default_factory=dict)


def shipped_rule_sets(resources: Path) -> list[str]:
    """The ids of the rule sets that come with the plugin."""
    return sorted(path.parent.name for path in (resources / "rulesets").glob(f"*/{SHIPPED_FILE}"))


def _find(id_or_path: str, resources: Path) -> Path:
    shipped = resources / "rulesets" / id_or_path / SHIPPED_FILE
    if "/" not in id_or_path and "\\" not in id_or_path and _is_file(shipped):
        return shipped
    path = Path(id_or_path)
    for candidate in (path, path / SHIPPED_FILE):
        if _is_file(candidate):
            return candidate
    known = shipped_rule_sets(resources)
    raise InputError(
        Problem(
            "ruleset_not_found",
            {
                "name": id_or_path,
                "known": ", ".join(known),
                "hint": did_you_mean(id_or_path, known),
            },
        )
    )


def collect(
    id_or_path: str,
    resources: Path,
    check: Callable[[Draft], object],
    chain: Sequence[Path] = (),
) -> Draft:
    """A rule set laid over the one that it extends, and so on downwards.

    `check` is called with each set that another extends, so that its faults are named with its
    own files. Raises InputError for files that are absent, unreadable or no rule sets.
    """
    path = _find(id_or_path, resources).resolve()
    if path in chain or len(chain) > LONGEST_CHAIN:
        raise InputError(Problem("ruleset_circle", {"name": id_or_path}, str(path)))
    head, tree, report = _head(path)
    draft = Draft(head, _short(path))
    if head["extends"]:
        below = collect(_beside(head["extends"], path), resources, check, [*chain, path])
        check(below)
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


def read_head(id_or_path: str, resources: Path) -> RuleSetHead:
    """What a rule set says of itself, without its rules being read.

    Raises InputError where its file is absent, unreadable or no rule set.
    """
    head, _, _ = _head(_find(id_or_path, resources).resolve())
    return RuleSetHead(
        head["ruleset"],
        head["version"],
        head["name"],
        head["description"],
        head["county"],
        head["extends"],
    )


def _head(path: Path) -> tuple[dict[str, Any], Tree, Report]:
    report = Report(_short(path))
    tree = _mapping(path)
    head = RULE_SET.read(tree, report, "") or {}
    report.raise_if_any()
    return head, tree, report


def _mapping(path: Path) -> Tree:
    tree = read_any(path, _short(path))
    if not isinstance(tree, Tree):
        where = f"{_short(path)}:{tree.line}"
        raise InputError(
            Problem("yaml_not_mapping", {"file": _short(path), "line": tree.line}, where)
        )
    return tree


def _beside(name: str, path: Path) -> str:
    """What a rule set extends: an id, or a path that counts from its own folder."""
    looks_like_path = "/" in name or "\\" in name or name.endswith((".yaml", ".yml"))
    return str(path.parent / name) if looks_like_path else name


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _add_rules(draft: Draft, node: Node | None, path: Path, report: Report) -> None:
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
        if not _is_file(part):
            report.add("ruleset_part_missing", item.line, part=part.name)
            continue
        part_report = Report(_short(part))
        for rule in _rules_in(part):
            _add_rule(draft, rule, _short(part), part_report, seen)
        report.problems += part_report.problems


def _rules_in(part: Path) -> Sequence[Tree]:
    """The rules of a part file, which is a list of mappings."""
    tree = read_any(part, _short(part))
    items = tree.items if isinstance(tree, Items) else (tree,)
    rules = [item for item in items if isinstance(item, Tree)]
    if len(rules) != len(items):
        where = f"{_short(part)}:{tree.line}"
        raise InputError(Problem("schema_mapping", {"key": "rules", "line": tree.line}, where))
    return rules


def _add_rule(draft: Draft, rule: Tree, file: str, report: Report, seen: dict[str, int]) -> None:
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
    if below is None and draft.head["extends"] and "kind" not in rule.entries:
        hint = did_you_mean(rule_id, list(draft.rules))
        set_below = draft.head["extends"]
        report.add("rule_not_below", rule.line, rule=rule_id, extends=set_below, hint=hint)
        return
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


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that no file can have
        return False
