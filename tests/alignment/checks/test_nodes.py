"""N1, N2 and N4: outcomes, boundaries, severities, matching, figures."""

import numpy as np
import pytest
import tiny
from strukturbild.alignment.checks.nodes import KINDS
from strukturbild.alignment.checks.nodes.growth_outside_nodes import KIND as N4
from strukturbild.alignment.checks.nodes.node_designation import KIND as N2
from strukturbild.alignment.checks.nodes.node_support import KIND as N1

box, line, node, place, point, use = (
    tiny.box,
    tiny.line,
    tiny.node,
    tiny.place,
    tiny.point,
    tiny.use,
)
COUNTRYSIDE = use("LB", tiny.EVERYWHERE, change="ongoing")
TWO = [
    {"code": "0001", "name": "A", "wkt": box(0, 0, 10_000, 20_000)},
    {"code": "0002", "name": "B", "wkt": box(10_000, 0, 20_000, 20_000)},
]


@pytest.fixture(scope="module")
def rules(resources, tmp_path_factory):
    kinds = {kind.name: kind for kind in KINDS}
    return tiny.part_rules(resources, tmp_path_factory.mktemp("rules"), ["nodes.yaml"], kinds)


def n1(rules, land_use, nodes=None, **more):
    tables = {"nodes": nodes or [node()], "land_use": land_use, **more}
    return tiny.ask(rules, N1, "N1", tables)


# --- N1


@pytest.mark.parametrize(
    ("metres", "rank", "expected"),
    [
        (9.98, 3, ("missing", 2)),  # just under 0.1 ha
        (10, 3, ("partly", 1)),
        (299.98, 3, ("partly", 1)),
        (300, 3, ("supported", 0)),
        (9.98, 2, ("missing", 3)),
        (999.98, 2, ("partly", 2)),
        (1000, 2, ("supported", 0)),
        (1999.98, 1, ("partly", 2)),
        (2000, 1, ("supported", 0)),
    ],
)
def test_support_by_area(rules, metres, rank, expected):
    category = {1: "growth_engine", 2: "regional_core", 3: "strategic_node"}[rank]
    growth = use("SB", (5000, 5000, 5000 + metres, 5100))
    answer = n1(rules, [growth], [node(rank=rank, category=category)])
    assert (answer.outcomes[0], answer.severities[0]) == expected


@pytest.mark.parametrize(("category", "minimum"), [("archipelago_node", 0.5), ("local_node", 1)])
def test_minimum_follows_category(rules, category, minimum):
    answer = n1(rules, [COUNTRYSIDE], [node(category=category, rank=None)])
    assert answer.answers.threshold.tolist() == [minimum]
    assert answer.outcomes == ["missing"]


def test_gap_is_the_zone_without_growth(rules):
    answer = n1(rules, [use("SB", (5000, 5000, 5100, 5100))])
    circle = np.pi * 2000**2
    assert answer.answers.geometry[0].area == pytest.approx(circle - 10_000, rel=0.01)
    assert answer.figure("growth_in_zone") == pytest.approx(1.0)
    assert answer.figure("dwellings") == 10  # 12 a hectare, calculated: to tens


def test_place_or_direction_in_the_zone_is_partly(rules):
    named = place("service_centre", point(5500, 5000), name="Norrby")
    direction = place("expansion_direction", line((5000, 6000), (5000, 9000)))
    elsewhere = place("expansion_direction", line((15_000, 6000), (15_000, 9000)))
    for row, expected in ((named, "partly"), (direction, "partly"), (elsewhere, "missing")):
        answer = n1(rules, [COUNTRYSIDE], development=[row])
        assert answer.outcomes == [expected]
    assert n1(rules, [COUNTRYSIDE], development=[direction]).reasons == ["pointed_out"]


def test_uncertain_growth_decides_or_not(rules):
    unknown = use("SB", (5000, 5000, 5400, 5100), change="unknown")
    enough = use("SB", (4000, 5000, 4400, 5100))
    far = use("SB", (15_000, 5000, 15_400, 5100))
    assert n1(rules, [unknown, enough]).outcomes == ["supported"]
    answer = n1(rules, [unknown, far])
    assert answer.outcomes == ["undetermined"]
    assert answer.figure("growth_possible") == pytest.approx(4.0)
    small = use("SB", (5000, 5000, 5040, 5100), change="unknown")  # 0.4 ha at most
    tiny_but_sure = use("SB", (4000, 5000, 4040, 5100))
    assert n1(rules, [small, tiny_but_sure]).outcomes == ["partly"]


def test_shared_polygon_node_takes_its_share_of_the_minimum(rules):
    shared = node(wkt=box(9000, 5000, 12_000, 6000))  # a third of it here
    growth = use("SB", (9000, 5000, 9100, 6000 - 10))  # 9.9 ha
    answer = n1(rules, [growth], [shared], municipalities=TWO)
    assert answer.answers.threshold[0] == pytest.approx(1.0)
    assert answer.outcomes == ["supported"]


