"""Tiny plans for tests of check kinds: tables as in the inline examples, one rule at a time."""

import dataclasses
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from strukturbild.alignment.ledger import Assessments, Outcome, Subjects
from strukturbild.alignment.progress import no_tick
from strukturbild.alignment.ruleset.load import load_rule_set
from strukturbild.alignment.ruleset.model import Example, Parameter
from strukturbild.alignment.runner.examples import inputs_of
from strukturbild.alignment.workspace.region import Region
from strukturbild.alignment.workspace.scope import Scope

ORIGIN = (500_000.0, 6_300_000.0)
EVERYWHERE = (0, 0, 20_000, 20_000)


def box(x0: float, y0: float, x1: float, y1: float) -> str:
    """A rectangle as WKT; metres from the origin."""
    (ox, oy) = ORIGIN
    corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
    return "POLYGON((" + ",".join(f"{ox + x} {oy + y}" for x, y in corners) + "))"


def point(x: float, y: float) -> str:
    return f"POINT({ORIGIN[0] + x} {ORIGIN[1] + y})"


def line(*xy: tuple[float, float]) -> str:
    return "LINESTRING(" + ",".join(f"{ORIGIN[0] + x} {ORIGIN[1] + y}" for x, y in xy) + ")"


def node(x: float = 5000, y: float = 5000, **more: Any) -> dict[str, Any]:
    """A node of rank 3: its zone is a circle of 2 km."""
    row = {"node_id": "n1", "name": "Norrby", "rank": 3, "category": "strategic_node"}
    return {**row, "wkt": point(x, y), **more}


def use(category: str, shape: tuple[float, float, float, float], **more: Any) -> dict[str, Any]:
    """A new land use in municipality 0001."""
    row = {"municipality": "0001", "category": category, "change": "new", "wkt": box(*shape)}
    return {**row, **more}


def place(subcategory: str, wkt: str, **more: Any) -> dict[str, Any]:
    """Development orientation for settlement in municipality 0001."""
    row = {"municipality": "0001", "theme": "settlement", "subcategory": subcategory, "wkt": wkt}
    return {**row, **more}


def part_rules(resources: Path, folder: Path, parts: list[str], kinds: Any) -> Any:
    """The generic rule set with only some of its parts."""
    target = folder / "generic"
    shutil.copytree(resources / "rulesets" / "generic", target)
    head = target / "ruleset.yaml"
    lines = [row for row in head.read_text("utf-8").splitlines() if not row.startswith("rules:")]
    head.write_text("\n".join([*lines, f"rules: [{', '.join(parts)}]", ""]), "utf-8")
    return load_rule_set(str(target), kinds, resources)


@dataclass
class Answer:
    """What a rule said of a tiny plan."""

    subjects: Subjects
    answers: Assessments
    region: Region

    @property
    def outcomes(self) -> list[str]:
        return [Outcome(int(o)).code for o in self.answers.outcome]

    @property
    def severities(self) -> list[int]:
        return self.answers.severity.tolist()

    @property
    def reasons(self) -> list[str]:
        return self.answers.reason.tolist()

    @property
    def summary(self) -> tuple[str, int]:
        return self.outcomes[-1], self.severities[-1]

    def figure(self, name: str, row: int = 0) -> Any:
        value = self.answers.figures[name].values[row]
        return value if isinstance(value, str) else float(value)


def ask(rule_set: Any, kind: Any, rule_id: str, tables: dict[str, Any], **settings: Any) -> Answer:
    """Put one rule to a tiny plan of municipality 0001; `parameters` replaces rule values.

    `partition` may also be a pair ("0001+0002") or "region". `shapeless` names reasons whose
    findings have no geometry.
    """
    tables = dict(tables)
    partition = settings.pop("partition", "0001")
    shapeless = settings.pop("shapeless", ())
    tables.setdefault("municipalities", [{"code": "0001", "name": "A", "wkt": box(*EVERYWHERE)}])
    rule = rule_set.rule(rule_id)
    changed = {
        name: Parameter(value, {}, True) for name, value in settings.pop("parameters", {}).items()
    }
    rule = dataclasses.replace(rule, parameters={**rule.parameters, **changed})
    example = Example(
        name={},
        match=True,
        tables={k: tuple(v) for k, v in tables.items()},
        expect=(),
        settings=settings,
    )
    region = Region(inputs_of(example), rule_set.definitions)
    codes = [] if partition == "region" else partition.split("+")
    scope = Scope(partition, region, tuple(region.workspace(code) for code in codes), no_tick)
    counted = kind.subjects(scope, rule)
    answers = kind.assess(scope, rule, counted)
    assert len(answers) == len(counted)
    finding = np.isin(answers.outcome, [1, 2, 3]) & ~np.isin(answers.reason, shapeless)
    assert all(shape is not None and not shape.is_empty for shape in answers.geometry[finding])
    assert set(answers.figures) <= set(kind.placeholders)
    return Answer(counted, answers, region)
