"""What codes are called in Swedish and English, from `resources/codelists/labels.yaml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Mapping

from ..documents.parse import read
from ..documents.schema import LocalText, MapOf, Report

Labels = Mapping[str, Mapping[str, Mapping[str, str]]]
RESOURCES = Path(__file__).resolve().parents[2] / "resources"
NAMED_IN_TEXTS = ("category", "typology_class", "layer", "theme")


@lru_cache(maxsize=1)
def code_names() -> Mapping[str, Mapping[str, str]]:
    """Code -> language -> name for the codes that findings speak of (uses, classes, layers)."""
    found = labels(RESOURCES)
    return {code: text for name in NAMED_IN_TEXTS for code, text in found[name].items()}


def labels(resources: Path) -> Labels:
    """List name -> code -> language -> label; InputError where the file is faulty."""
    path = resources / "codelists" / "labels.yaml"
    report = Report(path.name)
    found = MapOf(MapOf(LocalText())).read(read(path), report, "") or {}
    report.raise_if_any()
    return {
        name: {str(code): text for code, text in codes.items()} for name, codes in found.items()
    }
