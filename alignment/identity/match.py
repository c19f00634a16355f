"""Which old finding is which new one: each at most once, and how sure that is.

The cascade: the same key; the same rule and objects; the same ground (IoU >= 0.8); much of the
same ground (IoU >= 0.5), or near and of the same name. All but clear cases are candidates of one
group, and the group is solved as a whole. What is less than sure waits "to be confirmed".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

import numpy as np

from ..geometry.arrays import BoolArray, FloatArray, IntArray, TextArray, is_missing
from ..geometry.likeness import areas, common_area, ground, same_box
from ..geometry.overlay import pairs
from ..progress import Tick, no_tick
from .assign import best_pairs
from .findings import FindingRows
from .keys import plain_name

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


@dataclass(frozen=True)
class Matches:
    """Rows of old paired with rows of new, and what became of the others.

    `old_row`, `new_row`, `method`, `confidence` (0-1), `to_confirm` are one entry a pair, sorted
    by new row. `splits` holds (new row, old row) for every piece of a finding that fell apart,
    `merges` (old row, new row) for every finding that went into a larger one.
    """

    old_row: IntArray
    new_row: IntArray
    method: TextArray
    confidence: FloatArray
    to_confirm: BoolArray
    splits: IntArray
    merges: IntArray

    def unmatched_old(self, count: int) -> IntArray:
        """Rows of old, of `count`, without a partner."""
        return np.setdiff1d(np.arange(count), self.old_row)

    def unmatched_new(self, count: int) -> IntArray:
        """Rows of new, of `count`, without a partner."""
        return np.setdiff1d(np.arange(count), self.new_row)


@dataclass(frozen=True)
class Candidates:
    """Possible pairs: rows, the best method's number in METHODS, the score to be added up."""

    old: IntArray
    new: IntArray
    method: IntArray
    confidence: FloatArray
    score: FloatArray


def match(
    old: FindingRows,
    new: FindingRows,
    formerly: Mapping[str, str] | None = None,
    tick: Tick = no_tick,
) -> Matches:
    """Pair old findings with new ones.

    `formerly` maps ids that rules had to those they have. The answer does not depend on the
    order of rows.
    """
    renamed = formerly or {}
    rules = [renamed.get(rule, rule) for rule in old.rule_id.tolist()]
    kind_old, kind_new = _codes(_kinds(old, rules), _kinds(new, new.rule_id.tolist()))
    ground_old, ground_new = ground(old.geometry), ground(new.geometry)
    by_key = _by_key(old, new)
    settled = _same_place(by_key, old, new, ground_old, ground_new, tick)
    fixed = by_key.take_rows(settled)
    free_old = np.setdiff1d(np.arange(len(old)), fixed.old)
    free_new = np.setdiff1d(np.arange(len(new)), fixed.new)
    side = _Sides(old, new, kind_old, kind_new, ground_old, ground_new, tuple(rules))
    candidates = _candidates(side, free_old, free_new, by_key.take_rows(~settled), tick)
    chosen, unsure = _solve(candidates)
    pairs_old = np.concatenate([fixed.old, candidates.old[chosen]])
    pairs_new = np.concatenate([fixed.new, candidates.new[chosen]])
    method = np.concatenate([fixed.method, candidates.method[chosen]])
    confidence = np.concatenate([np.ones(len(fixed.old)), candidates.confidence[chosen]])
    unsure = np.concatenate([np.zeros(len(fixed.old), dtype=bool), unsure])
    names = np.array(METHODS, dtype=object)[method]
    return _with_pieces(side, pairs_old, pairs_new, names, confidence, unsure, tick)


@dataclass(frozen=True)
class _Sides:
    old: FindingRows
    new: FindingRows
    kind_old: IntArray
    kind_new: IntArray
    ground_old: TextArray
    ground_new: TextArray
    rules: tuple[str, ...]


@dataclass(frozen=True)
class _Pairs:
    old: IntArray
    new: IntArray
    method: IntArray

    def take_rows(self, rows: BoolArray) -> _Pairs:
        return _Pairs(self.old[rows], self.new[rows], self.method[rows])


def _kinds(rows: FindingRows, rules: list[str]) -> list[tuple[str, str, bool]]:
    """Only findings of one rule and partition can be the same; pieces are among themselves."""
    pieces = (rows.parent_key != "").tolist()
    return list(zip(rules, rows.partition.tolist(), pieces))