def test_neighbours_growth_is_a_figure_only(rules):
    close = node(9500, 5000, municipality_code="0001")
    theirs = use("SB", (10_100, 5000, 10_400, 5100), municipality="0002")
    answer = n1(rules, [use("LB", (0, 0, 100, 100)), theirs], [close], municipalities=TWO)
    assert answer.outcomes == ["missing"]
    assert answer.figure("neighbour_growth") == pytest.approx(3.0)


def test_overlapping_zones_share_growth(rules):
    nodes = [node(5000, 5000), node(5500, 5000, node_id="n2", name="Söderby")]
    answer = n1(rules, [use("SB", (5000, 5000, 5400, 5100))], nodes)
    assert answer.outcomes == ["supported", "supported"]


def test_lines_only_is_blocked_and_under_study_is_not_applicable(rules):
    lines = [{"municipality": "0001", "theme": "transport", "wkt": line((0, 0), (9, 9))}]
    nodes = [node(), node(7000, 7000, node_id="n2", name="Söderby", status="under_study")]
    answer = tiny.ask(rules, N1, "N1", {"nodes": nodes, "development": lines})
    assert answer.outcomes == ["blocked", "not_applicable"]


def test_all_change_unknown_without_localities(rules):
    answer = n1(rules, [use("SB", (5000, 5000, 5400, 5400), change=None)])
    assert answer.outcomes == ["undetermined"]
    localities = [{"name": "Norrby", "population": 900, "wkt": box(5000, 5000, 5100, 5400)}]
    answer = n1(rules, [use("SB", (5000, 5000, 5400, 5400), change=None)], localities=localities)
    assert answer.outcomes == ["supported"]
    assert answer.figure("growth_in_zone") == pytest.approx(12.0)


# --- N2


def n2(rules, nodes, development, land_use=(COUNTRYSIDE,), **settings):
    tables = {"nodes": nodes, "development": development}
    if land_use:
        tables["land_use"] = land_use
    return tiny.ask(rules, N2, "N2", tables, **settings)


def test_name_before_containment_before_unnamed(rules):
    nodes = [node()]
    named = place("locality", point(9900, 5000), name="NORRBY (tätort)")
    around = place("locality", box(4000, 4000, 6000, 6000), name="Stadsbygden")
    unnamed = place("locality", point(5010, 5000))
    answer = n2(rules, nodes, [unnamed, around, named])
    assert answer.figure("distance") == pytest.approx(4900)
    assert answer.figure("place") == "NORRBY (tätort)"
    assert n2(rules, nodes, [unnamed, around]).figure("place") == "Stadsbygden"
    assert n2(rules, nodes, [unnamed]).outcomes == ["supported"]


def test_another_name_in_the_zone_is_no_match(rules):
    answer = n2(rules, [node()], [place("locality", point(5010, 5000), name="Söderby")])
    assert (answer.outcomes, answer.severities) == (["missing"], [2])
    assert answer.figure("nearest_place") == "Söderby"
    assert answer.figure("nearest_distance") == pytest.approx(10)
    core = node(rank=1, category="growth_engine")
    answer = n2(rules, [core], [place("locality", point(5010, 5000), name="Söderby")])
    assert answer.severities == [3]


def test_one_place_serves_one_node_the_nearest(rules):
    nodes = [node(5000, 5000), node(5000, 6000, node_id="n2", name="Söderby")]
    answer = n2(rules, nodes, [place("locality", point(5000, 5600))])
    assert dict(zip(answer.subjects.label, answer.outcomes)) == {
        "Norrby": "missing",
        "Söderby": "supported",
    }


def test_five_kilometres_are_enough_for_a_name(rules):
    assert n2(
        rules, [node()], [place("locality", point(10_000, 5000), name="Norrby")]
    ).outcomes == ["supported"]
    assert n2(
        rules, [node()], [place("locality", point(10_001, 5000), name="Norrby")]
    ).outcomes == ["missing"]


@pytest.mark.parametrize(
    ("rank", "level", "expected"),
    [
        (3, 3, ("supported", 0)),
        (3, 4, ("partly", 1)),
        (3, 5, ("conflicting", 2)),
        (2, 3, ("partly", 2)),
        (1, 3, ("conflicting", 3)),
        (None, 3, ("supported", 0)),
        (3, None, ("supported", 0)),
    ],
)
def test_levels(rules, rank, level, expected):
    row = place("node", point(5000, 5000), name="Norrby", rank=level)
    table = {"level_table": {3: 3, 4: 4, 5: 5}}
    answer = n2(rules, [node(rank=rank)], [row], parameters=table)
    assert (answer.outcomes[0], answer.severities[0]) == expected


def test_no_level_table_is_supported_and_noted(rules):
    row = place("service_centre", point(5000, 5000), name="Norrby", rank=9)
    answer = n2(rules, [node(rank=1)], [row], parameters={"level_table": {}})
    assert (answer.outcomes, answer.reasons) == (["supported"], ["level_unknown"])


def test_mixed_use_alone_is_partly(rules):
    other = [place("locality", point(15_000, 5000), name="Söderby")]
    for width, expected in ((99.98, "missing"), (100, "partly")):
        mixed = use("MB", (5000, 5000, 5000 + width, 5100), change="ongoing")
        assert n2(rules, [node()], other, [mixed]).outcomes == [expected]
    assert n2(rules, [node()], other, ()).outcomes == ["undetermined"]


