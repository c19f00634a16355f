"""Plain data as YAML text that people read and `alignment.documents` reads back unchanged."""

from __future__ import annotations

import json
import math
import re
from typing import Any, Mapping

# what YAML 1.1 takes for something else than text, in any mix of cases
WORDS = frozenset(
    ("null", "true", "false", "yes", "no", "on", "off", "y", "n", "none", "nan", "inf", "ja", "nej")
)
PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ./][A-Za-zÀ-ÖØ-öø-ÿ0-9 _./|=()+–-]*")
ESCAPED = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def scalar(text: str) -> str:
    """A text, plain where no reader could take it for something else, else in double quotes."""
    plain = PLAIN.fullmatch(text) is not None and text == text.strip()
    if plain and text.casefold() not in WORDS and not _is_numeric(text):
        return text
    return quoted(text)


def _is_numeric(text: str) -> bool:
    """Whether YAML could read a number: ".5", ".inf", "1e3"; letters that start words are safe."""
    return text[0] in "./" and not text.startswith(("./", "../", "/"))


def quoted(text: str) -> str:
    """A text in double quotes; what YAML would fold or refuse as it stands is escaped."""
    return ESCAPED.sub(
        lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False)
    )


def flow(value: Any) -> str:
    """Any plain data on one line: {a: 1, 3: [x, y]}."""
    if isinstance(value, Mapping):
        entries = (f"{flow(key)}: {flow(entry)}" for key, entry in value.items())
        return "{" + ", ".join(entries) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(entry) for entry in value) + "]"
    if isinstance(value, str):
        return scalar(value)
    return _constant(value)


def _constant(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    return str(value)


def _float(value: float) -> str:
    if not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    text = repr(value)
    # YAML 1.1 takes 1e+16 for text unless it has a point
    return text.replace("e", ".0e") if "e" in text and "." not in text else text
