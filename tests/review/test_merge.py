"""Two stores that went on apart: what only one changed is taken, what both changed waits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_result import finding, small_result
from strukturbild.alignment.problems import InputError
from strukturbild.review.conflict_table import conflict_rows
from strukturbild.review.intake import take_in_logs
from strukturbild.review.log import new_entry, state_of, undoing
from strukturbild.review.merge import decisions_of, merge_logs, renumbered, with_outcome
from strukturbild.review.opening import create_store
from strukturbild.review.records import Author, Change, Conflict, Entry
from strukturbild.review.store import ReviewStore
from strukturbild.review.update import bring_up_to_date
from strukturbild.review.waiting import OURS, THEIRS, Settled, settle, unsettle, waiting_entries

EVA, BO = Author("eva", "Eva Ek"), Author("bo", "Bo Berg")
STATUSES = ("in_dialogue", "fix_in_plan", "accepted", "not_relevant")
ITEM = "f" * 24
CHANGES = st.one_of(
    st.builds(lambda s: Change(status=s, comment="Motiv"), st.sampled_from(STATUSES)),
    st.builds(
        lambda u: Change(status="accepted", comment="x", until=u), st.sampled_from(["", "review"])
    ),
    st.builds(lambda t: Change(kind="comment", comment=t), st.text(min_size=1, max_size=3)),
    st.builds(lambda p: Change(kind="comment", assigned=p), st.sampled_from(["Eva", "Bo", "-"])),
    st.builds(lambda d: Change(kind="comment", due_date=d), st.sampled_from(["2027-01-01", "-"])),
    st.just("undo"),
)
PARTS = st.lists(CHANGES, max_size=4)


def log_of(changes: list, start: list[Entry], who: Author) -> list[Entry]:
    """A log that goes on from `start`; "undo" takes back the last entry that stands."""
    log = list(start)
    for said in changes:
        gone = {entry.change.undoes for entry in log}
        stands = [e for e in log if e.change.kind != "undo" and e.entry_id not in gone]
        if said == "undo" and not stands:
            continue
        change = Change(kind="undo", undoes=stands[-1].entry_id) if said == "undo" else said
        log.append(new_entry(ITEM, len(log) + 1, change, who, "run"))
    return log


def joined(ours: list[Entry], theirs: list[Entry], who: Author) -> list[Entry]:
    merge = merge_logs(ours, theirs)
    assert not merge.conflicts
    log = [*ours, *merge.append]
    if merge.restate is not None:
        log.append(new_entry(ITEM, len(log) + 1, merge.restate, who, "run"))
    return log


@given(PARTS, PARTS, PARTS)
def test_a_merge_takes_each_side_s_changes_and_nothing_by_the_clock(base, mine, other) -> None:
    start = log_of(base, [], EVA)
    ours, theirs = log_of(mine, start, EVA), log_of(other, start, BO)
    before, a, b = (decisions_of(ITEM, log) for log in (start, ours, theirs))
    merge = merge_logs(ours, theirs)
    both = {n for n in before if a[n] != before[n] and b[n] != before[n] and a[n] != b[n]}
    assert set(merge.conflicts) == both
    if both:
        assert {e.entry_id for e in merge.append} == {e.entry_id for e in theirs[len(start) :]}
        return
    log = joined(ours, theirs, EVA)
    after = decisions_of(ITEM, log)
    assert after == {n: b[n] if b[n] != before[n] else a[n] for n in before}
    assert [entry.sequence for entry in log] == list(range(1, len(log) + 1))
    assert {e.entry_id for e in (*ours, *theirs)} <= {e.entry_id for e in log}
    assert merge_logs(log, theirs).append == ()  # again: nothing new
    back = joined(theirs, log, BO)  # and the other side comes to the same
    assert decisions_of(ITEM, back) == after


@given(changes=st.lists(CHANGES, max_size=6))
def test_the_view_and_the_log_tell_the_same_state(changes, tmp_path_factory) -> None:
    path = tmp_path_factory.mktemp("logg") / "granskning.gpkg"
    with create_store(str(path), "EPSG:3006").closing() as store:
        bring_up_to_date(store, small_result(finding("a")), EVA)
        item = store.findings()[0].finding_id
        log = [replace(entry, finding_id=item) for entry in log_of(changes, [], EVA)]
        with store.backend.transaction():
            store.insert_entries(log)
        assert state_of(item, store.history(item)) == store.state(item)


def away(store: ReviewStore, item: str, *changes: Change) -> dict[str, list[Entry]]:
    """The finding's log as it went on in another store."""
    log = store.history(item)
    for change in changes:
        log = [*log, new_entry(item, len(log) + 1, change, BO, "")]
    return {item: log}


