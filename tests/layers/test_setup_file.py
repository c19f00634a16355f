"""Setup files and profiles that the plugin writes read back as what they were written from."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strukturbild.alignment.mapping.fold import fold
from strukturbild.alignment.mapping.profile import (
    ColumnSource,
    Profile,
    ProfileSource,
    load_profile,
)
from strukturbild.alignment.model.codes import LAND_USE_CATEGORIES, PLAN_TYPES, STAGES
from strukturbild.alignment.problems import InputError
from strukturbild.alignment.setup.case import (
    Case,
    LayerSource,
    MunicipalitiesSetup,
    Override,
    PlanSetup,
    RuleChoice,
    StructureMapSetup,
    SupportingSetup,
)
from strukturbild.alignment.setup.read import parse_case, read_case
from strukturbild.layers.profile_file import write_profile
from strukturbild.layers.setup_file import beside, setup_text, write_setup

HERE = Path("/län/Småland å ä ö/ärenden")
SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
CONTROLS = ("Cs", "Cc")
texts = (
    st.text(st.characters(exclude_categories=CONTROLS, exclude_characters="\ufffe\uffff"))
    | st.sampled_from(["ja", "no", "Null", "0880", "1e3", "12:30", "- x", "a: b", "x #y", "@", "~",
                       "Översiktsplan för Mörbylånga", "'", '"', "\\", "{a}", "[b", "2025-06-01",
                       ".5", "1_000", "!tag", "&a", "*a", "|", ">", "%", "`", "=", "<<", "é\u2028"])
).filter(lambda text: text.strip() != "")  # fmt: skip
names = st.text("abcåäöÅÄÖ-_ .09~", min_size=1, max_size=8).filter(
    lambda name: name.strip() == name and set(name) != {"."}
)
folders = st.sampled_from(
    [HERE, HERE / "op", HERE.parent, HERE.parent / "grannmapp", Path("/data"), Path("/län/annat")]
)
paths = st.builds(lambda folder, name: str(folder / name), folders, names)
codes = st.integers(0, 9999).map(lambda number: f"{number:04d}")
profiles = st.sampled_from(["canonical", "op_modell_2_1"]) | paths.map(lambda p: p + ".yaml")
crs = st.sampled_from(["", "EPSG:3006", "EPSG:3011"])
files = st.builds(
    lambda path, layer, provider, crs, profile: LayerSource(
        path + (f"|layername={layer}" if layer else ""), provider, crs, profile
    ),
    paths, st.sampled_from(["", "noder", "ÖP yta: 2"]), st.sampled_from(["", "ogr"]), crs, profiles,
)  # fmt: skip
services = st.builds(
    LayerSource,
    st.sampled_from([
        "dbname='plan' host=db authcfg=abc1234 table=\"op\".\"användning\" (geom)",
        "url='https://karta.example/wfs' typename='op:yta' srsname='EPSG:3006'",
    ]),
    st.sampled_from(["postgres", "WFS"]), crs, profiles,
)  # fmt: skip
layers = files | services
maybe_layer = st.none() | layers
dates = st.dates().map(lambda day: day.isoformat())
plain = st.recursive(
    st.integers() | st.booleans() | st.none() | texts
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.integers(0, 9) | texts, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


given_values = plain.filter(lambda value: value is not None)  # a key without a value is a fault


@st.composite
def plan_setups(draw: Any, number: int) -> PlanSetup:
    stage = draw(st.sampled_from(STAGES))
    final = stage in ("adopted", "in_force")
    days = sorted(draw(st.lists(dates, min_size=2, max_size=2))) if final else ["", ""]
    return PlanSetup(
        plan_id=f"{draw(names)}-{number}",
        municipality=draw(codes),
        sources=tuple(draw(st.lists(layers, min_size=1, max_size=3))),
        plan_type=draw(st.sampled_from([kind for kind in PLAN_TYPES if "wide" not in kind])),
        stage=stage,
        name=draw(st.just("") | texts),
        adopted_on=days[0],
        in_force_on=days[1],
        planning_strategy_on=draw(st.just("") | dates),
        horizon_year=draw(st.sampled_from([0, 2040])),
        residual_use=draw(st.sampled_from(["", *LAND_USE_CATEGORIES])),
        extent=draw(maybe_layer),
    )


@st.composite
def cases(draw: Any) -> Case:
    wide = PlanSetup("op-0880", "0880", (LayerSource("/op/x.gpkg"),))
    return Case(
        name=draw(texts),
        structure_map=StructureMapSetup(
            draw(maybe_layer), draw(maybe_layer), draw(maybe_layer),
            draw(st.sampled_from(["geometric", "relational"])), draw(st.booleans()),
            draw(st.just("") | dates),
        ),
        municipalities=MunicipalitiesSetup(
            draw(layers), tuple(draw(st.lists(codes, max_size=3))),
            tuple(draw(st.lists(codes, max_size=3))),
        ),
        plans=tuple([wide, *(draw(plan_setups(n)) for n in range(draw(st.integers(0, 3))))]),
        supporting=SupportingSetup(*(draw(maybe_layer) for _ in range(5))),
        rules=RuleChoice(
            draw(st.sampled_from(["kalmar", str(HERE / "regler"), "/r", str(HERE / "r.yaml")])),
            tuple(draw(st.lists(texts, max_size=2))), tuple(draw(st.lists(texts, max_size=2))),
        ),
        overrides=tuple(
            Override(
                draw(texts), draw(codes),
                draw(st.dictionaries(texts, given_values, max_size=2)), draw(texts),
            )
            for _ in range(draw(st.integers(0, 2)))
        ),
        language=draw(st.sampled_from(["sv", "en"])),
        notice=draw(st.just("") | texts),
        output=draw(st.just("") | paths),
        review=draw(st.just("") | paths | st.just("postgresql:service=plan")),
        earlier_results=draw(st.none() | st.integers(0, 100)),
    )  # fmt: skip


def without_lines(value: Any) -> Any:
    """Records with their line numbers and the file's own path wiped."""
    if not dataclasses.is_dataclass(value):
        return tuple(map(without_lines, value)) if isinstance(value, tuple) else value
    changed = {
        field.name: without_lines(getattr(value, field.name))
        for field in dataclasses.fields(value)
        if field.name not in ("line", "path")
    }
    if hasattr(value, "line"):
        changed["line"] = 0
    return dataclasses.replace(
        value, **changed, **({"path": None} if hasattr(value, "path") else {})
    )


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_a_case_reads_back_as_it_was(case: Case) -> None:
    text = setup_text(case, HERE)
    read = parse_case(text.encode("utf-8"), "x.strukturbild.yaml", HERE)
    assert without_lines(read) == without_lines(case)


