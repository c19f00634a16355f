"""What tests of live checks look at: a feature whose removal is felt, and answers to the byte."""

from __future__ import annotations

import dataclasses
from typing import Any

from qgis.core import QgsFeature, QgsVectorLayer
from strukturbild.alignment.geometry.arrays import to_wkb
from strukturbild.alignment.runner.ledger_table import LedgerTable
from strukturbild.layers.snapshot import require_readable

CHANGE = "forandring"


def settlement(layer: QgsVectorLayer) -> QgsFeature:
    """A feature whose removal is felt: the largest new settlement."""
    require_readable(layer)
    found = [f for f in layer.getFeatures() if f[CHANGE] == "Ny"]
    return max(found, key=lambda f: f.geometry().area())


def rows_of(table: LedgerTable) -> dict[str, tuple[Any, ...]]:
    columns = [
        to_wkb(table.geometry).tolist()
        if entry.name == "geometry"
        else list(map(repr, getattr(table, entry.name)))
        for entry in dataclasses.fields(table)
    ]
    return dict(zip(table.key.tolist(), zip(*columns)))
