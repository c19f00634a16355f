"""Databases by the names that QGIS knows them by: what holds a name holds no password."""

from __future__ import annotations

from qgis.core import QgsDataSourceUri, QgsProviderConnectionException, QgsProviderRegistry

from ..alignment.problems import InputError, Problem

CONNECTION = "connection:"
SERVER = "postgresql:"


def connection_names() -> list[str]:
    """Names of the PostgreSQL connections stored in this profile."""
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    return sorted(metadata.connections(False)) if metadata is not None else []


def place_of_connection(name: str, *, secrets: bool = True) -> str:
    """The place of a store on a stored connection; "" where there is none of that name.

    With `secrets` it holds what QGIS's authentication knows: never write that down.
    """
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    if metadata is None:
        return ""
    try:
        # not findConnection, whose list workers would share
        uri = QgsDataSourceUri(metadata.createConnection(name).uri())
    except QgsProviderConnectionException:
        return ""
    if not (uri.database() or uri.service() or uri.host()):
        return ""
    if not secrets and uri.authConfigId():
        uri.setPassword("")
    return SERVER + str(uri.connectionInfo(secrets))


def named_place(review: str) -> str:
    """The place of a store: `review` itself, or what the connection:NAME in it stands for.

    Raises InputError where this profile has no connection of that name.
    """
    if not review.startswith(CONNECTION):
        return review
    name = review[len(CONNECTION) :].strip()
    place = place_of_connection(name)
    if not place:
        listed = ", ".join(connection_names()) or "–"
        raise InputError(Problem("connection_unknown", {"name": name, "names": listed}))
    return place
