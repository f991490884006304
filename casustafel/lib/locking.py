"""Waiting for one another in the database, until the end of the transaction."""

from django.db import connection


def alone(what: str) -> None:
    """Who asks the same waits until this transaction has ended, and then finds what it left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def share(what: str) -> None:
    """Many at once, but nobody alone meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [what])
