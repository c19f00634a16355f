"""Checks of what everything else stands on: coverage, statements, the structure map itself."""

from __future__ import annotations

from ..kind import CheckKind
from . import plan_coverage, plan_statements, structure_map_quality

KINDS: tuple[CheckKind, ...] = (
    structure_map_quality.KIND,
    plan_coverage.KIND,
    plan_statements.KIND,
)
