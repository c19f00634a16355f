"""S4: reach, interval of departures, layer test, thresholds."""

import pytest
import tiny
from strukturbild.alignment.checks.links.transit import KIND

box, point, use = tiny.box, tiny.point, tiny.use

STATION = {"stop_id": "s", "kind": "rail", "wkt": point(5000, 5000)}


def bus(departures, x=15_000, y=15_000):
    return {"stop_id": "b", "kind": "bus", "departures": departures, "wkt": point(x, y)}


@pytest.fixture(scope="module")
def rules(resources, tmp_path_factory):
    kinds = {KIND.name: KIND}
    return tiny.part_rules(resources, tmp_path_factory.mktemp("rules"), ["transit.yaml"], kinds)


def s4(rules, stops, land_use, **more):
    return tiny.ask(rules, KIND, "S4", {"stops": stops, "land_use": land_use, **more})


def inside(ha):
    return use("VI", (5000, 5000, 5000 + ha * 100, 5100))


def outside(ha, category="VI", **more):
    return use(category, (10_000, 15_000, 10_000 + ha * 100, 15_100), **more)


def test_reach_of_stations_and_stops(rules):
    near_station = use("SB", (5900, 4950, 5970, 5100))  # 1.05 ha within 1 km
    near_bus = use("SB", (15_200, 14_950, 15_300, 15_060))
    answer = s4(rules, [STATION, bus(20)], [near_station, near_bus])
    assert answer.outcomes == ["supported", "supported", "supported"]
    beyond = use("SB", (5500, 15_000, 5700, 15_100))
    answer = s4(rules, [STATION, bus(19)], [beyond])
    assert (answer.outcomes[0], answer.severities[0]) == ("partly", 1)
    assert answer.figure("nearest_stop") == pytest.approx(((500**2) + 10_000**2) ** 0.5)


def test_dense_use_wholly_outside(rules):
    answer = s4(rules, [STATION], [outside(4, "MB")])
    assert (answer.outcomes[0], answer.severities[0]) == ("partly", 2)
    assert answer.reasons[0] == "wholly_outside"
    small = use("MB", (10_000, 15_000, 10_090, 15_100))
    assert s4(rules, [STATION], [small]).outcomes[0] == "supported"


@pytest.mark.parametrize(
    ("out", "expected"),
    [
        (2.5, ("supported", 0)),
        (2.501, ("partly", 1)),
        (5.0, ("partly", 1)),
        (5.001, ("partly", 2)),
    ],
)
def test_summary(rules, out, expected):
    answer = s4(rules, [STATION], [inside(10 - out), outside(out)])
    assert answer.summary == expected
    assert answer.figure("growth_area", -1) == pytest.approx(10)
    assert answer.figure("outside_area", -1) == pytest.approx(out)


def test_unknown_departures(rules):
    beside = use("SB", (14_900, 14_900, 15_100, 15_100))
    answer = s4(rules, [STATION, bus(None)], [beside])
    assert answer.outcomes == ["undetermined", "undetermined"]
    assert answer.figure("share_low") == pytest.approx(0)
    assert answer.figure("share_high") == pytest.approx(1)
    far = s4(rules, [STATION, bus(None)], [outside(4)])
    assert far.outcomes == ["partly", "partly"]  # the same at best and at worst


def test_no_growth_is_not_applicable(rules):
    answer = s4(rules, [STATION], [use("NF", (0, 0, 900, 900))])
    assert answer.outcomes == ["not_applicable"]


def locality(name, population, x):
    return {"name": name, "population": population, "wkt": box(x, 0, x + 500, 500)}


def test_layer_test(rules):
    stop = {"stop_id": "t", "kind": "bus", "departures": 99, "wkt": point(1500, 100)}  # 1 km
    towns = [locality("A", 500, 0), locality("B", 5000, 8000), locality("C", 499, 12_000)]
    assert s4(rules, [stop], [outside(4)], localities=towns).outcomes == ["partly", "partly"]
    towns.append(locality("D", 500, 16_000))
    answer = s4(rules, [stop], [outside(4)], localities=towns)
    assert answer.outcomes == ["blocked", "blocked"]
    assert answer.answers.missing.tolist() == ["stops.coverage"] * 2
    assert answer.figure("localities_with_stops") == pytest.approx(1 / 3)


def test_stops_elsewhere_only_are_no_basis(rules):
    away = {"stop_id": "t", "kind": "rail", "wkt": point(90_000, 90_000)}
    assert s4(rules, [away], [outside(4)]).outcomes == ["blocked", "blocked"]
