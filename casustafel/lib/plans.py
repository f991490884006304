"""How the database plans what it is asked."""

from django.db import connection


def keep() -> None:
    """From here on in this transaction the plans of statements that come back are kept: for a road on which
    each asks for one row by its key, and planning under row-level security is most of the work."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = auto")
