"""YAML that is refused says why and where; nothing but InputError ever comes out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strukturbild.alignment.documents.parse import parse, parse_any, read_any
from strukturbild.alignment.problems import InputError
from strukturbild.alignment.ruleset.texts import Catalogue


def refused(text):
    with pytest.raises(InputError) as caught:
        parse(text if isinstance(text, bytes) else text.encode(), "x.yaml")
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\nb:\n\tc: 2\n", "yaml_tab", 3),
        ("a: 1\nb: 2\na: 3\n", "yaml_duplicate_key", 3),
        ("a: &x 1\nb: *x\n", "yaml_alias", 1),
        ("a: {<<: {b: 1}}\n", "yaml_alias", 1),
        ("a: !!python/object:os.system 1\n", "yaml_tag", 1),
        ("a: [1, 2\nb: 3\n", "yaml_bracket", 2),
        ('a: "x\nb: 2\nc: "y"\n', "yaml_quote", 1),
        ("- 1\n- 2\n", "yaml_not_mapping", 1),
        ("", "yaml_empty", 1),
        (b"a: \xff\n", "yaml_not_utf8", 1),
        ("a: 1\n---\nb: 2\n", "yaml_two_documents", 2),
        ("a: " + "[" * 60 + "]" * 60, "yaml_too_deep", 1),
    ],
)
def test_ambiguous_yaml_is_refused_with_its_line(text, code, line):
    problem = refused(text)
    assert (problem.code, problem.where) == (code, f"x.yaml:{line}")


def test_dates_and_codes_stay_as_written():
    tree = parse(b'a: 2025-06-01\nb: "0880"\n', "x.yaml")
    assert tree.entries["a"].value == "2025-06-01"
    assert tree.entries["b"].value == "0880"


def test_every_message_is_there_in_both_languages(resources):
    catalogue = Catalogue.load(resources)
    assert set(catalogue.messages["yaml_tab"]) == {"sv", "en"}
    assert "tabb" in catalogue.sentence(refused("a:\n\tb: 1\n"), "sv")
    assert catalogue.sentence(refused("a:\n\tb: 1\n"), "en").startswith("x.yaml:2: ")


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_random_bytes_raise_nothing_but_input_errors(raw):
    try:
        parse(raw, "x.yaml")
    except InputError:
        pass


@given(st.integers(0, 2000), st.integers(0, 255))
@settings(max_examples=100, deadline=None)
def test_damaged_files_raise_nothing_but_input_errors(resources, place, byte):
    raw = (resources / "sample" / "kalmar.strukturbild.yaml").read_bytes()
    place %= len(raw)
    for damaged in (raw[:place], raw[:place] + bytes([byte]) + raw[place + 1 :]):
        try:
            parse(damaged, "x.yaml")
        except InputError:
            pass


def test_the_files_of_the_plugin_read_the_same_by_the_fast_and_the_strict_loader(resources):
    files = [path for path in sorted(resources.rglob("*.yaml")) if "sample" not in path.parts]
    assert len(files) > 15
    for path in files:
        assert read_any(path, path.name) == parse_any(path.read_bytes(), path.name), path
