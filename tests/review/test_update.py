"""A new run: what stays, what is reopened, and the ways of being gone."""

from __future__ import annotations

from typing import Iterator

import pytest
from small_result import RULES, finding, small_result
from strukturbild.alignment.problems import InputError
from strukturbild.review.opening import create_store
from strukturbild.review.records import Author, Change
from strukturbild.review.store import ReviewStore, StoredFinding
from strukturbild.review.update import bring_up_to_date

EVA = Author("eva", "Eva Ek")
ACCEPTED = Change(status="accepted", comment="Beslutat")


@pytest.fixture
def store(place: str) -> Iterator[ReviewStore]:
    made = create_store(place, "EPSG:3006")
    bring_up_to_date(made, small_result(finding("a"), finding("b", 1000.0)), EVA)
    with made.closing():
        yield made


def named(store: ReviewStore, label: str) -> StoredFinding:
    return next(item for item in store.findings() if item.values["label"] == label)


def accept(store: ReviewStore, label: str, **changes: str) -> str:
    finding_id = named(store, label).finding_id
    change = Change(status="accepted", comment="Beslutat", **changes)
    store.write(finding_id, store.state(finding_id).sequence, change, EVA)
    return finding_id


def test_nothing_new(store) -> None:
    made = accept(store, "a")
    result = small_result(finding("a"), finding("b", 1000.0), written="2")
    summary = bring_up_to_date(store, result, EVA)
    assert summary.counts == {"unchanged": 2, "to_confirm": 0}
    assert store.state(made).status == "accepted"


def test_the_same_result_twice_changes_nothing(store) -> None:
    result = small_result(finding("a"), written="2")
    bring_up_to_date(store, result, EVA)
    before = (store.findings(), store.log())
    assert bring_up_to_date(store, result, EVA).already
    assert (store.findings(), store.log()) == before


def test_other_ids_same_ground(store) -> None:
    made = accept(store, "a")
    renumbered = [
        finding("a", plan_object="x17"),
        finding("b", 1000.0, plan_object="x18"),
    ]
    summary = bring_up_to_date(store, small_result(*renumbered, written="2"), EVA)
    assert summary.counts == {"unchanged": 2, "to_confirm": 0}
    kept = named(store, "a")
    assert (kept.finding_id, kept.method, kept.values["plan_object"]) == (made, "overlap", "x17")
    assert store.state(made).status == "accepted"


def test_growth_reopens_what_was_accepted_and_says_why(store) -> None:
    made = accept(store, "a")
    grown = small_result(finding("a", side=400.0), finding("b", 1000.0, 400.0), written="2")
    summary = bring_up_to_date(store, grown, EVA)
    assert summary.counts == {"reopened": 1, "changed": 1, "to_confirm": 0}
    assert store.state(made).status == "reopened"
    assert store.history(made)[-1].change.reasons == "area"
    assert store.state(named(store, "b").finding_id).status == "new"


def test_growth_by_small_steps_adds_up(store) -> None:
    made = accept(store, "a")
    for run, side in enumerate((325.0, 335.0), start=2):  # 17 %, then 25 % of what was accepted
        grown = small_result(finding("a", side=side), finding("b", 1000.0), written=str(run))
        bring_up_to_date(store, grown, EVA)
    assert store.state(made).status == "accepted"
    grown = small_result(finding("a", side=345.0), finding("b", 1000.0), written="9")
    bring_up_to_date(store, grown, EVA)
    assert store.state(made).status == "reopened"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"severity": 3}, "severity"),
        ({"threshold": 2.0}, "threshold"),
        ({"stage": "review"}, "stage"),
        ({"strength": "shall"}, "strength"),
    ],
)
def test_what_else_reopens(store, changes: dict, reason: str) -> None:
    made = accept(store, "a")
    bring_up_to_date(store, small_result(finding("a", **changes), written="2"), EVA)
    assert store.history(made)[-1].change.reasons == reason


def test_an_acceptance_until_review_lasts_until_then(store) -> None:
    made = accept(store, "a", until="review")
    bring_up_to_date(store, small_result(finding("a"), written="2"), EVA)
    assert store.state(made).status == "accepted"
    later = small_result(finding("a", stage="review"), written="3")
    bring_up_to_date(store, later, EVA)
    assert store.history(made)[-1].change.reasons == "until"


def test_an_acceptance_until_a_date(store) -> None:
    made = accept(store, "a", until="2020-01-01")
    bring_up_to_date(store, small_result(finding("a"), written="2"), EVA)
    assert store.state(made).status == "reopened"


def test_resolved_and_back_again(store) -> None:
    made = accept(store, "a")
    bring_up_to_date(store, small_result(finding("b", 1000.0), written="2"), EVA)
    assert (named(store, "a").presence, store.state(made).status) == ("resolved", "resolved")
    back = small_result(finding("a"), finding("b", 1000.0), written="3")
    assert bring_up_to_date(store, back, EVA).counts["returned"] == 1
    assert (named(store, "a").presence, store.state(made).status) == ("present", "reopened")
    statuses = [entry.change.status for entry in store.history(made)]
    assert statuses == ["accepted", "resolved", "reopened"]


