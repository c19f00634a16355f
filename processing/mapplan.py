"""`mapplan`: plan layers and a profile -> a canonical GeoPackage, and what was not mapped."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QCoreApplication

from ..alignment.progress import ticker
from ..alignment.setup.case import LayerSource
from ..layers.canonical_gpkg import write_canonical
from ..layers.inputs import run_crs
from ..layers.mapping import Mapped, Reader
from ..layers.result_tables import unmapped_table
from .base import StrukturbildAlgorithm, Values
from .case_run import warn
from .choices import add_crs, add_plan_layers, add_profile
from .feedback import FeedbackProgress
from .frozen import FrozenLayers
from .locale import RESOURCES, interface_language
from .overwriting import require_other_file
from .sinks import Sinks

translate = QCoreApplication.translate
READ = 80.0


class MapPlanAlgorithm(StrukturbildAlgorithm):
    """Maps a plan's layers to the common codes."""

    NAME = "mapplan"
    sources: tuple[LayerSource, ...]
    files: list[Path]
    crs: str

    def displayName(self) -> str:  # noqa: N802
        """The name in the toolbox."""
        return translate("Strukturbild", "Map a plan")

    def introduction(self) -> str:
        """What the algorithm does."""
        return translate(
            "Strukturbild",
            "Reads the layers of a comprehensive plan by a mapping profile and writes them with "
            "the common names and codes, and the list of layers and values that the profile has "
            "no code for. Use it to try out a profile.",
        )

    def output_help(self) -> dict[str, str]:
        """Output name -> what it holds."""
        return {
            "OUTPUT": translate(
                "Strukturbild",
                "GeoPackage with land_use, development and considerations as far as the plan has "
                "them, and the table unmapped.",
            ),
            "UNMAPPED": translate(
                "Strukturbild",
                "Table of layers and values that were not mapped, with count and area.",
            ),
            "UNMAPPED_COUNT": translate(
                "Strukturbild", "Number of layers and values that were not mapped."
            ),
        }

    def initAlgorithm(self, configuration: Values | None = None) -> None:  # noqa: N802
        """Define the parameters."""
        add_plan_layers(self)
        add_profile(self)
        add_crs(self)
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT", translate("Strukturbild", "Mapped plan"), "GeoPackage (*.gpkg)"
            ),
            self.output_help()["OUTPUT"],
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "UNMAPPED",
                translate("Strukturbild", "Not mapped"),
                Qgis.ProcessingSourceType.Vector,
                optional=True,
            ),
            self.output_help()["UNMAPPED"],
        )
        self.addOutput(
            QgsProcessingOutputNumber(
                "UNMAPPED_COUNT", translate("Strukturbild", "Number not mapped")
            )
        )

    def prepare(self, parameters: Values, context: QgsProcessingContext) -> None:
        """Freeze the layers."""
        frozen = FrozenLayers(self, parameters, context)
        profile = self.file_or_choice(parameters, "PLAN_PROFILE", context)
        self.sources = frozen.several("PLAN_LAYERS", profile)
        self.files = frozen.files
        self.crs = self.parameterAsCrs(parameters, "CRS", context).authid()

    def execute(
        self, parameters: Values, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> Values:
        """Read, map, write."""

        output = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context))
        require_other_file(output, self.files)
        tick, language = ticker(progress), interface_language()
        reader = Reader(run_crs(self.crs), RESOURCES, progress, tick, self.snapshots)
        into = Mapped()
        for number, source in enumerate(self.sources, 1):
            reader.read(source, into)
            progress.part(0, READ).share_done(number / len(self.sources))
        warn(progress, tuple(into.problems))
        for count in into.counts:
            progress.note(
                "layer_mapped",
                layer=count.layer,
                mapped=count.mapped,
                features=count.features,
                table=count.table or "–",
            )
        tables = {name: table for name in into.tables if (table := into.table(name)) is not None}
        written = write_canonical(tables, into.unmapped, output, self.crs, language)
        warn(progress, (written.notice,) if written.notice else ())
        sinks = Sinks(self, parameters, context, self.crs, language)
        values = sinks.write("UNMAPPED", unmapped_table(into.unmapped, {}), tick)
        return {
            **values,
            "OUTPUT": str(written.path),
            "UNMAPPED_COUNT": len(into.unmapped),
        }
