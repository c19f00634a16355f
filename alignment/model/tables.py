"""The canonical tables. Names and code lists: domain glossary (field's standard terms)."""

from __future__ import annotations

from dataclasses import dataclass

from .codes import (
    CHANGES,
    DEVELOPMENT_SUBCATEGORIES,
    LAND_USE_CATEGORIES,
    LINK_KINDS,
    LINK_STATUSES,
    NODE_CATEGORIES,
    NODE_STATUSES,
    STOP_KINDS,
    THEMES,
    TYPOLOGY_CLASSES,
)
from .fields import Column, code, date, flag, number, text, whole
from .table import Table


@dataclass(frozen=True)
class Typology(Table):
    """Place typology of the structure map (polygons); classes after Nordregio's seven."""

    class_code: Column = code(TYPOLOGY_CLASSES, required=True)
    class_name: Column = text()
    classification: Column = text()
    origin: Column = text()
    valid_from: Column = date()


@dataclass(frozen=True)
class Nodes(Table):
    """Nodes of the structure map (points or polygons); rank 1 is the highest."""

    node_id: Column = text(required=True)
    name: Column = text(required=True)
    category: Column = code(NODE_CATEGORIES)
    rank: Column = whole()
    status: Column = code(NODE_STATUSES)
    population: Column = whole()
    industry_breadth: Column = whole()
    net_in_commuting: Column = whole()
    population_growth: Column = number("share")
    employment_growth: Column = number("share")
    has_public_service: Column = flag()
    has_commercial_service: Column = flag()
    has_workplace: Column = flag()
    has_visitor_destination: Column = flag()
    has_public_transport: Column = flag()
    has_broadband: Column = flag()
    locality_code: Column = text()
    municipality_code: Column = text()


@dataclass(frozen=True)
class Links(Table):
    """Functional links of the structure map (lines); strength 1-3 is their width."""

    link_id: Column = text(required=True)
    name: Column = text()
    from_node: Column = text()
    to_node: Column = text()
    kind: Column = code(LINK_KINDS)
    strength: Column = whole()
    direction: Column = text()
    status: Column = code(LINK_STATUSES)


@dataclass(frozen=True)
class LandUse(Table):
    """Land and water use of a plan (polygons; transport also as lines)."""

    object_id: Column = text()
    category: Column = code(LAND_USE_CATEGORIES, required=True)
    subcategory: Column = text()
    change: Column = code(CHANGES)
    name: Column = text()
    statement: Column = text()
    consideration: Column = text()
    dwellings: Column = number()
    phase: Column = text()
    chapter_url: Column = text()


@dataclass(frozen=True)
class Development(Table):
    """Development orientation of a plan (points, lines, polygons)."""

    object_id: Column = text()
    theme: Column = code(THEMES, required=True)
    subcategory: Column = code(DEVELOPMENT_SUBCATEGORIES)
    rank: Column = whole()
    change: Column = code(CHANGES)
    dwellings: Column = number()
    name: Column = text()
    statement: Column = text()


@dataclass(frozen=True)
class Considerations(Table):
    """National interests, risks and values shown in a plan."""

    kind: Column = text(required=True)
    reference: Column = text()
    name: Column = text()


@dataclass(frozen=True)
class Municipalities(Table):
    """Municipal territory (polygons), sea included where the source has it."""

    code: Column = text(required=True)
    name: Column = text(required=True)


@dataclass(frozen=True)
class Sea(Table):
    """Sea (polygons); lakes are not sea."""

    name: Column = text()


@dataclass(frozen=True)
class Localities(Table):
    """Tätorter and småorter (polygons or points)."""

    locality_code: Column = text()
    name: Column = text(required=True)
    population: Column = whole()
    municipality_code: Column = text()


@dataclass(frozen=True)
class Stops(Table):
    """Public-transport stops; departures an ordinary weekday, a stop area's both directions."""

    stop_id: Column = text()
    name: Column = text()
    kind: Column = code(STOP_KINDS)
    departures: Column = number()


@dataclass(frozen=True)
class Population(Table):
    """Population by grid cell or small area."""

    population: Column = whole(required=True)


@dataclass(frozen=True)
class HousingNeed(Table):
    """Need for dwellings per municipality over a number of years (no geometry)."""

    municipality_code: Column = text(required=True)
    dwellings: Column = number(required=True)
    years: Column = whole(required=True)


TABLES: dict[str, type[Table]] = {
    "typology": Typology,
    "nodes": Nodes,
    "links": Links,
    "land_use": LandUse,
    "development": Development,
    "considerations": Considerations,
    "municipalities": Municipalities,
    "sea": Sea,
    "localities": Localities,
    "stops": Stops,
    "population": Population,
    "housing_need": HousingNeed,
}
