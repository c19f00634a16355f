"""Which earlier results a case has: those of the store's runs that are still there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...alignment.problems import InputError
from ...review.reading import runs
from ..words import when

if TYPE_CHECKING:
    from ..session import ReviewSession


@dataclass(frozen=True)
class EarlierResult:
    """A result file and what the list calls it."""

    path: Path
    text: str


def earlier_results(session: ReviewSession) -> list[EarlierResult]:
    """Results of earlier runs beside the last one, latest first; each file once."""
    current = session.result_path
    if current is None or session.store is None:
        return []
    try:
        made = runs(session.store)
    except InputError as error:
        session.tell(error)
        return []
    found: dict[Path, EarlierResult] = {}
    for run in made:
        path = current.with_name(run.result_name)
        if run.result_name and path != current and path.is_file() and path not in found:
            found[path] = EarlierResult(path, f"{run.result_name}, {when(run.made_at)}")
    return list(found.values())
