"""Making, opening and migrating review stores, whichever backend a place names."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

from ..alignment.identity.keys import digest
from ..alignment.problems import InputError, Problem
from ..layers.atomic import hidden_name
from ..layers.read_only import open_read_only
from .file_trouble import problem_of_new
from .geopackage_file import GeoPackageFile, create_geopackage
from .leftovers import clear_leftovers, drop, put_in_place
from .postgis import PREFIX, PostgisStore
from .records import utc_now
from .schema import MIGRATIONS, VERSION
from .store import ReviewStore


def is_server(place: str) -> bool:
    """Whether a place is a PostGIS connection (postgresql:...) and not a file."""
    return place.startswith(PREFIX)


def exists(place: str) -> bool:
    """Whether a store is there; raises InputError where a server does not answer."""
    if not is_server(place):
        return Path(place).is_file()
    backend = PostgisStore(_dsn(place))
    try:
        return backend.ready()
    finally:
        backend.close()


def is_store(path: Path) -> bool:
    """Whether a file is a review store, of whichever version; it is only read."""
    try:
        with closing(open_read_only(path)) as connection:
            return connection.execute("SELECT 1 FROM review_meta").fetchone() is not None
    except sqlite3.Error:
        return False


def create_store(place: str, crs: str, language: str = "sv") -> ReviewStore:
    """A new store, whole or not at all: a file, or the schema in a PostGIS database.

    `language` (sv, en) names a file's fields and codes in plain QGIS. Where another made one
    there in the meantime, that one is opened: nothing is ever replaced.
    """
    if is_server(place):
        _create_on_server(_dsn(place), crs)
    else:
        _create_file(Path(place), crs, language)
    return open_store(place)


def _create_on_server(dsn: str, crs: str) -> None:
    backend = PostgisStore(dsn)
    try:
        with backend.transaction():
            if backend.create(crs):
                _stamp(ReviewStore(backend))
    finally:
        backend.close()


def _create_file(path: Path, crs: str, language: str) -> None:
    unfinished = hidden_name(path)
    try:
        create_geopackage(unfinished, crs, language)
        store = ReviewStore(GeoPackageFile(unfinished))
        with store.closing(), store.backend.transaction():
            _stamp(store)
        put_in_place(unfinished, path)
    except (OSError, sqlite3.Error, InputError) as error:
        raise InputError(problem_of_new(error, path)) from error
    finally:
        drop(unfinished)


def _stamp(store: ReviewStore) -> None:
    store.set_meta("version", str(VERSION))
    store.set_meta("created", utc_now())
    store.set_meta("store_id", new_store_id())


def open_store(place: str) -> ReviewStore:
    """Open a store; an older one is migrated, a file after a copy was laid beside it.

    A file that can't be written is read as it is, an older one migrated in memory. Raises
    InputError where there is no store, or one of a newer version of the plugin.
    """
    store = _connected(place)
    if not is_server(place) and store.backend.writable:
        clear_leftovers(Path(place))
    try:
        version = _version(store)
        if version == VERSION:
            return store
        if is_server(place):
            _migrate_server(store)
            return store
        return _migrated_file(store, Path(place), version)
    except InputError:
        store.backend.close()
        raise


def _connected(place: str) -> ReviewStore:
    if not is_server(place):
        return ReviewStore(GeoPackageFile(Path(place)))
    backend = PostgisStore(_dsn(place))
    if not backend.ready():
        backend.close()
        raise InputError(Problem("review_not_a_store", {"path": backend.name}))
    return ReviewStore(backend)


def _migrate_server(store: ReviewStore) -> None:
    try:
        migrate(store)
    except InputError as error:
        if error.problems[0].code != "review_read_only":
            raise
        params = {"path": store.backend.name, "user": store.backend.login}
        raise InputError(Problem("review_older_server", params)) from error


def _migrated_file(store: ReviewStore, path: Path, version: int) -> ReviewStore:
    backend = store.backend
    if not isinstance(backend, GeoPackageFile):
        raise TypeError(type(backend))
    if backend.writable:
        beside = path.with_name(f"{path.stem}.v{version}{path.suffix}")
        if not beside.exists():
            backend.copy_to(beside)
        migrate(store)
        return store
    backend.move_to_memory()
    backend.writable = True
    migrate(store)
    backend.writable = False
    return store


def _dsn(place: str) -> str:
    """libpq's connection string of a place: a URI as it is, or what follows "postgresql:"."""
    return place if place.startswith(PREFIX + "//") else place[len(PREFIX) :].strip()


def _version(store: ReviewStore) -> int:
    params = {"path": store.backend.name}
    try:
        version = int(store.meta("version"))
    except ValueError as error:
        raise InputError(Problem("review_not_a_store", params)) from error
    if version > VERSION:
        raise InputError(Problem("review_newer", {**params, "found": version, "known": VERSION}))
    return version


def migrate(store: ReviewStore) -> None:
    """Take a store to the newest version, all steps or none; another may have done it already."""
    with store.backend.transaction(alone=True):
        steps = [MIGRATIONS[step] for step in range(_version(store), VERSION)]
        if steps:
            store.backend.change_schema(steps)
            store.set_meta("version", str(VERSION))
            if not store.meta("store_id"):
                store.set_meta("store_id", new_store_id())


def new_store_id() -> str:
    """An id by which exchange packages and workbooks know the store that they came from."""
    return digest("store", uuid.uuid4().hex)
