"""Reads `NAME.strukturbild.yaml` into a `Case`; every fault with its line."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import Any

from ..documents.parse import parse, read
from ..documents.schema import (
    LINE,
    AnyValue,
    Choice,
    Date,
    Either,
    Entry,
    Flag,
    ListOf,
    LocalText,
    MapOf,
    Number,
    Record,
    Report,
    ShortRecord,
    Text,
)
from ..model.codes import LAND_USE_CATEGORIES, LANGUAGES, PLAN_TYPES, STAGES
from .case import (
    Case,
    LayerSource,
    MunicipalitiesSetup,
    Override,
    PlanSetup,
    RuleChoice,
    StructureMapSetup,
    SupportingSetup,
)

FORMAT_VERSION = 1
MOST_KEPT = 100
MATCHING = ("geometric", "relational")
SUPPORTING = ("localities", "stops", "sea", "population", "housing_need")
DRAFT_STAGES = ("consultation", "review")
DATABASE = "postgresql:"
PATH_PROVIDERS = ("", "ogr", "delimitedtext", "spatialite", "gpx")


def _is_municipal_code(text: str) -> bool:
    return len(text) == 4 and text.isdigit()


CODE = Text(accept=_is_municipal_code, code="setup_municipal_code", quoted_only=True)
CRS = Text(accept=re.compile(r"[A-Za-z][A-Za-z0-9]*:[0-9]+").fullmatch, code="setup_crs")
LAYER_KEYS = {
    "source": Entry(Text(), required=True),
    "provider": Entry(Text(), default=""),
    "crs": Entry(CRS, default=""),
    "profile": Entry(Text(), default="canonical"),
}
LAYER = ShortRecord(LAYER_KEYS, "source")
STRUCTURE_MAP = Record(
    {
        "date": Entry(Date(), default=""),
        "matching": Entry(Choice(MATCHING), default="geometric"),
        "typology_normative": Entry(Flag(), default=False),
        "typology": Entry(LAYER),
        "nodes": Entry(LAYER),
        "links": Entry(LAYER),
    }
)
MUNICIPALITIES = ShortRecord(
    {
        **LAYER_KEYS,
        "only": Entry(ListOf(CODE), default=[]),
        "coastal": Entry(ListOf(CODE), default=[]),
    },
    "source",
)
PLAN = Record(
    {
        "municipality": Entry(CODE, required=True),
        "id": Entry(Text(), default=""),
        "name": Entry(Text(), default=""),
        "type": Entry(Choice(PLAN_TYPES), default="municipality_wide"),
        "stage": Entry(Choice(STAGES), default="in_force"),
        "adopted_on": Entry(Date(), default=""),
        "in_force_on": Entry(Date(), default=""),
        "planning_strategy_on": Entry(Date(), default=""),
        "horizon_year": Entry(Number(minimum=1990, maximum=2200, whole=True), default=0),
        "residual_use": Entry(Choice(LAND_USE_CATEGORIES), default=""),
        "extent": Entry(LAYER),
        "sources": Entry(ListOf(LAYER, minimum=1), required=True, default=[]),
    },
    with_line=True,
)
OVERRIDE = Record(
    {
        "rule": Entry(Text(), required=True, default=""),
        "municipality": Entry(CODE, required=True, default=""),
        "parameters": Entry(MapOf(AnyValue()), required=True, default={}),
        "reason": Entry(Text(), required=True, default=""),
    },
    with_line=True,
)
SETUP = Record(
    {
        "strukturbild": Entry(
            Number(FORMAT_VERSION, FORMAT_VERSION, whole=True, out_of_range="setup_version"),
            required=True,
        ),
        "name": Entry(Text(), required=True),
        "language": Entry(Choice(LANGUAGES), default="sv"),
        "crs": Entry(CRS, default="EPSG:3006"),
        "notice": Entry(Either(Text(), LocalText()), default=""),
        "structure_map": Entry(STRUCTURE_MAP, required=True),
        "municipalities": Entry(MUNICIPALITIES, required=True),
        "plans": Entry(ListOf(PLAN), required=True, default=[]),
        "supporting": Entry(Record({name: Entry(LAYER) for name in SUPPORTING}), default={}),
        "rules": Entry(
            Record(
                {
                    "set": Entry(Text(), default="generic"),
                    "only": Entry(ListOf(Text()), default=[]),
                    "skip": Entry(ListOf(Text()), default=[]),
                },
                with_line=True,
            ),
            default={},
        ),
        "overrides": Entry(ListOf(OVERRIDE), default=[]),
        "output": Entry(Text(), default=""),
        "review": Entry(Text(), default=""),
        "earlier_results": Entry(Number(minimum=0, maximum=MOST_KEPT, whole=True)),
    }
)


def read_case(path: Path) -> Case:
    """The case that a setup file describes.

    Relative paths count from the file's folder. Raises InputError with every fault in the file.
    """
    return _case(read(path), path.name, path.parent, path)


def parse_case(raw: bytes, name: str, folder: Path) -> Case:
    """The same from text; `name` is what messages call it, `folder` where paths count from."""
    return _case(parse(raw, name), name, folder, None)


def _case(root: Any, name: str, folder: Path, path: Path | None) -> Case:
    report = Report(name)
    data = SETUP.read(root, report, "") or {}
    _check_plans(data, report)
    report.raise_if_any()
    places = _Places(folder)
    structure = data["structure_map"]
    rules = data["rules"]
    language = data["language"]
    notice = data["notice"]
    kept = data.get("earlier_results")
    return Case(
        name=data["name"],
        structure_map=StructureMapSetup(
            typology=places.layer(structure["typology"]),
            nodes=places.layer(structure["nodes"]),
            links=places.layer(structure["links"]),
            matching=structure["matching"],
            typology_normative=structure["typology_normative"],
            date=structure["date"],
        ),
        municipalities=places.municipalities(data["municipalities"]),
        plans=tuple(places.plan(plan, number) for number, plan in enumerate(data["plans"], 1)),
        supporting=SupportingSetup(
            **{name: places.layer(data["supporting"].get(name)) for name in SUPPORTING}
        ),
        rules=RuleChoice(
            rule_set=places.rule_set(rules.get("set", "generic")),
            only=tuple(rules.get("only", ())),
            skip=tuple(rules.get("skip", ())),
            line=rules.get(LINE, 0),
        ),
        overrides=tuple(
            Override(
                rule_id=entry["rule"],
                municipality=entry["municipality"],
                parameters=entry["parameters"],
                reason=entry["reason"],
                line=entry[LINE],
            )
            for entry in data["overrides"]
        ),
        crs=data["crs"],
        language=language,
        notice=notice[language] if isinstance(notice, dict) else notice,
        output=places.path(data["output"]) if data["output"] else "",
        review=places.store(data["review"]),
        earlier_results=None if kept is None else int(kept),
        path=path,
    )


def _check_plans(data: dict[str, Any], report: Report) -> None:
    seen: dict[str, int] = {}
    wide: dict[str, int] = {}
    for number, plan in enumerate(data.get("plans") or [], 1):
        name = plan["id"] or _plan_id(plan, number)
        if name in seen:
            report.add("setup_plan_twice", plan[LINE], plan=name, first=seen[name])
        seen.setdefault(name, plan[LINE])
        code = plan["municipality"] or ""
        if plan["type"] == "municipality_wide" and code:
            if code in wide:
                report.add("setup_two_wide_plans", plan[LINE], code=code, first=wide[code])
            wide.setdefault(code, plan[LINE])
        _check_dates(plan, name, report)


def _check_dates(plan: dict[str, Any], name: str, report: Report) -> None:
    adopted, in_force = plan["adopted_on"], plan["in_force_on"]
    if adopted and in_force and in_force < adopted:
        report.add("setup_dates", plan[LINE], plan=name, adopted=adopted, in_force=in_force)
    if plan["stage"] in DRAFT_STAGES and (adopted or in_force):
        report.add("setup_draft_dated", plan[LINE], plan=name, stage=plan["stage"])


def _plan_id(plan: dict[str, Any], number: int) -> str:
    return f"{plan['municipality']}-{plan['type']}-{number}"


class _Places:
    """Makes paths absolute, counted from the setup file's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def path(self, text: str) -> str:
        """One path; what follows "|" is left alone."""
        file, bar, rest = text.partition("|")
        if file.startswith("~"):  # "./~" is a folder of that name, and so is "~name" of nobody
            with contextlib.suppress(RuntimeError):
                file = str(Path(file).expanduser())
        return os.path.normpath(self.folder / file) + bar + rest

    def store(self, text: str) -> str:
        """A review store: a file, or a database's connection string as it is."""
        return self.path(text) if text and not text.startswith(DATABASE) else text

    def profile(self, text: str) -> str:
        """A profile id, or the path of a profile file."""
        return self.path(text) if text.endswith((".yaml", ".yml")) else text

    def rule_set(self, text: str) -> str:
        """A rule set id, or the path of a file or folder."""
        looks_like_path = text.endswith((".yaml", ".yml")) or "/" in text or "\\" in text
        return self.path(text) if looks_like_path else text

    def layer(self, data: Any) -> LayerSource | None:
        """A layer given as text or as a mapping."""
        if data is None:
            return None
        uri, provider = data["source"], data["provider"]
        is_path = provider in PATH_PROVIDERS and "://" not in uri and "dbname=" not in uri
        return LayerSource(
            uri=self.path(uri) if is_path else uri,
            provider=provider,
            crs=data["crs"],
            profile=self.profile(data["profile"]),
            line=data[LINE],
        )

    def municipalities(self, data: Any) -> MunicipalitiesSetup:
        """The municipal borders."""
        source = self.layer(data)
        if source is None:
            raise KeyError("municipalities")
        return MunicipalitiesSetup(source, tuple(data["only"]), tuple(data["coastal"]))

    def plan(self, data: dict[str, Any], number: int) -> PlanSetup:
        """One plan."""
        sources = [self.layer(source) for source in data["sources"]]
        return PlanSetup(
            plan_id=data["id"] or _plan_id(data, number),
            municipality=data["municipality"],
            sources=tuple(source for source in sources if source is not None),
            plan_type=data["type"],
            stage=data["stage"],
            name=data["name"],
            adopted_on=data["adopted_on"],
            in_force_on=data["in_force_on"],
            planning_strategy_on=data["planning_strategy_on"],
            horizon_year=data["horizon_year"],
            residual_use=data["residual_use"],
            extent=self.layer(data["extent"]),
            line=data[LINE],
        )
