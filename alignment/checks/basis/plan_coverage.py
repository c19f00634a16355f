"""U1: does the plan cover the whole municipality, once? The gate for what needs a whole plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...geometry.arrays import (
    POLYGON,
    FloatArray,
    Geometry,
    GeometryArray,
    geometries,
    is_missing,
    keep_dimension,
    parts,
)
from ...geometry.measure import M2_PER_HA, area
from ...geometry.overlay import difference, overlapping, union_all
from ...identity.keys import cell
from ...indicators.compare import at_least
from ...indicators.noise import without_noise
from ...ledger import AssessmentBuilder, Assessments, Children, Outcome, Subjects, subjects
from ...model import LandUse
from ...ruleset.model import ParameterSpec, Rule
from ...workspace.municipality import MunicipalWorkspace
from ...workspace.scope import Scope
from ..kind import MUNICIPALITY, CheckKind

NAME = "plan_coverage"
COVERAGE, OVERLAP = 0, 1
EXCEPTED_FROM_OVERLAP = "TI"


@dataclass(frozen=True)
class _Cover:
    """Land and sea that no use covers, and the share of the land that one does (0-1)."""

    land_holes: Geometry
    sea_holes: Geometry
    share: float


def _subjects(scope: Scope, _rule: Rule) -> Subjects:
    return subjects(
        "municipality", locator=["coverage", "overlap"], label=[scope.here.name, scope.here.name]
    )


def _assess(scope: Scope, rule: Rule, counted: Subjects) -> Assessments:
    here = scope.here
    builder = AssessmentBuilder(len(counted), "share")
    plan = here.plan
    land_use = plan.land_use if plan is not None else None
    if plan is None or land_use is None:
        builder.set(slice(None), Outcome.BLOCKED, missing="plan.land_use")
        return builder.done()
    residual = bool(plan.residual_use)
    cover = _cover(here, land_use, residual=residual, scope=scope)
    _judge_coverage(builder, scope, rule, cover)
    builder.figure("hole_area", _first(len(counted), area_ha(cover.land_holes)), "ha")
    builder.figure("sea_hole_area", _first(len(counted), area_ha(cover.sea_holes)), "ha")
    builder.figure("residual_use", plan.residual_use, "code")
    builder.figure("without_geometry", int((land_use.defect != "").sum()), "count")
    _judge_overlap(builder, scope, rule, land_use)
    return builder.done()


def area_ha(geometry: Geometry) -> float:
    """Area of one geometry in ha."""
    return float(area(geometries([geometry]))[0]) / M2_PER_HA


def _first(count: int, value: float) -> FloatArray:
    column = np.full(count, np.nan)
    column[COVERAGE] = value
    return column


def _cover(here: MunicipalWorkspace, land_use: LandUse, *, residual: bool, scope: Scope) -> _Cover:
    used = union_all(land_use.geometry, scope.tick)
    nothing = union_all(geometries([]))
    land_holes = nothing if residual else difference(here.land, used)
    sea_holes = nothing if here.sea is None else difference(here.sea, used)
    land = area_ha(here.land)
    share = 1.0 - area_ha(land_holes) / land if land > 0 else 1.0
    return _Cover(land_holes, sea_holes, share)


def _judge_coverage(builder: AssessmentBuilder, scope: Scope, rule: Rule, cover: _Cover) -> None:
    here, limits = scope.here, scope.region.definitions
    minimum = float(rule.value("hole_area"))
    land, sea = without_noise(geometries([cover.land_holes, cover.sea_holes]), limits, minimum)
    builder.value[COVERAGE] = builder.share[COVERAGE] = cover.share
    builder.threshold[COVERAGE] = float(rule.value("share_supported"))
    covered = bool(at_least(cover.share, rule.value("share_supported"), "share"))
    if here.sea_unknown and not covered:
        builder.set(COVERAGE, Outcome.UNDETERMINED, reason="sea", missing="sea")
        return
    severity = int(rule.value("severity"))
    if not covered and not _is_nothing(land):
        _write_land_outcome(builder, scope, rule, cover.share)
    elif not _is_nothing(sea):
        builder.set(COVERAGE, Outcome.PARTLY, severity, reason="sea")
    found = [shape for shape in (land, sea) if not _is_nothing(shape)]
    builder.geometry[COVERAGE] = union_all(geometries(found)) if found else None
    pieces, _ = parts(geometries(found))
    builder.children = Children(
        parent=np.zeros(len(pieces), dtype=np.int64),
        geometry=pieces,
        locator=cell(pieces),
        value=area(pieces) / M2_PER_HA,
    )


def _write_land_outcome(builder: AssessmentBuilder, scope: Scope, rule: Rule, share: float) -> None:
    if at_least(share, rule.value("share_partly"), "share"):
        builder.set(COVERAGE, Outcome.PARTLY, int(rule.value("severity")))
    elif at_least(share, rule.value("share_gate"), "share"):
        builder.set(COVERAGE, Outcome.PARTLY, int(rule.value("severity_low")))
    else:
        builder.set(COVERAGE, Outcome.MISSING, int(rule.value("severity_low")))
        scope.region.gates[NAME, scope.here.code] = True


def _is_nothing(geometry: Geometry) -> bool:
    return bool(is_missing(geometries([geometry]))[0])


def _judge_overlap(builder: AssessmentBuilder, scope: Scope, rule: Rule, land_use: LandUse) -> None:
    """Overlap of differing categories; transport infrastructure may lie on other uses."""
    minimum = float(rule.value("overlap_area"))
    shapes = _overlaps(land_use, scope)
    total = without_noise(
        geometries([union_all(shapes, scope.tick)]), scope.region.definitions, minimum
    )
    pieces, _ = parts(total)
    pieces = pieces[~is_missing(pieces)]
    found = area(pieces).sum() / M2_PER_HA
    builder.figure("overlap_area", _second(builder.count, found), "ha")
    builder.figure("overlap_count", _second(builder.count, len(pieces)), "count")
    builder.threshold[OVERLAP] = np.nan
    if len(pieces):
        builder.set(OVERLAP, Outcome.PARTLY, int(rule.value("severity")), reason="overlap")
        builder.geometry[OVERLAP] = total[0]


def _second(count: int, value: float) -> FloatArray:
    column = np.full(count, np.nan)
    column[OVERLAP] = value
    return column


def _overlaps(land_use: LandUse, scope: Scope) -> GeometryArray:
    apart = land_use.take(land_use.category.values != EXCEPTED_FROM_OVERLAP)
    i, j, shapes = overlapping(apart.geometry, scope.tick)
    differing = apart.category.values[i] != apart.category.values[j]
    return keep_dimension(shapes[differing], POLYGON)


KIND = CheckKind(
    name=NAME,
    part="basis",
    partition=MUNICIPALITY,
    parameters={
        "share_supported": ParameterSpec("number", "share", 0, 1),
        "share_partly": ParameterSpec("number", "share", 0, 1),
        "share_gate": ParameterSpec("number", "share", 0, 1),
        "hole_area": ParameterSpec("number", "ha", 0),
        "overlap_area": ParameterSpec("number", "ha", 0),
        "severity": ParameterSpec("whole", "", 0, 3),
        "severity_low": ParameterSpec("whole", "", 0, 3),
    },
    needs=("municipalities", "plan.land_use"),
    placeholders=(
        "hole_area",
        "sea_hole_area",
        "residual_use",
        "without_geometry",
        "overlap_area",
        "overlap_count",
    ),
    subjects=_subjects,
    assess=_assess,
)
