"""The list's model, filters and records, without a dock: right, and quick with 50 000 rows."""

from __future__ import annotations

import random
from typing import Any

import pytest
from qgis.PyQt.QtCore import QItemSelectionModel
from strukturbild.review.reading import Standing
from strukturbild.ui.filters import (
    Filter,
    SavedFilter,
    matching,
    saved_from_text,
    saved_to_text,
)
from strukturbild.ui.findings_model import FindingsModel
from strukturbild.ui.records import Records, folded, make_records

MANY = 50_000
OUTCOMES = ("partly", "conflicting", "missing")


def columns(count: int) -> dict[str, list[Any]]:
    rnd = random.Random(1)  # noqa: S311 - a test
    number = [rnd.randrange(12) for _ in range(count)]
    return {
        "finding_id": [f"f{i:06d}" for i in range(count)],
        "presence": ["resolved" if i % 10 == 9 else "present" for i in range(count)],
        "to_confirm": [int(i % 50 == 0) for i in range(count)],
        "municipality_code": [f"08{n:02d}" for n in number],
        "municipality": [f"Kommun {n:02d}" for n in number],
        "partition_code": [f"08{n:02d}" for n in number],
        "rule_id": [rnd.choice(("T1", "N1", "S1")) for _ in range(count)],
        "part": [rnd.choice(("typology", "nodes")) for _ in range(count)],
        "title": ["Ny bebyggelse i gles landsbygd"] * count,
        "label": [f"Åby {i}" for i in range(count)],
        "outcome": [rnd.choice(OUTCOMES) for _ in range(count)],
        "severity": [rnd.randrange(1, 4) for _ in range(count)],
        "value": [rnd.random() * 20 for _ in range(count)],
        "threshold": [10.0] * count,
        "unit": ["ha"] * count,
        "structure_object": [f"node{n % 5}" for n in number],
        "plan_object": [""] * count,
    }


@pytest.fixture(scope="module")
def many() -> Records:
    return make_records(columns(MANY), {}, frozenset(f"f{i:06d}" for i in range(0, MANY, 7)))


@pytest.fixture
def few() -> Records:
    states = {"f000003": Standing("accepted", 1)}
    return make_records(columns(40), states, frozenset({"f000001"}))


def rows(records: Records, **chosen: Any) -> list[int]:
    return [int(row) for row in matching(records, Filter(**chosen)).nonzero()[0]]


def test_filters_say_what_they_show(few: Records) -> None:
    assert 9 not in rows(few)  # gone in the last run
    assert 9 in rows(few, statuses=frozenset({"gone"}))
    assert rows(few, text="aby 3 kommun")[0] == 3
    assert rows(few, statuses=frozenset({"accepted"})) == [3]
    assert 3 not in rows(few, statuses=frozenset({"open"}))
    assert rows(few, statuses=frozenset({"to_confirm"})) == [0]
    assert rows(few, only_new=True) == [1]
    assert all(few.severity[row] == 3 for row in rows(few, severity=3))
    own = rows(few, municipalities=frozenset({"0803"}))
    assert own
    assert all(few.texts["municipality_code"][row] == "0803" for row in own)


def test_a_pair_of_neighbours_shows_on_both_sides() -> None:
    given = columns(2)
    given["partition_code"][0] = "0880+0834"
    records = make_records(given, {}, frozenset())
    assert 0 in rows(records, municipalities=frozenset({"0834"}))
    assert 0 in rows(records, municipalities=frozenset({"0880"}))


def test_saved_filters_come_back_and_nonsense_does_not() -> None:
    wanted = Filter(text="åby", municipalities=frozenset({"0880"}), severity=2, only_new=True)
    text = saved_to_text([SavedFilter("Mina", wanted)])
    assert saved_from_text(text) == [SavedFilter("Mina", wanted)]
    for nonsense in ("", "{", "[1]", '[{"name": ""}]', '{"name": 1}'):
        assert saved_from_text(nonsense) == []
    odd = '[{"name": "x", "filter": {"severity": "high", "text": 3, "unknown": 1}}]'
    assert saved_from_text(odd) == [SavedFilter("x", Filter())]


def test_order_in_a_group(few: Records) -> None:
    model = FindingsModel()
    model.set_records(few)
    for group in model.groups:
        keys = [
            (not few.to_confirm[r], -few.severity[r], few.texts["title"][r]) for r in group.rows
        ]
        assert keys == sorted(keys)


