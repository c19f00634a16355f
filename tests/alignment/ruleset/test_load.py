"""Rule sets: what is loaded, how one extends another, and what is said of faults."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rule_files import HEAD, KINDS, RULE, definitions, write
from strukturbild.alignment.problems import InputError
from strukturbild.alignment.ruleset.load import load_rule_set, read_head, shipped_rule_sets

RESOURCES = Path(__file__).resolve().parents[3] / "resources"


def faults(folder, name="own"):
    with pytest.raises(InputError) as caught:
        load_rule_set(name, KINDS, folder)
    return [(p.code, p.where, p.params.get("hint")) for p in caught.value.problems]


def test_a_rule_set_is_loaded_by_id_folder_and_file(tmp_path):
    place = write(tmp_path)
    for name in ("own", str(place), str(place / "ruleset.yaml")):
        rule_set = load_rule_set(name, KINDS, tmp_path)
        rule = rule_set.rule("N1")
        assert (rule_set.id, rule.part, rule.needs) == ("own", "nodes", ("nodes",))
        assert rule.value("minimum_area")[3] == 3
        assert rule.parameters["minimum_area"].is_default
        assert rule.parameters["share"].source == {"sv": "Källa", "en": "Source"}
        assert (rule.file, rule.line) == ("own/nodes.yaml", 1)
        assert [example.match for example in rule.examples] == [True, False]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("  kind: node_support", "  kind: node_suport", ("rule_kind_unknown", 1, "node_support")),
        ("  strength: should", "  strength: shoud", ("schema_choice", 8, "should")),
        ("  strength: should", "  strenght: should", ("schema_unknown_key", 8, "strength")),
        ("  family: conformance\n", "", ("schema_missing_key", 1, None)),
        ("    share: {value: 0.5", "    sahre: {value: 0.5", ("parameter_unknown", 16, "share")),
        ("    share: {value: 0.5", "    sahre: {value: 0.5", ("parameter_missing", 1, None)),
        ("unit: share", "unit: ha", ("parameter_unit", 16, None)),
        ("unit: share", "unit: hectares", ("parameter_unit_unknown", 16, None)),
        ("value: 0.5", "value: half", ("parameter_type", 16, None)),
        ("value: 0.5", "value: 1.5", ("parameter_range", 16, None)),
        ("value: 0.5", "value: .inf", ("parameter_type", 16, None)),
        ("3: 3,", "", ("parameter_entry", 15, None)),
        ("3: 3,", '"3": 3,', ("parameter_entry", 15, None)),
        ("3: 3,", "3: -3,", ("parameter_range", 15, None)),
        ("{nearest}", "{nearst}", ("wording_placeholder", 20, "nearest")),
        (
            "  wordings:",
            "  remarks: {nearst: {sv: A, en: B}}\n  wordings:",
            ("remark_figure", 1, "nearest"),
        ),
        ("    missing:", "    mising:", ("wording_outcome", 20, "missing")),
        ("expect: [missing]", "expect: [mising]", ("example_outcome", 23, "missing")),
        ("match: false", "match: true", ("rule_examples", 1, None)),
        ("basis: [", "basis: [] #", ("schema_too_few", 11, None)),
        ("title: {sv: Nod, en: Node}", "title: {sv: Nod}", ("schema_missing_key", 4, None)),
        ("title: {sv: Nod, en: Node}", "title: Nod", ("schema_languages", 4, None)),
        ("version: 1", "version: ett", ("schema_number", 2, None)),
    ],
)
def test_a_fault_in_a_rule_is_named_with_file_line_and_hint(tmp_path, old, new, fault):
    assert old in RULE
    write(tmp_path, RULE.replace(old, new, 1))
    code, line, hint = fault
    assert (code, f"own/nodes.yaml:{line}", hint) in faults(tmp_path)


def test_all_faults_of_a_rule_set_come_at_once_in_order(tmp_path):
    write(tmp_path, RULE.replace("value: 0.5", "value: x").replace("[in_force]", "[laga_kraft]"))
    assert [code for code, _, _ in faults(tmp_path)] == ["schema_choice", "parameter_type"]


def test_two_rules_with_one_id_are_refused(tmp_path):
    write(tmp_path, RULE + RULE)
    assert faults(tmp_path) == [("rule_twice", f"own/nodes.yaml:{RULE.count(chr(10)) + 1}", None)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("zone_buffer:", "zone_bufer:", "parameter_unknown"),
        ("zone_buffer:", "zone_bufer:", "definition_missing"),
        ("unit: dwellings/ha", "unit: dwellings", "parameter_unit"),
        ("{MB: 1}", "{MBB: 1}", "parameter_choice"),
    ],
)
def test_definitions_are_closed(tmp_path, old, new, code):
    text = HEAD + definitions().replace(old, new) + "rules: []\n"
    write(tmp_path, None, text)
    assert code in [fault[0] for fault in faults(tmp_path)]


def test_an_extending_set_changes_only_what_it_names(tmp_path):
    write(tmp_path)
    head = HEAD.replace("own", "mine") + (
        "extends: own\n"
        "definitions: {noise_area: {value: 4, unit: ha, source: default}}\n"
        "rules:\n"
        "  - id: N1\n"
        "    strength: shall\n"
        "    parameters: {share: {value: 0.2, unit: share, source: default}}\n"
    )
    write(tmp_path, None, head, "mine")
    rule_set = load_rule_set("mine", KINDS, tmp_path)
    rule = rule_set.rule("N1")
    assert (rule_set.id, rule_set.extends, rule.strength) == ("mine", "own", "shall")
    assert (rule.value("share"), rule.value("minimum_area")[1]) == (0.2, 20)
    assert rule_set.definitions.value("noise_area") == 4
    assert rule_set.definitions.value("noise_width") == 1


def test_an_extending_set_can_remove_rules_and_not_by_a_wrong_id(tmp_path):
    write(tmp_path)
    head = HEAD.replace("own", "mine") + "extends: own\n"
    write(tmp_path, None, head + "remove: [N1]\n", "mine")
    assert load_rule_set("mine", KINDS, tmp_path).rules == ()
    write(tmp_path, None, head + "remove: [N11]\n", "mine")
    assert faults(tmp_path, "mine") == [("rule_unknown", "mine/ruleset.yaml:1", "N1")]


def test_a_rule_that_the_extended_set_does_not_have_is_named(tmp_path):
    write(tmp_path)
    head = HEAD.replace("own", "mine") + "extends: own\nrules: [{id: N11, strength: shall}]\n"
    write(tmp_path, None, head, "mine")
    assert faults(tmp_path, "mine") == [("rule_not_below", "mine/ruleset.yaml:6", "N1")]


def test_faults_of_the_extended_set_are_named_with_its_file(tmp_path):
    write(tmp_path, RULE.replace("value: 0.5", "value: x"))
    write(tmp_path, None, HEAD.replace("own", "mine") + "extends: own\n", "mine")
    assert faults(tmp_path, "mine") == [("parameter_type", "own/nodes.yaml:16", None)]


def test_circles_missing_sets_and_missing_parts_say_so(tmp_path):
    write(tmp_path, None, HEAD + "extends: own\n")
    assert faults(tmp_path)[0][0] == "ruleset_circle"
    assert faults(tmp_path, "onw")[0] == ("ruleset_not_found", "", "own")
    write(tmp_path, None, HEAD + "rules: [nodse.yaml]\n")
    assert faults(tmp_path)[0][0] == "ruleset_part_missing"
    assert faults(tmp_path, "x" * 400)[0][0] == "ruleset_not_found"


@given(
    st.integers(0, 5000), st.sampled_from(["", ":", "- ", "\n", "  ", "[", "}", '"', "0", "~", "é"])
)
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_mutated_rules_raise_nothing_but_input_errors(tmp_path, place, insert):
    place %= len(RULE)
    for text in (RULE[:place] + insert + RULE[place:], RULE[:place] + RULE[place + 3 :]):
        write(tmp_path, text)
        try:
            load_rule_set("own", KINDS, tmp_path)
        except InputError as error:
            assert error.problems


@given(st.binary(max_size=300))
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_random_rule_sets_raise_nothing_but_input_errors(tmp_path, raw):
    place = write(tmp_path)
    (place / "ruleset.yaml").write_bytes(raw)
    with pytest.raises(InputError):
        load_rule_set("own", KINDS, tmp_path)


def test_a_set_may_name_its_county_in_two_figures_in_quotes(tmp_path):
    write(tmp_path, None, HEAD + definitions() + 'county: "08"\nrules: []\n')
    assert load_rule_set("own", KINDS, tmp_path).county == "08"
    write(tmp_path, None, HEAD.replace("own", "mine") + "extends: own\n", "mine")
    assert read_head("mine", tmp_path).county == ""  # built on another county's, it is its own
    for text, code in (
        ("08", "schema_quote"),
        ('"8"', "ruleset_county"),
        ('"0880"', "ruleset_county"),
    ):
        write(tmp_path, None, HEAD + f"county: {text}\nrules: []\n")
        assert faults(tmp_path)[0][:2] == (code, "own/ruleset.yaml:5")


def test_shipped_sets_are_of_different_counties():
    heads = [read_head(name, RESOURCES) for name in shipped_rule_sets(RESOURCES)]
    counties = [head.county for head in heads if head.county]
    assert len(counties) == len(set(counties)) > 0
