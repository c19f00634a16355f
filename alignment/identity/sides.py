"""Old and new findings made comparable: texts as numbers, ground made where it is asked for."""

from __future__ import annotations

from typing import Any, Hashable, Mapping, Sequence

import numpy as np

from ..geometry.arrays import BoolArray, FloatArray, GeometryArray, IntArray, is_missing
from ..geometry.likeness import areas, ground, ground_boxes
from ..progress import Tick
from .findings import FindingRows
from .keys import plain_name


class Side:
    """One side of a comparison, (n,) a column.

    `kind` tells what may be compared with what: findings of one rule and partition, pieces among
    themselves. `plan`, `structure` and `name` are 0 for none; `name_count` says how many of a
    kind bear the name. `objects` numbers kind, plan and structure object together. Equal
    numbers mean the same on both sides.
    """

    def __init__(self, rows: FindingRows, numbers: Mapping[str, IntArray], tick: Tick) -> None:
        self.rows = rows
        self.kind, self.key = numbers["kind"], numbers["key"]
        self.plan, self.structure, self.name = (
            numbers["plan"],
            numbers["structure"],
            numbers["name"],
        )
        self.objects, self.named = numbers["objects"], numbers["named"]
        self.placed: BoolArray = ~is_missing(rows.geometry)
        self.boxes: FloatArray = ground_boxes(rows.geometry)
        self.name_count = np.bincount(self.named)[self.named] if len(rows) else self.named
        self._tick = tick
        self._ground = np.full(len(rows), None, dtype=object)
        self._size = np.zeros(len(rows))
        self._made = np.zeros(len(rows), dtype=bool)

    def __len__(self) -> int:
        return len(self.rows)

    def ground(self, at: IntArray) -> GeometryArray:
        """The ground of the findings at the given rows; None where they have no geometry."""
        self._make(at)
        return self._ground[at]

    def size(self, at: IntArray) -> FloatArray:
        """m2 of ground of the findings at the given rows; 0 where they have no geometry."""
        self._make(at)
        return self._size[at]

    def _make(self, at: IntArray) -> None:
        wanted = np.zeros(len(self), dtype=bool)
        wanted[at] = True
        rows = np.flatnonzero(wanted & ~self._made & self.placed)
        if len(rows):
            self._ground[rows] = ground(self.rows.geometry[rows], self._tick)
            self._size[rows] = areas(self._ground[rows])
        self._made |= wanted


def both_sides(
    old: FindingRows, new: FindingRows, rules: Sequence[str], tick: Tick
) -> tuple[Side, Side]:
    """The two sides; `rules` are the rule ids of old as they are called now."""
    names: dict[str, str] = {}
    texts = {
        "kind": (_kinds(old, rules), _kinds(new, new.rule_id.tolist())),
        "key": (old.key.tolist(), new.key.tolist()),
        "plan": (old.plan_object.tolist(), new.plan_object.tolist()),
        "structure": (old.structure_object.tolist(), new.structure_object.tolist()),
        "name": (_names(old, names), _names(new, names)),
    }
    found = {column: numbered(*both) for column, both in texts.items()}
    sides = []
    for number in (0, 1):
        own = {column: both[number] for column, both in found.items()}
        sides.append(own)
    for joint, parts in (("objects", ("kind", "plan", "structure")), ("named", ("kind", "name"))):
        together = numbered(*(list(zip(*(own[part].tolist() for part in parts))) for own in sides))
        for own, codes in zip(sides, together):
            own[joint] = codes
    return Side(old, sides[0], tick), Side(new, sides[1], tick)


def numbered(left: Sequence[Hashable], right: Sequence[Hashable]) -> tuple[IntArray, IntArray]:
    """A number for each distinct item, the same on both sides; 0 for ""."""
    numbers: dict[Any, int] = {"": 0}
    codes = [numbers.setdefault(item, len(numbers)) for items in (left, right) for item in items]
    return np.array(codes[: len(left)], np.int64), np.array(codes[len(left) :], np.int64)


def _kinds(rows: FindingRows, rules: Sequence[str]) -> list[tuple[str, str, bool, bool]]:
    """What can be the same: a piece is no whole, a municipality's summary no object's finding."""
    pieces = (rows.parent_key != "").tolist()
    summaries = ((rows.plan_object == "") & (rows.structure_object == "")).tolist()
    return list(zip(rules, rows.partition.tolist(), pieces, summaries))


def _names(rows: FindingRows, known: dict[str, str]) -> list[str]:
    labels = rows.label.tolist()
    known.update((label, plain_name(label)) for label in set(labels) - known.keys())
    return [known[label] for label in labels]
