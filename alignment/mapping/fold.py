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
    """The source field that a profile means, also where Shapefile cut its name to ten letters.

    Fields that are `claimed` by their whole name are no cut ones: what is called "population" is
    no "population_growth".
    """
    by_fold = {fold(field): field for field in fields}
    exact = by_fold.get(fold(wanted))
    if exact is not None:
        return exact
    if len(wanted) > SHAPEFILE_FIELD_LENGTH and all(
        len(field) <= SHAPEFILE_FIELD_LENGTH for field in fields
    ):
        cut = by_fold.get(fold(wanted[:SHAPEFILE_FIELD_LENGTH]))
        return None if cut in claimed else cut
    return None
