"""U1, U3 and U4: outcomes, boundaries, gate, geometry."""

import pytest
import tiny
from strukturbild.alignment.checks.basis import KINDS
from strukturbild.alignment.checks.basis.plan_coverage import KIND as U1
from strukturbild.alignment.checks.basis.plan_statements import DEFECTS
from strukturbild.alignment.checks.basis.plan_statements import KIND as U3
from strukturbild.alignment.checks.basis.structure_map_quality import KIND as U4

box, line, node, point, use = tiny.box, tiny.line, tiny.node, tiny.point, tiny.use
COVERAGE, OVERLAP = 0, 1


@pytest.fixture(scope="module")
def rules(resources, tmp_path_factory):
    kinds = {kind.name: kind for kind in KINDS}
    return tiny.part_rules(resources, tmp_path_factory.mktemp("rules"), ["basis.yaml"], kinds)


def countryside(*shape, **more):
    return use("LB", shape or tiny.EVERYWHERE, change="ongoing", **more)


# --- U1


def u1(rules, land_use, **more):
    return tiny.ask(rules, U1, "U1", {"land_use": land_use, **more.pop("tables", {})}, **more)


@pytest.mark.parametrize(
    ("share", "expected", "gate"),
    [
        (0.995, ("supported", 0), False),
        (0.9949, ("partly", 1), False),
        (0.95, ("partly", 1), False),
        (0.9499, ("partly", 2), False),
        (0.80, ("partly", 2), False),
        (0.7999, ("missing", 2), True),
    ],
)
def test_coverage(rules, share, expected, gate):
    answer = u1(rules, [countryside(0, 0, 20_000, 20_000 * share)])
    assert (answer.outcomes[COVERAGE], answer.severities[COVERAGE]) == expected
    assert answer.answers.share[COVERAGE] == pytest.approx(share)
    assert answer.outcomes[OVERLAP] == "supported"
    assert bool(answer.region.gates.get(("plan_coverage", "0001"))) is gate


def test_the_hole_is_the_geometry_and_each_piece_a_child(rules):
    land_use = [countryside(0, 2000, 9000, 20_000), countryside(11_000, 2000, 20_000, 20_000)]
    land_use.append(countryside(9000, 2000, 11_000, 19_000))
    land_use.append(countryside(5000, 0, 15_000, 2000))
    answer = u1(rules, land_use)
    assert answer.answers.geometry[COVERAGE].area == pytest.approx(22e6)
    assert answer.figure("hole_area", COVERAGE) == pytest.approx(2200)
    children = answer.answers.children
    assert (
        sorted(round(piece.area) for piece in children.geometry) == [2_000_000] + [10_000_000] * 2
    )
    assert children.parent.tolist() == [COVERAGE] * 3
    assert children.value.sum() == pytest.approx(2200)
    assert (children.unit, set(children.threshold)) == ("ha", {1.0})


def test_holes_below_a_hectare_or_thin_are_noise(rules):
    small = {"municipalities": [{"code": "0001", "name": "A", "wkt": box(0, 0, 1000, 1000)}]}
    tiny_hole = [countryside(0, 0, 1000, 900), countryside(0, 900, 901, 1000)]
    assert u1(rules, tiny_hole, tables=small).outcomes == ["supported", "supported"]
    thin = [countryside(0, 0, 1000, 981)]
    assert u1(rules, thin, tables=small).outcomes == ["supported", "supported"]
    hole = [countryside(0, 0, 1000, 900), countryside(0, 900, 900, 1000)]
    assert u1(rules, hole, tables=small).outcomes == ["partly", "supported"]


def test_multipart_islands_and_holes(rules):
    islands = (
        "MULTIPOLYGON(((500000 6300000,501000 6300000,501000 6301000,500000 6301000,"
        "500000 6300000)),((505000 6300000,506000 6300000,506000 6301000,505000 6301000,"
        "505000 6300000)))"
    )
    tables = {"municipalities": [{"code": "0001", "name": "A", "wkt": islands}]}
    answer = u1(rules, [countryside(-9, -9, 1000, 1000)], tables=tables)
    assert answer.outcomes[COVERAGE] == "missing"
    assert answer.answers.geometry[COVERAGE].area == pytest.approx(1e6)
    assert u1(rules, [countryside(0, 0, 9000, 9000)], tables=tables).outcomes[0] == "supported"


