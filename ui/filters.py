"""Which rows the list shows: a filter as a plain record, applied to all rows at once."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import numpy as np

from ..review.states import RESOLVED
from .records import GONE_STATUS, BoolArray, IntArray, Records, folded

TO_CONFIRM = "to_confirm"
OPEN = "open"  # new, reopened or waiting to be confirmed
GROUPINGS = ("municipality", "rule", "status", "node")


@dataclass(frozen=True)
class Filter:
    """What to show; empty sets and texts mean everything.

    `statuses` are states of findings, or "open", "to_confirm", "gone". `severity` is the least.
    `ledger` shows every row of the ledger and not only findings.
    """

    text: str = ""
    municipalities: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    severity: int = 0
    only_new: bool = False
    ledger: bool = False

    def is_empty(self) -> bool:
        """Whether nothing is left out but what is gone."""
        return replace(self, ledger=False) == Filter()

    def count(self) -> int:
        """How many things are chosen, beside the text."""
        chosen = (self.municipalities, self.parts, self.outcomes, self.statuses, self.severity)
        return sum(map(bool, (*chosen, self.only_new, self.ledger)))

    def to_json(self) -> dict[str, Any]:
        """Plain values, sets as sorted lists."""
        plain = asdict(self)
        return {n: sorted(v) if isinstance(v, frozenset) else v for n, v in plain.items()}

    @classmethod
    def from_json(cls, plain: Any) -> Filter:
        """The filter of `to_json`; what is unknown or of another type is left out."""
        found: dict[str, Any] = {}
        given = plain if isinstance(plain, dict) else {}
        for item in fields(cls):
            value, default = given.get(item.name), item.default
            if isinstance(default, frozenset) and isinstance(value, list):
                found[item.name] = frozenset(str(entry) for entry in value)
            elif value is not None and type(value) is type(default):
                found[item.name] = value
        return cls(**found)


@dataclass(frozen=True)
class SavedFilter:
    """A filter with the name that someone gave it."""

    name: str
    filter: Filter


def saved_to_text(saved: list[SavedFilter]) -> str:
    """Saved filters as JSON text."""
    plain = [{"name": item.name, "filter": item.filter.to_json()} for item in saved]
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def saved_from_text(text: str) -> list[SavedFilter]:
    """Filters of `saved_to_text`; text that is none gives none."""
    try:
        plain = json.loads(text or "[]")
    except ValueError:
        return []
    entries = plain if isinstance(plain, list) else []
    return [
        SavedFilter(str(entry["name"]), Filter.from_json(entry.get("filter")))
        for entry in entries
        if isinstance(entry, dict) and entry.get("name")
    ]


def matching(records: Records, chosen: Filter) -> BoolArray:
    """Which rows the filter shows."""
    shown = records.is_finding | chosen.ledger
    shown = shown & _by_status(records, chosen.statuses)
    if chosen.municipalities:
        shown = shown & _in_municipalities(records, chosen.municipalities)
    if chosen.parts:
        shown = shown & records.codes("part").among(chosen.parts)
    if chosen.outcomes:
        shown = shown & records.codes("outcome").among(chosen.outcomes)
    if chosen.severity:
        shown = shown & (records.severity >= chosen.severity)
    if chosen.only_new:
        shown = shown & records.is_new
    for word in folded(chosen.text).split():
        shown = shown & records.containing(word)
    return np.asarray(shown, dtype=bool)


def _in_municipalities(records: Records, wanted: frozenset[str]) -> BoolArray:
    """A pair of neighbours shows on both sides."""
    partitions = records.codes("partition_code")
    both = frozenset(v for v in partitions.values if wanted & set(v.split("+")))
    own = records.codes("municipality_code").among(wanted)
    return np.asarray(own | partitions.among(both), dtype=bool)


def _by_status(records: Records, wanted: frozenset[str]) -> BoolArray:
    if not wanted:
        return np.asarray(~records.gone, dtype=bool)
    plain = wanted - {OPEN, TO_CONFIRM, GONE_STATUS}
    shown = records.codes("status").among(plain) & (~records.gone | (RESOLVED in plain))
    if OPEN in wanted:
        shown = shown | records.open_rows()
    if TO_CONFIRM in wanted:
        shown = shown | (records.to_confirm & ~records.gone)
    if GONE_STATUS in wanted:
        shown = shown | records.gone
    return np.asarray(shown, dtype=bool)


def in_order(records: Records, shown: BoolArray) -> IntArray:
    """The rows to show: those to be confirmed first, then by severity, title and label."""
    order = records.order()
    rows = order[shown[order]]
    waits = records.to_confirm[rows]
    return np.concatenate([rows[waits], rows[~waits]])
