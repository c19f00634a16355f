"""How sure it is that two findings are one: the cascade of methods, for many pairs at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..geometry.arrays import BoolArray, FloatArray, IntArray
from ..geometry.likeness import box_distance, box_overlap, common_area, drawn_alike
from ..progress import Tick
from .methods import (
    ALIKE_WEIGHT,
    CONFIDENCE,
    CONFIDENT,
    DRAWN_ALIKE_M,
    GROUND_WEIGHT,
    IDENTICAL_GROUND,
    KEY,
    KEY_ELSEWHERE,
    KEY_OUTWEIGHED,
    KEY_WEIGHT,
    LIKENESS,
    METHODS,
    MUCH_GROUND,
    NAMED_GROUND,
    NEAR_M,
    NEAR_WEIGHT,
    OBJECTS,
    OVERLAP,
    PIECE_SHARE,
    SAME_GROUND,
    SOME_GROUND,
    SURE_SCORE,
    TELLING,
    UNRELATED,
)
from .sides import Side


@dataclass(frozen=True)
class Candidates:
    """Possible pairs (n,): rows, number in METHODS, confidence, and the score to be added up.

    `keyed` marks pairs of one key, `kept_ground` those of them that share some ground;
    `much_ground` is an IoU >= 0.5, `identical` one >= 0.95; `telling` a name in common that few
    others bear.
    """

    old: IntArray
    new: IntArray
    method: IntArray
    confidence: FloatArray
    score: FloatArray
    keyed: BoolArray
    much_ground: BoolArray
    kept_ground: BoolArray
    telling: BoolArray
    identical: BoolArray

    def take(self, rows: IntArray) -> Candidates:
        """The pairs at the given rows."""
        return Candidates(**{name: column[rows] for name, column in vars(self).items()})


@dataclass(frozen=True)
class Ground:
    """What pairs have in common (n,): m2, IoU and share of the smaller (0-1)."""

    shared: FloatArray
    iou: FloatArray
    of_smaller: FloatArray


def common_ground(old: Side, new: Side, i: IntArray, j: IntArray, tick: Tick) -> Ground:
    """The ground that rows i of old and rows j of new have in common."""
    size_old, size_new = old.size(i), new.size(j)
    smaller = np.minimum(size_old, size_new)
    shared = np.zeros(len(i))
    meet = old.placed[i] & new.placed[j]
    meet[meet] = box_overlap(old.boxes[i[meet]], new.boxes[j[meet]]) > 0
    rows = np.flatnonzero(meet)
    alike = drawn_alike(old.rows.geometry[i[rows]], new.rows.geometry[j[rows]], DRAWN_ALIKE_M) & (
        smaller[rows] > 0
    )
    shared[rows[alike]] = smaller[rows[alike]]
    rest = rows[~alike]
    shared[rest] = common_area(old.ground(i[rest]), new.ground(j[rest]), tick)
    return Ground(
        shared=shared,
        iou=_ratio(shared, size_old + size_new - shared),
        of_smaller=_ratio(shared, smaller),
    )


def _ratio(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.divide(a, b, out=np.zeros(len(a)), where=b > 0)


def judged(old: Side, new: Side, i: IntArray, j: IntArray, tick: Tick) -> Candidates:
    """The pairs (i of old, j of new) that a method accepts, with its confidence and score."""
    ground = common_ground(old, new, i, j, tick)
    placed = old.placed[i] & new.placed[j]
    keyed = old.key[i] == new.key[j]
    named = (old.name[i] == new.name[j]) & (old.name[i] > 0)
    telling = named & (np.maximum(old.name_count[i], new.name_count[j]) <= TELLING)
    plan = (old.plan[i] == new.plan[j]) & (old.plan[i] > 0)
    structure = (old.structure[i] == new.structure[j]) & (old.structure[i] > 0)
    objects = (old.objects[i] == new.objects[j]) & (plan | structure)
    related = named | plan | structure | ((old.name[i] == 0) & (new.name[j] == 0))

    confidence = np.zeros(len(i))
    method = np.full(len(i), METHODS.index(LIKENESS), dtype=np.int64)

    def accept(rows: BoolArray, name: str, sure: float) -> None:
        fresh = rows & (confidence == 0)
        confidence[fresh], method[fresh] = sure, METHODS.index(name)

    some = ground.iou >= SOME_GROUND
    accept(keyed & (ground.of_smaller >= SOME_GROUND), KEY, CONFIDENCE[KEY])
    accept(keyed, KEY, KEY_ELSEWHERE)
    accept(objects & some, OBJECTS, CONFIDENCE[OBJECTS])
    accept((ground.iou >= SAME_GROUND) & related, OVERLAP, CONFIDENCE[OVERLAP])
    accept(ground.iou >= SAME_GROUND, OVERLAP, UNRELATED)
    accept(objects, OBJECTS, CONFIDENCE[LIKENESS])
    same_place = old.structure[i] == new.structure[j]
    accept((ground.iou >= MUCH_GROUND) & telling & same_place, LIKENESS, NAMED_GROUND)
    accept(ground.iou >= MUCH_GROUND, LIKENESS, CONFIDENCE[LIKENESS])
    contained = ground.of_smaller > PIECE_SHARE
    accept((plan | structure) & (some | contained), LIKENESS, CONFIDENCE[LIKENESS])
    accept(telling | ((plan | structure) & ~placed), LIKENESS, CONFIDENCE[LIKENESS])

    confidence[_outweighed(old, new, i, j, keyed & ~telling, ground)] = KEY_OUTWEIGHED
    score = np.where(confidence >= CONFIDENT, SURE_SCORE, confidence) + GROUND_WEIGHT * ground.iou
    score += ALIKE_WEIGHT * (named * 1 + plan + structure) + KEY_WEIGHT * keyed
    apart = np.where(placed, box_distance(old.boxes[i], new.boxes[j]), 0.0)
    score += NEAR_WEIGHT * np.clip(1 - apart / NEAR_M, 0.0, 1.0)
    found = Candidates(
        old=i,
        new=j,
        method=method,
        confidence=confidence,
        score=score,
        keyed=keyed,
        much_ground=ground.iou >= MUCH_GROUND,
        kept_ground=keyed & (ground.of_smaller >= SOME_GROUND),
        telling=telling,
        identical=ground.iou >= IDENTICAL_GROUND,
    )
    return found.take(np.flatnonzero(confidence > 0))


def _outweighed(
    old: Side, new: Side, i: IntArray, j: IntArray, keyed: BoolArray, ground: Ground
) -> BoolArray:
    """Pairs of one key with little ground, where either finding shares much with another one."""
    much_old, much_new = np.zeros(len(old), dtype=bool), np.zeros(len(new), dtype=bool)
    much = ground.iou >= MUCH_GROUND
    much_old[i[much]] = True
    much_new[j[much]] = True
    return np.asarray(keyed & ~much & (much_old[i] | much_new[j]), dtype=bool)
