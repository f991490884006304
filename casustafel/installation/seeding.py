"""A new demo database is filled once. The mark stands in the database itself, so that it travels with it."""

import os

from psycopg import sql

from casustafel.installation import database

DUE = "casustafel: the demo partnership is still to come"


def is_demo() -> bool:
    return os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".demo")


def mark_when_new() -> None:
    """Before the first migration; a seeding that was cut off is then done again."""
    with database.connect(database.urls()["owner"]) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        if is_demo() and row == (0,):
            _comment(DUE)


def is_due() -> bool:
    with database.connect(database.urls()["owner"]) as connection:
        row = connection.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')").fetchone()
    return is_demo() and row == (DUE,)


def done() -> None:
    _comment("")


def _comment(text: str) -> None:
    with database.connect(database.urls()["owner"]) as connection:
        connection.execute(sql.SQL("COMMENT ON SCHEMA public IS {}").format(sql.Literal(text)))
