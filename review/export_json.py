"""Findings as one JSON document by docs/schemas/findings.schema.json, with their whole log."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, Mapping, Sequence

from .export_table import figures_of
from .records import Entry, State
from .schema import FINDING_COPY
from .selection import Item, Selection

FORMAT, VERSION = "strukturbild-findings", 1
OWN = ("finding_id", "finding_key", "parent_id", "origin", "presence", "first_run", "last_run")
STATE = (
    "status", "sequence", "comment", "responsible", "assigned", "due_date", "until", "author",
    "made_at",
)  # fmt: skip
SAID = (
    "kind", "status", "comment", "responsible", "assigned", "due_date", "until", "target",
    "reasons", "undoes", "origin", "said_on",
)  # fmt: skip


def write_json(
    path: Path,
    items: Sequence[Item],
    log: Mapping[str, Sequence[Entry]],
    head: Mapping[str, str],
    selection: Selection,
) -> None:
    """Write findings with state and history; `head` holds store_id, crs and language."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        **head,
        "filters": {
            "municipalities": list(selection.municipalities),
            "parts": list(selection.parts),
            "states": list(selection.states),
            "lowest_severity": selection.lowest,
            "with_gone": selection.with_gone,
        },
        "findings": [_finding(item, log.get(item.finding.finding_id, ())) for item in items],
    }
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False))
        stream.write("\n")


def _finding(item: Item, entries: Sequence[Entry]) -> dict[str, Any]:
    finding = item.finding
    return {
        **{name: getattr(finding, name) for name in OWN},
        "to_confirm": finding.to_confirm,
        "municipalities": list(item.municipalities),
        **{name: _copied(name, finding.values[name]) for name in FINDING_COPY},
        "state": _state(item.state),
        "history": [_entry(entry) for entry in entries],
    }


def _copied(name: str, value: Any) -> Any:
    """Numbers as numbers or null, figures as an object, other text as text."""
    if FINDING_COPY[name] != "TEXT":
        return None if value is None or not math.isfinite(value) else value
    if name == "figures":
        return figures_of(value)
    return value or ""


def _state(state: State) -> dict[str, Any]:
    return {name: getattr(state, name) for name in STATE}


def _entry(entry: Entry) -> dict[str, Any]:
    """An entry without the login that it was written under: that is nobody else's business."""
    return {
        "entry_id": entry.entry_id,
        "sequence": entry.sequence,
        **{name: getattr(entry.change, name) for name in SAID},
        "author": entry.author.name,
        "made_at": entry.made_at,
        "run_id": entry.run_id,
    }
