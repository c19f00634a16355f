"""Sentences and figures as a planner reads them."""

import math
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_files import KINDS, write
from strukturbild.alignment.problems import Problem
from strukturbild.alignment.ruleset.load import load_rule_set
from strukturbild.alignment.ruleset.model import Wording
from strukturbild.alignment.ruleset.texts import Catalogue, quantity, render

UNITS = ["m", "ha", "m2", "share", "dwellings", "count", "", "degrees", "years", "text", "odd"]


@pytest.fixture
def rule(tmp_path):
    write(tmp_path)
    return load_rule_set("own", KINDS, tmp_path).rule("N1")


@pytest.mark.parametrize(
    ("value", "unit", "swedish", "english"),
    [
        (12345.6, "m", "12,3 km", "12.3 km"),
        (999.4, "m", "999 m", "999 m"),
        (1234567.0, "m2", "1 234 567 m²", "1,234,567 m²"),
        (1234.4, "ha", "1 234 ha", "1,234 ha"),
        (12.34, "ha", "12,3 ha", "12.3 ha"),
        (0.456, "ha", "0,46 ha", "0.46 ha"),
        (0.004, "ha", "< 0,01 ha", "< 0.01 ha"),
        (3.0, "ha", "3 ha", "3 ha"),
        (0.0, "ha", "0 ha", "0 ha"),
        (0.25, "share", "25 %", "25 %"),
        (0.034, "share", "3,4 %", "3.4 %"),
        (0.995, "share", "99,5 %", "99.5 %"),
        (0.99999, "share", "99,9 %", "99.9 %"),
        (1.0, "share", "100 %", "100 %"),
        (1.0, "dwellings", "1 bostad", "1 dwelling"),
        (1200, "dwellings", "1 200 bostäder", "1,200 dwellings"),
        (-0.0001, "", "0", "0"),
        (math.nan, "ha", "–", "–"),
        (None, "m", "–", "–"),
        ("Högsby", "text", "Högsby", "Högsby"),
        ("", "text", "–", "–"),
    ],
)
def test_figures_carry_units_and_the_language_s_numbers(value, unit, swedish, english):
    def plain_spaces(text):
        return re.sub("[\u202f\u00a0]", " ", text)

    assert plain_spaces(quantity(value, unit, "sv")) == swedish
    assert plain_spaces(quantity(value, unit, "en")) == english


@given(st.floats() | st.none() | st.text() | st.integers(-(10**15), 10**15), st.sampled_from(UNITS))
def test_any_figure_can_be_written(value, unit):
    assert quantity(value, unit, "sv")


def test_the_reason_s_wording_comes_before_the_outcome_s(rule):
    little = Wording({"sv": "Lite {label}.", "en": ""}, {"sv": "Varför?", "en": ""})
    rule = replace(rule, wordings={**rule.wordings, "missing.little": little})
    values = {"label": ("Ruda", "text"), "value": (2.5, "ha")}
    assert render(rule, "missing", "little", values, "sv") == ("Lite Ruda.", "Varför?")
    assert render(rule, "missing", "other", values, "sv")[0] == "Ruda har 2,5\u202fha."
    assert render(rule, "supported", "", values, "sv") == ("", "")


def test_what_is_remarked_of_a_figure_opens_the_explanation(rule):
    rule = replace(rule, remarks={"derived": {"sv": "Härlett.", "en": "Derived."}})
    values = {"label": ("Ruda", "text"), "value": (2.5, "ha")}
    for figure, opens in ((1.0, True), (0.0, False), (math.nan, False), (None, False)):
        said = render(rule, "missing", "", {**values, "derived": (figure, "count")}, "sv")[0]
        assert said.startswith("Härlett. ") == opens
        assert said.endswith("Ruda har 2,5\u202fha.")
    rule = replace(rule, wordings={**rule.wordings, "undetermined": rule.wordings["missing"]})
    said = render(rule, "undetermined", "", {**values, "derived": (1.0, "count")}, "sv")[0]
    assert not said.startswith("Härlett.")


def test_a_missing_figure_is_an_en_dash(rule):
    assert render(rule, "missing", "", {}, "sv") == ("– har –.", "Hur? –")


def test_braces_in_a_name_are_left_alone(rule):
    assert (
        render(rule, "missing", "", {"label": ("{value} %s", "text")}, "sv")[0]
        == "{value} %s har –."
    )


def test_a_problem_is_a_sentence_with_its_place_and_hint(resources):
    catalogue = Catalogue.load(resources)
    problem = Problem("schema_unknown_key", {"key": "nam", "hint": "name"}, "s.yaml:2")
    assert catalogue.sentence(problem, "sv").startswith("s.yaml:2: Nyckeln nam är okänd här.")
    assert catalogue.sentence(problem, "sv").endswith("Menade du name?")
    assert catalogue.sentence(problem, "en").endswith("Did you mean name?")
    assert "no_such" in catalogue.sentence(Problem("no_such"), "sv")


def test_every_code_of_this_room_has_a_sentence(root, resources):
    messages = Catalogue.load(resources).messages
    codes = set()
    for room in ("documents", "setup", "ruleset"):
        for path in (root / "alignment" / room).glob("*.py"):
            text = path.read_text(encoding="utf-8")
            codes |= set(re.findall(r'(?:add|Problem|_refuse)\(\s*"([a-z0-9_]+)"', text))
            codes |= set(re.findall(r'"((?:yaml|schema|setup)_[a-z0-9_]+)"', text))
    assert codes and not codes - set(messages)


def test_sentences_use_the_same_placeholders_in_both_languages(resources):
    for code, texts in Catalogue.load(resources).messages.items():
        names = [set(re.findall(r"\{(\w+)\}", texts[language])) for language in ("sv", "en")]
        assert names[0] == names[1], code
