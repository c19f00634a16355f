"""Bringing a review store up to date from an algorithm, and saying what became of the findings."""

from __future__ import annotations

from pathlib import Path

from ..alignment.problems import InputError, Problem
from ..alignment.progress import ticker
from ..review.opening import create_store, exists, is_server, open_store
from ..review.reading import keys_new_in_last_run, keys_undecided
from ..review.records import Author
from ..review.result_file import read_result
from ..review.store import ReviewStore
from ..review.update import COUNTED, Summary, bring_up_to_date
from .feedback import FeedbackProgress
from .locale import SWEDISH

ALL, UNDECIDED, NEW = "all", "undecided", "new"
FAIL_SCOPES = (ALL, UNDECIDED, NEW)


def store_at(
    review: str, crs: str, progress: FeedbackProgress, language: str = SWEDISH
) -> ReviewStore:
    """The store of that file or database, made where there is none; raises InputError."""
    if exists(review):
        return open_store(review)
    path = Path(review)
    if not is_server(review) and not path.parent.is_dir():
        params = {"folder": str(path.parent), "file": path.name}
        raise InputError(Problem("output_folder_missing", params))
    store = create_store(review, crs, language)
    progress.note("review_created", path=store.backend.name)
    return store


def update_review(
    review: str,
    result: Path,
    progress: FeedbackProgress,
    *,
    name: str = "",
    keep_runs: int = 0,
    allow_incomplete: bool = False,
) -> Summary:
    """Take a result into a store and print the counts; raises InputError.

    `name` is what colleagues see as the author of what the run says. `keep_runs` above 0 drops
    what older runs found.
    """
    found = read_result(result)
    if not found.complete and not allow_incomplete:
        raise InputError(Problem("result_incomplete", {"path": str(result)}))
    with store_at(review, found.crs, progress, found.language).closing() as store:
        summary = bring_up_to_date(
            store,
            found,
            Author(store.backend.login, name or store.backend.login),
            allow_incomplete=allow_incomplete,
            tick=ticker(progress),
        )
        if keep_runs:
            progress.note("review_vacuumed", count=store.vacuum(keep_runs), runs=keep_runs)
    if summary.already:
        progress.note("review_already")
    else:
        progress.note("review_summary", **{name: summary.counts.get(name, 0) for name in COUNTED})
    return summary


def keys_in_scope(review: str, scope: str) -> frozenset[str]:
    """Keys of the last run's findings that are new, or not decided."""
    with open_store(review).closing() as store:
        return keys_new_in_last_run(store) if scope == NEW else keys_undecided(store)
