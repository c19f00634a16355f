"""Tampere's adopted master plan, as delivered: 45 shapefiles with Finnish names, EPSG:3878."""

import csv
import importlib.util
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

HERE = Path(__file__).parent
RESOURCES = HERE.parents[1] / "resources"
PROFILE = HERE / "tampere_profile.yaml"
EXPECTED = HERE / "tampere_outcomes.csv"


@pytest.fixture(scope="module")
def plan_data(shared_data):
    folder = shared_data / "tampere_yk2040"
    if not folder.is_dir():
        pytest.skip("Tampere's plan is not here")
    return folder


@pytest.fixture(scope="module")
def derived():
    spec = importlib.util.spec_from_file_location("tampere", HERE / "tampere.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def inputs_and_case(qgis_app, plan_data, derived, tmp_path_factory):
    from strukturbild.alignment.progress import SilentProgress  # noqa: PLC0415
    from strukturbild.alignment.setup.read import read_case  # noqa: PLC0415
    from strukturbild.layers.inputs import read_inputs  # noqa: PLC0415

    case = read_case(derived.write_case(plan_data, tmp_path_factory.mktemp("tampere"), PROFILE))
    return read_inputs(case, RESOURCES, SilentProgress()), case


@pytest.fixture(scope="module")
def result(inputs_and_case):
    from strukturbild.alignment.checks import KINDS  # noqa: PLC0415
    from strukturbild.alignment.ruleset.load import load_rule_set  # noqa: PLC0415
    from strukturbild.alignment.runner import run  # noqa: PLC0415

    inputs, case = inputs_and_case
    return run(case, inputs, load_rule_set("generic", KINDS, RESOURCES))


def test_every_layer_is_read_and_every_feature_accounted_for(inputs_and_case, plan_data, derived):
    inputs, _ = inputs_and_case
    counts = [count for count in inputs.counts if count.municipality == "0837"]
    assert len(counts) == len(list(plan_data.rglob("*.shp"))) == 45
    (plan,) = inputs.plans
    unmapped = Counter()
    for value in plan.unmapped:
        if value.field in ("", "Kayttotark", "Kaavamaara"):
            unmapped[value.layer] += value.count
    for count in counts:
        assert count.mapped + count.skipped + unmapped[count.layer] >= count.features, count.layer
    assert sum(count.undetermined for count in counts) == derived.null_geometries(plan_data) == 3


def test_what_has_no_counterpart_is_listed(inputs_and_case):
    (plan,) = inputs_and_case[0].plans
    values = {(value.field, value.value) for value in plan.unmapped}
    assert ("Kayttotark", "EP") in values
    whole_layers = {value.layer for value in plan.unmapped if not value.field}
    assert len(whole_layers) > 20


def test_the_run_is_complete_and_every_rule_speaks(result):
    assert result.complete
    spoken = set(result.ledger.rule_id)
    assert {"U1", "U3", "U4", "T1", "T2", "N1", "N2", "N4", "S1", "S4"} <= spoken
    counted = result.ledger.parent_key == ""
    assert len(set(result.ledger.key)) == len(result.ledger)
    assert counted.sum() > 100


def test_the_area_account_closes_to_the_plan(result, inputs_and_case):
    territory = inputs_and_case[0].municipalities.geometry[0].area
    assert int(result.area_account.area_m2.sum()) == round(territory)


def test_outcomes_are_those_on_record(result):
    """STRUKTURBILD_UPDATE=1 writes the record anew; read its difference before keeping it."""
    ledger = result.ledger
    rows = [n for n in range(len(ledger)) if ledger.counted[n] and not ledger.parent_key[n]]
    found = Counter((str(ledger.rule_id[n]), str(ledger.outcome[n])) for n in rows)
    if os.environ.get("STRUKTURBILD_UPDATE"):
        with EXPECTED.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(("rule_id", "outcome", "count"))
            writer.writerows((*key, found[key]) for key in sorted(found))
    with EXPECTED.open(encoding="utf-8") as file:
        expected = {(r["rule_id"], r["outcome"]): int(r["count"]) for r in csv.DictReader(file)}
    assert found == expected


@pytest.mark.parametrize("rule_id", ["N1", "N4"])
def test_derived_growth_is_said_before_what_rests_on_it(result, rule_id):
    ledger = result.ledger
    rows = ledger.take((ledger.rule_id == rule_id) & np.isin(ledger.outcome, ["partly", "missing"]))
    worded = [text for text in rows.explanation if text]
    assert all(text.startswith("Härledd utvecklingsyta:") for text in worded)
    assert bool(worded) == (rule_id == "N4")  # in Tampere all nodes have their growth
