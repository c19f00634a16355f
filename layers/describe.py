"""What a layer is like, for proposals: name, kind of geometry, fields and their values."""

from __future__ import annotations

from typing import Mapping, Sequence

from qgis.core import Qgis, QgsFeatureRequest, QgsWkbTypes

from ..alignment.mapping.suggest import LayerDescription
from ..alignment.setup.case import LayerSource, PlanSetup
from .snapshot import Snapshot
from .source import open_source

FEATURES_LOOKED_AT = 2000
MOST_VALUES = 60


def describe(snapshot: Snapshot) -> LayerDescription:
    """A layer by its first 2 000 features; fields with more than 60 values count as free text."""
    seen: list[set[str]] = [set() for _ in snapshot.fields]
    request = QgsFeatureRequest()
    request.setFlags(Qgis.FeatureRequestFlag.NoGeometry)
    request.setLimit(FEATURES_LOOKED_AT)
    source = snapshot.feature_source()  # its features crash once it is gone
    for feature in source.getFeatures(request):
        for found, value in zip(seen, feature.attributes()):
            if isinstance(value, (str, int)) and len(found) <= MOST_VALUES:
                found.add(str(value))
    values = {
        name: tuple(sorted(found))
        for name, found in zip(snapshot.fields, seen)
        if 0 < len(found) <= MOST_VALUES
    }
    geometry = QgsWkbTypes.geometryType(snapshot.geometry_type)
    dimension = {"Point": 0, "Line": 1, "Polygon": 2}.get(geometry.name, -1)
    return LayerDescription(snapshot.name, dimension, snapshot.fields, values)


def describe_layers(
    plans: Sequence[PlanSetup],
    wanted: Mapping[str, set[str]],
    snapshots: Mapping[LayerSource, Snapshot] | None = None,
) -> list[tuple[str, LayerDescription]]:
    """The wanted layers (names by municipal code) of plans, with the code of each."""
    found = []
    for plan in plans:
        names = wanted.get(plan.municipality, set())
        for source in plan.sources if names else ():
            given = (snapshots or {}).get(source)
            opened = [given] if given is not None else open_source(source)
            found += [(plan.municipality, describe(s)) for s in opened if s.name in names]
    return found
