"""The store, the same on a file and on PostGIS: nothing written is lost or doubled."""

from __future__ import annotations

import json
import select
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import shapely
from small_result import finding, small_result
from strukturbild.alignment.problems import InputError
from strukturbild.review import postgis
from strukturbild.review.opening import create_store, exists, open_store
from strukturbild.review.records import Author, Change, Conflict
from strukturbild.review.update import bring_up_to_date

EVA, BO = Author("eva", "Eva Ek"), Author("bo", "Bo Berg")
ACCEPTED = Change(status="accepted", comment="Beslutat i kommunstyrelsen")
DIALOGUE = Change(status="in_dialogue")


def test_a_decision_is_there_when_the_store_is_opened_again(store, place, first) -> None:
    store.write(first, 0, ACCEPTED, EVA)
    with open_store(place).closing() as again:
        state = again.state(first)
        assert (state.status, state.comment, state.author) == (
            "accepted", ACCEPTED.comment, "Eva Ek",
        )  # fmt: skip
        assert state.made_at.endswith("+00:00")
        assert [entry.change for entry in again.history(first)] == [ACCEPTED]


def test_who_comes_second_is_told_of_the_first(store, place, first) -> None:
    with open_store(place).closing() as other:
        store.write(first, 0, ACCEPTED, EVA)
        with pytest.raises(Conflict) as conflict:
            other.write(first, 0, DIALOGUE, BO)
    assert conflict.value.mine == DIALOGUE
    assert [entry.change for entry in conflict.value.theirs] == [ACCEPTED]
    assert "Eva Ek" in str(conflict.value)
    assert store.state(first).status == "accepted" and len(store.history(first)) == 1


def test_undo_is_an_entry_of_its_own(store, first) -> None:
    store.write(first, 0, DIALOGUE, EVA)
    store.write(first, 1, ACCEPTED, BO)
    store.undo(first, 2, EVA)
    assert (store.state(first).status, store.state(first).comment) == ("in_dialogue", "")
    store.undo(first, 3, EVA)
    assert store.state(first).status == "new"
    assert [entry.change.kind for entry in store.history(first)] == [
        "decision", "decision", "undo", "undo",
    ]  # fmt: skip
    with pytest.raises(InputError, match="review_nothing_to_undo"):
        store.undo(first, 4, EVA)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change(status="accepted"), "review_motive_missing"),
        (Change(status="accepted", comment="  "), "review_motive_missing"),
        (Change(status="resolved"), "review_state_unknown"),
        (Change(status="ok"), "review_state_unknown"),
        (Change(status="in_dialogue", responsible="grannen"), "review_responsible_unknown"),
    ],
)
def test_what_is_no_decision_is_refused(store, first, change: Change, code: str) -> None:
    with pytest.raises(InputError, match=code):
        store.write(first, 0, change, EVA)
    assert store.history(first) == []


def test_a_finding_that_is_not_there_is_named(store) -> None:
    with pytest.raises(InputError, match="review_finding_unknown"):
        store.write("nowhere", 0, DIALOGUE, EVA)
    with pytest.raises(InputError, match="review_finding_unknown"):
        store.state("nowhere")


def test_comment_date_and_person_are_views_of_the_log(store, first) -> None:
    plan = Change(status="fix_in_plan", responsible="municipality", due_date="2027-03-01")
    store.write(first, 0, plan, EVA)
    store.comment(first, 1, "Talade med 'Bo'; DROP TABLE decision; --", BO)
    store.write(first, 2, Change(kind="link", target="https://example.org/a?b=%20"), EVA)
    state = store.state(first)
    assert (state.status, state.responsible, state.due_date) == (
        "fix_in_plan", "municipality", "2027-03-01",
    )  # fmt: skip
    assert state.comment.startswith("Talade med 'Bo'") and state.sequence == 3
    assert store.history(first)[2].change.target == "https://example.org/a?b=%20"


@pytest.mark.parametrize(
    "statement", ["DELETE FROM decision", "UPDATE decision SET status = 'accepted'"]
)
def test_the_log_can_not_be_changed(store, first, statement: str) -> None:
    store.write(first, 0, DIALOGUE, EVA)
    with pytest.raises((InputError, Exception), match=r"append-only|review_trouble"):
        store.backend.execute(statement)
    assert [entry.change for entry in store.history(first)] == [DIALOGUE]


