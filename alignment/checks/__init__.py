"""Check kinds, one room a part. A rule names a kind and gives it parameters."""

from __future__ import annotations

from typing import Mapping

from . import basis, borders, links, nodes, typology
from .kind import CheckKind

KINDS: Mapping[str, CheckKind] = {
    kind.name: kind for part in (basis, typology, nodes, links, borders) for kind in part.KINDS
}
