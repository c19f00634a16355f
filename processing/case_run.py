"""From a case to a result: what every algorithm that checks does, in the worker."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Mapping

from ..alignment.checks import KINDS
from ..alignment.model.inputs import Inputs
from ..alignment.problems import InputError, Problem
from ..alignment.ruleset.load import load_rule_set
from ..alignment.runner import RunResult, run
from ..alignment.setup.case import Case, LayerSource
from ..layers.atomic import Written
from ..layers.inputs import read_inputs
from ..layers.kept_results import write_keeping
from ..layers.result_gpkg import write_result
from ..layers.snapshot import Snapshot
from .feedback import FeedbackProgress
from .locale import RESOURCES, sentence

STYLES = RESOURCES.parent / "styles"
READ_SHARE = 0.3
NOTHING_FROZEN: Mapping[LayerSource, Snapshot] = {}


def read_case_inputs(
    case: Case,
    progress: FeedbackProgress,
    snapshots: Mapping[LayerSource, Snapshot] = NOTHING_FROZEN,
    *,
    hashed: bool = True,
) -> Inputs:
    """All layers of a case as tables; what is worth a warning goes to the log."""
    progress.note("reading")
    inputs = read_inputs(case, RESOURCES, progress, snapshots, hashed=hashed)
    warn(progress, inputs.problems)
    return inputs


def check_case(
    case: Case,
    progress: FeedbackProgress,
    snapshots: Mapping[LayerSource, Snapshot] = NOTHING_FROZEN,
) -> RunResult:
    """Read and check a case; raises InputError where nothing can be checked."""
    rule_set = load_rule_set(case.rules.rule_set, KINDS, RESOURCES)
    middle = progress.start + READ_SHARE * (progress.end - progress.start)
    started = time.perf_counter()
    inputs = read_case_inputs(case, progress.part(progress.start, middle), snapshots)
    _require_municipalities(case, inputs)
    read_seconds = time.perf_counter() - started
    count = len(case.municipalities.only) or len(inputs.municipalities)
    progress.note("checking", count=count)
    result = run(case, inputs, rule_set, progress.part(middle, progress.end))
    warn(progress, result.problems[len(inputs.problems) :])
    progress.note(
        "seconds_spent",
        read=round(read_seconds, 1),
        run=round(time.perf_counter() - started - read_seconds, 1),
    )
    return result


def require_plan(inputs: Inputs, code: str) -> None:
    """Raise InputError, with the reasons, where a single municipality's plan was not readable."""
    if not any(plan.municipality == code for plan in inputs.plans):
        reasons = [problem for problem in inputs.problems if problem.municipality == code]
        raise InputError(reasons or [Problem("plan_layers_missing")])


def write_case(result: RunResult, path: Path, progress: FeedbackProgress, keep: int = 0) -> Path:
    """Write the result GeoPackage; returns where it stands.

    Of the results that it replaces, `keep` are kept in a folder beside it.
    """

    def write() -> Written:
        return write_result(result, path, STYLES, RESOURCES)

    progress.note("writing", path=path)
    written, not_kept = write_keeping(path, keep, write)
    warn(progress, tuple(p for p in (written.notice, not_kept) if p is not None))
    progress.share_done(1.0)
    return Path(written.path)


def warn(progress: FeedbackProgress, problems: tuple[Problem, ...]) -> None:
    """Say problems as warnings in the log."""
    for problem in problems:
        progress.feedback.pushWarning(sentence(problem))


def _require_municipalities(case: Case, inputs: Inputs) -> None:
    known = set(inputs.municipalities.code.values)
    wanted = set(case.municipalities.only)
    if wanted and not wanted & known:
        params = {"code": ", ".join(sorted(wanted)), "codes": ", ".join(sorted(known))}
        raise InputError(Problem("municipality_not_in_layer", params))
