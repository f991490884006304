"""The database counts behind the wall, and gives numbers only (insight/wall.sql)."""

from django.db import connection


def counts() -> dict[str, int]:
    """How many there are of each step of the road, in the viewer's partnership."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT step, number FROM insight_counts()")
        return dict(cursor.fetchall())


def caseload() -> dict[str, tuple[int, int]]:
    """By level: the cases that run, and those of them whose review is late."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT level, running, late FROM insight_caseload()")
        return {level: (running, late) for level, running, late in cursor.fetchall()}
