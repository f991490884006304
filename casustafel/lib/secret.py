"""Statements with a secret. It travels beside the text; pg_stat_activity and the server log show $1."""

from typing import Any, LiteralString

import psycopg
from django.db import connection


def ask(statement: LiteralString, secret: str) -> tuple[Any, ...] | None:
    """The first row. Whatever the settings let Django's own cursors do, here nothing goes into the text."""
    connection.ensure_connection()
    cursor: psycopg.Cursor[Any] = psycopg.Cursor(connection.connection)
    with cursor:
        row: tuple[Any, ...] | None = cursor.execute(statement, [secret]).fetchone()
        return row
