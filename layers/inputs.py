"""A case -> `Inputs`: every layer read, mapped, checked against the others."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping

import numpy as np
from qgis.core import Qgis, QgsCoordinateReferenceSystem

from ..alignment.geometry.arrays import POLYGON, TextArray, dimension
from ..alignment.geometry.overlay import pairs
from ..alignment.model import Municipalities, Table, build
from ..alignment.model.fields import text_column
from ..alignment.model.inputs import (
    Inputs,
    PlanInput,
    ReadCount,
    StructureMap,
    Supporting,
)
from ..alignment.problems import InputError, Problem
from ..alignment.progress import Progress, ticker
from ..alignment.setup.case import Case, LayerSource, PlanSetup
from .crosschecks import (
    border_problems,
    lies_elsewhere,
    one_row_each,
    padded_codes,
    touches_territory,
)
from .crs import sound_crs
from .mapping import Mapped, Reader
from .snapshot import Snapshot

STRUCTURE_PARTS = ("typology", "nodes", "links")
PLAN_TABLES = ("land_use", "development", "considerations")
NEIGHBOUR_WITHIN_M = 50.0


@dataclass
class _Reading:
    """What has been read so far, and how much there is to read."""

    reader: Reader
    case: Case
    total: int
    counts: list[ReadCount] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    done: int = 0

    def advance(self) -> None:
        """One more source is read."""
        self.done += 1
        self.reader.progress.share_done(self.done / max(self.total, 1))


def read_inputs(
    case: Case,
    resources: Path,
    progress: Progress,
    snapshots: Mapping[LayerSource, Snapshot] | None = None,
    *,
    hashed: bool = True,
) -> Inputs:
    """Read all layers of a case into canonical tables in its CRS.

    Without `hashed` the content hashes are left out: only a run's manifest asks for them.

    What is wrong with one municipality's plans costs that municipality only (a problem with its
    code; its plans are left out), faulty supporting data is left out with a problem. Raises
    `InputError` with all problems where the structure map or the municipalities can't be used,
    and `Cancelled`.
    """
    reader = Reader(
        target=run_crs(case.crs),
        resources=resources,
        progress=progress,
        tick=ticker(progress),
        snapshots=snapshots or {},
        setup=case.path.name if case.path is not None else "",
        hashed=hashed,
    )
    parts, support = _given(case.structure_map, STRUCTURE_PARTS), _given_support(case)
    total = len(parts) + len(support) + 1 + sum(len(plan.sources) for plan in case.plans)
    state = _Reading(reader, case, total)
    structure = _fatal_parts(state, {**parts, "municipalities": case.municipalities.source})
    municipalities = _municipalities(state, structure.pop("municipalities"))
    supporting = {name: _support(state, name, source) for name, source in support.items()}
    for table in (*structure.values(), *supporting.values()):
        if table is not None and lies_elsewhere(table, municipalities):
            layers = ", ".join(sorted(set(table.source.layer)))
            state.problems.append(Problem("layer_elsewhere", {"layer": layers}))
    if "nodes" in structure and len(structure["nodes"]) == 0:
        state.problems.append(Problem("nodes_none"))
    plans = _plans(state, municipalities)
    return Inputs(
        structure_map=StructureMap(
            **structure,  # type: ignore[arg-type]
            matching=case.structure_map.matching,
            normative_typology=case.structure_map.typology_normative,
            date=case.structure_map.date,
        ),
        municipalities=municipalities,
        plans=tuple(plans),
        supporting=Supporting(**supporting),  # type: ignore[arg-type]
        coastal=frozenset(case.municipalities.coastal),
        # a setup file tells of the whole county, parameters of the one municipality they are for
        coasts_known=case.path is not None or not _others(case, municipalities),
        counts=tuple(state.counts),
        problems=tuple(state.problems),
    )


def run_crs(name: str) -> QgsCoordinateReferenceSystem:
    """The computing CRS; InputError unless it is projected and in metres."""
    crs = sound_crs(name)
    if not crs.isValid():
        raise InputError(Problem("crs_unknown", {"crs": name, "layer": "crs"}))
    if crs.isGeographic() or crs.mapUnits() != Qgis.DistanceUnit.Meters:
        raise InputError(Problem("crs_not_metric", {"crs": name}))
    return crs


def _given(setup: Any, names: tuple[str, ...]) -> dict[str, LayerSource]:
    return {name: getattr(setup, name) for name in names if getattr(setup, name) is not None}


def _given_support(case: Case) -> dict[str, LayerSource]:
    return _given(case.supporting, tuple(f.name for f in dataclasses.fields(Supporting)))


def _fatal_parts(state: _Reading, sources: Mapping[str, LayerSource]) -> dict[str, Table]:
    """Tables without which the run means nothing; every fault of all of them at once."""
    tables: dict[str, Table] = {}
    fatal: list[Problem] = []
    for name, source in sources.items():
        into = Mapped()
        try:
            state.reader.read(source, into, name)
        except InputError as error:
            fatal += error.problems
            continue
        table = into.table(name)
        if table is None:
            fatal += into.problems
        else:
            tables[name] = _codes_padded(table)
            state.problems += into.problems
        state.counts += into.counts
        state.problems += _unmapped_problems(into, name)
        state.advance()
    if fatal:
        raise InputError(fatal)
    return tables


def _unmapped_problems(into: Mapped, table: str) -> list[Problem]:
    """Codes of the regional layers that no list knows; a plan's go to its findings instead."""
    return [
        Problem(
            "regional_value_unmapped",
            {"layer": v.layer, "field": v.field, "value": v.value or "–", "count": v.count},
            v.layer,
        )
        for v in into.unmapped
        if v.table == table
    ]


