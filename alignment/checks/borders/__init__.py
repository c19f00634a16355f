"""Checks across municipal borders."""

from __future__ import annotations

from ..kind import CheckKind
from . import border_crossing, border_use_conflict

KINDS: tuple[CheckKind, ...] = (border_crossing.KIND, border_use_conflict.KIND)
