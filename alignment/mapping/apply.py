"""Applies a profile to one source layer: canonical tables, and what was not mapped.

Every row ends in a table, in a count of unmapped values, or in a problem; none is dropped in
silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Sequence

import numpy as np

from ..documents.report import did_you_mean
from ..geometry.arrays import LINE, BoolArray, FloatArray, dimension
from ..geometry.measure import area
from ..model import TABLES, Column, SourceRows, Table, build, field_specs
from ..model.fields import CODE, DATE, FLAG, NUMBER, WHOLE, FieldSpec, null_column, text_column
from ..model.inputs import UnmappedValue
from ..model.table import concatenate
from ..problems import Problem
from .fold import find_field, fold, matches
from .layer import (
    ALLOWED_DIMENSIONS,
    LINES_ONLY_FOR,
    WITHOUT_GEOMETRY,
    WRONG_GEOMETRY,
    MappedLayer,
    SourceLayer,
)
from .profile import CANONICAL, DIMENSIONS, ColumnSource, Profile, ProfileSource, canonical_source
from .values import NOT_A_NUMBER, as_text, typed

NOT_OF_TYPE = {
    WHOLE: "mapping_not_whole",
    NUMBER: "mapping_not_number",
    FLAG: "mapping_not_flag",
    DATE: "mapping_not_date",
}


@dataclass
class _Mapping:
    """What is collected while the entries of a profile are applied to a layer."""

    layer: SourceLayer
    municipality: str
    area: FloatArray
    taken: BoolArray
    skipped: BoolArray
    parts: dict[str, list[Table]] = field(default_factory=dict)
    unmapped: list[UnmappedValue] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lacking: list[Problem] = field(default_factory=list)

    def count_unmapped(self, rows: BoolArray, table: str, name: str, value: str) -> None:
        """Note rows that have no code; once a value."""
        self.unmapped.append(
            UnmappedValue(
                municipality=self.municipality,
                layer=self.layer.name,
                field=name,
                value=value,
                table=table,
                count=int(rows.sum()),
                area_m2=round(float(self.area[rows].sum())),
            )
        )


def wanted_fields(
    profile: Profile, layer: str, fields: Sequence[str], table: str = ""
) -> list[str]:
    """The source fields that applying the profile to the layer would read."""
    found: list[str] = []
    for entry in _entries(profile, layer, table):
        names = [name for source in entry.columns.values() for name in source.fields]
        for name in (*names, *([entry.where_field] if entry.where_field else ())):
            match = find_field(name, list(fields))
            if match is not None and match not in found:
                found.append(match)
    return found


def apply_profile(
    layer: SourceLayer, profile: Profile, table: str = "", municipality: str = ""
) -> MappedLayer:
    """Map a layer. With `table` (its place in the setup fixes it) only that table is made:
    by the profile's entries for it, whatever the layer is called, else by canonical names.
    """
    entries = _entries(profile, layer.name, table)
    state = _Mapping(
        layer=layer,
        municipality=municipality,
        area=area(layer.geometry),
        taken=np.zeros(len(layer), dtype=bool),
        skipped=np.zeros(len(layer), dtype=bool),
    )
    if not entries:
        state.count_unmapped(np.ones(len(layer), dtype=bool), "", "", "")
        return MappedLayer(unmapped=tuple(state.unmapped), unused=True)
    seen = np.zeros(len(layer), dtype=bool)
    for entry in entries:
        seen |= _apply_entry(entry, state)
    if len(state.lacking) == len(entries):
        # an entry that lacks its field is passed over only where another one took the layer
        state.problems += state.lacking
        seen[:] = True
    left = ~seen & ~state.skipped
    if left.any():
        _count_rows_without_entry(entries, state, left)
    return MappedLayer(
        tables={name: concatenate(TABLES[name], parts) for name, parts in state.parts.items()},
        unmapped=tuple(state.unmapped),
        problems=tuple(state.problems),
        mapped=int(state.taken.sum()),
        skipped=int((state.skipped & ~state.taken).sum()),
    )


def _entries(profile: Profile, layer: str, table: str) -> list[ProfileSource]:
    if table:
        own = [entry for entry in profile.sources if entry.table == table]
        by_name = [e for e in own if any(matches(layer, glob) for glob in e.layers)]
        if profile.id == CANONICAL or not own:
            return [canonical_source(table)]
        return by_name or own
    return [e for e in profile.sources if any(matches(layer, glob) for glob in e.layers)]


def _apply_entry(entry: ProfileSource, state: _Mapping) -> BoolArray:
    """Apply one entry; returns the rows that it looked at (taken or not)."""
    layer = state.layer
    dimensions = dimension(layer.geometry)
    has_geometry = dimensions >= 0
    rows = np.ones(len(layer), dtype=bool)
    if entry.geometry:
        rows &= (dimensions == DIMENSIONS[entry.geometry]) | ~has_geometry
    if entry.where_field:
        rows &= _where(entry, layer)
    allowed = np.isin(dimensions, ALLOWED_DIMENSIONS[entry.table]) | ~has_geometry
    wrong = rows & ~allowed
    columns, lost = _columns(entry, state, rows & allowed)
    if columns is None:
        return np.zeros(len(layer), dtype=bool)
    if entry.table == "land_use":
        line_elsewhere = (dimensions == LINE) & ~columns["category"].equals(LINES_ONLY_FOR)
        wrong |= rows & allowed & line_elsewhere & ~lost
    if wrong.any():
        state.skipped |= wrong
        state.problems.append(
            Problem(
                WRONG_GEOMETRY[ALLOWED_DIMENSIONS[entry.table]],
                {"layer": layer.name, "count": int(wrong.sum()),
                 "feature": int(layer.rows[np.flatnonzero(wrong)[0]])},
                layer.name,
                state.municipality,
            )
        )  # fmt: skip
    kept = rows & allowed & ~lost & ~wrong
    state.taken |= kept
    state.parts.setdefault(entry.table, []).append(_build(entry.table, state, columns, kept))
    return rows


def _where(entry: ProfileSource, layer: SourceLayer) -> BoolArray:
    name = find_field(entry.where_field, list(layer.fields))
    if name is None:
        return np.zeros(len(layer), dtype=bool)
    return np.array(
        [fold(as_text(v)) in entry.where_values for v in layer.fields[name]], dtype=bool
    )


def _columns(
    entry: ProfileSource, state: _Mapping, rows: BoolArray
) -> tuple[dict[str, Column] | None, BoolArray]:
    """The canonical columns of all rows, and the rows lost for want of a required code."""
    specs = field_specs(TABLES[entry.table])
    lost = np.zeros(len(state.layer), dtype=bool)
    columns: dict[str, Column] = {}
    for name, spec in specs.items():
        source = entry.columns.get(name, ColumnSource())
        found = _column(name, spec, source, entry, state, rows)
        if found is None:
            return None, lost
        column, bad = found
        columns[name] = column
        if spec.required and spec.type == CODE:
            lost |= rows & (bad | column.null)
    return columns, lost


def _column(
    name: str,
    spec: FieldSpec,
    source: ColumnSource,
    entry: ProfileSource,
    state: _Mapping,
    rows: BoolArray,
) -> tuple[Column, BoolArray] | None:
    layer = state.layer
    none_bad = np.zeros(len(layer), dtype=bool)
    if source.constant or source.layer_name:
        value = typed(np.array([source.constant or layer.name], dtype=object), spec, {}).column
        return value.take(np.zeros(len(layer), dtype=np.int64)), none_bad
    fields = list(layer.fields)
    claimed = _claimed(entry, fields)
    names = [find_field(candidate, fields, claimed) for candidate in source.fields]
    present = next((found for found in names if found is not None), None)
    if present is None:
        if spec.required:
            state.lacking.append(_missing_field(name, source, state))
            return None
        return null_column(spec, len(layer)), none_bad
    result = typed(layer.fields[present], spec, source.values)
    bad = result.bad & rows
    if bad.any():
        _count_bad(present, spec, entry, state, bad)
    if spec.required and spec.type == CODE:
        empty = rows & result.column.null & ~result.bad
        if empty.any():
            state.count_unmapped(empty, entry.table, present, "")
    return result.column, result.bad


def _claimed(entry: ProfileSource, fields: Sequence[str]) -> set[str]:
    """The fields that an entry's columns name in full."""
    named = {fold(name) for source in entry.columns.values() for name in source.fields}
    return {field for field in fields if fold(field) in named}


