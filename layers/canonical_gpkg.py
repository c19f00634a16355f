"""Mapped plan layers as a canonical GeoPackage, with the list of what was not mapped."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np

from ..alignment.geometry.arrays import LINE, POINT, POLYGON, dimension
from ..alignment.model import Table, field_specs
from ..alignment.model.fields import CODE, DATE, FLAG, TEXT, WHOLE
from ..alignment.model.inputs import UnmappedValue
from . import geopackage
from .atomic import Written, write_atomically
from .geopackage import Field, OutTable
from .result_gpkg import ROOT
from .result_tables import unmapped_table
from .styles import Words, styles_table

OUT_TYPE = {TEXT: geopackage.TEXT, CODE: geopackage.TEXT, DATE: geopackage.TEXT}
OUT_TYPE |= {WHOLE: geopackage.WHOLE, FLAG: geopackage.WHOLE}


def write_canonical(
    tables: Mapping[str, Table],
    unmapped: Sequence[UnmappedValue],
    path: Path,
    crs: str,
    language: str = "sv",
    resources: Path = ROOT / "resources",
) -> Written:
    """Write canonical tables under their own names, and the table `unmapped`.

    A layer holds one kind of geometry; what a table has besides its main kind goes to a layer
    named for it (`land_use_line`). The profile `canonical` reads all of it back.
    """
    out = [part for name, table in sorted(tables.items()) for part in _layers(name, table)]
    out.append(unmapped_table(unmapped, {}))
    out.append(styles_table(out, ROOT / "styles", Words.load(resources, language)))
    return write_atomically(path, lambda file: geopackage.write_tables(file, out, crs))


def _layers(name: str, table: Table) -> list[OutTable]:
    dimensions = dimension(table.geometry)
    present = [d for d in (POLYGON, LINE, POINT) if (dimensions == d).any()]
    if not present:
        return [OutTable(name, _fields(table), "polygon", table.geometry)]
    names = {POLYGON: "polygon", LINE: "line", POINT: "point"}
    layers = []
    for number, kind in enumerate(present):
        rows = (dimensions == kind) | ((dimensions < 0) & (number == 0))
        part = table.take(np.flatnonzero(rows))
        layer = name if number == 0 else f"{name}_{names[kind]}"
        layers.append(OutTable(layer, _fields(part), names[kind], part.geometry))
    return layers


def _fields(table: Table) -> list[Field]:
    fields = []
    kind_of_table: Any = type(table)
    for name, spec in field_specs(kind_of_table).items():
        column = getattr(table, name)
        values = column.values.astype(object)
        values[column.null] = np.nan if spec.type not in (TEXT, CODE, DATE) else None
        kind = OUT_TYPE.get(spec.type, geopackage.NUMBER)
        fields.append(Field(name, kind, values.astype(float) if _numeric(kind) else values))
    return fields


def _numeric(kind: str) -> bool:
    return kind in (geopackage.WHOLE, geopackage.NUMBER)
