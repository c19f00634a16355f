"""`exportreview`: findings and their logs as one file for another store."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..layers.atomic import write_atomically
from ..review.exchange import gather
from ..review.opening import open_store
from ..review.package import write_package
from ..review.selection import municipality_codes, municipality_names
from ..review.waiting import waiting_entries
from .base import StrukturbildAlgorithm, Values
from .case_run import warn
from .feedback import FeedbackProgress
from .overwriting import require_other_file
from .review_parameters import add_author, add_what_to_export, author_of, listed

translate = QCoreApplication.translate


class ExportReviewAlgorithm(StrukturbildAlgorithm):
    """Writes an exchange package."""

    NAME = "exportreview"

    def displayName(self) -> str:  # noqa: N802
        """The name in the toolbox."""
        return translate("Strukturbild", "Export a review package")

    def introduction(self) -> str:
        """What the algorithm does."""
        return translate(
            "Strukturbild",
            "Writes findings with all their decisions and comments into one file (zip) that "
            "another review store can take in. Nothing changes in the store. The file can be "
            "taken in any number of times; what both sides decided differently is listed there "
            "and waits until someone settles it.",
        )

    def output_help(self) -> dict[str, str]:
        """Output name -> what it holds."""
        return {
            "OUTPUT": translate(
                "Strukturbild",
                "The package: review.json with findings and log, findings.geojson with their "
                "geometry, and pictures if wished.",
            ),
            "FINDINGS": translate("Strukturbild", "Number of findings in the package."),
            "ENTRIES": translate("Strukturbild", "Number of log entries in the package."),
        }

    def initAlgorithm(self, configuration: Values | None = None) -> None:  # noqa: N802
        """Define the parameters."""
        add_what_to_export(self)
        self.add(
            QgsProcessingParameterBoolean(
                "WITH_PICTURES", translate("Strukturbild", "Include pictures"), False
            ),
            translate(
                "Strukturbild", "Puts the pictures that findings have been given into the package."
            ),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT", translate("Strukturbild", "Review package"), "ZIP (*.zip)"
            ),
            translate("Strukturbild", "The zip file to write."),
        )
        add_author(self)
        self.addOutput(QgsProcessingOutputNumber("FINDINGS", translate("Strukturbild", "Findings")))
        self.addOutput(
            QgsProcessingOutputNumber("ENTRIES", translate("Strukturbild", "Log entries"))
        )

    def execute(
        self, parameters: Values, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> Values:
        """Gather and write."""
        output = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        require_other_file(output, ())
        with open_store(self.review_place(parameters, context)).closing() as store:
            names = municipality_names(store.findings())
            package = gather(
                store,
                author_of(self, parameters, context, store),
                municipality_codes(listed(self, parameters, "MUNICIPALITY", context), names),
                with_pictures=self.parameterAsBool(parameters, "WITH_PICTURES", context),
            )
            held_back = len(waiting_entries(store))
        written = write_atomically(output, lambda file: write_package(file, package))
        warn(progress, (written.notice,) if written.notice else ())
        entries = sum(len(log) for log in package.logs.values())
        counts = {"findings": len(package.findings), "entries": entries}
        progress.note("package_written", pictures=len(package.pictures), **counts)
        if held_back:
            progress.note("package_without_waiting", count=held_back)
        return {"OUTPUT": str(written.path), "FINDINGS": counts["findings"], "ENTRIES": entries}
