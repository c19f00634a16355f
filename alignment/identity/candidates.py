"""Which pairs of findings might be one, by which method, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..geometry.arrays import BoolArray, FloatArray, IntArray, TextArray, is_missing
from ..geometry.likeness import areas, common_area, same_box
from ..geometry.overlay import pairs
from ..progress import Tick
from .findings import FindingRows
from .keys import plain_name
from .methods import (
    BOX_TOLERANCE_M,
    CONFIDENCE,
    GROUND_WEIGHT,
    KEY,
    KEY_ELSEWHERE,
    LARGEST_GROUP,
    LIKENESS,
    METHODS,
    MUCH_GROUND,
    NAME_WEIGHT,
    OBJECTS,
    OVERLAP,
    SAME_GROUND,
    SOME_GROUND,
)


@dataclass(frozen=True)
class Candidates:
    """Possible pairs: rows, the best method's number in METHODS, the score to be added up."""

    old: IntArray
    new: IntArray
    method: IntArray
    confidence: FloatArray
    score: FloatArray


@dataclass(frozen=True)
class Sides:
    """Old and new findings, what may be compared with what, and their ground."""

    old: FindingRows
    new: FindingRows
    kind_old: IntArray
    kind_new: IntArray
    ground_old: TextArray
    ground_new: TextArray
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Pairs:
    """Rows of old and new, with the number of the method that paired them."""

    old: IntArray
    new: IntArray
    method: IntArray

    def take_rows(self, rows: BoolArray) -> Pairs:
        """The pairs at the given rows."""
        return Pairs(self.old[rows], self.new[rows], self.method[rows])


def kinds(rows: FindingRows, rules: list[str]) -> list[tuple[str, str, bool]]:
    """Only findings of one rule and partition can be the same; pieces are among themselves."""
    pieces = (rows.parent_key != "").tolist()
    return list(zip(rules, rows.partition.tolist(), pieces))


def codes(
    left: list[tuple[str, str, bool]], right: list[tuple[str, str, bool]]
) -> tuple[IntArray, IntArray]:
    """One number for each distinct item, the same on both sides."""
    numbers: dict[tuple[str, str, bool], int] = {}
    codes = [numbers.setdefault(item, len(numbers)) for item in (*left, *right)]
    return np.array(codes[: len(left)], np.int64), np.array(codes[len(left) :], np.int64)


def same_key(old: FindingRows, new: FindingRows) -> Pairs:
    """Pairs of one key, wherever they lie."""
    row_of = {key: row for row, key in enumerate(new.key.tolist())}
    found = [(row, row_of[key]) for row, key in enumerate(old.key.tolist()) if key in row_of]
    table = np.array(found, dtype=np.int64).reshape(-1, 2)
    return Pairs(table[:, 0], table[:, 1], np.zeros(len(table), dtype=np.int64))


def same_place(
    found: Pairs,
    old: FindingRows,
    new: FindingRows,
    ground_old: TextArray,
    ground_new: TextArray,
    tick: Tick,
) -> BoolArray:
    """Pairs of the same key that share ground, or have none to compare."""
    left, right = ground_old[found.old], ground_new[found.new]
    unplaced = is_missing(left) | is_missing(right)
    settled: BoolArray = unplaced | (same_box(left, right, BOX_TOLERANCE_M) > 0)
    rest = np.flatnonzero(~settled)
    if len(rest):
        shared = common_area(left[rest], right[rest], tick)
        smaller = np.minimum(areas(left[rest]), areas(right[rest]))
        settled[rest] = shared >= SOME_GROUND * smaller
    return settled


def possible_pairs(
    side: Sides, free_old: IntArray, free_new: IntArray, elsewhere: Pairs, tick: Tick
) -> Candidates:
    """Every pair of free rows that might be one, each once, by its best method."""
    objects = _same_objects(side, free_old, free_new)
    placed_old = free_old[~is_missing(side.ground_old[free_old])]
    placed_new = free_new[~is_missing(side.ground_new[free_new])]
    i, j = pairs(side.ground_old[placed_old], side.ground_new[placed_new], tick=tick)
    near_old, near_new = placed_old[i], placed_new[j]
    alike = side.kind_old[near_old] == side.kind_new[near_new]
    together = np.concatenate(
        [
            np.column_stack([elsewhere.old, elsewhere.new]),
            objects,
            np.column_stack([near_old[alike], near_new[alike]]),
        ]
    )
    together = np.unique(together.astype(np.int64), axis=0).reshape(-1, 2)
    return _judged(side, together[:, 0], together[:, 1], tick)


