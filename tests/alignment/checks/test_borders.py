"""G1 and G2: crossings, one-to-one matching, both sides, stretches, belts."""

import numpy as np
import pytest
import tiny
from strukturbild.alignment.checks.borders import KINDS
from strukturbild.alignment.checks.borders.border_crossing import KIND as G1
from strukturbild.alignment.checks.borders.border_use_conflict import KIND as G2

box, line, node, use = tiny.box, tiny.line, tiny.node, tiny.use
PAIR = "0001+0002"
WEST, EAST = "0001", "0002"
BORDER = 10_000.0


def territories(edge=BORDER):
    """Two neighbours; the eastern one begins at `edge`."""
    return [
        {"code": WEST, "name": "Väst", "wkt": box(0, 0, BORDER, 20_000)},
        {"code": EAST, "name": "Öst", "wkt": box(edge, 0, 20_000, 20_000)},
    ]


LAND = [
    use("LB", (0, 0, 1000, 1000), change="ongoing"),
    use("LB", (19_000, 0, 20_000, 1000), change="ongoing", municipality=EAST),
]


@pytest.fixture(scope="module")
def rules(resources, tmp_path_factory):
    kinds = {kind.name: kind for kind in KINDS}
    return tiny.part_rules(resources, tmp_path_factory.mktemp("rules"), ["borders.yaml"], kinds)


def ask(rules, kind, rule_id, **more):
    tables = {"municipalities": more.pop("municipalities", territories())}
    for name in ("links", "nodes", "development", "land_use"):
        if more.get(name):
            tables[name] = list(more[name])
        more.pop(name, None)
    return tiny.ask(rules, kind, rule_id, tables, partition=PAIR, **more)


def g1(rules, development=(), links=(), land_use=LAND, **more):
    return ask(rules, G1, "G1", development=development, links=links, land_use=land_use, **more)


def link(*xy, **more):
    row = {"link_id": "s1", "name": "Norrby–Söderby", "from_node": "n1", "to_node": "n2"}
    row |= {"kind": "combined", "strength": 2}
    return {**row, "wkt": line(*(xy or ((1000, 5000), (19_000, 5000)))), **more}


def corridor(side, *xy, **more):
    row = {"municipality": side, "theme": "transport", "subcategory": "corridor", "name": "Stråk"}
    return {**row, "wkt": line(*xy), **more}


def west(y, end=BORDER, **more):
    return corridor(WEST, (1000, y), (end, y), **more)


def east(y, start=BORDER, **more):
    return corridor(EAST, (start, y), (19_000, y), **more)


def row(answer, number=0):
    return answer.outcomes[number], answer.severities[number]


# --- G1: links


def test_link_sides(rules):
    both = g1(rules, [west(5000), east(5000)], [link()])
    assert (row(both), both.answers.value[0]) == (("supported", 0), 2)
    one = g1(rules, [west(5000)], [link()])
    assert (row(one), one.figure("silent_side")) == (("partly", 2), EAST)
    other = g1(rules, [east(5000)], [link()])
    assert (row(other), other.figure("silent_side")) == (("partly", 2), WEST)
    none = g1(rules, links=[link()])
    assert (row(none), none.figure("silent_side")) == (("missing", 2), WEST)
    assert row(g1(rules, links=[link(strength=3)])) == ("missing", 3)
    assert row(g1(rules, [west(5000)], [link(strength=3)])) == ("partly", 3)
    assert none.figure("pair_names") == "Väst – Öst"


@pytest.mark.parametrize(("away", "expected"), [(1000, "supported"), (1000.2, "partly")])
def test_own_line_within_a_kilometre_of_the_crossing(rules, away, expected):
    answer = g1(
        rules, [west(5000), corridor(EAST, (BORDER, 5000 + away), (19_000, 9000))], [link()]
    )
    of_link = [n for n, key in enumerate(answer.subjects.structure_object) if key]
    assert answer.outcomes[of_link[0]] == expected
    assert answer.figure("distance", of_link[0]) == pytest.approx(away, abs=0.01)


