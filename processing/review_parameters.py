"""Parameters that algorithms on review stores share, and how conflicts are told."""

from __future__ import annotations

from typing import Sequence

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
    QgsSettings,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..alignment.progress import ticker
from ..layers.styles import Words
from ..review.conflict_table import Row, conflict_table, in_words
from ..review.intake import ON_CONFLICT
from ..review.records import Author
from ..review.store import ReviewStore
from .base import StrukturbildAlgorithm, Values
from .choices import Choice, add_choice
from .feedback import FeedbackProgress
from .locale import RESOURCES, interface_language
from .sinks import Sinks

translate = QCoreApplication.translate
NAME_SETTING = "strukturbild/author"


def add_review(algorithm: StrukturbildAlgorithm, text: str, *, optional: bool = False) -> None:
    """REVIEW: the store to change, a file or a database (`review_place` of the algorithm)."""
    algorithm.add(
        QgsProcessingParameterFileDestination(
            "REVIEW",
            translate("Strukturbild", "Review store"),
            "GeoPackage (*.gpkg)",
            optional=optional,
            createByDefault=False,
        ),
        text,
    )


def add_what_to_export(algorithm: StrukturbildAlgorithm) -> None:
    """REVIEW: an existing store that is only read, and MUNICIPALITY: which of its findings.

    QGIS holds the store against the filter: a connection string has no file's ending.
    """
    label = translate("Strukturbild", "Review store")
    files = "GeoPackage (*.gpkg);;PostgreSQL (*)"
    algorithm.add(
        QgsProcessingParameterFile("REVIEW", label, fileFilter=files),
        translate("Strukturbild", "The review store to export from."),
    )
    algorithm.add(
        QgsProcessingParameterString(
            "MUNICIPALITY", translate("Strukturbild", "Municipality"), optional=True
        ),
        translate(
            "Strukturbild",
            "Codes or names, separated by commas. Left empty: all. Findings on a border go "
            "with both municipalities.",
        ),
    )


def add_author(algorithm: StrukturbildAlgorithm) -> None:
    """AUTHOR: the name that colleagues see; the login is noted in any case."""
    algorithm.add_advanced(
        QgsProcessingParameterString(
            "AUTHOR",
            translate("Strukturbild", "Your name"),
            defaultValue=QgsSettings().value(NAME_SETTING, ""),
            optional=True,
        ),
        translate(
            "Strukturbild",
            "The name that colleagues see in the log. Left empty, it is that of the operating "
            "system's or the database's user, which is noted in any case.",
        ),
    )


def author_of(
    algorithm: StrukturbildAlgorithm,
    parameters: Values,
    context: QgsProcessingContext,
    store: ReviewStore,
) -> Author:
    """Who writes, by AUTHOR and the store's user."""
    name = str(algorithm.parameterAsString(parameters, "AUTHOR", context)).strip()
    return Author(store.backend.login, name or store.backend.login)


def listed(
    algorithm: StrukturbildAlgorithm,
    parameters: Values,
    name: str,
    context: QgsProcessingContext,
) -> list[str]:
    """The items of a text parameter, separated by commas."""
    text = str(algorithm.parameterAsString(parameters, name, context))
    return [item.strip() for item in text.split(",") if item.strip()]


def add_conflicts(algorithm: StrukturbildAlgorithm) -> None:
    """ON_CONFLICT, CONFLICTS_TABLE and the number CONFLICTS."""
    label = translate("Strukturbild", "Where both sides decided differently")
    add_choice(
        algorithm,
        Choice("ON_CONFLICT", label, ON_CONFLICT, "on_conflict", ON_CONFLICT[0]),
        translate("Strukturbild", "Both versions are in the log afterwards, whichever holds."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterFeatureSink(
            "CONFLICTS_TABLE",
            translate("Strukturbild", "Conflicts"),
            Qgis.ProcessingSourceType.Vector,
            optional=True,
            createByDefault=False,
        ),
        translate("Strukturbild", "Table of what both sides changed, with both versions."),
    )
    algorithm.addOutput(
        QgsProcessingOutputNumber("CONFLICTS", translate("Strukturbild", "Number of conflicts"))
    )


def conflict_output_help() -> dict[str, str]:
    """What the outputs of `add_conflicts` hold."""
    return {
        "CONFLICTS": translate("Strukturbild", "Number of findings with a conflict."),
        "CONFLICTS_TABLE": translate(
            "Strukturbild", "Table of what both sides changed, with both versions."
        ),
    }


def tell_conflicts(
    algorithm: StrukturbildAlgorithm,
    parameters: Values,
    context: QgsProcessingContext,
    rows: Sequence[Row],
    progress: FeedbackProgress,
) -> Values:
    """A line in the log for each conflict, and the table; returns the outputs."""
    language = interface_language()
    told = in_words(rows, Words.of_review(RESOURCES, language))
    for row in told:
        days = {name: row[name][:10] for name in ("ours_at", "theirs_at")}
        progress.note("exchange_conflict", **{**row, **days})
    sinks = Sinks(algorithm, parameters, context, "", language)
    values = sinks.write("CONFLICTS_TABLE", conflict_table(told), ticker(progress))
    return {**values, "CONFLICTS": len({row["finding_id"] for row in rows})}
