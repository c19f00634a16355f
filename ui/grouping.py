"""The groups of the list: what a row belongs to, and how a heading is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

import numpy as np
from qgis.PyQt.QtCore import QCoreApplication

from ..review.states import STATES
from .records import IntArray, Records
from .words import heading, word

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Group:
    """A heading: `rows` are those shown, `left` of `total` are still to be decided."""

    key: str
    title: str
    rows: IntArray
    left: int
    total: int

    @property
    def text(self) -> str:
        """The heading as it is read."""
        if not self.total:
            return f"{self.title} ({len(self.rows)})"
        told = translate("Strukturbild", "{title} ({left} left of {total})").format(
            title=self.title, left=self.left, total=self.total
        )
        if len(self.rows) >= self.total:
            return told
        shown = translate("Strukturbild", "{count} shown").format(count=len(self.rows))
        return f"{told} · {shown}"


def group_keys(
    records: Records, grouping: str, node_names: Mapping[str, str]
) -> tuple[IntArray, Sequence[str]]:
    """A number a row, and the groups' titles by number; groups are shown in that order.

    `grouping` is one of `filters.GROUPINGS`, `node_names` are by object key.
    """
    if grouping == "rule":
        rules, titles = records.texts["rule_id"], records.texts["title"]
        codes = records.codes("rule_id")
        return codes.codes, [f"{rule} {titles[rules.index(rule)]}" for rule in codes.values]
    if grouping == "status":
        place = {status: number for number, status in enumerate([*STATES, ""])}
        keys = np.fromiter((place[s] for s in records.status), np.int64, len(records))
        named = [heading(word("status", status)) for status in STATES]
        return keys, [*named, translate("Strukturbild", "Not a finding")]
    if grouping == "node":
        return _by_node(records, node_names)
    codes = records.codes("municipality")
    return codes.codes, [v or translate("Strukturbild", "The county") for v in codes.values]


def _by_node(records: Records, node_names: Mapping[str, str]) -> tuple[IntArray, Sequence[str]]:
    objects = records.codes("structure_object")
    names = [node_names.get(value, "") for value in objects.values]
    titles = sorted({name for name in names if name})
    place = {name: number for number, name in enumerate(titles)}
    own = np.array([place.get(name, len(titles)) for name in names], dtype=np.int64)
    keys = own[objects.codes] if len(own) else objects.codes
    return keys, [*titles, translate("Strukturbild", "No node")]
