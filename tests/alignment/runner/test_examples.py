"""Every inline example of every shipped rule set gives the outcomes that it promises."""

from pathlib import Path

import pytest
from strukturbild.alignment.checks import KINDS
from strukturbild.alignment.ruleset.load import load_rule_set, shipped_rule_sets
from strukturbild.alignment.runner.examples import outcomes_of

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
SETS = {name: load_rule_set(name, KINDS, RESOURCES) for name in shipped_rule_sets(RESOURCES)}
CASES = [
    pytest.param(name, rule, example, id=f"{name}-{rule.id}-{example.name['en']}")
    for name, rule_set in SETS.items()
    for rule in rule_set.rules
    for example in rule.examples
]


@pytest.mark.parametrize(("name", "rule", "example"), CASES)
def test_example(name, rule, example):
    assert outcomes_of(rule, example, SETS[name], KINDS) == example.expect


def test_all_rules_are_there():
    wanted = {"U1", "U3", "U4", "T1", "T2", "N1", "N2", "N4", "S1", "S4", "G1", "G2"}
    assert {name: {rule.id for rule in rules.rules} for name, rules in SETS.items()} == {
        name: wanted for name in ("generic", "kalmar", "ostergotland")
    }


def test_a_second_rule_of_the_same_kind_needs_no_python(tmp_path):
    text = """
ruleset: own
version: "1"
name: {sv: Egen, en: Own}
description: {sv: Egen, en: Own}
extends: generic
rules:
  - id: S4
    parameters: {stop_distance: {value: 800, unit: m, source: default}}
"""
    path = tmp_path / "ruleset.yaml"
    path.write_text(text, encoding="utf-8")
    own = load_rule_set(str(path), KINDS, RESOURCES)
    assert own.rule("S4").value("stop_distance") == 800
    assert own.rule("S4").value("station_distance") == 1000
    assert len(own.rules) == 12


@pytest.mark.parametrize("rule_set", SETS.values(), ids=SETS)
def test_a_wording_stands_for_every_outcome_that_the_examples_show(rule_set):
    for rule in rule_set.rules:
        outcomes = {key.partition(".")[0] for key in rule.wordings}
        shown = {code for example in rule.examples for code in example.expect}
        findings = shown & {"partly", "conflicting", "missing", "undetermined"}
        assert findings <= outcomes, rule.id
