"""What many tests begin with: made once through the actions of the product, and laid anew as it was."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from psycopg import sql

T = TypeVar("T")
Rows = dict[str, set[str]]


@dataclass(frozen=True)
class Snapshot(Generic[T]):
    """What was made, and the statements that make its rows again."""

    made: bytes
    statements: sql.Composed

    def lay(self) -> T:
        """Past triggers and walls: the rows stood behind them once."""
        with connection.cursor() as cursor:
            cursor.execute(self.statements)
        again: T = pickle.loads(self.made)
        return again


def taken(make: Callable[[], T]) -> tuple[Snapshot[T], T]:
    """Makes it, in the transaction that is open, and keeps how it came out."""
    before = _rows()
    made = make()
    changed = [
        statement for table, rows in _rows().items() for statement in _statements(table, before[table], rows)
    ]
    around = [
        sql.SQL("SET ROLE postgres"),
        sql.SQL("SET session_replication_role = replica"),
        *changed,
        sql.SQL("SET session_replication_role = origin"),
        sql.SQL("SET ROLE casustafel_app"),
    ]
    return Snapshot(pickle.dumps(made), sql.SQL(";").join(around)), made


def _statements(table: str, before: set[str], after: set[str]) -> Iterator[sql.Composable]:
    if before - after:  # a row that was there says something else now
        yield sql.SQL("DELETE FROM {}").format(sql.Identifier(table))
        before = set()
    if after - before:
        yield sql.SQL(
            "INSERT INTO {0} OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_recordset(NULL::{0}, {1})"
        ).format(sql.Identifier(table), sql.Literal(f"[{','.join(sorted(after - before))}]"))


def _rows() -> Rows:
    with _as_superuser() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        return {table: _rows_of(cursor, table) for table in tables}


def _rows_of(cursor: Any, table: str) -> set[str]:
    cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')
    return {row for (row,) in cursor.fetchall()}


@contextmanager
def _as_superuser() -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE postgres")
        yield cursor
        cursor.execute("SET ROLE casustafel_app")
