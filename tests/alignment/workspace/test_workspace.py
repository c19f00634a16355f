"""Derived geometry: growth surface, node zones, plan precedence, membership."""

import numpy as np
import pytest
import shapely
from strukturbild.alignment.geometry.arrays import from_wkt, geometries
from strukturbild.alignment.model import Municipalities, Nodes, build
from strukturbild.alignment.model.fields import number_column, text_column
from strukturbild.alignment.model.inputs import Inputs, PlanInput, StructureMap, Supporting
from strukturbild.alignment.model.tables import Development, LandUse, Links, Localities, Sea
from strukturbild.alignment.ruleset.model import Definitions, Parameter
from strukturbild.alignment.workspace.region import Region

DEFINITIONS = {
    "growth_categories": ["MB", "SB", "VI"],
    "growth_changes": ["new", "changed", "developed"],
    "density": {"MB": 40, "SB": 12, "VI": 0},
    "zone_buffer": {1: 2000, 2: 1500, 3: 1000, "archipelago_node": 1000, "local": 500},
    "zone_radius": {1: 5000, 2: 3500, 3: 2000, "archipelago_node": 1500, "local": 1000},
    "zone_locality_distance": 1000,
    "zone_membership_share": 0.1,
    "noise_area": 1,
    "noise_width": 20,
}


def box(x0, y0, x1, y1):
    return shapely.to_wkt(
        shapely.box(x0 * 1000, y0 * 1000, x1 * 1000, y1 * 1000), output_dimension=2
    )


def land_use(rows, municipality="0001"):
    return build(
        LandUse,
        from_wkt([row["wkt"] for row in rows]),
        {
            "category": text_column([row.get("category", "SB") for row in rows]),
            "change": text_column([row.get("change") for row in rows]),
            "dwellings": number_column([row.get("dwellings") for row in rows]),
            "name": text_column([row.get("name") for row in rows]),
        },
        municipality=municipality,
    )


def region(plans=(), *, nodes=None, localities=None, sea=None, territories=None, links=None):
    territories = territories or {"0001": box(0, 0, 20, 20)}
    municipalities = build(
        Municipalities,
        from_wkt(list(territories.values())),
        {"code": text_column(list(territories)), "name": text_column(list(territories))},
    )
    definitions = Definitions({k: Parameter(v, {}, True) for k, v in DEFINITIONS.items()})
    support = Supporting(
        localities=None
        if localities is None
        else build(
            Localities, from_wkt(localities), {"name": text_column(["T"] * len(localities))}
        ),
        sea=None if sea is None else build(Sea, from_wkt([sea]), {}),
    )
    inputs = Inputs(StructureMap(nodes=nodes, links=links), municipalities, tuple(plans), support)
    return Region(inputs, definitions)


def nodes_table(*rows):
    return build(
        Nodes,
        from_wkt([row["wkt"] for row in rows]),
        {
            "node_id": text_column([f"n{i}" for i, _ in enumerate(rows)]),
            "name": text_column([f"N{i}" for i, _ in enumerate(rows)]),
            "rank": number_column([row.get("rank") for row in rows]),
            "category": text_column([row.get("category") for row in rows]),
            "status": text_column([row.get("status") for row in rows]),
            "municipality_code": text_column([row.get("code") for row in rows]),
        },
    )


def plan(plan_id="a", plan_type="municipality_wide", **tables):
    return PlanInput(plan_id, "0001", plan_type, "in_force", **tables)


def ha(geometry):
    return shapely.area(geometry) / 10_000


def test_growth_counts_land_once_and_keeps_ongoing_out():
    rows = [
        {"wkt": box(0, 0, 2, 1), "change": "new", "name": "big"},
        {"wkt": box(1, 0, 2, 1), "change": "changed", "name": "small"},
        {"wkt": box(5, 5, 6, 6), "change": "ongoing"},
        {"wkt": box(8, 8, 9, 9), "change": "new", "category": "NF"},
    ]
    growth = region([plan(land_use=land_use(rows))]).workspace("0001").growth
    by_name = dict(zip(growth.label, ha(growth.geometry)))
    assert by_name == {"big": pytest.approx(100), "small": pytest.approx(100)}
    assert ha(growth.surface) == pytest.approx(200)
    assert growth.certain.all()
    assert not growth.derived


def test_growth_is_derived_where_no_change_is_known():
    rows = [{"wkt": box(0, 0, 2, 1)}, {"wkt": box(5, 5, 5.05, 5.05)}]
    growth = (
        region([plan(land_use=land_use(rows))], localities=[box(0, 0, 1, 1)])
        .workspace("0001")
        .growth
    )
    assert growth.derived
    assert ha(growth.surface) == pytest.approx(100)


def test_growth_that_cannot_be_derived_says_what_is_lacking():
    growth = region([plan(land_use=land_use([{"wkt": box(0, 0, 2, 1)}]))]).workspace("0001").growth
    assert growth.lacking == "localities"
    assert len(growth) == 0


def test_unknown_change_beside_known_is_uncertain_outside_localities():
    rows = [{"wkt": box(0, 0, 2, 1)}, {"wkt": box(5, 5, 6, 6), "change": "new"}]
    growth = (
        region([plan(land_use=land_use(rows))], localities=[box(0, 0, 1, 1)])
        .workspace("0001")
        .growth
    )
    assert ha(growth.surface) == pytest.approx(100)
    assert ha(growth.possible) == pytest.approx(200)
    assert sorted(growth.certain) == [False, True]


