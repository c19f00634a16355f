"""`checkalignment`: one municipality, its layers as ordinary parameters."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..alignment.ledger import FINDING_CODES
from ..alignment.problems import InputError, Problem
from ..alignment.progress import ticker
from ..alignment.setup.case import (
    Case,
    MunicipalitiesSetup,
    PlanSetup,
    RuleChoice,
    StructureMapSetup,
    SupportingSetup,
)
from ..alignment.setup.read import MATCHING
from ..layers.result_tables import finding_tables, ledger_table, municipality_names
from .base import StrukturbildAlgorithm, Values
from .case_run import check_case, require_plan, write_case
from .choices import (
    ANY,
    LINE,
    POLYGON,
    Choice,
    add_choice,
    add_crs,
    add_language,
    add_municipalities,
    add_plan_layers,
    add_profile,
    add_rules,
    add_stage,
    layer,
)
from .feedback import FeedbackProgress
from .frozen import FrozenLayers
from .headline_text import not_assessed
from .overwriting import require_other_file
from .rule_help import rule_section
from .sinks import Sinks

translate = QCoreApplication.translate
CODE_LENGTH = 4


class CheckAlignmentAlgorithm(StrukturbildAlgorithm):
    """Checks one municipality's plan against the structure map."""

    NAME = "checkalignment"
    case: Case
    files: list[Path]

    def displayName(self) -> str:  # noqa: N802
        """The name in the toolbox."""
        return translate("Strukturbild", "Check a municipality")

    def introduction(self) -> str:
        """What the algorithm does."""
        return translate(
            "Strukturbild",
            "Checks one municipality's comprehensive plan against the regional structure map. The "
            "layers are ordinary parameters, so it works in models. What is not given makes the "
            "checks that need it undetermined or blocked, never silently left out. Borders to "
            "neighbours need the neighbours' plans too: use Check a county for those.",
        )

    def output_help(self) -> dict[str, str]:
        """Output name -> what it holds."""
        finding = translate(
            "Strukturbild",
            "Findings with this geometry: rule, outcome, figures, explanation and question.",
        )
        return {
            "FINDINGS_POLYGON": finding,
            "FINDINGS_LINE": finding,
            "FINDINGS_POINT": finding,
            "LEDGER": translate(
                "Strukturbild", "Every assessment with exactly one outcome, one row each."
            ),
            "OUTPUT": translate(
                "Strukturbild", "GeoPackage with all result tables, with styles, if asked for."
            ),
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
        self._add_municipality()
        self._add_structure_map()
        self._add_supporting()
        add_rules(self)
        self._add_settings()
        self._add_outputs()

    def _add_municipality(self) -> None:
        add_plan_layers(self)
        add_profile(self)
        add_stage(self)
        add_municipalities(self)
        self.add(
            QgsProcessingParameterString(
                "MUNICIPALITY_CODE", translate("Strukturbild", "Municipal code")
            ),
            translate("Strukturbild", "The municipality to check: four figures, for example 0880."),
        )

    def _add_structure_map(self) -> None:
        self.add(
            layer("TYPOLOGY", translate("Strukturbild", "Place typology"), [POLYGON]),
            translate("Strukturbild", "Polygons of the structure map with the field class_code."),
        )
        self.add(
            layer("NODES", translate("Strukturbild", "Nodes"), [ANY]),
            translate(
                "Strukturbild",
                "Points or polygons of the structure map with the fields node_id, name, category "
                "and rank (1 is the highest).",
            ),
        )
        self.add(
            layer("LINKS", translate("Strukturbild", "Functional links"), [LINE]),
            translate(
                "Strukturbild",
                "Lines of the structure map with the fields link_id, from_node, to_node, kind, "
                "strength (1-3) and status.",
            ),
        )
        label = translate("Strukturbild", "How links are compared")
        add_choice(
            self,
            Choice("MATCHING", label, MATCHING, "matching", "geometric"),
            translate(
                "Strukturbild",
                "By where they run, where links are drawn along real routes; by which nodes they "
                "join, where they are straight lines between nodes.",
            ),
            advanced=True,
        )
        self.add_advanced(
            QgsProcessingParameterBoolean(
                "TYPOLOGY_NORMATIVE",
                translate("Strukturbild", "The region declares its typology normative"),
                False,
            ),
            translate(
                "Strukturbild", "Otherwise the typology is a background map, and weighs less."
            ),
        )

    def _add_supporting(self) -> None:
        self.add(
            layer("LOCALITIES", translate("Strukturbild", "Localities"), [ANY]),
            translate(
                "Strukturbild", "Built-up localities with name and population; give node zones."
            ),
        )
        self.add(
            layer(
                "STOPS",
                translate("Strukturbild", "Public transport stops"),
                [Qgis.ProcessingSourceType.VectorPoint],
            ),
            translate(
                "Strukturbild",
                "Points with the fields kind (bus, rail, ferry) and departures (an ordinary "
                "weekday).",
            ),
        )
        self.add(
            layer("SEA", translate("Strukturbild", "Sea"), [POLYGON]),
            translate("Strukturbild", "Polygons of the sea, so that land and sea are told apart."),
        )
        self.add_advanced(
            QgsProcessingParameterBoolean(
                "COASTAL", translate("Strukturbild", "The municipality has sea"), False
            ),
            translate(
                "Strukturbild",
                "Says that the municipal territory holds sea, also where no sea layer is given.",
            ),
        )

    def _add_settings(self) -> None:
        add_language(self)
        add_crs(self)

    def _add_outputs(self) -> None:
        kinds = {
            "FINDINGS_POLYGON": (translate("Strukturbild", "Findings, polygons"), POLYGON),
            "FINDINGS_LINE": (translate("Strukturbild", "Findings, lines"), LINE),
            "FINDINGS_POINT": (
                translate("Strukturbild", "Findings, points"),
                Qgis.ProcessingSourceType.VectorPoint,
            ),
            "LEDGER": (translate("Strukturbild", "Ledger"), Qgis.ProcessingSourceType.Vector),
        }
        for name, (label, kind) in kinds.items():
            sink = QgsProcessingParameterFeatureSink(name, label, kind, optional=True)
            self.add(sink, self.output_help()[name])
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT",
                translate("Strukturbild", "Result GeoPackage"),
                "GeoPackage (*.gpkg)",
                optional=True,
                createByDefault=False,
            ),
            self.output_help()["OUTPUT"],
        )
        self.addOutput(QgsProcessingOutputNumber("FINDINGS", translate("Strukturbild", "Findings")))
        self.addOutput(
            QgsProcessingOutputNumber("NOT_ASSESSED", translate("Strukturbild", "Not assessed"))
        )

    def prepare(self, parameters: Values, context: QgsProcessingContext) -> None:
        """Freeze the layers and say what the case is."""
        code = self.parameterAsString(parameters, "MUNICIPALITY_CODE", context).strip()
        if len(code) != CODE_LENGTH or not code.isdigit():
            raise InputError(Problem("municipality_code_form", {"code": code}))
        frozen = FrozenLayers(self, parameters, context)
        profile = self.file_or_choice(parameters, "PLAN_PROFILE", context)
        plan = PlanSetup(
            plan_id=code,
            municipality=code,
            sources=frozen.several("PLAN_LAYERS", profile),
            stage=self.parameterAsEnumString(parameters, "STAGE", context),
        )
        coastal = self.parameterAsBool(parameters, "COASTAL", context)
        self.files = frozen.files
        self.case = Case(
            name=code,
            structure_map=StructureMapSetup(
                typology=frozen.one("TYPOLOGY"),
                nodes=frozen.one("NODES"),
                links=frozen.one("LINKS"),
                matching=self.parameterAsEnumString(parameters, "MATCHING", context),
                typology_normative=self.parameterAsBool(parameters, "TYPOLOGY_NORMATIVE", context),
            ),
            municipalities=MunicipalitiesSetup(
                frozen.required("MUNICIPALITIES"), (code,), (code,) if coastal else ()
            ),
            plans=(plan,),
            supporting=SupportingSetup(
                localities=frozen.one("LOCALITIES"),
                stops=frozen.one("STOPS"),
                sea=frozen.one("SEA"),
            ),
            rules=RuleChoice(self.file_or_choice(parameters, "RULE_SET", context)),
            crs=self.parameterAsCrs(parameters, "CRS", context).authid(),
            language=self.parameterAsEnumString(parameters, "LANGUAGE", context),
        )

    def execute(
        self, parameters: Values, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> Values:
        """Check, and write the tables that were asked for."""

        output = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        if output:
            require_other_file(Path(output), self.files)
        result = check_case(self.case, progress.part(0, 90), self.snapshots)
        require_plan(result.inputs, self.case.name)
        sinks = Sinks(self, parameters, context, self.case.crs, self.case.language)
        names = municipality_names(result)
        values: Values = {}
        for table in (*finding_tables(result.ledger, names), ledger_table(result.ledger, names)):
            values |= sinks.write(table.name.upper(), table, ticker(progress))
        if output:
            values["OUTPUT"] = str(write_case(result, Path(output), progress.part(90, 100)))
        headline = result.municipalities[0]
        findings = sum(headline.outcomes.get(c, 0) for c in FINDING_CODES)
        return {**values, "FINDINGS": findings, "NOT_ASSESSED": not_assessed(headline)}
