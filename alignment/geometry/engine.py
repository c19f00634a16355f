"""The one place that imports shapely, at first use.

The plugin, the dock with an existing store, and reports load without shapely (macOS builds of
QGIS from 3.44.4 on don't bundle it); what computes says which package is missing.
"""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any, Iterator

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
        with _own_libraries():
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


@contextmanager
def _own_libraries() -> Iterator[None]:
    """Bind extension modules that are imported meanwhile to the libraries they were built with.

    Shapely's wheels bring a GEOS of their own, and on Linux QGIS brings the system's. Without
    this the names that both have lead to QGIS's, which takes one version's objects for another's:
    two different polygons are then equal.
    """
    deep = getattr(os, "RTLD_DEEPBIND", 0)  # Linux alone has it, and alone needs it
    if not deep:
        yield
        return
    flags = sys.getdlopenflags()
    sys.setdlopenflags(flags | deep)
    try:
        yield
    finally:
        sys.setdlopenflags(flags)
