"""What the exchange workbook looks like, for those who write it and those who read it back."""

from __future__ import annotations

from typing import Mapping, Sequence

from ..alignment.identity.keys import digest
from .states import CHOSEN_BY_PEOPLE
from .workbook_write import (
    ANSWER,
    ANSWER_DATE,
    DECIMAL,
    KEY,
    NUMBER,
    TEXT,
)

FORMAT, VERSION = "strukturbild-workbook", "1"
META_SHEET = "_strukturbild"
META_ITEMS = ("format", "version", "store_id", "export_id", "language")
GUIDE_ITEM, SHEET_ITEM = "guide", "sheet"  # names of the sheets that are ours
ANSWER_STATES = CHOSEN_BY_PEOPLE
# name of the column -> width in letters, style; what is read to answer stands first
READ_FIRST: Mapping[str, tuple[float, int]] = {
    "title": (24, TEXT),
    "label": (22, TEXT),
    "explanation": (50, TEXT),
    "question": (42, TEXT),
    "severity": (8, NUMBER),
    "status": (16, TEXT),
    "comment": (28, TEXT),
}
ANSWERS: Mapping[str, tuple[float, int]] = {
    "answer_status": (22, ANSWER),
    "answer_text": (48, ANSWER),
    "answer_name": (20, ANSWER),
    "answer_date": (13, ANSWER_DATE),
}
DETAILS: Mapping[str, tuple[float, int]] = {
    "outcome": (11, TEXT),
    "value": (13, TEXT),
    "threshold": (13, TEXT),
    "area_ha": (10, DECIMAL),
    "length_m": (11, DECIMAL),
    "rule_id": (7, TEXT),
    "part": (20, TEXT),
    "strength": (11, TEXT),
    "stage": (11, TEXT),
    "responsible": (16, TEXT),
    "due_date": (12, TEXT),
    "basis": (80, TEXT),
    "presence": (14, TEXT),
}
FROZEN = 2  # columns that stay in sight
# what tells which finding a row is about, as it was when it was exported
KEYS: Mapping[str, tuple[float, int]] = {
    "finding_id": (22, KEY),
    "sequence": (8, KEY),
    "seen_run": (22, KEY),
    "seen_presence": (12, KEY),
    "row_code": (8, KEY),
    "check": (22, KEY),
}
HIDDEN = tuple(name for name in KEYS if name != "finding_id")
COLUMNS: Mapping[str, tuple[float, int]] = {**READ_FIRST, **ANSWERS, **DETAILS, **KEYS}
READ = (*KEYS, *ANSWERS)


def check_of(row: Mapping[str, str], store_id: str, export_id: str) -> str:
    """What stands in `check` of a row whose other key columns are these."""
    keys = (row[name] for name in KEYS if name != "check")
    return digest("row", *keys, store_id, export_id)


def export_id_of(store_id: str, language: str, rows: Sequence[Sequence[str]]) -> str:
    """The id of an export: the same for the same findings in the same states."""
    return digest("export", store_id, language, *(part for row in rows for part in row))
