"""S1: shares, angle, existing roads, relational matching, unknown strength, geometry."""

import numpy as np
import pytest
import tiny
from strukturbild.alignment.checks.links.support import KIND as S1

box, line, node, use = tiny.box, tiny.line, tiny.node, tiny.use
NODES = [node(1000, 10_000), node(19_000, 10_000, node_id="n2", name="Söderby")]
LAND = use("LB", tiny.EVERYWHERE, change="ongoing")


@pytest.fixture(scope="module")
def rules(resources, tmp_path_factory):
    kinds = {S1.name: S1}
    folder = tmp_path_factory.mktemp("rules")
    return tiny.part_rules(resources, folder, ["links.yaml"], kinds)


def link(*xy, **more):
    row = {"link_id": "s1", "from_node": "n1", "to_node": "n2", "kind": "combined", "strength": 2}
    return {**row, "wkt": line(*(xy or ((0, 10_000), (20_000, 10_000)))), **more}


def corridor(*xy, **more):
    row = {"municipality": "0001", "theme": "transport", "subcategory": "corridor"}
    return {**row, "wkt": line(*xy), **more}


def road(*xy, **more):
    return {**LAND, "category": "TI", "wkt": line(*xy), **more}


def s1(rules, links, development=(), land_use=(LAND,), **more):
    tables = {"links": links, "land_use": list(land_use), "nodes": more.pop("nodes", NODES)}
    tables |= more.pop("tables", {})
    if development:
        tables["development"] = list(development)
    return tiny.ask(rules, S1, "S1", tables, **more)


def first(answer):
    return answer.outcomes[0], answer.severities[0]


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.80, ("supported", 0)),
        (0.7999, ("partly", 1)),
        (0.30, ("partly", 1)),
        (0.2999, ("missing", 2)),
    ],
)
def test_share(rules, share, expected):
    """A corridor on the link carries it to its end and one width (2 km) on."""
    answer = s1(rules, [link()], [corridor((0, 10_000), (20_000 * share - 2000, 10_000))])
    assert first(answer) == expected
    assert answer.answers.share[0] == pytest.approx(share)
    assert answer.figure("length") == pytest.approx(20_000)
    assert answer.figure("missing_length") == pytest.approx(20_000 * (1 - share))
    if expected[0] != "supported":
        assert answer.answers.geometry[0].length == pytest.approx(20_000 * (1 - share), abs=0.01)


def test_strength_decides_width_and_severity(rules):
    beside = [corridor((0, 12_500), (20_000, 12_500))]
    assert first(s1(rules, [link(strength=3)], beside)) == ("supported", 0)
    assert first(s1(rules, [link(strength=2)], beside)) == ("missing", 2)
    assert first(s1(rules, [link(strength=3)])) == ("missing", 3)
    half = [corridor((0, 10_000), (6000, 10_000))]
    assert first(s1(rules, [link(strength=3)], half)) == ("partly", 2)


def test_unknown_strength_by_interval(rules):
    unknown = link(strength=None)
    between = s1(rules, [unknown], [corridor((0, 12_500), (20_000, 12_500))])
    assert between.outcomes == ["undetermined"]
    assert between.answers.missing[0] == "links.strength"
    assert between.figure("share_low") == pytest.approx(0)
    assert between.figure("share_high") == pytest.approx(1)
    on_it = s1(rules, [unknown], [corridor((0, 10_000), (20_000, 10_000))])
    assert on_it.outcomes == ["supported"]


@pytest.mark.parametrize(("rise", "expected"), [(1.0, "supported"), (1.01, "missing")])
def test_only_lines_within_45_degrees(rules, rise, expected):
    """Saw teeth along the whole link, at 45 degrees and a little more."""
    xs = np.arange(0, 20_001, 500)
    teeth = [(float(x), 10_000 + 500 * rise * (n % 2)) for n, x in enumerate(xs)]
    assert s1(rules, [link()], [corridor(*teeth)]).outcomes == [expected]


def test_direction_is_that_of_the_nearest_part_of_the_link(rules):
    bent = link((0, 2000), (10_000, 2000), (10_000, 20_000))
    follows = corridor((0, 2500), (9500, 2500), (9500, 20_000))
    answer = s1(rules, [bent], [follows], nodes=[NODES[0]])
    assert answer.outcomes == ["supported"]


def test_existing_road_alone_is_at_most_partly(rules):
    along = ((0, 10_000), (20_000, 10_000))
    answer = s1(rules, [link()], land_use=[LAND, road(*along)])
    assert (first(answer), answer.reasons) == (("partly", 1), ["existing"])
    assert answer.figure("intended_share") == pytest.approx(0)
    assert answer.answers.value.tolist() == [0.0]  # what decides, held against the threshold
    assert answer.answers.share.tolist() == pytest.approx([1.0])
    assert answer.answers.geometry[0].length == pytest.approx(20_000)
    new = s1(rules, [link()], land_use=[LAND, road(*along, change="new")])
    assert new.outcomes == ["supported"]
    half = [corridor((0, 10_000), (8000, 10_000))]
    mixed = s1(rules, [link()], half, land_use=[LAND, road(*along)])
    assert (first(mixed), mixed.reasons) == (("partly", 1), ["existing"])
    assert mixed.figure("intended_share") == pytest.approx(0.5)
    assert mixed.answers.geometry[0].length == pytest.approx(10_000, abs=0.01)  # the other half


