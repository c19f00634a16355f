"""Making, opening and migrating review stores."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

from ..alignment.problems import InputError, Problem
from .geopackage_file import GeoPackageFile, create_geopackage
from .records import utc_now
from .schema import MIGRATIONS, VERSION
from .store import ReviewStore


def create_store(path: Path, crs: str) -> ReviewStore:
    """A new store in a GeoPackage file, whole or not at all."""
    unfinished = path.with_name(f".{path.stem}-{uuid.uuid4().hex[:8]}{path.suffix}")
    try:
        create_geopackage(unfinished, crs)
        store = ReviewStore(GeoPackageFile(unfinished))
        with store.closing(), store.backend.transaction(alone=True):
            store.set_meta("version", str(VERSION))
            store.set_meta("created", utc_now())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return open_store(path)


def open_store(path: Path) -> ReviewStore:
    """Open a store; an older one is migrated after a copy was laid beside it.

    Raises InputError where the file is no store, or one of a newer version of the plugin.
    """
    store = ReviewStore(GeoPackageFile(path))
    try:
        version = _version(store)
        if version < VERSION:
            beside = path.with_name(f"{path.stem}.v{version}{path.suffix}")
            if not beside.exists():
                copy = beside.with_name(f".{beside.name}")
                shutil.copy2(path, copy)
                copy.replace(beside)
            migrate(store, version)
    except InputError:
        store.backend.close()
        raise
    return store


def _version(store: ReviewStore) -> int:
    params = {"path": store.backend.name}
    try:
        version = int(store.meta("version"))
    except (InputError, ValueError) as error:
        raise InputError(Problem("review_not_a_store", params)) from error
    if version > VERSION:
        raise InputError(Problem("review_newer", {**params, "found": version, "known": VERSION}))
    return version


def migrate(store: ReviewStore, version: int) -> None:
    """Take a store to the newest version, all steps or none."""
    with store.backend.transaction(alone=True):
        for step in range(version, VERSION):
            for statement in MIGRATIONS[step]:
                store.backend.execute(statement)
        store.set_meta("version", str(VERSION))
