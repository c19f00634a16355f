"""Checks of the node structure against what the plan lets grow and points out."""

from __future__ import annotations

from ..kind import CheckKind
from .growth_outside_nodes import KIND as GROWTH_OUTSIDE_NODES
from .node_designation import KIND as NODE_DESIGNATION
from .node_support import KIND as NODE_SUPPORT

KINDS: tuple[CheckKind, ...] = (NODE_SUPPORT, NODE_DESIGNATION, GROWTH_OUTSIDE_NODES)