SEA = {"sea": [{"name": "Havet", "wkt": box(4000, 0, 20_000, 20_000)}]}


def test_land_and_sea_are_measured_apart(rules):
    """81 per cent is sea; the land's share must not be thinned by it."""
    land = countryside(0, 0, 4000, 20_000)
    answer = u1(rules, [land], tables=SEA, coastal=["0001"])
    assert (answer.outcomes[0], answer.severities[0]) == ("partly", 1)
    assert answer.reasons[COVERAGE] == "sea"
    assert answer.answers.value[COVERAGE] == pytest.approx(0)  # of the sea, which decides
    assert answer.answers.share[COVERAGE] == pytest.approx(1)
    assert answer.answers.geometry[COVERAGE].bounds[0] == pytest.approx(504_000)
    half = u1(rules, [countryside(0, 0, 2000, 20_000)], tables=SEA, coastal=["0001"])
    assert (half.outcomes[0], half.severities[0]) == ("missing", 2)
    assert half.answers.share[COVERAGE] == pytest.approx(0.5)
    water = use("VA", (4000, 0, 20_000, 20_000), change="ongoing")
    assert u1(rules, [land, water], tables=SEA, coastal=["0001"]).outcomes[0] == "supported"


def test_coastal_without_sea_layer_is_undetermined_without_gate(rules):
    answer = u1(rules, [countryside(0, 0, 4000, 20_000)], coastal=["0001"])
    assert answer.outcomes == ["undetermined", "supported"]
    assert answer.answers.missing[COVERAGE] == "sea"
    assert not answer.region.gates
    assert u1(rules, [countryside()], coastal=["0001"]).outcomes[0] == "supported"


def test_declared_residual_use_counts(rules):
    little = [countryside(0, 0, 100, 100)]
    answer = u1(rules, little, residual_use="LB")
    assert answer.outcomes[COVERAGE] == "supported"
    assert not answer.region.gates
    at_sea = u1(rules, little, residual_use="LB", tables=SEA)
    assert (at_sea.outcomes[COVERAGE], at_sea.reasons[COVERAGE]) == ("partly", "sea")
    assert u1(rules, little, residual_use="VA", tables=SEA).outcomes[COVERAGE] == "supported"


def test_lines_cover_nothing(rules):
    road = {**countryside(), "category": "TI", "wkt": line((0, 0), (20_000, 20_000))}
    answer = u1(rules, [road])
    assert answer.outcomes == ["missing", "supported"]
    assert answer.answers.share[COVERAGE] == pytest.approx(0)


@pytest.mark.parametrize(
    ("metres", "across", "expected"),
    [(39.7, 39.7, "supported"), (40, 40, "partly"), (19_000, 10, "supported"), (21, 420, "partly")],
)
def test_overlap_is_too_thin_or_not(rules, metres, across, expected):
    """From 0.1 ha on, but a square of 0.1 ha is thinner (2A/P) than the noise width of 20 m."""
    over = use("NF", (0, 0, metres, across), change="ongoing")
    answer = u1(rules, [countryside(), over])
    assert answer.outcomes == ["supported", expected]
    assert not answer.region.gates


def test_overlap_of_one_category_or_transport_is_none(rules):
    over = (1000, 1000, 2000, 2000)
    assert u1(rules, [countryside(), countryside(*over)]).outcomes[OVERLAP] == "supported"
    assert u1(rules, [countryside(), use("TI", over)]).outcomes[OVERLAP] == "supported"
    answer = u1(rules, [countryside(), use("NF", over), use("SB", (1500, 1500, 2500, 2500))])
    assert answer.figure("overlap_area", OVERLAP) == pytest.approx(175)  # land counts once
    assert answer.figure("overlap_count", OVERLAP) == 1


