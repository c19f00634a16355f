"""A case in the making, as a record: what the wizard's pages edit. No widgets, no reading."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping, Sequence

from ...alignment.mapping.fold import fold
from ...alignment.mapping.profile import Profile, ProfileSource
from ...alignment.setup.case import (
    Case,
    LayerSource,
    MunicipalitiesSetup,
    PlanSetup,
    RuleChoice,
    StructureMapSetup,
    SupportingSetup,
)
from .layer_look import Box
from .plan_mapping import LayerMapping, Target, entries_of
from .regional import CANONICAL, OWN, STRUCTURE, SUPPORTING, RegionalChoice

DRAFT_STAGES = ("consultation", "review")
FALLBACK_PROFILE = "op_modell_2_1"
SWEDEN: Box = (200_000.0, 6_100_000.0, 950_000.0, 7_750_000.0)  # EPSG:3006, m
SWEREF = "EPSG:3006"


@dataclass(frozen=True)
class PlanDraft:
    """A plan: its layers, whose it is, how far it has come. Dates are ISO text or "".

    `coast` is whether the municipality's territory holds sea; None: as the sea layer says.
    """

    layers: tuple[LayerMapping, ...] = ()
    municipality: str = ""
    municipality_name: str = ""
    name: str = ""
    plan_type: str = "municipality_wide"
    stage: str = "in_force"
    adopted_on: str = ""
    in_force_on: str = ""
    planning_strategy_on: str = ""
    horizon_year: int = 0
    residual_use: str = ""
    coast: bool | None = None


@dataclass(frozen=True)
class Draft:
    """Everything chosen so far. `measured_coast` are codes that the dry run found sea in.

    `without_plan` is whether municipalities without a plan are told of too.
    """

    name: str = ""
    language: str = "sv"
    regional: Mapping[str, RegionalChoice] = field(default_factory=dict)
    matching: str = "geometric"
    structure_date: str = ""
    plans: tuple[PlanDraft, ...] = (PlanDraft(),)
    rule_set: str = "generic"
    measured_coast: frozenset[str] = frozenset()
    without_plan: bool = False


def with_regional(draft: Draft, table: str, choice: RegionalChoice | None) -> Draft:
    """The draft with a layer in a place, or with that place empty."""
    regional = {name: found for name, found in draft.regional.items() if name != table}
    if choice is not None:
        regional[table] = choice
    return dataclasses.replace(draft, regional=regional)


def with_plan(draft: Draft, number: int, **changes: object) -> Draft:
    """The draft with one of its plans changed."""
    plans = list(draft.plans)
    plans[number] = dataclasses.replace(plans[number], **changes)  # type: ignore[arg-type]
    return dataclasses.replace(draft, plans=tuple(plans))


def with_placed(
    plan: PlanDraft, layer: int, key: tuple[str, str, str], target: Target | None
) -> PlanDraft:
    """The plan with a value given a code (None takes it back), in all layers of that name.

    Profiles go by name: layers of one plan that are called the same are read the same.
    """
    called = fold(plan.layers[layer].look.name)
    layers = []
    for mapping in plan.layers:
        if fold(mapping.look.name) == called:
            placed = {k: t for k, t in mapping.placed.items() if k != key}
            if target is not None:
                placed[key] = target
            mapping = dataclasses.replace(mapping, placed=placed)  # noqa: PLW2901 - a new record
        layers.append(mapping)
    return dataclasses.replace(plan, layers=tuple(layers))


def lacking(draft: Draft) -> list[str]:
    """Codes of what is still needed before the case can be saved, in order of the pages."""
    missing = []
    if not any(name in draft.regional for name in STRUCTURE):
        missing.append("structure_map")
    if any(choice.lacking for choice in draft.regional.values()):
        missing.append("fields")
    if "municipalities" not in draft.regional:
        missing.append("municipalities")
    for plan in draft.plans:
        if not plan.layers:
            missing.append("plan_layers")
        elif not plan.municipality:
            missing.append("municipality")
        final = plan.stage not in DRAFT_STAGES
        if final and plan.adopted_on and plan.in_force_on and plan.in_force_on < plan.adopted_on:
            missing.append("dates")
    wide = [p.municipality for p in draft.plans if p.plan_type == "municipality_wide"]
    if len(set(wide)) < len(wide):
        missing.append("two_wide_plans")
    return list(dict.fromkeys(missing))


def profiles_of(draft: Draft, shipped: Sequence[Profile]) -> dict[int, Profile]:
    """The case's own profiles by plan number; entries of regional layers go with the first."""
    found: dict[int, list[ProfileSource]] = {}
    own = [c.entry for c in draft.regional.values() if c.profile == OWN and c.entry is not None]
    if own:
        found[0] = own
    for number, plan in enumerate(draft.plans):
        seen: set[str] = set()
        for mapping in plan.layers:
            called = fold(mapping.look.name)
            if not mapping.is_own or called in seen:
                continue
            seen.add(called)
            entries = entries_of(mapping, shipped)
            if entries:
                found.setdefault(number, []).extend(entries)
    return {number: _profile(draft, sources) for number, sources in found.items()}