def _missing_field(name: str, source: ColumnSource, state: _Mapping) -> Problem:
    wanted = source.fields or (name,)
    there = state.layer.field_names or tuple(state.layer.fields)
    hints = (did_you_mean(candidate, there) for candidate in wanted)
    return Problem(
        "mapping_field_missing",
        {"layer": state.layer.name, "field": ", ".join(wanted),
         "fields": ", ".join(there) or "–", "hint": next(filter(None, hints), "")},
        state.layer.name,
        state.municipality,
    )  # fmt: skip


def _count_bad(
    present: str, spec: FieldSpec, entry: ProfileSource, state: _Mapping, bad: BoolArray
) -> None:
    raw = state.layer.fields[present]
    texts = np.array([as_text(value) for value in raw], dtype=object)
    if spec.type == CODE:
        for value in sorted(set(texts[bad])):
            state.count_unmapped(bad & (texts == value), entry.table, present, value)
        return
    first = int(np.flatnonzero(bad)[0])
    state.problems.append(
        Problem(
            NOT_OF_TYPE[spec.type],
            {"layer": state.layer.name, "field": present, "count": int(bad.sum()),
             "value": texts[first] or NOT_A_NUMBER, "feature": int(state.layer.rows[first])},
            state.layer.name,
            state.municipality,
        )
    )  # fmt: skip


def _build(table: str, state: _Mapping, columns: Mapping[str, Column], rows: BoolArray) -> Table:
    layer = state.layer
    defect = layer.defect[rows]
    if table in WITHOUT_GEOMETRY:
        defect = np.full(len(defect), "", dtype=object)
    return build(
        TABLES[table],
        layer.geometry[rows],
        {name: column.take(rows) for name, column in columns.items()},
        municipality=state.municipality,
        defect=defect,
        source=SourceRows(np.full(int(rows.sum()), layer.name, dtype=object), layer.rows[rows]),
    )


def _count_rows_without_entry(
    entries: list[ProfileSource], state: _Mapping, left: BoolArray
) -> None:
    """Rows that no `where` or geometry filter let through are unmapped too."""
    conditions = [entry.where_field for entry in entries if entry.where_field]
    name = find_field(conditions[0], list(state.layer.fields)) if conditions else None
    table = entries[0].table
    if name is None:
        state.count_unmapped(left, table, conditions[0] if conditions else "", "")
        return
    texts = text_column([as_text(value) for value in state.layer.fields[name]]).values
    for value in sorted(set(texts[left])):
        state.count_unmapped(left & (texts == value), table, name, value)
