"""The name key by which a node of the structure map and a place of a plan are the same.

checks.md, N2: NFC, casefold, no brackets, punctuation as space, "S." as södra (N, V, Ö
likewise), without a trailing tätort, köping, stad, samhälle, centrum or kommun, without the
final s of words over four letters. å, ä and ö are never folded: Hagby is not Högby.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Sequence

import numpy as np

from ..geometry.arrays import TextArray

POINTS_OF_COMPASS = {"s": "södra", "n": "norra", "v": "västra", "ö": "östra"}
TRAILING = frozenset({"tätort", "köping", "stad", "samhälle", "centrum", "kommun"})
KEEPS_ITS_S = 4

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|\{[^}]*\}|[()\[\]{}]")
_ABBREVIATION = re.compile(r"(?<!\w)([snvö])\.")
_PUNCTUATION = re.compile(r"[\W_]+")


def name_key(name: str) -> str:
    """The key of a place name; "" where nothing of it is left."""
    folded = unicodedata.normalize("NFC", name).casefold()
    plain = _BRACKETS.sub(" ", folded)
    plain = _ABBREVIATION.sub(lambda hit: f" {POINTS_OF_COMPASS[hit.group(1)]} ", plain)
    words = _PUNCTUATION.sub(" ", plain).split()
    while len(words) > 1 and words[-1] in TRAILING:
        words.pop()
    return " ".join(_without_genitive(word) for word in words)


def name_keys(names: Sequence[str] | TextArray) -> TextArray:
    """The keys of several names (n,)."""
    result = np.full(len(names), "", dtype=object)
    result[:] = [name_key(str(name)) for name in names]
    return result


def _without_genitive(word: str) -> str:
    return word[:-1] if len(word) > KEEPS_ITS_S and word.endswith("s") else word
