"""Raw field values -> typed columns; what doesn't fit becomes null and is counted."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Any, Callable, Mapping

import numpy as np

from ..geometry.arrays import BoolArray, TextArray
from ..model.fields import CODE, DATE, FLAG, NUMBER, TEXT, WHOLE, Column, FieldSpec, null_column
from .fold import fold

NOT_A_NUMBER = "NaN"
FLAGS = {
    "1": 1.0, "true": 1.0, "ja": 1.0, "yes": 1.0, "j": 1.0, "y": 1.0, "sant": 1.0,
    "0": 0.0, "false": 0.0, "nej": 0.0, "no": 0.0, "n": 0.0, "falskt": 0.0,
}  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """A typed column (n,); `bad` marks values that were there but did not fit.

    For code fields a bad value is one without a translation: it is unmapped, not faulty.
    """

    column: Column
    bad: BoolArray


def as_text(value: Any) -> str:
    """A raw value as the text that profiles compare; "" for null. 36.0 reads as "36"."""
    if isinstance(value, str):
        return value.strip()
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def typed(raw: TextArray, spec: FieldSpec, translation: Mapping[str, str]) -> Typed:
    """Type a column by its unique values, translating codes on the way."""
    texts = [as_text(value) for value in raw]
    if spec.type in (WHOLE, NUMBER, FLAG):  # else NaN would pass for absent
        nan = np.not_equal(raw, raw).tolist()
        texts = [NOT_A_NUMBER if bad else text for text, bad in zip(texts, nan)]
    if not texts:
        return Typed(null_column(spec, 0), np.zeros(0, dtype=bool))
    if spec.type == TEXT and not translation:
        column = np.array(texts, dtype=object)
        return Typed(Column(column, column == ""), np.zeros(len(texts), dtype=bool))
    known_codes = {fold(code): code for code in spec.codes}
    value_of: dict[str, Any] = {"": None}
    for text in set(texts) - {""}:
        value_of[text] = _one(translation.get(fold(text), text), spec, known_codes)
    values = [value_of[text] for text in texts]
    null = np.array([value is None for value in values], dtype=bool)
    bad = null & np.array([text != "" for text in texts], dtype=bool)
    is_text = spec.type in (TEXT, CODE, DATE)
    nothing: Any = "" if is_text else 0.0
    filled = [nothing if value is None else value for value in values]
    return Typed(Column(np.array(filled, dtype=object if is_text else np.float64), null), bad)


def _one(text: str, spec: FieldSpec, codes: Mapping[str, str]) -> Any:
    """One value in the field's type, None where it does not fit."""
    readers: dict[str, Callable[[str], Any]] = {
        TEXT: str,
        CODE: lambda value: codes.get(fold(value)),
        FLAG: lambda value: FLAGS.get(value.casefold()),
        DATE: lambda value: datetime.date.fromisoformat(value[:10]).isoformat(),
        WHOLE: lambda value: _number(value, whole=True),
    }
    try:
        return readers.get(spec.type, _number)(text)
    except ValueError:
        return None


def _number(text: str, *, whole: bool = False) -> float | None:
    """A number with decimal comma or point, and spaces between thousands."""
    number = float(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    fits = math.isfinite(number) and (number.is_integer() or not whole)
    return number if fits else None
