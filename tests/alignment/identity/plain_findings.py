"""Findings for tests of matching, as plain as possible."""

from __future__ import annotations

from typing import Any, Sequence

import numpy as np
import shapely
from strukturbild.alignment.identity.findings import FindingRows
from strukturbild.alignment.identity.keys import finding_key


def finding_rows(items: Sequence[dict[str, Any]]) -> FindingRows:
    """Rows from dicts; what isn't given is plain: rule T1, partition 0880, no objects."""

    def texts(name: str, default: str = "") -> Any:
        column = np.full(len(items), "", dtype=object)
        column[:] = [item.get(name, default) for item in items]
        return column

    shapes = np.full(len(items), None, dtype=object)
    shapes[:] = [item.get("geometry") for item in items]
    plan, place = texts("plan_object"), texts("structure_object")
    rule, partition, locator = texts("rule_id", "T1"), texts("partition", "0880"), texts("locator")
    keys = texts("key")
    for row in np.flatnonzero(keys == ""):
        keys[row] = finding_key(rule[row], partition[row], plan[row], place[row], locator[row])
    return FindingRows(
        key=keys,
        parent_key=texts("parent_key"),
        rule_id=rule,
        partition=partition,
        plan_object=plan,
        structure_object=place,
        label=texts("label"),
        stage=texts("stage", "consultation"),
        strength=texts("strength", "should"),
        outcome=texts("outcome", "conflicting"),
        severity=np.array([item.get("severity", 2) for item in items], dtype=np.int64),
        threshold=np.array([item.get("threshold", 1.0) for item in items]),
        area_m2=np.nan_to_num(shapely.area(shapes)).astype(np.int64),
        length_cm=np.zeros(len(items), dtype=np.int64),
        geometry=shapes,
        locator=locator,
    )


def square(x: float, y: float, side: float = 200.0) -> Any:
    """A square polygon with its lower left corner at x, y."""
    return shapely.box(x, y, x + side, y + side)
