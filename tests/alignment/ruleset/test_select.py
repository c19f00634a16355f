"""Which rules run, and overrides for single municipalities."""

import pytest
from rule_files import KINDS, RULE, write
from strukturbild.alignment.problems import InputError
from strukturbild.alignment.ruleset.load import load_rule_set
from strukturbild.alignment.ruleset.select import check_overrides, selected, with_overrides
from strukturbild.alignment.setup.case import Override, RuleChoice


@pytest.fixture
def rule_set(tmp_path):
    write(tmp_path, RULE + RULE.replace("id: N1", "id: N9").replace("[A7]", "[]"))
    return load_rule_set("own", KINDS, tmp_path)


def override(parameters, rule="N1", municipality="0885"):
    return Override(rule, municipality, parameters, "därför", 12)


def faults(rule_set, *overrides):
    with pytest.raises(InputError) as caught:
        check_overrides(rule_set, KINDS, overrides, "s.yaml")
    return [(p.code, p.where, p.params.get("hint")) for p in caught.value.problems]


def ids(rule_set):
    return [rule.id for rule in rule_set.rules]


def test_only_and_skip_take_ids_that_rules_had(rule_set):
    assert ids(selected(rule_set, RuleChoice())) == ["N1", "N9"]
    assert ids(selected(rule_set, RuleChoice(only=("A7",)))) == ["N1"]
    assert ids(selected(rule_set, RuleChoice(skip=("A7",)))) == ["N9"]


def test_an_unknown_rule_is_named_with_its_line(rule_set):
    with pytest.raises(InputError) as caught:
        selected(rule_set, RuleChoice(skip=("N99",), line=7), "s.yaml")
    problem = caught.value.problems[0]
    assert (problem.code, problem.where, problem.params["hint"]) == (
        "rule_unknown",
        "s.yaml:7",
        "N9",
    )


def test_an_override_holds_in_its_municipality_and_replaces_only_what_it_names(rule_set):
    rule = rule_set.rule("N1")
    overrides = (override({"minimum_area": {3: 2}, "matrix": {"MB": {"outer": 0}}}, rule="A7"),)
    check_overrides(rule_set, KINDS, overrides, "s.yaml")
    here = with_overrides(rule, overrides, "0885")
    assert (here.value("minimum_area")[3], here.value("minimum_area")[1]) == (2, 20)
    assert here.value("matrix") == {"MB": {"inner": 1, "outer": 0}}
    assert here.parameters["minimum_area"].source["sv"] == "därför"
    assert with_overrides(rule, overrides, "0880") is rule
    assert with_overrides(rule, overrides, "0880+0885").value("minimum_area")[3] == 2
    assert rule.value("minimum_area")[3] == 3


@pytest.mark.parametrize(
    ("parameters", "fault"),
    [
        ({"minimum_are": 1}, ("parameter_unknown", "minimum_area")),
        ({"minimum_area": 1}, ("parameter_type", None)),
        ({"minimum_area": {"3": 1}}, ("override_entry", "3")),
        ({"minimum_area": {3: "x"}}, ("parameter_type", None)),
        ({"minimum_area": {3: -1}}, ("parameter_range", None)),
        ({"matrix": {"MB": {"outr": 1}}}, ("override_entry", "outer")),
        ({"matrix": {"MB": 1}}, ("parameter_type", None)),
        ({"share": 2}, ("parameter_range", None)),
        ({"mode": "neer"}, ("parameter_choice", "near")),
    ],
)
def test_overrides_are_checked(rule_set, parameters, fault):
    code, hint = fault
    assert (code, "s.yaml:12", hint) in faults(rule_set, override(parameters))


def test_an_override_of_an_unknown_rule_is_refused(rule_set):
    assert faults(rule_set, override({}, rule="N8"))[0][:2] == ("rule_unknown", "s.yaml:12")
