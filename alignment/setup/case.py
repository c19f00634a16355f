"""A case, described once for every use: what `NAME.strukturbild.yaml` says, as frozen records.

The YAML file is read by `setup.read`; the dock and `checkalignment` build a `Case` in memory.
Paths are absolute here; each `LayerSource.uri` is a path or any QGIS data source.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping


@dataclass(frozen=True)
class LayerSource:
    """One layer to read.

    `uri` is a QGIS data source (`/path/x.gpkg|layername=y`, `/path/x.shp`, a PostGIS or WFS
    URI), `provider` its QGIS provider key ("" lets the path decide). A folder, or a GeoPackage
    or geodatabase without `layername`, stands for all layers in it. `crs` overrides what the
    file says ("" = as it says). `profile` is the id or path of the mapping profile to use.
    `line` is the line of the setup file, 0 where there is none.
    """

    uri: str
    provider: str = ""
    crs: str = ""
    profile: str = "canonical"
    line: int = 0


@dataclass(frozen=True)
class StructureMapSetup:
    """The regional structure map; any part may be absent.

    `matching` is how links are compared with plans: `geometric` (drawn along real routes) or
    `relational` (straight desire lines). `typology_normative` says whether the region declares
    its typology normative (checks.md, correction 1). `date` is ISO text or "".
    """

    typology: LayerSource | None = None
    nodes: LayerSource | None = None
    links: LayerSource | None = None
    matching: str = "geometric"
    typology_normative: bool = False
    date: str = ""


@dataclass(frozen=True)
class MunicipalitiesSetup:
    """Municipal borders; `coastal` lists the codes whose territory holds sea."""

    source: LayerSource
    only: tuple[str, ...] = ()
    coastal: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanSetup:
    """One plan of a municipality: its layers, kind, stage and dates (ISO text or "")."""

    plan_id: str
    municipality: str
    sources: tuple[LayerSource, ...]
    plan_type: str = "municipality_wide"
    stage: str = "in_force"
    name: str = ""
    adopted_on: str = ""
    in_force_on: str = ""
    planning_strategy_on: str = ""
    horizon_year: int = 0
    residual_use: str = ""
    extent: LayerSource | None = None
    line: int = 0


@dataclass(frozen=True)
class SupportingSetup:
    """Supporting data, each optional; what is absent makes the checks that need it undetermined."""

    localities: LayerSource | None = None
    stops: LayerSource | None = None
    sea: LayerSource | None = None
    population: LayerSource | None = None
    housing_need: LayerSource | None = None


@dataclass(frozen=True)
class Override:
    """Other parameters for one rule in one municipality, with the reason that reports show."""

    rule_id: str
    municipality: str
    parameters: Mapping[str, Any]
    reason: str
    line: int = 0


@dataclass(frozen=True)
class RuleChoice:
    """Which rule set (id or path) to use and which of its rules to run; () means all."""

    rule_set: str = "generic"
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Case:
    """Everything a run needs to know.

    `crs` is the projected computing CRS ("EPSG:3006"). `language` (sv, en) rules the result's
    texts. `notice` is printed on results and maps ("exempel, ej antagen plan"). `review` is the
    review store that runs of the case bring up to date: a file, or postgresql:... for a database.
    `earlier_results` is how many of the results that runs replace are kept; None leaves it to who
    runs the case.
    """

    name: str
    structure_map: StructureMapSetup
    municipalities: MunicipalitiesSetup
    plans: tuple[PlanSetup, ...]
    supporting: SupportingSetup = field(default_factory=SupportingSetup)
    rules: RuleChoice = field(default_factory=RuleChoice)
    overrides: tuple[Override, ...] = ()
    crs: str = "EPSG:3006"
    language: str = "sv"
    notice: str = ""
    output: str = ""
    review: str = ""
    earlier_results: int | None = None
    path: Path | None = None
