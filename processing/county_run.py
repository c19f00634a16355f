"""One county run: check, write, tell; and a status file whatever happens."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

from qgis.core import QgsProcessingContext
from qgis.PyQt.QtCore import QCoreApplication

from ..alignment.geometry.engine import require_shapely
from ..alignment.ledger import FINDING_CODES
from ..alignment.problems import InputError, Problem
from ..alignment.progress import Cancelled
from ..alignment.runner.result import RunResult
from ..alignment.setup.case import Case
from ..alignment.setup.read import read_case
from ..layers.connections import named_place
from ..layers.status import (
    CANCELLED,
    FAILED,
    Status,
    require_status_place,
    status_of,
    write_status,
)
from .case_run import check_case, write_case
from .feedback import FeedbackProgress
from .headline_text import county_lines, municipality_lines, not_assessed
from .loading import open_when_done
from .locale import file_trouble, note, sentence, sentences
from .overwriting import require_output
from .review_update import ALL, keys_in_scope, update_review

translate = QCoreApplication.translate
FAIL_LEVELS = ("never", "conflicting", "shall", "any")
CHECKED, WRITTEN = 90.0, 98.0


@dataclass(frozen=True)
class CountyDone:
    """How a run ended; `failure` is a sentence where FAIL_ON was reached, else ""."""

    output: Path
    status: Path
    findings: int
    not_assessed: int
    failure: str
    name: str
    review: str


class CountyRun:
    """A run of `checkcounty`: its files and what to count as failure."""

    def __init__(
        self,
        setup: Path,
        output: Path | None,
        status: Path | None,
        fail_on: str,
        progress: FeedbackProgress,
        review: str = "",
        fail_scope: str = ALL,
    ) -> None:
        self.setup = setup
        self.output = output
        self.status = status
        self.fail_on = fail_on
        self.progress = progress
        self.review = review
        self.fail_scope = fail_scope

    def run(self) -> CountyDone:
        """Check and write; whatever is raised, the status file has been written."""
        done: CountyDone | None = None
        said = [note("run_broke_off")]
        state = FAILED
        try:
            case = read_case(self.setup)
            self.review = named_place(self.review or case.review)
            self._require_review()
            done = self._checked(case, self._output(case))
            return done
        except InputError as error:
            said = [sentence(problem) for problem in error.problems]
            raise
        except OSError as error:
            said = [file_trouble(error)]
            raise
        except Cancelled:
            state, said = CANCELLED, [note("run_cancelled")]
            raise
        finally:
            if done is None:
                self._write_failure(state, said)

    def _require_review(self) -> None:
        if self.fail_scope != ALL and not self.review:
            raise InputError(Problem("fail_scope_needs_review", {"scope": self.fail_scope}))

    def _output(self, case: Case) -> Path:
        if self.output is None and not case.output:
            raise InputError(Problem("output_not_given", where=self.setup.name))
        self.output = self.output or Path(case.output)
        return self.output

    def _checked(self, case: Case, output: Path) -> CountyDone:
        require_shapely()
        require_output(case, output, self.review)
        require_status_place(self._status_path())
        result = check_case(case, self.progress.part(0.0, CHECKED))
        keep = case.earlier_results or 0  # what a scheduler runs leaves only what it was asked for
        written = write_case(result, output, self.progress.part(CHECKED, WRITTEN), keep)
        self._tell(result)
        self._update_review(result, written)
        failure = self._failure(result)
        problems = [sentence(problem) for problem in result.problems]
        status = write_status(self._status_path(), status_of(result, written, problems, failure))
        county = result.county
        return CountyDone(
            output=written,
            status=status.path,
            findings=sum(county.outcomes.get(code, 0) for code in FINDING_CODES),
            not_assessed=not_assessed(county),
            failure=failure,
            name=case.name,
            review=self.review,
        )

    def _tell(self, result: RunResult) -> None:
        feedback = self.progress.feedback
        for line in (*municipality_lines(result), *county_lines(result.county)):
            feedback.pushInfo(line)
        if not result.complete:
            feedback.pushWarning(note("run_incomplete"))

    def _update_review(self, result: RunResult, written: Path) -> None:
        """Take the result into the store; an incomplete one is left out, and that is said."""
        if not self.review:
            return
        if not result.complete and self.fail_scope == ALL:
            params = {"path": str(written)}
            self.progress.feedback.pushWarning(sentence(Problem("result_incomplete", params)))
            return
        update_review(self.review, written, self.progress)

    def _failure(self, result: RunResult) -> str:
        """The sentence of a run that FAIL_ON counts as failed, "" for others."""
        ledger = result.ledger
        counted = ledger.take(ledger.counted & ledger.is_finding)
        if self.review and self.fail_scope != ALL:
            wanted = keys_in_scope(self.review, self.fail_scope)
            counted = counted.take([key in wanted for key in counted.key])
        hits = {
            "never": 0,
            "conflicting": int((counted.outcome == "conflicting").sum()),
            "shall": int((counted.strength == "shall").sum()),
            "any": len(counted),
        }[self.fail_on]
        return note("fail_on_reached", count=hits, level=self.fail_on) if hits else ""

    def _status_path(self) -> Path:
        if self.status is not None:
            return self.status
        base = self.output or self.setup
        return base.with_name(base.name.split(".")[0] + ".status.json")

    def _write_failure(self, state: str, said: list[str]) -> None:
        """Leave the status file; where even that can't be written, the error itself has to do."""
        status = Status(state, complete=False, reason=said[0], problems=said)
        try:
            write_status(self._status_path(), status)
        except InputError as second:
            self.progress.feedback.pushWarning(sentences(second))

    def load(self, done: CountyDone, context: QgsProcessingContext) -> None:
        """Have the findings opened in the project, where there is one."""
        open_when_done(done.output, _finding_titles(), done.name, context)


def _finding_titles() -> Mapping[str, str]:
    return {
        "findings_point": translate("Strukturbild", "Findings, points"),
        "findings_line": translate("Strukturbild", "Findings, lines"),
        "findings_polygon": translate("Strukturbild", "Findings, polygons"),
    }
