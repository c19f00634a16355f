"""Recognises regional and supporting layers: which table one is, and how its fields are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Mapping, Sequence

from ...alignment.mapping.fold import find_field, fold
from ...alignment.mapping.labels import Labels
from ...alignment.mapping.layer import ALLOWED_DIMENSIONS, WITHOUT_GEOMETRY
from ...alignment.mapping.profile import ColumnSource, Profile, ProfileSource
from ...alignment.model import TABLES, field_specs
from .layer_look import LayerLook

STRUCTURE = ("typology", "nodes", "links")
SUPPORTING = ("localities", "stops", "sea", "population", "housing_need")
REGIONAL = (*STRUCTURE, "municipalities", *SUPPORTING)
CANONICAL, OWN = "canonical", ""
NAME_WEIGHT, FIELD_WEIGHT, VALUE_WEIGHT = 0.6, 0.25, 0.15
SURE_ENOUGH = 0.6
# beginnings of words in folded layer names
WORDS: Mapping[str, tuple[str, ...]] = {
    "typology": ("platstyp", "typolog", "urban rural", "nordregio"),
    "nodes": ("nod", "node", "strukbild", "karnor"),
    "links": ("samband", "funktionella samband", "link", "strak", "relation"),
    "municipalities": ("kommun", "kommungrans", "municipal"),
    "localities": ("tatort", "smaort", "localit"),
    "stops": ("hallplats", "stop", "hpl", "station"),
    "sea": ("hav", "sea", "kustvatten"),
    "population": ("befolkning", "population", "folkmangd", "invanare"),
    "housing_need": ("bostadsbehov", "housing need", "bostadsforsorjning"),
}
NEVER = ("utvecklingsinriktning", "markanvandning", "riksintresse", "op ", "plan")
MUNICIPAL = ("municipality_code", "kommunkod", "knkod", "kom_kod", "kommun_kod", "kommunnr")
PEOPLE = ("population", "befolkning", "bef", "folkmangd", "invanare", "pop", "antal_inv")
# further names that fields go by, most telling first; the canonical name always counts
ALIASES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "typology": {
        "class_code": ("typ_kod", "class", "klass", "gridcode", "typology", "klassning", "typ"),
        "class_name": ("typ_namn", "klass_namn", "name"),
    },
    "nodes": {
        "node_id": ("nod_id", "id", "recnum", "objectid", "fid", "name", "namn"),
        "name": ("namn", "ort", "nod", "tatort", "ortnamn"),
        "category": ("kategori", "klass", "nodtyp", "typ", "strukbild"),
        "rank": ("niva", "rang"),
        "status": ("skede",),
        "population": PEOPLE[1:],
        "municipality_code": MUNICIPAL[1:],
    },
    "links": {
        "link_id": ("samband_id", "id", "recnum", "objectid", "fid", "name", "namn"),
        "name": ("namn",),
        "from_node": ("fran", "fran_nod", "start"),
        "to_node": ("till", "till_nod", "slut"),
        "kind": ("slag", "typ"),
        "strength": ("styrka", "bredd", "klass"),
    },
    "municipalities": {
        "code": (*MUNICIPAL[1:], "kod", "lan_kommun"),
        "name": ("kommunnamn", "knnamn", "kom_namn", "kommun", "namn"),
    },
    "localities": {
        "locality_code": ("tatortskod", "kod"),
        "name": ("tatort", "tatortsnamn", "namn", "ort"),
        "population": PEOPLE[1:],
        "municipality_code": (*MUNICIPAL[1:], "kommun"),
    },
    "stops": {
        "stop_id": ("id", "hallplats_id"),
        "name": ("stop_name", "namn", "hallplats"),
        "kind": ("typ", "trafikslag"),
        "departures": ("avgangar", "turer", "antal_turer"),
    },
    "sea": {"name": ("namn",)},
    "population": {"population": PEOPLE[1:]},
    "housing_need": {
        "municipality_code": MUNICIPAL[1:],
        "dwellings": ("bostader", "behov", "antal"),
        "years": ("ar", "antal_ar"),
    },
}
LISTS = {
    ("typology", "class_code"): "typology_class",
    ("nodes", "category"): "node_category",
    ("nodes", "status"): "node_status",
    ("links", "kind"): "link_kind",
    ("links", "status"): "link_status",
    ("stops", "kind"): "stop_kind",
}


@dataclass(frozen=True)
class RegionalChoice:
    """A layer in a place of the case.

    `profile` is the id of a shipped profile, or `OWN`: then `entry` goes into the case's own.
    `lacking` are required columns that no field of the layer was found for.
    """

    look: LayerLook
    profile: str = CANONICAL
    entry: ProfileSource | None = None
    lacking: tuple[str, ...] = ()


def literal(name: str) -> str:
    """A layer name as a pattern that fits that name only."""
    return re.sub(r"([\[*?])", r"[\1]", name)


def choose(
    look: LayerLook, table: str, profiles: Sequence[Profile], names: Labels
) -> RegionalChoice:
    """How a layer is read as `table`: by its canonical names, a shipped profile, or its own."""
    for profile in profiles:
        if fitting_entry(profile, look, table) is not None:
            return RegionalChoice(look, profile.id)
    entry = _entry(look, table, names)
    specs = field_specs(TABLES[table])
    lacking = tuple(n for n, s in specs.items() if s.required and n not in entry.columns)
    plain = all(
        [fold(f) for f in column.fields] == [fold(name)] and not column.values
        for name, column in entry.columns.items()
    )
    if lacking or plain:
        return RegionalChoice(look, CANONICAL, None, lacking)
    return RegionalChoice(look, OWN, entry)


def fitting_entry(profile: Profile, look: LayerLook, table: str) -> ProfileSource | None:
    """The entry of a profile that reads a layer as `table`, None where none fits."""
    entries = (entry for entry in profile.sources if entry.table == table)
    return next((entry for entry in entries if _fits(entry, look)), None)


def _fits(entry: ProfileSource, look: LayerLook) -> bool:
    """A shipped entry fits if its required columns are there and it knows most of their values."""
    for name, spec in field_specs(TABLES[entry.table]).items():
        column = entry.columns.get(name)
        if not spec.required or (column is not None and column.constant):
            continue
        field = None if column is None else _found(column.fields, look)
        if column is None or field is None:
            return False
    coded = [(n, c) for n, c in entry.columns.items() if c.values]
    known = [_share(look, _found(c.fields, look), c.values, entry.table, n) for n, c in coded]
    return bool(known) and max(known) > 0.5


def _share(
    look: LayerLook, field: str | None, values: Mapping[str, str], table: str, column: str
) -> float:
    """The share of a field's values that are translated; 0 where all are codes already."""
    found = [fold(value) for value in look.values.get(field or "", ())]
    codes = {fold(code) for code in field_specs(TABLES[table])[column].codes}
    if not found or all(value in codes for value in found):
        return 0.0
    return sum(value in values or value in codes for value in found) / len(found)


