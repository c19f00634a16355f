"""Databases by the names that QGIS knows them by: what holds a name holds no password."""

from __future__ import annotations

import re
from typing import Mapping

from qgis.core import QgsDataSourceUri, QgsProviderConnectionException, QgsProviderRegistry

from ..alignment.problems import InputError, Problem

CONNECTION = "connection:"
SERVER = "postgresql:"
NO_SERVER = "review_no_server"
# what a server, or the library that calls it, says in English or Swedish -> the fault's code
REASONS: Mapping[str, str] = {
    r"no password supplied|inget lösenord": "connection_no_password",
    r"password authentication failed|role .* does not exist"
    r"|lösenordsautentisering|rollen .* (finns|existerar) inte": "connection_login",
    r"database .* does not exist|databas\w* .* (finns|existerar) inte": "connection_no_database",
    r"connection refused|timed? ?out|could not translate host name|no route to host"
    r"|no such file|unreachable|vägrad|kunde inte översätta": "connection_no_answer",
}


def connection_names() -> list[str]:
    """Names of the PostgreSQL connections stored in this profile."""
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    return sorted(metadata.connections(False)) if metadata is not None else []


def place_of_connection(name: str, *, secrets: bool = True) -> str:
    """The place of a store on a stored connection; "" where there is none of that name.

    With `secrets` it holds what QGIS's authentication knows: never write that down. Raises
    InputError where the user would not let QGIS's authentication tell it.
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
    known = str(uri.connectionInfo(secrets))
    if secrets and uri.authConfigId():
        uri.setAuthConfigId("")
        if known == str(uri.connectionInfo(False)):  # else libpq would try the computer's user
            raise InputError(Problem("connection_cancelled", {"name": name}))
    return SERVER + known


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


def told_by_name(error: InputError, review: str) -> InputError:
    """The fault of a store on connection:NAME in plain words: `error` where it is another one."""
    problem = error.problems[0]
    if not review.startswith(CONNECTION) or problem.code != NO_SERVER:
        return error
    reason = str(problem.params["reason"])
    codes = (code for words, code in REASONS.items() if re.search(words, reason, re.IGNORECASE))
    said = re.sub(r"^(connection to server .*? failed: )?([A-ZÅÄÖ]+: +)?", "", reason)
    name = review[len(CONNECTION) :].strip()
    code = next(codes, "connection_failed")
    return InputError(Problem(code, {"name": name, "reason": said}))
