"""How long the steps of README's tour take: the machine's time, and the time to read and click."""

from __future__ import annotations

import time
from dataclasses import dataclass

WORDS_A_MINUTE = 180  # read closely, in a text that is new
SECONDS_A_CLICK = 4  # find it, then click it


@dataclass
class Step:
    """A step: the machine's seconds, clicks and keys, and words that have to be read."""

    name: str
    seconds: float
    clicks: int
    words: int

    def whole(self) -> float:
        """Seconds with a reader's and a hand's time."""
        return self.seconds + self.clicks * SECONDS_A_CLICK + 60 * self.words / WORDS_A_MINUTE


class Clock:
    """Measures between `start` and `stop`."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._since = 0.0

    def start(self) -> None:
        """A step begins."""
        self._since = time.monotonic()

    def stop(self, name: str, clicks: int, *texts: str) -> None:
        """The step has ended; `texts` are what its reader reads."""
        words = sum(len(text.split()) for text in texts)
        self.steps.append(Step(name, time.monotonic() - self._since, clicks, words))

    def report(self) -> str:
        """A line a step and the whole."""
        lines = [
            f"{step.name}: machine {step.seconds:.1f} s, {step.clicks} clicks or keys, "
            f"{step.words} words, about {step.whole():.0f} s"
            for step in self.steps
        ]
        machine = sum(step.seconds for step in self.steps)
        whole = sum(step.whole() for step in self.steps) / 60
        lines.append(f"README's tour: machine {machine:.0f} s, a newcomer about {whole:.1f} min")
        return "\n".join(lines) + "\n"
