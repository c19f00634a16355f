"""What became of findings, against what should have: the truth is known from the origins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from landscape import Derived, Landscape
from strukturbild.alignment.identity.match import match

RIGHT, RIGHT_ASKED, ELSEWHERE, ELSEWHERE_ASKED, MERGED, LOST = (
    "right", "right_asked", "elsewhere", "elsewhere_asked", "merged", "lost",
)  # fmt: skip
GONE, GONE_CARRIED, GONE_ASKED = "gone", "gone_carried", "gone_asked"
SAME_GROUND = "same_ground"  # in silence, the same plan object on IoU >= 0.8, in another place


@dataclass(frozen=True)
class Verdicts:
    """A word for each old finding, and for the new ones whether one is wrongly called new."""

    word: Any
    called_new: int
    partner: Any

    def count(self, word: str) -> int:
        return int((self.word == word).sum())


def verdicts(old: Derived, new: Derived, land: Landscape) -> Verdicts:
    """Match, and judge each old finding by what its object became.

    A pair is right where rule, municipality and place are the same and the plan object is the
    same, or made from it and on more than half of the same ground. A finding is gone where the
    new ones have no such partner for it.
    """
    found = match(old.rows, new.rows)
    about = _about(new, land)
    partner = np.full(len(old.rows), -1, dtype=np.int64)
    partner[found.old_row] = found.new_row
    asked = set(found.old_row[found.to_confirm].tolist())
    asked |= set(found.splits[:, 1].tolist())  # the store asks of every piece of a split
    merges = {old_row: new_row for old_row, new_row in found.merges.tolist()}
    subjects = _subjects(old)
    heirs: dict[Any, set[int]] = {}
    for row, subjects_of_new in enumerate(about):
        for subject in subjects_of_new:
            heirs.setdefault(subject, set()).add(row)
    words = np.full(len(old.rows), "", dtype=object)
    for row, subject in enumerate(subjects):
        mine, now = heirs.get(subject, set()), int(partner[row])
        mine = {heir for heir in mine if _inherits(old, new, row, heir)}
        if now < 0:
            part_of = merges.get(row, -1) in mine
            words[row] = MERGED if part_of else LOST if mine else GONE
        elif not mine:
            alike = SAME_GROUND if _same_ground(old, new, row, now, land) else GONE_CARRIED
            words[row] = GONE_ASKED if row in asked else alike
        elif now in mine:
            words[row] = RIGHT_ASKED if row in asked else RIGHT
        else:
            alike = SAME_GROUND if _same_ground(old, new, row, now, land) else ELSEWHERE
            words[row] = ELSEWHERE_ASKED if row in asked else alike
    taken = set(found.new_row.tolist()) | set(found.splits[:, 0].tolist())
    known = set(subjects)
    called_new = sum(row not in taken and bool(known & set(mine)) for row, mine in enumerate(about))
    return Verdicts(words, called_new, partner)


def _inherits(old: Derived, new: Derived, row: int, heir: int) -> bool:
    a, b = old.rows.geometry[row], new.rows.geometry[heir]
    if old.plan_origin[row] == new.plan_origin[heir] or a is None or b is None:
        return True
    return bool(shapely.intersection(a, b).area > 0.5 * min(a.area, b.area))


def _same_ground(old: Derived, new: Derived, row: int, now: int, land: Landscape) -> bool:
    a, b = old.rows.geometry[row], new.rows.geometry[now]
    ancestors = _ancestors(int(new.plan_origin[now]), land.parents)
    if int(old.plan_origin[row]) not in ancestors or a is None or b is None:
        return False
    shared = shapely.intersection(a, b).area
    return bool(shared >= 0.8 * (a.area + b.area - shared))


def _subjects(derived: Derived) -> list[Any]:
    rows = derived.rows
    return list(
        zip(
            rows.rule_id.tolist(),
            rows.partition.tolist(),
            derived.plan_origin.tolist(),
            derived.place_origin.tolist(),
        )
    )


def _about(new: Derived, land: Landscape) -> list[list[Any]]:
    """For each new finding all that it descends from."""
    return [
        [(rule, partition, ancestor, place) for ancestor in _ancestors(plan, land.parents)]
        for rule, partition, plan, place in _subjects(new)
    ]


def _ancestors(origin: int, parents: dict[int, set[int]]) -> set[int]:
    found = {origin}
    for parent in parents.get(origin, ()):
        found |= _ancestors(parent, parents)
    return found
