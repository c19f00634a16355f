"""One plan layer and what its values become: what the mapping table shows and edits."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Mapping, Sequence

from ...alignment.mapping.fold import find_field, fold, matches
from ...alignment.mapping.profile import ColumnSource, Profile, ProfileSource
from ...alignment.mapping.suggest import LIKELY, suggest
from ...alignment.model import TABLES, field_specs
from .layer_look import LayerLook
from .regional import literal

CODE_COLUMN = {"land_use": "category", "development": "theme", "considerations": "kind"}
PLAN_TABLES = tuple(CODE_COLUMN)
CHANGE, SUBCATEGORY = "change", "subcategory"
WHOLE = ""


@dataclass(frozen=True)
class Target:
    """What a value becomes: a code of a column; "" for considerations, which have no codes."""

    table: str
    column: str
    code: str


@dataclass(frozen=True)
class LayerMapping:
    """A plan layer: the entries of a shipped profile that take it, and the user's changes.

    `profile` is the shipped profile's id, "" where none takes the layer. `field` is the field
    that the user (or a guess) reads uses from, `change_field` the one with what is new or
    ongoing. `placed` maps (field, value, column) to what the user chose.
    """

    look: LayerLook
    profile: str = ""
    entries: tuple[ProfileSource, ...] = ()
    field: str = ""
    change_field: str = ""
    placed: Mapping[tuple[str, str, str], Target] = dataclasses.field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """Whether the shipped profile does not say it all."""
        return bool(self.placed or self.field or self.change_field) or not self.profile


def recognised(look: LayerLook, profiles: Sequence[Profile]) -> LayerMapping:
    """A layer with the shipped profile that takes it best, or what its values propose."""
    (best,) = suggest([look.description()], [_plan_part(profile) for profile in profiles])
    if best.source is None or best.confidence <= 0:
        return LayerMapping(look)
    if not best.profile:
        if best.source.table not in PLAN_TABLES:
            return LayerMapping(look)  # a layer of the structure map in a plan's folder
        source = dataclasses.replace(best.source, layers=(literal(look.name),))
        return (
            LayerMapping(look, "", (source,)) if best.confidence >= LIKELY else LayerMapping(look)
        )
    profile = next(p for p in profiles if p.id == best.profile)
    entries = tuple(
        entry
        for entry in _plan_part(profile).sources
        if any(matches(look.name, glob) for glob in entry.layers) and _reads(entry, look)
    )
    return LayerMapping(look, best.profile, entries) if entries else LayerMapping(look)


def _plan_part(profile: Profile) -> Profile:
    sources = tuple(entry for entry in profile.sources if entry.table in PLAN_TABLES)
    return dataclasses.replace(profile, sources=sources)


def _reads(entry: ProfileSource, look: LayerLook) -> bool:
    """Whether the entry finds its code in the layer (else it is passed over)."""
    column = entry.columns.get(CODE_COLUMN[entry.table], ColumnSource())
    return bool(column.constant or column.layer_name or resolved(column, look))


def resolved(column: ColumnSource, look: LayerLook) -> str:
    """The layer's field that a column reads, "" for none."""
    found = (find_field(name, list(look.fields)) for name in column.fields)
    return next((name for name in found if name is not None), "")


def common_columns(profiles: Sequence[Profile], table: str) -> dict[str, ColumnSource]:
    """The columns besides the code that the first profile knows for a table."""
    for profile in profiles:
        for entry in profile.sources:
            if entry.table == table:
                code = CODE_COLUMN[table]
                return {name: c for name, c in entry.columns.items() if name != code}
    return {}


def entries_of(mapping: LayerMapping, profiles: Sequence[Profile]) -> tuple[ProfileSource, ...]:
    """The entries that read the layer as the user wants it."""
    whole = mapping.placed.get((WHOLE, WHOLE, "category"))
    if whole is not None:
        entries = [_whole(mapping, whole, profiles)]
    elif mapping.field:
        entries = _by_field(mapping, mapping.field, [], profiles)
    else:
        entries = list(mapping.entries)
        for name in _fields_placed(mapping):
            entries = _by_field(mapping, name, entries, profiles)
    return tuple(_with_details(entry, mapping) for entry in entries)


def _fields_placed(mapping: LayerMapping) -> list[str]:
    return sorted({name for name, _, column in mapping.placed if column == "category" and name})


