"""Findings as CSV: UTF-8 with a byte order mark, semicolons, points in numbers, words for codes.

Text that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Sequence

from ..layers.geopackage import FLAG, TEXT
from ..layers.styles import Words
from .export_table import COLUMNS, column_of
from .selection import Item

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
YES_NO = {"sv": ("nej", "ja"), "en": ("no", "yes")}


def write_csv(path: Path, items: Sequence[Item], words: Words, language: str) -> None:
    """Write all columns, headed by their names in the given language."""
    columns = [_written(name, column_of(items, name, words), language) for name in COLUMNS]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow([harmless(words.fields.get(name, name)) for name in COLUMNS])
        writer.writerows(zip(*columns))


def _written(name: str, values: Sequence[Any], language: str) -> list[Any]:
    if COLUMNS[name] == FLAG:
        return [YES_NO[language][bool(value)] for value in values]
    if COLUMNS[name] == TEXT:
        return [harmless(str(value or "")) for value in values]
    return ["" if value is None else value for value in values]


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula, and no reader for the end of a file."""
    plain = text.replace("\x00", "")
    return "'" + plain if plain.startswith(STARTS_A_FORMULA) else plain
