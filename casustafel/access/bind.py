"""Binding the viewer to the transaction: the second wall looks through the eyes of this session only."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from casustafel.access.models import Session
from casustafel.access.sessions import hash_of
from casustafel.access.viewer import Viewer
from casustafel.lib import clock, secret

ENTER = "SELECT person_id, partnership_id, organisation_id, organisation_kind, tie, roles FROM wall_enter(%s)"


def enter(session_key: str) -> Viewer | None:
    """Bind the session to this transaction; None when it opens nothing. Needs a transaction."""
    row = secret.ask(ENTER, session_key)
    if row is None:
        return None
    return Viewer(row[0], row[1], row[2], row[3], row[4], frozenset(row[5]))


def leave() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('casustafel.token', '', true)")


@contextmanager
def as_account(account_id: UUID, *, origin: str) -> Iterator[Viewer]:
    """Act as this account outside the pages (a command, the demo, a test), through the same wall."""
    key, now = secrets.token_urlsafe(32), clock.now()
    with transaction.atomic():
        session = Session.objects.create(
            key_hash=hash_of(key),
            account_id=account_id,
            data="",
            origin=origin,
            started_at=now,
            seen_at=now,
            idle_until=now + timedelta(minutes=15),
            ends_at=now + timedelta(minutes=15),
        )
        before = _bound()
        viewer = enter(key)
        if viewer is None:
            raise LookupError("this account belongs to nobody")
        yield viewer
        session.delete()
        _rebind(before)


def _bound() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('casustafel.token', true), '')")
        return str(cursor.fetchone()[0])


def _rebind(token: str) -> None:
    secret.ask("SELECT set_config('casustafel.token', %s, true)", token)
