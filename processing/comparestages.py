"""`comparestages`: two results -> what is new, persists, changed, is resolved, and why."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Mapping

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..alignment.problems import InputError, Problem
from ..alignment.progress import ticker
from ..review.comparison import CHANGES, compare, require_comparable
from ..review.comparison_tables import by_municipality, counts, write_comparison
from ..review.result_file import read_result
from .base import StrukturbildAlgorithm, Values
from .case_run import warn
from .feedback import FeedbackProgress
from .loading import open_when_done
from .locale import note
from .overwriting import require_other_file

translate = QCoreApplication.translate
WITHOUT_CONCLUSION = ("rule_changed", "rule_removed", "not_in_run")
READ, COMPARED = 20.0, 70.0


class CompareStagesAlgorithm(StrukturbildAlgorithm):
    """Compares two results of checks, such as those of two plan stages."""

    NAME = "comparestages"

    def displayName(self) -> str:  # noqa: N802
        """The name in the toolbox."""
        return translate("Strukturbild", "Compare two stages")

    def introduction(self) -> str:
        """What the algorithm does."""
        return translate(
            "Strukturbild",
            "Compares two results, of two plan stages (consultation and review) or two structure "
            "maps: which findings are new, which persist, which changed for the better or the "
            "worse, and which are resolved, each with the reason. A finding that is gone because "
            "a rule was changed or removed, or because it was not assessed, is never counted as "
            "resolved.",
        )

    def output_help(self) -> dict[str, str]:
        """Output name -> what it holds."""
        return {
            "OUTPUT": translate(
                "Strukturbild",
                "GeoPackage with comparison_polygon, comparison_line and comparison_point, the "
                "table comparison with all findings, and comparison_summary with the numbers by "
                "municipality, with styles.",
            ),
            **{name.upper(): text for name, text in _counted().items()},
        }

    def initAlgorithm(self, configuration: Values | None = None) -> None:  # noqa: N802
        """Define the parameters."""
        self.add(
            QgsProcessingParameterFile(
                "BEFORE",
                translate("Strukturbild", "Earlier result"),
                fileFilter="GeoPackage (*.gpkg)",
            ),
            translate(
                "Strukturbild",
                "The GeoPackage that a check of the earlier stage or structure map wrote.",
            ),
        )
        self.add(
            QgsProcessingParameterFile(
                "AFTER",
                translate("Strukturbild", "Later result"),
                fileFilter="GeoPackage (*.gpkg)",
            ),
            translate(
                "Strukturbild",
                "The GeoPackage that a check of the later stage or structure map wrote. Its "
                "language and its limits for material change are used.",
            ),
        )
        self.add_advanced(
            QgsProcessingParameterBoolean(
                "ALLOW_INCOMPLETE", translate("Strukturbild", "Allow incomplete results"), False
            ),
            translate(
                "Strukturbild",
                "A result in which a rule or municipality could not be run is refused unless this "
                "is set. Findings that it could not speak of are then shown as not assessed.",
            ),
        )
        self.add(
            QgsProcessingParameterBoolean(
                "LOAD", translate("Strukturbild", "Open the comparison in the map"), True
            ),
            translate(
                "Strukturbild",
                "Adds the layers of the comparison to the project when the run is done.",
            ),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT", translate("Strukturbild", "Comparison"), "GeoPackage (*.gpkg)"
            ),
            translate(
                "Strukturbild",
                "The GeoPackage to write. An earlier one is replaced only when the new one is "
                "whole.",
            ),
        )
        for name, text in _counted().items():
            self.addOutput(QgsProcessingOutputNumber(name.upper(), text))

    def execute(
        self, parameters: Values, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> Values:
        """Read, compare, write, tell."""
        paths = {
            name: Path(self.parameterAsFile(parameters, name, context))
            for name in ("BEFORE", "AFTER")
        }
        output = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        require_other_file(output, ())
        _require_other_file(output, paths)
        before, after = (read_result(path) for path in paths.values())
        incomplete = self.parameterAsBool(parameters, "ALLOW_INCOMPLETE", context)
        require_comparable(before, after, allow_incomplete=incomplete)
        progress.note("comparison_reading", before=before.path.name, after=after.path.name)
        if before.written > after.written:
            progress.feedback.pushWarning(note("comparison_order"))
        progress.feedback.setProgress(READ)
        rows = compare(before, after, ticker(progress))
        progress.feedback.setProgress(COMPARED)
        progress.note("writing", path=output)
        written = write_comparison(rows, before, after, output)
        if written.notice is not None:
            warn(progress, (written.notice,))
        for (code, name), own in by_municipality(rows).items():
            place = f"{name} ({code})" if code else note("comparison_everywhere")
            _tell(progress, place, counts(own))
        total = counts(rows)
        _tell(progress, note("comparison_total"), total)
        if self.parameterAsBool(parameters, "LOAD", context):
            open_when_done(written.path, _titles(), after.case_name, context)
        numbers = {name.upper(): total[name] for name in _counted()}
        return {"OUTPUT": str(written.path), **numbers}


def _require_other_file(output: Path, paths: Mapping[str, Path]) -> None:
    for name, path in paths.items():
        if path.resolve() == output.resolve():
            params = {"name": name, "path": str(path)}
            raise InputError(Problem("comparison_output_is_input", params))


def _tell(progress: FeedbackProgress, name: str, found: Counter[str]) -> None:
    """One line of counts; what is uncertain only where there is such."""
    given = {key: found[key] for key in (*CHANGES, "worse", "better", "to_confirm")}
    same = found["persisting"] == sum(found[change] for change in CHANGES)
    line = note("comparison_line_same" if same else "comparison_line", name=name, **given)
    if any(found[change] for change in WITHOUT_CONCLUSION):
        line += note("comparison_unknown", **given)
    if found["to_confirm"]:
        line += note("comparison_to_confirm", **given)
    progress.feedback.pushInfo(line)


def _titles() -> dict[str, str]:
    return {
        "comparison_point": translate("Strukturbild", "Comparison, points"),
        "comparison_line": translate("Strukturbild", "Comparison, lines"),
        "comparison_polygon": translate("Strukturbild", "Comparison, polygons"),
    }


def _counted() -> dict[str, str]:
    return {
        "new": translate("Strukturbild", "New findings"),
        "persisting": translate("Strukturbild", "Persisting findings"),
        "changed": translate("Strukturbild", "Changed findings"),
        "resolved": translate("Strukturbild", "Resolved findings"),
        "rule_removed": translate("Strukturbild", "Gone because the rule was removed"),
        "rule_changed": translate("Strukturbild", "Gone because the rule was changed"),
        "not_in_run": translate("Strukturbild", "Not assessed in the later result"),
        "to_confirm": translate("Strukturbild", "Uncertain matches to confirm"),
    }
