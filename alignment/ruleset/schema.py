"""The schema of rule sets and rules, and of one parameter's value."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any, Protocol, Sequence
from typing import Mapping as MappingType

from ..documents.schema import (
    AnyValue,
    Choice,
    Either,
    Entry,
    Flag,
    ListOf,
    LocalText,
    MapOf,
    Number,
    Record,
    Report,
    Text,
    did_you_mean,
)
from ..ledger import PARTS
from ..model.codes import STAGES
from .model import FAMILIES, RESPONSIBLE, STRENGTHS, ParameterSpec

CITATION_KINDS = ("legal", "strategic")
UNITS = (
    "m",
    "ha",
    "share",
    "dwellings",
    "dwellings/ha",
    "count",
    "inhabitants",
    "degrees",
    "departures",
    "",
)


class KindDescription(Protocol):
    """What a rule set needs to know of a check kind (`checks.kind.CheckKind` fits)."""

    @property
    def name(self) -> str:
        """The kind's name."""

    @property
    def part(self) -> str:
        """The part of the structure map it belongs to."""

    @property
    def parameters(self) -> MappingType[str, ParameterSpec]:
        """Its parameters."""

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The figures its wordings may use."""

    @property
    def needs(self) -> tuple[str, ...]:
        """The tables it needs."""


PARAMETER = Record(
    {
        "value": Entry(AnyValue(), required=True),
        "unit": Entry(Text(may_be_empty=True), default=""),
        "source": Entry(Either(Text(), LocalText()), required=True, default="default"),
    },
    with_line=True,
)
EXAMPLE = Record(
    {
        "name": Entry(LocalText(), required=True, default={}),
        "match": Entry(Flag(), required=True, default=False),
        "expect": Entry(ListOf(Text()), required=True, default=[]),
        "settings": Entry(MapOf(AnyValue()), default={}),
        "tables": Entry(MapOf(ListOf(MapOf(AnyValue()))), required=True, default={}),
    },
    with_line=True,
)
WORDING = Record(
    {
        "explanation": Entry(LocalText(), required=True, default={}),
        "question": Entry(LocalText(), required=True, default={}),
    },
    with_line=True,
)
RULE = Record(
    {
        "id": Entry(Text(), required=True, default=""),
        "version": Entry(Number(minimum=1, whole=True), required=True, default=1),
        "kind": Entry(Text(), required=True, default=""),
        "title": Entry(LocalText(), required=True, default={}),
        "why": Entry(LocalText(), required=True, default={}),
        "resolve": Entry(LocalText(), required=True, default={}),
        "traps": Entry(LocalText(), required=True, default={}),
        "strength": Entry(Choice(STRENGTHS), required=True, default=""),
        "family": Entry(Choice(FAMILIES), required=True, default=""),
        "responsible": Entry(Choice(RESPONSIBLE), required=True, default=""),
        "basis": Entry(
            ListOf(
                Record(
                    {
                        "kind": Entry(Choice(CITATION_KINDS), required=True),
                        "text": Entry(LocalText(), required=True, default={}),
                    }
                ),
                minimum=1,
            ),
            required=True,
            default=[],
        ),
        "stages": Entry(ListOf(Choice(STAGES), minimum=1), required=True, default=[]),
        "formerly": Entry(ListOf(Text()), default=[]),
        "part": Entry(Choice(PARTS), default=""),
        "needs": Entry(ListOf(Text()), default=[]),
        "parameters": Entry(MapOf(PARAMETER), required=True, default={}),
        "wordings": Entry(MapOf(WORDING), required=True, default={}),
        "remarks": Entry(MapOf(LocalText()), default={}),
        "examples": Entry(ListOf(EXAMPLE, minimum=2), required=True, default=[]),
    },
    with_line=True,
)
COUNTY = Text(accept=re.compile("[0-9]{2}").fullmatch, code="ruleset_county", quoted_only=True)
RULE_SET = Record(
    {
        "ruleset": Entry(Text(), required=True, default=""),
        "version": Entry(Text(), required=True, default=""),
        "name": Entry(LocalText(), required=True, default={}),
        "description": Entry(LocalText(), required=True, default={}),
        "county": Entry(COUNTY, default=""),
        "extends": Entry(Text(), default=""),
        "definitions": Entry(MapOf(PARAMETER), default={}),
        "remove": Entry(ListOf(Text()), default=[]),
        "rules": Entry(AnyValue(), default=[]),
    },
    with_line=True,
)


def check_value(name: str, value: Any, spec: ParameterSpec, report: Report, line: int) -> None:
    """Note what is wrong with a parameter's value, the content of lists and tables included."""
    if _wrong_type(value, spec):
        report.add(
            "parameter_type", line, parameter=name, expected=spec.type, value=str(value)[:60]
        )
        return
    for number in _numbers(value):
        low, high = spec.minimum, spec.maximum
        if (low is not None and number < low) or (high is not None and number > high):
            bounds = f"{'' if low is None else low}–{'' if high is None else high}"
            report.add("parameter_range", line, parameter=name, value=number, bounds=bounds)
    for entry in spec.entries:
        if entry not in value:
            report.add("parameter_entry", line, parameter=name, entry=entry)
    for entry in _names(value) if spec.choices else ():
        if entry not in spec.choices:
            choices = ", ".join(spec.choices)
            hint = did_you_mean(entry, spec.choices)
            report.add(
                "parameter_choice", line, parameter=name, value=entry, choices=choices, hint=hint
            )