def _same_objects(side: Sides, free_old: IntArray, free_new: IntArray) -> IntArray:
    """Pairs of one rule, partition and objects, whatever their locators."""
    groups: dict[tuple[int, str, str], list[int]] = {}
    for row in free_new.tolist():
        objects = (side.new.plan_object[row], side.new.structure_object[row])
        if any(objects):
            groups.setdefault((int(side.kind_new[row]), *objects), []).append(row)
    found = []
    for row in free_old.tolist():
        key = (
            int(side.kind_old[row]),
            side.old.plan_object[row],
            side.old.structure_object[row],
        )
        partners = groups.get(key, ())
        if len(partners) <= LARGEST_GROUP:  # of many pieces only their ground can tell
            found += [(row, partner) for partner in partners]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _judged(side: Sides, i: IntArray, j: IntArray, tick: Tick) -> Candidates:
    """The pairs that any method accepts, with its confidence."""
    left, right = side.ground_old[i], side.ground_new[j]
    shared = np.zeros(len(i))
    placed = np.flatnonzero(~is_missing(left) & ~is_missing(right))
    shared[placed] = common_area(left[placed], right[placed], tick)
    whole = areas(left) + areas(right) - shared
    iou = np.divide(shared, whole, out=np.zeros(len(i)), where=whole > 0)
    named = _names(side.old)[i] == _names(side.new)[j]
    named &= side.old.label[i] != ""
    plan = (side.old.plan_object[i] == side.new.plan_object[j]) & (side.old.plan_object[i] != "")
    place = side.old.structure_object[i] == side.new.structure_object[j]
    place &= side.old.structure_object[i] != ""
    both = (side.old.plan_object[i] == side.new.plan_object[j]) & (
        side.old.structure_object[i] == side.new.structure_object[j]
    )
    objects = both & (plan | place)
    unnamed = (side.old.label[i] == "") & (side.new.label[j] == "")
    related = named | plan | place | unnamed
    keyed = side.old.key[i] == side.new.key[j]
    confidence = np.zeros(len(i))
    method = np.full(len(i), len(METHODS) - 1, dtype=np.int64)
    likely = (iou >= MUCH_GROUND) | ((shared > 0) & named)
    confidence[likely] = CONFIDENCE[LIKENESS]
    confidence[keyed] = KEY_ELSEWHERE
    method[keyed] = METHODS.index(KEY)
    unplaced = np.ones(len(i), dtype=bool)
    unplaced[placed] = False
    kept = objects & ~keyed & ((iou >= SOME_GROUND) | unplaced)
    confidence[kept], method[kept] = CONFIDENCE[OBJECTS], METHODS.index(OBJECTS)
    moved = objects & ~keyed & ~kept & ~likely
    confidence[moved], method[moved] = CONFIDENCE[LIKENESS], METHODS.index(OBJECTS)
    same = (iou >= SAME_GROUND) & ~kept
    confidence[same] = np.where(related[same], CONFIDENCE[OVERLAP], KEY_ELSEWHERE)
    method[same] = METHODS.index(OVERLAP)
    score = confidence + GROUND_WEIGHT * iou + NAME_WEIGHT * named
    rows = np.flatnonzero(confidence > 0)
    return Candidates(i[rows], j[rows], method[rows], confidence[rows], score[rows])


def _names(rows: FindingRows) -> TextArray:
    plain: dict[str, str] = {}
    result = np.full(len(rows), "", dtype=object)
    result[:] = [
        plain[label] if label in plain else plain.setdefault(label, plain_name(label))
        for label in rows.label.tolist()
    ]
    return result