def _codes_padded(table: Table) -> Table:
    if hasattr(table, "municipality_code"):
        return table.replace(municipality_code=padded_codes(table.municipality_code))
    return table


def _municipalities(state: _Reading, table: Table) -> Municipalities:
    if not isinstance(table, Municipalities):
        raise TypeError(type(table).__name__)
    municipalities, problems = one_row_each(table, state.reader.tick)
    state.problems += problems
    state.problems += border_problems(municipalities, state.reader.tick)
    known = set(municipalities.code.values)
    for code in (*state.case.municipalities.only, *state.case.municipalities.coastal):
        if code not in known:
            params = {"code": code, "codes": ", ".join(sorted(known))}
            state.problems.append(Problem("municipality_not_in_layer", params, "", code))
    return municipalities


def _support(state: _Reading, name: str, source: LayerSource) -> Table | None:
    into = Mapped()
    try:
        state.reader.read(source, into, name)
    except InputError as error:
        state.problems += error.problems
        return None
    finally:
        state.advance()
    state.problems += into.problems
    state.counts += into.counts
    table = into.table(name)
    return None if table is None else _codes_padded(table)


def _plans(state: _Reading, municipalities: Municipalities) -> list[PlanInput]:
    """The plans of the municipalities that are checked, and of their neighbours."""
    needed = _needed(state.case, municipalities)
    known = set(municipalities.code.values)
    read: list[PlanInput] = []
    broken: set[str] = set()
    for plan in state.case.plans:
        code = plan.municipality
        if code not in known:
            params = {"plan": plan.plan_id, "code": code, "codes": ", ".join(sorted(known))}
            where = _line_of(state, plan)
            state.problems.append(Problem("plan_municipality_unknown", params, where, code))
            continue
        if code not in needed or code in broken:
            continue
        try:
            read.append(_plan(state, plan, municipalities))
        except InputError as error:
            broken.add(code)
            state.problems += [dataclasses.replace(p, municipality=code) for p in error.problems]
    return [plan for plan in read if plan.municipality not in broken]


def _needed(case: Case, municipalities: Municipalities) -> set[str]:
    codes: TextArray = municipalities.code.values
    only = set(case.municipalities.only)
    if not only & set(codes):
        return set(codes)
    chosen = np.isin(codes, list(only))
    _, near = pairs(
        municipalities.geometry[chosen], municipalities.geometry, within=NEIGHBOUR_WITHIN_M
    )
    return set(codes[near])


def _plan(state: _Reading, plan: PlanSetup, municipalities: Municipalities) -> PlanInput:
    """One plan; InputError where a source can't be used or the plan lies somewhere else."""
    code = plan.municipality
    into = Mapped()
    for source in plan.sources:
        state.reader.read(source, into, municipality=code)
        state.advance()
    tables = {name: into.table(name) for name in PLAN_TABLES}
    present = [table for table in tables.values() if table is not None]
    territory = municipalities.geometry[municipalities.code.values == code]
    if not touches_territory(present, territory):
        name = municipalities.name.values[municipalities.code.values == code][0]
        params = {"plan": _called(plan), "name": name}
        raise InputError(Problem("plan_elsewhere", params, _line_of(state, plan), code))
    state.counts += into.counts
    state.problems += into.problems
    if not present and all(p.code != "mapping_field_missing" for p in into.problems):
        params = {"plan": _called(plan), "layers": ", ".join(c.layer for c in into.counts)}
        state.problems.append(Problem("plan_nothing_mapped", params, _line_of(state, plan), code))
    return PlanInput(
        plan_id=plan.plan_id,
        municipality=code,
        plan_type=plan.plan_type,
        stage=plan.stage,
        **tables,  # type: ignore[arg-type]
        extent=None if plan.extent is None else _extent(state, plan, plan.extent),
        name=plan.name,
        adopted_on=plan.adopted_on,
        in_force_on=plan.in_force_on,
        residual_use=plan.residual_use,
        unmapped=tuple(into.unmapped),
    )


def _line_of(state: _Reading, plan: PlanSetup) -> str:
    """Where the setup file names a plan, "" where there is no such file."""
    return f"{state.reader.setup}:{plan.line}" if plan.line and state.reader.setup else ""


def _called(plan: PlanSetup) -> str:
    return plan.name or plan.plan_id


def _extent(state: _Reading, plan: PlanSetup, source: LayerSource) -> Municipalities:
    data = state.reader.geometry_only(source, plan.municipality)
    shapes = data.geometry[dimension(data.geometry) == POLYGON]
    if len(shapes) == 0:
        params = {"plan": _called(plan), "layer": data.name}
        raise InputError(Problem("extent_without_area", params, data.name, plan.municipality))
    columns = {
        "code": text_column([plan.municipality] * len(shapes)),
        "name": text_column([_called(plan)] * len(shapes)),
    }
    return build(Municipalities, shapes, columns, municipality=plan.municipality)


def _others(case: Case, municipalities: Municipalities) -> set[str]:
    """Municipalities that are there but not asked for."""
    asked = case.municipalities.only
    return set(municipalities.code.values) - set(asked) if asked else set()
