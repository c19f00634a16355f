"""A project layer that is edited: which plan of a case it belongs to, and its features as a run
would read them.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureIterator,
    QgsFeatureRequest,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from ..alignment.live import Edit
from ..alignment.mapping.apply import apply_profile, wanted_fields
from ..alignment.mapping.layer import MappedLayer, SourceLayer
from ..alignment.mapping.profile import Profile
from ..alignment.problems import InputError, Problem
from ..alignment.setup.case import Case, LayerSource, PlanSetup
from .edited import declared_crs, edited_parts, part_of
from .inputs import run_crs
from .read import read_layer
from .snapshot import Snapshot, snapshot_layer
from .source import open_source, provider_of

ROWS_A_BLOCK = 32


@dataclass(frozen=True)
class FollowedLayer:
    """A layer of a plan: the plan, the case's source it is read by, and its name there.

    `case` and `snapshots` read the case with the layer as it is being edited.
    """

    plan: PlanSetup
    source: LayerSource
    name: str
    case: Case
    snapshots: Mapping[LayerSource, Snapshot]


def followed_layer(case: Case, layer: QgsVectorLayer) -> FollowedLayer:
    """Find the plan that a layer belongs to; call it in the main thread.

    Raises InputError with a sentence where the layer is not one of the case's plan layers, where
    its features can't be told from another layer's, or where its source can't be opened.
    """
    for plan in case.plans:
        for source in plan.sources:
            parts = edited_parts(source, [layer])
            if parts:
                return _followed(case, plan, source, parts)
    raise InputError(Problem("live_not_a_plan_layer", {"layer": layer.name()}))


def _followed(
    case: Case, plan: PlanSetup, source: LayerSource, parts: Sequence[tuple[Snapshot, bool]]
) -> FollowedLayer:
    """The case reads each part of the source as it was opened, and the layer as it is edited."""
    name = next(part.name for part, is_edited in parts if is_edited)
    names = [part.name for part, _ in parts]
    names += [n for other in plan.sources if other is not source for n in _names_in(other)]
    if names.count(name) > 1:
        raise InputError(Problem("live_layer_ambiguous", {"layer": name}))
    snapshots = {part_of(source, n): part for n, (part, _) in enumerate(parts)}
    sources = tuple(s for s in plan.sources if s is not source) + tuple(snapshots)
    changed = dataclasses.replace(plan, sources=sources)
    plans = tuple(changed if p is plan else p for p in case.plans)
    return FollowedLayer(changed, source, name, dataclasses.replace(case, plans=plans), snapshots)


def _names_in(source: LayerSource) -> list[str]:
    """Names of a source's layers; none where its file is missing, which a run will say."""
    provider = provider_of(source)
    if provider != "ogr":  # no need to connect
        parts = QgsProviderRegistry.instance().decodeUri(provider, source.uri)
        return [str(parts.get("table") or parts.get("typename") or "")]
    if not Path(source.uri.partition("|")[0]).exists():
        return []
    return [part.name for part in open_source(source)]


class _Chosen:
    """A feature source of some of a layer's features, unsaved ones included."""

    def __init__(self, layer: QgsVectorLayer, features: Iterable[int]) -> None:
        self.layer = layer
        self.features = list(features)

    def getFeatures(self, request: QgsFeatureRequest) -> QgsFeatureIterator:  # noqa: N802
        """The chosen features that exist."""
        request.setFilterFids(self.features)
        return self.layer.getFeatures(request)


class FeatureReader:
    """Reads single features of a followed layer, in the main thread, as a run would read them.

    `without_code` are the features that held a value without a code when the case was read.
    """

    def __init__(
        self,
        layer: QgsVectorLayer,
        followed: FollowedLayer,
        profile: Profile,
        without_code: Iterable[int] = (),
    ) -> None:
        self.layer = layer
        self.followed = followed
        self.profile = profile
        self.target = run_crs(followed.case.crs)
        self._without_code = set(without_code)

    def edit(self, features: Iterable[int]) -> Edit:
        """The edit that the features' state amounts to; what is gone is gone in it too."""
        touched = set(features)
        mapped = self._mapped(touched)
        left = self._without_code - touched
        unmapped: tuple[Any, ...] | None = None
        if mapped.unmapped or self._without_code:
            both = left | touched if mapped.unmapped else left
            unmapped = self._mapped(both).unmapped if both else ()
            self._without_code = both
        plan = self.followed.plan
        return Edit(plan.plan_id, self.followed.name, sorted(touched), mapped.tables, unmapped)

    def _mapped(self, features: Iterable[int]) -> MappedLayer:
        layer = self.layer
        snapshot = snapshot_layer(layer, self.followed.name)
        chosen = dataclasses.replace(
            snapshot,
            source=_Chosen(layer, features),
            file=None,
            crs=declared_crs(self.followed.source, snapshot.crs),
        )
        return mapped_layer(
            source_layer(chosen, self.target, self.profile),
            self.profile,
            self.followed.plan.municipality,
        )


def source_layer(
    snapshot: Snapshot, target: QgsCoordinateReferenceSystem, profile: Profile
) -> SourceLayer:
    """A snapshot read for a profile: in the run's CRS, repaired."""
    data = read_layer(
        snapshot,
        target,
        lambda names: wanted_fields(profile, snapshot.name, names),
        hashed=False,
    )
    names = data.field_names
    return SourceLayer(data.name, data.geometry, data.fields, data.row, data.defect, names)


def mapped_layer(layer: SourceLayer, profile: Profile, municipality: str) -> MappedLayer:
    """A plan's layer mapped, as a run maps it."""
    return apply_profile(layer, profile, "", municipality)


def features_without_code(
    layer: SourceLayer, profile: Profile, municipality: str
) -> frozenset[int]:
    """Ids of features among which all that hold values without a code are found.

    Looked for block by block: a few too many cost little, one too few would be an error.
    """
    found: set[int] = set()
    for start in range(0, len(layer), ROWS_A_BLOCK):
        rows = np.arange(start, min(start + ROWS_A_BLOCK, len(layer)))
        part = SourceLayer(
            layer.name,
            layer.geometry[rows],
            {name: values[rows] for name, values in layer.fields.items()},
            layer.rows[rows],
            layer.defect[rows],
            layer.field_names,
        )
        if mapped_layer(part, profile, municipality).unmapped:
            found.update(part.rows.tolist())
    return frozenset(found)
