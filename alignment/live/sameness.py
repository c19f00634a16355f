"""Where two results of a rule differ, found before either is put into words."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from ..geometry.arrays import BoolArray, GeometryArray, IntArray, to_wkb
from ..ledger import TEXT_UNITS, Figures, RuleResult, Subjects

SUBJECT_COLUMNS = ("type", "structure_object", "plan_object", "locator", "label", "summary")
ANSWER_COLUMNS = ("outcome", "severity", "reason", "value", "threshold", "share", "missing")


def differing(a: RuleResult, b: RuleResult) -> tuple[RuleResult, RuleResult]:
    """Both results without rows that are in both and the same, as far as ledgers allow.

    Where rows can't be told apart by what they speak of, or have pieces, nothing is left out.
    """
    names = _names(a.subjects), _names(b.subjects)
    told_apart = all(len(set(own)) == len(own) for own in names)
    if not told_apart or a.assessments.children or b.assessments.children:
        return a, b
    place = {name: row for row, name in enumerate(names[1])}
    both = [(row, place[name]) for row, name in enumerate(names[0]) if name in place]
    first = np.array([row for row, _ in both], dtype=np.int64)
    second = np.array([row for _, row in both], dtype=np.int64)
    same = _same_rows(_taken(a, first), _taken(b, second))
    objects = np.flatnonzero(same & ~a.subjects.summary[first])
    same[objects[:1]] = False  # the summary of a rule with objects is not counted: one stays
    return _without(a, first[same]), _without(b, second[same])


def _without(result: RuleResult, rows: IntArray) -> RuleResult:
    kept = np.ones(len(result.subjects), dtype=bool)
    kept[rows] = False
    return _taken(result, kept)


def _taken(result: RuleResult, rows: BoolArray | IntArray) -> RuleResult:
    subjects, answers = result.subjects, result.assessments
    figures = {n: Figures(f.values[rows], f.unit) for n, f in answers.figures.items()}
    return dataclasses.replace(
        result,
        subjects=Subjects(**{n: getattr(subjects, n)[rows] for n in SUBJECT_COLUMNS}),
        assessments=dataclasses.replace(
            answers,
            **{n: getattr(answers, n)[rows] for n in (*ANSWER_COLUMNS, "geometry")},
            figures=figures,
        ),
    )


def _names(subjects: Subjects) -> list[tuple[str, str, str, bool]]:
    return list(
        zip(
            subjects.structure_object.tolist(),
            subjects.plan_object.tolist(),
            subjects.locator.tolist(),
            subjects.summary.tolist(),
        )
    )


def _same_rows(a: RuleResult, b: RuleResult) -> BoolArray:
    """Row by row, for results with the same subjects; a figure that is absent says nothing."""
    first, second = a.assessments, b.assessments
    same = np.full(len(first), first.unit == second.unit)
    for name in SUBJECT_COLUMNS:
        same &= _equal(getattr(a.subjects, name), getattr(b.subjects, name))
    for name in ANSWER_COLUMNS:
        same &= _equal(getattr(first, name), getattr(second, name))
    for name in {*first.figures, *second.figures}:
        one, other = first.figures.get(name), second.figures.get(name)
        if one is None or other is None:
            same &= _says_nothing(one or other)
        else:
            same &= (one.unit == other.unit) & _equal(one.values, other.values)
    rows = np.flatnonzero(same)
    same[rows] = same_shapes(first.geometry[rows], second.geometry[rows])
    return same


def _says_nothing(figure: Figures | None) -> BoolArray | bool:
    if figure is None:
        return True
    values = figure.values
    if figure.unit in TEXT_UNITS:
        return np.asarray(values == "", dtype=bool)
    return np.asarray(np.isnan(np.asarray(values, dtype=np.float64)), dtype=bool)


def _equal(a: Any, b: Any) -> BoolArray:
    """Item by item; what is no number is equal to what is no number."""
    equal = np.asarray(a == b, dtype=bool)
    if equal.all():
        return equal
    return np.asarray(equal | (_no_number(a) & _no_number(b)), dtype=bool)


def _no_number(values: Any) -> BoolArray:
    return np.asarray(values != values, dtype=bool)  # noqa: PLR0124 - true of NaN alone


def same_shapes(a: GeometryArray, b: GeometryArray) -> BoolArray:
    """Row by row whether geometries are the same, byte by byte."""
    same = np.array([x is y for x, y in zip(a.tolist(), b.tolist())], dtype=bool)
    other = np.flatnonzero(~same)
    same[other] = to_wkb(a[other]) == to_wkb(b[other])
    return same
