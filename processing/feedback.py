"""Processing's feedback as the domain's `Progress`."""

from __future__ import annotations

from qgis.core import QgsProcessingFeedback

from .locale import note


class FeedbackProgress:
    """Reports a part of an algorithm's run: its shares 0-1 become `start`-`end` per cent."""

    def __init__(
        self, feedback: QgsProcessingFeedback, start: float = 0.0, end: float = 100.0
    ) -> None:
        self.feedback = feedback
        self.start = start
        self.end = end

    def part(self, start: float, end: float) -> FeedbackProgress:
        """The progress of one stage of the run, in per cent of the whole."""
        return FeedbackProgress(self.feedback, start, end)

    def is_cancelled(self) -> bool:
        """True once the user has asked to stop."""
        return bool(self.feedback.isCanceled())

    def share_done(self, share: float) -> None:
        """Move the progress bar."""
        self.feedback.setProgress(self.start + share * (self.end - self.start))

    def note(self, code: str, **params: object) -> None:
        """Write a sentence of the message catalogue to the log."""
        self.feedback.pushInfo(note(code, **params))
