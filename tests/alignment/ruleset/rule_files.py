"""A check kind without code and a rule set written to a folder, for the tests of the loader."""

from dataclasses import dataclass, field

from strukturbild.alignment.ruleset.definitions import DEFINITIONS
from strukturbild.alignment.ruleset.model import SIZE_CLASSES, ParameterSpec


@dataclass(frozen=True)
class Kind:
    name: str = "node_support"
    part: str = "nodes"
    parameters: dict = field(
        default_factory=lambda: {
            "minimum_area": ParameterSpec("map", "ha", minimum=0, entries=SIZE_CLASSES),
            "share": ParameterSpec("number", "share", minimum=0, maximum=1),
            "mode": ParameterSpec("choice", choices=("near", "far"), required=False),
            "matrix": ParameterSpec("map", required=False),
        }
    )
    placeholders: tuple = ("nearest",)
    needs: tuple = ("nodes",)


KINDS = {"node_support": Kind()}
SIZES = "{1: 20, 2: 10, 3: 3, archipelago_node: 0.5, local: 1}"
VALUES = {"list": "[]", "number": "1", "whole": "2"}


def definitions():
    lines = ["definitions:"]
    for name, spec in DEFINITIONS.items():
        value = VALUES.get(spec.type, "{MB: 1}" if spec.choices else SIZES)
        value = "0.1" if spec.unit == "share" else value
        unit = f"unit: {spec.unit}, " if spec.unit else ""
        lines.append(f"  {name}: {{value: {value}, {unit}source: default}}")
    return "\n".join(lines) + "\n"


HEAD = """\
ruleset: own
version: "1.0"
name: {sv: Egen, en: Own}
description: {sv: Prov, en: Test}
"""
RULE = """\
- id: N1
  version: 1
  kind: node_support
  title: {sv: Nod, en: Node}
  why: {sv: Varför, en: Why}
  resolve: {sv: Lös, en: Resolve}
  traps: {sv: Fälla, en: Trap}
  strength: should
  family: conformance
  responsible: municipality
  basis: [{kind: strategic, text: {sv: Grund, en: Basis}}]
  stages: [in_force]
  formerly: [A7]
  parameters:
    minimum_area: {value: {1: 20, 2: 10, 3: 3, archipelago_node: 0.5, local: 1}, unit: ha, source: default}
    share: {value: 0.5, unit: share, source: {sv: Källa, en: Source}}
    matrix: {value: {MB: {inner: 1, outer: 2}}, source: default}
  wordings:
    missing:
      explanation: {sv: "{label} har {value}.", en: "{label} has {value}."}
      question: {sv: "Hur? {nearest}", en: "How?"}
  examples:
    - name: {sv: Träff, en: Match}
      match: true
      expect: [missing]
      tables: {municipalities: [{code: "0001", name: A, wkt: "POINT (0 0)"}]}
    - name: {sv: Ingen, en: None}
      match: false
      expect: [supported]
      tables: {municipalities: [{code: "0001", name: A, wkt: "POINT (0 0)"}]}
"""  # noqa: E501


def write(folder, rule=RULE, head=None, name="own"):
    """A rule set in `folder/rulesets/name`; the folder serves as resources."""
    place = folder / "rulesets" / name
    place.mkdir(parents=True, exist_ok=True)
    text = HEAD + definitions() + "rules: [nodes.yaml]\n" if head is None else head
    (place / "ruleset.yaml").write_text(text, encoding="utf-8")
    if rule is not None:
        (place / "nodes.yaml").write_text(rule, encoding="utf-8")
    return place