def _whole(mapping: LayerMapping, target: Target, profiles: Sequence[Profile]) -> ProfileSource:
    code = ColumnSource(constant=target.code) if target.code else ColumnSource(layer_name=True)
    columns = {**common_columns(profiles, target.table), CODE_COLUMN[target.table]: code}
    return ProfileSource((literal(mapping.look.name),), target.table, columns)


def _by_field(
    mapping: LayerMapping,
    name: str,
    entries: list[ProfileSource],
    profiles: Sequence[Profile],
) -> list[ProfileSource]:
    """Entries in which the placed values of a field have their codes.

    Where a field's values go to several tables, each entry takes its own values only.
    """
    placed = {v: t for (f, v, c), t in mapping.placed.items() if f == name and c == "category"}
    by_table: dict[str, dict[str, str]] = {}
    for value, target in placed.items():
        by_table.setdefault(target.table, {})[value] = target.code
    here = [e for e in entries if code_field(e, mapping.look) == name and not e.where_field]
    others = [entry for entry in entries if entry not in here]
    taken = {fold(value) for value in placed}
    made = [_joined(entry, by_table.pop(entry.table, {}), taken) for entry in here]
    for table, values in by_table.items():
        codes = {value: code for value, code in values.items() if code}
        columns = {
            **common_columns(profiles, table),
            CODE_COLUMN[table]: ColumnSource(fields=(name,), values=codes),
        }
        made.append(ProfileSource((literal(mapping.look.name),), table, columns, where_field=name,
                                  where_values=frozenset(values)))  # fmt: skip
    if not made:
        table = "development" if mapping.look.dimension == 0 else "land_use"
        columns = {
            **common_columns(profiles, table),
            CODE_COLUMN[table]: ColumnSource(fields=(name,)),
        }
        made = [ProfileSource((literal(mapping.look.name),), table, columns)]
    if len(made) == 1:
        return [*others, dataclasses.replace(made[0], where_field="", where_values=frozenset())]
    return [*others, *(_only_its_own(entry, name, mapping.look) for entry in made)]


def _joined(entry: ProfileSource, values: Mapping[str, str], taken: set[str]) -> ProfileSource:
    """An entry with further translations, and without those that the user placed elsewhere."""
    code = CODE_COLUMN[entry.table]
    column = entry.columns[code]
    kept = {value: c for value, c in column.values.items() if fold(value) not in taken}
    changed = dataclasses.replace(column, values={**kept, **values})
    return dataclasses.replace(entry, columns={**entry.columns, code: changed})


def _only_its_own(entry: ProfileSource, name: str, look: LayerLook) -> ProfileSource:
    if entry.where_field:
        return entry
    known = frozenset(v for v in look.values.get(name, {}) if v and code_of(entry, v) is not None)
    return dataclasses.replace(entry, where_field=name, where_values=known)


def code_field(entry: ProfileSource, look: LayerLook) -> str:
    """The layer's field that an entry reads its code from, "" for none."""
    return resolved(entry.columns.get(CODE_COLUMN[entry.table], ColumnSource()), look)


def _with_details(entry: ProfileSource, mapping: LayerMapping) -> ProfileSource:
    """The entry with the chosen field for change, and placed changes and subcategories."""
    columns = dict(entry.columns)
    specs = field_specs(TABLES[entry.table])
    for name in (CHANGE, SUBCATEGORY):
        if name not in specs or not specs[name].codes:
            continue
        column = columns.get(name, ColumnSource())
        if name == CHANGE and mapping.change_field:
            column = ColumnSource(fields=(mapping.change_field,), values=column.values)
        read = resolved(column, mapping.look)
        values = {v: t.code for (f, v, c), t in mapping.placed.items() if c == name and f == read}
        if read:
            columns[name] = dataclasses.replace(column, values={**column.values, **values})
    return dataclasses.replace(entry, columns=columns)


def code_of(entry: ProfileSource, value: str, column: str = "") -> str | None:
    """The code that an entry gives a value; "" where the column takes any text; None for none."""
    column = column or CODE_COLUMN[entry.table]
    codes = field_specs(TABLES[entry.table])[column].codes
    if not codes:
        return ""
    translated = {fold(v): code for v, code in entry.columns[column].values.items()}
    by_fold = {fold(code): code for code in codes}
    return translated.get(fold(value)) or by_fold.get(fold(value))
