"""Checking records from elsewhere: types, lengths, codes and ids, before any of them is used."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from ..alignment.problems import InputError, Problem

TEXT, WHOLE, NUMBER, FLAG, ID, DAY, TIME = (
    "text", "whole", "number", "flag", "id", "day", "time",
)  # fmt: skip
LONGEST_TEXT = 1_000_000
LARGEST_NUMBER = 1e15
ID_FORM = re.compile(r"[a-z2-7]{24}")
UNFIT = re.compile("[\x00\ud800-\udfff]")  # what a database can't hold as text


@dataclass(frozen=True)
class Column:
    """What a value must be; `may_be_empty`: "" will do, `may_be_null`: null will.

    `least` and `most` bound numbers.
    """

    type: str
    may_be_empty: bool = False
    may_be_null: bool = False
    choices: tuple[str, ...] = ()
    least: float = -LARGEST_NUMBER
    most: float = LARGEST_NUMBER


class RecordChecker:
    """Checks records of one file; every fault names its place, as `findings[3].presence`."""

    def __init__(self, path: str) -> None:
        self.path = path

    def fail(self, place: str) -> InputError:
        """The error of a place that is not what it must be."""
        return InputError(Problem("package_content", {"path": self.path, "place": place}))

    def records(
        self, items: Any, columns: Mapping[str, Column], place: str, nested: Sequence[str] = ()
    ) -> list[dict[str, Any]]:
        """A list of records that have just these columns (and the nested ones, not looked into)."""
        if not isinstance(items, list):
            raise self.fail(place)
        wanted = {*columns, *nested}
        for number, item in enumerate(items):
            here = f"{place}[{number}]"
            if not isinstance(item, dict) or set(item) != wanted:
                raise self.fail(here)
            self.record(item, columns, here)
        return items

    def record(self, item: Mapping[str, Any], columns: Mapping[str, Column], place: str) -> None:
        """One record's values."""
        for name, column in columns.items():
            if not fits(item.get(name), column):
                raise self.fail(f"{place}.{name}")

    def unique(self, values: Sequence[Any], place: str) -> set[Any]:
        """The values as a set; a value that is there twice is a fault."""
        found = set(values)
        if len(found) < len(values):
            raise self.fail(place)
        return found


def fits(value: Any, column: Column) -> bool:
    """Whether a value is of its column's type and among its choices."""
    if value is None:
        return column.may_be_null
    if column.type in (WHOLE, NUMBER):
        return _number_fits(value, column)
    if column.type == FLAG:
        return isinstance(value, bool)
    return isinstance(value, str) and _text_fits(value, column)


def _text_fits(value: str, column: Column) -> bool:
    if len(value) > LONGEST_TEXT or UNFIT.search(value):
        return False
    if not value:
        return column.may_be_empty
    if column.choices:
        return value in column.choices
    return {ID: _is_id, DAY: _is_day, TIME: _is_time}.get(column.type, bool)(value)


def _number_fits(value: Any, column: Column) -> bool:
    kinds = (int,) if column.type == WHOLE else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds):
        return False
    return bool(column.least <= value <= column.most)


def _is_id(value: str) -> bool:
    return ID_FORM.fullmatch(value) is not None


def _is_day(value: str) -> bool:
    """An ISO date, yyyy-mm-dd."""
    try:
        return datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_time(value: str) -> bool:
    """An ISO time with its distance to UTC."""
    try:
        return datetime.datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
