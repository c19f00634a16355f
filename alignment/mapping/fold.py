"""How names and values are compared: NFC, casefolded, å ä ö folded, separators alike."""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from functools import lru_cache
from typing import Collection

SHAPEFILE_FIELD_LENGTH = 10
FOLDED_LETTERS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", "ü": "u"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text as profiles compare it: "Sammanhängande_bostäder " -> "sammanhangande bostader".

    What is folded stays as it is when it is folded again, combining marks in any order included.
    """
    folded = _fold_once(text)
    while folded != text:
        text, folded = folded, _fold_once(folded)
    return folded


def _fold_once(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).casefold().translate(FOLDED_LETTERS)
    return re.sub(r"[\s_\-]+", " ", plain).strip()


def matches(name: str, pattern: str) -> bool:
    """True where the folded name fits the glob (* and ?)."""
    return fnmatch.fnmatchcase(fold(name), fold(pattern))


def find_field(wanted: str, fields: list[str], claimed: Collection[str] = ()) -> str | None:
    """The source field that a profile means, also where Shapefile cut its name short.

    Of names that only differ by case, or by what else folding takes away, the very one that is
    wanted goes first. Fields that are `claimed` by their whole name are no cut ones: what is called
    "population" is no "population_growth".
    """
    if wanted in fields:
        return wanted
    by_fold = {fold(field): field for field in reversed(fields)}
    whole = by_fold.get(fold(wanted))
    if whole is not None or any(len(field) > SHAPEFILE_FIELD_LENGTH for field in fields):
        return whole
    found = (by_fold.get(fold(cut)) for cut in _cuts(wanted))
    return next((field for field in found if field is not None and field not in claimed), None)


def _cuts(name: str) -> list[str]:
    """What Shapefile may have left of a name: ten bytes, in either encoding."""
    composed = unicodedata.normalize("NFC", name)
    western = composed[:SHAPEFILE_FIELD_LENGTH]
    utf8 = composed.encode()[:SHAPEFILE_FIELD_LENGTH].decode("utf-8", "ignore")
    return [cut for cut in (western, utf8) if cut != composed]
