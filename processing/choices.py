"""Parameters that several algorithms have: what they are called, offer and explain."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import (
    Qgis,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..alignment.mapping.profile import shipped_profiles
from ..alignment.model.codes import STAGES
from ..alignment.ruleset.load import shipped_rule_sets
from .base import StrukturbildAlgorithm
from .choice_names import PROFILES, RULE_SETS, with_codes
from .locale import RESOURCES, interface_language

translate = QCoreApplication.translate
DEFAULT_CRS = "EPSG:3006"
DEFAULT_PROFILE = "op_modell_2_1"
DEFAULT_RULE_SET = "generic"
LANGUAGES = ("sv", "en")
POLYGON = Qgis.ProcessingSourceType.VectorPolygon
LINE = Qgis.ProcessingSourceType.VectorLine
ANY = Qgis.ProcessingSourceType.VectorAnyGeometry
TABLE = Qgis.ProcessingSourceType.Vector


@dataclass(frozen=True)
class Choice:
    """A choice among codes that scripts and models spell out; dialogs show their names.

    `names` says where these come from (see `choice_names`). Without a default any number of codes
    may be chosen, and none.
    """

    name: str
    label: str
    codes: tuple[str, ...]
    names: str
    default: str | None = None

    def parameter(self) -> QgsProcessingParameterEnum:
        """The parameter of an algorithm."""
        several = self.default is None
        made = QgsProcessingParameterEnum(
            self.name,
            self.label,
            options=list(self.codes),
            allowMultiple=several,
            defaultValue=self.default,
            optional=several,
            usesStaticStrings=True,
        )
        widget = f"{__package__}.choice_widget.ChoiceWidget"
        made.setMetadata({"widget_wrapper": {"class": widget, "names": self.names}})
        return made


def add_choice(
    algorithm: StrukturbildAlgorithm, choice: Choice, text: str, *, advanced: bool = False
) -> None:
    """Add a choice; its help ends with what scripts write."""
    add = algorithm.add_advanced if advanced else algorithm.add
    add(choice.parameter(), with_codes(text, choice.codes))


def layer(
    name: str, label: str, types: list[Qgis.ProcessingSourceType], *, optional: bool = True
) -> QgsProcessingParameterFeatureSource:
    """One vector layer."""
    return QgsProcessingParameterFeatureSource(name, label, types, optional=optional)


def add_municipalities(algorithm: StrukturbildAlgorithm) -> None:
    """MUNICIPALITIES: the borders."""
    algorithm.add(
        layer(
            "MUNICIPALITIES",
            translate("Strukturbild", "Municipal borders"),
            [POLYGON],
            optional=False,
        ),
        translate(
            "Strukturbild",
            "Polygons with the fields code (four figures as text) and name. Neighbouring "
            "municipalities in the layer are used for the borders.",
        ),
    )


def add_plan_layers(algorithm: StrukturbildAlgorithm, *, optional: bool = False) -> None:
    """PLAN_LAYERS, PLAN_PROFILE and PLAN_PROFILE_FILE: the plan and how to read it."""
    algorithm.add(
        QgsProcessingParameterMultipleLayers(
            "PLAN_LAYERS", translate("Strukturbild", "Plan layers"), TABLE, optional=optional
        ),
        translate(
            "Strukturbild",
            "All layers of the municipality's comprehensive plan: points, lines and polygons, in "
            "any coordinate system. Layers that the mapping profile does not know are counted and "
            "listed.",
        ),
    )


def add_profile(algorithm: StrukturbildAlgorithm, default: str = DEFAULT_PROFILE) -> None:
    """PLAN_PROFILE and PLAN_PROFILE_FILE: how the plan's layers are read."""
    profiles = tuple(shipped_profiles(RESOURCES)) or (default,)
    label = translate("Strukturbild", "Mapping profile")
    add_choice(
        algorithm,
        Choice("PLAN_PROFILE", label, profiles, PROFILES, default),
        translate(
            "Strukturbild",
            "How names of layers, fields and values become the common codes. ÖP-modell 2.1 "
            "fits plans with the category names of the national model; the plugin's own names fit "
            "layers that already have them.",
        ),
    )
    algorithm.add(
        QgsProcessingParameterFile(
            "PLAN_PROFILE_FILE",
            translate("Strukturbild", "Mapping profile of your own"),
            optional=True,
            fileFilter="YAML (*.yaml *.yml)",
        ),
        translate("Strukturbild", "A profile file of your own; it is used instead of the choice."),
    )


def add_stage(algorithm: StrukturbildAlgorithm) -> None:
    """STAGE: how far the plan has come."""
    label = translate("Strukturbild", "Stage of the plan")
    add_choice(
        algorithm,
        Choice("STAGE", label, STAGES, "stage", "in_force"),
        translate("Strukturbild", "Some rules only apply at some stages."),
    )


def add_rules(algorithm: StrukturbildAlgorithm) -> None:
    """RULE_SET and RULE_SET_FILE: by which rules the plan is judged."""
    rule_sets = tuple(shipped_rule_sets(RESOURCES)) or (DEFAULT_RULE_SET,)
    label = translate("Strukturbild", "Rule set")
    add_choice(
        algorithm,
        Choice("RULE_SET", label, rule_sets, RULE_SETS, DEFAULT_RULE_SET),
        translate(
            "Strukturbild",
            "The rules with their thresholds and texts. The general rules are proposed defaults; "
            "the others follow a region's own structure map.",
        ),
    )
    algorithm.add(
        QgsProcessingParameterFile(
            "RULE_SET_FILE",
            translate("Strukturbild", "Rule set of your own"),
            optional=True,
            fileFilter="YAML (*.yaml *.yml)",
        ),
        translate("Strukturbild", "A rule set file of your own; it is used instead of the choice."),
    )


def add_crs(algorithm: StrukturbildAlgorithm) -> None:
    """CRS: what areas are computed in."""
    algorithm.add(
        QgsProcessingParameterCrs(
            "CRS",
            translate("Strukturbild", "Coordinate system for computing"),
            defaultValue=DEFAULT_CRS,
        ),
        translate(
            "Strukturbild",
            "A projected coordinate system in metres. All layers are transformed to it.",
        ),
    )


def add_language(algorithm: StrukturbildAlgorithm) -> None:
    """LANGUAGE: what titles, explanations and questions are written in."""
    label = translate("Strukturbild", "Language of the result")
    add_choice(
        algorithm,
        Choice("LANGUAGE", label, LANGUAGES, "language", interface_language()),
        translate(
            "Strukturbild", "The language of titles, explanations and questions in the result."
        ),
    )
