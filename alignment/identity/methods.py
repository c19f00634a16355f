"""How findings are told to be the same, how sure that is, and the limits of ground in common.

A pair has a confidence, which the reader sees, and a score, which settles who goes with whom.
The score of sure pairs is the ground they share, with something for each object, name and key in
common: a key on changed ground gives way to another finding on nearly the same ground, so that ids
dealt anew move no decision, and of twins on one ground the key, the objects or the name decide.
"""

from __future__ import annotations

KEY, OBJECTS, OVERLAP, LIKENESS, SPLIT, MERGE = (
    "key", "objects", "overlap", "likeness", "split", "merge",
)  # fmt: skip
METHODS = (KEY, OBJECTS, OVERLAP, LIKENESS, SPLIT, MERGE)
CONFIDENCE = {KEY: 1.0, OBJECTS: 0.95, OVERLAP: 0.9, LIKENESS: 0.7, SPLIT: 0.6, MERGE: 0.6}
KEY_ELSEWHERE = 0.75  # the same key, but on other ground: an id that was given away
KEY_OUTWEIGHED = 0.5  # the same key, but another finding on much of the ground
UNRELATED = 0.75  # the same ground, but neither a name nor an object in common
REMNANT = 0.6  # no more in common than a part of the ground
NAMED_GROUND = 0.85  # much of the same ground, and a telling name
CONFIDENT = 0.8

IDENTICAL_GROUND, SAME_GROUND, MUCH_GROUND, SOME_GROUND = 0.95, 0.8, 0.5, 0.1
PIECE_SHARE = 0.5  # a piece of a split lies by more than half on what it came from
DRAWN_ALIKE_M = 0.5
NEAR_M = 1000.0  # twice the cell that keys call the coarse position
TELLING = 3  # a name that more findings of a rule and partition bear tells nothing
MOST_ALIKE = 12  # so many partners of each finding are looked at, those of the most similar bounds
LARGEST_GROUP = 60
TOO_CLOSE = 0.04  # of a score: an IoU that is better by an eighth is no rival
GROUND_WEIGHT, NEAR_WEIGHT, KEY_WEIGHT = 0.3, 0.02, 0.02
ALIKE_WEIGHT = 0.06  # a name or an object in common: more than TOO_CLOSE, so that it settles twins
SURE_SCORE = 1.0
LEAST_REMNANT = 0.01
