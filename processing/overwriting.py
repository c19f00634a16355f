"""What a run must not write over: the files that it reads, and the decisions of a review store."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Iterable, Iterator

from ..alignment.problems import InputError, Problem
from ..alignment.setup.case import Case, LayerSource
from ..layers.atomic import require_place
from ..layers.source import provider_of
from ..review.opening import is_server, is_store


def require_output(case: Case, output: Path, review: str = "") -> None:
    """Raise InputError, before the work rather than after it, where a result can't stand there.

    That is where the folder is missing or read-only, where the run reads the file or (as one of
    a plan's) its folder, and where a review store stands: no decision is ever overwritten.
    """
    require_other_file(output, _files_read(case))
    if review and not is_server(review) and _same(output, Path(review)):
        raise InputError(Problem("output_is_review", {"path": str(output)}))


def require_other_file(output: Path, read: Iterable[Path]) -> None:
    """Raise InputError where no file can be written, or where it is (among) what is `read`, or a
    review store.
    """
    require_place(output)
    params = {"path": str(output)}
    for file in read:
        if _same(output, file):
            raise InputError(Problem("output_is_read", params))
        if file.is_dir() and _same(output.parent, file):
            raise InputError(Problem("output_among_read", {**params, "folder": str(file)}))
    if is_store(output):
        raise InputError(Problem("output_is_review", params))


def _files_read(case: Case) -> Iterator[Path]:
    if case.path is not None:
        yield case.path
    if Path(case.rules.rule_set).is_absolute():
        yield Path(case.rules.rule_set)
    for source in _sources(case):
        if Path(source.profile).is_absolute():
            yield Path(source.profile)
        if provider_of(source) == "ogr":
            yield Path(source.uri.partition("|")[0])


def _sources(case: Case) -> Iterator[LayerSource]:
    structure, supporting = case.structure_map, case.supporting
    given = [structure.typology, structure.nodes, structure.links, case.municipalities.source]
    given += list(vars(supporting).values())
    for plan in case.plans:
        given += [*plan.sources, plan.extent]
    yield from (source for source in given if source is not None)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there yet
        return os.path.normcase(one.resolve()) == os.path.normcase(other.resolve())