def taken(store: ReviewStore, logs: dict[str, list[Entry]], on_conflict: str = "wait"):
    with store.backend.transaction(alone=True):
        return take_in_logs(store, logs, EVA, on_conflict)


def test_what_only_they_wrote_is_added_once(store, first) -> None:
    logs = away(store, first, Change(status="in_dialogue"), Change(kind="comment", comment="Hej"))
    assert (taken(store, logs).added, taken(store, logs).added) == (2, 0)
    assert store.state(first).status == "in_dialogue"
    assert [entry.author.name for entry in store.history(first)] == ["Bo Berg"] * 2


def test_differing_decisions_wait_and_both_are_seen(store, first) -> None:
    logs = away(store, first, Change(status="not_relevant"))
    store.write(first, 0, Change(status="fix_in_plan"), EVA)
    found = taken(store, logs).conflicts
    assert [(c.finding_id, c.fields) for c in found] == [(first, ("status",))]
    assert [e.author.name for e in (*found[0].ours, *found[0].theirs)] == ["Eva Ek", "Bo Berg"]
    before = (store.log(), waiting_entries(store))
    assert store.state(first).status == "fix_in_plan"
    assert next(item for item in store.findings() if item.finding_id == first).to_confirm
    taken(store, logs)
    assert (store.log(), waiting_entries(store)) == before
    with pytest.raises(InputError, match="review_settle_first"):
        store.confirm(first, 1, EVA)


@pytest.mark.parametrize(("keep", "status"), [(OURS, "fix_in_plan"), (THEIRS, "not_relevant")])
def test_a_conflict_is_settled_and_the_log_holds_both(store, first, keep, status) -> None:
    logs = away(store, first, Change(status="not_relevant"))
    store.write(first, 0, Change(status="fix_in_plan"), EVA)
    taken(store, logs)
    with pytest.raises(Conflict):
        settle(store, first, 0, keep, EVA)
    settle(store, first, 1, keep, EVA)
    assert store.state(first).status == status
    said = [entry.change.status for entry in store.history(first)]
    assert {"fix_in_plan", "not_relevant"} <= set(said)
    assert not waiting_entries(store)
    assert not any(item.to_confirm for item in store.findings())
    assert taken(store, logs).added == 0 and store.state(first).status == status
    with pytest.raises(InputError, match="review_nothing_waits"):
        settle(store, first, store.state(first).sequence, keep, EVA)


@pytest.mark.parametrize(("keep", "status"), [(OURS, "fix_in_plan"), (THEIRS, "not_relevant")])
def test_a_side_can_be_chosen_beforehand(store, first, keep, status) -> None:
    logs = away(store, first, Change(status="not_relevant"))
    store.write(first, 0, Change(status="fix_in_plan"), EVA)
    assert taken(store, logs, keep).conflicts == []
    assert store.state(first).status == status
    assert taken(store, logs, keep).added == 0


def test_a_comment_and_a_decision_do_not_conflict(store, first) -> None:
    logs = away(store, first, Change(kind="comment", comment="Ring mig", assigned="Bo"))
    store.write(first, 0, Change(status="fix_in_plan", due_date="2027-01-01"), EVA)
    assert taken(store, logs).conflicts == []
    state = store.state(first)
    assert (state.status, state.assigned, state.due_date, state.comment) == (
        "fix_in_plan", "Bo", "2027-01-01", "Ring mig",
    )  # fmt: skip


