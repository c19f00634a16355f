"""Whether an edit can change what is said of a border: a border far from it is left as it is."""

from __future__ import annotations

import dataclasses
from typing import Sequence

import numpy as np

from ..checks import KINDS
from ..geometry.arrays import FloatArray, Geometry, boxes
from ..geometry.measure import distance
from ..ruleset.model import Rule
from ..workspace.lines import PlanTransport
from ..workspace.municipality import MunicipalWorkspace

# kinds that look at a plan's transport, and at uses no farther from the border than a parameter
LOCAL_KINDS = ("border_crossing", "border_use_conflict")
SPARE_M = 1.0


def edit_reaches_border(
    rules: Sequence[Rule],
    here: MunicipalWorkspace,
    before: MunicipalWorkspace,
    border: Geometry,
    touched: FloatArray,
) -> bool:
    """False where the answers of the pair's rules are sure to be the same as before.

    `touched` are the boxes (n, 4) of all rows that went or came.
    """
    if any(rule.kind not in LOCAL_KINDS for rule in rules):
        return True
    if _tables(here) != _tables(before) or not _same_transport(here.transport, before.transport):
        return True
    reach = SPARE_M + max((_farthest(rule) for rule in rules), default=0.0)
    shapes = boxes(touched[np.isfinite(touched).all(axis=1)])
    return bool(len(shapes)) and bool((distance(shapes, border) <= reach).any())


def _farthest(rule: Rule) -> float:
    """The largest distance in m that a rule's parameters name."""
    specs = KINDS[rule.kind].parameters
    metres = [name for name, spec in specs.items() if spec.unit == "m" and name in rule.parameters]
    return max((float(rule.value(name)) for name in metres), default=0.0)


def _tables(here: MunicipalWorkspace) -> tuple[bool, ...]:
    plan = here.plan
    if plan is None:
        return (False,)
    return (True, plan.land_use is not None, plan.development is not None)


def _same_transport(a: PlanTransport, b: PlanTransport) -> bool:
    if len(a) != len(b):
        return False
    same = [x is y for x, y in zip(a.geometry.tolist(), b.geometry.tolist())]
    names = [entry.name for entry in dataclasses.fields(PlanTransport) if entry.name != "geometry"]
    return all(same) and all((getattr(a, n) == getattr(b, n)).all() for n in names)
