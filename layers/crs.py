"""CRSs and transformations that hold what they promise, also where QGIS's cache has gone bad."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
)


def sound_crs(name: str) -> QgsCoordinateReferenceSystem:
    """A CRS by its name, with its definition: see `sound_transform`."""
    found = QgsCoordinateReferenceSystem(name)
    if found.isValid() and not found.toWkt():
        forget_cached()
        found = QgsCoordinateReferenceSystem(name)
    return found


def sound_transform(
    origin: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
) -> QgsCoordinateTransform:
    """The transformation between two CRSs; only `isValid()` tells whether there is one.

    QGIS 3.40 keeps a CRS in its cache after the thread that made it has ended, if another thread
    used it meanwhile, but without its definition: it still says that it is valid, and
    transformations of it leave all coordinates as they are. Qt ends idle workers after 30 s. Where
    that has happened, QGIS's caches are emptied and the CRSs are made anew.
    """
    found = QgsCoordinateTransform(origin, target, context)
    if not found.isValid():
        forget_cached()
        found = QgsCoordinateTransform(_anew(origin), _anew(target), context)
    return found


def forget_cached() -> None:
    """Empty QGIS's caches: what this thread made for them must not outlive it."""
    QgsCoordinateReferenceSystem.invalidateCache()
    QgsCoordinateTransform.invalidateCache()


def _anew(crs: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem:
    name = crs.authid()
    return QgsCoordinateReferenceSystem(name) if name else crs
