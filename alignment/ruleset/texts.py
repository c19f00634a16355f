"""Sentences: problems from the message catalogue, findings from their rule's wording."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable, Mapping

from ..documents.parse import read
from ..documents.schema import LocalText, Report
from ..ledger import FINDING_CODES, Outcome
from ..problems import InputError, Problem
from .model import Rule, Wording

NOTHING = "–"
JUDGED = (Outcome.SUPPORTED.code, *FINDING_CODES)
THIN_SPACE = "\u202f"
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
KM = 1000.0
MANY, SOME, LEAST_HA = 100.0, 10.0, 0.01
LITTLE, NEARLY_ALL = 10.0, 90.0  # percent
UNIT_WORDS = {
    "m2": {"sv": "m²", "en": "m²"},
    "dwellings/ha": {"sv": "bostäder/ha", "en": "dwellings/ha"},
    "dwellings": {"sv": "bostäder", "en": "dwellings"},
    "inhabitants": {"sv": "invånare", "en": "inhabitants"},
    "years": {"sv": "år", "en": "years"},
    "degrees": {"sv": "°", "en": "°"},
    "departures": {"sv": "turer", "en": "departures"},
}


ONE = {
    "dwellings": {"sv": "bostad", "en": "dwelling"},
    "inhabitants": {"sv": "invånare", "en": "inhabitant"},
    "years": {"sv": "år", "en": "year"},
    "departures": {"sv": "tur", "en": "departure"},
}


class Catalogue:
    """The sentences of `resources/messages`: problem code -> language -> template."""

    def __init__(self, messages: Mapping[str, Mapping[str, str]]) -> None:
        self.messages = messages

    @classmethod
    def load(cls, resources: Path) -> Catalogue:
        """Read every file of `resources/messages`; InputError for a code given twice."""
        messages: dict[str, Mapping[str, str]] = {}
        for path in sorted((resources / "messages").glob("*.yaml")):
            report = Report(path.name)
            tree = read(path)
            for code, node in tree.entries.items():
                if code in messages:
                    report.add("rule_twice", tree.key_lines[code], rule=code, first=0)
                text = LocalText().read(node, report, str(code))
                if text is not None:
                    messages[str(code)] = text
            report.raise_if_any()
        return cls(messages)

    def sentence(self, problem: Problem, language: str) -> str:
        """The problem as one sentence, with the place in front; a hint where there is one."""
        texts = self.messages.get(problem.code)
        if texts is None:
            return f"{problem.where} {problem.code} {dict(problem.params)}".strip()
        filled = _fill(texts[language], {k: _plain(v, language) for k, v in problem.params.items()})
        hint = problem.params.get("hint")
        if hint and "{hint}" not in texts[language]:
            filled += f" Menade du {hint}?" if language == "sv" else f" Did you mean {hint}?"
        in_text = not problem.where or problem.where.rpartition(":")[0] == ""
        return filled if in_text else f"{problem.where}: {filled}"

    def sentences(self, error: InputError, language: str) -> str:
        """All problems of an error, one a line."""
        return "\n".join(self.sentence(problem, language) for problem in error.problems)


def _plain(value: Any, language: str) -> str:
    if isinstance(value, float):
        return number(value, 2, language)
    return str(value)


def _fill(template: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda match: values.get(match.group(1), NOTHING), template)


def number(value: float, decimals: int, language: str) -> str:
    """A number as a reader of the language writes it; surplus zeros are cut."""
    text = f"{value:,.{decimals}f}"
    if decimals:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", ""):
        text = "0"
    if language == "sv":
        return text.replace(",", THIN_SPACE).replace(".", ",")
    return text


def quantity(value: Any, unit: str, language: str) -> str:
    """A figure with its unit as a planner reads it; an en dash where there is none."""
    if isinstance(value, str):
        return value or NOTHING
    if value is None or not math.isfinite(value):
        return NOTHING
    return _WRITERS.get(unit, _counted)(float(value), unit, language)


def _share(value: float, _unit: str, language: str) -> str:
    """Percent; one decimal where whole percent would say 0 or 100 of what is not."""
    percent = value * 100
    if LITTLE < abs(percent) < NEARLY_ALL or percent in (0, 100):
        return f"{number(percent, 0, language)}{THIN_SPACE}%"
    if abs(percent) < 100:
        percent = max(min(percent, 99.9), -99.9)
    return f"{number(percent, 1, language)}{THIN_SPACE}%"


def _length(value: float, _unit: str, language: str) -> str:
    if abs(value) >= KM:
        return f"{number(value / KM, 1, language)}{THIN_SPACE}km"
    return f"{number(value, 0, language)}{THIN_SPACE}m"


def _hectares(value: float, _unit: str, language: str) -> str:
    size = abs(value)
    if 0 < size < LEAST_HA:
        return f"< {number(LEAST_HA, 2, language)}{THIN_SPACE}ha"
    decimals = 0 if size >= MANY else 1 if size >= SOME else 2
    return f"{number(value, decimals, language)}{THIN_SPACE}ha"


def _counted(value: float, unit: str, language: str) -> str:
    words = UNIT_WORDS.get(unit)
    if words is None:
        return number(value, 2, language)
    text = number(value, 0, language)
    singular = ONE.get(unit) if text == "1" else None
    return f"{text}{THIN_SPACE}{(singular or words)[language]}"


_WRITERS: Mapping[str, Callable[[float, str, str], str]] = {
    "share": _share,
    "m": _length,
    "ha": _hectares,
}


@lru_cache(maxsize=4096)
def _pieces(template: str) -> tuple[str, ...]:
    """A template cut at its placeholders: text, name, text, name, ..., text."""
    return tuple(PLACEHOLDER.split(template))


def render(
    rule: Rule,
    outcome: str,
    reason: str,
    values: Mapping[str, tuple[Any, str]],
    language: str,
) -> tuple[str, str]:
    """Explanation and question of one row: the reason's wording, else the outcome's.

    `values` maps placeholders to (figure, unit). Rows without a wording get empty texts. What is
    to be remarked of a figure opens the explanation.
    """
    wording: Wording | None = rule.wordings.get(f"{outcome}.{reason}") if reason else None
    wording = wording or rule.wordings.get(outcome)
    if wording is None:
        return "", ""
    figures = {name: values.get(name, (None, ""))[0] for name in rule.remarks}
    opening = [
        rule.remarks[name][language]
        for name, figure in figures.items()
        if outcome in JUDGED and isinstance(figure, float) and figure > 0
    ]
    explanation = _worded(wording.explanation[language], values, language)
    question = _worded(wording.question[language], values, language)
    return " ".join([*opening, explanation]), question


def _worded(template: str, values: Mapping[str, tuple[Any, str]], language: str) -> str:
    pieces = _pieces(template)
    text = [pieces[0]]
    for place in range(1, len(pieces), 2):
        value, unit = values.get(pieces[place], (None, ""))
        text.append(quantity(value, unit, language))
        text.append(pieces[place + 1])
    return "".join(text)
