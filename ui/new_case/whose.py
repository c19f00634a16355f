"""Whose plan it seems to be: by what layers and files are called, else by where they lie."""

from __future__ import annotations

import re
from typing import Sequence

from ...alignment.mapping.fold import fold
from .draft import PlanDraft
from .layer_look import Box, LayerLook


def guessed_municipality(
    plan: PlanDraft, municipalities: Sequence[tuple[str, str, Box]]
) -> tuple[str, str] | None:
    """Code and name of the municipality whose plan this seems to be.

    By its name or code in the names of layers and files, else by where the layers lie.
    """
    texts = [_called(mapping.look) for mapping in plan.layers]
    if not texts:
        return None
    if len(municipalities) == 1:
        return municipalities[0][:2]
    named = [
        (code, name)
        for code, name, _ in municipalities
        if all(re.search(rf"\b(?:{re.escape(short_name(name))}|{code})", t) for t in texts)
    ]
    if len(named) == 1:
        return named[0]
    boxes = [m.look.extent for m in plan.layers if m.look.extent is not None]
    if not boxes:
        return None
    lows, highs = (
        [min(b[i] for b in boxes) for i in (0, 1)],
        [max(b[i] for b in boxes) for i in (2, 3)],
    )
    spread: Box = (lows[0], lows[1], highs[0], highs[1])
    rated = [(_alike(spread, box), code, name) for code, name, box in municipalities]
    best = max(rated, default=(0.0, "", ""))
    return (best[1], best[2]) if best[0] > 0 else None


def _called(look: LayerLook) -> str:
    """What a layer, its file and its folder are called, folded."""
    return fold(f"{look.title} {look.name} {look.file.stem} {look.file.parent.name}")


def short_name(name: str) -> str:
    """A municipality's name as file names have it: "Torsås kommun" -> "torsas"."""
    return re.sub(r" kommun$", "", fold(name))


def title_of(name: str) -> str:
    """A municipality's short name as it is written: "Torsås kommun" -> "Torsås"."""
    return name[: len(short_name(name))] if short_name(name) else name


def _alike(a: Box, b: Box) -> float:
    """How much two boxes are the same: common area over joint area."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    whole = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both
    return both / whole if whole > 0 else 0.0