def test_dwellings_are_given_or_calculated_as_an_interval_inside_localities():
    rows = [
        {"wkt": box(0, 0, 1, 1), "change": "new", "category": "MB"},
        {"wkt": box(3, 0, 4, 1), "change": "new", "dwellings": 55},
    ]
    growth = (
        region([plan(land_use=land_use(rows))], localities=[box(0, 0, 1, 0.5)])
        .workspace("0001")
        .growth
    )
    found = {
        given: (low, high)
        for given, low, high in zip(
            growth.dwellings_given, growth.dwellings_low, growth.dwellings_high
        )
    }
    assert found[True] == (55, 55)
    assert found[False] == (pytest.approx(2000), pytest.approx(4000))


def test_growth_lies_on_land():
    rows = [{"wkt": box(0, 0, 2, 1), "change": "new"}]
    here = region([plan(land_use=land_use(rows))], sea=box(1, 0, 30, 30)).workspace("0001")
    assert ha(here.growth.surface) == pytest.approx(100)
    assert ha(here.land) == pytest.approx(2000)


def test_an_expansion_area_is_growth_and_yields_to_land_use():
    orientation = build(
        Development,
        from_wkt([box(1, 0, 3, 1)]),
        {
            "theme": text_column(["settlement"]),
            "subcategory": text_column(["expansion_area"]),
            "name": text_column(["E"]),
        },
        municipality="0001",
    )
    plans = [
        plan(
            land_use=land_use([{"wkt": box(0, 0, 2, 1), "change": "new"}]), development=orientation
        )
    ]
    growth = region(plans).workspace("0001").growth
    assert ha(growth.surface) == pytest.approx(300)
    assert dict(zip(growth.label, ha(growth.geometry)))["E"] == pytest.approx(100)


def test_a_deepening_replaces_the_wide_plan_inside_its_area_and_an_addition_only_adds():
    wide = plan("wide", land_use=land_use([{"wkt": box(0, 0, 4, 4), "category": "LB"}]))
    deep = plan(
        "deep", "deepening", land_use=land_use([{"wkt": box(0, 0, 2, 2), "category": "MB"}])
    )
    more = plan("more", "addition", land_use=land_use([{"wkt": box(3, 3, 4, 4), "category": "VI"}]))
    table = region([wide, deep, more]).workspace("0001").plan.land_use
    found = dict(zip(table.category.values, ha(table.geometry)))
    assert found == {"LB": pytest.approx(1200), "MB": pytest.approx(400), "VI": pytest.approx(100)}


def test_what_lies_outside_the_municipality_is_clipped_and_counted():
    rows = [{"wkt": box(-1, 0, 1, 1)}, {"wkt": box(-5, 0, -4, 1)}]
    made = region([plan(land_use=land_use(rows))]).workspace("0001").plan
    assert ha(made.land_use.geometry).tolist() == [pytest.approx(100)]
    assert made.outside_m2 == 2_000_000


def test_node_zones_follow_locality_circle_and_polygon():
    nodes = nodes_table(
        {"wkt": "POINT (10000 10000)", "rank": 3},
        {"wkt": "POINT (1000 1000)", "rank": 1},
        {"wkt": box(15, 15, 16, 16), "rank": 2},
        {"wkt": "POINT (18000 2000)", "rank": 1, "status": "under_study"},
    )
    zones = region(nodes=nodes, localities=[box(10, 10, 11, 11)]).zones
    by_name = dict(zip(nodes.name.values, ha(zones)))
    assert by_name["N0"] == pytest.approx(100 + 400 + np.pi * 100, rel=1e-3)
    assert by_name["N1"] == pytest.approx(np.pi * 2500, rel=1e-2)
    assert by_name["N2"] == pytest.approx(100 + 600 + np.pi * 225, rel=1e-2)
    assert by_name["N3"] == 0


def test_membership_by_code_by_land_and_by_share():
    nodes = nodes_table(
        {"wkt": "POINT (1000 1000)", "code": "0002"},
        {"wkt": "POINT (9900 5000)", "rank": 3},
        {"wkt": box(9, 9, 10.05, 10), "rank": 2},
        {"wkt": box(9, 15, 11, 16), "rank": 2},
    )
    territories = {"0001": box(0, 0, 10, 20), "0002": box(10, 0, 20, 20)}
    made = region(nodes=nodes, territories=territories)
    names = nodes.name.values
    assert sorted(names[made.workspace("0001").nodes.row]) == ["N1", "N2", "N3"]
    second = made.workspace("0002").nodes
    assert dict(zip(names[second.row], second.share)) == {"N0": 1.0, "N3": pytest.approx(0.5)}


def test_links_are_clipped_and_neighbours_found():
    links = build(
        Links, from_wkt(["LINESTRING (0 5000, 20000 5000)"]), {"link_id": text_column(["l"])}
    )
    territories = {"0001": box(0, 0, 18, 20), "0002": box(18, 0, 20, 20)}
    made = region(links=links, territories=territories)
    assert made.workspace("0002").links.length.tolist() == [2000.0]
    ((a, b, line),) = made.neighbours()
    assert (a, b, line.length) == ("0001", "0002", 20_000.0)


def test_keys_do_not_depend_on_row_order():
    rows = [{"wkt": box(i, 0, i + 0.5, 1), "name": "x"} for i in range(6)]
    forward = region([plan(land_use=land_use(rows))]).workspace("0001").plan.land_use
    backward = region([plan(land_use=land_use(rows[::-1]))]).workspace("0001").plan.land_use
    assert forward.key.tolist() == backward.key.tolist()
    assert len(set(forward.key)) == 6
    assert shapely.equals(forward.geometry, backward.geometry).all()


def test_no_plan_gives_an_empty_workspace():
    here = region().workspace("0001")
    assert here.plan is None
    assert len(here.growth) == 0
    assert len(here.transport) == 0
    assert geometries([here.growth.surface])[0].is_empty