@pytest.mark.parametrize("grouping", ["municipality", "rule", "status", "node"])
def test_model_keeps_qts_contract(few: Records, grouping: str, qtmodeltester: Any) -> None:
    model = FindingsModel()
    model.set_records(few, {f"node{n}": f"Nod {n}" for n in range(5)})
    model.set_grouping(grouping)
    qtmodeltester.check(model, force_py=True)
    assert sum(len(group.rows) for group in model.groups) == len(rows(few))
    shown = model.shown_rows().tolist()
    assert [model.row_at(model.index_of(row)) for row in shown] == shown


def test_group_headings_tell_progress(few: Records) -> None:
    model = FindingsModel()
    model.set_records(few)
    group = next(g for g in model.groups if 3 in g.rows)
    assert group.left == group.total - 1
    before = group.left
    few.set_state(int(group.rows[-1]), "in_dialogue", 1, False)
    model.states_changed()
    again = next(g for g in model.groups if 3 in g.rows)
    assert again.left == before - (int(group.rows[-1]) != 3)


@pytest.mark.parametrize("text", ["å", "ÅBY", "aby 4", "kommun 07 åby 49", "t1 by gles", "nej"])
def test_a_search_finds_what_a_plain_look_finds(many: Records, text: str) -> None:
    texts = many.texts
    looked_in = [
        folded(" ".join(texts[name][row] for name in ("rule_id", "title", "label", "municipality")))
        for row in range(MANY)
    ]
    words = folded(text).split()
    expected = [row for row in range(MANY) if all(word in looked_in[row] for word in words)]
    assert rows(many, text=text) == [row for row in expected if not many.gone[row]]


@pytest.fixture
def view(many: Records, qtbot: Any) -> Any:
    from strukturbild.ui.finding_list import FindingList  # noqa: PLC0415

    made = FindingList()
    qtbot.addWidget(made)
    model = FindingsModel(made)
    made.set_model(model)
    made.resize(400, 600)
    made.show()
    model.set_records(many)
    made.restore([], "")
    return made


def test_only_rows_in_sight_are_drawn(view: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    figure_text = FindingsModel.figure_text
    monkeypatch.setattr(
        FindingsModel,
        "figure_text",
        lambda self, row: drawn.append(row) or figure_text(self, row),
    )
    for step in range(5):
        drawn.clear()
        view.verticalScrollBar().setValue(step * 4000)
        view.grab()
        assert 0 < len(set(drawn)) < 60


def test_everything_is_selected_in_ranges(view: Any) -> None:
    model = view.findings()
    opened = [g for n, g in enumerate(model.groups) if view.isExpanded(model.index(n, 0))]
    assert 0 < len(opened) < len(model.groups)  # further groups open on demand
    view.selectAll()
    assert view.selected_rows() == [row for group in opened for row in group.rows.tolist()]
    assert len(view.selectionModel().selection()) == len(opened)
    view.expand(model.index(1, 0))
    view.selectAll()
    assert len(view.selected_rows()) > len(opened[0].rows)


def test_headings_between_selected_rows_are_no_findings(view: Any) -> None:
    model = view.findings()
    view.expand(model.index(1, 0))
    last, heading = model.groups[0].rows[-1], model.index(1, 0)
    first = model.index_of(int(model.groups[1].rows[0]))
    selection, flag = view.selectionModel(), QItemSelectionModel.SelectionFlag.Select
    for index in (first, heading, model.index_of(int(last))):
        selection.select(index, flag)
    assert view.selected_rows() == [last, model.groups[1].rows[0]]


def test_what_could_not_be_judged_shows_what_is_missing_and_no_figure() -> None:
    ledger = {
        name: [value, value]
        for name, value in {
            "finding_key": "", "municipality_code": "0840", "municipality": "Mörbylånga",
            "partition": "0840", "rule_id": "T1", "part": "typology", "title": "Titel",
            "label": "Degerhamn", "outcome": "undetermined", "unit": "ha",
            "structure_object": "", "plan_object": "",
            "severity": 0, "value": 0.0, "threshold": 1.0, "missing": "typology",
        }.items()
    }  # fmt: skip
    ledger["finding_key"] = ["k1", "k2"]
    ledger["outcome"][1] = "supported"
    model = FindingsModel()
    model.set_records(make_records(columns(1), {}, frozenset(), ledger))
    text = model.figure_text(model.records.row_of["ledger:k1"])
    assert "0" not in text
    assert "typologi" in text or "typology" in text
    assert "0" in model.figure_text(model.records.row_of["ledger:k2"])


def test_counts_of_adjectives_are_plural() -> None:
    from strukturbild.ui.summary_bar import counted  # noqa: PLC0415

    assert counted("blocked", 1) in ("1 blockerad", "1 blocked")
    assert counted("blocked", 14) in ("14 blockerade", "14 blocked")
    assert counted("supported", 2) in ("2 stöds", "2 supported")
