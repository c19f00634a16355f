"""What is typed but not written yet: it belongs to the findings that it was typed for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping


@dataclass(frozen=True)
class Subject:
    """What a decision would be about: findings (their ids) of the store at a place."""

    store: str = ""
    findings: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Draft:
    """A comment or motive, further fields, and the state that they are asked for ("" for none)."""

    comment: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    awaiting: str = ""

    def __bool__(self) -> bool:
        return bool(self.comment or self.fields)


class Drafts:
    """The drafts that were left behind, until someone comes back to them."""

    def __init__(self) -> None:
        self._kept: dict[Subject, Draft] = {}

    def keep(self, subject: Subject, draft: Draft) -> None:
        """Put a draft away; an empty one is none."""
        if draft and subject.findings:
            self._kept[subject] = draft

    def take(self, subject: Subject) -> Draft:
        """The draft of a subject, which is now being written on; an empty one where none is."""
        return self._kept.pop(subject, Draft())

    def sizes(self, store: str) -> dict[str, int]:
        """Finding id -> how many findings a draft is about that it has a part in."""
        found: dict[str, int] = {}
        for subject in sorted(self._kept, key=lambda item: -len(item.findings)):
            if subject.store == store:
                found.update(dict.fromkeys(subject.findings, len(subject.findings)))
        return found
