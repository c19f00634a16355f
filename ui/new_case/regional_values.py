"""What the values of the structure map's layers become, and the user's own codes for them."""

from __future__ import annotations

import dataclasses
from typing import Sequence

from ...alignment.mapping.fold import fold
from ...alignment.mapping.profile import ColumnSource, Profile, ProfileSource
from ...alignment.model import TABLES, field_specs
from .mapping_rows import MappingRow
from .plan_mapping import Target, code_of, resolved
from .regional import LISTS, OWN, RegionalChoice, fitting_entry, literal


def coded_rows(choice: RegionalChoice, table: str, shipped: Sequence[Profile]) -> list[MappingRow]:
    """A row for each value that a code of the table is read from."""
    entry = entry_in_use(choice, table, shipped)
    rows = []
    for column in (name for own, name in LISTS if own == table):
        field = resolved(entry.columns.get(column, ColumnSource()), choice.look)
        for value, count in choice.look.values.get(field, {}).items():
            if value:
                code = code_of(entry, value, column)
                target = None if code is None else Target(table, column, code)
                rows.append(MappingRow(field, value, count, column, target, table=table))
    return rows


def with_code(
    choice: RegionalChoice, row: MappingRow, target: Target | None, shipped: Sequence[Profile]
) -> RegionalChoice:
    """The layer read by an entry of its own, in which the row's value has that code, or none."""
    entry = entry_in_use(choice, row.table, shipped)
    column = entry.columns[row.column]
    values = {v: code for v, code in column.values.items() if fold(v) != fold(row.value)}
    if target is not None:
        values[row.value] = target.code
    columns = {**entry.columns, row.column: dataclasses.replace(column, values=values)}
    named = (literal(choice.look.name),)
    return RegionalChoice(
        choice.look, OWN, dataclasses.replace(entry, layers=named, columns=columns)
    )


def entry_in_use(choice: RegionalChoice, table: str, shipped: Sequence[Profile]) -> ProfileSource:
    """The entry that reads the layer: its own, the shipped profile's, or by canonical names."""
    if choice.entry is not None:
        return choice.entry
    profile = next((profile for profile in shipped if profile.id == choice.profile), None)
    entry = None if profile is None else fitting_entry(profile, choice.look, table)
    if entry is not None:
        return entry
    columns = {name: ColumnSource(fields=(name,)) for name in field_specs(TABLES[table])}
    known = {n: column for n, column in columns.items() if resolved(column, choice.look)}
    return ProfileSource((literal(choice.look.name),), table, known)
