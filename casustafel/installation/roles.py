"""The roles of the database. Those of the application own nothing; migrations grant what they may touch."""

from typing import LiteralString

import psycopg
from psycopg import sql

OWNER = "casustafel_owner"
APP = "casustafel_app"
WORKER = "casustafel_worker"
WALL = "casustafel_wall"
DATABASE = "casustafel"


def create_roles(connection: psycopg.Connection, passwords: dict[str, str]) -> None:
    """Safe to repeat. `passwords` has those of the roles that log in; the wall never does."""
    for role, password in passwords.items():
        encoded = verifier(connection, role, password)
        if exists(connection, role):
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), encoded))
        else:
            connection.execute(_creation(role, "LOGIN", encoded))
    if not exists(connection, WALL):
        connection.execute(_creation(WALL, "NOLOGIN"))


def create_database(connection: psycopg.Connection, name: str, template: str = "template0") -> None:
    """`connection` is in autocommit."""
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(
            sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
        )
    )


def close_doors(connection: psycopg.Connection, owner: str = OWNER) -> None:
    """Inside the database: it and its schema are the owner's, the others may come in and no more."""
    for statement in _doors(connection, owner):
        connection.execute(statement)


def ready(connection: psycopg.Connection) -> bool:
    """The connected user may give functions to the wall, so roles and doors were made before."""
    if not exists(connection, WALL):
        return False
    row = connection.execute("SELECT pg_has_role(%s, 'MEMBER')", [WALL]).fetchone()
    return row is not None and bool(row[0])


def by_hand(connection: psycopg.Connection, passwords: dict[str, str]) -> list[str]:
    """The same as statements for an administrator, without a readable password."""
    statements = [
        _creation(role, "LOGIN", verifier(connection, role, word)) for role, word in passwords.items()
    ]
    if not exists(connection, WALL):
        statements.append(_creation(WALL, "NOLOGIN"))
    statements += _doors(connection, connection.info.user)
    return [f"{statement.as_string(connection)};" for statement in statements]


def _doors(connection: psycopg.Connection, owner: str) -> list[sql.Composed]:
    database = sql.Identifier(connection.info.dbname)
    roles = sql.SQL(", ").join(map(sql.Identifier, (APP, WORKER)))
    return [
        sql.SQL("GRANT {} TO {}").format(sql.Identifier(WALL), sql.Identifier(owner)),
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, roles),
        sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC").format(),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}, {}").format(roles, sql.Identifier(WALL)),
    ]


def give_schema(connection: psycopg.Connection) -> None:
    connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(OWNER)))


def verifier(connection: psycopg.Connection, role: str, password: str) -> sql.Literal:
    """What PostgreSQL stores: the password itself never travels, and never stands in a log."""
    encoded = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return sql.Literal(encoded.decode())


def exists(connection: psycopg.Connection, role: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is not None


def _creation(role: str, login: LiteralString, encoded: sql.Literal | None = None) -> sql.Composed:
    inherits = "INHERIT" if role == OWNER else "NOINHERIT"
    statement = (
        sql.SQL("CREATE ROLE {} ").format(sql.Identifier(role)) + sql.SQL(login) + sql.SQL(f" {inherits}")
    )
    return statement if encoded is None else statement + sql.SQL(" PASSWORD {}").format(encoded)