def _found(fields: Sequence[str], look: LayerLook) -> str | None:
    candidates = (find_field(name, list(look.fields)) for name in fields)
    return next((name for name in candidates if name is not None), None)


def _entry(look: LayerLook, table: str, names: Labels) -> ProfileSource:
    """An entry by canonical names and the usual other ones, with labels for codes."""
    columns = {}
    for name, spec in field_specs(TABLES[table]).items():
        field = _found((name, *ALIASES.get(table, {}).get(name, ())), look)
        if field is None:
            continue
        values = {}
        if spec.codes:
            words = _words_for(table, name, names)
            present = look.values.get(field, {})
            codes = {fold(code) for code in spec.codes}
            values = {
                v: words[fold(v)] for v in present if fold(v) in words and fold(v) not in codes
            }
            known = bool(values) or any(fold(value) in codes for value in present)
            if present and not known and not spec.required:
                continue
        columns[name] = ColumnSource(fields=(field,), values=values)
    return ProfileSource((literal(look.name),), table, columns)


def _words_for(table: str, column: str, names: Labels) -> dict[str, str]:
    """Folded label in any language -> code."""
    found = names.get(LISTS.get((table, column), ""), {})
    return {fold(text): code for code, texts in found.items() for text in texts.values()}


def likeness(look: LayerLook, table: str) -> float:
    """How much a layer looks like a table, 0-1; 0 where its geometry rules it out."""
    spatial = table not in WITHOUT_GEOMETRY
    if not look.usable or (spatial and look.dimension not in ALLOWED_DIMENSIONS[table]):
        return 0.0
    called = {fold(look.name), fold(look.title)}
    named = any(re.search(rf"\b{word}", name) for word in WORDS[table] for name in called)
    if any(name.startswith(word) for word in NEVER for name in called):
        return 0.0
    specs = field_specs(TABLES[table])
    aliases = ALIASES.get(table, {})
    found = {n: _found((n, *aliases.get(n, ())), look) for n in specs}
    required = [name for name, spec in specs.items() if spec.required]
    if any(found[name] is None for name in required):
        return 0.0
    own = sum(find_field(name, list(look.fields)) is not None for name in specs) / len(specs)
    coded = [found[n] for n, spec in specs.items() if spec.codes and found[n] is not None]
    known = any(look.values.get(field or "") for field in coded)
    return NAME_WEIGHT * named + FIELD_WEIGHT * min(1.0, 1.5 * own) + VALUE_WEIGHT * known


def looks_regional(look: LayerLook) -> bool:
    """Whether a layer looks like one of the structure map or of the supporting data."""
    return any(likeness(look, table) >= SURE_ENOUGH for table in REGIONAL)


def recognise(
    looks: Sequence[LayerLook], tables: Sequence[str] = REGIONAL
) -> dict[str, tuple[LayerLook, float]]:
    """Table -> the layer that looks most like it, each layer at most once; unlikely ones out."""
    rated = [
        (likeness(look, table), -number, table, look)
        for table in tables
        for number, look in enumerate(looks)
    ]
    found: dict[str, tuple[LayerLook, float]] = {}
    taken: set[str] = set()
    for score, _, table, look in sorted(rated, key=lambda entry: entry[:3], reverse=True):
        if score >= SURE_ENOUGH and table not in found and look.source.uri not in taken:
            found[table] = (look, round(score, 2))
            taken.add(look.source.uri)
    return found
