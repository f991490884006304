"""Who follows the meeting now, and who is typing. It says nothing of a file, so it writes no line in the log.

While somebody judges or looks back alone it is silent about typing: when a person writes, and how long, would
tell of the answer.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from casustafel.access.viewer import Viewer
from casustafel.lib import live
from casustafel.parties.models import Person
from casustafel.picture import queries as picture
from casustafel.table.choices import LookBackState, State
from casustafel.table.models import AgendaItem, Attendance, Meeting, Presence

PART = "presence"
# A stream says every half minute that its screen is there still.
SEEN_FOR = timedelta(seconds=75)
# Longer than the wall asks before one at the table may clear what another left behind.
LEFT_FOR = timedelta(minutes=3)
TYPING_FOR = timedelta(seconds=6)


def here_now(meeting: Meeting, *, now: datetime) -> QuerySet[Presence]:
    found: QuerySet[Presence] = Presence.objects.visible_in(meeting).filter(seen_at__gt=now - SEEN_FOR)
    return found


def at_table(viewer: Viewer, meeting: Meeting) -> list[Person]:
    """Who took a place, with where they work."""
    present = Attendance.objects.visible_in(meeting).values("person")
    return list(Person.objects.visible_to(viewer).filter(pk__in=present).select_related("organisation"))


@transaction.atomic
def arrive(*, meeting: Meeting, screen: UUID, by: Viewer, now: datetime) -> None:
    """This screen of theirs follows the meeting. Others hear of it when it is their first."""
    if meeting.state == State.ENDED:
        return
    is_first = not here_now(meeting, now=now).filter(person=by.person_id).exists()
    Presence.objects.bulk_create([Presence(id=screen, meeting=meeting, person_id=by.person_id, seen_at=now)])
    if is_first:
        live.changed(meeting.id, PART)


@transaction.atomic
def stay(*, meeting: Meeting, screen: UUID, by: Viewer, now: datetime) -> None:
    Presence.objects.visible_in(meeting).filter(pk=screen, person=by.person_id).update(seen_at=now)


@transaction.atomic
def leave(*, meeting: Meeting, screen: UUID, by: Viewer, now: datetime) -> None:
    """This screen is gone; so are those that nobody saw for a while."""
    rows = Presence.objects.visible_in(meeting)
    rows.filter(pk=screen, person=by.person_id).delete()
    rows.filter(seen_at__lt=now - LEFT_FOR).delete()
    if not here_now(meeting, now=now).filter(person=by.person_id).exists():
        live.changed(meeting.id, PART)


@transaction.atomic
def say_typing(*, meeting: Meeting, by: Viewer, now: datetime) -> None:
    """Others see it for a few seconds. Nothing is kept, and nobody hears, while anything is said alone."""
    rows = here_now(meeting, now=now).filter(person=by.person_id)
    if not rows.exists() or not shows_typing(by, meeting):
        return
    was_typing = rows.filter(typing_until__gt=now).exists()
    rows.update(typing_until=now + TYPING_FOR)
    if not was_typing:
        live.changed(meeting.id, PART)


def shows_typing(viewer: Viewer, meeting: Meeting) -> bool:
    """Not in the look back, and not while a round about the case that is on is answered alone."""
    if meeting.state != State.OPEN or meeting.look_back == LookBackState.ALONE or meeting.current is None:
        return False
    rows = AgendaItem.objects.visible_to(viewer).filter(meeting=meeting, pk=meeting.current)
    item: AgendaItem | None = rows.select_related("case").first()
    if item is None or item.step == "LOOK_BACK":
        return False
    return not picture.judges_alone(viewer, item.case)
