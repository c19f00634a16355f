"""Plain values of a schema: text, number, flag, choice, date."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Any, Callable, Sequence

from .parse import Node, Scalar
from .report import Report, did_you_mean


def is_empty(node: Node, report: Report, key: str) -> bool:
    """Whether nothing stands after the key; noted as a fault."""
    empty = isinstance(node, Scalar) and node.value is None
    if empty:
        report.add("schema_empty", node.line, key=key)
    return empty


def _single(node: Node, report: Report, key: str) -> Scalar | None:
    """The plain value after a key; None, with a fault noted, where there is none or a structure."""
    if is_empty(node, report, key):
        return None
    if not isinstance(node, Scalar):
        report.add("schema_single", node.line, key=key)
        return None
    return node


@dataclass(frozen=True)
class Text:
    """A text; `code` names the fault where `accept` refuses it.

    `quoted_only` is for codes that YAML would read as numbers: 880, or 0761 (octal 497).
    """

    accept: Callable[[str], object] | None = None
    code: str = "schema_text"
    quoted_only: bool = False
    may_be_empty: bool = False

    def read(self, node: Node, report: Report, key: str) -> str | None:
        """The text, or None with a fault noted."""
        if is_empty(node, report, key):
            return None
        if not isinstance(node, Scalar):
            report.add("schema_text", node.line, key=key)
            return None
        code = self._fault(node)
        if code:
            report.add(code, node.line, key=key, value=node.text)
            return None
        return node.text

    def _fault(self, node: Scalar) -> str:
        if self.quoted_only and not node.quoted:
            return "schema_quote"
        if isinstance(node.value, bool):
            return "schema_quote_word"
        if not node.text.strip() and not self.may_be_empty:
            return "schema_empty"
        if self.accept is not None and not self.accept(node.text):
            return self.code
        return ""


def _number(value: Any) -> int | float | None:
    """The value where it is a number, infinite ones and true and false aside."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return None if isinstance(value, float) and not math.isfinite(value) else value


@dataclass(frozen=True)
class Number:
    """A number between bounds, optionally whole; `out_of_range` names the fault of another one."""

    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    out_of_range: str = "schema_range"

    def read(self, node: Node, report: Report, key: str) -> int | float | None:
        """The number, or None with a fault noted."""
        single = _single(node, report, key)
        if single is None:
            return None
        value = _number(single.value)
        if value is None:
            report.add("schema_number", node.line, key=key, value=single.text)
            return None
        if self.whole and int(value) != value:
            report.add("schema_whole", node.line, key=key, value=value)
            return None
        low, high = self.minimum, self.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            bounds = f"{'' if low is None else low}–{'' if high is None else high}"
            bounds = str(low) if low == high else bounds
            report.add(self.out_of_range, node.line, key=key, value=value, bounds=bounds)
            return None
        return value


@dataclass(frozen=True)
class Flag:
    """true or false."""

    def read(self, node: Node, report: Report, key: str) -> bool | None:
        """The flag, or None with a fault noted."""
        single = _single(node, report, key)
        if single is None:
            return None
        if isinstance(single.value, bool):
            return single.value
        report.add("schema_flag", node.line, key=key)
        return None


@dataclass(frozen=True)
class Choice:
    """One of a closed list of texts."""

    choices: Sequence[str]

    def read(self, node: Node, report: Report, key: str) -> str | None:
        """The choice, or None with a fault noted."""
        single = _single(node, report, key)
        if single is None:
            return None
        text = single.text
        if text and text in self.choices:
            return text
        report.add(
            "schema_choice",
            node.line,
            key=key,
            value=text,
            choices=", ".join(self.choices),
            hint=did_you_mean(text, self.choices),
        )
        return None


@dataclass(frozen=True)
class Date:
    """A date as YYYY-MM-DD, kept as text."""

    def read(self, node: Node, report: Report, key: str) -> str | None:
        """The date, or None with a fault noted."""
        single = _single(node, report, key)
        if single is None:
            return None
        text = single.text
        try:
            if datetime.date.fromisoformat(text).isoformat() == text:
                return text
        except ValueError:
            pass  # noted below, with dates that only some Python versions read
        report.add("schema_date", node.line, key=key, value=text)
        return None