def test_geometry_is_a_stub_at_the_border(rules):
    answer = g1(rules, links=[link()])
    assert answer.answers.geometry[0].length == pytest.approx(2000, abs=1)
    assert answer.answers.geometry[0].bounds[0] == pytest.approx(509_000, abs=1)


@pytest.mark.parametrize(("apart", "count"), [(2000, 1), (2001, 2)])
def test_crossings_of_one_link_are_merged(rules, apart, count):
    back_and_forth = link(
        (1000, 5000), (15_000, 5000), (15_000, 5000 + apart), (1000, 5000 + apart)
    )
    assert len(g1(rules, links=[back_and_forth]).outcomes) == count


def test_green_link_needs_green_lines(rules):
    grey, green = (
        [west(5000), east(5000)],
        [
            west(5000, theme="green_blue"),
            east(5000, theme="green_blue"),
        ],
    )
    assert row(g1(rules, grey, [link(kind="green")])) == ("missing", 2)
    assert row(g1(rules, green, [link(kind="green")])) == ("supported", 0)


def test_without_neighbour_plan(rules):
    answer = g1(rules, [west(5000)], [link()], land_use=LAND[:1])
    assert answer.outcomes == ["undetermined"]
    assert answer.answers.missing[0] == f"plan {EAST}"
    answer = g1(rules, [west(15_000)], land_use=LAND[:1])
    assert answer.outcomes == ["undetermined"]


def test_link_that_stays_on_its_side_has_no_row(rules):
    assert g1(rules, links=[link((1000, 5000), (9000, 5000))]).outcomes == []


# --- G1: relational


def relational(rules, development, points, **more):
    nodes = [
        node(*points[0]),
        node(*points[1], node_id="n2", name="Söderby", municipality_code=EAST),
    ]
    return g1(rules, development, [link(*points)], matching="relational", nodes=nodes, **more)


def test_relational_side_is_met_at_its_arc(rules):
    """Seen from each node the arc of +-30 degrees is 9 km x tan 30 = 5 196 m either way."""
    points = ((1000, 10_000), (19_000, 10_000))
    for off, expected in ((5190, "supported"), (5440, "supported"), (5460, "partly")):
        lines = [west(10_000), corridor(EAST, (BORDER, 10_000 + off), (19_000, 10_000 + off))]
        answer = relational(rules, lines, points)
        of_link = [n for n, key in enumerate(answer.subjects.structure_object) if key]
        assert answer.outcomes[of_link[0]] == expected


def test_relational_link_that_passes_through(rules):
    """Seen from the middle of its piece here, not from a node far away."""
    points = ((-90_000, 10_000), (19_000, 10_000))
    arc = 5000 * np.tan(np.radians(30))
    for off, expected in ((arc + 240, "supported"), (arc + 260, "partly")):
        lines = [corridor(WEST, (1000, 10_000 + off), (BORDER, 10_000 + off)), east(10_000)]
        answer = relational(rules, lines, points)
        of_link = [n for n, key in enumerate(answer.subjects.structure_object) if key]
        assert answer.outcomes[of_link[0]] == expected


# --- G1: lines of the plans


def test_line_ends_count_once_with_their_counterpart(rules):
    answer = g1(rules, [west(5000), east(5400)])
    assert (answer.outcomes, answer.figure("distance")) == (["supported"], pytest.approx(400))
    assert answer.subjects.plan_object[0].count("+") == 1


@pytest.mark.parametrize(
    ("away", "expected"), [(1000, ["supported"]), (1001, ["partly", "partly"])]
)
def test_counterpart_within_a_kilometre(rules, away, expected):
    assert g1(rules, [west(5000), east(5000 + away)]).outcomes == expected


def test_counterpart_of_the_same_theme(rules):
    answer = g1(rules, [west(5000), east(5000, theme="green_blue")])
    assert answer.outcomes == ["partly", "partly"]
    assert answer.reasons == ["line", "line"]
    assert sorted(answer.answers.figures["silent_side"].values) == [WEST, EAST]


