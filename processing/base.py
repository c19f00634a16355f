"""What the algorithms share: help, dependency check, and faults told as sentences."""

from __future__ import annotations

import difflib
import html
import re
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Iterator

from qgis.core import (
    Qgis,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtGui import QIcon

from ..alignment.geometry.engine import require_shapely
from ..alignment.problems import InputError
from ..alignment.progress import Cancelled
from ..alignment.setup.case import LayerSource
from ..layers.connections import CONNECTION, SERVER, named_place
from ..layers.snapshot import Snapshot
from ..layers.worker import at_work
from .feedback import FeedbackProgress
from .locale import RESOURCES, file_trouble, note, sentences

translate = QCoreApplication.translate
# QGIS's dialogs put a folder before what they take for a file to write
IN_DATABASE = re.compile(rf"(?:^|[/\\])((?:{SERVER}|{CONNECTION}).*)", re.DOTALL)
Values = dict[str, Any]


@contextmanager
def spoken_faults() -> Iterator[None]:
    """Turn what the domain raises into the exception that Processing shows and fails on.

    Returning early, or reporting a fatal error, would end a run with exit code 0.
    """
    try:
        yield
    except InputError as error:
        raise QgsProcessingException(sentences(error)) from error
    except Cancelled as error:
        raise QgsProcessingException(note("run_cancelled")) from error
    except OSError as error:
        raise QgsProcessingException(file_trouble(error)) from error


class StrukturbildAlgorithm(QgsProcessingAlgorithm):
    """An algorithm of this provider: subclasses define parameters, `prepare` and `execute`."""

    NAME: ClassVar[str] = ""
    needs_shapely: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self.snapshots: dict[LayerSource, Snapshot] = {}

    def createInstance(self) -> QgsProcessingAlgorithm:  # noqa: N802
        """A fresh instance for one run."""
        return type(self)()

    def name(self) -> str:
        """The id of the algorithm within the provider."""
        return self.NAME

    def tags(self) -> list[str]:
        """What people search for in the toolbox."""
        words = translate("Strukturbild", "comprehensive plan,structure map,regional planning")
        return words.split(",")

    def icon(self) -> QIcon:
        """The algorithm's own icon."""
        return QIcon(str(RESOURCES / "icons" / f"{self.name()}.svg"))

    def helpUrl(self) -> str:  # noqa: N802
        """The plugin's own introduction, which works without a network."""
        readme = Path(__file__).resolve().parent.parent / "README.md"
        return str(QUrl.fromLocalFile(str(readme)).toString())

    def introduction(self) -> str:
        """What the algorithm does, in a few sentences of the interface's language."""
        return ""

    def output_help(self) -> dict[str, str]:
        """Output name -> what it holds."""
        return {}

    def help_sections(self) -> list[str]:
        """More HTML for the help, after the outputs."""
        return []

    def shortHelpString(self) -> str:  # noqa: N802
        """The help: introduction, parameters, outputs, and what the algorithm adds."""
        parameters = [
            (entry.description(), entry.help())
            for entry in self.parameterDefinitions()
            if entry.help()
        ]
        explained = self.output_help()
        outputs = [
            (entry.description(), explained[entry.name()])
            for entry in self.outputDefinitions()
            if entry.name() in explained
        ]
        parts = [f"<p>{html.escape(self.introduction(), quote=False)}</p>"]
        parts += _section(translate("Strukturbild", "Parameters"), parameters)
        parts += _section(translate("Strukturbild", "Outputs"), outputs)
        return "\n".join([*parts, *self.help_sections()])

    def canExecute(self) -> tuple[bool, str]:  # noqa: N802
        """Whether what computing needs is installed; the dialog shows the sentence."""
        try:
            self._require_packages()
        except InputError as error:
            return False, sentences(error)
        return True, ""

    def _require_packages(self) -> None:
        if self.needs_shapely:
            require_shapely()

    def add(self, parameter: QgsProcessingParameterDefinition, text: str) -> None:
        """Add a parameter with its tooltip."""
        parameter.setHelp(text)
        self.addParameter(parameter)

    def add_advanced(self, parameter: QgsProcessingParameterDefinition, text: str) -> None:
        """Add a parameter that the dialog folds away."""
        advanced = Qgis.ProcessingParameterFlag.Advanced
        parameter.setFlags(parameter.flags() | advanced)
        self.add(parameter, text)

    def file_or_choice(self, parameters: Values, name: str, context: QgsProcessingContext) -> str:
        """The file given as NAME_FILE, else what was chosen as NAME."""
        own = self.parameterAsFile(parameters, f"{name}_FILE", context)
        return str(own or self.parameterAsEnumString(parameters, name, context))

    def review_place(self, parameters: Values, context: QgsProcessingContext) -> str:
        """REVIEW: a file, or how to connect to a PostGIS database; "" for none.

        It may hold a password: outputs say `review_name`. Raises InputError where REVIEW names a
        connection that this profile does not have.
        """
        return named_place(self.review_name(parameters, context))

    def review_name(self, parameters: Values, context: QgsProcessingContext) -> str:
        """REVIEW as it was given: a file, a connection string, or connection:NAME."""
        server = IN_DATABASE.search(str(parameters.get("REVIEW") or ""))
        if server is not None:
            return server.group(1)
        return str(self.parameterAsFileOutput(parameters, "REVIEW", context) or "")

    def checkParameterValues(  # noqa: N802
        self, parameters: Values, context: QgsProcessingContext
    ) -> tuple[bool, str]:
        """Refuse parameters that don't exist: QGIS itself would ignore a misspelt option.

        And a temporary review store: the decisions would be lost with it.
        """
        known = [entry.name() for entry in self.parameterDefinitions()]
        for name in parameters:
            if str(name).upper() not in known:
                close = difflib.get_close_matches(str(name).upper(), known, 1)
                hint = {"hint": close[0]} if close else {}
                return False, note("parameter_name_unknown", name=name, **hint)
        if parameters.get("REVIEW") == QgsProcessing.TEMPORARY_OUTPUT:
            return False, note("review_temporary")
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(  # noqa: N802
        self, parameters: Values, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """In the main thread: packages are checked and layers frozen."""
        try:
            with spoken_faults():
                self._require_packages()
                self.prepare(parameters, context)
        except QgsProcessingException:
            self._thaw()
            raise
        return True

    def processAlgorithm(  # noqa: N802
        self, parameters: Values, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Values:
        """In a worker: read, compute, write."""
        with at_work():
            try:
                with spoken_faults():
                    return self.execute(parameters, context, FeedbackProgress(feedback))
            finally:
                self._thaw()

    def _thaw(self) -> None:
        """Let go of the layers: a failed run may be kept for as long as QGIS lives."""
        self.snapshots.clear()

    def prepare(self, parameters: Values, context: QgsProcessingContext) -> None:
        """Freeze what lives in the main thread; raises InputError."""

    def execute(
        self, parameters: Values, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> Values:
        """Do the work and return the outputs; raises InputError."""
        raise NotImplementedError


def _section(title: str, entries: list[tuple[str, str]]) -> list[str]:
    if not entries:
        return []
    lines = [
        f"<li><b>{html.escape(name, quote=False)}</b>: {html.escape(text, quote=False)}</li>"
        for name, text in entries
    ]
    return [f"<h3>{html.escape(title, quote=False)}</h3>", "<ul>", *lines, "</ul>"]
