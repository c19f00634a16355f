"""What is chosen about a finding drawn by hand, and the columns of the store that it fills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from ...layers.drawn import Drawn
from ...layers.places import PlaceObject, Places, Territory
from ..words import heading, word

TYPOLOGY, NODES, LINKS, BORDERS, BASIS = "typology", "nodes", "links", "borders", "basis"
PARTS = (TYPOLOGY, NODES, LINKS, BORDERS, BASIS)
STRUCTURE_PARTS = (NODES, LINKS)
NOTEWORTHY = 1  # somebody took the trouble to draw it
DECIMALS = 6


@dataclass(frozen=True)
class Chosen:
    """A form as it was filled in; `met` are the municipalities that the shape lies in."""

    title: str
    part: str
    municipality: Territory | None = None
    plan_object: PlaceObject | None = None
    structure_object: PlaceObject | None = None
    met: tuple[str, ...] = ()


def label_of(item: PlaceObject) -> str:
    """An object's name; place types go by their class, in words."""
    return heading(word("typology_class", item.label)) if item.table == TYPOLOGY else item.label


def likely_part(places: Places) -> str:
    """The part that an object at the place speaks for; typology where none does."""
    for item in places.structure_objects:
        if item.distance_m == 0 and item.table in PARTS:
            return item.table
    return BORDERS if len(places.hit()) == 2 else TYPOLOGY


def likely_structure_object(places: Places, part: str) -> PlaceObject | None:
    """The structure object that a finding of this part most likely means.

    A node is meant from some way off, but only by a finding of its part.
    """
    own = [item for item in places.structure_objects if item.table == part]
    if own and part == NODES:
        return own[0]
    met = [item for item in (*own, *places.structure_objects) if item.distance_m == 0]
    return met[0] if met else None


def finding_values(chosen: Chosen, drawn: Drawn) -> Mapping[str, Any]:
    """The columns of `review.schema.FINDING_COPY` that are known of the finding."""
    code = chosen.municipality.code if chosen.municipality is not None else ""
    plan, structure = chosen.plan_object, chosen.structure_object
    first, second = (structure, plan) if chosen.part in STRUCTURE_PARTS else (plan, structure)
    told = first or second
    return {
        "title": chosen.title.strip(),
        "part": chosen.part,
        "municipality_code": code,
        "municipality": chosen.municipality.name if chosen.municipality is not None else "",
        "partition_code": _partition(chosen, code),
        "plan_object": plan.key if plan is not None else "",
        "structure_object": structure.key if structure is not None else "",
        "label": label_of(told) if told is not None else "",
        "severity": NOTEWORTHY,
        "area_ha": round(drawn.area_ha, DECIMALS),
        "length_m": round(drawn.length_m, DECIMALS),
    }


def _partition(chosen: Chosen, code: str) -> str:
    """The pair of neighbours where a border is spoken of and two share the place."""
    if chosen.part == BORDERS and len(chosen.met) == 2 and code in chosen.met:
        return "+".join(sorted(chosen.met))
    return code