def test_transport_polygons_count(rules):
    strip = use("TI", (0, 9900, 20_000, 10_100))
    assert s1(rules, [link()], land_use=[LAND, strip]).outcomes == ["supported"]


def test_green_links_use_green_lines_only(rules):
    along = ((0, 10_000), (20_000, 10_000))
    grey, green = corridor(*along), corridor(*along, theme="green_blue")
    assert s1(rules, [link(kind="green")], [grey]).outcomes == ["missing"]
    assert s1(rules, [link(kind="green")], [green]).outcomes == ["supported"]
    assert s1(rules, [link()], [green]).outcomes == ["missing"]


@pytest.mark.parametrize(("metres", "expected"), [(1999, "not_applicable"), (2000, "missing")])
def test_short_links_only_with_an_end_node_here(rules, metres, expected):
    """90 per cent and more of the link lies in the neighbour."""
    away = [node(-30_000, 10_000), node(90_000, 10_000, node_id="n2", name="Söderby")]
    grazing = link((-30_000, 10_000), (metres, 10_000))
    assert s1(rules, [grazing], nodes=away).outcomes == [expected]
    here = [away[0], node(metres, 10_000, node_id="n2", name="Söderby")]
    assert s1(rules, [grazing], nodes=here).outcomes == ["missing"]


def test_link_elsewhere_has_no_row(rules):
    assert s1(rules, [link((0, 30_000), (20_000, 30_000))]).outcomes == []


def test_lines_only_plan(rules):
    answer = s1(rules, [link()], [corridor((0, 10_000), (20_000, 10_000))], land_use=())
    assert answer.outcomes == ["supported"]


def test_islands_are_one_row(rules):
    islands = (
        "MULTIPOLYGON(((500000 6300000,505000 6300000,505000 6320000,500000 6320000,"
        "500000 6300000)),((510000 6300000,520000 6300000,520000 6320000,510000 6320000,"
        "510000 6300000)))"
    )
    tables = {"municipalities": [{"code": "0001", "name": "A", "wkt": islands}]}
    answer = s1(rules, [link()], tables=tables)
    assert answer.outcomes == ["missing"]
    assert answer.figure("length") == pytest.approx(15_000)
    assert answer.answers.geometry[0].geom_type == "MultiLineString"


def test_label(rules):
    assert s1(rules, [link()]).subjects.label.tolist() == ["Norrby–Söderby"]
    assert s1(rules, [link(name="Stråket")]).subjects.label.tolist() == ["Stråket"]


# --- relational


def relational(rules, development, **more):
    links = more.pop("links", [link((1000, 10_000), (19_000, 10_000))])
    return s1(rules, links, development, matching="relational", **more)


def test_relational_reaches_both_ends(rules):
    """Zones of 2 km and 250 m on: a line from x = 3 250 to 16 750 just reaches both."""
    just = relational(rules, [corridor((3249.9, 10_000), (9000, 14_000), (16_750.1, 10_000))])
    assert (first(just), just.answers.share[0]) == (("supported", 0), 1.0)
    short = relational(rules, [corridor((3255, 10_000), (9000, 14_000), (16_750, 10_000))])
    assert (first(short), short.answers.share[0]) == (("partly", 1), 0.5)


def test_relational_joins_lines_250_metres_apart(rules):
    west = corridor((1000, 10_000), (10_000, 10_000))
    for gap, share in ((250, 1.0), (260, 0.5)):
        east = corridor((10_000 + gap, 10_000), (19_000, 10_000))
        assert relational(rules, [west, east]).answers.share[0] == share


@pytest.mark.parametrize(
    ("reach", "share"), [((10_001, 10_000), 0.5), ((9990, 10_000), 0.0), ((10_100, 19_000), 0.0)]
)
def test_relational_half(rules, reach, share):
    """From one end at least half way, and within 30 degrees of the line."""
    answer = relational(rules, [corridor((1000, 10_000), reach)])
    assert answer.answers.share[0] == share


def test_relational_end_outside_is_an_arc_of_border(rules):
    nodes = [node(1000, 10_000), node(60_000, 10_000, node_id="n2", name="Söderby")]
    desire = [link((1000, 10_000), (60_000, 10_000))]
    inside = 19_000 * np.tan(np.radians(30))
    for y, share in ((10_000 + inside - 10, 1.0), (10_000 - inside + 10, 1.0)):
        answer = relational(
            rules, [corridor((1000, 10_000), (20_000, y))], links=desire, nodes=nodes
        )
        assert answer.answers.share[0] == share


def test_relational_existing_road_alone_is_partly(rules):
    answer = relational(rules, [], land_use=[LAND, road((1000, 10_000), (19_000, 10_000))])
    assert (first(answer), answer.reasons) == (("partly", 1), ["existing"])


def test_relational_unknown_end(rules):
    answer = relational(rules, [corridor((1000, 10_000), (19_000, 10_000))], nodes=[NODES[0]])
    assert (answer.outcomes, answer.reasons) == (["undetermined"], ["ends"])
    assert np.isnan(answer.answers.share[0])
