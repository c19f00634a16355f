"""What the wizard knows of a layer without reading it into tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping

from ...alignment.mapping.suggest import LayerDescription
from ...alignment.setup.case import LayerSource

Box = tuple[float, float, float, float]  # xmin, ymin, xmax, ymax

UNSAVED_LAYER, UNSAVED_EDITS, UNREADABLE = "unsaved_layer", "unsaved_edits", "unreadable"


@dataclass(frozen=True)
class LayerLook:
    """A layer as a setup file would name it.

    `name` is the table's or file's own name, which profiles go by; `title` is what the project
    calls it. `dimension` is 0, 1, 2 or -1 (mixed, none). `values` counts the values of each
    field that has few of them. `extent` is in EPSG:3006 (m), None where unknown. `trouble` is
    "" or why a setup file can't rely on it (`UNSAVED_LAYER`, `UNSAVED_EDITS`, `UNREADABLE`).
    """

    source: LayerSource
    name: str
    title: str
    dimension: int
    fields: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    features: int = 0
    crs: str = ""
    extent: Box | None = None
    trouble: str = ""

    @property
    def file(self) -> Path:
        """The file that it is in; of a service, what is named in its stead."""
        return Path(self.source.uri.partition("|")[0])

    @property
    def usable(self) -> bool:
        """Whether a setup file can name it: it stands somewhere and can be read."""
        return self.trouble in ("", UNSAVED_EDITS)

    def description(self) -> LayerDescription:
        """As proposals take it."""
        return LayerDescription(
            self.name,
            self.dimension,
            self.fields,
            {name: tuple(counts) for name, counts in self.values.items()},
        )
