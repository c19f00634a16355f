"""Which old finding is which new one: each at most once, and how sure that is.

The cascade: the same key; the same rule and objects; the same ground (IoU >= 0.8); much of the
same ground (IoU >= 0.5), or near and of the same name. All but clear cases are candidates of one
group, and the group is solved as a whole. What is less than sure waits "to be confirmed".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

import numpy as np

from ..geometry.arrays import BoolArray, FloatArray, IntArray, TextArray
from ..geometry.likeness import ground
from ..progress import Tick, no_tick
from .candidates import Sides, codes, kinds, possible_pairs, same_key, same_place
from .findings import FindingRows
from .groups import solve
from .methods import CONFIDENCE, CONFIDENT, KEY, LIKENESS, MERGE, METHODS, OBJECTS, OVERLAP, SPLIT
from .pieces import families, listed, pieces_of

__all__ = [
    "CONFIDENCE", "CONFIDENT", "KEY", "LIKENESS", "MERGE", "METHODS", "OBJECTS", "OVERLAP", "SPLIT",
    "Matches", "match",
]  # fmt: skip


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
    kind_old, kind_new = codes(kinds(old, rules), kinds(new, new.rule_id.tolist()))
    ground_old, ground_new = ground(old.geometry), ground(new.geometry)
    keyed = same_key(old, new)
    settled = same_place(keyed, old, new, ground_old, ground_new, tick)
    fixed = keyed.take_rows(settled)
    free_old = np.setdiff1d(np.arange(len(old)), fixed.old)
    free_new = np.setdiff1d(np.arange(len(new)), fixed.new)
    side = Sides(old, new, kind_old, kind_new, ground_old, ground_new, tuple(rules))
    found = possible_pairs(side, free_old, free_new, keyed.take_rows(~settled), tick)
    chosen, unsure = solve(found)
    pairs_old = np.concatenate([fixed.old, found.old[chosen]])
    pairs_new = np.concatenate([fixed.new, found.new[chosen]])
    method = np.concatenate([fixed.method, found.method[chosen]])
    confidence = np.concatenate([np.ones(len(fixed.old)), found.confidence[chosen]])
    unsure = np.concatenate([np.zeros(len(fixed.old), dtype=bool), unsure])
    names = np.array(METHODS, dtype=object)[method]
    return _with_pieces(side, pairs_old, pairs_new, names, confidence, unsure, tick)


def _with_pieces(
    side: Sides,
    old_row: IntArray,
    new_row: IntArray,
    method: TextArray,
    confidence: FloatArray,
    unsure: BoolArray,
    tick: Tick,
) -> Matches:
    """Add splits and merges: free rows that lie mostly on a row of the other side."""
    splits = pieces_of(side, "split", new_row, tick)
    merges = pieces_of(side, "merge", old_row, tick)
    partner_of_old = dict(zip(old_row.tolist(), new_row.tolist()))
    partner_of_new = dict(zip(new_row.tolist(), old_row.tolist()))
    extra: list[tuple[int, int, str]] = []
    split_pairs = families(splits, partner_of_old)
    for parent, children in split_pairs.items():
        if parent not in partner_of_old and children[0] not in partner_of_new:
            extra.append((parent, children[0], SPLIT))
            partner_of_old[parent], partner_of_new[children[0]] = children[0], parent
    merge_pairs = families(merges, partner_of_new)
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
        listed(split_pairs),
        listed(merge_pairs),
    )
