"""Checks of plan use against the place typology."""

from __future__ import annotations

from ..kind import CheckKind
from .rural_growth import KIND as RURAL_GROWTH
from .use_in_typology import KIND as USE_IN_TYPOLOGY

KINDS: tuple[CheckKind, ...] = (USE_IN_TYPOLOGY, RURAL_GROWTH)