def test_one_to_one_the_shortest_first(rules):
    lines = [west(5000, name="A"), west(5800, name="B"), east(5700, name="C")]
    answer = g1(rules, lines)
    found = dict(zip(answer.subjects.label, answer.outcomes))
    assert found == {"B": "supported", "A": "partly"}
    assert answer.figure("distance", list(answer.subjects.label).index("A")) == pytest.approx(700)


def test_a_passing_line_serves_one_end(rules):
    passing = corridor(EAST, (10_500, 1000), (10_500, 19_000), name="P")
    one = g1(rules, [west(5000), passing])
    assert (one.outcomes, one.figure("distance")) == (["supported"], pytest.approx(500))
    two = g1(rules, [west(5000), west(7000), passing])
    assert sorted(two.outcomes) == ["partly", "supported"]


@pytest.mark.parametrize(
    ("end", "rise", "count"), [(9750, 0, 1), (9749.8, 0, 0), (9800, 0, 1), (9900, 2000, 0)]
)
def test_an_end_near_the_border_must_head_for_it(rules, end, rise, count):
    heading = corridor(WEST, (end - 50, 5000 - rise), (end, 5000))
    assert len(g1(rules, [heading]).outcomes) == count


def test_ends_near_a_links_crossing_belong_to_it(rules):
    lines = [west(5000), east(5000), west(6000), west(6001.2, name="Eget")]
    answer = g1(rules, lines, [link()])
    assert list(answer.subjects.label) == ["Norrby–Söderby", "Eget"]


def test_road_and_corridor_on_the_same_ground_are_one_place(rules):
    road = {**LAND[0], "category": "TI", "wkt": line((1000, 5020), (BORDER, 5020))}
    answer = g1(rules, [west(5000), east(5000)], land_use=[*LAND, road])
    assert answer.outcomes == ["supported"]


@pytest.mark.parametrize("edge", [9960.0, 10_040.0])
def test_borders_that_agree_to_within_some_metres(rules, edge):
    """Overlapping and gaping borders: both sides' lines end at their own outline."""
    lines = [west(5000), corridor(EAST, (5000, 5000), (19_000, 5000))]
    answer = g1(rules, lines, municipalities=territories(edge))
    assert answer.outcomes == ["supported"]
    assert row(g1(rules, lines, [link()], municipalities=territories(edge))) == ("supported", 0)
    only_east = g1(rules, lines[1:], municipalities=territories(edge))
    assert (row(only_east), only_east.figure("silent_side")) == (("partly", 2), WEST)


# --- G2


def g2(rules, land_use, **more):
    return ask(rules, G2, "G2", land_use=land_use, **more)


def facing(category, other, change="new", other_change="ongoing", y=(5000, 6000), depth=100):
    return [
        use(category, (BORDER - depth, y[0], BORDER, y[1]), change=change),
        use(other, (BORDER, y[0], BORDER + depth, y[1]), change=other_change, municipality=EAST),
    ]


@pytest.mark.parametrize(
    ("category", "other", "expected"),
    [
        ("VI", "SB", ("conflicting", 2)),
        ("SB", "VI", ("conflicting", 2)),
        ("VI", "NF", ("conflicting", 2)),
        ("MB", "NF", ("partly", 1)),
        ("GP", "VI", ("partly", 1)),
        ("MB", "AN", ("partly", 1)),
        ("AN", "MB", ("supported", 0)),  # new farming facing ongoing settlement
        ("LB", "SB", ("supported", 0)),
        ("TA", "SB", ("supported", 0)),  # not said to be energy
    ],
)
def test_matrix(rules, category, other, expected):
    answer = g2(rules, facing(category, other))
    assert row(answer) == expected
    assert len(answer.outcomes) == 1


def test_energy_only(rules):
    wind, housing = facing("TA", "SB")
    answer = g2(rules, [{**wind, "subcategory": "Vindkraft"}, housing])
    assert row(answer) == ("conflicting", 2)


