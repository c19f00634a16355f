"""The sample shows every outcome that the checks can give, where docs/sample.md says."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent
RESOURCES = HERE.parents[1] / "resources"
SETUP = RESOURCES / "sample" / "kalmar.strukturbild.yaml"

with (HERE / "outcomes.csv").open(encoding="utf-8") as file:
    EXPECTED = [tuple(row.values()) for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def ledger(qgis_app):
    from strukturbild.alignment.checks import KINDS  # noqa: PLC0415 (after QGIS has started)
    from strukturbild.alignment.progress import SilentProgress  # noqa: PLC0415
    from strukturbild.alignment.ruleset.load import load_rule_set  # noqa: PLC0415
    from strukturbild.alignment.runner.run import run  # noqa: PLC0415
    from strukturbild.alignment.setup.read import read_case  # noqa: PLC0415
    from strukturbild.layers.inputs import read_inputs  # noqa: PLC0415

    case = read_case(SETUP)
    inputs = read_inputs(case, RESOURCES, SilentProgress())
    result = run(case, inputs, load_rule_set(case.rules.rule_set, KINDS, RESOURCES))
    assert result.complete, result.traces
    return result.ledger


@pytest.mark.parametrize(("rule", "outcome", "partition", "label"), EXPECTED)
def test_outcome_occurs(ledger, rule, outcome, partition, label):
    found = {
        str(ledger.outcome[row])
        for row in range(len(ledger.key))
        if ledger.rule_id[row] == rule
        and ledger.partition[row] == partition
        and label in ("", ledger.label[row])
    }
    assert outcome in found


LEDGER = HERE / "expected_ledger.csv"
COLUMNS = ("rule_id", "partition", "subject_type", "label", "locator", "outcome", "severity",
           "reason", "missing")  # fmt: skip


def test_expected_ledger(ledger):
    """STRUKTURBILD_UPDATE=1 writes the file anew; read its difference before keeping it."""
    sums = [row for row in range(len(ledger.key)) if not ledger.parent_key[row]]
    rows = sorted([str(getattr(ledger, name)[row]) for name in COLUMNS] for row in sums)
    if os.environ.get("STRUKTURBILD_UPDATE"):
        with LEDGER.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
    if not LEDGER.exists():
        pytest.skip("no expected ledger yet: run once with STRUKTURBILD_UPDATE=1")
    with LEDGER.open(encoding="utf-8", newline="") as kept:
        assert rows == list(csv.reader(kept))[1:]


def test_nothing_is_left_unrun(ledger):
    assert "not_run" not in {str(outcome) for outcome in ledger.outcome}
