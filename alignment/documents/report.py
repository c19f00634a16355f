"""Faults of one file, collected so that one pass finds them all."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import Any, Sequence

from ..problems import InputError, Problem


@dataclass
class Report:
    """Faults of one file, in order of discovery."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, line: int, /, **params: Any) -> None:
        """Note a fault at a line."""
        where = f"{self.file}:{line}"
        self.problems.append(Problem(code, {"file": self.file, "line": line, **params}, where))

    def raise_if_any(self) -> None:
        """Raise InputError with all faults, by line; do nothing where there is none."""
        if self.problems:
            raise InputError(sorted(self.problems, key=lambda p: (p.params["line"], p.code)))


def did_you_mean(name: object, known: Sequence[object]) -> str:
    """The known name most like the given one, "" if none is."""
    by_text = {str(entry).casefold(): str(entry) for entry in known}
    close = difflib.get_close_matches(str(name).casefold(), list(by_text), n=1, cutoff=0.6)
    return by_text[close[0]] if close else ""
