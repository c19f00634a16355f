"""What a check kind is: two functions and a description; a rule gives it parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Mapping

from ..ledger import Assessments, Subjects
from ..ruleset.model import ParameterSpec, Rule
from ..workspace.scope import Scope

MUNICIPALITY, PAIR, REGION = "municipality", "pair", "region"


@dataclass(frozen=True)
class CheckKind:
    """One way of comparing a plan with the structure map.

    `partition` says what a scope is: a municipality, a pair of neighbours, or the region.
    `needs` are tables without which nothing can be counted: where one is absent the rule gets
    one row for the partition, `undetermined` (`plan.land_use` and `plan.development`:
    `blocked`). `sharpened_by` are supporting tables that the kind does without, less well: node
    zones become circles, built-up land is unknown. `blocked_by` names the gates (kinds) that can
    block it. `subjects` is counted before `assess` runs; `assess` answers row by row, in the same
    order. `placeholders` are the figures that wordings may use.
    """

    name: str
    part: str
    partition: str
    parameters: Mapping[str, ParameterSpec]
    needs: tuple[str, ...]
    placeholders: tuple[str, ...]
    subjects: Callable[[Scope, Rule], Subjects]
    assess: Callable[[Scope, Rule, Subjects], Assessments]
    blocked_by: tuple[str, ...] = ()
    sharpened_by: tuple[str, ...] = ()
