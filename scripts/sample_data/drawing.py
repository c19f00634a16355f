"""A plan map in the making: each shape takes what is still free of the municipality."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from .facts import NOTICE
from .shapes import joined, polygons, snapped

SMALLEST = 3000.0  # m2; scraps stay with what is drawn later


@dataclass
class Drawing:
    """Land use, transport lines and development orientation of one municipality.

    Rows are dicts with the canonical column names of the tables, `geometry` in EPSG:3006.
    """

    code: str
    name: str
    territory: BaseGeometry
    land: BaseGeometry
    sea: BaseGeometry
    free: BaseGeometry = None
    land_use: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    development: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.free is None:
            self.free = self.territory

    def paint(
        self,
        shape: BaseGeometry,
        category: str,
        name: str,
        *,
        within: BaseGeometry | None = None,
        change: str | None = "ongoing",
        statement: str = "",
        smallest: float = SMALLEST,
        separate: bool = False,
        **columns: Any,
    ) -> BaseGeometry:
        """Add a use on what is free of `shape` (inside `within`); return what it got."""
        piece = shape.intersection(self.free)
        if within is not None:
            piece = piece.intersection(within)
        parts = polygons(snapped(piece), smallest)
        if not parts:
            return shapely.Polygon()
        whole = joined(parts)
        if whole.is_empty:
            return whole
        for part in parts if separate else [whole]:
            row = {"category": category, "change": change, "name": name, "statement": statement}
            self.land_use.append(self._row("mv", self.land_use, part, row | columns))
        rest = self.free.difference(whole)
        self.free = joined(polygons(rest, 1.0))
        return whole

    def paint_over(self, shape: BaseGeometry, category: str, name: str, statement: str) -> None:
        """Add a use on top of others: an overlap, as drafts have them."""
        row = {"category": category, "change": "ongoing", "name": name, "statement": statement}
        self.land_use.append(self._row("mv", self.land_use, shape, row))

    def line(self, shape: BaseGeometry, name: str, **columns: Any) -> None:
        """Add transport infrastructure drawn as a line."""
        row = {"category": "TI", "change": "ongoing", "name": name, "statement": ""}
        for part in _lines(shape.intersection(self.territory)):
            self.lines.append(self._row("ti", self.lines, part, row | columns))

    def develop(self, shape: BaseGeometry, theme: str, subcategory: str, **columns: Any) -> None:
        """Add development orientation: a point, a line or an area, cut to the municipality."""
        row = {"theme": theme, "subcategory": subcategory, "statement": ""} | columns
        if shape.geom_type.endswith("Polygon"):
            shape = joined(polygons(snapped(shape.intersection(self.land))))
            pieces: list[BaseGeometry] = [] if shape.is_empty else [shape]
        elif shape.geom_type == "Point":
            pieces = [shape]
        else:
            pieces = _lines(shape.intersection(self.territory))
        for piece in pieces:
            self.development.append(self._row("ui", self.development, piece, row))

    def _row(
        self, prefix: str, rows: list[dict[str, Any]], shape: BaseGeometry, values: dict[str, Any]
    ) -> dict[str, Any]:
        number = f"{self.code}-{prefix}-{len(rows) + 1:03d}"
        return {"object_id": number, **values, "notice": NOTICE, "geometry": shape}


def _lines(shape: BaseGeometry) -> list[BaseGeometry]:
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "LineString"]
    return [snapped(part) for part in parts if part.length > 300]
