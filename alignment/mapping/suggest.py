"""Proposes how to map layers, from their names, fields and values, and says how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

from ..model import TABLES, field_specs
from .fold import find_field, fold, matches
from .layer import ALLOWED_DIMENSIONS
from .profile import ColumnSource, Profile, ProfileSource

SURE, LIKELY, GUESS = 0.9, 0.6, 0.3
NAME_WEIGHT, FIELD_WEIGHT, VALUE_WEIGHT = 0.45, 0.2, 0.35


@dataclass(frozen=True)
class LayerDescription:
    """What is known of a layer without reading it all.

    `dimension` is 0, 1, 2 or -1 (mixed, unknown); `values` holds the distinct values of its
    text fields (some are enough).
    """

    name: str
    dimension: int
    fields: Sequence[str]
    values: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Suggestion:
    """A proposed mapping of one layer.

    `confidence` is 0-1: `SURE` and above needs no second look, below `LIKELY` it does.
    `reasons` are codes: name, field:<name>, values:<known>/<all>. `untranslated` are values
    that the proposal has no code for, by field.
    """

    layer: str
    profile: str
    source: ProfileSource | None
    confidence: float
    reasons: tuple[str, ...]
    untranslated: Mapping[str, tuple[str, ...]]


def suggest(layers: Sequence[LayerDescription], profiles: Sequence[Profile]) -> list[Suggestion]:
    """The best proposal for each layer, in the order given.

    A layer that nothing fits gets a suggestion without a source and with confidence 0.
    """
    return [_best(layer, profiles) for layer in layers]


def _best(layer: LayerDescription, profiles: Sequence[Profile]) -> Suggestion:
    nothing = Suggestion(layer.name, "", None, 0.0, (), {})
    found = [_rate(layer, p.id, source) for p in profiles for source in p.sources]
    found += [_rate(layer, "", source) for source in _from_fields(layer)]
    return max([nothing, *found], key=lambda s: (s.confidence, s.profile))


def _rate(layer: LayerDescription, profile: str, source: ProfileSource) -> Suggestion:
    fits = layer.dimension < 0 or layer.dimension in ALLOWED_DIMENSIONS[source.table]
    named = any(glob != "*" and matches(layer.name, glob) for glob in source.layers)
    reasons = ["name"] if named else []
    specs = field_specs(TABLES[source.table])
    required = [name for name, spec in specs.items() if spec.required]
    known, seen, untranslated, lacking = 0, 0, {}, 0
    matched_fields = 0
    for name, column in source.columns.items():
        field = _field(column, layer)
        if field is None:
            lacking += name in required and not (column.constant or column.layer_name)
            continue
        matched_fields += 1
        codes = {fold(code) for code in specs[name].codes}
        if not codes:
            continue
        values = [value for value in layer.values.get(field, ()) if value]
        good = [v for v in values if fold(v) in column.values or fold(v) in codes]
        known, seen = known + len(good), seen + len(values)
        bad = tuple(value for value in values if value not in good)
        if bad:
            untranslated[field] = bad
        if good:
            reasons.append(f"field:{field}")
    lacking += sum(name not in source.columns for name in required)
    if not fits or lacking:
        return Suggestion(layer.name, profile, source, 0.0, (), untranslated)
    if seen:
        reasons.append(f"values:{known}/{seen}")
    value_share = known / seen if seen else (1.0 if named else 0.0)
    field_share = matched_fields / max(len(source.columns), 1)
    confidence = NAME_WEIGHT * named + VALUE_WEIGHT * value_share
    confidence += FIELD_WEIGHT * min(1.0, 2 * field_share)
    return Suggestion(
        layer.name, profile, source, round(confidence, 3), tuple(reasons), untranslated
    )


def _field(column: ColumnSource, layer: LayerDescription) -> str | None:
    names = (find_field(name, list(layer.fields)) for name in column.fields)
    return next((name for name in names if name is not None), None)


def _from_fields(layer: LayerDescription) -> list[ProfileSource]:
    """Proposals by values alone: a field most of whose values are codes or known names."""
    proposals = []
    for table in ("land_use", "development", "nodes", "typology"):
        specs = field_specs(TABLES[table])
        code_field = next(name for name, spec in specs.items() if spec.codes)
        known = {fold(code) for code in specs[code_field].codes}
        for field, values in layer.values.items():
            hits = [value for value in values if fold(value) in known]
            if hits and len(hits) * 2 >= len(values):
                columns = {code_field: ColumnSource(fields=(field,))}
                for name in specs:
                    same = find_field(name, list(layer.fields))
                    if same is not None and name != code_field:
                        columns[name] = ColumnSource(fields=(same,))
                proposals.append(ProfileSource((layer.name,), table, columns))
    return proposals
