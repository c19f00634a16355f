"""`inspectinputs`: what a setup file would read, and which checks it would run or not, and why."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..alignment.checks import KINDS
from ..alignment.progress import ticker
from ..alignment.ruleset.load import load_rule_set
from ..alignment.ruleset.select import check_overrides, selected
from ..alignment.setup.read import read_case
from ..layers.atomic import write_atomically
from ..layers.inputs import read_inputs
from .base import StrukturbildAlgorithm, Values
from .feedback import FeedbackProgress
from .inspection import inspect, inspection_table, inspection_text
from .locale import RESOURCES, interface_language
from .sinks import Sinks

translate = QCoreApplication.translate
READ = 80.0


class InspectInputsAlgorithm(StrukturbildAlgorithm):
    """A dry run of a setup file."""

    NAME = "inspectinputs"

    def displayName(self) -> str:  # noqa: N802
        """The name in the toolbox."""
        return translate("Strukturbild", "Inspect inputs")

    def introduction(self) -> str:
        """What the algorithm does."""
        return translate(
            "Strukturbild",
            "Reads everything that a setup file names, without checking anything: how many "
            "features each layer has and how many were mapped and repaired, what was not mapped, "
            "and which checks would run in which municipality, or why not.",
        )

    def output_help(self) -> dict[str, str]:
        """Output name -> what it holds."""
        return {
            "OUTPUT": translate(
                "Strukturbild",
                "Table with a row for each layer, value that was not mapped, problem and check.",
            ),
            "REPORT": translate("Strukturbild", "The same as a text file to read."),
            "TEXT": translate("Strukturbild", "The same as text."),
        }

    def initAlgorithm(self, configuration: Values | None = None) -> None:  # noqa: N802
        """Define the parameters."""
        self.add(
            QgsProcessingParameterFile(
                "SETUP",
                translate("Strukturbild", "Setup file"),
                fileFilter="YAML (*.strukturbild.yaml *.yaml *.yml)",
            ),
            translate("Strukturbild", "The NAME.strukturbild.yaml to look into."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT",
                translate("Strukturbild", "What would be read and checked"),
                Qgis.ProcessingSourceType.Vector,
                optional=True,
            ),
            self.output_help()["OUTPUT"],
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "REPORT",
                translate("Strukturbild", "Text report"),
                translate("Strukturbild", "Text files") + " (*.txt)",
                optional=True,
                createByDefault=False,
            ),
            self.output_help()["REPORT"],
        )
        self.addOutput(QgsProcessingOutputString("TEXT", translate("Strukturbild", "Text")))

    def execute(
        self, parameters: Values, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> Values:
        """Read all, judge nothing."""

        tick = ticker(progress)
        case = read_case(Path(self.parameterAsFile(parameters, "SETUP", context)))
        rule_set = load_rule_set(case.rules.rule_set, KINDS, RESOURCES)
        check_overrides(rule_set, KINDS, case.overrides, case.name)
        rule_set = selected(rule_set, case.rules)
        inputs = read_inputs(case, RESOURCES, progress.part(0, READ), {})
        rows = inspect(case, inputs, rule_set, tick)
        text = inspection_text(rows)
        progress.feedback.pushInfo(text)
        sinks = Sinks(self, parameters, context, case.crs, interface_language())
        values = sinks.write("OUTPUT", inspection_table(rows), tick)
        report = self.parameterAsFileOutput(parameters, "REPORT", context)
        if report:
            written = write_atomically(Path(report), lambda file: _write(file, text))
            values["REPORT"] = str(written.path)
        return {**values, "TEXT": text}


def _write(file: Path, text: str) -> None:
    file.write_text(text + "\n", encoding="utf-8")
