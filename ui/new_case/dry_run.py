"""What a draft would read and check, worked out in a worker: nothing of it touches widgets."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np

from ...alignment.checks import KINDS
from ...alignment.geometry.arrays import bounds
from ...alignment.geometry.measure import area
from ...alignment.geometry.overlay import overlay
from ...alignment.mapping.profile import Profile
from ...alignment.model.inputs import ReadCount, UnmappedValue
from ...alignment.problems import InputError, Problem
from ...alignment.progress import Progress, ticker
from ...alignment.ruleset.load import load_rule_set
from ...alignment.setup.case import Case, LayerSource
from ...layers.inputs import read_inputs, run_crs
from ...layers.mapping import Mapped, Reader
from ...layers.profile_file import write_profile
from ...processing.inspection import InspectionRow, inspect_checks
from ...processing.locale import RESOURCES
from .draft import (
    Draft,
    computing_crs,
    plan_sources,
    profiles_of,
    regional_sources,
    to_case,
)
from .layer_look import Box

SEA_M2 = 10_000.0  # a municipality with less sea than a hectare has none to plan


@dataclass(frozen=True)
class RoleCount:
    """How a layer was read; `role` is its table, or "plan"."""

    role: str
    count: ReadCount


@dataclass(frozen=True)
class DryRun:
    """What the dry run of a draft found.

    `problems` have the role of the layer that they concern in front ("" where it is unknown).
    `checks` are empty until there are municipal borders. `municipalities` are code, name and
    bounding box in the case's CRS; `coast` the codes with sea in their territory.
    """

    counts: tuple[RoleCount, ...] = ()
    unmapped: tuple[UnmappedValue, ...] = ()
    problems: tuple[tuple[str, Problem], ...] = ()
    checks: tuple[InspectionRow, ...] = ()
    municipalities: tuple[tuple[str, str, Box], ...] = ()
    coast: frozenset[str] = frozenset()


PLAN, RULES = "plan", "rules"


@dataclass
class _Found:
    counts: list[RoleCount] = field(default_factory=list)
    unmapped: list[UnmappedValue] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    checks: list[InspectionRow] = field(default_factory=list)
    municipalities: Any = None
    sea: Any = None


def dry_run(draft: Draft, shipped: Sequence[Profile], progress: Progress) -> DryRun:
    """Read what the draft names, as a run of its setup file would; raises Cancelled.

    Nothing is written but the draft's own profiles, to a temporary folder.
    """
    found = _Found()
    with tempfile.TemporaryDirectory(prefix="strukturbild-") as folder:
        places = {}
        for number, profile in profiles_of(draft, shipped).items():
            places[number] = Path(folder) / f"{number}.profil.yaml"
            write_profile(profile, places[number])
        case = to_case(draft, places, shipped) if "municipalities" in draft.regional else None
        ready = case is not None and bool(case.plans)
        fault = _whole(case, found, progress) if case is not None and ready else None
        if not ready or fault is not None:
            _parts(draft, places, shipped, found, progress)
        if fault is not None:
            said = [problem for _, problem in found.problems]
            found.problems += [(PLAN, problem) for problem in fault.problems if problem not in said]
    return _result(found)


def _whole(case: Case, found: _Found, progress: Progress) -> InputError | None:
    """Read the case as a run would, and ask which checks it wakes; why it can't be read, or None.

    Where it can't, its parts are read one by one: most say themselves what is wrong with them.
    """
    try:
        inputs = read_inputs(case, RESOURCES, progress, hashed=False)
    except InputError as error:
        return error
    found.counts += [RoleCount(PLAN if c.municipality else c.table, c) for c in inputs.counts]
    found.problems += [(PLAN if p.municipality else "", p) for p in inputs.problems]
    found.unmapped += [value for plan in inputs.plans for value in plan.unmapped]
    found.municipalities, found.sea = inputs.municipalities, inputs.supporting.sea
    try:
        rule_set = load_rule_set(case.rules.rule_set, KINDS, RESOURCES)
    except InputError as error:
        found.problems += [(RULES, problem) for problem in error.problems]
        return None
    found.checks += inspect_checks(case, inputs, rule_set, ticker(progress))
    return None


def _parts(
    draft: Draft,
    places: Mapping[int, Path],
    shipped: Sequence[Profile],
    found: _Found,
    progress: Progress,
) -> None:
    """Read each layer for itself, as far as the draft has come."""
    crs = run_crs(computing_crs(draft))
    reader = Reader(crs, RESOURCES, progress, ticker(progress), {}, hashed=False)
    for table, source in regional_sources(draft, places).items():
        into = _read(reader, source, table, table, found)
        if table == "municipalities":
            found.municipalities = into.table(table)
        if table == "sea":
            found.sea = into.table(table)
    for number, plan in enumerate(draft.plans):
        for source in plan_sources(plan, number, places, shipped):
            found.unmapped += _read(reader, source, "", PLAN, found).unmapped


def _read(reader: Reader, source: LayerSource, table: str, role: str, found: _Found) -> Mapped:
    into = Mapped()
    try:
        reader.read(source, into, table)
    except InputError as error:
        found.problems += [(role, problem) for problem in error.problems]
    found.problems += [(role, problem) for problem in into.problems]
    found.counts += [RoleCount(role, count) for count in into.counts]
    return into


def _result(found: _Found) -> DryRun:
    municipalities: tuple[tuple[str, str, Box], ...] = ()
    borders = found.municipalities
    if borders is not None:
        boxes = bounds(borders.geometry).tolist()
        rows = zip(borders.code.values, borders.name.values, boxes)
        municipalities = tuple((str(code), str(name), tuple(box)) for code, name, box in rows)
    return DryRun(
        tuple(found.counts),
        tuple(found.unmapped),
        tuple(found.problems),
        tuple(found.checks),
        municipalities,
        _coast(borders, found.sea),
    )


def _coast(borders: Any, sea: Any) -> frozenset[str]:
    """Codes of the municipalities with sea in their territory."""
    if borders is None or sea is None or len(sea) == 0:
        return frozenset()
    pieces = overlay(borders.geometry, sea.geometry)
    wet = np.bincount(pieces.left, area(pieces.geometry), minlength=len(borders))
    return frozenset(str(code) for code in borders.code.values[wet > SEA_M2])
