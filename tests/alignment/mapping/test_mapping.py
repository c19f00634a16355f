"""Mapping: plans as they are; every row ends in a table, a count or a problem."""

import unicodedata
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strukturbild.alignment.mapping import apply_profile, load_profile, shipped_profiles
from strukturbild.alignment.mapping.fold import find_field, fold, matches
from strukturbild.alignment.mapping.layer import SourceLayer
from strukturbild.alignment.mapping.suggest import LayerDescription, suggest
from strukturbild.alignment.problems import InputError

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
OP = load_profile("op_modell_2_1", RESOURCES)


def layer(name, /, count=1, geometry=None, **fields):
    shapes = np.empty(count, dtype=object)
    for row in range(count):
        shapes[row] = geometry or shapely.box(row, 0, row + 1, 1)
    columns = {}
    for key, values in fields.items():
        columns[key] = np.array(values if isinstance(values, list) else [values] * count, object)
    return SourceLayer(name, shapes, columns, np.arange(count), np.full(count, "", dtype=object))


@pytest.mark.parametrize("profile", shipped_profiles(RESOURCES))
def test_shipped_profiles_load(profile):
    assert load_profile(profile, RESOURCES).sources


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("Mångfunktionell bebyggelse", "MB"),
        ("_SÖP_TM_Mångfunktionell_bebyggelseyta", "MB"),
        ("sammanhangande_bostadsbebyggelse", "SB"),
        ("SÖP_KM_Verksamheter_och_industri", "VI"),
        ("Transportinfrastruktur", "TI"),
        ("Teknisk anläggning", "TA"),
        ("areell_naring", "AN"),
        ("Grönområde och park", "GP"),
        ("Natur och friluftsliv", "NF"),
        ("Landsbygd", "LB"),
        ("Vatten", "VA"),
    ],
)
def test_one_layer_a_category_by_its_local_name(name, category):
    table = apply_profile(layer(name, namn="x"), OP).tables["land_use"]
    assert table.category.values.tolist() == [category]


@pytest.mark.parametrize(
    ("name", "theme"),
    [
        ("Utvecklingsinriktning bebyggelse punkt", "settlement"),
        ("Utvecklingsinriktning kommunikationer linje", "transport"),
        ("Utvecklingsinriktning grön- och blåstruktur", "green_blue"),
        ("_SÖP_STR_Kommunikation__linjer", "transport"),
        ("_SÖP_STR_Natur__och_friluftslivy__linjer", "green_blue"),
    ],
)
def test_development_orientation_by_layer_name(name, theme):
    line = shapely.LineString([(0, 0), (1, 1)])
    mapped = apply_profile(layer(name, geometry=line, namn="x"), OP)
    assert mapped.tables["development"].theme.values.tolist() == [theme]
    assert not mapped.problems


def test_one_layer_with_a_category_field_and_unknown_values():
    source = layer(
        "Mark- och vattenanvändning", 4,
        kategori=["Landsbygd", "LANDSBYGD ", "Rymdhamn", None],
        forandring=["Ny", "pågående", "snart", None],
    )  # fmt: skip
    mapped = apply_profile(source, OP, municipality="0880")
    table = mapped.tables["land_use"]
    assert table.category.values.tolist() == ["LB", "LB"]
    assert sorted(table.change.values) == ["new", "ongoing"]
    lost = {(value.field, value.value): value.count for value in mapped.unmapped}
    assert lost == {("kategori", "Rymdhamn"): 1, ("kategori", ""): 1, ("forandring", "snart"): 1}
    assert {value.area_m2 for value in mapped.unmapped} == {1}


def test_a_layer_that_no_entry_takes_is_counted():
    mapped = apply_profile(layer("Buller", 3), OP, municipality="0880")
    assert mapped.unused
    assert [(u.layer, u.count, u.area_m2) for u in mapped.unmapped] == [("Buller", 3, 3)]


def test_shapefile_names_of_ten_letters():
    assert find_field("stallningstagande", ["stallnings", "namn"]) == "stallnings"
    assert find_field("stallningstagande", ["stallnings", "a_longer_name"]) is None
    assert find_field("Förändring", ["FORANDRING"]) == "FORANDRING"


def test_a_field_with_its_whole_name_is_not_another_one_cut():
    source = layer("noder", geometry=shapely.Point(0, 0), node_id="a", name="A", population=40_000)
    nodes = apply_profile(source, load_profile("canonical", RESOURCES), table="nodes")
    table = nodes.tables["nodes"]
    assert table.population.values.tolist() == [40_000.0]
    assert table.population_growth.null.all()


@pytest.mark.parametrize(
    ("wanted", "fields", "found"),
    [
        ("kategori", ["KATEGORI", "kategori"], "kategori"),
        ("Kategori", ["KATEGORI", "kategori"], "KATEGORI"),
        ("markanvändningskategori", ["namn", "markanvänd"], "markanvänd"),
        ("markanvändningskategori", ["namn", "markanvän"], "markanvän"),
        ("förändring", ["förändri", "namn"], "förändri"),
        ("förändring", ["förändri", "ett långt namn"], None),
        ("namn", ["nam"], None),
    ],
)
def test_which_field_is_meant(wanted, fields, found):
    assert find_field(wanted, fields) == found


