"""Rules as records: what a rule set's YAML says, after it was checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping

STRENGTHS = ("shall", "should", "dialogue")
FAMILIES = ("completeness", "conformance", "consistency", "compatibility")
SIZE_CLASSES = (1, 2, 3, "archipelago_node", "local")  # of nodes: rank, or a category's own
RESPONSIBLE = ("municipality", "region", "county_board", "joint")

LocalText = Mapping[str, str]  # language -> text, Swedish always there


@dataclass(frozen=True)
class ParameterSpec:
    """A parameter that a check kind takes.

    `type` is number, whole, flag, text, choice, list, or map (a matrix or table: the kind
    checks its content). `unit` is m, ha, share, dwellings, count, inhabitants, degrees or "".
    `minimum` and `maximum` bound numbers, those in tables too. `choices` closes the names: the
    items of a list, the keys of a table, a choice. `entries` are the keys that a table must
    have, such as `SIZE_CLASSES` of a table by node size.
    """

    type: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    required: bool = True
    entries: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Parameter:
    """A value given to a kind's parameter, with where it comes from.

    `source` is a citation, or "default" for a proposed default that a region should look at.
    """

    value: Any
    source: LocalText
    is_default: bool
    line: int = 0


@dataclass(frozen=True)
class Citation:
    """What a rule stands on: `kind` is legal or strategic; `text` cites it."""

    kind: str
    text: LocalText


@dataclass(frozen=True)
class Wording:
    """Texts of one outcome or reason; placeholders are figures and {label}, {value}, ..."""

    explanation: LocalText
    question: LocalText


@dataclass(frozen=True)
class Example:
    """A tiny plan that a rule does (`match`) or does not (`no_match`) speak up about.

    `tables` maps a table name to rows; each row maps fields to values, `wkt` being geometry.
    `expect` are outcome codes of the object rows (or the summary where there are none), sorted.
    """

    name: LocalText
    match: bool
    tables: Mapping[str, tuple[Mapping[str, Any], ...]]
    expect: tuple[str, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True)
class Rule:
    """One rule: a check kind with parameters, texts, basis and examples.

    `remarks` are sentences that open the explanation of rows in which a figure is more than 0:
    figure -> sentence.
    """

    id: str
    kind: str
    part: str
    version: int
    title: LocalText
    why: LocalText
    wordings: Mapping[str, Wording]
    resolve: LocalText
    traps: LocalText
    strength: str
    family: str
    responsible: str
    basis: tuple[Citation, ...]
    stages: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    examples: tuple[Example, ...]
    remarks: Mapping[str, LocalText] = field(default_factory=dict)
    formerly: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    file: str = ""
    line: int = 0

    def value(self, name: str) -> Any:
        """The value of a parameter; KeyError if the kind has none of that name."""
        return self.parameters[name].value


@dataclass(frozen=True)
class Definitions:
    """Parameters that rules share, so that derived geometry is built once.

    Each maps a name to a `Parameter`; `workspace` documents which it reads.
    """

    parameters: Mapping[str, Parameter]

    def value(self, name: str) -> Any:
        """The value of a shared parameter."""
        return self.parameters[name].value


@dataclass(frozen=True)
class RuleSetHead:
    """What a rule set says of itself; `county` is the two-digit code of its county, "" for any."""

    id: str
    version: str
    name: LocalText
    description: LocalText
    county: str = ""
    extends: str = ""


@dataclass(frozen=True)
class RuleSet:
    """A named, versioned set of rules with the definitions that they share."""

    id: str
    version: str
    name: LocalText
    description: LocalText
    definitions: Definitions
    rules: tuple[Rule, ...]
    extends: str = ""
    county: str = ""

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id; KeyError if there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)
