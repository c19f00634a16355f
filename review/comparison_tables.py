"""A comparison as tables to write: layers, all rows, a summary, and what was compared."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np

from ..alignment.geometry.arrays import from_wkb
from ..alignment.problems import Problem
from ..alignment.ruleset.texts import NOTHING, Catalogue, quantity
from ..layers.atomic import Written, write_atomically
from ..layers.geopackage import FLAG, NUMBER, TEXT, WHOLE, Field, OutTable, write_tables
from ..layers.styles import Words, styles_table
from .comparison import CHANGES, Compared
from .comparison_families import BETTER, WORSE, Difference
from .result_file import Finding, ResultFile
from .schema import SHAPES

ROOT = Path(__file__).resolve().parent.parent
DECIMALS = 6
CODE_LISTS = {
    "outcome_worse": "outcome",
    "outcome_milder": "outcome",
    "severity_rose": "severity",
    "severity_fell": "severity",
    "strength": "strength",
}
UNITS = {"area_grew": "ha", "area_shrank": "ha", "length_grew": "m", "length_shrank": "m"}
THRESHOLD = "threshold"
Column = Callable[[Compared], Any]


def write_comparison(
    rows: Sequence[Compared], before: ResultFile, after: ResultFile, path: Path
) -> Written:
    """Write a comparison as a styled GeoPackage, whole or not at all, in the later one's language.

    Equal input gives tables equal byte for byte. Raises InputError where it can't be written.
    """
    language = after.language
    words = Words.load(ROOT / "resources", language)
    tables = comparison_tables(rows, before, after, Teller(words, language))
    tables.append(styles_table(tables, ROOT / "styles", words))
    return write_atomically(path, lambda file: write_tables(file, tables, after.crs))


class Teller:
    """Says in one language what differs."""

    def __init__(self, words: Words, language: str) -> None:
        self.words, self.language = words, language
        self.catalogue = Catalogue.load(ROOT / "resources")

    def told(self, row: Compared) -> str:
        """What differs about a finding, or why it is new or gone, in sentences."""
        unit = str(row.shown.values["unit"] or "")
        return " ".join(self._sentence(difference, unit) for difference in row.differences)

    def _sentence(self, difference: Difference, unit: str) -> str:
        params = {
            "before": self._figure(difference.code, difference.before, unit),
            "after": self._figure(difference.code, difference.after, unit),
        }
        return self.catalogue.sentence(
            Problem("comparison_" + difference.code, params), self.language
        )

    def _figure(self, code: str, value: Any, unit: str) -> str:
        if code in CODE_LISTS:
            return self.words.codes[CODE_LISTS[code]].get(str(value), str(value) or NOTHING)
        if code in UNITS:
            return quantity(value, UNITS[code], self.language)
        return quantity(value, unit, self.language) if code == THRESHOLD else str(value)


def comparison_tables(
    rows: Sequence[Compared], before: ResultFile, after: ResultFile, teller: Teller
) -> list[OutTable]:
    """The layers, the table of all rows, the summary, and which results were compared."""
    tables = []
    for shape in SHAPES:
        own = [row for row in rows if row.shown.shape == shape]
        geometry = from_wkb([row.shown.wkb for row in own])
        tables.append(OutTable(f"comparison_{shape}", _fields(own, teller), shape, geometry))
    return [
        *tables,
        OutTable("comparison", _fields(rows, teller)),
        _summary(rows),
        _sources(before, after),
    ]


def _fields(rows: Sequence[Compared], teller: Teller) -> list[Field]:
    """What a planner reads first stands first; keys and what machines need stand last."""
    columns: Mapping[str, tuple[str, Column]] = {
        **{name: (TEXT, _shown(name)) for name in ("municipality", "rule_id", "title", "label")},
        "change": (TEXT, lambda row: row.change),
        "direction": (TEXT, lambda row: row.direction),
        "what_changed": (TEXT, teller.told),
        "outcome_before": (TEXT, lambda row: row.outcome_before),
        "outcome_after": (TEXT, lambda row: row.outcome_after),
        **_two_sides("severity", WHOLE),
        **_two_sides("area_ha", NUMBER),
        "area_ha_difference": (NUMBER, _difference("area_ha")),
        **_two_sides("length_m", NUMBER),
        "length_m_difference": (NUMBER, _difference("length_m")),
        **_two_sides("value", NUMBER),
        "unit": (TEXT, _shown("unit")),
        "question": (TEXT, _shown("question")),
        **_two_sides("stage", TEXT),
        "method": (TEXT, lambda row: row.method),
        "confidence": (NUMBER, lambda row: row.confidence),
        "to_confirm": (FLAG, lambda row: row.to_confirm),
        **{name: (TEXT, _shown(name)) for name in ("strength", "part", "subject_type")},
        "responsible": (TEXT, _shown("rule_responsible")),
        "municipality_code": (TEXT, _shown("municipality_code")),
        "partition": (TEXT, _shown("partition_code")),
        "kind": (TEXT, _shown("kind")),
        "change_codes": (TEXT, lambda row: ",".join(item.code for item in row.differences)),
        "related": (TEXT, lambda row: ",".join(row.related)),
        "structure_object": (TEXT, _shown("structure_object")),
        "plan_object": (TEXT, _shown("plan_object")),
        "key_before": (TEXT, lambda row: _key(row.before)),
        "key_after": (TEXT, lambda row: _key(row.after)),
        "parent_key": (TEXT, lambda row: row.shown.parent_key),
    }
    return [
        Field(name, kind, _values(kind, [value(row) for row in rows]))
        for name, (kind, value) in columns.items()
    ]


def _values(kind: str, values: Sequence[Any]) -> Any:
    if kind == NUMBER:
        return np.round(np.array(values, dtype=np.float64), DECIMALS)
    column = np.full(len(values), None, dtype=object)
    column[:] = list(values)
    return column


def _key(finding: Finding | None) -> str:
    return "" if finding is None else finding.key


def _shown(name: str) -> Column:
    return lambda row: row.shown.values[name]


def _side(finding: Finding | None, name: str) -> Any:
    return None if finding is None else finding.values[name]


def _two_sides(name: str, kind: str) -> dict[str, tuple[str, Column]]:
    return {
        f"{name}_before": (kind, lambda row: _side(row.before, name)),
        f"{name}_after": (kind, lambda row: _side(row.after, name)),
    }


def _difference(name: str) -> Column:
    """After less before, nothing counting as 0, so that the column adds up to the net change."""
    return lambda row: (_side(row.after, name) or 0.0) - (_side(row.before, name) or 0.0)


def counts(rows: Sequence[Compared]) -> Counter[str]:
    """Rows by change, those changed for the worse and the better, those to be confirmed."""
    found = Counter(row.change for row in rows)
    found.update(row.direction for row in rows if row.direction in (WORSE, BETTER))
    found["to_confirm"] = sum(row.to_confirm for row in rows)
    return found


def by_municipality(rows: Sequence[Compared]) -> dict[tuple[str, str], list[Compared]]:
    """Rows by municipal code and name, sorted by code; what concerns a pair stands by its first."""
    found: dict[tuple[str, str], list[Compared]] = {}
    for row in rows:
        values = row.shown.values
        place = (str(values["municipality_code"] or ""), str(values["municipality"] or ""))
        found.setdefault(place, []).append(row)
    return dict(sorted(found.items()))


def _summary(rows: Sequence[Compared]) -> OutTable:
    """How many findings went which way, by municipality; every change has its row."""
    lines = []
    for (code, name), own in by_municipality(rows).items():
        for change in CHANGES:
            chosen = [row for row in own if row.change == change]
            found = counts(chosen)
            pieces = sum(bool(row.shown.parent_key) for row in chosen)
            figures = (len(chosen), found[WORSE], found[BETTER], found["to_confirm"], pieces)
            lines.append((name, change, *figures, code))
    names = {
        "municipality": TEXT,
        "change": TEXT,
        "findings": WHOLE,
        "worse": WHOLE,
        "better": WHOLE,
        "to_confirm": WHOLE,
        "pieces": WHOLE,
        "municipality_code": TEXT,
    }
    fields = [
        Field(name, kind, _values(kind, [line[place] for line in lines]))
        for place, (name, kind) in enumerate(names.items())
    ]
    return OutTable("comparison_summary", fields)


def _sources(before: ResultFile, after: ResultFile) -> OutTable:
    """Which results were compared."""
    lines = []
    for topic, result in (("before", before), ("after", after)):
        told = {
            "file": result.path.name,
            "case": result.case_name,
            "written": result.written,
            "complete": "yes" if result.complete else "no",
            "crs": result.crs,
            "findings": str(len(result.findings)),
            "run_id": result.run_id,
        }
        lines += [(topic, item, content) for item, content in told.items()]
    fields = [
        Field(name, TEXT, _values(TEXT, [line[place] for line in lines]))
        for place, name in enumerate(("topic", "item", "content"))
    ]
    return OutTable("comparison_sources", fields)