def test_a_known_id_with_other_words_is_refused(store, first) -> None:
    store.write(first, 0, Change(status="fix_in_plan"), EVA)
    log = store.history(first)
    forged = [replace(log[0], change=Change(status="not_relevant"))]
    with pytest.raises(InputError, match="exchange_entry_differs"):
        taken(store, {first: forged})
    assert store.history(first) == log


def test_who_gives_way_ends_the_conflict(store, first) -> None:
    logs = away(store, first, Change(status="not_relevant"))
    store.write(first, 0, Change(status="fix_in_plan"), EVA)
    taken(store, logs)
    gave_way = new_entry(first, 2, Change(status="fix_in_plan"), BO, "")
    assert taken(store, {first: [*logs[first], gave_way]}).conflicts == []
    assert not waiting_entries(store) and store.state(first).status == "fix_in_plan"
    assert len(store.history(first)) == 3


def test_a_third_store_s_comment_leaves_what_waits(store, first) -> None:
    logs = away(store, first, Change(status="not_relevant"))
    third = away(store, first, Change(kind="comment", comment="Från en tredje"))
    store.write(first, 0, Change(status="fix_in_plan"), EVA)
    taken(store, logs)
    assert taken(store, third).added == 1
    assert [e.change.status for e in waiting_entries(store)[first]] == ["not_relevant"]
    settle(store, first, 2, THEIRS, EVA)
    assert store.state(first).status == "not_relevant" and not waiting_entries(store)


def test_an_acceptance_without_end_forgets_the_earlier_end(store, first) -> None:
    store.write(first, 0, Change(status="accepted", comment="Till granskning", until="review"), EVA)
    store.write(first, 1, Change(status="in_dialogue"), EVA)
    store.write(first, 2, Change(status="accepted", comment="För gott"), EVA)
    assert store.state(first).until == ""


def test_a_date_or_person_can_be_taken_away(store, first) -> None:
    store.write(first, 0, Change(status="fix_in_plan", assigned="Bo", due_date="2027-01-01"), EVA)
    store.write(first, 1, Change(kind="comment", assigned="-"), EVA)
    assert (store.state(first).assigned, store.state(first).due_date) == ("", "2027-01-01")


def settled_conflict(store: ReviewStore, item: str, keep: str) -> tuple[dict, Settled]:
    """Eva's decision against two entries of Bo's, settled; the logs that brought them."""
    logs = away(
        store,
        item,
        Change(status="in_dialogue", assigned="Bo"),
        Change(status="not_relevant", comment="Gamla vattentornet"),
    )
    store.write(item, 0, Change(status="fix_in_plan", assigned="Eva", comment="Görs om"), EVA)
    taken(store, logs)
    return logs, settle(store, item, 1, keep, EVA)


@pytest.mark.parametrize("keep", [OURS, THEIRS])
def test_a_settling_is_taken_back_and_settled_anew(store, first, keep) -> None:
    logs, settled = settled_conflict(store, first, keep)
    length = len(store.history(first))
    added = unsettle(store, settled, length, EVA)
    state = store.state(first)
    assert (state.status, state.assigned, state.comment) == ("fix_in_plan", "Eva", "Görs om")
    assert state.sequence == length + len(added)
    assert store.history(first)[:length] == [store.history(first)[0], *settled.entries]
    waits = waiting_entries(store)[first]
    assert [e.change for e in waits] == [e.change for e in settled.waited]
    assert {e.author for e in waits} == {BO}
    assert next(item for item in store.findings() if item.finding_id == first).to_confirm
    with pytest.raises(InputError, match="review_settle_first"):
        store.confirm(first, state.sequence, EVA)
    kept = (store.log(), waits)
    assert taken(store, logs).added == 0  # the same package again changes nothing
    assert (store.log(), waiting_entries(store)[first]) == kept
    settle(store, first, state.sequence, THEIRS, EVA)
    assert store.state(first).status == "not_relevant" and not waiting_entries(store)
    log = store.history(first)
    assert [e.sequence for e in log] == list(range(1, len(log) + 1))
    assert state_of(first, log) == store.state(first)


