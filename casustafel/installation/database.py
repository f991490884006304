"""The database of this copy: the embedded server, or the one that DATABASE_URL names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from casustafel.installation import places, residence, roles
from casustafel.installation.credentials import secret
from casustafel.installation.postgres import Server, strangers
from casustafel.installation.stop import Stop

OLDEST = 15
ROLE_OF = {"app": roles.APP, "worker": roles.WORKER}
ALREADY = "CASUSTAFEL_DATABASE_RUNS"  # set for children: somebody above keeps the server running


def urls() -> dict[str, str]:
    """app, owner and worker. Starts nothing: settings read it."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return {"owner": given} | {key: _as(given, key) for key in ROLE_OF}
    server = embedded()
    return {"owner": server.url(roles.OWNER, _password("owner"), roles.DATABASE)} | {
        key: server.url(role, _password(key), roles.DATABASE) for key, role in ROLE_OF.items()
    }


@contextmanager
def ensure_running() -> Iterator[None]:
    """Starts the embedded server unless it runs; whoever leaves last stops it."""
    if os.environ.get(ALREADY):
        yield
    elif os.environ.get("DATABASE_URL"):
        _prepare_other()
        yield
    else:
        with embedded().running():
            _prepare_embedded()
            yield


def embedded() -> Server:
    return Server(places.var())


def prepare(server: Server, name: str, passwords: dict[str, str]) -> None:
    """Roles and one database on a server of our own. Safe to repeat."""
    with connect(server.super_url()) as connection:
        roles.create_roles(connection, passwords)
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            roles.create_database(connection, name)
    with connect(server.super_url(name)) as connection:
        roles.give_schema(connection)
        roles.close_doors(connection)


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url, autocommit=True, connect_timeout=10)


def _prepare_embedded() -> None:
    server = embedded()
    passwords = {roles.OWNER: _password("owner")} | {role: _password(key) for key, role in ROLE_OF.items()}
    try:
        prepare(server, roles.DATABASE, passwords)
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise Stop(strangers(residence.find(server.home))) from error
        raise


def _prepare_other() -> None:
    given = os.environ["DATABASE_URL"]
    try:
        connection = connect(given)
    except psycopg.Error as error:
        raise Stop(f"The database that DATABASE_URL names does not answer: {_first_line(error)}") from error
    with connection:
        if connection.info.server_version < OLDEST * 10000:
            raise Stop(f"DATABASE_URL names a PostgreSQL older than {OLDEST}. Upgrade that server first.")
        missing = [key for key, role in ROLE_OF.items() if not roles.exists(connection, role)]
        if missing or not roles.ready(connection):
            _make_roles(connection, missing)
    for key in ROLE_OF:
        _try(key)


def _make_roles(connection: psycopg.Connection, missing: list[str]) -> None:
    passwords = {ROLE_OF[key]: _password(key) for key in missing}
    try:
        roles.create_roles(connection, passwords)
        roles.close_doors(connection, connection.info.user)
    except psycopg.errors.InsufficientPrivilege as error:
        statements = "\n".join(roles.by_hand(connection, passwords))
        raise Stop(
            "The user in DATABASE_URL may not make the roles that Casustafel needs. Give it CREATEROLE, "
            f"or let its administrator run this in database {connection.info.dbname}:\n{statements}"
        ) from error


def _try(key: str) -> None:
    role = ROLE_OF[key]
    try:
        connect(urls()[key]).close()
    except psycopg.OperationalError as error:
        raise Stop(
            f"The role {role} on the server of DATABASE_URL does not let us in: {_first_line(error)}. "
            f"Put the file database-{key} back in {places.credentials()}, or give the role that password "
            "(ALTER ROLE). Two installations cannot share one server."
        ) from error


def _password(key: str) -> str:
    return secret(f"database-{key}")


def _as(url: str, key: str) -> str:
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{ROLE_OF[key]}:{quote(_password(key), safe='')}@{place}"))


def _first_line(error: psycopg.Error) -> str:
    return (str(error).splitlines() or ["it gave no reason"])[0]
