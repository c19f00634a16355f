"""What a check sees of one partition: tables and derived geometry, built once and shared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..progress import Tick
from .municipality import MunicipalWorkspace
from .region import Region


@dataclass(frozen=True)
class Scope:
    """One partition of a run.

    `partition` is a municipal code, a pair "0834+0880" (codes in order), or "region".
    `municipalities` are the workspaces of the codes concerned: one, two, or none for "region".
    `memo` keeps what a kind worked out while counting subjects until it assesses them.
    """

    partition: str
    region: Region
    municipalities: tuple[MunicipalWorkspace, ...]
    tick: Tick
    memo: dict[str, Any] = field(default_factory=dict)

    @property
    def here(self) -> MunicipalWorkspace:
        """The municipality of a municipal scope."""
        return self.municipalities[0]
