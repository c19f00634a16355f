"""The run: nothing is lost when a rule or a municipality breaks; same in, same out."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from strukturbild.alignment.checks import KINDS
from strukturbild.alignment.geometry.arrays import to_wkb
from strukturbild.alignment.ledger import Outcome
from strukturbild.alignment.problems import InputError
from strukturbild.alignment.progress import Cancelled, SilentProgress
from strukturbild.alignment.ruleset.load import load_rule_set
from strukturbild.alignment.ruleset.model import Example
from strukturbild.alignment.runner import run
from strukturbild.alignment.runner.examples import inputs_of
from strukturbild.alignment.setup.case import (
    Case,
    LayerSource,
    MunicipalitiesSetup,
    Override,
    RuleChoice,
    StructureMapSetup,
)

RESOURCES = Path(__file__).resolve().parents[3] / "resources"


def square(x, y, side=10_000):
    return f"POLYGON(({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))"


def county(order=1):
    """Two neighbours, two nodes, a link; the first municipality has a plan."""
    tables = {
        "municipalities": [
            {"code": "0001", "name": "Alfa", "wkt": square(500_000, 6_300_000)},
            {"code": "0002", "name": "Beta", "wkt": square(510_000, 6_300_000)},
        ],
        "typology": [{"class_code": "sparse_rural", "wkt": square(499_000, 6_299_000, 22_000)}],
        "nodes": [
            {"node_id": "a", "name": "A", "rank": 3, "wkt": "POINT(503000 6305000)"},
            {"node_id": "b", "name": "B", "rank": 2, "wkt": "POINT(517000 6305000)"},
        ],
        "links": [
            {
                "link_id": "ab",
                "from_node": "a",
                "to_node": "b",
                "strength": 3,
                "wkt": "LINESTRING(503000 6305000,517000 6305000)",
            }
        ],
        "land_use": [
            {"municipality": "0001", "category": "SB", "change": "new", "name": f"O{i}",
             "wkt": square(501_200 + 700 * i, 6_304_500, 600)}
            for i in range(6)
        ],
    }  # fmt: skip
    rows = {name: tuple(rows[::order]) for name, rows in tables.items()}
    return inputs_of(Example({}, True, rows, ()))


def case(**changes):
    base = Case(
        name="prov",
        structure_map=StructureMapSetup(),
        municipalities=MunicipalitiesSetup(LayerSource("")),
        plans=(),
    )
    return dataclasses.replace(base, **changes)


@pytest.fixture(scope="module")
def rules():
    return load_rule_set("generic", KINDS, RESOURCES)


def broken(kind, where):
    def crash(*_):
        raise ZeroDivisionError

    return {**KINDS, kind: dataclasses.replace(KINDS[kind], **{where: crash})}


def test_every_rule_speaks_of_every_partition(rules):
    result = run(case(), county(), rules)
    assert result.complete
    seen = set(zip(result.ledger.rule_id, result.ledger.partition))
    municipal = {"U1", "U3", "T1", "T2", "N1", "N2", "N4", "S1", "S4"}
    assert {(rule, code) for rule in municipal for code in ("0001", "0002")} <= seen
    assert {("U4", "region"), ("G1", "0001+0002"), ("G2", "0001+0002")} <= seen
    no_plan = result.ledger.take(result.ledger.partition == "0002")
    assert set(no_plan.outcome[np.isin(no_plan.rule_id, ["N1", "N4", "T1"])]) == {"blocked"}
    assert len(set(result.ledger.key)) == len(result.ledger)


def test_shuffled_input_gives_the_same_ledger(rules):
    forward, backward = run(case(), county(), rules), run(case(), county(-1), rules)
    for entry in dataclasses.fields(forward.ledger):
        one, other = getattr(forward.ledger, entry.name), getattr(backward.ledger, entry.name)
        if entry.name == "geometry":
            assert to_wkb(one).tolist() == to_wkb(other).tolist()
        else:
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("where", ["subjects", "assess"])
def test_a_crashed_rule_leaves_its_subjects_not_run_and_the_rest_goes_on(rules, where):
    whole = run(case(), county(), rules)
    result = run(case(), county(), rules, kinds=broken("growth_outside_nodes", where))
    assert not result.complete
    assert [trace.rule_id for trace in result.traces] == ["N4"]
    assert "ZeroDivisionError" in result.traces[0].trace
    crashed = result.ledger.take(
        (result.ledger.rule_id == "N4") & (result.ledger.partition == "0001")
    )
    assert set(crashed.outcome) == {Outcome.NOT_RUN.code}
    if where == "assess":
        assert len(result.ledger) == len(whole.ledger) - int(
            (whole.ledger.parent_key != "").sum()
        ) + int((result.ledger.parent_key != "").sum())
    others = result.ledger.rule_id != "N4"
    assert set(result.ledger.key[others]) == set(whole.ledger.key[whole.ledger.rule_id != "N4"])
    assert [problem.code for problem in result.problems] == ["rule_crashed"]


def test_a_row_for_a_whole_partition_is_called_by_its_municipalities(rules):
    kinds = broken("structure_map_quality", "subjects")
    ledger = run(case(), county(), rules, kinds=kinds).ledger
    names = dict(zip(county().municipalities.code.values, county().municipalities.name.values))
    (blocked,) = set(ledger.label[(ledger.rule_id == "N1") & (ledger.partition == "0002")])
    assert blocked == names["0002"]
    assert set(ledger.label[ledger.partition == "region"]) == {""}


def test_a_plan_that_breaks_costs_its_municipality_only(rules):
    inputs = county()
    plan = dataclasses.replace(inputs.plans[0], municipality="0002", development="not a table")
    result = run(case(), dataclasses.replace(inputs, plans=(*inputs.plans, plan)), rules)
    assert not result.complete
    assert ("", "0002") in [(t.rule_id, t.partition) for t in result.traces]
    ledger = result.ledger
    assert set(ledger.outcome[ledger.partition == "0002"]) == {"not_run"}
    assert set(ledger.outcome[ledger.partition == "0001+0002"]) == {"not_run"}
    assert "not_run" not in set(ledger.outcome[ledger.partition == "0001"])


def test_cancel_stops_the_run(rules):
    class Impatient(SilentProgress):
        def is_cancelled(self):
            return True

    with pytest.raises(Cancelled):
        run(case(), county(), rules, Impatient())


def test_an_override_changes_one_rule_in_one_municipality(rules):
    strict = Override("N1", "0001", {"minimum_area": {3: 10_000}}, "prov")
    before = run(case(), county(), rules).ledger
    after = run(case(overrides=(strict,)), county(), rules).ledger

    def outcomes(ledger):
        return ledger.outcome[(ledger.rule_id == "N1") & (ledger.partition == "0001")].tolist()

    assert outcomes(before) == ["supported"]
    assert outcomes(after) == ["partly"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"overrides": (Override("N11", "0001", {}, "x"),)}, "rule_unknown"),
        ({"overrides": (Override("N1", "0001", {"minimum": 1}, "x"),)}, "parameter_unknown"),
        ({"rules": RuleChoice(only=("Z9",))}, "rule_unknown"),
    ],
)
def test_what_the_setup_names_must_exist(rules, changes, code):
    with pytest.raises(InputError) as caught:
        run(case(**changes), county(), rules)
    assert caught.value.problems[0].code == code


def test_only_and_skip_choose_rules(rules):
    only = run(case(rules=RuleChoice(only=("N1", "S1"), skip=("S1",))), county(), rules)
    assert set(only.ledger.rule_id) == {"N1"}


def test_the_area_account_closes(rules):
    account = run(case(), county(), rules).area_account
    sizes = {
        code: int(account.area_m2[account.municipality == code].sum()) for code in ("0001", "0002")
    }
    assert sizes == {"0001": 100_000_000, "0002": 100_000_000}
    unplanned = account.area_m2[(account.use == "unplanned") & (account.municipality == "0002")]
    assert unplanned.sum() == 100_000_000


def test_headline_figures_come_from_sums(rules):
    result = run(case(), county(), rules)
    first = next(h for h in result.municipalities if h.code == "0001")
    assert (first.nodes_supported, first.nodes_assessed) == (1, 1)
    assert first.links_total_m == pytest.approx(7000)
    assert result.county.links_total_m == pytest.approx(7000)
    assert result.county.crossings_unknown == 1
