"""Strukturbild: checks municipal comprehensive plans against the regional structure map."""

from __future__ import annotations

from typing import Any


def classFactory(iface: Any) -> Any:  # noqa: N802 - the name QGIS calls
    """Make the plugin; `iface` is None in `qgis_process`."""
    from .plugin import StrukturbildPlugin  # noqa: PLC0415 - QGIS reads metadata first

    return StrukturbildPlugin(iface)
