"""The rows of the mapping table: values of a layer, what they become, and what to offer."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Sequence

from ...alignment.mapping.fold import fold
from ...alignment.mapping.profile import ColumnSource, Profile, ProfileSource
from ...alignment.model import TABLES, field_specs
from ...alignment.model.codes import (
    CHANGES,
    DEVELOPMENT_SUBCATEGORIES,
    LAND_USE_CATEGORIES,
    THEMES,
)
from .layer_look import LayerLook
from .plan_mapping import (
    CHANGE,
    CODE_COLUMN,
    SUBCATEGORY,
    WHOLE,
    LayerMapping,
    Target,
    code_field,
    code_of,
    entries_of,
    resolved,
)
from .regional import LISTS

LINE, POINT = 1, 0
# beginnings of words in folded values and names -> code; the first that fits is proposed
USES = (
    ("MB", "mangfunktion|blandad|centrum|stadskarn|stadsbygd|koping"),
    ("SB", "bostad|boende|bostader|villa|smahus|sammanhangande"),
    ("VI", "verksamhet|industri|arbet|handel|logistik|naringsliv|hamn"),
    ("TI", "trafik|transport|vag|jarnvag|kommunikation|gata|flyg|resecentrum"),
    ("TA", "teknisk|teknik|avlopp|vattenverk|energi|vindkraft|vindbruk|solpark|avfall"),
    ("AN", "areell|jordbruk|skogsbruk|aker|bete|lantbruk|odling|skog"),
    ("GP", "park|gronomrade|gronyt|gronstrak|kyrkogard|begravning|idrott"),
    ("NF", "natur|frilufts|rekreation|strovomrade|alvar"),
    ("LB", "landsbygd|glesbygd"),
    ("VA", "vatten|hav|sjo|kust"),
)
THEME_WORDS = (
    ("settlement", "bebyggelse|utbyggnad|ort|centrum|karna|bostad"),
    ("transport", "kommunikation|trafik|strak|kollektivtrafik|vag|jarnvag|cykel"),
    ("green_blue", "gron|bla|natur|frilufts|ekologisk"),
)
CHANGE_WORDS = (
    ("new", "ny|nytt|nya|framtid|planerad|utbyggnad|tillkommande|foreslagen"),
    ("developed", "utveck|fortat"),
    ("changed", "andrad|andring|andras|omvandl"),
    ("ongoing", "pagaende|nuvarande|befintlig|oforandrad|existerande"),
    ("unknown", "okand|ospecificerad"),
)
SUBCATEGORY_WORDS = (
    ("expansion_direction", "utbyggnadsriktning|riktning"),
    ("expansion_area", "utbyggnad|utveckling"),
    ("regional_core", "regional karna|huvudort|centralort"),
    ("service_centre", "serviceort"),
    ("locality", "ort|tatort|by"),
    ("interchange", "bytespunkt|knutpunkt|resecentrum"),
    ("node", "nod"),
    ("link", "samband|gront strak"),
    ("corridor", "strak|pendling|korridor"),
)
USE_FIELDS = ("kategori", "category", "anvandning", "markslag", "tema", "theme", "huvudkategori")
NOT_USES = ("namn", "name", "id", "objekt", "kommun", "lage", "status", "skede", "forandring")
CHANGE_FIELDS = ("forandring", "change", "lage", "utveckling", "status", "skede")


@dataclass(frozen=True)
class MappingRow:
    """A value of a layer (`field` and `value` are "" for the whole layer) and what it becomes.

    `column` is the sort of code that it takes: `category` (any use, theme or consideration),
    `change` or `subcategory`, or a column of `table`, which is "" for a plan. `target` is None
    where there is no code yet. `placed` tells the user's own choices. An empty value in a field
    can't be given a code.
    """

    field: str
    value: str
    count: int
    column: str
    target: Target | None
    placed: bool = False
    table: str = ""

    @property
    def can_be_placed(self) -> bool:
        """False for rows without a value in their field."""
        return not self.field or bool(self.value)


def rows_of(mapping: LayerMapping, profiles: Sequence[Profile]) -> list[MappingRow]:
    """A row for the whole layer, or for each value that a code is read from."""
    look, entries = mapping.look, entries_of(mapping, profiles)
    read_fields = {code_field(entry, look) for entry in entries}
    rows: list[MappingRow] = []
    if not entries or WHOLE in read_fields:
        target = next((t for t in map(_constant, entries) if t is not None), None)
        placed = (WHOLE, WHOLE, "category") in mapping.placed
        rows.append(MappingRow(WHOLE, WHOLE, look.features, "category", target, placed))
    for name in sorted(read_fields - {WHOLE}):
        own = [entry for entry in entries if code_field(entry, look) == name]
        rows += _value_rows(mapping, name, "category", own)
    for column in (CHANGE, SUBCATEGORY):
        detailed = [entry for entry in entries if _has_codes(entry, column)]
        names = {resolved(entry.columns[column], look) for entry in detailed}
        for name in sorted(names - {WHOLE}):
            own = [e for e in detailed if resolved(e.columns[column], look) == name]
            rows += _value_rows(mapping, name, column, own)
    return rows


def _has_codes(entry: ProfileSource, column: str) -> bool:
    specs = field_specs(TABLES[entry.table])
    return column in entry.columns and bool(specs[column].codes)


def _value_rows(
    mapping: LayerMapping, name: str, column: str, entries: Sequence[ProfileSource]
) -> list[MappingRow]:
    rows = []
    for value, count in mapping.look.values.get(name, {}).items():
        targets = (_target(entry, value, column) for entry in entries)
        target = next((found for found in targets if found is not None), None)
        if column != "category" and not value:
            continue
        placed = (name, value, column) in mapping.placed
        rows.append(MappingRow(name, value, count, column, target, placed))
    return rows


def _constant(entry: ProfileSource) -> Target | None:
    code = CODE_COLUMN[entry.table]
    source = entry.columns.get(code, ColumnSource())
    if source.constant:
        # what a consideration is called is no code
        return Target(entry.table, code, source.constant if entry.table != "considerations" else "")
    return Target(entry.table, code, "") if source.layer_name else None


def _target(entry: ProfileSource, value: str, column: str) -> Target | None:
    if not value:
        return None
    let_through = set(map(fold, entry.where_values))
    if column == "category" and entry.where_field and fold(value) not in let_through:
        return None
    name = CODE_COLUMN[entry.table] if column == "category" else column
    found = code_of(entry, value, name)
    return None if found is None else Target(entry.table, name, found)


def choices(dimension: int, column: str, table: str = "") -> list[Target]:
    """What a row of a layer with that kind of geometry may become, in the order shown."""
    if (table, column) in LISTS:
        codes = field_specs(TABLES[table])[column].codes
        return [Target(table, column, code) for code in codes]
    if column == CHANGE:
        return [Target(table, CHANGE, code) for code in CHANGES]
    if column == SUBCATEGORY:
        return [Target("development", SUBCATEGORY, code) for code in DEVELOPMENT_SUBCATEGORIES]
    uses: Sequence[str] = LAND_USE_CATEGORIES
    if dimension in (LINE, POINT):
        uses = ("TI",) if dimension == LINE else ()
    return [
        *(Target("land_use", "category", code) for code in uses),
        *(Target("development", "theme", code) for code in THEMES),
        Target("considerations", "kind", ""),
    ]


def propose(row: MappingRow, look: LayerLook) -> Target | None:
    """What a row without a code probably becomes, by the words in it; None where unclear."""
    text = fold(row.value if row.field else look.name)
    offered = choices(look.dimension, row.column)
    if row.column == CHANGE:
        return _first(text, CHANGE_WORDS, offered)
    if row.column == SUBCATEGORY:
        return _first(text, SUBCATEGORY_WORDS, offered)
    if re.search(r"\b(riksintresse|skydd|hansyn|risk|strandskydd)", text):
        return offered[-1]
    if re.search(r"\b(utvecklingsinriktning|inriktning|utbyggnad)", fold(look.name)):
        return _first(text, THEME_WORDS, offered)
    return _first(text, USES, offered) or _first(text, THEME_WORDS, offered)


def _first(text: str, words: Sequence[tuple[str, str]], offered: Sequence[Target]) -> Target | None:
    by_code = {target.code: target for target in offered}
    for code, beginnings in words:
        if code in by_code and re.search(rf"\b(?:{beginnings})", text):
            return by_code[code]
    return None


def likely_change_field(look: LayerLook) -> str:
    """The field that seems to say what is new and what is ongoing, "" for none."""
    for wanted in CHANGE_FIELDS:
        for name in look.fields:
            values = [fold(value) for value in look.values.get(name, {}) if value]
            known = [any(re.search(rf"\b(?:{w})", v) for _, w in CHANGE_WORDS) for v in values]
            if fold(name).startswith(wanted) and known and sum(known) * 2 >= len(known):
                return name
    return ""


def likely_use_field(look: LayerLook) -> str:
    """The field whose values sound most like uses, "" where none does for half of them."""
    best, most = "", 0.5
    for name, counts in look.values.items():
        values = [value for value in counts if value]
        telling = any(fold(name).startswith(word) for word in USE_FIELDS)
        too_few = len(values) < (1 if telling else 2)
        if too_few or any(fold(name).startswith(word) for word in NOT_USES):
            continue
        rows = (MappingRow(name, value, 0, "category", None) for value in values)
        share = sum(propose(row, look) is not None for row in rows) / len(values) + telling
        if share > most or (share == most and not best):
            best, most = name, share
    return best


def guessed(mapping: LayerMapping) -> LayerMapping:
    """A layer that no profile takes, with the fields that its codes are probably read from."""
    if mapping.profile or mapping.entries:
        return mapping
    look = mapping.look
    return replace(mapping, field=likely_use_field(look), change_field=likely_change_field(look))
