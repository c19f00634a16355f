"""Answers come into the log once, to the right finding, and never over what others decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

import openpyxl
import pytest
from small_result import finding, small_result
from strukturbild.alignment.problems import InputError
from strukturbild.alignment.ruleset.texts import Catalogue
from strukturbild.review.intake import OURS, THEIRS, WAIT
from strukturbild.review.opening import create_store
from strukturbild.review.records import Author, Change
from strukturbild.review.responses import Taken, collision_rows, take_in_answers
from strukturbild.review.store import ReviewStore
from strukturbild.review.update import bring_up_to_date
from strukturbild.review.waiting import settle, waiting_entries
from strukturbild.review.workbook_answers import read_answers
from workbook_file import HEADINGS, RESOURCES, answer, exported, headings

EVA, BO = Author("eva", "Eva Ek"), Author("bo", "Bo Berg")
BORDER = {"partition_code": "0834+0880"}
TORSAS = {"municipality_code": "0834", "municipality": "Torsås", "partition_code": "0834"}
FIRST = (
    finding("a"),
    finding("b", 1000.0),
    finding("gräns", 2000.0, **BORDER),
    finding("t", 3000.0, **TORSAS),
)
DIALOGUE = ("under dialog", "Vi talar om det", "Åsa Öberg", "2026-11-24")
ACCEPTED = ("Motiverad avvikelse", "Beslutat i KS", "Åsa Öberg", None)


@pytest.fixture
def store(place: str) -> Iterator[ReviewStore]:
    with create_store(place, "EPSG:3006").closing() as made:
        bring_up_to_date(made, small_result(*FIRST), EVA)
        yield made


@pytest.fixture
def sent(store: ReviewStore, tmp_path: Path) -> Path:
    return exported(store, tmp_path / "avvikelser.xlsx")


def id_of(store: ReviewStore, label: str) -> str:
    return next(f.finding_id for f in store.findings() if f.values["label"] == label)


def taken(store: ReviewStore, path: Path, on_conflict: str = WAIT) -> Taken:
    return take_in_answers(store, read_answers(path, RESOURCES), BO, on_conflict)


def counts(took: Taken) -> tuple[int, int, int]:
    return took.answers, took.already, len(took.collisions)


def faults(store: ReviewStore, path: Path) -> list[tuple[str, Any, Any]]:
    """Code, sheet and row of all that is wrong; nothing may have been written."""
    before = (store.log(), store.findings(), waiting_entries(store))
    with pytest.raises(InputError) as error:
        taken(store, path)
    assert (store.log(), store.findings(), waiting_entries(store)) == before
    catalogue = Catalogue.load(RESOURCES)
    for language in ("sv", "en"):
        assert "–" not in catalogue.sentences(error.value, language)
    return [(p.code, p.params.get("sheet"), p.params.get("row")) for p in error.value.problems]


def test_an_answer_becomes_an_entry_once(store: ReviewStore, sent: Path) -> None:
    path = answer(sent, {"a": DIALOGUE, "b": ("", "=1+1; DROP TABLE decision --", "Åsa", None)})
    assert counts(taken(store, path)) == (2, 0, 0)
    state = store.state(id_of(store, "a"))
    assert (state.status, state.comment, state.author) == ("in_dialogue", DIALOGUE[1], "Åsa Öberg")
    (entry,) = store.history(id_of(store, "a"))
    assert (entry.change.kind, entry.change.said_on) == ("response", "2026-11-24")
    assert entry.author.login == "bo" and len(entry.change.origin) == 24
    (text,) = store.history(id_of(store, "b"))
    assert (text.change.status, text.change.comment) == ("", "=1+1; DROP TABLE decision --")
    before = store.log()
    assert counts(taken(store, path)) == (0, 2, 0)
    assert store.log() == before


@pytest.mark.parametrize("said", ["in_dialogue", "In dialogue", "UNDER  DIALOG", " under dialog "])
def test_states_are_known_by_their_words_in_both_languages(
    store: ReviewStore, tmp_path: Path, said: str
) -> None:
    path = exported(store, tmp_path / "findings.xlsx", "en")
    path = answer(path, {"a": (said, "", "Åsa", None)}, language="en")
    assert counts(taken(store, path)) == (1, 0, 0)
    assert store.state(id_of(store, "a")).status == "in_dialogue"


def test_rows_may_be_sorted_columns_moved_and_sheets_added(store: ReviewStore, sent: Path) -> None:
    def shuffle(book: Any) -> None:
        page = book["Kalmar"]
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        rows = [rows[0], *reversed(rows[1:])]
        rows = [[row[-1], "eget", *row[:-1], "mer"] for row in rows]
        page.delete_rows(1, page.max_row)
        page.append(["Utkast", None])
        for row in rows:
            page.append(row)
        page.title = "Vårt svar"
        book.create_sheet("Egna anteckningar")["A1"] = "hej"
        del book["Torsås"]

    path = answer(sent, {"a": DIALOGUE, "gräns": ACCEPTED}, edit=shuffle)
    found = read_answers(path, RESOURCES)
    assert found.left_out == ["Egna anteckningar"]
    assert counts(taken(store, path)) == (2, 0, 0)
    assert store.state(id_of(store, "a")).status == "in_dialogue"
    assert store.state(id_of(store, "gräns")).status == "accepted"


def test_every_fault_is_told_with_its_row_and_nothing_is_written(
    store: ReviewStore, sent: Path
) -> None:
    path = answer(
        sent,
        {
            "a": ("under dialogg", "text", "", "3/4/2026"),
            "b": ("motiverad avvikelse", "", "Åsa", None),
            "gräns": DIALOGUE,
        },
    )
    rows = {row: label for label, row in rows_of(path).items()}
    told = [(code, sheet, rows[row]) for code, sheet, row in faults(store, path)]
    assert sorted(told) == [
        ("response_date_unreadable", "Kalmar", "a"),
        ("response_motive_missing", "Kalmar", "b"),
        ("response_name_missing", "Kalmar", "a"),
        ("response_state_unknown", "Kalmar", "a"),
    ]
    found = read_answers(path, RESOURCES)
    hints = [p.params["hint"] for p in found.problems if "hint" in p.params]
    assert hints == ["under dialog"]


def rows_of(path: Path, sheet: str = "Kalmar") -> dict[str, int]:
    page = openpyxl.load_workbook(path)[sheet]
    column = headings(page)["Benämning"]
    return {page.cell(row, column).value: row for row in range(2, page.max_row + 1)}


@pytest.mark.parametrize(
    ("heading", "value", "code"),
    [
        ("Avvikelsens nyckel", None, "response_key_missing"),
        ("Avvikelsens nyckel", "x'); DROP TABLE finding; --", "response_key_edited"),
        ("Loggens nummer", 7, "response_key_edited"),
        ("Loggens nummer", "9" * 5000, "response_key_edited"),
        ("Loggens nummer", None, "response_key_edited"),
        ("Körning vid export", "", "response_key_edited"),
        ("Läge vid export", "merged", "response_key_edited"),
        ("Bladets kommunkod", "0834", "response_key_edited"),
        ("Kontrolltal", None, "response_key_edited"),
    ],
)
def test_an_edited_key_is_a_fault_with_its_row(
    store: ReviewStore, sent: Path, heading: str, value: Any, code: str
) -> None:
    def edit(book: Any) -> None:
        page = book["Kalmar"]
        for row in rows_of(sent).values():  # rows without an answer do no harm
            page.cell(row, headings(page)[heading]).value = value

    path = answer(sent, {"a": DIALOGUE}, edit=edit)
    assert faults(store, path) == [(code, "Kalmar", rows_of(sent)["a"])]


def test_the_key_of_another_row_is_not_taken(store: ReviewStore, sent: Path) -> None:
    def edit(book: Any) -> None:
        page = book["Kalmar"]
        column, rows = headings(page)["Avvikelsens nyckel"], rows_of(sent)
        page.cell(rows["a"], column).value = page.cell(rows["b"], column).value

    path = answer(sent, {"a": DIALOGUE}, edit=edit)
    assert [code for code, *_ in faults(store, path)] == ["response_key_edited"]


def test_a_name_alone_is_no_answer(store: ReviewStore, sent: Path) -> None:
    path = answer(sent, {"a": ("", "", "Åsa", None), "b": (None, None, None, "2026-11-24")})
    assert read_answers(path, RESOURCES).unfinished == 2
    assert counts(taken(store, path)) == (0, 0, 0)


def both(other: tuple[Any, ...]) -> Any:
    def edit(book: Any) -> None:
        page = book["Torsås"]
        row = next(
            r for r in range(2, 9) if page.cell(r, headings(page)["Benämning"]).value == "gräns"
        )
        for heading, value in zip(HEADINGS["sv"], other):
            page.cell(row, headings(page)[heading]).value = value

    return edit


def test_a_finding_on_a_border_gets_one_answer(store: ReviewStore, sent: Path) -> None:
    path = answer(sent, {"gräns": DIALOGUE}, edit=both(DIALOGUE))
    assert counts(taken(store, path)) == (1, 0, 0)
    assert len(store.history(id_of(store, "gräns"))) == 1


def test_differing_answers_on_a_border_are_a_fault_that_names_both(
    store: ReviewStore, sent: Path
) -> None:
    path = answer(sent, {"gräns": DIALOGUE}, edit=both(ACCEPTED))
    ((code, sheet, row),) = faults(store, path)
    assert (code, sheet, row) == ("response_differs", "Kalmar", rows_of(sent)["gräns"])
    (problem,) = read_answers(path, RESOURCES).problems
    assert (problem.params["other_sheet"], problem.params["other_row"]) == (
        "Torsås", rows_of(sent, "Torsås")["gräns"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rename", "code"),
    [
        ({"Svar: namn": "Vem"}, "workbook_heading_missing"),
        ({"Kontrolltal": None}, "workbook_heading_missing"),
        ({"Tyngd": "svar: TEXT"}, "workbook_heading_twice"),
        (None, "workbook_headings_missing"),
    ],
)
def test_headings_that_are_needed(store: ReviewStore, sent: Path, rename: Any, code: str) -> None:
    def edit(book: Any) -> None:
        page = book["Kalmar"]
        for heading, column in headings(page).items():
            if rename is None or heading in rename:
                page.cell(1, column).value = rename and rename[heading]

    path = answer(sent, {"a": DIALOGUE}, edit=edit)
    assert [fault[:2] for fault in faults(store, path)] == [(code, "Kalmar")]


def test_a_workbook_with_the_earlier_heading_is_read(store: ReviewStore, sent: Path) -> None:
    def edit(book: Any) -> None:
        page = book["Kalmar"]
        page.cell(1, headings(page)["Svar: läge"]).value = "Svar: status"

    path = answer(sent, {"a": DIALOGUE}, edit=edit)
    assert counts(taken(store, path))[0] == 1


def test_a_workbook_from_another_store(sent: Path, tmp_path: Path) -> None:
    with create_store(str(tmp_path / "annan.gpkg"), "EPSG:3006").closing() as other:
        bring_up_to_date(other, small_result(*FIRST), EVA)
        path = answer(sent, {"a": DIALOGUE})
        assert [code for code, *_ in faults(other, path)] == ["workbook_other_store"]


def test_what_changed_in_the_log_meanwhile_is_a_conflict(store: ReviewStore, sent: Path) -> None:
    first = id_of(store, "a")
    store.write(first, 0, Change(status="fix_in_plan"), EVA)
    store.comment(id_of(store, "b"), 0, "noterat", EVA)
    path = answer(sent, {"a": ACCEPTED, "b": DIALOGUE})
    took = taken(store, path)
    assert counts(took) == (1, 0, 1)
    assert store.state(first).status == "fix_in_plan"
    assert store.state(id_of(store, "b")).status == "in_dialogue"
    (row,) = collision_rows(took.collisions)
    assert (row["field"], row["ours"], row["theirs"]) == ("status", "fix_in_plan", "accepted")
    assert (row["ours_by"], row["theirs_by"]) == ("Eva Ek", "Åsa Öberg")
    before = (store.log(), waiting_entries(store))
    assert counts(taken(store, path)) == (0, 1, 1)
    assert (store.log(), waiting_entries(store)) == before
    settle(store, first, store.state(first).sequence, "theirs", EVA)
    assert store.state(first).status == "accepted"
    assert counts(taken(store, path)) == (0, 2, 0)


@pytest.mark.parametrize(("kept", "status"), [(OURS, "fix_in_plan"), (THEIRS, "accepted")])
def test_one_side_can_be_told_to_hold(
    store: ReviewStore, sent: Path, kept: str, status: str
) -> None:
    first = id_of(store, "a")
    store.write(first, 0, Change(status="fix_in_plan"), EVA)
    path = answer(sent, {"a": ACCEPTED})
    assert counts(taken(store, path, kept)) == (0, 0, 1)
    assert store.state(first).status == status
    assert ACCEPTED[1] in [entry.change.comment for entry in store.history(first)]
    before = store.log()
    assert counts(taken(store, path, kept)) == (0, 1, 0)
    assert store.log() == before


GROWN = small_result(finding("a", side=600.0), *FIRST[1:], written="2")


@pytest.mark.parametrize(("kept", "status"), [(WAIT, "new"), (OURS, "new"), (THEIRS, "accepted")])
def test_what_a_run_changed_meanwhile_is_a_conflict(
    store: ReviewStore, sent: Path, kept: str, status: str
) -> None:
    bring_up_to_date(store, GROWN, EVA)
    path = answer(sent, {"a": ACCEPTED, "b": ("", "en text", "Åsa", None)})
    took = taken(store, path, kept)
    assert counts(took) == (1, 0, 1)
    (row,) = collision_rows(took.collisions)
    assert (row["field"], row["ours"], row["theirs"]) == ("finding", "changed", "accepted")
    assert store.state(id_of(store, "a")).status == status
    before = (store.log(), waiting_entries(store))
    assert taken(store, path, kept).answers == 0
    assert (store.log(), waiting_entries(store)) == before


@pytest.mark.parametrize(("kept", "status"), [(OURS, "new"), (THEIRS, "accepted")])
def test_what_waits_can_be_settled_by_importing_again(
    store: ReviewStore, sent: Path, kept: str, status: str
) -> None:
    bring_up_to_date(store, GROWN, EVA)
    path = answer(sent, {"a": ACCEPTED})
    taken(store, path)
    taken(store, path, kept)
    first = id_of(store, "a")
    assert store.state(first).status == status
    assert waiting_entries(store) == {}
    assert [e.change.kind for e in store.history(first)].count("response") == 1
    assert counts(taken(store, path)) == (0, 1, 0)


def test_an_acceptance_of_what_has_grown_since_is_reopened(store: ReviewStore, sent: Path) -> None:
    bring_up_to_date(store, GROWN, EVA)
    taken(store, answer(sent, {"a": ACCEPTED}), THEIRS)
    again = small_result(finding("a", side=600.0), *FIRST[1:], written="3")
    bring_up_to_date(store, again, EVA)
    assert store.state(id_of(store, "a")).status == "reopened"


def test_an_answer_to_what_is_gone_waits(store: ReviewStore, sent: Path) -> None:
    merged = small_result(*FIRST[1:], written="2", fingerprints={"S1": "c"})
    bring_up_to_date(store, merged, EVA)
    took = taken(store, answer(sent, {"a": DIALOGUE, "b": ("", "text", "Åsa", None)}))
    assert counts(took) == (1, 0, 1)
    assert [row["ours"] for row in collision_rows(took.collisions)] == ["rule_removed"]


def test_a_text_does_not_let_go_of_what_waits(store: ReviewStore, sent: Path) -> None:
    first = id_of(store, "a")
    store.write(first, 0, Change(status="fix_in_plan"), EVA)
    taken(store, answer(sent, {"a": ACCEPTED}))
    took = taken(store, answer(sent, {"a": ("", "bara en text", "Bo", None)}))
    assert counts(took) == (0, 0, 1)
    assert len(waiting_entries(store)[first]) == 2
    settle(store, first, store.state(first).sequence, "theirs", EVA)
    assert store.state(first).status == "accepted"
    said = [entry.change.comment for entry in store.history(first)]
    assert ACCEPTED[1] in said and "bara en text" in said


def test_a_hundred_faults_are_enough(store: ReviewStore, sent: Path) -> None:
    def edit(book: Any) -> None:
        page = book["Kalmar"]
        for row in range(10, 400):
            page.cell(row, headings(page)["Svar: text"]).value = "utan nyckel"

    found = faults(store, answer(sent, {}, edit=edit))
    assert len(found) == 101 and found[-1][0] == "response_more_problems"
