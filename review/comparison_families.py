"""Findings of two results that belong together, and what became of them as a whole.

A family is a pair of the same finding, or all that a split or merge ties together: what fell
apart is as large as its pieces together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Mapping, Sequence

import numpy as np

from ..alignment.identity.change import (
    AREA,
    CM_PER_M,
    LENGTH,
    M2_PER_HA,
    OUTCOME,
    OUTCOME_ORDER,
    SEVERITY,
    STRENGTH,
    THRESHOLD,
    ChangeLimits,
    Measured,
    material_changes,
)
from ..alignment.identity.findings import FindingRows
from ..alignment.identity.match import MERGE, SPLIT, Matches

PERSISTING, CHANGED = "persisting", "changed"
WORSE, BETTER, OTHER = "worse", "better", "other"
WORSE_CODES = {
    OUTCOME: "outcome_worse",
    SEVERITY: "severity_rose",
    AREA: "area_grew",
    LENGTH: "length_grew",
}
BETTER_CODES = {
    OUTCOME: "outcome_milder",
    SEVERITY: "severity_fell",
    AREA: "area_shrank",
    LENGTH: "length_shrank",
}
NEUTRAL_CODES = {THRESHOLD: THRESHOLD, STRENGTH: STRENGTH}
Figures = Mapping[str, tuple[Any, Any]]
Item = tuple[str, int]
OLD_SIDE, NEW_SIDE = "old", "new"


@dataclass(frozen=True)
class Difference:
    """One thing that differs: its code, and the figure or code on either side (None: none).

    Areas are in ha, lengths in m; of a split or merge, the numbers of findings.
    """

    code: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Family:
    """Rows of the old and of the new result that belong together; neither is empty."""

    old: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(frozen=True)
class Verdict:
    """What became of a family: persisting or changed, which way, and what differs."""

    change: str
    direction: str
    differences: tuple[Difference, ...]


def find_families(matches: Matches) -> list[Family]:
    """Pairs of the same finding, and with them all that a split or merge ties to them."""
    parent: dict[Item, Item] = {}

    def root(item: Item) -> Item:
        while parent.setdefault(item, item) != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    ties = list(zip(matches.old_row.tolist(), matches.new_row.tolist()))
    ties += [(old, new) for new, old in matches.splits.tolist()]
    ties += [(old, new) for old, new in matches.merges.tolist()]
    for old, new in ties:
        parent[root((OLD_SIDE, old))] = root((NEW_SIDE, new))
    members: dict[Item, tuple[list[int], list[int]]] = {}
    for item in sorted(parent):
        members.setdefault(root(item), ([], []))[item[0] == NEW_SIDE].append(item[1])
    return [Family(tuple(old), tuple(new)) for old, new in members.values()]


def verdicts(
    families: Sequence[Family], old: FindingRows, new: FindingRows, limits: ChangeLimits
) -> list[Verdict]:
    """What became of each family. Better is what would be worse the other way round."""
    then = _measured(old, [family.old for family in families])
    now = _measured(new, [family.new for family in families])
    worse = material_changes(then, now, limits)
    better = material_changes(now, then, limits)
    return [
        _verdict(family, worse[row].split(","), better[row].split(","), _figures(then, now, row))
        for row, family in enumerate(families)
    ]


def _measured(rows: FindingRows, members: Sequence[tuple[int, ...]]) -> Measured:
    """Families' sums of area and length, and the worst of their severities and outcomes.

    Stages are left out: they are what is compared, and no change of a finding.
    """
    first = np.array([family[0] for family in members], dtype=np.int64)
    order = [OUTCOME_ORDER.get(outcome, 0) for outcome in rows.outcome.tolist()]
    worst = [max(family, key=order.__getitem__) for family in members]

    def gathered(column: Any, how: Callable[[Any], int]) -> Any:
        values = column.tolist()
        return np.array([how(values[row] for row in family) for family in members], np.int64)

    return Measured(
        area_m2=gathered(rows.area_m2, sum),
        length_cm=gathered(rows.length_cm, sum),
        severity=gathered(rows.severity, max),
        threshold=rows.threshold[first],
        stage=np.full(len(members), "", dtype=object),
        strength=rows.strength[first],
        outcome=rows.outcome[np.array(worst, dtype=np.int64)],
    )


def _figures(then: Measured, now: Measured, row: int) -> Figures:
    return {
        AREA: (float(then.area_m2[row]) / M2_PER_HA, float(now.area_m2[row]) / M2_PER_HA),
        LENGTH: (float(then.length_cm[row]) / CM_PER_M, float(now.length_cm[row]) / CM_PER_M),
        SEVERITY: (int(then.severity[row]), int(now.severity[row])),
        OUTCOME: (str(then.outcome[row]), str(now.outcome[row])),
        STRENGTH: (str(then.strength[row]), str(now.strength[row])),
        THRESHOLD: (float(then.threshold[row]), float(now.threshold[row])),
    }


def _verdict(
    family: Family, worse: Sequence[str], better: Sequence[str], figures: Figures
) -> Verdict:
    up = _told(WORSE_CODES, worse, figures)
    down = _told(BETTER_CODES, better, figures)
    aside = _told(NEUTRAL_CODES, worse, figures)
    count = (len(family.old), len(family.new))
    pieces = [Difference(SPLIT, *count)] if count[1] > 1 else []
    pieces += [Difference(MERGE, *count)] if count[0] > 1 else []
    if not (up or down or aside):
        return Verdict(PERSISTING, "", tuple(pieces))
    direction = OTHER
    if bool(up) != bool(down):
        direction = WORSE if up else BETTER
    return Verdict(CHANGED, direction, (*up, *down, *aside, *pieces))


def _told(codes: Mapping[str, str], found: Sequence[str], figures: Figures) -> list[Difference]:
    return [Difference(code, *figures[what]) for what, code in codes.items() if what in found]
