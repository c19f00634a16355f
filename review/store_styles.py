"""How any QGIS shows a review file: its views styled, fields and codes in words."""

from __future__ import annotations

from pathlib import Path

from ..layers.geopackage import TEXT, Field, OutTable
from ..layers.styles import Words, styles_table
from .schema import HISTORY_COLUMNS, SHAPES, SPATIAL_COLUMNS

ROOT = Path(__file__).resolve().parent.parent


def store_styles(language: str) -> OutTable:
    """The table `layer_styles` of a new review file."""

    def view(name: str, columns: tuple[str, ...], shape: str = "") -> OutTable:
        return OutTable(name, [Field(column, TEXT, []) for column in columns], shape)

    views = [view(f"findings_{shape}", SPATIAL_COLUMNS, shape) for shape in SHAPES]
    views.append(view("history", HISTORY_COLUMNS))
    return styles_table(views, ROOT / "styles", Words.of_review(ROOT / "resources", language))
