"""Sessions in the database, known by the hash of their key, which alone opens what they hold; idle and total
time are set by settings."""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction

from casustafel.access.models import Session
from casustafel.lib import clock
from casustafel.vault import cipher

BINDING = b"session"
SEEN_EVERY = timedelta(seconds=30)


def hash_of(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()


def idle_from(now: datetime, ends_at: datetime) -> datetime:
    return min(now + timedelta(seconds=settings.SESSION_IDLE_SECONDS), ends_at)


def _is_open(row: Session, now: datetime) -> bool:
    return now < row.idle_until and now < row.ends_at


class SessionStore(SessionBase):
    """Django's session, with the hash of the key as the name of the row."""

    row: Session | None = None

    def load(self) -> dict[str, Any]:
        now = clock.now()
        row = Session.objects.filter(key_hash=hash_of(self.session_key or "")).first()
        if row is None or not _is_open(row, now):
            self._session_key: str | None = None
            return {}
        self.row = row
        self._touch(row, now)
        return self.decode(row.data)

    def _touch(self, row: Session, now: datetime) -> None:
        if now - row.seen_at > SEEN_EVERY:
            row.seen_at, row.idle_until = now, idle_from(now, row.ends_at)
            Session.objects.filter(pk=row.pk).update(seen_at=row.seen_at, idle_until=row.idle_until)

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Sealed: a secret that is being set up, or a text that waits, is in no copy of this table."""
        plain = super().encode(session_dict).encode()
        return base64.b64encode(cipher.encrypt(self._data_key(), plain, BINDING)).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            plain = cipher.decrypt(self._data_key(), base64.b64decode(session_data), BINDING)
        except (cipher.CannotOpen, ValueError):
            return {}
        decoded: dict[str, Any] = super().decode(plain.decode())
        return decoded

    def _data_key(self) -> bytes:
        return cipher.derive((self.session_key or "").encode(), "session")

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(key_hash=hash_of(session_key)).exists()

    def create(self) -> None:
        self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # not in the stubs
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # nor this
        if must_create:
            return self._insert(data)
        account = data.get(SESSION_KEY)
        changed = Session.objects.filter(key_hash=hash_of(self.session_key)).update(
            data=self.encode(data), account=account
        )
        if not changed:
            raise UpdateError
        return None

    def _insert(self, data: dict[str, Any]) -> None:
        now = clock.now()
        ends_at = now + timedelta(seconds=settings.SESSION_TOTAL_SECONDS)
        try:
            with transaction.atomic():
                self.row = Session.objects.create(
                    key_hash=hash_of(self.session_key or ""),
                    account_id=data.get(SESSION_KEY),
                    data=self.encode(data),
                    origin="page",
                    started_at=now,
                    seen_at=now,
                    idle_until=idle_from(now, ends_at),
                    ends_at=ends_at,
                )
        except IntegrityError as taken:
            raise CreateError from taken

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(key_hash=hash_of(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(idle_until__lt=clock.now()).delete()