def test_a_finding_drawn_by_hand_lives_through_runs(store) -> None:
    point = shapely.to_wkb(shapely.multipoints([[10.0, 20.0]]), output_dimension=3)
    values = {"title": "Hållplats saknas", "part": "links", "municipality_code": "0880"}
    made = store.add_manual(values, "point", point, EVA)
    store.write(made, 1, ACCEPTED, EVA)
    summary = bring_up_to_date(store, small_result(finding("a"), written="2"), EVA)
    assert summary.counts["resolved"] == 1
    kept = {item.finding_id: item for item in store.findings()}[made]
    assert (kept.presence, kept.values["title"]) == ("present", "Hållplats saknas")
    assert store.state(made).status == "accepted"
    shape, wkb = store.shapes()[made]
    assert shape == "point" and shapely.from_wkb(wkb).equals(shapely.from_wkb(point))


def test_vacuum_keeps_decisions_and_what_they_were_made_upon(store, first) -> None:
    store.write(first, 0, ACCEPTED, EVA)
    for run in range(2, 8):
        result = small_result(finding("a"), finding("b", 1000.0), written=str(run))
        bring_up_to_date(store, result, EVA)
    dropped = store.vacuum(keep_runs=2)
    assert dropped == 5 * 2 - 1  # the appearance under the decision stays
    assert store.state(first).status == "accepted"
    assert len(store.backend.query("SELECT * FROM run")) == 7


@pytest.mark.parametrize("beside", ["nobody", "a new run"])
def test_eight_at_once_lose_nothing(store, place, beside: str) -> None:
    findings = [item.finding_id for item in store.findings()]
    command = [sys.executable, str(Path(__file__).with_name("writer.py")), place]
    writers = [
        subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE, text=True)
        for number in range(8 if beside == "nobody" else 7)
    ]
    if beside == "a new run":
        result = small_result(finding("a"), finding("b", 1000.0), finding("c", 2000.0), written="2")
        assert bring_up_to_date(store, result, EVA).counts["new"] == 1
    told = [json.loads(writer.communicate(timeout=120)[0]) for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * len(writers)
    assert all(len(written) + refused >= 5 * len(findings) for _, written, refused in told)
    authors = {entry.entry_id: entry.author.login for entry in store.log()}
    for number, written, _ in told:
        assert written and {authors[entry] for entry in written} == {f"w{number}"}
    assert len(authors) == sum(len(written) for _, written, _ in told)
    for item in store.findings():
        numbers = [entry.sequence for entry in store.history(item.finding_id)]
        assert numbers == list(range(1, len(numbers) + 1))


def test_a_server_lost_while_saving_leaves_it_open_what_was_kept(database, monkeypatch) -> None:
    with create_store(database, "EPSG:3006").closing() as store:
        bring_up_to_date(store, small_result(finding("a")), EVA)
        first = store.findings()[0].finding_id
        run = store.backend._run

        def cut(sql: str) -> None:
            if sql == "COMMIT":
                store.backend._connection.close()
            run(sql)

        monkeypatch.setattr(store.backend, "_run", cut)
        with pytest.raises(InputError, match="review_commit_unsure"):
            store.write(first, 0, DIALOGUE, EVA)
    with open_store(database).closing() as again:
        assert again.history(first) == []


def test_a_server_that_ends_a_connection_is_noticed_unasked(database) -> None:
    with create_store(database, "EPSG:3006").closing() as store:
        ((here,),) = store.backend.query("SELECT pg_backend_pid()")
        assert not store.backend.lost
        with open_store(database).closing() as other:
            other.backend.query("SELECT pg_terminate_backend(?)", (here,))
            select.select([store.backend._connection], [], [])
        assert store.backend.lost


def test_a_server_that_says_nothing_is_not_waited_for(monkeypatch) -> None:
    pytest.importorskip("psycopg2")
    monkeypatch.setitem(postgis.PATIENCE, "connect_timeout", 2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        with pytest.raises(InputError, match="review_no_server"):
            exists(f"postgresql:host=127.0.0.1 port={port} dbname=x user=y")


@pytest.mark.parametrize("dsn", ["postgresql:host=", "postgresql:så här", "postgresql:port=x"])
def test_what_is_no_connection_is_a_sentence(dsn: str) -> None:
    pytest.importorskip("psycopg2")
    with pytest.raises(InputError, match="review_no_server"):
        exists(dsn)
