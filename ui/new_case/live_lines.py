"""What a page's live box says: a dry run as short lines with a mark each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Mapping, Sequence

from qgis.PyQt.QtCore import QCoreApplication

from ...alignment.ruleset.model import RuleSet
from ...processing.inspection import NOT_APPLICABLE, RUNS
from ...processing.locale import interface_language, sentence
from ..words import field_word, heading, number
from .draft import Draft
from .dry_run import PLAN, RULES, DryRun
from .regional import STRUCTURE, SUPPORTING

translate = QCoreApplication.translate
GOOD, OPEN, PROBLEM, OFF = "✓", "?", "!", "–"
MOST_PROBLEMS = 6
MOST_VALUES = 4


@dataclass(frozen=True)
class Line:
    """One line: a mark (`GOOD`, `OPEN`, `PROBLEM`, `OFF`) and a sentence."""

    mark: str
    text: str


def role_name(role: str) -> str:
    """What a place in the case is called."""
    names = {
        "typology": translate("Strukturbild", "Place typology"),
        "nodes": translate("Strukturbild", "Nodes"),
        "links": translate("Strukturbild", "Functional links"),
        "municipalities": translate("Strukturbild", "Municipal borders"),
        "localities": translate("Strukturbild", "Localities"),
        "stops": translate("Strukturbild", "Public transport stops"),
        "sea": translate("Strukturbild", "Sea"),
        "population": translate("Strukturbild", "Population"),
        "housing_need": translate("Strukturbild", "Housing need"),
    }
    return str(names.get(role, role))


def structure_lines(draft: Draft, found: DryRun) -> list[Line]:
    """The page about the structure map."""
    lines = [line for role in STRUCTURE for line in _regional(role, draft, found)]
    return lines + _problems(found, (*STRUCTURE, ""))


def plan_lines(draft: Draft, found: DryRun) -> list[Line]:
    """The page about the municipality and its plan."""
    lines = list(_regional("municipalities", draft, found))
    counts = [entry.count for entry in found.counts if entry.role == PLAN]
    if counts:
        features = sum(count.features for count in counts)
        mapped = sum(count.mapped for count in counts)
        text = translate(
            "Strukturbild",
            "The plan: {mapped} of {features} objects in {layers} layers have a code",
        )
        lines.append(
            Line(
                GOOD if mapped == features else OPEN,
                text.format(
                    mapped=number(mapped, 0), features=number(features, 0), layers=len(counts)
                ),
            )
        )
        lines += _repaired(sum(c.repaired for c in counts))
    planned = {plan.municipality for plan in draft.plans}
    others = sum(code not in planned for code, _, _ in found.municipalities)
    if draft.without_plan and others:
        text = translate("Strukturbild", "{count} municipalities without a plan get rows too")
        lines.append(Line(GOOD, text.format(count=others)))
    lines += _unmapped(found)
    return lines + _problems(found, ("municipalities", PLAN))


def supporting_lines(draft: Draft, found: DryRun) -> list[Line]:
    """The page about supporting data."""
    lines = [
        line
        for role in SUPPORTING
        if role in draft.regional
        for line in _regional(role, draft, found)
    ]
    if not lines:
        text = translate(
            "Strukturbild",
            "No supporting data chosen. That is all right: what needs it will be shown as not "
            "decided.",
        )
        lines.append(Line(OFF, text))
    return lines + _undecided(found) + _problems(found, SUPPORTING)


def rule_lines(found: DryRun, rule_set: RuleSet | None) -> list[Line]:
    """The page about rules."""
    lines = []
    running = sorted({row.name for row in found.checks if row.state == RUNS})
    if found.checks:
        ids = sorted({row.name for row in found.checks})
        text = translate("Strukturbild", "{count} of {total} checks would run: {names}")
        mark = GOOD if len(running) == len(ids) else OPEN
        lines.append(
            Line(mark, text.format(count=len(running), total=len(ids), names=", ".join(running)))
        )
    elif rule_set is not None:
        text = translate(
            "Strukturbild",
            "{count} rules. Which of them would run is shown once there are municipal borders "
            "and a plan.",
        )
        lines.append(Line(OFF, text.format(count=len(rule_set.rules))))
    return lines + _undecided(found) + _problems(found, (RULES,))


def _regional(role: str, draft: Draft, found: DryRun) -> Iterable[Line]:
    choice = draft.regional.get(role)
    if choice is None:
        text = translate("Strukturbild", "{role}: no layer chosen")
        yield Line(
            OPEN if role in (*STRUCTURE, "municipalities") else OFF,
            text.format(role=role_name(role)),
        )
        return
    if choice.lacking:
        text = translate("Strukturbild", "{role}: the layer {layer} has no field for {fields}")
        fields = ", ".join(field_word(name) for name in choice.lacking)
        yield Line(
            PROBLEM, text.format(role=role_name(role), layer=choice.look.title, fields=fields)
        )
        return
    for entry in found.counts:
        if entry.role == role:
            count = entry.count
            text = translate("Strukturbild", "{role}: {mapped} of {features} read from {layer}")
            yield Line(
                GOOD if count.mapped == count.features else OPEN,
                text.format(
                    role=role_name(role),
                    mapped=number(count.mapped, 0),
                    features=number(count.features, 0),
                    layer=count.layer,
                ),
            )
            yield from _repaired(count.repaired)


def _repaired(repaired: int) -> list[Line]:
    lines = []
    if repaired:
        text = translate("Strukturbild", "{count} geometries were repaired")
        lines.append(Line(GOOD, text.format(count=repaired)))
    return lines


def _unmapped(found: DryRun) -> list[Line]:
    whole = [value for value in found.unmapped if not value.field]
    values = [value for value in found.unmapped if value.field]
    lines = []
    if whole:
        text = translate("Strukturbild", "{count} layers are not read as anything yet: {names}")
        names = _listed([value.layer for value in whole])
        lines.append(Line(OPEN, text.format(count=len(whole), names=names)))
    if values:
        text = translate("Strukturbild", "{count} values have no code yet: {names}")
        names = _listed([value.value or "–" for value in values])
        lines.append(Line(OPEN, text.format(count=len(values), names=names)))
    return lines


def _listed(names: Sequence[str]) -> str:
    unique = list(dict.fromkeys(names))
    return ", ".join(unique[:MOST_VALUES]) + (" …" if len(unique) > MOST_VALUES else "")


def _undecided(found: DryRun) -> list[Line]:
    """A line for each check that would not run, once a rule."""
    lines = []
    seen = {row.name for row in found.checks if row.state == RUNS}
    for row in found.checks:
        if row.name in seen:
            continue
        seen.add(row.name)
        lines.append(Line(OFF if row.state == NOT_APPLICABLE else OPEN, heading(row.text)))
    return lines


def _problems(found: DryRun, roles: Sequence[str]) -> list[Line]:
    sentences = [sentence(problem) for role, problem in found.problems if role in roles]
    unique = list(dict.fromkeys(sentences))
    lines = [Line(PROBLEM, text) for text in unique[:MOST_PROBLEMS]]
    if len(unique) > MOST_PROBLEMS:
        text = translate("Strukturbild", "and {count} more things to look at")
        lines.append(Line(PROBLEM, text.format(count=len(unique) - MOST_PROBLEMS)))
    return lines


def language_of(texts: Mapping[str, str]) -> str:
    """A text of a rule set in the interface's language."""
    return texts[interface_language()]
