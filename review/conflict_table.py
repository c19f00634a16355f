"""Conflicts as a table: a row a field that both sides changed, with both versions."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from ..layers.geopackage import TEXT, Field, OutTable
from ..layers.styles import Words
from .intake import Disagreement
from .records import Entry
from .store import StoredFinding

COLUMNS = (
    "municipality", "rule_id", "title", "label", "field", "ours", "ours_by", "ours_at", "theirs",
    "theirs_by", "theirs_at", "finding_id",
)  # fmt: skip
Row = dict[str, str]


def conflict_rows(
    conflicts: Sequence[Disagreement], findings: Mapping[str, StoredFinding]
) -> list[Row]:
    """One row a conflicting field, in order of municipality and finding."""
    rows = []
    for conflict in conflicts:
        values = findings[conflict.finding_id].values
        named = {
            name: str(values[name] or "") for name in ("municipality", "rule_id", "title", "label")
        }
        for field in conflict.fields:
            rows.append(
                {
                    **named,
                    "field": field,
                    **_version("ours", field, conflict.ours, conflict.ours_decided),
                    **_version("theirs", field, conflict.theirs, conflict.theirs_decided),
                    "finding_id": conflict.finding_id,
                }
            )
    return sorted(rows, key=lambda row: (row["municipality"], row["finding_id"], row["field"]))


def _version(
    side: str, field: str, entries: Sequence[Entry], decided: Mapping[str, tuple[str, ...]]
) -> Row:
    """What one side had decided of a field, and who wrote last of it and when."""
    last = [e for e in entries if getattr(e.change, field)] or list(entries)
    return {
        side: decided[field][0],
        f"{side}_by": last[-1].author.name,
        f"{side}_at": last[-1].made_at,
    }


def in_words(rows: Sequence[Row], words: Words) -> list[Row]:
    """The rows with fields and codes as people call them."""
    told = []
    for row in rows:
        codes = words.values_of("conflicts", row["field"])
        sides = {side: codes.get(row[side], row[side]) for side in ("ours", "theirs")}
        told.append({**row, **sides, "field": words.fields.get(row["field"], row["field"])})
    return told


def conflict_table(rows: Sequence[Row]) -> OutTable:
    """The rows as a table to write."""
    fields: list[Any] = [Field(name, TEXT, [row[name] for row in rows]) for name in COLUMNS]
    return OutTable("conflicts", fields)