def test_a_rule_that_was_removed_resolves_nothing(store) -> None:
    made = accept(store, "a")
    bring_up_to_date(store, small_result(written="2", fingerprints={"S1": "c"}), EVA)
    assert (named(store, "a").presence, store.state(made).status) == ("rule_removed", "accepted")


def test_a_rule_that_was_changed_resolves_nothing(store) -> None:
    made = accept(store, "a")
    bring_up_to_date(store, small_result(written="2", fingerprints={**RULES, "T1": "z"}), EVA)
    assert (named(store, "a").presence, store.state(made).status) == ("rule_changed", "accepted")


def test_an_override_that_was_changed_resolves_nothing_there(store) -> None:
    made = accept(store, "a")
    overridden = {**RULES, "T1 0880": "z"}
    bring_up_to_date(store, small_result(written="2", fingerprints=overridden), EVA)
    assert (named(store, "a").presence, store.state(made).status) == ("rule_changed", "accepted")


def test_an_override_elsewhere_says_nothing_here(store) -> None:
    accept(store, "a")
    overridden = {**RULES, "T1 0885": "z"}
    bring_up_to_date(store, small_result(written="2", fingerprints=overridden), EVA)
    assert named(store, "a").presence == "resolved"


def test_a_municipality_that_was_not_run_concludes_nothing(store) -> None:
    made = accept(store, "a")
    silent = small_result(written="2", answered=frozenset())
    assert bring_up_to_date(store, silent, EVA).counts == {"not_in_run": 2}
    assert (named(store, "a").presence, store.state(made).status) == ("not_in_run", "accepted")
    again = small_result(finding("a"), finding("b", 1000.0), written="3")
    assert bring_up_to_date(store, again, EVA).counts["unchanged"] == 2
    assert (named(store, "a").presence, store.state(made).status) == ("present", "accepted")


def test_a_rule_that_was_renamed(store) -> None:
    made = accept(store, "a")
    renamed = small_result(
        finding("a", rule_id="T9"), written="2", fingerprints={"T9": "a"}, formerly={"T1": "T9"},
        answered=frozenset({("T9", "0880")}),
    )  # fmt: skip
    bring_up_to_date(store, renamed, EVA)
    assert named(store, "a").values["rule_id"] == "T9"
    assert store.state(made).status == "accepted"


def test_pieces_of_a_split_carry_the_decision_to_be_confirmed(store) -> None:
    made = accept(store, "a")
    pieces = [
        finding("a1", 0.0, 140.0, plan_object="p1", label="Del 1"),
        finding("a2", 150.0, 140.0, plan_object="p2", label="Del 2"),
        finding("b", 1000.0),
    ]
    bring_up_to_date(store, small_result(*pieces, written="2"), EVA)
    for label in ("Del 1", "Del 2"):
        piece = named(store, label)
        assert piece.to_confirm and store.state(piece.finding_id).status == "accepted"
    parents = store.backend.query("SELECT child_id, parent_id, relation FROM lineage")
    assert [(parent, relation) for _, parent, relation in parents] == [(made, "split")]
    piece = named(store, "Del 2").finding_id
    store.confirm(piece, store.state(piece).sequence, EVA)
    assert not named(store, "Del 2").to_confirm


def test_a_merge_of_differing_decisions_waits_with_all_of_them_visible(place) -> None:
    with create_store(place, "EPSG:3006").closing() as store:
        parts = [finding("p", 0.0), finding("q", 310.0)]
        bring_up_to_date(store, small_result(*parts), EVA)
        accept(store, "p")
        q = named(store, "q").finding_id
        store.write(q, 0, Change(status="fix_in_plan"), EVA)
        whole = finding("Allt", 0.0, 615.0, plan_object="w")
        bring_up_to_date(store, small_result(whole, written="2"), EVA)
        merged = named(store, "Allt")
        assert merged.to_confirm
        gone = [item for item in store.findings() if item.presence == "merged"]
        relatives = store.backend.query("SELECT parent_id FROM lineage WHERE relation = 'merge'")
        assert {item.finding_id for item in gone} == {row[0] for row in relatives}
        statuses = {state.status for state in store.states().values()}
        assert statuses == {"accepted", "fix_in_plan"}


def test_an_incomplete_result_is_refused_and_nothing_changes(store) -> None:
    before = store.findings()
    partial = small_result(written="2", complete=False)
    with pytest.raises(InputError, match="result_incomplete"):
        bring_up_to_date(store, partial, EVA)
    assert store.findings() == before
    assert bring_up_to_date(store, partial, EVA, allow_incomplete=True).counts["resolved"] == 2


def test_another_coordinate_system_is_refused(store) -> None:
    with pytest.raises(InputError, match="review_crs_differs"):
        bring_up_to_date(store, small_result(written="2", crs="EPSG:3010"), EVA)