def taken_back_elsewhere(store: ReviewStore, item: str) -> dict:
    """Both know Bo's decision, which Bo then takes back and Eva replaces; Bo's log."""
    store.write(item, 0, Change(status="accepted", comment="Motiv", assigned="Bo"), BO)
    logs = away(store, item, undoing(store.history(item)[0]))
    store.write(item, 1, Change(status="fix_in_plan"), EVA)
    return logs


def test_what_they_took_back_is_taken_back_where_theirs_holds(store, first) -> None:
    logs = taken_back_elsewhere(store, first)
    assert taken(store, logs).conflicts
    waits = waiting_entries(store)[first]
    assert [(e.change.kind, e.change.status) for e in waits] == [("undo", ""), ("merged", "new")]
    assert waits[-1].change.assigned == "-"
    taken(store, logs)
    assert waiting_entries(store)[first] == waits
    settled = settle(store, first, 2, THEIRS, EVA)
    assert (store.state(first).status, store.state(first).assigned) == ("new", "")
    unsettle(store, settled, store.state(first).sequence, EVA)
    assert (store.state(first).status, store.state(first).assigned) == ("fix_in_plan", "Bo")
    again = waiting_entries(store)[first]
    assert [e.change.kind for e in again] == ["undo", "merged"]
    settle(store, first, store.state(first).sequence, OURS, EVA)
    assert store.state(first).status == "fix_in_plan"


def test_what_each_side_had_decided_is_told_where_one_took_back(store, first) -> None:
    store.write(first, 0, Change(status="in_dialogue"), BO)
    store.write(first, 1, Change(status="accepted", comment="Motiv"), BO)
    logs = away(store, first, undoing(store.history(first)[1]))
    store.write(first, 2, Change(status="fix_in_plan"), EVA)
    titles = {item.finding_id: item for item in store.findings()}
    (row,) = conflict_rows(taken(store, logs).conflicts, titles)
    assert (row["ours"], row["ours_by"]) == ("fix_in_plan", "Eva Ek")
    assert (row["theirs"], row["theirs_by"]) == ("in_dialogue", "Bo Berg")


def test_who_took_back_and_gives_way_ends_the_conflict(store, first, tmp_path) -> None:
    logs = taken_back_elsewhere(store, first)
    assert taken(store, logs).conflicts
    gave_way = [*logs[first], replace(store.history(first)[-1], sequence=3)]
    assert not taken(store, {first: gave_way}).conflicts
    assert not waiting_entries(store)
    assert store.state(first).status == "fix_in_plan"


@given(PARTS, PARTS, PARTS, PARTS)
def test_what_waits_comes_to_what_they_decided(base, mine, other, later) -> None:
    start = log_of([Change(status="accepted", comment="Motiv"), *base], [], EVA)
    ours = log_of([*mine, Change(status="fix_in_plan")], start, EVA)
    said = [Change(kind="comment", comment="Hej"), *other, "undo"]  # most of these conflict
    theirs = log_of(said, start, BO)
    merge = merge_logs(ours, theirs)
    assert set(merge.conflicts) <= set(merge.theirs)
    until_settled = log_of(later, ours, EVA)
    waits = with_outcome(merge.append, merge.theirs)
    held = decisions_of(ITEM, [*until_settled, *renumbered(waits, until_settled)])
    wanted = decisions_of(ITEM, theirs)
    assert {name: held[name] for name in merge.theirs} == merge.theirs
    assert {name: wanted[name] for name in merge.theirs} == merge.theirs


def test_a_later_decision_outlives_the_settling(store, first) -> None:
    _, settled = settled_conflict(store, first, OURS)
    number = store.state(first).sequence
    store.write(first, number, Change(status="accepted", comment="Motiv"), BO)
    with pytest.raises(Conflict):
        unsettle(store, settled, number, EVA)
    assert not waiting_entries(store)
    unsettle(store, settled, number + 1, EVA)
    assert store.state(first).status == "accepted"
    assert len(waiting_entries(store)[first]) == 2
