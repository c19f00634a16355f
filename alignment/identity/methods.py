"""How findings are told to be the same, how sure that is, and the limits of ground in common."""

from __future__ import annotations

KEY, OBJECTS, OVERLAP, LIKENESS, SPLIT, MERGE = (
    "key", "objects", "overlap", "likeness", "split", "merge",
)  # fmt: skip
METHODS = (KEY, OBJECTS, OVERLAP, LIKENESS)
CONFIDENCE = {KEY: 1.0, OBJECTS: 0.95, OVERLAP: 0.9, LIKENESS: 0.7, SPLIT: 0.6, MERGE: 0.6}
KEY_ELSEWHERE = 0.75  # the same key, but on other ground: an id that was given away
CONFIDENT = 0.8
SAME_GROUND, MUCH_GROUND, SOME_GROUND = 0.8, 0.5, 0.1
PIECE_SHARE = 0.5  # a piece of a split lies by more than half on what it came from
BOX_TOLERANCE_M = 0.5
LARGEST_GROUP = 60
TOO_CLOSE = 0.02
NAME_WEIGHT, GROUND_WEIGHT = 0.01, 0.05  # they settle ties within a method
