"""Pages about rules, made from their entries: nothing about a rule is written twice."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from .model import Example, LocalText, Parameter, Rule, RuleSet

HEADINGS: Mapping[str, LocalText] = {
    "why": {"sv": "Varför", "en": "Why"},
    "outcomes": {"sv": "Utfall och frågor", "en": "Outcomes and questions"},
    "parameters": {"sv": "Parametrar", "en": "Parameters"},
    "resolve": {"sv": "Så kan frågan lösas", "en": "How to resolve"},
    "traps": {"sv": "Kända fallgropar", "en": "Known traps"},
    "basis": {"sv": "Grund", "en": "Basis"},
    "examples": {"sv": "Exempel", "en": "Examples"},
}
PARAMETER_COLUMNS = {
    "sv": ("parameter", "värde", "enhet", "källa"),
    "en": ("parameter", "value", "unit", "source"),
}
MATCHES = {"sv": ("träffar", "träffar inte"), "en": ("matches", "does not match")}
Labels = Mapping[str, Mapping[str, LocalText]]
Units = Mapping[str, str]


def rule_page(rule: Rule, labels: Labels, units: Units, language: str) -> str:
    """One rule as Markdown; `units` maps its parameters to their units."""
    facts = [
        labels["part"][rule.part][language],
        labels["family"][rule.family][language],
        labels["strength"][rule.strength][language],
        labels["responsible"][rule.responsible][language],
    ]
    stages = ", ".join(labels["stage"][stage][language] for stage in rule.stages)
    sections = [
        f"# {rule.id} – {rule.title[language]}",
        f"*{' · '.join(facts)}* \n{stages} · `{rule.kind}` · v{rule.version}",
        _section("why", rule.why[language], language),
        _section("outcomes", _outcomes(rule, labels, language), language),
        _section("parameters", _parameters(rule.parameters, units, language), language),
        _section("resolve", rule.resolve[language], language),
        _section("traps", rule.traps[language], language),
        _section("basis", _basis(rule, language), language),
        _section("examples", _examples(rule.examples, labels, language), language),
    ]
    return "\n\n".join(sections) + "\n"


def rule_summary(rule_set: RuleSet, language: str) -> str:
    """The rules of a set as a list, for an algorithm's help: id, title and why."""
    rows = [
        f"<li><b>{r.id}</b> {r.title[language]}. {r.why[language]}</li>" for r in rule_set.rules
    ]
    return f"<ul>{''.join(rows)}</ul>"


def index_page(rule_set: RuleSet, labels: Labels, language: str, folder: str) -> str:
    """The table of all rules and of the values that they share, as Markdown."""
    header = {"sv": ("regel", "vad den ser", "del"), "en": ("rule", "what it sees", "part")}[
        language
    ]
    rows = [
        f"| [{rule.id}]({folder}{rule.id}.md) | {rule.title[language]} "
        f"| {labels['part'][rule.part][language]} |"
        for rule in rule_set.rules
    ]
    table = "\n".join([f"| {' | '.join(header)} |", "|---|---|---|", *rows])
    shared = _parameters(rule_set.definitions.parameters, {}, language)
    title = {"sv": "Gemensamma värden", "en": "Shared values"}[language]
    return f"{rule_set.description[language]}\n\n{table}\n\n## {title}\n\n{shared}\n"


def _section(name: str, body: str, language: str) -> str:
    return f"## {HEADINGS[name][language]}\n\n{body}"


def _outcomes(rule: Rule, labels: Labels, language: str) -> str:
    rows = []
    for key, wording in rule.wordings.items():
        outcome, _, reason = key.partition(".")
        label = labels["outcome"][outcome][language]
        name = f"{label} ({reason})" if reason else label
        question = wording.question[language]
        rows.append(f"- **{name}**: {wording.explanation[language]} *{question}*")
    before = {"sv": "Där det gäller står först", "en": "Where it holds, this comes first"}[language]
    rows += [f"- {before}: {text[language]}" for text in rule.remarks.values()]
    return "\n".join(rows)


def _parameters(parameters: Mapping[str, Parameter], units: Units, language: str) -> str:
    lines = [f"| {' | '.join(PARAMETER_COLUMNS[language])} |", "|---|---|---|---|"]
    for name, parameter in parameters.items():
        source = parameter.source[language]
        unit = units.get(name, "")
        lines.append(f"| `{name}` | {_value(parameter.value)} | {unit} | {source} |")
    return "\n".join(lines)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_value(entry)}" for key, entry in value.items())
    if isinstance(value, (list, tuple)):
        return " ".join(_value(entry) for entry in value)
    return str(value)


def _basis(rule: Rule, language: str) -> str:
    kinds = {
        "legal": {"sv": "Rättslig grund", "en": "Legal"},
        "strategic": {"sv": "Strategisk grund", "en": "Strategic"},
    }
    return "\n".join(f"- {kinds[c.kind][language]}: {c.text[language]}" for c in rule.basis)


def _examples(examples: Sequence[Example], labels: Labels, language: str) -> str:
    rows = []
    for example in examples:
        outcomes = ", ".join(labels["outcome"][code][language] for code in example.expect)
        match = MATCHES[language][0 if example.match else 1]
        rows.append(f"- {example.name[language]} – {match}: {outcomes}")
    return "\n".join(rows)
