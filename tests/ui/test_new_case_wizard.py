"""The wizard driven as a planner would, to a setup file that a run accepts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject
from strukturbild.alignment.checks import KINDS
from strukturbild.alignment.progress import SilentProgress
from strukturbild.alignment.ruleset.load import load_rule_set
from strukturbild.alignment.runner import run
from strukturbild.alignment.setup.read import read_case
from strukturbild.layers.inputs import read_inputs
from strukturbild.ui.new_case.wizard import NewCaseWizard

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
SAMPLE = RESOURCES / "sample"


@pytest.fixture
def wizard(qtbot: Any, qgis_app: Any) -> Any:
    made = NewCaseWizard(None, QgsProject())
    qtbot.addWidget(made)
    made.show()
    yield made
    made.reject()


def settled(qtbot: Any, wizard: NewCaseWizard) -> None:
    qtbot.waitUntil(lambda: not wizard.case.is_busy, timeout=8_000)


def findings(setup: Path, code: str, **changes: Any) -> set[tuple[str, str, str]]:
    """Rule, outcome and object of what a run finds in one municipality, pairs left out."""
    import dataclasses  # noqa: PLC0415

    case = read_case(setup)
    only = dataclasses.replace(case.municipalities, only=(code,), **changes)
    case = dataclasses.replace(case, municipalities=only, overrides=())
    inputs = read_inputs(case, RESOURCES, SilentProgress())
    result = run(case, inputs, load_rule_set(case.rules.rule_set, KINDS, RESOURCES))
    assert result.complete
    ledger = result.ledger
    return {
        (str(ledger.rule_id[n]), str(ledger.outcome[n]), str(ledger.key[n]))
        for n in range(len(ledger))
        if str(ledger.partition[n]) == code
    }


def test_the_sample_municipality(qtbot: Any, wizard: NewCaseWizard, tmp_path: Path) -> None:
    settled(qtbot, wizard)
    wizard.browse_layer("nodes", str(SAMPLE / "strukturbild.gpkg"))
    settled(qtbot, wizard)
    assert set(wizard.case.draft.regional) == {
        "typology", "nodes", "links", "municipalities", "localities", "stops", "sea"
    }  # fmt: skip
    assert wizard.currentPage().isComplete()
    wizard.next()
    wizard.case.add_plan_files([str(SAMPLE / "op" / "op_kalmar.gpkg")])
    settled(qtbot, wizard)
    plan = wizard.case.draft.plans[0]
    assert (plan.municipality, plan.municipality_name) == ("0880", "Kalmar kommun")
    assert all(layer.profile == "op_modell_2_1" and not layer.is_own for layer in plan.layers)
    assert wizard.case.draft.rule_set == "kalmar"
    wizard.currentPage().form.changed.emit(
        {"adopted_on": "2023-05-22", "in_force_on": "2023-06-26"}
    )
    wizard.currentPage().add_plan.click()
    wizard.case.add_plan_files([str(SAMPLE / "op" / "op_kalmar_fordjupning.gpkg")])
    settled(qtbot, wizard)
    assert wizard.case.draft.plans[1].municipality == "0880"
    assert not wizard.currentPage().isComplete()  # two municipality-wide plans
    wizard.currentPage().form.changed.emit({"plan_type": "deepening"})
    wizard.next()
    wizard.next()
    settled(qtbot, wizard)
    assert wizard.currentPage().live.lines()
    wizard.case.set_place(str(tmp_path / "Kalmar å"))
    assert wizard.currentPage().isComplete()
    wizard.accept()
    assert wizard.setup_path == tmp_path / "Kalmar å.strukturbild.yaml"
    assert findings(wizard.setup_path, "0880") == findings(
        SAMPLE / "kalmar.strukturbild.yaml", "0880"
    )
