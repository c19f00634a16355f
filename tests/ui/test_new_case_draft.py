"""Recognising layers and turning choices into a case: no layers, no widgets."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import QStandardPaths
from strukturbild.alignment.mapping import labels, load_profile, shipped_profiles
from strukturbild.alignment.setup.case import LayerSource
from strukturbild.layers.profile_file import write_profile
from strukturbild.ui.new_case.draft import (
    Draft,
    PlanDraft,
    lacking,
    profiles_of,
    to_case,
    with_placed,
    with_plan,
    with_regional,
)
from strukturbild.ui.new_case.layer_look import UNSAVED_LAYER, LayerLook
from strukturbild.ui.new_case.mapping_rows import guessed, propose, rows_of
from strukturbild.ui.new_case.plan_mapping import Target, entries_of, recognised
from strukturbild.ui.new_case.regional import OWN, choose, recognise
from strukturbild.ui.new_case.saving import folder_for, free_place
from strukturbild.ui.new_case.whose import guessed_municipality

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
SHIPPED = [load_profile(name, RESOURCES) for name in shipped_profiles(RESOURCES)]
NAMES = labels(RESOURCES)
POINT, LINE, POLYGON = 0, 1, 2
WORDS = {"Boende": 20, "Arbete": 7, "Åker och betesmark": 80, "Riktning": 2}
EMPTY: dict[str, dict[str, int]] = {}


def look(name: str, dimension: int, *fields: str, **more: Any) -> LayerLook:
    values = more.pop("values", EMPTY)
    uri = more.pop("uri", f"/data/{name}.shp")
    every = tuple(dict.fromkeys((*fields, *values)))
    return LayerLook(LayerSource(uri), name, name, dimension, every, values, 10, **more)


REGION = [
    look("Kommungränser", POLYGON, "KnKod", "KnNamn"),
    look("Strukturbild_noder", POINT, "id", "Namn", values={"Kategori": {"Tillväxtmotor": 1}}),
    look("funktionella samband", LINE, "objectid", "styrka"),
    look("Platstypologi 2024", POLYGON, values={"gridcode": {"1": 3, "7": 90}}),
    look("Hållplatser", POINT, "namn", "turer"),
    look("TÄTORTER_2023", POLYGON, "tatort", "bef"),
    look("havet", POLYGON),
    look("Utvecklingsinriktning bebyggelse punkt", POINT, "id", "namn"),
]


def test_regional_layers_are_recognised_whatever_the_spelling() -> None:
    found = {table: entry.name for table, (entry, _) in recognise(REGION).items()}
    assert found == {
        "municipalities": "Kommungränser",
        "nodes": "Strukturbild_noder",
        "links": "funktionella samband",
        "typology": "Platstypologi 2024",
        "stops": "Hållplatser",
        "localities": "TÄTORTER_2023",
        "sea": "havet",
    }


def test_geometry_rules_out_and_unsaved_layers_are_not_taken() -> None:
    assert recognise([look("noder", LINE, "node_id", "name")]) == {}
    unsaved = dataclasses.replace(look("noder", POINT, "node_id", "name"), trouble=UNSAVED_LAYER)
    assert recognise([unsaved]) == {}


def test_other_field_names_and_labels_make_an_own_entry() -> None:
    borders = choose(REGION[0], "municipalities", SHIPPED, NAMES)
    assert borders.profile == OWN and borders.entry is not None
    assert borders.entry.columns["code"].fields == ("KnKod",)
    nodes = choose(REGION[1], "nodes", SHIPPED, NAMES)
    assert nodes.entry is not None
    assert nodes.entry.columns["category"].values == {"Tillväxtmotor": "growth_engine"}
    assert choose(REGION[3], "typology", SHIPPED, NAMES).profile == "nordregio_typology"
    plain = look("kommuner", POLYGON, "code", "name")
    assert choose(plain, "municipalities", SHIPPED, NAMES).profile == "canonical"
    nameless = choose(look("kommuner", POLYGON, "yta"), "municipalities", SHIPPED, NAMES)
    assert nameless.lacking == ("code", "name")


def own_words(**more: Any) -> LayerLook:
    values = {"Markslag": WORDS, "Läge": {"nuvarande": 90, "framtida": 19}}
    return look("ÖP_yta", POLYGON, "Namn", values=values, **more)


def test_a_shipped_profile_is_used_as_it_is() -> None:
    layer = guessed(recognised(look("Verksamheter_och_industri", POLYGON, "namn"), SHIPPED))
    assert (layer.profile, layer.is_own) == ("op_modell_2_1", False)
    (row,) = rows_of(layer, SHIPPED)
    assert row.target == Target("land_use", "category", "VI")


def test_own_words_get_proposals_and_nothing_is_placed_unasked() -> None:
    layer = guessed(recognised(own_words(), SHIPPED))
    assert (layer.field, layer.change_field, dict(layer.placed)) == ("Markslag", "Läge", {})
    rows = rows_of(layer, SHIPPED)
    assert all(row.target is None for row in rows)
    proposals = {row.value: propose(row, layer.look) for row in rows}
    codes = {value: target.code if target else None for value, target in proposals.items()}
    assert codes == {
        "Boende": "SB", "Arbete": "VI", "Åker och betesmark": "AN", "Riktning": None,
        "nuvarande": "ongoing", "framtida": "new",
    }  # fmt: skip


def test_values_of_a_field_may_go_to_several_tables() -> None:
    plan = PlanDraft((guessed(recognised(own_words(), SHIPPED)),))
    plan = with_placed(plan, 0, ("Markslag", "Boende", "category"), use("SB"))
    theme = Target("development", "theme", "settlement")
    plan = with_placed(plan, 0, ("Markslag", "Riktning", "category"), theme)
    entries = {entry.table: entry for entry in entries_of(plan.layers[0], SHIPPED)}
    assert entries["land_use"].where_values == {"Boende"}
    assert entries["development"].where_values == {"Riktning"}
    assert entries["development"].columns["change"].fields == ("Läge",)
    targets = {row.value: row.target for row in rows_of(plan.layers[0], SHIPPED)}
    assert targets["Boende"] == use("SB") and targets["Riktning"] == theme
    assert targets["Arbete"] is None
    plan = with_placed(plan, 0, ("Markslag", "Riktning", "category"), None)
    (entry,) = entries_of(plan.layers[0], SHIPPED)
    assert (entry.table, entry.where_field) == ("land_use", "")


def use(code: str) -> Target:
    return Target("land_use", "category", code)


def test_layers_of_one_name_are_read_alike_and_once() -> None:
    layers = tuple(
        recognised(look("kaava", POLYGON, uri=f"/d/{n}/kaava.shp"), SHIPPED) for n in (1, 2)
    )
    plan = with_placed(PlanDraft(layers), 0, ("", "", "category"), use("LB"))
    assert all(layer.placed for layer in plan.layers)
    profiles = profiles_of(Draft(plans=(plan,)), SHIPPED)
    assert len(profiles[0].sources) == 1


@pytest.mark.parametrize("name", ["a*b", "yta [1]", "vad?", "ÖP, yta: 2"])
def test_a_placed_layer_is_found_by_its_name_only(name: str, tmp_path: Path) -> None:
    from strukturbild.alignment.mapping.fold import matches  # noqa: PLC0415

    layer = recognised(look(name, POLYGON), SHIPPED)
    plan = with_placed(PlanDraft((layer,)), 0, ("", "", "category"), use("LB"))
    path = tmp_path / "egen.profil.yaml"
    write_profile(profiles_of(Draft(plans=(plan,)), SHIPPED)[0], path)
    (entry,) = load_profile(str(path), RESOURCES).sources
    assert matches(name, entry.layers[0])
    assert not matches(name.replace("a", "o").replace("1", "2") + "x", entry.layers[0])


def whole_draft() -> Draft:
    draft = Draft(name="Kalmar", measured_coast=frozenset({"0880", "0885"}))
    for table, (found, _) in recognise(REGION).items():
        draft = with_regional(draft, table, choose(found, table, SHIPPED, NAMES))
    layers = (guessed(recognised(own_words(), SHIPPED)),)
    return with_plan(draft, 0, layers=layers, municipality="0880", adopted_on="2024-01-02")


def test_what_is_lacking_is_said() -> None:
    assert lacking(Draft()) == ["structure_map", "municipalities", "plan_layers"]
    draft = whole_draft()
    assert lacking(draft) == []
    assert lacking(with_plan(draft, 0, municipality="")) == ["municipality"]
    assert lacking(with_plan(draft, 0, in_force_on="2023-01-01")) == ["dates"]
    twice = dataclasses.replace(draft, plans=draft.plans * 2)
    assert lacking(twice) == ["two_wide_plans"]


def test_the_case_says_what_was_chosen() -> None:
    draft = whole_draft()
    place = Path("/tmp/kalmar.profil.yaml")  # noqa: S108 - named only
    case = to_case(draft, {0: place}, SHIPPED)
    assert case.municipalities.only == ("0880",)
    assert case.municipalities.coastal == ("0880", "0885")
    assert case.municipalities.source.profile == str(place)
    assert case.structure_map.typology is not None
    assert case.structure_map.typology.profile == "nordregio_typology"
    assert case.plans[0].sources[0].profile == str(place)
    assert case.plans[0].adopted_on == "2024-01-02"
    draft_plan = to_case(with_plan(draft, 0, stage="review", coast=False), {0: place}, SHIPPED)
    assert draft_plan.plans[0].adopted_on == ""  # a plan in review has not been adopted
    assert draft_plan.municipalities.coastal == ("0885",)


def test_the_municipality_is_guessed_by_name_then_by_place() -> None:
    kommuner = [
        ("0834", "Torsås kommun", (0.0, 0.0, 10.0, 10.0)),
        ("0880", "Kalmar kommun", (10.0, 0.0, 30.0, 20.0)),
    ]
    named = look("yta", POLYGON, uri="/op/op_torsas.gpkg|layername=yta")
    assert guessed_municipality(PlanDraft((recognised(named, SHIPPED),)), kommuner) == (
        "0834", "Torsås kommun"
    )  # fmt: skip
    lying = look("yta", POLYGON, extent=(11.0, 1.0, 29.0, 19.0))
    plan = PlanDraft((recognised(lying, SHIPPED),))
    assert guessed_municipality(plan, kommuner) == ("0880", "Kalmar kommun")
    away = look("yta", POLYGON, extent=(100.0, 1.0, 129.0, 19.0))
    assert guessed_municipality(PlanDraft((recognised(away, SHIPPED),)), kommuner) is None


def test_a_case_is_saved_beside_the_project_or_the_plan_where_that_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, plan, project = (tmp_path / name for name in ("Dokument", "plan", "projekt"))
    for folder in (documents, plan, project):
        folder.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _place: str(documents))
    uris = ["service=plan table=yta", f"{plan / 'op.gpkg'}|layername=yta"]
    assert folder_for(str(project), uris) == project
    assert folder_for("", uris) == plan
    assert folder_for("", uris[:1]) == documents
    read_only = {str(project), str(plan)}
    monkeypatch.setattr(os, "access", lambda path, _mode: str(path) not in read_only)
    assert folder_for(str(project), uris) == documents
    documents.rmdir()
    assert folder_for("", []) == Path.home()


def test_a_new_case_gets_a_file_of_its_own(tmp_path: Path) -> None:
    first = free_place(tmp_path, "Höga Kusten")
    assert first.name == "hoga_kusten.strukturbild.yaml"
    first.write_text("strukturbild: 1")
    assert free_place(tmp_path, "Höga Kusten").name == "hoga_kusten_2.strukturbild.yaml"
    assert free_place(tmp_path, "!").name == "arende.strukturbild.yaml"
