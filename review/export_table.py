"""Findings as rows of one flat table: the columns that CSV, GeoJSON and GeoPackage share."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Mapping, Sequence

from ..layers.geopackage import FLAG, NUMBER, TEXT, WHOLE
from ..layers.styles import Words
from .result_file import as_json
from .selection import Item

# what a reader wants first stands first; keys and what machines need stand last
COLUMNS: Mapping[str, str] = {
    "municipality": TEXT,
    "rule_id": TEXT,
    "title": TEXT,
    "label": TEXT,
    "status": TEXT,
    "comment": TEXT,
    "outcome": TEXT,
    "severity": WHOLE,
    "value": NUMBER,
    "threshold": NUMBER,
    "unit": TEXT,
    "share": NUMBER,
    "area_ha": NUMBER,
    "length_m": NUMBER,
    "explanation": TEXT,
    "question": TEXT,
    "responsible": TEXT,
    "assigned": TEXT,
    "due_date": TEXT,
    "until": TEXT,
    "strength": TEXT,
    "family": TEXT,
    "part": TEXT,
    "stage": TEXT,
    "basis": TEXT,
    "author": TEXT,
    "made_at": TEXT,
    "presence": TEXT,
    "to_confirm": FLAG,
    "municipality_code": TEXT,
    "partition": TEXT,
    "subject_type": TEXT,
    "kind": TEXT,
    "reason": TEXT,
    "structure_object": TEXT,
    "plan_object": TEXT,
    "locator": TEXT,
    "figures": TEXT,
    "finding_id": TEXT,
    "parent_id": TEXT,
    "sequence": WHOLE,
}
STATE = ("status", "comment", "assigned", "due_date", "until", "author", "made_at", "sequence")
OWN = ("finding_id", "parent_id", "presence", "to_confirm")
TABLE = "findings"
NO_NUMBER = re.compile("NaN|Infinity")  # Python writes them, JSON has none


def value_of(item: Item, name: str) -> Any:
    """A finding's value of a column, codes as codes; None for none and for what is no number."""
    if name in STATE:
        value = getattr(item.state, name)
    elif name in OWN:
        value = getattr(item.finding, name)
    elif name == "responsible":
        value = item.state.responsible or item.finding.values["rule_responsible"]
    else:
        value = item.finding.values["partition_code" if name == "partition" else name]
    if name == "figures" and value and NO_NUMBER.search(value):
        return as_json(figures_of(value))
    if value == "" or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value


def figures_of(text: str | None) -> dict[str, Any]:
    """All figures of a finding, null for what is no number; {} for text that holds none."""
    try:
        found = json.loads(text or "{}", parse_constant=lambda _: None)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def column_of(items: Sequence[Item], name: str, words: Words | None = None) -> list[Any]:
    """A column of all findings; with `words`, codes as people say them."""
    values = [value_of(item, name) for item in items]
    labels = {} if words is None or name == "severity" else words.values_of(TABLE, name)
    if not labels:
        return values
    return [labels.get(value, value) for value in values]
