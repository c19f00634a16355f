"""What codes are called in Swedish and English, from `resources/codelists/labels.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Mapping

from ..documents.parse import read
from ..documents.schema import LocalText, MapOf, Report

Labels = Mapping[str, Mapping[str, Mapping[str, str]]]


def labels(resources: Path) -> Labels:
    """List name -> code -> language -> label; InputError where the file is faulty."""
    path = resources / "codelists" / "labels.yaml"
    report = Report(path.name)
    found = MapOf(MapOf(LocalText())).read(read(path), report, "") or {}
    report.raise_if_any()
    return {name: {str(code): text for code, text in codes.items()} for name, codes in found.items()}
