"""Which old finding is which new one: each at most once, and how sure that is.

The cascade: the same key; the same rule and objects; the same ground (IoU >= 0.8); much of the
same ground (IoU >= 0.5), or near and of the same name. A key settles what lies on its own ground
(IoU >= 0.95); all else are candidates, and each group of them is solved as a whole. What is less
than sure waits "to be confirmed".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Mapping, Sequence

import numpy as np

from ..geometry.arrays import BoolArray, FloatArray, IntArray, TextArray
from ..geometry.likeness import drawn_alike
from ..progress import Tick, no_tick
from .candidates import possible_pairs
from .findings import FindingRows
from .groups import solve
from .judge import Candidates, common_ground, judged
from .keys import finding_key
from .methods import (
    CONFIDENCE,
    CONFIDENT,
    DRAWN_ALIKE_M,
    IDENTICAL_GROUND,
    KEY,
    LEAST_REMNANT,
    LIKENESS,
    MERGE,
    METHODS,
    OBJECTS,
    OVERLAP,
    REMNANT,
    SOME_GROUND,
    SPLIT,
)
from .pieces import Pieces, families, listed, pieces_of
from .sides import Side, both_sides

__all__ = [
    "CONFIDENCE", "CONFIDENT", "KEY", "LIKENESS", "MERGE", "METHODS", "OBJECTS", "OVERLAP", "SPLIT",
    "Matches", "match",
]  # fmt: skip
MOST_TURNS = 4
SUMMARY = "summary"  # what the key of a rule's summary row has for a locator


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


@dataclass
class _Found:
    """Pairs found so far, (n,) a column."""

    old: IntArray
    new: IntArray
    method: IntArray
    confidence: FloatArray
    unsure: BoolArray

    @classmethod
    def settled(cls, pairs: IntArray) -> _Found:
        """Pairs (n, 2) that a key on the same ground settles."""
        count = len(pairs)
        key = np.full(count, METHODS.index(KEY), dtype=np.int64)
        return cls(pairs[:, 0], pairs[:, 1], key, np.ones(count), np.zeros(count, dtype=bool))

    def extend(self, taken: Candidates, unsure: BoolArray) -> None:
        """More pairs, each with its own method and confidence."""
        self.old = np.append(self.old, taken.old)
        self.new = np.append(self.new, taken.new)
        self.method = np.append(self.method, taken.method)
        self.confidence = np.append(self.confidence, taken.confidence)
        self.unsure = np.append(self.unsure, unsure)

    def add(self, pairs: list[tuple[int, int]], method: str, confidence: float) -> None:
        """More pairs (old, new) of one method, all to be confirmed."""
        table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        count = len(table)
        self.old = np.append(self.old, table[:, 0])
        self.new = np.append(self.new, table[:, 1])
        self.method = np.append(self.method, np.full(count, METHODS.index(method)))
        self.confidence = np.append(self.confidence, np.full(count, confidence))
        self.unsure = np.append(self.unsure, np.ones(count, dtype=bool))

    def free(self, old: Side, new: Side) -> tuple[IntArray, IntArray]:
        """Rows of old and of new that have no partner yet."""
        return (
            np.setdiff1d(np.arange(len(old)), self.old),
            np.setdiff1d(np.arange(len(new)), self.new),
        )


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
    order_old, order_new = (np.argsort(rows.key, kind="stable") for rows in (old, new))
    left, right = old.take(order_old), new.take(order_new)
    renamed = formerly or {}
    rules = [renamed.get(rule, rule) for rule in left.rule_id.tolist()]
    a, b = both_sides(left, right, rules, tick)
    keyed = _same_key(a, b, rules)
    settled = _same_place(a, b, keyed, tick)
    found = _Found.settled(keyed[settled])
    _pair_candidates(a, b, found, keyed[~settled], tick)
    splits, merges = _with_pieces(a, b, found, tick)
    order = np.argsort(order_new[found.new], kind="stable")
    return Matches(
        old_row=order_old[found.old][order],
        new_row=order_new[found.new][order],
        method=np.array(METHODS, dtype=object)[found.method[order]],
        confidence=found.confidence[order],
        to_confirm=found.unsure[order],
        splits=np.column_stack([order_new[splits[:, 0]], order_old[splits[:, 1]]]),
        merges=np.column_stack([order_old[merges[:, 0]], order_new[merges[:, 1]]]),
    )


def _same_key(old: Side, new: Side, rules: Sequence[str]) -> IntArray:
    """Pairs (n, 2) of one key and kind; old keys are made anew where the rule's id changed."""
    row_of = {key: row for row, key in enumerate(new.rows.key.tolist())}
    found = {}
    for row, key in enumerate(old.rows.key.tolist()):
        if key in row_of:
            found[row] = row_of[key]
    for row, key in _keys_anew(old.rows, rules):
        if key in row_of:
            found.setdefault(row, row_of[key])
    pairs = np.array(list(found.items()), dtype=np.int64).reshape(-1, 2)
    pairs = pairs[old.kind[pairs[:, 0]] == new.kind[pairs[:, 1]]]
    _, first = np.unique(pairs[:, 1], return_index=True)
    old.key[pairs[first, 0]] = new.key[pairs[first, 1]]
    return np.asarray(pairs[np.sort(first)])