# --- U3


def u3(rules, land_use=(), development=(), **settings):
    tables = {}
    if land_use:
        tables["land_use"] = list(land_use)
    if development:
        tables["development"] = list(development)
    more = settings.pop("tables", {})
    answer = tiny.ask(rules, U3, "U3", {**tables, **more}, shapeless=("unmapped",), **settings)
    return {
        defect: (answer.outcomes[row], answer.severities[row]) for row, defect in enumerate(DEFECTS)
    }, answer


def growth(share_without, field, lacking=None, **more):
    """100 ha of growth of which a share lacks something."""
    edge = 1000 * (1 - share_without)
    full = {"statement": "Bygg tätt", "subcategory": "Bostäder", **more}
    return [
        use("SB", (0, 0, edge, 1000), **full),
        use("SB", (edge, 0, 1000, 1000), **{**full, field: lacking}),
    ]


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.10, ("supported", 0)),
        (0.1001, ("partly", 1)),
        (0.50, ("partly", 1)),
        (0.5001, ("partly", 2)),
    ],
)
def test_share_of_growth_without(rules, share, expected):
    found, answer = u3(rules, growth(share, "statement"))
    assert found["statement"] == expected
    assert found["subcategory"] == ("supported", 0)
    assert answer.answers.share[0] == pytest.approx(share)
    if expected[0] == "partly":
        assert answer.answers.geometry[0].area == pytest.approx(share * 1e6)
    found, _ = u3(rules, growth(share, "subcategory", "EJ SPECIFICERAD"))
    assert found["subcategory"] == expected
    found, _ = u3(rules, growth(share, "subcategory", "36"))
    assert found["subcategory"] == expected


def test_no_growth_is_not_applicable(rules):
    found, _ = u3(rules, [countryside()])
    for defect in ("statement", "subcategory", "change", "development_statement"):
        assert found[defect] == ("not_applicable", 0)
    assert found["unmapped"] == ("supported", 0)


def test_development_counts_objects(rules):
    said = tiny.place("locality", point(1000, 1000), statement="Växer")
    silent = tiny.place("locality", point(2000, 1000))
    found, answer = u3(rules, development=[said, silent])
    assert found["development_statement"] == ("partly", 1)
    assert answer.figure("count", 1) == 1
    assert answer.answers.geometry[1].geom_type == "MultiPoint"
    found, _ = u3(rules, development=[silent])
    assert found["development_statement"] == ("partly", 2)


def test_unknown_change(rules):
    found, _ = u3(rules, growth(0.3, "change", "unknown"))
    assert found["change"] == ("partly", 1)
    town = {"localities": [{"name": "Ort", "wkt": box(0, 0, 500, 1000)}]}
    nothing_said = [use("SB", (0, 0, 1000, 1000), change=None, statement="Bygg")]
    found, answer = u3(rules, nothing_said, tables=town)
    assert found["change"] == ("partly", 2)
    assert answer.figure("area", DEFECTS.index("change")) == pytest.approx(50)  # derived G
    assert found["statement"] == ("supported", 0)


def test_unknown_change_where_growth_cannot_be_derived(rules):
    nothing_said = [use("SB", (0, 0, 1000, 1000), change=None, statement="Bygg"), countryside()]
    found, answer = u3(rules, nothing_said)
    assert found["change"] == ("partly", 2)
    assert found["statement"] == ("undetermined", 0)
    assert answer.answers.missing[0] == "localities"


def test_unmapped_is_always_shown(rules):
    layer = {"layer": "Övrigt", "field": "Typ", "value": "99", "table": "land_use"}
    few = [{**layer, "count": 1, "area_m2": 1}]
    found, answer = u3(rules, [countryside()], unmapped=few)
    assert found["unmapped"] == ("partly", 1)
    assert "Övrigt: Typ = 99" in answer.figure("values", DEFECTS.index("unmapped"))
    many = [{**layer, "count": 1, "area_m2": 600_000_000}]
    assert u3(rules, [countryside()], unmapped=many)[0]["unmapped"] == ("partly", 2)


