"""The status file beside a result: what a scheduler or another program wants to know."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping, Sequence

from ..alignment.ledger import Outcome
from ..alignment.problems import InputError, Problem
from ..alignment.runner.result import RunResult
from .atomic import Written, require_place, write_atomically

FORMAT = 1
MARK, HEAD_BYTES = "strukturbild_status", 200
DONE, FAILED, CANCELLED = "done", "failed", "cancelled"


@dataclass(frozen=True)
class Status:
    """How a run ended. `state` is done, failed or cancelled; `reason` says why in one sentence.

    `counts` are the ledger's counted rows by outcome, as in the headline figures; `severe` are the
    findings of severity 3, those that sum up a municipality included. `problems` are sentences in
    the run's language.
    """

    state: str
    complete: bool
    reason: str = ""
    output: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    severe: int = 0
    problems: Sequence[str] = ()


def status_of(result: RunResult, output: Path, problems: Sequence[str], reason: str = "") -> Status:
    """The status of a run that came to its end; `reason` where it is to count as failed."""
    ledger = result.ledger
    whole = ledger.take(ledger.parent_key == "")
    found = Counter(ledger.outcome[ledger.counted].tolist())
    return Status(
        state=FAILED if reason else DONE,
        complete=result.complete,
        reason=reason,
        output=str(output),
        counts={outcome.code: found.get(outcome.code, 0) for outcome in Outcome},
        severe=int((whole.severity >= 3).sum()),
        problems=tuple(problems),
    )


def require_status_place(path: Path) -> None:
    """Raise InputError where no file can be written, or one stands that is no status file: it may
    be a plan or a setup.
    """
    require_place(path)
    if path.is_file() and path.stat().st_size:
        with path.open("rb") as stream:
            if MARK.encode() not in stream.read(HEAD_BYTES):
                raise InputError(Problem("status_not_ours", {"path": str(path)}))


def write_status(path: Path, status: Status) -> Written:
    """Write the status as JSON, whole or not at all; InputError where it can't be written."""
    require_status_place(path)
    content = {
        MARK: FORMAT,
        "state": status.state,
        "complete": status.complete,
        "reason": status.reason,
        "output": status.output,
        "counts": dict(status.counts),
        "severe": status.severe,
        "problems": list(status.problems),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    return write_atomically(path, lambda file: _write(file, text))


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
