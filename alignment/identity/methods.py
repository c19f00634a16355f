"""How findings are told to be the same, how sure that is, and the limits of ground in common.

A pair has a confidence, which the reader sees, and a score, which settles who goes with whom.
The scores of a method lie in a band of their own: what is kept of the key but lies on changed
ground gives way to ground that is nearly the same, so that ids dealt anew move no decision.
"""

from __future__ import annotations

KEY, OBJECTS, OVERLAP, LIKENESS, SPLIT, MERGE = (
    "key", "objects", "overlap", "likeness", "split", "merge",
)  # fmt: skip
METHODS = (KEY, OBJECTS, OVERLAP, LIKENESS, SPLIT, MERGE)
CONFIDENCE = {KEY: 1.0, OBJECTS: 0.95, OVERLAP: 0.9, LIKENESS: 0.7, SPLIT: 0.6, MERGE: 0.6}
KEY_ELSEWHERE = 0.75  # the same key, but on other ground: an id that was given away
UNRELATED = 0.75  # the same ground, but neither a name nor an object in common
REMNANT = 0.6  # no more in common than a part of the ground
CONFIDENT = 0.8
CHANGED_GROUND = 0.85  # the score of a key or objects that stayed while their ground changed

IDENTICAL_GROUND, SAME_GROUND, MUCH_GROUND, SOME_GROUND = 0.95, 0.8, 0.5, 0.1
PIECE_SHARE = 0.5  # a piece of a split lies by more than half on what it came from
SIMILAR_SIZE = 0.5
DRAWN_ALIKE_M = 0.5
NEAR_M = 1000.0  # twice the cell that keys call the coarse position
TELLING = 3  # a name that more findings of a rule and partition bear tells nothing
MOST_ALIKE = 12  # so many partners of each finding are looked at, those of the most similar bounds
LARGEST_GROUP = 60
TOO_CLOSE = 0.02
GROUND_WEIGHT, NEAR_WEIGHT = 0.05, 0.02
ALIKE_WEIGHT = 0.03  # a name or an object in common: more than TOO_CLOSE, so that it settles twins