def _profile(draft: Draft, sources: Sequence[ProfileSource]) -> Profile:
    title = draft.name or "Strukturbild"
    return Profile(
        id=re.sub(r"\W+", "_", fold(title)).strip("_") or "egen",
        version="1",
        name={"sv": f"Översättning för {title}", "en": f"Mapping for {title}"},
        description={
            "sv": "Gjord i guiden för nytt ärende.",
            "en": "Made in the wizard for a new case.",
        },
        origin="",
        sources=tuple(sources),
    )


def to_case(
    draft: Draft,
    places: Mapping[int, Path],
    shipped: Sequence[Profile],
    output: Path | None = None,
) -> Case:
    """The draft as a case; `places` says where its own profiles are (or will be) written.

    Needs municipal borders (KeyError without); plans without municipality or layers are left out.
    """
    sources = regional_sources(draft, places)
    plans = [
        _plan(plan, number, places, shipped)
        for number, plan in enumerate(draft.plans)
        if plan.municipality and plan.layers
    ]
    coastal = set(draft.measured_coast) | {p.municipality for p in draft.plans if p.coast}
    coastal -= {p.municipality for p in draft.plans if p.coast is False}
    return Case(
        name=draft.name or "Strukturbild",
        language=draft.language,
        crs=computing_crs(draft),
        structure_map=StructureMapSetup(
            **{name: sources.get(name) for name in STRUCTURE},  # type: ignore[arg-type]
            matching=draft.matching,
            date=draft.structure_date,
        ),
        municipalities=MunicipalitiesSetup(
            sources["municipalities"],
            only=() if draft.without_plan else tuple(sorted({p.municipality for p in plans})),
            coastal=tuple(sorted(coastal - {""})),
        ),
        plans=tuple(plans),
        supporting=SupportingSetup(**{name: sources.get(name) for name in SUPPORTING}),
        rules=RuleChoice(draft.rule_set),
        output="" if output is None else str(output),
    )


def regional_sources(draft: Draft, places: Mapping[int, Path]) -> dict[str, LayerSource]:
    """Table -> the layer to read for it, with the profile to read it by."""
    own = str(places[0]) if 0 in places else CANONICAL
    return {
        name: dataclasses.replace(choice.look.source, profile=choice.profile or own)
        for name, choice in draft.regional.items()
    }


def plan_sources(
    plan: PlanDraft, number: int, places: Mapping[int, Path], shipped: Sequence[Profile]
) -> list[LayerSource]:
    """The layers of a plan, each with the profile to read it by."""
    sources = []
    for mapping in plan.layers:
        own = mapping.is_own and number in places and bool(entries_of(mapping, shipped))
        profile = str(places[number]) if own else mapping.profile or FALLBACK_PROFILE
        sources.append(dataclasses.replace(mapping.look.source, profile=profile))
    return sources


def _plan(
    plan: PlanDraft, number: int, places: Mapping[int, Path], shipped: Sequence[Profile]
) -> PlanSetup:
    final = plan.stage not in DRAFT_STAGES
    kind = {"municipality_wide": "op", "deepening": "fop"}.get(plan.plan_type, plan.plan_type)
    return PlanSetup(
        plan_id=f"{kind}-{plan.municipality}" + (f"-{number + 1}" if number else ""),
        municipality=plan.municipality,
        sources=tuple(plan_sources(plan, number, places, shipped)),
        plan_type=plan.plan_type,
        stage=plan.stage,
        name=plan.name,
        adopted_on=plan.adopted_on if final else "",
        in_force_on=plan.in_force_on if plan.stage == "in_force" else "",
        planning_strategy_on=plan.planning_strategy_on,
        horizon_year=plan.horizon_year,
        residual_use=plan.residual_use,
    )


def computing_crs(draft: Draft) -> str:
    """SWEREF 99 TM, or the borders' own system where they lie outside Sweden."""
    borders = draft.regional.get("municipalities")
    if borders is None or borders.look.extent is None or not borders.look.crs:
        return SWEREF
    west, south, east, north = borders.look.extent
    inside = west < SWEDEN[2] and east > SWEDEN[0] and south < SWEDEN[3] and north > SWEDEN[1]
    return SWEREF if inside else borders.look.crs
