"""Two results held against each other: every finding once, its change and the reason told apart."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from small_result import RULES, finding, small_result
from strukturbild.alignment.problems import InputError
from strukturbild.review.comparison import CHANGES, Compared, compare, require_comparable
from strukturbild.review.comparison_tables import by_municipality, counts, write_comparison

ROOT = Path(__file__).resolve().parent.parent.parent
MIRROR = {"worse": "better", "better": "worse", "other": "other", "": ""}


def compared(before: Any, after: Any) -> dict[str, Compared]:
    """Rows by the label of what they show."""
    return {str(row.shown.values["label"]): row for row in compare(before, after)}


def codes(row: Compared) -> list[str]:
    return [difference.code for difference in row.differences]


def test_new_persisting_and_resolved_with_reasons() -> None:
    before = small_result(finding("a"), finding("b", 1000.0))
    after = small_result(finding("a"), finding("c", 5000.0), written="2")
    rows = compared(before, after)
    assert {name: row.change for name, row in rows.items()} == {
        "a": "persisting", "b": "resolved", "c": "new",
    }  # fmt: skip
    assert (codes(rows["a"]), codes(rows["b"]), codes(rows["c"])) == (
        [], ["disappeared"], ["appeared"],
    )  # fmt: skip


def test_another_stage_alone_changes_nothing() -> None:
    before = small_result(finding("a", stage="consultation"))
    after = small_result(finding("a", stage="review"), written="2")
    row = compared(before, after)["a"]
    assert (row.change, row.direction, codes(row)) == ("persisting", "", [])


@pytest.mark.parametrize(
    ("then", "now", "direction", "code"),
    [
        ({"side": 300.0}, {"side": 400.0}, "worse", "area_grew"),
        ({"side": 400.0}, {"side": 300.0}, "better", "area_shrank"),
        ({"severity": 1}, {"severity": 3}, "worse", "severity_rose"),
        ({"severity": 3}, {"severity": 1}, "better", "severity_fell"),
        ({"outcome": "partly"}, {"outcome": "missing"}, "worse", "outcome_worse"),
        ({"outcome": "conflicting"}, {"outcome": "partly"}, "better", "outcome_milder"),
        ({"length_m": 900.0}, {"length_m": 2000.0}, "worse", "length_grew"),
        ({"threshold": 1.0}, {"threshold": 2.0}, "other", "threshold"),
        ({"strength": "should"}, {"strength": "shall"}, "other", "strength"),
    ],
)
def test_what_changed_and_which_way(then: Any, now: Any, direction: str, code: str) -> None:
    row = compared(small_result(finding("a", **then)), small_result(finding("a", **now)))["a"]
    assert (row.change, row.direction, codes(row)) == ("changed", direction, [code])


def test_larger_but_milder_is_neither_better_nor_worse() -> None:
    before = small_result(finding("a", severity=3))
    after = small_result(finding("a", side=400.0, severity=1))
    row = compared(before, after)["a"]
    assert (row.direction, codes(row)) == ("other", ["area_grew", "severity_fell"])


def test_what_the_later_ledger_supports_is_said_to_be_supported() -> None:
    gone = finding("a")
    after = small_result(written="2", outcomes={gone.key: "supported"})
    row = compared(small_result(gone), after)["a"]
    assert (row.change, codes(row), row.outcome_after) == (
        "resolved", ["supported_now"], "supported",
    )  # fmt: skip
    back = compared(after, small_result(gone))["a"]
    assert (back.change, codes(back), back.outcome_before) == (
        "new", ["supported_before"], "supported",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("run", "gone", "why_gone", "why_new"),
    [
        ({"fingerprints": {"S1": "c"}}, "rule_removed", "rule_removed", "rule_added"),
        ({"fingerprints": {**RULES, "T1": "z"}}, "rule_changed", "rule_changed", "rule_altered"),
        ({"answered": frozenset()}, "not_in_run", "not_judged_now", "not_judged_before"),
    ],
)
def test_what_could_not_be_told_is_never_resolved(
    run: Any, gone: str, why_gone: str, why_new: str
) -> None:
    full, silent = small_result(finding("a")), small_result(written="2", **run)
    row = compared(full, silent)["a"]
    assert (row.change, codes(row)) == (gone, [why_gone])
    back = compared(silent, full)["a"]
    assert (back.change, codes(back)) == ("new", [why_new])


@pytest.mark.parametrize("outcome", ["undetermined", "blocked", "not_run", "not_applicable"])
def test_a_subject_that_was_not_judged_is_not_resolved(outcome: str) -> None:
    gone = finding("a")
    after = small_result(written="2", outcomes={gone.key: outcome})
    row = compared(small_result(gone), after)["a"]
    assert (row.change, row.outcome_after) == ("not_in_run", outcome)


def test_a_rule_that_was_renamed_is_the_same_rule() -> None:
    renamed = {
        "fingerprints": {"T9": "a"}, "formerly": {"T1": "T9"},
        "answered": frozenset({("T9", "0880")}),
    }  # fmt: skip
    before = small_result(finding("a"), finding("b", 1000.0))
    later = (finding("a", rule_id="T9"), finding("c", 5000.0, rule_id="T9"))
    rows = compared(before, small_result(*later, written="2", **renamed))
    assert {name: codes(row) for name, row in rows.items()} == {
        "a": [], "b": ["disappeared"], "c": ["appeared"],
    }  # fmt: skip


def split_pair() -> tuple[Any, Any]:
    pieces = [
        finding("a1", 0.0, 140.0, plan_object="p1", label="Del 1"),
        finding("a2", 150.0, 140.0, plan_object="p2", label="Del 2"),
    ]
    return small_result(finding("a")), small_result(*pieces, written="2")


def test_pieces_of_a_split_persist_with_their_kin() -> None:
    before, after = split_pair()
    rows = compare(before, after)
    assert {str(row.shown.values["label"]) for row in rows} == {"Del 1", "Del 2"}
    assert Counter(row.before is not None for row in rows) == {True: 1, False: 1}
    for row in rows:
        assert row.change in ("persisting", "changed")
        assert "split" in codes(row)
        assert row.to_confirm
        assert row.related
    extra = next(row for row in rows if row.before is None)
    assert before.findings[0].key in extra.related


def test_a_split_is_as_large_as_its_pieces_together() -> None:
    whole = finding("a", 0.0, 600.0)
    halves = [finding("a1", 0.0, 590.0, plan_object="a"), finding("b", 0.0, 100.0)]
    rows = compare(small_result(whole), small_result(*halves, written="2"))
    kept = next(row for row in rows if row.before is not None)
    assert kept.change == "persisting"


def test_findings_that_grew_together_are_not_resolved() -> None:
    before, after = split_pair()
    rows = compare(after, before)
    assert {row.change for row in rows} <= {"persisting", "changed"}
    assert all("merge" in codes(row) for row in rows)
    former = next(row for row in rows if row.after is None)
    assert former.method == "merge"
    assert before.findings[0].key in former.related


SQUARES = st.lists(
    st.tuples(
        st.sampled_from("abcdefg"),
        st.integers(0, 6).map(lambda cell: cell * 250.0),
        st.sampled_from([100.0, 300.0, 330.0, 500.0]),
        st.integers(1, 3),
        st.sampled_from(["partly", "missing", "conflicting"]),
    ),
    unique_by=lambda item: item[0],
    max_size=7,
)


def drawn(squares: Any, written: str) -> Any:
    rows = [finding(n, x, side, severity=s, outcome=o) for n, x, side, s, o in squares]
    return small_result(*rows, written=written)


@given(SQUARES, SQUARES)
@settings(max_examples=150, deadline=None)
def test_every_finding_of_either_result_is_in_one_row(then: Any, now: Any) -> None:
    before, after = drawn(then, "1"), drawn(now, "2")
    rows = compare(before, after)
    assert Counter(r.before.key for r in rows if r.before) == Counter(
        item.key for item in before.findings
    )
    assert Counter(r.after.key for r in rows if r.after) == Counter(
        item.key for item in after.findings
    )
    assert {row.change for row in rows} <= set(CHANGES)
    for row in rows:
        assert bool(row.direction) == (row.change == "changed")
        assert row.change != "new" or row.before is None
        assert row.change not in ("resolved", "not_in_run") or row.after is None


@given(SQUARES, st.lists(st.sampled_from([0.6, 0.9, 1.0, 1.1, 1.6]), min_size=7, max_size=7))
@settings(max_examples=100, deadline=None)
def test_better_is_worse_the_other_way_round(squares: Any, factors: list[float]) -> None:
    apart = [(n, 5000.0 * row, *rest) for row, (n, _, *rest) in enumerate(squares)]
    grown = [(n, x, side * f, *rest) for (n, x, side, *rest), f in zip(apart, factors)]
    there = compared(drawn(apart, "1"), drawn(grown, "2"))
    back = compared(drawn(grown, "2"), drawn(apart, "1"))
    assert {n: (r.change, MIRROR[r.direction]) for n, r in there.items()} == {
        n: (r.change, r.direction) for n, r in back.items()
    }


def test_what_is_refused(tmp_path: Path) -> None:
    before, after = small_result(finding("a")), small_result(finding("a"), written="2")
    require_comparable(before, after, allow_incomplete=False)
    with pytest.raises(InputError, match="comparison_same_file"):
        require_comparable(before, replace(after, path=before.path), allow_incomplete=False)
    with pytest.raises(InputError, match="comparison_crs_differs"):
        require_comparable(before, replace(after, crs="EPSG:3010"), allow_incomplete=False)
    partial = replace(after, complete=False)
    with pytest.raises(InputError, match="comparison_incomplete"):
        require_comparable(before, partial, allow_incomplete=False)
    require_comparable(before, partial, allow_incomplete=True)


def tables_of(path: Path) -> dict[str, Any]:
    names = (
        "comparison", "comparison_polygon", "comparison_line", "comparison_point",
        "comparison_summary", "comparison_sources", "layer_styles",
    )  # fmt: skip
    with closing(sqlite3.connect(path)) as connection:
        return {n: connection.execute(f"SELECT * FROM {n}").fetchall() for n in names}  # noqa: S608


def column(path: Path, table: str, name: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return [r[0] for r in connection.execute(f"SELECT {name} FROM {table}")]  # noqa: S608


def several() -> tuple[Any, Any]:
    before = small_result(
        finding("a"), finding("b", 1000.0), finding("g", 9000.0, severity=3),
        finding("m", 20_000.0, municipality="Nybro", municipality_code="0881"),
    )  # fmt: skip
    after = small_result(
        finding("a", side=400.0), finding("c", 5000.0), finding("g", 9000.0, severity=1),
        written="2",
    )  # fmt: skip
    return before, after


def test_tables_hold_all_rows_and_add_up(tmp_path: Path) -> None:
    before, after = several()
    rows = compare(before, after)
    write_comparison(rows, before, after, tmp_path / "j.gpkg")
    written = tables_of(tmp_path / "j.gpkg")
    assert len(written["comparison"]) == len(written["comparison_polygon"]) == len(rows)
    assert sum(column(tmp_path / "j.gpkg", "comparison_summary", "findings")) == len(rows)
    areas = [sum(f.values["area_ha"] for f in r.findings) for r in (before, after)]
    net = sum(column(tmp_path / "j.gpkg", "comparison", "area_ha_difference"))
    assert net == pytest.approx(areas[1] - areas[0])
    assert list(by_municipality(rows)) == [("0880", "Kalmar"), ("0881", "Nybro")]
    assert counts(rows)["better"] == counts(rows)["worse"] == 1


def test_the_same_results_give_the_same_tables(tmp_path: Path) -> None:
    before, after = several()
    for name in ("1.gpkg", "2.gpkg"):
        write_comparison(compare(before, after), before, after, tmp_path / name)
    assert tables_of(tmp_path / "1.gpkg") == tables_of(tmp_path / "2.gpkg")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", "Arealen har ökat från 9 ha till 16 ha."),
        ("en", "The area has grown from 9 ha to 16 ha."),
    ],
)
def test_what_differs_is_said_in_the_results_language(
    tmp_path: Path, language: str, said: str
) -> None:
    before, after = several()
    after = replace(after, language=language)
    write_comparison(compare(before, after), before, after, tmp_path / "j.gpkg")
    told = column(tmp_path / "j.gpkg", "comparison", "what_changed")
    assert said in [text.replace("\u202f", " ") for text in told]
    assert not any("{" in text or "comparison_" in text for text in told)
    assert sum(text == "" for text in told) == 0


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    texts = yaml.safe_load((ROOT / "resources" / "messages" / "comparison.yaml").read_text("utf-8"))
    reasons = (
        "appeared", "supported_before", "rule_added", "rule_altered", "not_judged_before",
        "disappeared", "supported_now", "rule_removed", "rule_changed", "not_judged_now",
        "outcome_worse", "outcome_milder", "severity_rose", "severity_fell", "area_grew",
        "area_shrank", "length_grew", "length_shrank", "threshold", "strength", "split", "merge",
    )  # fmt: skip
    for reason in reasons:
        assert set(texts[f"comparison_{reason}"]) == {"sv", "en"}


def test_aliases_and_codes_are_in_words(tmp_path: Path) -> None:
    before, after = several()
    write_comparison(compare(before, after), before, after, tmp_path / "j.gpkg")
    styles = dict(
        zip(
            column(tmp_path / "j.gpkg", "layer_styles", "f_table_name"),
            column(tmp_path / "j.gpkg", "layer_styles", "styleQML"),
        )
    )
    for table in ("comparison", "comparison_polygon"):
        assert 'name="Vad som skiljer"' in styles[table]
        for words in ("kvarstår", "till det sämre", "samma nyckel", "strider", "granskning"):
            assert words in styles[table], (table, words)
    assert "Kvarstår" in styles["comparison_polygon"]
