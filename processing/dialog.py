"""The dialog of an algorithm, as QGIS's toolbox opens it."""

from __future__ import annotations

import importlib
from typing import Any, Mapping


def open_dialog(name: str, given: Mapping[str, Any] | None = None) -> None:
    """Open an algorithm's dialog, with parameters that are known filled in."""
    # QGIS's own plugin of this name; it is there once the toolbox is
    toolbox = importlib.import_module("processing")
    toolbox.execAlgorithmDialog(f"strukturbild:{name}", dict(given or {}))
