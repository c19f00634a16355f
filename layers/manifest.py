"""The run table: what went in, by which rules, with which software, and how long it took."""

from __future__ import annotations

import datetime
import json
import platform
from pathlib import Path
from typing import Any, Iterable, Mapping

import numpy as np
from osgeo import gdal
from qgis.core import Qgis, QgsProjUtils

from ..alignment.geometry.engine import require_shapely
from ..alignment.identity.keys import digest
from ..alignment.model.inputs import ReadCount
from ..alignment.problems import Problem
from ..alignment.ruleset.definitions import MATERIAL_CHANGE_LIMITS
from ..alignment.ruleset.model import Rule
from ..alignment.runner.result import RunResult
from .geopackage import TEXT, Field, OutTable

Row = tuple[str, str, str]


def run_table(result: RunResult, sentences: Iterable[str] = (), plugin: str = "") -> OutTable:
    """Rows of topic, key and value; `sentences` are the run's problems in its language."""
    rows = [
        *_case(result),
        *_software(plugin),
        *_rules(result),
        *(row for count in result.inputs.counts for row in _count(count)),
        *_problems(result.problems, list(sentences)),
        *(("trace", f"{t.rule_id} {t.partition}".strip(), t.trace) for t in result.traces),
        *(("seconds", name, f"{spent:.3f}") for name, spent in sorted(result.timings.items())),
    ]
    topics, keys, values = zip(*rows)
    fields = [
        Field("topic", TEXT, list(topics)),
        Field("item", TEXT, list(keys)),
        Field("content", TEXT, list(values)),
    ]
    return OutTable("run", fields)


def _case(result: RunResult) -> list[Row]:
    case = result.case
    rows = [
        ("case", "name", case.name),
        ("case", "notice", case.notice),
        ("case", "setup", "" if case.path is None else case.path.name),
        ("case", "language", case.language),
        ("case", "crs", case.crs),
        ("case", "structure_map_date", case.structure_map.date),
        ("case", "matching", case.structure_map.matching),
        ("case", "typology_normative", _text(case.structure_map.typology_normative)),
        ("case", "only", ", ".join(case.municipalities.only)),
        ("run", "complete", _text(result.complete)),
        ("run", "written", datetime.datetime.now().astimezone().isoformat(timespec="seconds")),
    ]
    for plan in case.plans:
        described = {
            "municipality": plan.municipality,
            "name": plan.name,
            "type": plan.plan_type,
            "stage": plan.stage,
            "adopted_on": plan.adopted_on,
            "in_force_on": plan.in_force_on,
        }
        rows.append(("plan", plan.plan_id, _text(described)))
    return [row for row in rows if row[2]]


def _software(plugin: str) -> list[Row]:
    shapely = require_shapely()
    versions = {
        "strukturbild": plugin,
        "qgis": Qgis.version(),
        "gdal": gdal.VersionInfo("RELEASE_NAME"),
        "proj": f"{QgsProjUtils.projVersionMajor()}.{QgsProjUtils.projVersionMinor()}",
        "geos": shapely.geos_version_string,
        "shapely": shapely.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
        "system": platform.platform(),
    }
    return [("software", name, version) for name, version in versions.items() if version]


def _rules(result: RunResult) -> list[Row]:
    rules = result.rule_set
    rows = [("rule_set", rules.id, rules.version)]
    if rules.extends:
        rows.append(("rule_set", "extends", rules.extends))
    rows += [("rule", rule.id, f"{rule.kind}, version {rule.version}") for rule in rules.rules]
    for rule in rules.rules:
        rows.append(("rule_fingerprint", rule.id, _fingerprint(rule)))
        rows += [("formerly", name, rule.id) for name in rule.formerly]
    rows += [
        ("limit", name, _text(rules.definitions.value(name))) for name in MATERIAL_CHANGE_LIMITS
    ]
    for override in result.case.overrides:
        described = {"parameters": dict(override.parameters), "reason": override.reason}
        item = f"{override.rule_id} {override.municipality}"
        rows.append(("override", item, _text(described)))
        rows.append(("rule_fingerprint", item, digest(_text(_plain(override.parameters)))))
    return rows


def _fingerprint(rule: Rule) -> str:
    """What a finding's being gone may be due to: another kind, parameters, strength or stages."""
    values = {name: _plain(parameter.value) for name, parameter in rule.parameters.items()}
    return digest(rule.kind, rule.strength, ",".join(rule.stages), _text(values))


def _plain(value: Any) -> Any:
    """Tables with text as keys: some are by number and name, which can't be sorted."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def _count(count: ReadCount) -> list[Row]:
    described: dict[str, Any] = {
        "table": count.table,
        "crs": count.crs,
        "features": count.features,
        "mapped": count.mapped,
        "repaired": count.repaired,
        "undetermined": count.undetermined,
        "skipped": count.skipped,
        "hash": count.hash,
    }
    item = f"{count.municipality} {count.layer}".strip()
    rows = [("input", item, _text(described))]
    if count.transformation:
        rows.append(("transformation", item, count.transformation))
    return rows


def _problems(problems: Iterable[Problem], sentences: list[str]) -> list[Row]:
    return [
        ("problem", " ".join(filter(None, (problem.municipality, problem.code))), sentence)
        for problem, sentence in zip(problems, sentences)
    ]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def plugin_version(root: Path) -> str:
    """The version that the plugin's metadata.txt names; "" where there is none."""
    path = root / "metadata.txt"
    if not path.is_file():
        return ""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((line[8:].strip() for line in lines if line.startswith("version=")), "")