def test_near_paths_are_relative_and_far_ones_are_not() -> None:
    sources = (
        LayerSource(str(HERE / "op" / "yta.gpkg") + "|layername=ÖP yta"),
        LayerSource(str(HERE.parent / "karta" / "x.shp")),
        LayerSource("/annat/x.shp"),
        LayerSource('dbname=\'p\' table="op"."a" (geom)', "postgres"),
    )
    case = Case(
        "Kalmar",
        StructureMapSetup(),
        MunicipalitiesSetup(LayerSource("/granser.gpkg"), coastal=("0880",)),
        (PlanSetup("op", "0880", sources),),
    )
    text = setup_text(case, HERE)
    assert "- op/yta.gpkg|layername=ÖP yta\n" in text
    assert "- ../karta/x.shp\n" in text
    assert "- /annat/x.shp\n" in text
    assert '- {source: "dbname=' in text
    assert 'municipality: "0880"' in text
    assert 'coastal: ["0880"]' in text


def test_the_sample_setup_survives(tmp_path: Path) -> None:
    case = read_case(SAMPLE / "kalmar.strukturbild.yaml")
    path = tmp_path / "län å.strukturbild.yaml"
    assert write_setup(case, path).path == path
    assert without_lines(read_case(path)) == without_lines(case)
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_text_that_no_file_can_hold_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.strukturbild.yaml"
    path.write_text("before", encoding="utf-8")
    case = read_case(SAMPLE / "kalmar.strukturbild.yaml")
    with pytest.raises(InputError):
        write_setup(dataclasses.replace(case, name="a\x07b"), path)
    assert path.read_text(encoding="utf-8") == "before"


def test_companions_stand_beside() -> None:
    assert beside(Path("/a/kalmar.strukturbild.yaml"), ".profil.yaml").name == "kalmar.profil.yaml"
    assert beside(Path("/a/kalmar.yaml"), ".gpkg").name == "kalmar.gpkg"


columns = st.one_of(
    st.sampled_from(LAND_USE_CATEGORIES).map(lambda code: ColumnSource(constant=code)),
    st.builds(
        lambda fields, values: ColumnSource(fields=tuple(fields), values=values),
        st.lists(texts, min_size=1, max_size=2),
        st.dictionaries(texts, st.sampled_from(LAND_USE_CATEGORIES), max_size=4),
    ),
)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(
        st.builds(
            lambda layer, column, where: ProfileSource(
                (layer,), "land_use", {"category": column, "name": ColumnSource(layer_name=True)},
                where_field=where[0] if where else "", where_values=frozenset(where[1:]),
            ),
            texts, columns, st.just([]) | st.lists(texts, min_size=2, max_size=4),
        ),
        min_size=1, max_size=3,
    )
)  # fmt: skip
def test_a_profile_reads_back_as_it_was(tmp_path: Path, sources: list[ProfileSource]) -> None:
    name = {"sv": "Påhittad", "en": "Made up"}
    profile = Profile("egen", "1", name, name, "", tuple(sources))
    path = tmp_path / "egen.profil.yaml"
    write_profile(profile, path)
    read = load_profile(str(path), SAMPLE.parent)
    assert [folded(source) for source in read.sources] == [folded(source) for source in sources]


def folded(source: ProfileSource) -> ProfileSource:
    columns = {
        name: dataclasses.replace(
            column, values={fold(value): code for value, code in column.values.items()}
        )
        for name, column in source.columns.items()
    }
    where = frozenset(map(fold, source.where_values))
    return dataclasses.replace(source, columns=columns, where_values=where, line=0)
