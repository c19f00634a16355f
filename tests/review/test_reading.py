"""What a panel reads and writes, on a file and on a server: as the views and logs say it."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_result import finding, small_result
from strukturbild.alignment.problems import InputError
from strukturbild.review import reading
from strukturbild.review.bulk import Wanted, write_many
from strukturbild.review.ledger_file import read_summary
from strukturbild.review.log import undoing
from strukturbild.review.opening import create_store
from strukturbild.review.records import Author, Change
from strukturbild.review.store import ReviewStore
from strukturbild.review.update import bring_up_to_date

ANNA, BO = Author("anna", "Anna"), Author("bo", "Bo")


@pytest.fixture
def store(place: str) -> ReviewStore:
    made = create_store(place, "EPSG:3006")
    found = [finding(f"Område {n}", x=1000.0 * n) for n in range(5)]
    bring_up_to_date(made, small_result(*found), ANNA)
    yield made
    made.backend.close()


def test_columns_and_states_are_those_of_the_store(store: ReviewStore) -> None:
    columns = reading.listed_columns(store)
    ids = [item.finding_id for item in store.findings()]
    assert list(columns["finding_id"]) == ids
    store.write(ids[0], 0, Change(status="in_dialogue"), ANNA)
    store.write(ids[0], 1, Change(status="accepted", comment="Motiv", until="adopted"), BO)
    store.undo(ids[0], 2, BO)
    states, logged = store.states(), reading.logged_standings(store)
    assert set(logged) == {ids[0]}
    assert logged[ids[0]] == (states[ids[0]].status, states[ids[0]].sequence)
    assert reading.new_in_last_run(store) == set(ids)
    assert reading.one_finding(store, ids[1]) == store.findings()[1]
    assert reading.one_finding(store, "no such") is None
    assert reading.shape_of(store, ids[2]) is not None
    assert reading.shape_of(store, "no such") is None


def test_counters_tell_what_was_written_since(store: ReviewStore) -> None:
    ids = [item.finding_id for item in store.findings()]
    before = reading.counters(store)
    store.write(ids[3], 0, Change(status="data_error"), BO)
    now = reading.counters(store)
    assert now.entries > before.entries
    assert (now.runs, now.waiting) == (before.runs, before.waiting)
    assert reading.last_sequences(store) == {ids[3]: 1}
    store.write(ids[3], 1, Change(kind="comment", comment="Sett"), ANNA)
    assert reading.last_sequences(store) == {ids[3]: 2}


def test_many_are_one_step_and_conflicts_are_left_out(store: ReviewStore) -> None:
    ids = [item.finding_id for item in store.findings()]
    store.write(ids[0], 0, Change(status="data_error"), BO)
    change = Change(status="in_dialogue")
    done = write_many(store, [Wanted(item, 0, change) for item in ids], ANNA)
    assert [entry.finding_id for entry in done.entries] == ids[1:]
    assert [conflict.finding_id for conflict in done.conflicts] == [ids[0]]
    assert done.conflicts[0].theirs[0].author == BO
    back = [Wanted(entry.finding_id, 1, undoing(entry)) for entry in done.entries]
    assert len(write_many(store, back, ANNA).entries) == 4
    assert {state.status for key, state in store.states().items() if key != ids[0]} == {"new"}


def test_many_are_all_or_none(store: ReviewStore) -> None:
    ids = [item.finding_id for item in store.findings()]
    change = Change(status="in_dialogue")
    wanted = [Wanted(ids[0], 0, change), Wanted("no such", 0, change)]
    with pytest.raises(InputError):
        write_many(store, wanted, ANNA)
    with pytest.raises(InputError):
        write_many(store, [Wanted(ids[0], 0, Change(status="accepted"))], ANNA)
    assert store.log() == []


def test_what_is_no_result_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_summary(tmp_path / "saknas.gpkg")
    (tmp_path / "x.gpkg").write_text("nonsense", encoding="utf-8")
    with pytest.raises(InputError):
        read_summary(tmp_path / "x.gpkg")
