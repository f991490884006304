"""Tells open screens that something changed. An event carries an id, never content, and leaves at commit."""

from uuid import UUID

from django.db import connection

CHANNEL = "casustafel"


def changed(topic: UUID) -> None:
    """Every screen that follows this case or meeting fetches what it may see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(topic)])
