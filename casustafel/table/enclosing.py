"""A meeting as a file that leaves the walls: day, time, length and a link. No case, no name, no place."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from casustafel.notices.post import Enclosure
from casustafel.table import planning_queries
from casustafel.table.choices import State
from casustafel.table.invitation import Event, as_file
from casustafel.table.models import Meeting

KIND = "text/calendar"
OF_NOTICES = "SELECT id, day, starts, minutes, version, state FROM table_invitations(%s)"


def of_meeting(meeting: Meeting, *, now: datetime) -> bytes:
    minutes = sum(each for _, each in planning_queries.clock(meeting.id))
    event = _event(meeting.id, meeting.day, meeting.starts, minutes, meeting.version, meeting.state)
    return as_file(event, now=now)


def of_notices(using: str, notices: Sequence[UUID], now: datetime) -> list[Enclosure]:
    """For the mail of the worker: each meeting that one of these notices tells of."""
    with connections[using].cursor() as cursor:
        cursor.execute(OF_NOTICES, [list(notices)])
        events = [_event(*row) for row in cursor.fetchall()]
    return [
        Enclosure(f"overleg-{number}.ics", as_file(event, now=now), KIND)
        for number, event in enumerate(events, start=1)
    ]


def _event(of: UUID, day: date, starts: time, minutes: int, version: int, state: str) -> Event:
    site = settings.SITE_ADDRESS.rstrip("/")
    return Event(
        id=of,
        starts=timezone.make_aware(datetime.combine(day, starts)),
        minutes=minutes,
        sequence=version - 1,
        title=gettext("Meeting"),
        link=site + reverse("table:before", args=[of]),
        host=site.partition("://")[2] or "localhost",
        is_off=state == State.OFF,
    )
