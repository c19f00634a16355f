"""Checks of functional links and of what lies along them."""

from __future__ import annotations

from ..kind import CheckKind
from . import support, transit

KINDS: tuple[CheckKind, ...] = (support.KIND, transit.KIND)
