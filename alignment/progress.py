"""Progress and cancelling, as seen from the domain.

A long computation calls `tick()` often (each block of work is bounded by vertices, so that a
cancel is answered within a second also on an adversarial plan).
"""

from __future__ import annotations

from typing import Callable, Protocol

Tick = Callable[[], None]


class Cancelled(Exception):
    """The user cancelled the run; raised by `tick()`, caught nowhere inside `alignment`."""


class Progress(Protocol):
    """Where a run reports to: Processing feedback, a QgsTask, or a test's recorder."""

    def is_cancelled(self) -> bool:
        """True once the user has asked to stop."""

    def share_done(self, share: float) -> None:
        """Report the part of the run that is done, share 0-1."""

    def note(self, code: str, **params: object) -> None:
        """Say something to the user: a key of `resources/messages` and its parameters."""


class SilentProgress:
    """A `Progress` that nobody listens to."""

    def is_cancelled(self) -> bool:
        """Never cancelled."""
        return False

    def share_done(self, share: float) -> None:
        """Report nowhere."""

    def note(self, code: str, **params: object) -> None:
        """Say nothing."""


def ticker(progress: Progress) -> Tick:
    """Make the `tick` of a run: raises `Cancelled` once `progress` is cancelled."""

    def tick() -> None:
        if progress.is_cancelled():
            raise Cancelled

    return tick


def no_tick() -> None:
    """The `tick` of a computation that nobody can cancel (tests, small inputs)."""
