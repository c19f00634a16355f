"""Parameters that several algorithms have: what they are called, offer and explain."""

from __future__ import annotations

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


def choice(
    name: str, label: str, codes: tuple[str, ...], default: str
) -> QgsProcessingParameterEnum:
    """A choice among codes that scripts and models spell out."""
    return QgsProcessingParameterEnum(
        name, label, options=list(codes), defaultValue=default, usesStaticStrings=True
    )


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
    algorithm.add(
        choice("PLAN_PROFILE", translate("Strukturbild", "Mapping profile"), profiles, default),
        translate(
            "Strukturbild",
            "How names of layers, fields and values become the common codes. op_modell_2_1 fits "
            "plans with the category names of the national model, canonical fits layers that "
            "already have this plugin's own names.",
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
    algorithm.add(
        choice("STAGE", translate("Strukturbild", "Stage of the plan"), STAGES, "in_force"),
        translate(
            "Strukturbild",
            "consultation, review, adopted or in_force. Some rules only apply at some stages.",
        ),
    )


def add_rules(algorithm: StrukturbildAlgorithm) -> None:
    """RULE_SET and RULE_SET_FILE: by which rules the plan is judged."""
    rule_sets = tuple(shipped_rule_sets(RESOURCES)) or (DEFAULT_RULE_SET,)
    algorithm.add(
        choice("RULE_SET", translate("Strukturbild", "Rule set"), rule_sets, DEFAULT_RULE_SET),
        translate(
            "Strukturbild",
            "The rules with their thresholds and texts. generic holds proposed defaults; the "
            "others follow a region's own structure map.",
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
    algorithm.add(
        choice(
            "LANGUAGE",
            translate("Strukturbild", "Language of the result"),
            LANGUAGES,
            interface_language(),
        ),
        translate(
            "Strukturbild",
            "The language of titles, explanations and questions in the result: sv or en.",
        ),
    )
