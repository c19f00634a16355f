"""What every table has: geometry, keys, municipality, source; building, sorting and subsets."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Mapping, TypeVar

import numpy as np

from ..geometry.arrays import GeometryArray, IntArray, TextArray, bounds, to_wkb
from .fields import Column, FieldSpec, null_column


@dataclass(frozen=True)
class SourceRows:
    """Sidecar for messages: the layer and row (feature id) each object was read from.

    Never part of a key, a sort order or an output.
    """

    layer: TextArray
    row: IntArray

    def take(self, rows: Any) -> SourceRows:
        """The sidecar at the given rows."""
        return SourceRows(self.layer[rows], self.row[rows])


T = TypeVar("T", bound="Table")
_SPECS: dict[str, Mapping[str, FieldSpec]] = {}


@dataclass(frozen=True)
class Table:
    """Objects of one kind: arrays of equal length in the run's CRS (metres), sorted by content.

    `key` is the object key (`identity`), "" until given. `municipality` is the municipal code,
    "" for regional objects. `defect` is "" or the code of what is wrong with the geometry
    (`null_geometry`, `beyond_repair`): such objects are undetermined, never dropped.
    """

    geometry: GeometryArray
    key: TextArray
    municipality: TextArray
    defect: TextArray
    source: SourceRows

    def __len__(self) -> int:
        return len(self.geometry)

    def take(self: T, rows: Any) -> T:
        """The table at the given rows (indices or mask)."""
        columns = {name: getattr(self, name).take(rows) for name in field_specs(type(self))}
        return type(self)(
            geometry=self.geometry[rows],
            key=self.key[rows],
            municipality=self.municipality[rows],
            defect=self.defect[rows],
            source=self.source.take(rows),
            **columns,
        )

    def replace(self: T, **changes: Any) -> T:
        """The same table with some of its arrays exchanged."""
        return dataclasses.replace(self, **changes)


def field_specs(table: type[Table]) -> Mapping[str, FieldSpec]:
    """The canonical fields of a table in order, by name."""
    if table.__name__ not in _SPECS:
        _SPECS[table.__name__] = {
            entry.name: entry.metadata["spec"]
            for entry in dataclasses.fields(table)
            if "spec" in entry.metadata
        }
    return _SPECS[table.__name__]


def build(
    table: type[T],
    geometry: GeometryArray,
    columns: Mapping[str, Column],
    *,
    municipality: TextArray | str = "",
    defect: TextArray | None = None,
    source: SourceRows | None = None,
) -> T:
    """Make a table from arrays of equal length (n,), sorted by content.

    Columns that are not given are all null; unknown names raise KeyError.
    """
    count = len(geometry)
    specs = field_specs(table)
    unknown = set(columns) - set(specs)
    if unknown:
        raise KeyError(f"{table.__name__} has no field {sorted(unknown)}")
    blank = np.full(count, "", dtype=object)
    codes = np.full(count, municipality, dtype=object) if isinstance(municipality, str) else None
    made = table(
        geometry=geometry,
        key=blank,
        municipality=codes if codes is not None else np.asarray(municipality, dtype=object),
        defect=blank if defect is None else defect,
        source=source or SourceRows(blank, np.arange(count, dtype=np.int64)),
        **{name: columns.get(name) or null_column(spec, count) for name, spec in specs.items()},
    )
    return made.take(content_order(made))


def concatenate(table: type[T], items: list[T]) -> T:
    """Several tables of one kind as one, sorted by content."""
    if not items:
        return build(table, np.empty(0, dtype=object), {})
    if len(items) == 1:
        return items[0]

    def joined(get: Any) -> Any:
        return np.concatenate([get(item) for item in items])

    columns = {
        name: Column(
            joined(lambda t, n=name: getattr(t, n).values),
            joined(lambda t, n=name: getattr(t, n).null),
        )
        for name in field_specs(table)
    }
    made = table(
        geometry=joined(lambda t: t.geometry),
        key=joined(lambda t: t.key),
        municipality=joined(lambda t: t.municipality),
        defect=joined(lambda t: t.defect),
        source=SourceRows(joined(lambda t: t.source.layer), joined(lambda t: t.source.row)),
        **columns,
    )
    return made.take(content_order(made))


def content_order(table: Table) -> IntArray:
    """Order by municipality and position, then by fields and shape: the same for shuffled input."""
    boxes = np.round(np.nan_to_num(bounds(table.geometry)), 3)
    keys = [table.municipality.astype(str), *(boxes[:, side] for side in range(4))]
    order = np.lexsort(keys[::-1]) if len(table) else np.empty(0, dtype=np.int64)
    return _break_ties(table, keys, order)


def _break_ties(table: Table, keys: list[Any], order: IntArray) -> IntArray:
    """Objects with the same bounds are told apart by their fields and coordinates."""
    if len(order) < 2:
        return order
    same = np.ones(len(order) - 1, dtype=bool)
    for values in keys:
        ordered = values[order]
        same &= ordered[1:] == ordered[:-1]
    result = order.copy()
    group = np.concatenate(([0], np.cumsum(~same)))
    tied = np.flatnonzero(np.bincount(group) > 1)
    starts = np.searchsorted(group, tied)
    stops = np.searchsorted(group, tied, side="right")
    for start, stop in zip(starts, stops):
        rows = order[start:stop]
        content = _contents(table, rows)
        result[start:stop] = rows[sorted(range(len(rows)), key=content.__getitem__)]
    return result


def _contents(table: Table, rows: IntArray) -> list[tuple[Any, ...]]:
    """All that a row says, as something to sort by."""
    columns = [getattr(table, name).take(rows) for name in field_specs(type(table))]
    shapes = [wkb or b"" for wkb in to_wkb(table.geometry[rows])]
    return [
        (*((bool(c.null[n]), c.values[n]) for c in columns), shape)
        for n, shape in enumerate(shapes)
    ]
