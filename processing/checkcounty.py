"""`checkcounty`: a setup file, any number of municipalities, one process."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QCoreApplication

from .base import StrukturbildAlgorithm, Values
from .choices import Choice, add_choice
from .county_run import FAIL_LEVELS, CountyRun
from .feedback import FeedbackProgress
from .review_update import FAIL_SCOPES
from .rule_help import rule_section

translate = QCoreApplication.translate


class CheckCountyAlgorithm(StrukturbildAlgorithm):
    """Checks every municipality that a setup file names, and every border between them."""

    NAME = "checkcounty"

    def displayName(self) -> str:  # noqa: N802
        """The name in the toolbox."""
        return translate("Strukturbild", "Check a county")

    def introduction(self) -> str:
        """What the algorithm does."""
        return translate(
            "Strukturbild",
            "Checks all plans of a setup file (NAME.strukturbild.yaml) against the structure map, "
            "writes one GeoPackage with findings, ledger, area account and headline figures, and "
            "prints one line a municipality and the county's five headline figures. A broken plan "
            "costs its own municipality only.",
        )

    def output_help(self) -> dict[str, str]:
        """Output name -> what it holds."""
        return {
            "OUTPUT": translate(
                "Strukturbild",
                "GeoPackage with findings_polygon, findings_line, findings_point, ledger, "
                "area_account, municipalities, unmapped and run, with styles.",
            ),
            "STATUS": translate(
                "Strukturbild",
                "JSON file that says how the run went, written also when it fails.",
            ),
            "REVIEW": translate("Strukturbild", "The review store, brought up to date."),
            "FINDINGS": translate("Strukturbild", "Number of findings."),
            "NOT_ASSESSED": translate(
                "Strukturbild", "Number of assessments that could not be made."
            ),
        }

    def help_sections(self) -> list[str]:
        """The rules."""
        return rule_section()

    def initAlgorithm(self, configuration: Values | None = None) -> None:  # noqa: N802
        """Define the parameters."""
        self.add(
            QgsProcessingParameterFile(
                "SETUP",
                translate("Strukturbild", "Setup file"),
                fileFilter="YAML (*.strukturbild.yaml *.yaml *.yml)",
            ),
            translate(
                "Strukturbild",
                "NAME.strukturbild.yaml: the structure map, the municipalities and their plans, "
                "supporting data, rules and output. Relative paths count from its folder.",
            ),
        )
        label = translate("Strukturbild", "Count the run as failed on")
        add_choice(
            self,
            Choice("FAIL_ON", label, FAIL_LEVELS, "fail_on", "never"),
            translate(
                "Strukturbild",
                "For scheduled runs: which findings end the run as failed. The result is written "
                "all the same.",
            ),
        )
        self.add(
            QgsProcessingParameterBoolean(
                "LOAD", translate("Strukturbild", "Open the findings in the map"), True
            ),
            translate(
                "Strukturbild", "Adds the layers of findings to the project when the run is done."
            ),
        )
        self._add_files()
        label = translate("Strukturbild", "Findings that count for failure")
        add_choice(
            self,
            Choice("FAIL_SCOPE", label, FAIL_SCOPES, "fail_scope", "all"),
            translate("Strukturbild", "All but the first need a review store."),
            advanced=True,
        )
        self._add_status_file()
        self.addOutput(QgsProcessingOutputNumber("FINDINGS", translate("Strukturbild", "Findings")))
        self.addOutput(
            QgsProcessingOutputNumber("NOT_ASSESSED", translate("Strukturbild", "Not assessed"))
        )

    def _add_files(self) -> None:
        """OUTPUT and REVIEW: what the run writes."""
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT",
                translate("Strukturbild", "Result"),
                "GeoPackage (*.gpkg)",
                optional=True,
                createByDefault=False,
            ),
            translate(
                "Strukturbild",
                "The GeoPackage to write. Left empty, the setup file's output is used. An earlier "
                "result is replaced only when the new one is whole.",
            ),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "REVIEW",
                translate("Strukturbild", "Review store"),
                "GeoPackage (*.gpkg)",
                optional=True,
                createByDefault=False,
            ),
            translate(
                "Strukturbild",
                "The review store to bring up to date after the run; it is made where there is "
                "none. Left empty, the setup file's review is used, if it names one. Decisions "
                "stay with their findings.",
            ),
        )

    def _add_status_file(self) -> None:
        """STATUS: how the run ended, for programs."""
        self.add_advanced(
            QgsProcessingParameterFileDestination(
                "STATUS",
                translate("Strukturbild", "Status file"),
                "JSON (*.json)",
                optional=True,
                createByDefault=False,
            ),
            translate(
                "Strukturbild",
                "The JSON file to write. Left empty, it stands beside the result: "
                "NAME.status.json.",
            ),
        )

    def prepareAlgorithm(  # noqa: N802
        self, parameters: Values, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Nothing is frozen here; even a missing package must leave its status file."""
        return True

    def execute(
        self, parameters: Values, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> Values:
        """Run the county."""
        output = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        status = self.parameterAsFileOutput(parameters, "STATUS", context)
        county = CountyRun(
            setup=Path(self.parameterAsFile(parameters, "SETUP", context)),
            output=Path(output) if output else None,
            status=Path(status) if status else None,
            fail_on=self.parameterAsEnumString(parameters, "FAIL_ON", context) or "never",
            progress=progress,
            review=self.review_name(parameters, context),
            fail_scope=self.parameterAsEnumString(parameters, "FAIL_SCOPE", context) or "all",
        )
        done = county.run()
        if self.parameterAsBool(parameters, "LOAD", context):
            county.load(done, context)
        if done.failure:
            raise QgsProcessingException(done.failure)
        told = self.review_name(parameters, context) or done.review
        return {
            "OUTPUT": str(done.output),
            "STATUS": str(done.status),
            **({"REVIEW": told} if told else {}),
            "FINDINGS": done.findings,
            "NOT_ASSESSED": done.not_assessed,
        }