# --- N4


def n4(rules, land_use, **more):
    nodes = more.pop("nodes", [node(wkt=box(0, 0, 9000, 20_000))])  # zone reaches x = 10 000
    return tiny.ask(rules, N4, "N4", {"nodes": nodes, "land_use": land_use, **more})


def growth(outside_share, ha=10.0, category="VI", **more):
    """Growth of `ha` hectares, a share of it east of the zone's edge at x = 10 000."""
    width = ha * 10_000 / 1000
    x0 = 10_000 - width * (1 - outside_share)
    return use(category, (x0, 5000, x0 + width, 6000), **more)


@pytest.mark.parametrize(
    ("share", "ha", "expected"),
    [
        (0.2499, 10, ("supported", 0)),
        (0.25, 10, ("partly", 1)),
        (0.50, 10, ("partly", 1)),
        (0.5001, 10, ("partly", 2)),
        (1.0, 4.9, ("not_applicable", 0)),
        (1.0, 5.0, ("partly", 2)),
        (0.6, 166.0, ("partly", 2)),  # 99.6 ha
        (0.6, 167.0, ("partly", 3)),  # 100.2 ha
    ],
)
def test_summary_by_area(rules, share, ha, expected):
    answer = n4(rules, [growth(share, ha)])
    assert answer.summary == expected
    assert answer.figure("growth_area", -1) == pytest.approx(ha)
    assert answer.figure("outside_area", -1) == pytest.approx(share * ha)


def test_object_rows(rules):
    half, less = n4(rules, [growth(0.5)]), n4(rules, [growth(0.4999)])
    assert (half.outcomes[0], half.severities[0]) == ("partly", 1)
    assert less.outcomes[0] == "supported"
    assert half.answers.geometry[0].bounds[0] == pytest.approx(510_000)


def test_summary_by_dwellings_from_fifty(rules):
    inside = growth(0.0, dwellings=60)
    outside = use("VI", (15_000, 5000, 15_400, 6000), dwellings=0)
    answer = n4(rules, [inside, outside])
    assert answer.summary == ("supported", 0)  # no dwelling outside, though 80 % of the land
    assert answer.answers.share[-1] == pytest.approx(0.0)
    fewer = n4(rules, [growth(0.0, dwellings=49), outside])
    assert fewer.summary == ("partly", 2)
    assert fewer.answers.share[-1] == pytest.approx(0.8)


def test_five_hundred_dwellings_outside_are_severe(rules):
    inside = growth(0.0, dwellings=100)
    for dwellings, severity in ((499, 2), (500, 3)):
        outside = use("SB", (15_000, 5000, 15_050, 6000), dwellings=dwellings)
        assert n4(rules, [inside, outside]).summary == ("partly", severity)


def test_dwellings_inside_localities_are_a_range(rules):
    town = [{"name": "Lindsdal", "population": 5977, "wkt": box(14_000, 4000, 16_000, 7000)}]
    inside = growth(0.0, dwellings=100)
    outside = use("SB", (15_000, 5000, 15_100, 6000), name="Lindsdal norra")  # 10 ha: 0 to 120
    answer = n4(
        rules, [inside, outside], localities=town, nodes=[node(wkt=box(0, 0, 9000, 20_000))]
    )
    assert answer.summary[0] == "undetermined"
    assert answer.figure("share_low", -1) == pytest.approx(0.0)
    assert answer.figure("share_high", -1) == pytest.approx(120 / 220)
    assert answer.figure("localities", -1) == "Lindsdal"
    assert answer.figure("in_localities", -1) == pytest.approx(10.0)
    assert answer.figure("in_open_country", -1) == pytest.approx(0.0)


def test_overlapping_growth_counts_once(rules):
    first = growth(1.0, 10)
    again = place("expansion_area", first["wkt"])
    answer = n4(rules, [first], development=[again])
    assert sorted(answer.outcomes[:-1]) == ["not_applicable", "partly"]
    assert answer.figure("growth_area", -1) == pytest.approx(10.0)


def test_unknown_change(rules):
    sure, unsure = growth(0.0, 10), use("VI", (15_000, 5000, 15_020, 6000), change="unknown")
    answer = n4(rules, [sure, unsure])
    assert sorted(answer.outcomes) == ["supported", "supported", "undetermined"]  # 17 % at most
    larger = use("VI", (15_000, 5000, 15_100, 6000), change="unknown")
    assert n4(rules, [sure, larger]).summary[0] == "undetermined"


def test_rural_area_is_a_figure(rules):
    typology = [
        {"class_code": "sparse_rural", "wkt": box(0, 0, 20_000, 5500)},
        {"class_code": "rural_close", "wkt": box(0, 5500, 20_000, 20_000)},
    ]
    answer = n4(rules, [growth(1.0)], typology=typology)
    assert answer.figure("rural_area", -1) == pytest.approx(5.0)
    assert answer.figure("nearest_zone") == pytest.approx(0.0)
