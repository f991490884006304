from dataclasses import dataclass
from datetime import datetime

from casustafel.access.models import Session
from casustafel.access.sessions import hash_of
from casustafel.access.viewer import Viewer
from casustafel.audit import log


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
    mine = Session.objects.get(pk=hash_of(session_key))
    rows = Session.objects.filter(account_id=mine.account_id, origin="page", idle_until__gt=now)
    return [
        Own(row.key_hash[:16], row.device, row.started_at, row.seen_at, row.pk == mine.pk)
        for row in rows.order_by("-seen_at")
    ]


def end(session_key: str, number: str, *, by: Viewer, now: datetime) -> None:
    mine = Session.objects.get(pk=hash_of(session_key))
    rows = Session.objects.filter(account_id=mine.account_id)
    ended, _ = rows.filter(key_hash__startswith=number or "-").delete()
    if ended:
        log.record("session.ended", by=by, now=now)
