"""T1 and T2: outcomes, boundaries, severities, geometry."""

import pytest
import tiny
from strukturbild.alignment.checks.typology import KINDS
from strukturbild.alignment.checks.typology.rural_growth import KIND as T2
from strukturbild.alignment.checks.typology.use_in_typology import KIND as T1

box, node, use = tiny.box, tiny.node, tiny.use

FAR_NODE = [node(17_000, 17_000)]


@pytest.fixture(scope="module")
def rules(resources, tmp_path_factory):
    kinds = {kind.name: kind for kind in KINDS}
    return tiny.part_rules(resources, tmp_path_factory.mktemp("rules"), ["typology.yaml"], kinds)


def everywhere(code):
    return [{"class_code": code, "wkt": box(*tiny.EVERYWHERE)}]


def t1(rules, typology, land_use, nodes=FAR_NODE, **settings):
    tables = {"typology": typology, "land_use": land_use}
    if nodes is not None:
        tables["nodes"] = nodes
    return tiny.ask(rules, T1, "T1", tables, **settings)


def test_conflict_is_severity_3_only_where_typology_is_normative(rules):
    fifty_ha = [use("SB", (0, 0, 1000, 500))]
    sparse = everywhere("sparse_rural")
    assert t1(rules, sparse, fifty_ha).severities == [2]
    assert t1(rules, sparse, fifty_ha, typology_normative=True).severities == [3]
    smaller = [use("SB", (0, 0, 1000, 499))]
    assert t1(rules, sparse, smaller, typology_normative=True).severities == [2]


def test_worst_value_that_reaches_a_hectare_counts(rules):
    typology = [
        {"class_code": "sparse_rural", "wkt": box(0, 0, 1000, 20_000)},
        {"class_code": "rural_heartland", "wkt": box(1000, 0, 20_000, 20_000)},
    ]
    answer = t1(rules, typology, [use("SB", (910, 0, 1200, 100))])
    assert answer.outcomes == ["partly"]
    assert answer.severities == [1]
    assert answer.figure("area_conflict") == pytest.approx(0.9)
    assert answer.answers.value[0] == pytest.approx(2.0)
    assert answer.answers.share[0] == pytest.approx(2.0 / 2.9)
    assert answer.answers.geometry[0].area == pytest.approx(20_000)


def test_grid_cells_are_dissolved_before_noise_is_dropped(rules):
    cells = [
        {"class_code": "sparse_rural", "wkt": box(x, y, x + 80, y + 80)}
        for x in range(0, 800, 80)
        for y in range(0, 800, 80)
    ]
    answer = t1(rules, cells, [use("SB", (0, 0, 400, 400))])
    assert answer.outcomes == ["conflicting"]
    assert answer.answers.value[0] == pytest.approx(16)


def test_only_the_part_outside_zones_is_the_finding(rules):
    nodes = [node(wkt=box(0, 0, 1000, 1000))]  # zone reaches x = 2000
    answer = t1(rules, everywhere("sparse_rural"), [use("MB", (1900, 0, 2300, 1000))], nodes)
    assert answer.outcomes == ["conflicting"]
    assert answer.answers.geometry[0].bounds[0] == pytest.approx(502_000)


def test_unmapped_class_matters_only_where_it_could_change_the_answer(rules):
    unknown = [{"class_code": None, "class_name": "Klass 9", "wkt": box(*tiny.EVERYWHERE)}]
    answer = t1(rules, unknown, [use("SB", (0, 0, 500, 500)), use("TI", (0, 1000, 500, 1500))])
    assert sorted(answer.outcomes) == ["supported", "undetermined"]
    assert "place_class" in answer.reasons


def test_developed_use_of_other_kinds_is_not_new(rules):
    answer = t1(
        rules,
        everywhere("inner_urban"),
        [use("AN", (0, 0, 500, 500), change="developed"), use("LB", (0, 1000, 500, 1500))],
    )
    assert answer.outcomes == ["conflicting"]


def test_unknown_change_among_known(rules):
    land_use = [use("SB", (0, 0, 500, 500)), use("SB", (3000, 0, 3500, 500), change=None)]
    answer = t1(rules, everywhere("sparse_rural"), land_use)
    assert sorted(answer.outcomes) == ["conflicting", "undetermined"]


def test_all_change_unknown_without_localities_is_one_undetermined_row(rules):
    answer = t1(rules, everywhere("sparse_rural"), [use("SB", (0, 0, 500, 500), change=None)])
    assert answer.outcomes == ["undetermined"]
    assert answer.answers.missing.tolist() == ["localities"]


def test_broken_geometry_is_undetermined(rules):
    land_use = [use("SB", (0, 0, 500, 500), wkt=None), use("VI", (0, 1000, 500, 1500))]
    answer = t1(rules, everywhere("sparse_rural"), land_use)
    assert sorted(answer.outcomes) == ["partly", "undetermined"]


def t2(rules, rural_share, side=1000.0, **more):
    """`side` x `side` m of growth of which a share lies in sparse countryside."""
    typology = [
        {"class_code": "sparse_rural", "wkt": box(0, 0, side * rural_share, 20_000)},
        {"class_code": "rural_close", "wkt": box(side * rural_share, 0, 20_000, 20_000)},
    ]
    tables = {
        "typology": typology,
        "nodes": FAR_NODE,
        "land_use": [use("SB", (0, 0, side, side)), *more.pop("land_use", [])],
    }
    return tiny.ask(rules, T2, "T2", {**tables, **more})


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.0999, ("supported", 0)),
        (0.10, ("partly", 1)),
        (0.25, ("partly", 1)),
        (0.2501, ("partly", 2)),
    ],
)
def test_rural_share(rules, share, expected):
    answer = t2(rules, share)
    assert answer.summary == expected
    assert answer.answers.share[0] == pytest.approx(share)
    assert answer.subjects.summary.tolist() == [True]


def test_little_growth_is_not_applicable(rules):
    assert t2(rules, 1.0, side=223.0).summary[0] == "not_applicable"  # 4.97 ha
    assert t2(rules, 1.0, side=224.0).summary[0] == "partly"  # 5.02 ha


def test_uncertain_growth_gives_a_range(rules):
    unknown = [use("SB", (5000, 0, 5100, 100), change="unknown")]
    assert t2(rules, 0.05, land_use=unknown).summary == ("supported", 0)
    unknown = [use("SB", (5000, 0, 8000, 3000), change="unknown")]
    answer = t2(rules, 0.12, land_use=unknown)
    assert answer.summary[0] == "undetermined"
    assert answer.figure("share_low") == pytest.approx(0.012)
    assert answer.figure("share_high") == pytest.approx(0.12)


def test_untyped_land_may_be_rural_or_not(rules):
    tables = {
        "typology": [{"class_code": "rural_close", "wkt": box(0, 0, 880, 20_000)}],
        "nodes": FAR_NODE,
        "land_use": [use("SB", (0, 0, 1000, 1000))],
    }
    answer = tiny.ask(rules, T2, "T2", tables)
    assert answer.summary[0] == "undetermined"
    assert answer.figure("share_high") == pytest.approx(0.12)
