"""`importreview`: a package from another store; twice changes nothing."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..alignment.progress import ticker
from ..review.conflict_table import conflict_rows
from ..review.exchange import take_in
from ..review.package_read import read_package
from ..review.pictures import save_pictures
from .base import StrukturbildAlgorithm, Values
from .feedback import FeedbackProgress
from .review_parameters import (
    add_author,
    add_conflicts,
    add_review,
    author_of,
    conflict_output_help,
    tell_conflicts,
)
from .review_update import store_at

translate = QCoreApplication.translate


class ImportReviewAlgorithm(StrukturbildAlgorithm):
    """Takes an exchange package into a review store."""

    NAME = "importreview"

    def displayName(self) -> str:  # noqa: N802
        """The name in the toolbox."""
        return translate("Strukturbild", "Import a review package")

    def introduction(self) -> str:
        """What the algorithm does."""
        return translate(
            "Strukturbild",
            "Takes the findings, decisions and comments of a package into a review store. What is "
            "new is added, what is known is left as it is, so that taking the same package in "
            "again changes nothing. Where both sides decided differently since they last met, "
            "both versions are listed and kept, and nobody's is overruled by the clock.",
        )

    def output_help(self) -> dict[str, str]:
        """Output name -> what it holds."""
        return {
            "REVIEW": translate("Strukturbild", "The review store with the package taken in."),
            "FINDINGS": translate("Strukturbild", "Number of findings that were not there."),
            "ADDED": translate("Strukturbild", "Number of log entries that were added."),
            "KNOWN": translate("Strukturbild", "Number of log entries that were there already."),
            **conflict_output_help(),
        }

    def initAlgorithm(self, configuration: Values | None = None) -> None:  # noqa: N802
        """Define the parameters."""
        self.add(
            QgsProcessingParameterFile(
                "PACKAGE", translate("Strukturbild", "Review package"), fileFilter="ZIP (*.zip)"
            ),
            translate("Strukturbild", "The file that Export a review package wrote."),
        )
        add_review(
            self,
            translate(
                "Strukturbild",
                "The review store to take the package into; it is made where there is none.",
            ),
        )
        add_conflicts(self)
        add_author(self)
        for name, text in (
            ("FINDINGS", translate("Strukturbild", "New findings")),
            ("ADDED", translate("Strukturbild", "Entries added")),
            ("KNOWN", translate("Strukturbild", "Entries known")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, text))

    def execute(
        self, parameters: Values, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> Values:
        """Read, check, take in."""
        path = Path(self.parameterAsFile(parameters, "PACKAGE", context))
        package = read_package(path, ticker(progress))
        review = self.review_place(parameters, context)
        with store_at(review, package.crs, progress).closing() as store:
            author = author_of(self, parameters, context, store)
            on_conflict = self.parameterAsEnumString(parameters, "ON_CONFLICT", context)
            received = take_in(store, package, author, on_conflict)
            pictures = save_pictures(store, package)
        logs = received.logs
        counts = {"findings": received.findings, "added": logs.added, "known": logs.known}
        rows = conflict_rows(logs.conflicts, received.titles)
        progress.note("package_taken_in", pictures=pictures, conflicts=len(rows), **counts)
        values = tell_conflicts(self, parameters, context, rows, progress)
        return {
            "REVIEW": self.review_name(parameters, context),
            **{n.upper(): c for n, c in counts.items()},
            **values,
        }