def _keys_anew(rows: FindingRows, rules: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(row, key) of what findings of renamed rules are called now, as objects or as summary."""
    if rows.locator is None:
        return
    renamed = np.flatnonzero(np.array(rules, dtype=object) != rows.rule_id)
    for row in renamed.tolist():
        about = (rows.partition[row], rows.plan_object[row], rows.structure_object[row])
        for locator in (rows.locator[row], SUMMARY):
            yield row, finding_key(rules[row], *about, locator)


def _same_place(old: Side, new: Side, keyed: IntArray, tick: Tick) -> BoolArray:
    """Of pairs of one key those that lie on the same ground, or have none to compare."""
    i, j = keyed[:, 0], keyed[:, 1]
    settled: BoolArray = ~(old.placed[i] & new.placed[j])
    settled |= drawn_alike(old.rows.geometry[i], new.rows.geometry[j], DRAWN_ALIKE_M)
    rest = np.flatnonzero(~settled)
    if len(rest):
        settled[rest] = common_ground(old, new, i[rest], j[rest], tick).iou >= IDENTICAL_GROUND
    return settled


def _pair_candidates(old: Side, new: Side, found: _Found, keyed: IntArray, tick: Tick) -> None:
    """Pair what keys don't settle; of crowds what is left is asked again, and all of that waits."""
    for turn in range(MOST_TURNS):
        free_old, free_new = found.free(old, new)
        possible = possible_pairs(old, new, free_old, free_new, keyed, tick)
        candidates = judged(old, new, possible.old, possible.new, tick)
        chosen, unsure = solve(candidates)
        found.extend(candidates.take(chosen), unsure | (turn > 0))
        if not possible.more or len(chosen) == 0:
            return
        keyed = keyed[~np.isin(keyed[:, 0], found.old)]
        keyed = keyed[~np.isin(keyed[:, 1], found.new)]


def _with_pieces(old: Side, new: Side, found: _Found, tick: Tick) -> tuple[IntArray, IntArray]:
    """Splits and merges; pairs what has no partner yet with its largest piece, or its whole."""
    self_of_old = dict(zip(found.old.tolist(), found.new.tolist()))
    self_of_new = dict(zip(found.new.tolist(), found.old.tolist()))
    free_old, free_new = found.free(old, new)
    apart = pieces_of(new, old, free_new, self_of_old, tick)
    together = pieces_of(old, new, free_old, self_of_new, tick)
    split, merged = families(apart, self_of_old), families(together, self_of_new)
    pairs = [(whole, pieces[0]) for whole, pieces in split.items() if whole not in self_of_old]
    found.add(pairs, SPLIT, CONFIDENCE[SPLIT])
    pairs = _still_free(found, [(p[0], w) for w, p in merged.items() if w not in self_of_new])
    found.add(pairs, MERGE, CONFIDENCE[MERGE])
    grown = [(piece, whole) for whole, piece in _lone(new, old, together)]
    remnants = _still_free(found, _lone(old, new, apart), grown)
    found.add(remnants, LIKENESS, REMNANT)
    return listed(split), listed(merged)


def _lone(old: Side, new: Side, pieces: Pieces) -> list[tuple[int, int]]:
    """(whole, piece) of what is left of a finding: a tenth of it, or less under the same name."""
    named = (old.name[pieces.whole] == new.name[pieces.piece]) & (new.name[pieces.piece] > 0)
    kept = (pieces.part >= SOME_GROUND) | (named & (pieces.part >= LEAST_REMNANT))
    return list(zip(pieces.whole[kept].tolist(), pieces.piece[kept].tolist()))


def _still_free(found: _Found, *pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of the given (old, new) in turn whose findings have no partner yet."""
    used_old, used_new = set(found.old.tolist()), set(found.new.tolist())
    kept = []
    for old, new in (pair for listed_pairs in pairs for pair in listed_pairs):
        if old not in used_old and new not in used_new:
            kept.append((old, new))
            used_old.add(old)
            used_new.add(new)
    return kept