def test_folding_and_globs():
    assert fold("Grönområde_och-park ") == "gronomrade och park"
    assert matches("SÖP KM Vatten", "* KM vatten*")


def test_wrong_values_become_null_and_are_told():
    source = layer("noder", 4, geometry=shapely.Point(0, 0),
                   node_id=["a", "b", "c", "d"], name="N", rank=["1", "två", float("nan"), 2.0],
                   has_broadband=["ja", "0", "kanske", None])  # fmt: skip
    mapped = apply_profile(source, load_profile("canonical", RESOURCES), table="nodes")
    nodes = mapped.tables["nodes"]
    assert sorted(nodes.rank.values[~nodes.rank.null]) == [1.0, 2.0]
    assert sorted(nodes.has_broadband.values[~nodes.has_broadband.null]) == [0.0, 1.0]
    told = {(p.params["field"], p.params["count"]) for p in mapped.problems}
    assert told == {("rank", 2), ("has_broadband", 1)}
    assert [p.code for p in mapped.problems] == ["mapping_not_whole", "mapping_not_flag"]


def test_a_missing_required_field_is_told_with_what_there_is():
    mapped = apply_profile(layer("noder", geometry=shapely.Point(0, 0), namn="x"),
                           load_profile("canonical", RESOURCES), table="nodes")  # fmt: skip
    (problem,) = mapped.problems
    assert problem.code == "mapping_field_missing"
    assert problem.params["fields"] == "namn"


def test_geometry_that_a_table_cannot_hold_is_skipped_and_counted():
    mapped = apply_profile(layer("x", 2, geometry=shapely.Point(0, 0), class_code="inner_urban"),
                           load_profile("canonical", RESOURCES), table="typology")  # fmt: skip
    assert mapped.skipped == 2
    assert mapped.problems[0].code == "mapping_not_polygons"


def test_ostergotland_and_nordregio():
    nodes = apply_profile(
        layer("Regional nod", geometry=shapely.box(0, 0, 1, 1), Strukbild="Regional nod", RecNum=5),
        load_profile("strukturbild_ostergotland", RESOURCES),
        table="nodes",
    ).tables["nodes"]
    assert (nodes.category.values[0], nodes.rank.values[0]) == ("regional_core", 2)
    typology = apply_profile(
        layer("typ", 2, klass=[7, "Rural heartland"]),
        load_profile("nordregio_typology", RESOURCES),
        table="typology",
    ).tables["typology"]
    assert sorted(typology.class_code.values) == ["rural_heartland", "sparse_rural"]


values = st.sampled_from(["Landsbygd", "Vatten", "Rymdhamn", "", None, "vatten ", 7, float("nan")])


@given(st.lists(st.tuples(values, st.sampled_from([0, 1, 2])), min_size=1, max_size=25))
@settings(max_examples=80, deadline=None)
def test_no_row_is_lost(rows):
    shapes = [shapely.Point(0, 0), shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 1, 1)]
    source = layer("Mark- och vattenanvändning", len(rows), kategori=[value for value, _ in rows])
    for row, (_, kind) in enumerate(rows):
        source.geometry[row] = shapes[kind]
    mapped = apply_profile(source, OP)
    in_tables = sum(len(table) for table in mapped.tables.values())
    counted = sum(value.count for value in mapped.unmapped)
    assert in_tables + counted + mapped.skipped >= len(rows)
    assert in_tables == mapped.mapped


def test_a_profile_with_faults_names_line_and_column(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text(
        """profile: p
version: "1"
name: {sv: p, en: p}
description: {sv: p, en: p}
sources:
  - layer: ["x"]
    table: land_use
    columns:
      categry: {constant: MB}
      category: {field: k, values: {a: XX}}
      change: {field: f, constant: new}
""",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        load_profile(str(path), RESOURCES)
    found = {(p.code, p.where) for p in caught.value.problems}
    assert ("profile_column", "p.yaml:9") in found
    assert ("schema_choice", "p.yaml:10") in found
    assert ("profile_one_source", "p.yaml:11") in found


def test_suggestions_say_how_sure_they_are():
    profiles = [load_profile(name, RESOURCES) for name in shipped_profiles(RESOURCES)]
    known = LayerDescription(
        "Mark- och vattenanvändning", 2, ["kategori", "namn", "forandring"],
        {"kategori": ["Landsbygd", "Vatten"], "forandring": ["ny"]},
    )  # fmt: skip
    odd = LayerDescription("skikt7", 2, ["kod", "text"], {"kod": ["MB", "SB", "ZZ"]})
    unknown = LayerDescription("buller", 2, ["db"], {})
    sure, guess, nothing = suggest([known, odd, unknown], profiles)
    assert (sure.profile, sure.source.table) == ("op_modell_2_1", "land_use")
    assert sure.confidence > guess.confidence > nothing.confidence == 0
    assert guess.untranslated == {"kod": ("ZZ",)}


@given(
    st.text(
        alphabet=st.characters(codec="utf-8") | st.sampled_from("åäöÅÄÖéüİ\u0307\u0308\ufe27 _-")
    )
)
@example("İ\ufe27")
@example("a\u030a\u0308")
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
