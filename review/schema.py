"""The tables of a review store, the same for both backends, and its versions.

`{whole}`, `{number}`, `{row_id}` stand for a backend's own types. The log is append-only: each
backend adds triggers that refuse changes to it. State and comment are views of the log.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Mapping, Sequence

VERSION = 2
SHAPES = ("polygon", "line", "point")
# the copy of a finding as it was last seen: field name -> type
FINDING_COPY: Mapping[str, str] = {
    "municipality_code": "TEXT",
    "municipality": "TEXT",
    "partition_code": "TEXT",
    "rule_id": "TEXT",
    "kind": "TEXT",
    "part": "TEXT",
    "family": "TEXT",
    "strength": "TEXT",
    "rule_responsible": "TEXT",
    "subject_type": "TEXT",
    "title": "TEXT",
    "label": "TEXT",
    "outcome": "TEXT",
    "severity": "{whole}",
    "value": "{number}",
    "threshold": "{number}",
    "unit": "TEXT",
    "share": "{number}",
    "area_ha": "{number}",
    "length_m": "{number}",
    "explanation": "TEXT",
    "question": "TEXT",
    "basis": "TEXT",
    "stage": "TEXT",
    "reason": "TEXT",
    "structure_object": "TEXT",
    "plan_object": "TEXT",
    "locator": "TEXT",
    "figures": "TEXT",
}
_COPY = ", ".join(name + " " + kind for name, kind in FINDING_COPY.items())
TABLES: Mapping[str, str] = {
    "review_meta": "(fid {row_id}, item TEXT NOT NULL UNIQUE, content TEXT NOT NULL)",
    "run": (
        "(fid {row_id}, run_id TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL,"
        " made_by TEXT NOT NULL, case_name TEXT NOT NULL, result_name TEXT NOT NULL,"
        " complete {whole} NOT NULL, rules TEXT NOT NULL, counts TEXT NOT NULL,"
        " imported {whole} NOT NULL DEFAULT 0)"
    ),
    "finding": (
        "(fid {row_id}, finding_id TEXT NOT NULL UNIQUE, finding_key TEXT NOT NULL,"
        " parent_id TEXT NOT NULL, origin TEXT NOT NULL, presence TEXT NOT NULL,"
        " to_confirm {whole} NOT NULL, method TEXT NOT NULL, confidence {number} NOT NULL,"
        " first_run TEXT NOT NULL, last_run TEXT NOT NULL, " + _COPY + ")"
    ),
    "decision": (
        "(fid {row_id}, entry_id TEXT NOT NULL UNIQUE,"
        " finding_id TEXT NOT NULL REFERENCES finding (finding_id),"
        " sequence {whole} NOT NULL CHECK (sequence > 0), kind TEXT NOT NULL,"
        " status TEXT NOT NULL, comment TEXT NOT NULL, responsible TEXT NOT NULL,"
        " assigned TEXT NOT NULL, due_date TEXT NOT NULL, until TEXT NOT NULL,"
        " target TEXT NOT NULL, reasons TEXT NOT NULL, undoes TEXT NOT NULL,"
        " origin TEXT NOT NULL, login TEXT NOT NULL, author TEXT NOT NULL,"
        " made_at TEXT NOT NULL, run_id TEXT NOT NULL, said_on TEXT NOT NULL DEFAULT '',"
        " UNIQUE (finding_id, sequence))"
    ),
    "appearance": (
        "(fid {row_id}, run_id TEXT NOT NULL REFERENCES run (run_id),"
        " finding_id TEXT NOT NULL REFERENCES finding (finding_id),"
        " finding_key TEXT NOT NULL, outcome TEXT NOT NULL, severity {whole} NOT NULL,"
        " value {number}, threshold {number}, area_ha {number}, length_m {number},"
        " stage TEXT NOT NULL, strength TEXT NOT NULL, change TEXT NOT NULL,"
        " UNIQUE (run_id, finding_id))"
    ),
    "lineage": (
        "(fid {row_id}, child_id TEXT NOT NULL REFERENCES finding (finding_id),"
        " parent_id TEXT NOT NULL REFERENCES finding (finding_id), relation TEXT NOT NULL,"
        " run_id TEXT NOT NULL, UNIQUE (child_id, parent_id, relation))"
    ),
    # entries that came with a package or workbook and conflict with what was written here
    "waiting": (
        "(fid {row_id}, entry_id TEXT NOT NULL UNIQUE,"
        " finding_id TEXT NOT NULL REFERENCES finding (finding_id), sequence {whole} NOT NULL,"
        " kind TEXT NOT NULL, status TEXT NOT NULL, comment TEXT NOT NULL,"
        " responsible TEXT NOT NULL, assigned TEXT NOT NULL, due_date TEXT NOT NULL,"
        " until TEXT NOT NULL, target TEXT NOT NULL, reasons TEXT NOT NULL,"
        " undoes TEXT NOT NULL, origin TEXT NOT NULL, login TEXT NOT NULL,"
        " author TEXT NOT NULL, made_at TEXT NOT NULL, run_id TEXT NOT NULL,"
        " said_on TEXT NOT NULL)"
    ),
    # outcomes of every run, supported ones too: what a trend is drawn from
    "run_outcome": (
        "(fid {row_id}, run_id TEXT NOT NULL REFERENCES run (run_id),"
        " partition_code TEXT NOT NULL, outcome TEXT NOT NULL, number {whole} NOT NULL,"
        " UNIQUE (run_id, partition_code, outcome))"
    ),
}
_LAST = (
    "COALESCE((SELECT {value} FROM decision d WHERE d.finding_id = f.finding_id"
    " AND d.{marked} <> '' AND NOT EXISTS (SELECT 1 FROM decision u"
    " WHERE u.finding_id = d.finding_id AND u.undoes = d.entry_id)"
    " ORDER BY d.sequence DESC LIMIT 1), {default}) AS {column}"
)
STATE_COLUMNS = (
    "finding_id", "status", "sequence", "comment", "responsible", "assigned", "due_date",
    "until", "author", "made_at",
)  # fmt: skip
_CLEARABLE = ("responsible", "assigned", "due_date")


def _last(column: str) -> str:
    """What the log last said of a thing; `until` belongs to the state that it was said with."""
    value = f"NULLIF(d.{column}, '-')" if column in _CLEARABLE else f"d.{column}"
    return (
        _LAST.replace("{value}", value)
        .replace("{marked}", "status" if column == "until" else column)
        .replace("{default}", "'new'" if column == "status" else "''")
        .replace("{column}", column)
    )


_STATES = ", ".join(_last(c) for c in STATE_COLUMNS if c not in ("finding_id", "sequence"))
_STATE_VIEW = (
    "CREATE VIEW finding_state AS SELECT f.finding_id, {states},"
    " COALESCE((SELECT MAX(d.sequence) FROM decision d WHERE d.finding_id = f.finding_id), 0)"
    " AS sequence FROM finding f"
).replace("{states}", _STATES)
# the columns that people see of a finding on the map, and of the log; the first letter says whence
_SPATIAL = (
    "f.finding_id", "t.status", "t.comment", "t.author", "t.made_at",
    "t.responsible AS assigned_party", "t.assigned", "t.due_date", "f.presence", "f.to_confirm",
    *("f." + name for name in FINDING_COPY),
)  # fmt: skip
_HISTORY = (
    "d.made_at", "d.author", "d.kind AS entry_kind", "d.status", "d.comment", "f.municipality",
    "f.title", "f.label", "d.responsible AS assigned_party", "d.assigned", "d.due_date", "d.until",
    "d.said_on", "d.target", "d.reasons", "d.finding_id", "d.sequence", "d.entry_id", "d.undoes",
    "d.origin", "d.login",
)  # fmt: skip
_SHAPE_VIEW = (
    "CREATE VIEW findings_{shape} AS SELECT s.fid AS {view_id}, s.geom, {shown}"
    " FROM shape_{shape} s JOIN finding f ON f.finding_id = s.finding_id"
    " JOIN finding_state t ON t.finding_id = f.finding_id"
).replace("{shown}", ", ".join(_SPATIAL))
_HISTORY_VIEW = (
    "CREATE VIEW history AS SELECT d.fid AS {view_id}, {shown}"
    " FROM decision d JOIN finding f ON f.finding_id = d.finding_id"
).replace("{shown}", ", ".join(_HISTORY))
SPATIAL_COLUMNS = tuple(re.split(r"\.| AS ", name)[-1] for name in _SPATIAL)
HISTORY_COLUMNS = tuple(re.split(r"\.| AS ", name)[-1] for name in _HISTORY)
SPATIAL_VIEWS = tuple(f"findings_{shape}" for shape in SHAPES)
# in the order in which they can be made; dropped the other way round
VIEWS: Mapping[str, str] = {
    "finding_state": _STATE_VIEW,
    "history": _HISTORY_VIEW,
    **{f"findings_{shape}": _SHAPE_VIEW.replace("{shape}", shape) for shape in SHAPES},
}


@dataclass(frozen=True)
class Migration:
    """Takes a store one version on; views are made anew after the last step.

    `columns` are (table, column, definition), `tables` name -> columns. Both are as that version
    had them: later changes get a migration of their own.
    """

    columns: Sequence[tuple[str, str, str]] = ()
    tables: Mapping[str, str] = field(default_factory=dict)


# from version n to n + 1
MIGRATIONS: Mapping[int, Migration] = {
    1: Migration(
        columns=(
            ("decision", "said_on", "TEXT NOT NULL DEFAULT ''"),
            ("run", "imported", "{whole} NOT NULL DEFAULT 0"),
        ),
        tables={name: TABLES[name] for name in ("waiting", "run_outcome")},
    ),
}