# --- U4


def u4(rules, **tables):
    settings = {key: tables.pop(key) for key in ("coastal", "shapeless") if key in tables}
    answer = tiny.ask(rules, U4, "U4", tables, partition="region", **settings)
    return dict(zip(answer.subjects.locator, answer.outcomes)), answer


def typed(x1=20_000.0):
    return [{"class_code": "rural_close", "wkt": box(0, 0, x1, 20_000)}]


@pytest.mark.parametrize(("x1", "expected"), [(19_800, "supported"), (19_799, "partly")])
def test_typology_covers_the_land(rules, x1, expected):
    assert u4(rules, typology=typed(x1))[0]["typology:coverage"] == expected


def test_typology_and_the_sea(rules):
    sea = [{"name": "Havet", "wkt": box(10_000, 0, 20_000, 20_000)}]
    assert u4(rules, typology=typed(10_000), sea=sea)[0]["typology:coverage"] == "supported"
    found, answer = u4(rules, typology=typed(10_000), coastal=["0001"])
    assert found["typology:coverage"] == "undetermined"
    assert answer.answers.missing[0] == "sea"
    assert u4(rules, typology=typed(), coastal=["0001"])[0]["typology:coverage"] == "supported"


def test_absent_layers_are_undetermined(rules):
    found, _ = u4(rules, typology=typed())
    assert found["nodes:absent"] == found["links:absent"] == "undetermined"


def link(start, end, **more):
    return {"link_id": "s1", "from_node": "n1", "to_node": "n2", "wkt": line(start, end), **more}


def test_faults_of_links_and_nodes(rules):
    nodes = [node(1000, 1000), node(9000, 1000, node_id="n2", name="Söderby")]
    whole = link((1000, 1000), (9000, 1000))
    found, _ = u4(rules, nodes=nodes, links=[whole])
    assert {found[key] for key in found if not key.startswith("typology")} == {"supported"}
    found, answer = u4(rules, nodes=[*nodes, {**nodes[0], "name": "Igen"}], links=[whole])
    assert found["nodes:duplicates"] == "partly"
    assert found["links:duplicates"] == "supported"
    assert answer.answers.geometry[list(found).index("nodes:duplicates")].geom_type == "MultiPoint"
    found, _ = u4(rules, nodes=nodes, links=[whole, {**whole, "to_node": "n9"}])
    assert found["links:unknown_node"] == "partly"
    assert found["links:duplicates"] == "partly"
    found, answer = u4(rules, nodes=nodes, links=[{**whole, "wkt": None}], shapeless=("geometry",))
    assert found["links:geometry"] == "partly"
    assert answer.figure("names", list(found).index("links:geometry")) == "s1"


def test_a_green_link_may_have_no_nodes(rules):
    green = link((1000, 1000), (9000, 1000), kind="green", from_node=None, to_node=None)
    assert u4(rules, nodes=[node()], links=[green])[0]["links:unknown_node"] == "supported"
    combined = {**green, "kind": "combined"}
    assert u4(rules, nodes=[node()], links=[combined])[0]["links:unknown_node"] == "partly"


def test_a_link_that_ends_off_its_zone(rules):
    nodes = [node(1000, 1000), node(15_000, 1000, node_id="n2", name="Söderby")]  # zone 2 km
    near = link((1000, 1000), (12_000, 1000))  # 1 000 m from the zone
    far = link((1000, 1000), (11_990, 1000))
    assert u4(rules, nodes=nodes, links=[near])[0]["links:loose_end"] == "supported"
    assert u4(rules, nodes=nodes, links=[far])[0]["links:loose_end"] == "partly"


def test_a_node_outside_the_county_is_no_fault(rules):
    found, _ = u4(rules, nodes=[node(90_000, 90_000)])
    assert set(found.values()) == {"supported", "undetermined"}
    assert found["nodes:geometry"] == "supported"
