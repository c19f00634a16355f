"""What a check kind needs before its subjects can be counted, and the gates that block it."""

from __future__ import annotations

from dataclasses import dataclass

from ..checks.kind import MUNICIPALITY, CheckKind
from ..ledger import Outcome
from ..workspace.scope import Scope

PLAN = "plan"
PLAN_TABLES = ("land_use", "development", "considerations")


@dataclass(frozen=True)
class Absent:
    """A table that is not there: its name and the outcome of the one row that says so."""

    name: str
    outcome: Outcome


def lacking(kind: CheckKind, scope: Scope) -> Absent | None:
    """The first table that the kind needs and the scope has not.

    An absent plan, or plan layer, blocks; absent regional or supporting data leaves the matter
    undetermined. A need "plan.land_use|plan.development" is met by either.
    """
    for need in kind.needs:
        names = need.split("|")
        if kind.partition != MUNICIPALITY and need.startswith(PLAN):
            continue
        if not any(_is_there(name, scope) for name in names):
            blocked = need.startswith(PLAN)
            return Absent(_named(need, scope), Outcome.BLOCKED if blocked else Outcome.UNDETERMINED)
    return None


def _named(need: str, scope: Scope) -> str:
    no_plan = need.startswith(PLAN) and all(m.plan is None for m in scope.municipalities)
    return PLAN if no_plan else need


def _is_there(name: str, scope: Scope) -> bool:
    if name.startswith(PLAN):
        plan = scope.here.plan
        if plan is None:
            return False
        table = name.partition(".")[2]
        return not table or getattr(plan, table) is not None
    for tables in (scope.region.structure_map, scope.region.supporting):
        table_found = getattr(tables, name, None)
        if table_found is not None:
            return len(table_found) > 0
    return name == "municipalities"


def closed_gate(kind: CheckKind, scope: Scope) -> str:
    """The gate that blocks the kind in this scope, "" if none does."""
    for gate in kind.blocked_by:
        if any(scope.region.gates.get((gate, m.code)) for m in scope.municipalities):
            return gate
    return ""
