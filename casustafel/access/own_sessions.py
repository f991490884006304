from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casustafel.access.models import Session
from casustafel.access.sessions import hash_of
from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.lib.refusal import NotYours


@dataclass(frozen=True)
class Own:
    """One of my sessions. `number` names it on the page; it opens nothing."""

    number: str
    device: str
    started_at: datetime
    seen_at: datetime
    here: bool


def of(session_key: str, *, now: datetime) -> list[Own]:
    """The open sessions of the account that this session belongs to, newest first."""
    here, account = _here(session_key)
    rows = Session.objects.filter(account_id=account, origin="page", idle_until__gt=now)
    return [
        Own(_number(row), row.device, row.started_at, row.seen_at, row.pk == here.pk)
        for row in rows.order_by("-seen_at")
    ]


def end(session_key: str, number: str, *, by: Viewer, now: datetime) -> None:
    """End one of my own sessions; one of somebody else is not there."""
    if number not in {own.number for own in of(session_key, now=now)}:
        raise NotYours
    _, account = _here(session_key)
    Session.objects.filter(account_id=account, key_hash__startswith=number).delete()
    log.record("session.ended", by=by, now=now)


def _number(session: Session) -> str:
    return session.key_hash[:16]


def _here(session_key: str) -> tuple[Session, UUID]:
    session = Session.objects.get(pk=hash_of(session_key))
    if session.account_id is None:
        raise NotYours
    return session, session.account_id
