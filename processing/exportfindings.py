"""`exportfindings`: findings of a review store as a workbook, table, layers or JSON."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..alignment.ledger import PARTS
from ..alignment.problems import Problem
from ..alignment.progress import ticker
from ..review.export_files import export_findings, require_format
from ..review.opening import open_store
from ..review.selection import Selection
from ..review.states import STATES
from .base import StrukturbildAlgorithm, Values
from .case_run import warn
from .choices import LANGUAGES, Choice, add_choice
from .feedback import FeedbackProgress
from .locale import RESOURCES, SWEDISH
from .overwriting import require_other_file
from .review_parameters import add_what_to_export, listed
from .sinks import STYLES

translate = QCoreApplication.translate
SEVERITIES = ("0", "1", "2", "3")
FILTER = "Excel (*.xlsx);;CSV (*.csv);;GeoPackage (*.gpkg);;GeoJSON (*.geojson);;JSON (*.json)"


class ExportFindingsAlgorithm(StrukturbildAlgorithm):
    """Writes findings with where they stand to a file."""

    NAME = "exportfindings"
    needs_shapely = False  # but for GeoPackage, where it is asked for

    def displayName(self) -> str:  # noqa: N802
        """The name in the toolbox."""
        return translate("Strukturbild", "Export findings")

    def introduction(self) -> str:
        """What the algorithm does."""
        return translate(
            "Strukturbild",
            "Writes the findings of a review store, with where each stands, to one file. The "
            "ending of its name decides the format. The workbook (.xlsx) has a sheet for each "
            "municipality with columns to answer in, which Import responses reads back; .csv, "
            ".gpkg, .geojson and .json are for other programs. Nothing changes in the store.",
        )

    def output_help(self) -> dict[str, str]:
        """Output name -> what it holds."""
        return {
            "OUTPUT": translate("Strukturbild", "The file with the findings."),
            "FINDINGS": translate("Strukturbild", "Number of findings in the file."),
        }

    def initAlgorithm(self, configuration: Values | None = None) -> None:  # noqa: N802
        """Define the parameters."""
        add_what_to_export(self)
        add_choice(
            self,
            Choice("PART", translate("Strukturbild", "Part of the structure map"), PARTS, "part"),
            translate("Strukturbild", "Only findings of these parts. None chosen: all."),
        )
        add_choice(
            self,
            Choice("STATE", translate("Strukturbild", "State"), STATES, "status"),
            translate("Strukturbild", "Only findings in these states. None chosen: all."),
        )
        label = translate("Strukturbild", "Lowest severity")
        add_choice(
            self,
            Choice("SEVERITY", label, SEVERITIES, "lowest_severity", "0"),
            translate("Strukturbild", "Only findings of this severity and above."),
        )
        label = translate("Strukturbild", "Language")
        add_choice(
            self,
            Choice("LANGUAGE", label, LANGUAGES, "language", SWEDISH),
            translate(
                "Strukturbild",
                "Of headings, states and instructions. Titles, explanations and questions are in "
                "the language that the check was run in.",
            ),
        )
        self.add_advanced(
            QgsProcessingParameterBoolean(
                "WITH_GONE", translate("Strukturbild", "Include findings that are gone"), False
            ),
            translate(
                "Strukturbild",
                "Also findings that the last run no longer had: resolved, merged, or of a rule "
                "that was removed or changed.",
            ),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT", translate("Strukturbild", "Exported findings"), FILTER
            ),
            translate("Strukturbild", "A file that ends in .xlsx, .csv, .gpkg, .geojson or .json."),
        )
        self.addOutput(QgsProcessingOutputNumber("FINDINGS", translate("Strukturbild", "Findings")))

    def execute(
        self, parameters: Values, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> Values:
        """Choose and write."""
        output = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        require_format(output)
        require_other_file(output, ())
        selection = Selection(
            municipalities=listed(self, parameters, "MUNICIPALITY", context),
            parts=self._chosen(parameters, "PART", context),
            states=self._chosen(parameters, "STATE", context),
            lowest=int(self.parameterAsEnumString(parameters, "SEVERITY", context)),
            with_gone=self.parameterAsBool(parameters, "WITH_GONE", context),
        )
        language = self.parameterAsEnumString(parameters, "LANGUAGE", context)
        with open_store(self.review_place(parameters, context)).closing() as store:
            exported = export_findings(
                store, output, selection, RESOURCES, STYLES, language, ticker(progress)
            )
        written = exported.written
        warn(progress, (written.notice,) if written.notice else ())
        progress.note("export_done", count=exported.count, path=written.path)
        if exported.unplaced:
            warn(progress, (Problem("export_unplaced", {"count": exported.unplaced}),))
        if exported.count == 0:
            progress.note("export_nothing")
        return {"OUTPUT": str(written.path), "FINDINGS": exported.count}

    def _chosen(
        self, parameters: Values, name: str, context: QgsProcessingContext
    ) -> tuple[str, ...]:
        """Chosen codes; QGIS gives one empty text where there are none."""
        return tuple(filter(None, self.parameterAsEnumStrings(parameters, name, context)))
