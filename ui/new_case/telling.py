"""Which of several layers are a plan's, and which are the region's: by names, fields and values."""

from __future__ import annotations

from typing import Collection, Sequence

from ...alignment.mapping.profile import Profile
from .layer_look import LayerLook
from .mapping_rows import guessed, propose, rows_of
from .plan_mapping import recognised
from .regional import looks_regional


def plan_like(
    looks: Sequence[LayerLook], placed: Collection[str], shipped: Sequence[Profile]
) -> list[LayerLook]:
    """Layers that seem to be one plan's; none where several plans could be meant.

    A layer that is recognised, or whose words are, brings those of its file or folder along: a
    plan's own names seldom say what they are. `placed` are the URIs of layers with another place.
    """
    free = [
        look
        for look in looks
        if look.usable and look.source.uri not in placed and not looks_regional(look)
    ]
    telling = [look for look in free if _tells(look, shipped)]
    files = {look.file for look in telling}
    if len(files) == 1:
        return [look for look in free if look.file in files]
    folders = {file.parent for file in files}
    if len(folders) == 1 and len(files) == len(telling):
        return [look for look in free if look.file.parent in folders]
    return []


def region_like(
    looks: Sequence[LayerLook], placed: Collection[str], shipped: Sequence[Profile]
) -> list[LayerLook]:
    """Layers of the structure map or the supporting data among those of a plan."""
    return [
        look
        for look in looks
        if look.source.uri not in placed
        and looks_regional(look)
        and not recognised(look, shipped).profile
    ]


def _tells(look: LayerLook, shipped: Sequence[Profile]) -> bool:
    """Whether a layer's name or values are known as those of a plan."""
    mapping = guessed(recognised(look, shipped))
    if mapping.profile or mapping.entries or mapping.field:
        return True
    return propose(rows_of(mapping, shipped)[0], look) is not None
