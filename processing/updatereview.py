"""`updatereview`: a result and a review store; decisions follow their findings."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..review.update import COUNTED
from .base import StrukturbildAlgorithm, Values
from .feedback import FeedbackProgress
from .review_parameters import add_author, add_review
from .review_update import update_review

translate = QCoreApplication.translate


class UpdateReviewAlgorithm(StrukturbildAlgorithm):
    """Brings a review store up to date with a result."""

    NAME = "updatereview"

    def displayName(self) -> str:  # noqa: N802
        """The name in the toolbox."""
        return translate("Strukturbild", "Update review")

    def introduction(self) -> str:
        """What the algorithm does."""
        return translate(
            "Strukturbild",
            "Takes a new result into a review store. Each old finding is matched to a new one, "
            "so that decisions, comments and responsible parties stay with what they are about, "
            "also when a plan is delivered again with new ids or the structure map is revised. "
            "What can't be told for sure waits to be confirmed; what grew materially is reopened. "
            "Nothing is ever removed from the log.",
        )

    def output_help(self) -> dict[str, str]:
        """Output name -> what it holds."""
        return {
            "REVIEW": translate("Strukturbild", "The review store, brought up to date."),
            **{name.upper(): text for name, text in _counted().items()},
        }

    def initAlgorithm(self, configuration: Values | None = None) -> None:  # noqa: N802
        """Define the parameters."""
        self.add(
            QgsProcessingParameterFile(
                "RESULT",
                translate("Strukturbild", "Result"),
                fileFilter="GeoPackage (*.gpkg)",
            ),
            translate("Strukturbild", "The GeoPackage that a check wrote."),
        )
        add_review(
            self,
            translate(
                "Strukturbild",
                "The file that holds findings and decisions. An existing one is brought up to "
                "date, never replaced; where there is none it is made.",
            ),
        )
        add_author(self)
        self.add_advanced(
            QgsProcessingParameterBoolean(
                "ALLOW_INCOMPLETE", translate("Strukturbild", "Allow an incomplete result"), False
            ),
            translate(
                "Strukturbild",
                "A result in which a rule or municipality could not be run is refused unless this "
                "is set. Findings that it could not speak of are then left as they are.",
            ),
        )
        self.add_advanced(
            QgsProcessingParameterNumber(
                "KEEP_RUNS",
                translate("Strukturbild", "Runs to keep in full"),
                Qgis.ProcessingNumberParameterType.Integer,
                0,
                minValue=0,
            ),
            translate(
                "Strukturbild",
                "Keeps the store small: what older runs found is dropped, but never decisions, "
                "what they were made upon, or the numbers that the trend is drawn from. 0 keeps "
                "everything.",
            ),
        )
        for name, text in _counted().items():
            self.addOutput(QgsProcessingOutputNumber(name.upper(), text))

    def execute(
        self, parameters: Values, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> Values:
        """Update the store."""
        review = self.review_place(parameters, context)
        summary = update_review(
            review,
            Path(self.parameterAsFile(parameters, "RESULT", context)),
            progress,
            name=self.parameterAsString(parameters, "AUTHOR", context).strip(),
            keep_runs=self.parameterAsInt(parameters, "KEEP_RUNS", context),
            allow_incomplete=self.parameterAsBool(parameters, "ALLOW_INCOMPLETE", context),
        )
        counts = {name.upper(): summary.counts.get(name, 0) for name in COUNTED}
        return {"REVIEW": self.review_name(parameters, context), **counts}


def _counted() -> dict[str, str]:
    return {
        "new": translate("Strukturbild", "New findings"),
        "unchanged": translate("Strukturbild", "Unchanged findings"),
        "changed": translate("Strukturbild", "Changed findings"),
        "resolved": translate("Strukturbild", "Resolved findings"),
        "reopened": translate("Strukturbild", "Accepted deviations that were reopened"),
        "returned": translate("Strukturbild", "Closed findings that came back"),
        "to_confirm": translate("Strukturbild", "Findings to be confirmed"),
        "rule_removed": translate("Strukturbild", "Gone because the rule was removed"),
        "rule_changed": translate("Strukturbild", "Gone because the rule was changed"),
        "merged": translate("Strukturbild", "Merged into another finding"),
        "not_in_run": translate("Strukturbild", "Not in this run"),
    }
