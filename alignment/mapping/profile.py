"""Mapping profiles as records, and loading them from YAML."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping, Sequence

from ..documents.parse import read
from ..documents.schema import (
    LINE,
    Choice,
    Either,
    Entry,
    Flag,
    ListOf,
    LocalText,
    MapOf,
    Record,
    Report,
    Text,
    did_you_mean,
)
from ..model import TABLES, field_specs
from ..problems import InputError, Problem
from .fold import fold

DIMENSIONS = {"point": 0, "line": 1, "polygon": 2}
CANONICAL = "canonical"


@dataclass(frozen=True)
class ColumnSource:
    """Where a canonical column comes from: a constant, the layer's name, or the first of
    `fields` that the layer has, its values translated by `values` (folded source -> canonical).
    """

    constant: str = ""
    layer_name: bool = False
    fields: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ProfileSource:
    """One entry of a profile: which layers and rows it takes, into which table, and how."""

    layers: tuple[str, ...]
    table: str
    columns: Mapping[str, ColumnSource]
    geometry: str = ""
    where_field: str = ""
    where_values: frozenset[str] = frozenset()
    line: int = 0


@dataclass(frozen=True)
class Profile:
    """A mapping profile; `canonical` takes fields by their canonical names."""

    id: str
    version: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    origin: str
    sources: tuple[ProfileSource, ...]


COLUMN = Record(
    {
        "constant": Entry(Text(), default=""),
        "layer_name": Entry(Flag(), default=False),
        "field": Entry(Either(Text(), ListOf(Text())), default=None),
        "values": Entry(MapOf(Text()), default={}),
    },
    with_line=True,
)
WHERE = Record(
    {
        "field": Entry(Text(), required=True, default=""),
        "in": Entry(ListOf(Text(), minimum=1), required=True, default=[]),
    }
)
SOURCE = Record(
    {
        "layer": Entry(ListOf(Text(), minimum=1), required=True, default=[]),
        "table": Entry(Choice(tuple(TABLES)), required=True, default=""),
        "geometry": Entry(Choice(tuple(DIMENSIONS)), default=""),
        "where": Entry(WHERE),
        "columns": Entry(MapOf(COLUMN), default={}),
    },
    with_line=True,
)
PROFILE = Record(
    {
        "profile": Entry(Text(), required=True, default=""),
        "version": Entry(Text(), required=True, default=""),
        "name": Entry(LocalText(), required=True, default={}),
        "description": Entry(LocalText(), required=True, default={}),
        "origin": Entry(Text(), default=""),
        "common": Entry(MapOf(MapOf(COLUMN)), default={}),
        "sources": Entry(ListOf(SOURCE, minimum=1), required=True, default=[]),
    }
)


def shipped_profiles(resources: Path) -> list[str]:
    """The ids of the profiles that come with the plugin."""
    return sorted(path.stem for path in (resources / "profiles").glob("*.yaml"))


def load_profile(id_or_path: str, resources: Path) -> Profile:
    """A shipped profile by id, or one of your own by path; InputError with every fault."""
    shipped = resources / "profiles" / f"{id_or_path}.yaml"
    path = shipped if shipped.is_file() else Path(id_or_path)
    if not path.is_file():
        known = shipped_profiles(resources)
        raise InputError(
            Problem(
                "profile_not_found",
                {
                    "name": id_or_path,
                    "known": ", ".join(known),
                    "hint": did_you_mean(id_or_path, known),
                },
            )
        )
    report = Report(path.name)
    data = PROFILE.read(read(path), report, "") or {}
    common = data.get("common", {})
    for name in common:
        if name not in TABLES:
            report.add("profile_common", 1, table=name, hint=did_you_mean(name, list(TABLES)))
    sources = tuple(_source(entry, common, report) for entry in data.get("sources", ()))
    report.raise_if_any()
    return Profile(
        id=data["profile"],
        version=data["version"],
        name=data["name"],
        description=data["description"],
        origin=data["origin"],
        sources=sources,
    )


def _source(data: Mapping[str, Any], common: Mapping[str, Any], report: Report) -> ProfileSource:
    """One entry; columns that are `common` to its table are laid beneath its own."""
    specs = field_specs(TABLES[data["table"]]) if data["table"] in TABLES else {}
    columns = {}
    for name, entry in {**common.get(data["table"], {}), **data["columns"]}.items():
        if specs and name not in specs:
            hint = did_you_mean(name, list(specs))
            report.add("profile_column", entry[LINE], column=name, table=data["table"], hint=hint)
            continue
        columns[name] = _column(name, entry, specs, report)
    where = data["where"] or {"field": "", "in": []}
    return ProfileSource(
        layers=tuple(data["layer"]),
        table=data["table"],
        columns=columns,
        geometry=data["geometry"],
        where_field=where["field"],
        where_values=frozenset(fold(value) for value in where["in"]),
        line=data[LINE],
    )


def _column(
    name: str, entry: Mapping[str, Any], specs: Mapping[str, Any], report: Report
) -> ColumnSource:
    fields = entry["field"] or []
    fields = [fields] if isinstance(fields, str) else fields
    given = [bool(entry["constant"]), bool(entry["layer_name"]), bool(fields)]
    if sum(given) != 1:
        report.add("profile_one_source", entry[LINE], column=name)
    codes: Sequence[str] = specs[name].codes if name in specs else ()
    for value in (*entry["values"].values(), *([entry["constant"]] if entry["constant"] else ())):
        if codes and value not in codes:
            report.add(
                "schema_choice",
                entry[LINE],
                key=name,
                value=value,
                choices=", ".join(codes),
                hint=did_you_mean(value, codes),
            )
    return ColumnSource(
        constant=entry["constant"],
        layer_name=bool(entry["layer_name"]),
        fields=tuple(fields),
        values={fold(str(key)): value for key, value in entry["values"].items()},
    )


def canonical_source(table: str) -> ProfileSource:
    """The entry that takes every field of a table by its canonical name, from any layer."""
    columns = {name: ColumnSource(fields=(name,)) for name in field_specs(TABLES[table])}
    return ProfileSource(layers=("*",), table=table, columns=columns)