def _codes(
    left: list[tuple[str, str, bool]], right: list[tuple[str, str, bool]]
) -> tuple[IntArray, IntArray]:
    numbers: dict[tuple[str, str, bool], int] = {}
    codes = [numbers.setdefault(item, len(numbers)) for item in (*left, *right)]
    return np.array(codes[: len(left)], np.int64), np.array(codes[len(left) :], np.int64)


def _by_key(old: FindingRows, new: FindingRows) -> _Pairs:
    row_of = {key: row for row, key in enumerate(new.key.tolist())}
    found = [(row, row_of[key]) for row, key in enumerate(old.key.tolist()) if key in row_of]
    table = np.array(found, dtype=np.int64).reshape(-1, 2)
    return _Pairs(table[:, 0], table[:, 1], np.zeros(len(table), dtype=np.int64))


def _same_place(
    found: _Pairs,
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


def _candidates(
    side: _Sides, free_old: IntArray, free_new: IntArray, elsewhere: _Pairs, tick: Tick
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


def _same_objects(side: _Sides, free_old: IntArray, free_new: IntArray) -> IntArray:
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


def _judged(side: _Sides, i: IntArray, j: IntArray, tick: Tick) -> Candidates:
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
    same_key = side.old.key[i] == side.new.key[j]
    confidence = np.zeros(len(i))
    method = np.full(len(i), len(METHODS) - 1, dtype=np.int64)
    likely = (iou >= MUCH_GROUND) | ((shared > 0) & named)
    confidence[likely] = CONFIDENCE[LIKENESS]
    confidence[same_key] = KEY_ELSEWHERE
    method[same_key] = METHODS.index(KEY)
    unplaced = np.ones(len(i), dtype=bool)
    unplaced[placed] = False
    kept = objects & ~same_key & ((iou >= SOME_GROUND) | unplaced)
    confidence[kept], method[kept] = CONFIDENCE[OBJECTS], METHODS.index(OBJECTS)
    moved = objects & ~same_key & ~kept & ~likely
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


def _solve(found: Candidates) -> tuple[IntArray, BoolArray]:
    """The candidates to take, and which of them are less than sure."""
    if len(found.old) == 0:
        return np.empty(0, np.int64), np.empty(0, bool)
    old_degree = np.bincount(found.old)[found.old]
    new_degree = np.bincount(found.new)[found.new]
    alone = (old_degree == 1) & (new_degree == 1)
    chosen, unsure = [np.flatnonzero(alone)], [np.zeros(int(alone.sum()), dtype=bool)]
    for group in _groups(found, np.flatnonzero(~alone)):
        taken, doubt = _solve_group(found, group)
        chosen.append(taken)
        unsure.append(doubt)
    taken = np.concatenate(chosen)
    doubt = np.concatenate(unsure) | (found.confidence[taken] < CONFIDENT)
    return taken, doubt


def _groups(found: Candidates, rows: IntArray) -> list[IntArray]:
    """Candidates that hang together through shared findings."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(item: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(item, item) != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    ends = [
        (("o", o), ("n", n)) for o, n in zip(found.old[rows].tolist(), found.new[rows].tolist())
    ]
    for left, right in ends:
        parent[root(left)] = root(right)
    groups: dict[tuple[str, int], list[int]] = {}
    for row, (left, _) in zip(rows.tolist(), ends):
        groups.setdefault(root(left), []).append(row)
    return [np.array(group, dtype=np.int64) for group in groups.values()]


def _solve_group(found: Candidates, group: IntArray) -> tuple[IntArray, BoolArray]:
    old, row = np.unique(found.old[group], return_inverse=True)
    new, column = np.unique(found.new[group], return_inverse=True)
    if max(len(old), len(new)) > LARGEST_GROUP:
        return _mutual_best(found, group, row, column)
    scores = np.zeros((len(old), len(new)))
    scores[row, column] = found.score[group]
    at = np.zeros(scores.shape, dtype=np.int64)
    at[row, column] = group
    rows, columns = best_pairs(scores)
    best = scores[rows, columns]
    rivals = scores.copy()
    rivals[rows, columns] = 0.0
    rival = np.maximum(rivals[rows].max(axis=1), rivals[:, columns].max(axis=0))
    return at[rows, columns], rival > best - TOO_CLOSE


def _mutual_best(
    found: Candidates, group: IntArray, row: IntArray, column: IntArray
) -> tuple[IntArray, BoolArray]:
    """Of a group too large to tell: pairs that are each other's best, all to be confirmed."""
    score = found.score[group]
    best_of_row, best_of_column = np.zeros(row.max() + 1), np.zeros(column.max() + 1)
    np.maximum.at(best_of_row, row, score)
    np.maximum.at(best_of_column, column, score)
    mutual = np.flatnonzero((score == best_of_row[row]) & (score == best_of_column[column]))
    _, first = np.unique(row[mutual], return_index=True)
    mutual = mutual[np.sort(first)]
    _, first = np.unique(column[mutual], return_index=True)
    taken = group[mutual[np.sort(first)]]
    return taken, np.ones(len(taken), dtype=bool)


def _with_pieces(
    side: _Sides,
    old_row: IntArray,
    new_row: IntArray,
    method: TextArray,
    confidence: FloatArray,
    unsure: BoolArray,
    tick: Tick,
) -> Matches:
    """Add splits and merges: free rows that lie mostly on a row of the other side."""
    splits = _pieces(side, "split", new_row, tick)
    merges = _pieces(side, "merge", old_row, tick)
    partner_of_old = dict(zip(old_row.tolist(), new_row.tolist()))
    partner_of_new = dict(zip(new_row.tolist(), old_row.tolist()))
    extra: list[tuple[int, int, str]] = []
    split_pairs = _families(splits, partner_of_old)
    for parent, children in split_pairs.items():
        if parent not in partner_of_old and children[0] not in partner_of_new:
            extra.append((parent, children[0], SPLIT))
            partner_of_old[parent], partner_of_new[children[0]] = children[0], parent
    merge_pairs = _families(merges, partner_of_new)
    for whole, former in merge_pairs.items():
        if whole not in partner_of_new and former[0] not in partner_of_old:
            extra.append((former[0], whole, MERGE))
            partner_of_new[whole], partner_of_old[former[0]] = former[0], whole
    added = np.array([(o, n) for o, n, _ in extra], dtype=np.int64).reshape(-1, 2)
    old_all, new_all = np.append(old_row, added[:, 0]), np.append(new_row, added[:, 1])
    names = np.concatenate([method, np.array([name for *_, name in extra], dtype=object)])
    sure = np.append(confidence, [CONFIDENCE[name] for *_, name in extra])
    doubt = np.append(unsure, np.ones(len(extra), dtype=bool))
    order = np.argsort(new_all, kind="stable")
    return Matches(
        old_all[order],
        new_all[order],
        names[order],
        sure[order],
        doubt[order],
        _listed(split_pairs),
        _listed(merge_pairs),
    )


def _pieces(side: _Sides, which: str, taken: IntArray, tick: Tick) -> list[tuple[int, int, float]]:
    """(piece, whole, shared m2) for free rows of one side mostly on a row of the other."""
    split = which == "split"
    ground_piece, ground_whole = (
        (side.ground_new, side.ground_old) if split else (side.ground_old, side.ground_new)
    )
    kind_piece, kind_whole = (
        (side.kind_new, side.kind_old) if split else (side.kind_old, side.kind_new)
    )
    free = np.setdiff1d(np.arange(len(kind_piece)), taken)
    free = free[~is_missing(ground_piece[free])]
    i, j = pairs(ground_piece[free], ground_whole, tick=tick)
    i = free[i]
    same = kind_piece[i] == kind_whole[j]
    i, j = i[same], j[same]
    shared = common_area(ground_piece[i], ground_whole[j], tick)
    size, whole = areas(ground_piece[i]), areas(ground_whole[j])
    mostly = (shared > PIECE_SHARE * size) & (size < whole)
    return list(zip(i[mostly].tolist(), j[mostly].tolist(), shared[mostly].tolist()))


def _families(
    pieces: list[tuple[int, int, float]], partner_of_whole: Mapping[int, int]
) -> dict[int, list[int]]:
    """Each whole with its pieces, largest first; a whole that has but one fell not apart."""
    families: dict[int, list[tuple[float, int]]] = {}
    for piece, whole, shared in pieces:
        families.setdefault(whole, []).append((-shared, piece))
    result = {}
    for whole, members in sorted(families.items()):
        listed = [piece for _, piece in sorted(members)]
        if whole in partner_of_whole:
            listed.append(partner_of_whole[whole])
        if len(listed) > 1:
            result[whole] = listed
    return result


def _listed(families: Mapping[int, list[int]]) -> IntArray:
    found = [(piece, whole) for whole, pieces in families.items() for piece in pieces]
    return np.array(found, dtype=np.int64).reshape(-1, 2)
