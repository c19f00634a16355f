"""A mapping profile written as YAML: what `mapping.profile` reads."""

from __future__ import annotations

from pathlib import Path
from typing import Iterable

from ..alignment.mapping.profile import ColumnSource, Profile, ProfileSource
from .atomic import Written, write_atomically
from .yaml_text import flow, quoted, scalar

HEAD = (
    "# Mappningsprofil: hur lager, fält och värden blir de gemensamma koderna.",
    "# Hur en sådan skrivs står i docs/mapping-profiles.md.",
)


def write_profile(profile: Profile, path: Path) -> Written:
    """Write a profile; `load_profile` then reads the same entries.

    Raises InputError where the folder can't be written.
    """
    raw = profile_text(profile).encode("utf-8")

    def write(temporary: Path) -> None:
        temporary.write_bytes(raw)

    return write_atomically(path, write)


def profile_text(profile: Profile) -> str:
    """The text of a profile's file."""
    lines = [
        *HEAD,
        f"profile: {scalar(profile.id)}",
        f"version: {quoted(profile.version)}",
        f"name: {flow(profile.name)}",
        f"description: {flow(profile.description)}",
    ]
    if profile.origin:
        lines.append(f"origin: {scalar(profile.origin)}")
    lines.append("sources:")
    for source in profile.sources:
        lines += _source(source)
    return "\n".join(lines) + "\n"


def _source(source: ProfileSource) -> Iterable[str]:
    yield f"  - layer: [{', '.join(quoted(glob) for glob in source.layers)}]"
    yield f"    table: {source.table}"
    if source.geometry:
        yield f"    geometry: {source.geometry}"
    if source.where_field:
        values = ", ".join(quoted(value) for value in sorted(source.where_values))
        yield f"    where: {{field: {quoted(source.where_field)}, in: [{values}]}}"
    yield "    columns:"
    for name, column in source.columns.items():
        yield from _column(name, column)


def _column(name: str, column: ColumnSource) -> Iterable[str]:
    if column.constant:
        yield f"      {name}: {{constant: {quoted(column.constant)}}}"
        return
    if column.layer_name:
        yield f"      {name}: {{layer_name: true}}"
        return
    fields = ", ".join(quoted(field) for field in column.fields)
    yield f"      {name}:"
    yield f"        field: [{fields}]"
    if column.values:
        yield "        values:"
        for value, code in column.values.items():
            yield f"          {quoted(value)}: {quoted(code)}"
