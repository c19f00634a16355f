"""Days as people and spreadsheets write them in cells."""

from __future__ import annotations

import datetime

from .workbook_read import Cell

DAY_ZERO = datetime.date(1899, 12, 30)  # spreadsheets count days from here
DAYS_TO_1904 = 1462
YEARS = range(1990, 2101)


def read_day(cell: Cell, from_1904: bool) -> str | None:
    """An ISO date, "" for none, None for what can't be told for sure (3/4/2026)."""
    text = cell.text.strip()
    if not text:
        return ""
    try:
        if cell.number or (text.isdecimal() and len(text) == 5):
            days = int(float(text)) + (DAYS_TO_1904 if from_1904 else 0)
            day = DAY_ZERO + datetime.timedelta(days=days)
        else:
            day = _written_day(text)
    except (ValueError, OverflowError):
        return None
    return day.isoformat() if day.year in YEARS else None


def _written_day(text: str) -> datetime.date:
    """Year first, however it is divided; a time after it is left out."""
    first = text.replace("T", " ").split()[0]
    figures = first.replace("/", "-").replace(".", "-").replace("–", "-").split("-")
    if len(figures) == 1 and len(first) == 8:
        figures = [first[:4], first[4:6], first[6:]]
    if len(figures) != 3 or len(figures[0]) != 4:
        raise ValueError(text)
    year, month, day = (int(part) for part in figures)
    return datetime.date(year, month, day)
