"""Databases for tests: one server for all runs, without fsync; who leaves last stops it."""

import atexit

from psycopg import sql

from casustafel.installation import database, locks, places, roles
from casustafel.installation.credentials import secret_at
from casustafel.installation.postgres import Server
from casustafel.installation.stop import Stop

_started: list[Server] = []
_password: list[str] = []


def start_test_server() -> dict[str, str]:
    """Runs until the last process that asked for it ends. The URLs are those of an empty database."""
    if not _started:
        home = places.var() / "test"
        server = Server(home, durable=False, credential=home / "credential")
        _enter(server)
        atexit.register(server.leave)
        _password.append(secret_at(server.credential))
        _started.append(server)
        with locks.held(server.home / "prepare.lock"):
            database.prepare(
                server, "empty", dict.fromkeys((roles.OWNER, roles.APP, roles.WORKER), _password[0])
            )
    return _urls("empty")


def fresh_database(name: str, template: str = "template0") -> dict[str, str]:
    """Drops and makes the database of that name. A template must have no connections; its rows come along."""
    superuser = start_test_server()["super"]
    with database.connect(superuser) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        roles.create_database(connection, name, template)
    urls = _urls(name)
    with database.connect(urls["super"]) as connection:
        roles.give_schema(connection)
        roles.close_doors(connection)
    return urls


def _enter(server: Server) -> None:
    """Data of a test server is worth nothing: when it does not fit any more, it is made anew."""
    try:
        server.enter()
    except Stop:
        server.forget()
        for mark in server.home.glob("*.hash"):  # of what was migrated in it
            mark.unlink()
        server.enter()


def _urls(name: str) -> dict[str, str]:
    server, password = _started[0], _password[0]
    users = {"owner": roles.OWNER, "app": roles.APP, "worker": roles.WORKER, "super": "postgres"}
    return {key: server.url(user, password, name) for key, user in users.items()}