def test_one_side_must_be_new(rules):
    assert g2(rules, facing("VI", "SB", "ongoing")).outcomes == ["supported"]
    assert g2(rules, facing("VI", "SB", "ongoing", "developed")).outcomes == ["conflicting"]
    assert g2(rules, facing("VI", "SB", "unknown", None)).outcomes == ["supported"]
    new_settlement = facing("AN", "SB", "ongoing", "new")
    assert row(g2(rules, new_settlement)) == ("partly", 1)


def test_belts_of_both_sides_and_length(rules):
    answer = g2(rules, facing("VI", "SB", depth=800))
    assert answer.answers.value[0] == pytest.approx(1600, abs=1)  # reach of 300 m at both tips
    shape = answer.answers.geometry[0]
    assert shape.bounds[0] == pytest.approx(509_700)
    assert shape.bounds[2] == pytest.approx(510_300)
    assert answer.figure("area_here") == pytest.approx(30)
    assert answer.figure("area_there") == pytest.approx(30)
    assert (answer.subjects.type[0], answer.subjects.label[0]) == ("pair", "Väst – Öst")


def test_land_counts_once(rules):
    twice = [*facing("VI", "SB"), use("VI", (BORDER - 100, 5000, BORDER, 6000))]
    assert g2(rules, twice).figure("area_here") == pytest.approx(10)


@pytest.mark.parametrize(("distance", "expected"), [(299, "conflicting"), (300.5, "supported")])
def test_belt_width(rules, distance, expected):
    industry = use("VI", (BORDER - distance - 500, 5000, BORDER - distance, 7000))
    housing = facing("VI", "SB", y=(5000, 7000))[1]
    assert g2(rules, [industry, housing]).outcomes == [expected]


def test_shortest_stretch(rules):
    """Two corners whose reaches share a length of the border of 600 m less their distance."""
    for apart, expected in ((300, "conflicting"), (301, "supported")):
        industry = use("VI", (BORDER - 100, 4000, BORDER, 5000))
        housing = use(
            "SB", (BORDER, 5000 + apart, BORDER + 100, 6500), change="ongoing", municipality=EAST
        )
        answer = g2(rules, [industry, housing])
        assert answer.outcomes == [expected]


@pytest.mark.parametrize(("gap", "count"), [(99, 1), (100, 2), (150, 2)])
def test_gaps_are_closed(rules, gap, count):
    lower = facing("VI", "SB", y=(2000, 3000))
    upper = facing("VI", "SB", y=(3600 + gap, 5000))
    answer = g2(rules, [*lower, *upper])
    assert answer.outcomes == ["conflicting"] * count
    assert len(set(answer.subjects.locator)) == count


def test_no_stretch_is_one_supported_row(rules):
    answer = g2(rules, LAND)
    assert answer.outcomes == ["supported"]
    assert answer.subjects.locator.tolist() == ["none"]


def test_without_plan(rules):
    answer = g2(rules, facing("VI", "SB")[:1])
    assert answer.outcomes == ["undetermined"]
    assert answer.answers.missing[0] == f"plan {EAST}"


def test_coverage_is_the_gate():
    assert G2.blocked_by == ("plan_coverage",)
    assert not G1.blocked_by


def test_enclosed_municipality(rules):
    """The shared border is a ring: a stretch over its seam is one stretch."""
    hole = box(8000, 8000, 12_000, 12_000)[len("POLYGON(") : -1]
    around = f"{box(0, 0, 20_000, 20_000)[:-1]},{hole})"
    enclosed = [
        {"code": WEST, "name": "Väst", "wkt": around},
        {"code": EAST, "name": "Öst", "wkt": box(8000, 8000, 12_000, 12_000)},
    ]
    corner = [
        use("VI", (7000, 7000, 8000, 9000)),
        use("SB", (8000, 8000, 9000, 9000), municipality=EAST),
    ]
    answer = g2(rules, corner, municipalities=enclosed)
    assert answer.outcomes == ["conflicting"]
    assert answer.answers.value[0] == pytest.approx(1300 + 300, abs=2)
