"""The one place that imports shapely, at first use.

The plugin, the dock with an existing store, and reports load without shapely (macOS builds of
QGIS from 3.44.4 on don't bundle it); what computes says which package is missing.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ..problems import MissingDependency, Problem

if TYPE_CHECKING:
    import shapely
else:

    class _LazyShapely(ModuleType):
        """Stands for shapely until a function of it is asked for."""

        def __getattr__(self, name: str) -> Any:
            found = getattr(require_shapely(), name)
            self.__dict__[name] = found  # asked for once
            return found

    shapely = _LazyShapely("shapely")

__all__ = ["require_shapely", "shapely"]


def require_shapely() -> ModuleType:
    """Return shapely 2 or newer; raise `MissingDependency` where it is missing or older.

    Its presence is judged by what it can do: packaged builds report odd version strings.
    """
    try:
        module = importlib.import_module("shapely")
    except ImportError as error:
        raise MissingDependency(
            Problem("dependency_missing", {"package": "shapely", "minimum": "2.0"})
        ) from error
    if not hasattr(module, "STRtree") or not hasattr(module, "intersection"):
        found = str(getattr(module, "__version__", "1"))
        raise MissingDependency(
            Problem("dependency_too_old", {"package": "shapely", "minimum": "2.0", "found": found})
        )
    return module
