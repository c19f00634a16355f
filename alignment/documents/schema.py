"""A small declarative schema over parsed YAML: collects every fault, with its line.

Each schema object turns a node into plain data. Faults go into a `Report`; what is faulty
becomes None, so that one pass finds them all. `Report.raise_if_any` ends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Sequence, Union
from typing import Mapping as MappingType

from .parse import Items, Mapping, Node, Scalar
from .report import Report, did_you_mean
from .values import Choice, Date, Flag, Number, Text, is_empty

__all__ = [
    "LINE",
    "AnyValue",
    "Choice",
    "Date",
    "Either",
    "Entry",
    "Flag",
    "ListOf",
    "LocalText",
    "MapOf",
    "Number",
    "Record",
    "Report",
    "ShortRecord",
    "Text",
    "did_you_mean",
    "plain",
]


@dataclass(frozen=True)
class ListOf:
    """A list whose items follow one schema."""

    item: Schema
    minimum: int = 0

    def read(self, node: Node, report: Report, key: str) -> list[Any] | None:
        """The list without its faulty items."""
        if is_empty(node, report, key):
            return None
        if not isinstance(node, Items):
            report.add("schema_list", node.line, key=key)
            return None
        if len(node.items) < self.minimum:
            report.add("schema_too_few", node.line, key=key, minimum=self.minimum)
        read = [self.item.read(item, report, f"{key}[{n}]") for n, item in enumerate(node.items, 1)]
        return [value for value in read if value is not None]


@dataclass(frozen=True)
class MapOf:
    """A mapping with free keys whose values follow one schema."""

    value: Schema

    def read(self, node: Node, report: Report, key: str) -> dict[Any, Any] | None:
        """The mapping without its faulty values."""
        if is_empty(node, report, key):
            return None
        if not isinstance(node, Mapping):
            report.add("schema_mapping", node.line, key=key)
            return None
        read = {k: self.value.read(v, report, f"{key}.{k}") for k, v in node.entries.items()}
        return {k: v for k, v in read.items() if v is not None}


@dataclass(frozen=True)
class AnyValue:
    """Whatever stands there, as plain data; the caller checks it."""

    def read(self, node: Node, report: Report, key: str) -> Any:
        """Plain data."""
        return plain(node)


@dataclass(frozen=True)
class LocalText:
    """A text in Swedish and English."""

    languages: Sequence[str] = ("sv", "en")

    def read(self, node: Node, report: Report, key: str) -> dict[str, str] | None:
        """Language -> text."""
        if isinstance(node, Scalar) and node.value is not None:
            report.add("schema_languages", node.line, key=key, languages=", ".join(self.languages))
            return None
        fields = {language: Entry(Text(), required=True) for language in self.languages}
        return Record(fields).read(node, report, key)


@dataclass(frozen=True)
class Either:
    """A plain value by one schema, a list or mapping by another."""

    scalar: Schema
    other: Schema

    def read(self, node: Node, report: Report, key: str) -> Any:
        """What the fitting schema makes of it."""
        return (self.scalar if isinstance(node, Scalar) else self.other).read(node, report, key)


@dataclass(frozen=True)
class Entry:
    """A key of a record."""

    schema: Schema
    required: bool = False
    default: Any = None


LINE = "__line__"


@dataclass(frozen=True)
class Record:
    """A mapping with known keys; the result also holds its line under `LINE`."""

    entries: MappingType[str, Entry]
    with_line: bool = False

    def read(self, node: Node, report: Report, key: str) -> dict[str, Any] | None:
        """All keys, absent ones with their default; None where it is no mapping."""
        if is_empty(node, report, key):
            return None
        if not isinstance(node, Mapping):
            report.add("schema_mapping", node.line, key=key)
            return None
        for name in node.entries:
            if name not in self.entries:
                hint = did_you_mean(name, list(self.entries))
                report.add("schema_unknown_key", node.key_lines[name], key=name, hint=hint)
        result: dict[str, Any] = {}
        for name, entry in self.entries.items():
            found = node.entries.get(name)
            if found is not None:
                value = entry.schema.read(found, report, name)
                result[name] = entry.default if value is None else value
            else:
                result[name] = entry.default
                if entry.required:
                    report.add("schema_missing_key", node.line, key=name)
        if self.with_line:
            result[LINE] = node.line
        return result


@dataclass(frozen=True)
class ShortRecord:
    """A record that may be written as a plain text, which then is the value of one key."""

    entries: MappingType[str, Entry]
    short: str

    def read(self, node: Node, report: Report, key: str) -> dict[str, Any] | None:
        """The record with its line, as `Record` gives it."""
        if isinstance(node, Scalar) and node.value is not None:
            node = Mapping({self.short: node}, {self.short: node.line}, node.line)
        return Record(self.entries, with_line=True).read(node, report, key)


Schema = Union[
    Text,
    Number,
    Flag,
    Choice,
    Date,
    ListOf,
    MapOf,
    AnyValue,
    LocalText,
    Either,
    Record,
    ShortRecord,
]


def plain(node: Node) -> Any:
    """A node as plain Python data."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}
