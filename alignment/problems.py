"""What can go wrong with input, as codes; the sentences are in `resources/messages`.

`alignment` emits codes and figures, no prose. A `Problem` names what is wrong and where; an
`InputError` carries one or more of them. `ruleset.texts` turns them into Swedish or English.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the input.

    `code` is a key of `resources/messages/*.yaml`, `params` fill its placeholders, `where` is
    "file:line", a layer name or empty. `municipality` is the code of the municipality that it
    concerns, empty where it concerns the whole run.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    where: str = ""
    municipality: str = ""


class InputError(Exception):
    """The input can't be used; `problems` says why, one entry a fault, in order of place."""

    def __init__(self, problems: Sequence[Problem] | Problem) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__("; ".join(f"{p.where} {p.code} {dict(p.params)}" for p in self.problems))


class MissingDependency(InputError):
    """A package that computing needs is not there, or too old (problem code `dependency_*`)."""
