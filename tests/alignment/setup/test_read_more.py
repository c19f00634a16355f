"""The setup file: paths, short and long forms, dates, overrides, and its documentation."""

import re
from pathlib import Path

import pytest
from strukturbild.alignment.problems import InputError
from strukturbild.alignment.setup.read import parse_case

BASE = """\
strukturbild: 1
name: Länet
structure_map:
  nodes: a.gpkg|layername=noder
municipalities: kommuner.gpkg
plans:
  - municipality: "0880"
    sources: [op.gpkg]
"""


def read(text):
    return parse_case(text.encode(), "s.yaml", Path("/case"))


def faults(text):
    with pytest.raises(InputError) as caught:
        read(text)
    return [(p.code, p.where) for p in caught.value.problems]


def with_source(source):
    return read(BASE.replace("kommuner.gpkg", source)).municipalities.source


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("kommuner.gpkg", "/case/kommuner.gpkg"),
        ("../data/åäö x.shp", "/data/åäö x.shp"),
        ("/abs/x.gpkg|layername=y", "/abs/x.gpkg|layername=y"),
        ("a/b.gpkg|layername=c/d", "/case/a/b.gpkg|layername=c/d"),
        ("~nobodyhere/x.gpkg", "/case/~nobodyhere/x.gpkg"),
        ("https://x.se/wfs?service=WFS", "https://x.se/wfs?service=WFS"),
        ("{source: 'https://x.se', provider: WFS}", "https://x.se"),
        ("{source: x.csv, provider: ogr}", "/case/x.csv"),
        ("{source: any/thing, provider: memory}", "any/thing"),
    ],
)
def test_paths(written, read_as):
    assert with_source(written).uri == read_as


def test_a_layer_as_text_or_mapping_knows_its_line():
    case = read(BASE)
    assert (case.structure_map.nodes.line, case.municipalities.source.line) == (4, 5)
    assert (case.plans[0].sources[0].line, case.plans[0].line) == (8, 7)
    assert case.plans[0].plan_id == "0880-municipality_wide-1"
    assert with_source("{source: x.gpkg, crs: EPSG:3010}").crs == "EPSG:3010"


def test_rules_and_overrides_keep_their_lines():
    text = BASE + (
        "rules: {set: kalmar, skip: [U3]}\n"
        "overrides:\n"
        '  - {rule: N1, municipality: "0885", parameters: {minimum_area: {3: 2}}, reason: öar}\n'
    )
    case = read(text)
    assert (case.rules.rule_set, case.rules.skip, case.rules.line) == ("kalmar", ("U3",), 9)
    override = case.overrides[0]
    assert (override.line, override.parameters) == (11, {"minimum_area": {3: 2}})
    assert read(BASE + "rules: {set: regler/egna}\n").rules.rule_set == "/case/regler/egna"


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("crs: 3006", ("setup_crs", "s.yaml:9")),
        ("language: se", ("schema_choice", "s.yaml:9")),
        ("language: no", ("schema_choice", "s.yaml:9")),
        ("notice: no", ("schema_quote_word", "s.yaml:9")),
        ("notice:", ("schema_empty", "s.yaml:9")),
        ("output: [a]", ("schema_text", "s.yaml:9")),
        ("supporting: {stop: x.gpkg}", ("schema_unknown_key", "s.yaml:9")),
        ("supporting: {stops: 3006, sea: }", ("schema_empty", "s.yaml:9")),
        ("rules: kalmar", ("schema_mapping", "s.yaml:9")),
        ("overrides: [{rule: N1}]", ("schema_missing_key", "s.yaml:9")),
        ("name: en till", ("yaml_duplicate_key", "s.yaml:9")),
        ("bilaga: x", ("schema_unknown_key", "s.yaml:9")),
        ("    adopted_on: 20250101", ("schema_date", "s.yaml:9")),
        ("    adopted_on: 2025-W01-1", ("schema_date", "s.yaml:9")),
        ("    horizon_year: 20400", ("schema_range", "s.yaml:9")),
        ("    horizon_year: 2040.5", ("schema_whole", "s.yaml:9")),
        ("    residual_use: LX", ("schema_choice", "s.yaml:9")),
        ("    adopted_on: 2025-05-01\n    in_force_on: 2025-04-01", ("setup_dates", "s.yaml:7")),
        ("    stage: review\n    adopted_on: 2025-05-01", ("setup_draft_dated", "s.yaml:7")),
        ('  - {municipality: "0880", sources: [y]}', ("setup_two_wide_plans", "s.yaml:9")),
        (
            '  - {municipality: "0881", id: a, sources: [y]}\n' * 2,
            ("setup_plan_twice", "s.yaml:10"),
        ),
        ("  - {municipality: 0761, sources: [y]}", ("schema_quote", "s.yaml:9")),
        ("  - 0761", ("schema_mapping", "s.yaml:9")),
    ],
)
def test_faults(lines, fault):
    assert fault in faults(BASE + lines + "\n")


def test_two_plans_of_one_municipality_with_different_extents_are_fine():
    more = '  - {municipality: "0880", type: deepening, sources: [y]}\n'
    assert len(read(BASE + more).plans) == 2


def test_the_documented_example_is_valid(root):
    text = (root / "docs" / "setup-file.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(strukturbild:.*?)```", text, re.DOTALL)
    assert examples
    for example in examples:
        assert read(example).plans


def test_a_review_store_is_a_file_beside_or_a_database(tmp_path):
    head = "strukturbild: 1\nname: x\nstructure_map: {}\nmunicipalities: g.gpkg\nplans: []\n"
    for given, expected in (
        ("review: sub/g.gpkg", str(tmp_path / "sub" / "g.gpkg")),
        ("review: 'postgresql:host=db dbname=gis'", "postgresql:host=db dbname=gis"),
        ("", ""),
    ):
        assert parse_case((head + given).encode(), "x.yaml", tmp_path).review == expected
