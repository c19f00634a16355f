"""An algorithm run in the test's own QGIS, and feedback that remembers."""

from __future__ import annotations

from typing import Any, Mapping

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
)


class Recorder(QgsProcessingFeedback):
    """Feedback that remembers, and cancels once `cancel_at` per cent are done."""

    def __init__(self, cancel_at: float = 1000.0) -> None:
        super().__init__(False)
        self.warnings: list[str] = []
        self.lines: list[str] = []
        self.errors: list[str] = []
        self.cancel_at = cancel_at
        self.progressChanged.connect(self._progress)

    def _progress(self, percent: float) -> None:
        if percent >= self.cancel_at:
            self.cancel()

    def pushWarning(self, warning: str) -> None:  # noqa: N802
        self.warnings.append(warning)

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N802, N803
        self.errors.append(error)

    def pushInfo(self, info: str) -> None:  # noqa: N802
        self.lines.append(info)


def run_algorithm(
    algorithm: QgsProcessingAlgorithm,
    parameters: Mapping[str, Any],
    feedback: Recorder | None = None,
) -> tuple[dict[str, Any], QgsProcessingContext]:
    """Results and context; raises QgsProcessingException where the run fails."""
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    possible, reason = algorithm.checkParameterValues(parameters, context)
    if not possible:
        raise QgsProcessingException(reason)
    feedback = feedback or Recorder()
    results, done = algorithm.run(parameters, context, feedback, {}, False)
    if not done:  # what is raised while preparing is reported, and ends the run
        raise QgsProcessingException("\n".join(feedback.errors))
    return results, context
