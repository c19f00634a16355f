"""U1: does the plan cover the whole municipality, once? The gate for what needs a whole plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...geometry.arrays import (
    POLYGON,
    FloatArray,
    Geometry,
    GeometryArray,
    dimension,
    empty_polygons,
    geometries,
    is_missing,
    parts,
)
from ...geometry.disjoint import shared_land
from ...geometry.measure import M2_PER_HA, area
from ...geometry.overlay import union_all
from ...geometry.uncovered import uncovered
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
NO_HOLE_M2 = 1.0  # checks.md: areas are compared to 1 m2
EXCEPTED_FROM_OVERLAP = "TI"
WATER = "VA"
BEYOND_REPAIR = "beyond_repair"


@dataclass(frozen=True)
class _Cover:
    """What no use covers of the land and of the sea, and the sizes of both in ha.

    `unknown` is "" or what is missing to tell; `blurred` says that a use can't be drawn, so
    that it may cover what seems bare.
    """

    land_holes: Geometry
    sea_holes: Geometry
    land_ha: float
    sea_ha: float
    blurred: bool
    unknown: str = ""

    @property
    def share(self) -> float:
        """Share of the land that a use covers; 1 where there is no land."""
        return _covered(self.land_holes, self.land_ha)

    @property
    def share_of_sea(self) -> float:
        """Share of the sea that is covered."""
        return _covered(self.sea_holes, self.sea_ha)


def _covered(holes: Geometry, whole_ha: float) -> float:
    """Share of a whole that is no hole; 1 where there is no whole."""
    return 1.0 - area_ha(holes) / whole_ha if whole_ha > 0 else 1.0


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
    cover = _cover(here, land_use, scope)
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


def _cover(here: MunicipalWorkspace, land_use: LandUse, scope: Scope) -> _Cover:
    drawn = land_use.geometry[dimension(land_use.geometry) == POLYGON]
    nothing = empty_polygons(1)[0]
    bare = area_ha(here.territory) - float(area(here.disjoint_uses).sum()) / M2_PER_HA
    covered = bare * M2_PER_HA < NO_HOLE_M2  # looking for holes that are not there is dear
    residual = "" if here.plan is None else here.plan.residual_use
    land_holes = nothing if covered or residual else uncovered(here.land, drawn, scope.tick)
    sea_declared = covered or here.sea is None or residual == WATER
    sea_holes = nothing if sea_declared else uncovered(here.sea, drawn, scope.tick)
    failed = land_holes is None or sea_holes is None
    return _Cover(
        land_holes=nothing if land_holes is None else land_holes,
        sea_holes=nothing if sea_holes is None else sea_holes,
        land_ha=area_ha(here.land),
        sea_ha=0.0 if here.sea is None else area_ha(here.sea),
        blurred=bool((land_use.defect == BEYOND_REPAIR).any()),
        unknown="land_use.geometry" if failed else "",
    )


def _judge_coverage(builder: AssessmentBuilder, scope: Scope, rule: Rule, cover: _Cover) -> None:
    limits, minimum = scope.region.definitions, float(rule.value("hole_area"))
    land, sea = without_noise(geometries([cover.land_holes, cover.sea_holes]), limits, minimum)
    share, threshold = cover.share, float(rule.value("share_supported"))
    builder.threshold[COVERAGE] = threshold
    if cover.unknown:
        builder.set(COVERAGE, Outcome.UNDETERMINED, reason="geometry", missing=cover.unknown)
        return
    builder.value[COVERAGE] = builder.share[COVERAGE] = share
    covered = bool(at_least(share, threshold, "share"))
    if scope.here.sea_unknown and not covered:
        builder.set(COVERAGE, Outcome.UNDETERMINED, reason="sea", missing="sea")
        return
    land_is_gap = not covered and not _is_nothing(land)
    if not land_is_gap and _is_nothing(sea):
        return
    if cover.blurred:
        builder.set(COVERAGE, Outcome.UNDETERMINED, reason="geometry", missing="land_use.geometry")
        return
    if land_is_gap:
        _write_land_outcome(builder, scope, rule, share)
    else:
        builder.set(COVERAGE, Outcome.PARTLY, int(rule.value("severity")), reason="sea")
        builder.value[COVERAGE] = cover.share_of_sea  # what decides is what is told
    _show_holes(builder, land if land_is_gap else empty_polygons(1)[0], sea, minimum)


def _show_holes(builder: AssessmentBuilder, land: Geometry, sea: Geometry, minimum: float) -> None:
    """The holes as the finding's geometry, and each as a piece with its area against `minimum`."""
    holes = geometries([land, sea])
    builder.geometry[COVERAGE] = union_all(holes)
    pieces, _ = parts(holes)
    pieces = pieces[~is_missing(pieces)]
    builder.children = Children(
        parent=np.full(len(pieces), COVERAGE, dtype=np.int64),
        geometry=pieces,
        locator=cell(pieces),
        value=area(pieces) / M2_PER_HA,
        threshold=np.full(len(pieces), minimum),
        unit="ha",
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
    i, j = scope.here.sharing_uses
    category = land_use.category.values
    counted = category[i] != category[j]
    counted &= (category[i] != EXCEPTED_FROM_OVERLAP) & (category[j] != EXCEPTED_FROM_OVERLAP)
    return shared_land(land_use.geometry, (i[counted], j[counted]), scope.tick)


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
    sharpened_by=("sea",),
)
