"""The setup file: what it means, and what is said of its faults."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strukturbild.alignment.problems import InputError
from strukturbild.alignment.setup.read import parse_case, read_case

GOOD = """\
strukturbild: 1
name: Länet
structure_map:
  nodes: a.gpkg|layername=noder
  links: {source: "dbname='x' host=h table=l", provider: postgres}
municipalities: {source: a.gpkg, coastal: ["0880"]}
plans:
  - municipality: "0880"
    stage: consultation
    sources: [{source: op, profile: profil.yaml}]
"""


def faults(text):
    with pytest.raises(InputError) as caught:
        parse_case(text.encode(), "s.yaml", Path("/case"))
    return [(p.code, p.params["line"], p.params.get("hint")) for p in caught.value.problems]


def test_paths_count_from_the_file_and_provider_sources_are_left_alone():
    case = parse_case(GOOD.encode(), "s.yaml", Path("/case"))
    assert case.structure_map.nodes.uri == "/case/a.gpkg|layername=noder"
    assert case.structure_map.links.uri == "dbname='x' host=h table=l"
    assert case.plans[0].sources[0].profile == "/case/profil.yaml"
    assert case.municipalities.coastal == ("0880",)
    assert (case.language, case.crs, case.rules.rule_set) == ("sv", "EPSG:3006", "generic")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("name: Länet", "nam: Länet", ("schema_unknown_key", 2, "name")),
        ('municipality: "0880"', "municipality: 0880", ("schema_quote", 8, None)),
        ('municipality: "0880"', "municipality: 880", ("schema_quote", 8, None)),
        ('municipality: "0880"', 'municipality: "88"', ("setup_municipal_code", 8, None)),
        ("stage: consultation", "stage: consultaton", ("schema_choice", 9, "consultation")),
        ("stage: consultation", "adopted_on: 2025-13-01", ("schema_date", 9, None)),
        ("strukturbild: 1", "strukturbild: 2", ("setup_version", 1, None)),
        ("strukturbild: 1", "strukturbild: ett", ("schema_number", 1, None)),
        (
            "sources: [{source: op, profile: profil.yaml}]",
            "sources: []",
            ("schema_too_few", 10, None),
        ),
        ("sources: [{source: op, profile: profil.yaml}]", "sources: op", ("schema_list", 10, None)),
    ],
)
def test_a_fault_is_named_with_its_line_and_a_hint(old, new, fault):
    assert fault in faults(GOOD.replace(old, new))


def test_all_faults_are_found_at_once():
    text = GOOD.replace("name: Länet", "nam: Länet").replace("consultation", "x")
    assert [code for code, _, _ in faults(text)] == [
        "schema_missing_key",
        "schema_unknown_key",
        "schema_choice",
    ]


def test_one_stage_a_plan_and_run():
    twice = GOOD + '  - municipality: "0880"\n    sources: [op2]\n'
    assert ("setup_two_wide_plans", 11, None) in faults(twice)


def test_the_sample_reads(resources):
    case = read_case(resources / "sample" / "kalmar.strukturbild.yaml")
    assert len({plan.municipality for plan in case.plans}) >= 11
    assert case.notice == "exempel, ej antagen plan"
    assert case.overrides[0].reason


def test_a_missing_file_says_so():
    with pytest.raises(InputError) as caught:
        read_case(Path("/nowhere/x.strukturbild.yaml"))
    assert caught.value.problems[0].code == "file_missing"


@given(
    st.integers(0, 5000), st.sampled_from(["", ":", "- ", "\n", "  ", "[", "{", '"', "0880", "~"])
)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_mutated_setups_raise_nothing_but_input_errors(place, insert):
    place %= len(GOOD)
    for text in (GOOD[:place] + insert + GOOD[place:], GOOD[:place] + GOOD[place + 3 :]):
        try:
            parse_case(text.encode(), "s.yaml", Path("/case"))
        except InputError:
            pass
