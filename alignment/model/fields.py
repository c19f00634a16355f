"""Columns with null masks, and the description of a field that everything else is made from."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Sequence

import numpy as np
from numpy.typing import NDArray

TEXT, WHOLE, NUMBER, FLAG, CODE, DATE = "text", "whole", "number", "flag", "code", "date"


@dataclass(frozen=True)
class FieldSpec:
    """What a canonical field holds.

    `type` is one of text, whole, number, flag (0/1), code (one of `codes`), date (ISO text).
    `unit` is m, ha, share or empty. A `required` field missing from its layer is an error.
    """

    type: str
    codes: tuple[str, ...] = ()
    unit: str = ""
    required: bool = False


@dataclass(frozen=True)
class Column:
    """Values (n,) and a mask (n,) that is True where the value is absent.

    Text, code and date columns hold str ("" where null); the rest hold float64 (0 where null).
    """

    values: NDArray[Any]
    null: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.values)

    def take(self, rows: NDArray[Any]) -> Column:
        """The column at the given rows (indices or mask)."""
        return Column(self.values[rows], self.null[rows])

    def equals(self, *wanted: Any) -> NDArray[np.bool_]:
        """True where the value is present and one of `wanted`."""
        hit = np.zeros(len(self.values), dtype=bool)
        for value in wanted:
            hit |= self.values == value
        return hit & ~self.null

    def or_else(self, default: Any) -> NDArray[Any]:
        """Values with `default` where absent."""
        filled = self.values.copy()
        filled[self.null] = default
        return filled


def text_column(items: Sequence[str | None]) -> Column:
    """A text column; None and "" are absent."""
    values = np.array([item if item is not None else "" for item in items], dtype=object)
    if len(items) == 0:
        values = np.empty(0, dtype=object)
    return Column(values, values == "")


def number_column(items: Sequence[float | None] | NDArray[Any]) -> Column:
    """A number column; None and NaN are absent."""
    values = np.array([np.nan if item is None else item for item in items], dtype=np.float64)
    null = ~np.isfinite(values)
    values[null] = 0.0
    return Column(values, null)


def null_column(spec: FieldSpec, count: int) -> Column:
    """A column of the field's type in which every row is absent."""
    is_text = spec.type in (TEXT, CODE, DATE)
    values = np.full(count, "", dtype=object) if is_text else np.zeros(count)
    return Column(values, np.ones(count, dtype=bool))


def text(*, required: bool = False) -> Any:
    """Declare a text field of a table."""
    return _declare(FieldSpec(TEXT, required=required))


def number(unit: str = "", *, required: bool = False) -> Any:
    """Declare a number field of a table, with its unit."""
    return _declare(FieldSpec(NUMBER, unit=unit, required=required))


def whole(*, required: bool = False) -> Any:
    """Declare a whole-number field of a table."""
    return _declare(FieldSpec(WHOLE, required=required))


def flag() -> Any:
    """Declare a 0/1 field of a table."""
    return _declare(FieldSpec(FLAG))


def code(codes: tuple[str, ...], *, required: bool = False) -> Any:
    """Declare a field that holds one of `codes`."""
    return _declare(FieldSpec(CODE, codes=codes, required=required))


def date() -> Any:
    """Declare a date field, held as ISO text."""
    return _declare(FieldSpec(DATE))


def _declare(spec: FieldSpec) -> Any:
    return dataclasses.field(metadata={"spec": spec})
