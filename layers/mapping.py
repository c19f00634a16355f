"""One source of a setup -> canonical tables: opened, read, repaired, mapped, counted."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem

from ..alignment.mapping.apply import apply_profile, wanted_fields
from ..alignment.mapping.layer import MappedLayer, SourceLayer
from ..alignment.mapping.profile import Profile, load_profile
from ..alignment.model import TABLES, Table
from ..alignment.model.inputs import ReadCount, UnmappedValue
from ..alignment.model.table import concatenate
from ..alignment.problems import InputError, Problem
from ..alignment.progress import Progress, Tick
from ..alignment.setup.case import LayerSource
from .read import LayerData, read_layer
from .snapshot import Snapshot
from .source import open_one, open_source, place

FEATURES_NAMED = 5


@dataclass
class Mapped:
    """What has been read of a source, or of several that belong together."""

    tables: dict[str, list[Table]] = field(default_factory=dict)
    counts: list[ReadCount] = field(default_factory=list)
    unmapped: list[UnmappedValue] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def table(self, name: str) -> Table | None:
        """All rows of one canonical table, sorted by content; None where no layer fed it."""
        parts = self.tables.get(name)
        return concatenate(TABLES[name], parts) if parts else None


@dataclass
class Reader:
    """Reads sources into the run's CRS; each profile is loaded once.

    `snapshots` holds layers that were frozen beforehand (project layers, unsaved edits); the
    rest is opened from its source. `setup` is the setup file's name, for messages. Without
    `hashed` the layers' content hashes are left out.
    """

    target: QgsCoordinateReferenceSystem
    resources: Path
    progress: Progress
    tick: Tick
    snapshots: Mapping[LayerSource, Snapshot]
    setup: str = ""
    hashed: bool = True
    _profiles: dict[str, Profile] = field(default_factory=dict)

    def profile(self, name: str) -> Profile:
        """The profile of that id or path; InputError where it can't be used."""
        if name not in self._profiles:
            self._profiles[name] = load_profile(name, self.resources)
        return self._profiles[name]

    def read(
        self, source: LayerSource, into: Mapped, table: str = "", municipality: str = ""
    ) -> None:
        """Read and map a source into `into`; with `table` only its one layer, into that table.

        Raises InputError, with the setup's line, where the source can't be used at all.
        """
        try:
            profile = self.profile(source.profile)
            snapshots = self._open(source, table)
        except InputError as error:
            raise self._all_placed(error, source, municipality) from error
        for snapshot in snapshots:
            self.tick()
            self.progress.note("reading_layer", layer=snapshot.name)
            try:
                data = read_layer(
                    snapshot,
                    self.target,
                    lambda names, layer=snapshot.name: wanted_fields(profile, layer, names, table),  # type: ignore[misc]
                    self.tick,
                    hashed=self.hashed,
                )
            except InputError as error:
                raise self._all_placed(error, source, municipality) from error
            mapped = apply_profile(_source_layer(data), profile, table, municipality)
            for name, made in mapped.tables.items():
                into.tables.setdefault(name, []).append(made)
            into.counts.append(read_count(data, mapped, municipality))
            into.unmapped += mapped.unmapped
            found = [*mapped.problems, *data_problems(data, municipality)]
            into.problems += [self._placed(p, source, municipality) for p in found]

    def geometry_only(self, source: LayerSource, municipality: str) -> LayerData:
        """The geometry of a source's one layer, without fields (the extent of a plan)."""
        try:
            snapshot = self._open(source, "extent")[0]
            return read_layer(snapshot, self.target, lambda _names: (), self.tick)
        except InputError as error:
            raise self._all_placed(error, source, municipality) from error

    def _open(self, source: LayerSource, table: str) -> list[Snapshot]:
        if source in self.snapshots:
            return [self.snapshots[source]]
        return [open_one(source, table)] if table else open_source(source)

    def _all_placed(self, error: InputError, source: LayerSource, municipality: str) -> InputError:
        return InputError([self._placed(p, source, municipality) for p in error.problems])

    def _placed(self, problem: Problem, source: LayerSource, municipality: str) -> Problem:
        """The problem with the setup's line, where it does not name a profile's line itself."""
        if "line" in problem.params:
            return dataclasses.replace(problem, municipality=municipality or problem.municipality)
        where = f"{self.setup}:{source.line}" if self.setup and source.line else problem.where
        return dataclasses.replace(
            problem, where=where or place(source), municipality=municipality or problem.municipality
        )


def _source_layer(data: LayerData) -> SourceLayer:
    return SourceLayer(
        name=data.name,
        geometry=data.geometry,
        fields=data.fields,
        rows=data.row,
        defect=data.defect,
        field_names=data.field_names,
    )


def read_count(data: LayerData, mapped: MappedLayer, municipality: str) -> ReadCount:
    """How a layer was read and mapped, for the manifest."""
    return ReadCount(
        layer=data.name,
        table=", ".join(sorted(mapped.tables)),
        municipality=municipality,
        crs=data.crs,
        features=len(data),
        mapped=mapped.mapped,
        repaired=int(data.repaired.sum()),
        undetermined=int((data.defect != "").sum()),
        skipped=mapped.skipped,
        hash=data.hash,
        transformation=data.transformation,
    )


def data_problems(data: LayerData, municipality: str = "") -> list[Problem]:
    """What is worth a warning in a layer: no rows, faulty geometry, a rough transformation."""
    problems = []
    if len(data) == 0:
        problems.append(Problem("layer_empty", {"layer": data.name}, data.name, municipality))
    for code in sorted(set(data.defect) - {""}):
        rows = np.sort(data.row[data.defect == code])
        features = ", ".join(str(row) for row in rows[:FEATURES_NAMED])
        more = " …" if len(rows) > FEATURES_NAMED else ""
        params = {"layer": data.name, "count": len(rows), "features": features + more}
        problems.append(Problem(f"geometry_{code}", params, data.name, municipality))
    if data.ballpark:
        params = {"layer": data.name, "crs": data.crs}
        problems.append(Problem("transformation_rough", params, data.name, municipality))
    return problems
