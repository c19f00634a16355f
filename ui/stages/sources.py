"""Which earlier results a case has: those that runs kept, and what stands beside the last one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication

from ...alignment.problems import InputError
from ...layers.kept_results import KeptResult, kept_results, look_at
from ...review.reading import runs
from ..session import ReviewSession
from ..words import when, word

translate = QCoreApplication.translate


@dataclass(frozen=True)
class EarlierResult:
    """A result file and what the list calls it."""

    path: Path
    text: str


def earlier_results(session: ReviewSession) -> list[EarlierResult]:
    """Results of earlier runs, newest first: kept ones, and those of the store's runs that still
    stand beside the last one.
    """
    current = session.result_path
    if current is None:
        return []
    kept = kept_results(current)
    beside = [found for path in _beside(session, current) if (found := look_at(path)) is not None]
    listed = sorted([*kept, *beside], key=lambda found: found.moment, reverse=True)
    return [EarlierResult(found.path, _text(found, found in beside)) for found in listed]


def _beside(session: ReviewSession, current: Path) -> list[Path]:
    if session.store is None:
        return []
    try:
        names = {run.result_name for run in runs(session.store) if run.result_name}
    except InputError as error:
        session.tell(error)
        return []
    paths = [current.with_name(name) for name in sorted(names)]
    return [path for path in paths if path != current and path.is_file()]


def _text(found: KeptResult, with_name: bool) -> str:
    """When, at which stages, and what else tells it from others."""
    counted = Counter(word("stage", stage) for stage in found.stages)
    stages = list(counted) if len(counted) < 2 else [f"{n} {name}" for name, n in counted.items()]
    parts = [when(found.written), ", ".join(stages)]
    if not found.complete:
        parts.append(translate("Strukturbild", "incomplete"))
    if with_name:
        parts.append(found.path.name)
    return " · ".join(part for part in parts if part)
