"""Tells open screens that something changed. An event carries an id, never content, and leaves at commit."""

from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection

CHANNEL = "casustafel"


def changed(topic: UUID, part: str = "") -> None:
    """Every screen that follows this case or meeting fetches what it may see: all of it, or one part."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{topic}:{part}" if part else str(topic)])


def conninfo() -> str:
    """For a connection of one's own that listens."""
    known = settings.DATABASES["default"]
    return psycopg.conninfo.make_conninfo(
        host=known["HOST"],
        port=known["PORT"] or None,
        dbname=known["NAME"],
        user=known["USER"],
        password=known["PASSWORD"],
    )