def _wrong_type(value: Any, spec: ParameterSpec) -> bool:
    accepted = {
        "number": _is_number(value),
        "whole": _is_number(value) and int(value) == value,
        "flag": isinstance(value, bool),
        "text": isinstance(value, str),
        "choice": isinstance(value, str),
        "list": isinstance(value, list),
        "map": isinstance(value, dict),
    }[spec.type]
    if spec.type == "map" and accepted and (spec.unit or spec.minimum is not None):
        return not all(_is_number(entry) for entry in value.values())
    return not accepted or not all(_is_number(number) for number in _numbers(value))


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return isinstance(value, int) or math.isfinite(value)


def _numbers(value: Any) -> list[Any]:
    """The numbers in a value, those of lists and tables included."""
    if isinstance(value, dict):
        return [number for entry in value.values() for number in _numbers(entry)]
    if isinstance(value, list):
        return [number for entry in value for number in _numbers(entry)]
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return [value] if is_number else []


def _names(value: Any) -> list[Any]:
    """What a closed list of names rules: the items of a list, the keys of a table, a choice."""
    return list(value) if isinstance(value, (list, dict)) else [value]


def check_override(
    name: str, old: Any, new: Any, spec: ParameterSpec, report: Report, line: int
) -> None:
    """Note what is wrong with a value that is to replace another in one municipality."""
    check_value(name, new, replace(spec, entries=()), report, line)
    if isinstance(old, dict) and isinstance(new, dict) and old:
        for key, value in new.items():
            if key not in old:
                hint = did_you_mean(key, list(old))
                report.add("override_entry", line, parameter=name, entry=key, hint=hint)
            elif isinstance(old[key], dict) and isinstance(value, dict):
                check_override(name, old[key], value, ParameterSpec("map"), report, line)
            elif _is_number(old[key]) != _is_number(value):
                report.add(
                    "parameter_type", line, parameter=name, expected="number", value=str(value)[:60]
                )


def check_unit(name: str, unit: str, expected: Sequence[str], report: Report, line: int) -> None:
    """Note an unknown unit, or one that is not the parameter's own."""
    if unit not in UNITS:
        report.add(
            "parameter_unit_unknown", line, parameter=name, unit=unit, known=", ".join(UNITS[:-1])
        )
    elif unit not in expected:
        wanted = " / ".join(entry or "–" for entry in expected)
        report.add("parameter_unit", line, parameter=name, unit=unit, expected=wanted)
