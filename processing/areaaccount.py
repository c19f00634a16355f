"""`areaaccount`: plan use x typology class in ha per municipality."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..alignment.checks import KINDS
from ..alignment.model.inputs import Inputs
from ..alignment.problems import InputError
from ..alignment.progress import ticker
from ..alignment.ruleset.load import load_rule_set
from ..alignment.runner.area_account import area_account
from ..alignment.setup.case import (
    Case,
    MunicipalitiesSetup,
    PlanSetup,
    StructureMapSetup,
)
from ..alignment.setup.read import read_case
from ..alignment.workspace.region import Region
from ..layers.result_tables import area_account_table, pieces_table
from .base import StrukturbildAlgorithm, Values
from .case_run import read_case_inputs
from .choices import POLYGON, add_crs, add_plan_layers, add_profile, layer
from .feedback import FeedbackProgress
from .frozen import FrozenLayers
from .locale import RESOURCES, interface_language
from .sinks import Sinks

translate = QCoreApplication.translate


class AreaAccountAlgorithm(StrukturbildAlgorithm):
    """Accounts for all land of each municipality by planned use and place type."""

    NAME = "areaaccount"
    case: Case

    def displayName(self) -> str:  # noqa: N802
        """The name in the toolbox."""
        return translate("Strukturbild", "Area account")

    def introduction(self) -> str:
        """What the algorithm does."""
        return translate(
            "Strukturbild",
            "Sums planned use by place type in hectares. Each piece of land counts once; what no "
            "plan covers is accounted for as unplanned and what no place type covers as untyped, "
            "so that every municipality closes to its area. Give a setup file, or layers.",
        )

    def output_help(self) -> dict[str, str]:
        """Output name -> what it holds."""
        return {
            "OUTPUT": translate(
                "Strukturbild", "Table: one row a municipality, planned use and place type, in ha."
            ),
            "PIECES": translate(
                "Strukturbild", "The pieces of land, one for each plan object and place type."
            ),
        }

    def initAlgorithm(self, configuration: Values | None = None) -> None:  # noqa: N802
        """Define the parameters."""
        self.add(
            QgsProcessingParameterFile(
                "SETUP",
                translate("Strukturbild", "Setup file"),
                optional=True,
                fileFilter="YAML (*.strukturbild.yaml *.yaml *.yml)",
            ),
            translate(
                "Strukturbild",
                "Accounts for all municipalities of a setup file; the layers below are then not "
                "used.",
            ),
        )
        add_plan_layers(self, optional=True)
        add_profile(self)
        self.add(
            layer("TYPOLOGY", translate("Strukturbild", "Place typology"), [POLYGON]),
            translate("Strukturbild", "Polygons of the structure map with the field class_code."),
        )
        self.add(
            layer("MUNICIPALITIES", translate("Strukturbild", "Municipal borders"), [POLYGON]),
            translate(
                "Strukturbild", "Polygons with the fields code (four figures as text) and name."
            ),
        )
        self.add(
            QgsProcessingParameterString(
                "MUNICIPALITY_CODE", translate("Strukturbild", "Municipal code"), optional=True
            ),
            translate(
                "Strukturbild",
                "The municipality to account for. Left empty: all in the layer of borders.",
            ),
        )
        add_crs(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT",
                translate("Strukturbild", "Area account"),
                Qgis.ProcessingSourceType.Vector,
            ),
            self.output_help()["OUTPUT"],
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "PIECES",
                translate("Strukturbild", "Pieces"),
                POLYGON,
                optional=True,
                createByDefault=False,
            ),
            self.output_help()["PIECES"],
        )

    def prepare(self, parameters: Values, context: QgsProcessingContext) -> None:
        """Read the setup file, or freeze the layers."""
        frozen = FrozenLayers(self, parameters, context)
        setup = self.parameterAsFile(parameters, "SETUP", context)
        if setup:
            self.case = read_case(Path(setup))
            return
        profile = self.file_or_choice(parameters, "PLAN_PROFILE", context)
        code = self.parameterAsString(parameters, "MUNICIPALITY_CODE", context).strip()
        plan = PlanSetup("plan", code, frozen.several("PLAN_LAYERS", profile))
        self.case = Case(
            name=code,
            structure_map=StructureMapSetup(typology=frozen.one("TYPOLOGY")),
            municipalities=MunicipalitiesSetup(
                frozen.required("MUNICIPALITIES"), (code,) if code else ()
            ),
            plans=(plan,),
            crs=self.parameterAsCrs(parameters, "CRS", context).authid(),
            language=interface_language(),
        )

    def execute(
        self, parameters: Values, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> Values:
        """Overlay and sum."""

        tick = ticker(progress)
        inputs = self._inputs(progress.part(0, 40))
        self._require_uses(inputs)
        rule_set = load_rule_set(self.case.rules.rule_set, KINDS, RESOURCES)
        region = Region(inputs, rule_set.definitions, tick)
        names = dict(zip(inputs.municipalities.code.values, inputs.municipalities.name.values))
        codes = sorted(set(names) & set(self.case.municipalities.only or names))
        sinks = Sinks(self, parameters, context, self.case.crs, self.case.language)
        account = area_account(region, codes, with_pieces=sinks.wanted("PIECES"), tick=tick)
        progress.part(0, 90).share_done(1)
        values = sinks.write("OUTPUT", area_account_table(account, names), tick)
        if account.pieces is not None:
            values |= sinks.write("PIECES", pieces_table(account.pieces), tick)
        return values

    def _require_uses(self, inputs: Inputs) -> None:
        """Raise InputError where the profile knew none of the layers: all would be unplanned."""
        unknown = [p for p in inputs.problems if p.code == "plan_nothing_mapped"]
        if unknown and self.case.path is None:
            raise InputError(unknown[:1])

    def _inputs(self, progress: FeedbackProgress) -> Inputs:
        """The tables; where no municipality was named, the plan counts in all that are there."""

        def read(case: Case) -> Inputs:
            return read_case_inputs(case, progress, self.snapshots, hashed=False)

        if self.case.path is not None or self.case.municipalities.only:
            return read(self.case)
        borders = dataclasses.replace(self.case, plans=(), structure_map=StructureMapSetup())
        municipalities = read(borders).municipalities
        plans = tuple(
            dataclasses.replace(plan, plan_id=code, municipality=code)
            for code in municipalities.code.values
            for plan in self.case.plans
        )
        everywhere = dataclasses.replace(self.case, plans=plans)
        return read(everywhere)
