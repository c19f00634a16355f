"""`importresponses`: municipalities' answers, from the workbook that was sent out, into the log."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..alignment.problems import InputError, Problem
from ..alignment.progress import ticker
from ..review.intake import WAIT
from ..review.opening import exists, open_store
from ..review.records import Author
from ..review.responses import collision_rows, take_in_answers
from ..review.workbook_answers import read_answers
from .base import StrukturbildAlgorithm, Values
from .feedback import FeedbackProgress
from .locale import RESOURCES
from .review_parameters import add_conflicts, add_review, conflict_output_help, tell_conflicts

translate = QCoreApplication.translate


class ImportResponsesAlgorithm(StrukturbildAlgorithm):
    """Takes the answers of a workbook into a review store."""

    NAME = "importresponses"
    needs_shapely = False

    def displayName(self) -> str:  # noqa: N802
        """The name in the toolbox."""
        return translate("Strukturbild", "Import responses")

    def introduction(self) -> str:
        """What the algorithm does."""
        return translate(
            "Strukturbild",
            "Reads a workbook that Export findings wrote and municipalities have answered in. "
            "Each answer becomes an entry in the log of its finding, under the name that stands "
            "in the row. Answers to findings that have changed since the export are conflicts, "
            "which wait until someone settles them. Where any row can't be taken in, each is "
            "listed with its sheet and row, and nothing is changed. Importing the same workbook "
            "again changes nothing.",
        )

    def output_help(self) -> dict[str, str]:
        """Output name -> what it holds."""
        return {
            "REVIEW": translate("Strukturbild", "The review store with the answers."),
            "ANSWERS": translate("Strukturbild", "Number of answers entered in the log."),
            "ALREADY": translate("Strukturbild", "Number of answers that were there already."),
            **conflict_output_help(),
        }

    def initAlgorithm(self, configuration: Values | None = None) -> None:  # noqa: N802
        """Define the parameters."""
        self.add(
            QgsProcessingParameterFile(
                "WORKBOOK",
                translate("Strukturbild", "Workbook with answers"),
                fileFilter="Excel (*.xlsx)",
            ),
            translate(
                "Strukturbild",
                "The workbook that Export findings wrote, answered and saved as .xlsx.",
            ),
        )
        add_review(
            self,
            translate("Strukturbild", "The review store that the workbook was exported from."),
        )
        add_conflicts(self)
        for name, text in (
            ("ANSWERS", translate("Strukturbild", "Answers entered")),
            ("ALREADY", translate("Strukturbild", "Answers that were there already")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, text))

    def execute(
        self, parameters: Values, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> Values:
        """Read, check, take in."""
        path = Path(self.parameterAsFile(parameters, "WORKBOOK", context))
        review = self.review_place(parameters, context)
        on_conflict = self.parameterAsEnumString(parameters, "ON_CONFLICT", context)
        if not exists(review):
            raise InputError(Problem("file_missing", {"path": review}))
        found = read_answers(path, RESOURCES, ticker(progress))
        with open_store(review).closing() as store:
            login = store.backend.login
            taken = take_in_answers(store, found, Author(login, login), on_conflict)
        counts = {"answers": taken.answers, "already": taken.already}
        for sheet in found.left_out:
            progress.note("responses_sheet_left_out", sheet=sheet)
        if found.unfinished:
            progress.note("responses_unfinished", count=found.unfinished)
        values = tell_conflicts(
            self, parameters, context, collision_rows(taken.collisions), progress
        )
        progress.note("responses_summary", conflicts=len(taken.collisions), **counts)
        if taken.collisions and on_conflict == WAIT:
            progress.note("responses_waiting")
        return {
            "REVIEW": self.review_name(parameters, context),
            "ANSWERS": taken.answers,
            "ALREADY": taken.already,
            **values,
        }
