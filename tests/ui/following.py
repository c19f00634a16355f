"""What tests of live checks look at: a feature whose removal is felt, and answers to the byte."""

from __future__ import annotations

import dataclasses
import sqlite3
from typing import Any

from qgis.core import QgsFeature, QgsVectorLayer
from strukturbild.alignment.geometry.arrays import to_wkb
from strukturbild.alignment.runner.ledger_table import LedgerTable
from strukturbild.layers.snapshot import require_readable
from strukturbild.ui.live import LiveCheck, LiveState

CHANGE = "forandring"


def settlement(layer: QgsVectorLayer) -> QgsFeature:
    """A feature whose removal is felt: the largest new settlement."""
    require_readable(layer)
    found = [f for f in layer.getFeatures() if f[CHANGE] == "Ny"]
    return max(found, key=lambda f: f.geometry().area())


def findings_kept(session: Any, check: LiveCheck, qtbot: Any) -> set[tuple[str, ...]]:
    """Keep what was answered, wait for the run, and read its findings: rule, partition, label."""
    assert check.keep()
    qtbot.waitUntil(lambda: not session.running.active, timeout=60_000)
    qtbot.waitUntil(lambda: check.state is LiveState.FOLLOWING, timeout=30_000)
    assert check.delta.is_empty
    with sqlite3.connect(session.result_path) as result:
        rows = result.execute("SELECT rule_id, partition, label, outcome FROM ledger").fetchall()
    return {row[:3] for row in rows if row[3] in ("partly", "conflicting", "missing")}


def rows_of(table: LedgerTable) -> dict[str, tuple[Any, ...]]:
    columns = [
        to_wkb(table.geometry).tolist()
        if entry.name == "geometry"
        else list(map(repr, getattr(table, entry.name)))
        for entry in dataclasses.fields(table)
    ]
    return dict(zip(table.key.tolist(), zip(*columns)))
