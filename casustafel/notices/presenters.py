from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.notices import queries
from casustafel.notices.choices import Kind, Rhythm
from casustafel.notices.models import Notice, Postbox
from casustafel.parties import names
from casustafel.parties.models import Deputy
from casustafel.vault import opening


@dataclass(frozen=True)
class Line:
    text: str
    url: str
    day: datetime
    is_new: bool
    for_whom: str


@dataclass(frozen=True)
class StandIn:
    name: str
    until: date


@dataclass(frozen=True)
class MailPage:
    is_on: bool
    hour: int
    waits_since: datetime | None
    others_wait: int


def bell(
    viewer: Viewer, notices: Iterable[Notice], deputies: Iterable[Deputy]
) -> tuple[list[Line], list[StandIn]]:
    rows, stands = list(notices), list(deputies)
    away = {row.for_whom_id for row in rows if row.for_whom_id} | {each.person_id for each in stands}
    known = names.of_people(viewer, away) if away else {}
    lines = [
        Line(
            _sentence(row.kind),
            row.path,
            row.made_at,
            row.seen_at is None,
            known[row.for_whom_id] if row.for_whom_id else "",
        )
        for row in rows
    ]
    return lines, [StandIn(known[each.person_id], each.until_date) for each in stands]


def _sentence(kind: str) -> str:
    """In plain words also for a kind of a later version."""
    return str(Kind(kind).label) if kind in Kind.values else gettext("Something waits for you.")


def mail_page(viewer: Viewer, box: Postbox | None) -> MailPage:
    return MailPage(
        is_on=settings.MAIL_IS_ON,
        hour=settings.DIGEST_HOUR,
        waits_since=box.waits_since if box else None,
        others_wait=queries.mail_waits(viewer) if viewer.may(Permission.ACCOUNT_MANAGE) else 0,
    )


def initial(viewer: Viewer, box: Postbox | None, *, now: datetime) -> dict[str, str]:
    if box is None:
        return {"rhythm": Rhythm.DAILY}
    opened = opening.open_all([box], by=viewer, purpose="notice.mail", now=now)
    return {"rhythm": box.rhythm, "mail": opened(box, "mail")}
